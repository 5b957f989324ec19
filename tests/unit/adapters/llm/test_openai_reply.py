"""What a reply takes from a server that may say anything."""

from types import SimpleNamespace

import pytest

from research.adapters.llm.openai_reply import Reply
from research.domain.model_call import ModelCall
from research.domain.value import Value


class Said(Value):
    """An answer."""

    text: str


@pytest.mark.parametrize("counted", [10**400, -1, "7", None, 1.5])
def test_a_count_that_is_none_is_replaced_by_the_most_there_can_be(counted: object) -> None:
    call = ModelCall(
        purpose="test", instructions="say", material="it", answer=Said, max_answer_tokens=100
    )
    reply = Reply(call)
    usage = SimpleNamespace(prompt_tokens=counted, completion_tokens=counted)
    reply.add(SimpleNamespace(usage=usage, choices=[]), None)
    untold = Reply(call)
    assert reply.tokens() == untold.tokens()
