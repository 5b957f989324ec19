"""What a reply takes from a server that may say anything."""

import json
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


def reply_to(*messages: dict[str, object], **usage: object) -> Reply:
    call = ModelCall(
        purpose="test", instructions="say", material="it", answer=Said, max_answer_tokens=2_000
    )
    reply = Reply(call)
    for message in messages:
        delta = json.loads(json.dumps(message), object_hook=lambda one: SimpleNamespace(**one))
        choice = SimpleNamespace(delta=delta)
        reply.add(SimpleNamespace(choices=[choice], usage=SimpleNamespace(**usage)), None)
    return reply


def test_text_may_come_as_parts_and_thoughts_are_none_of_it() -> None:
    inner = [{"type": "text", "text": "hm"}]
    parts = [
        {"type": "thinking", "thinking": inner},
        {"type": "reasoning", "text": "hm"},
        {"type": "text", "text": "one "},
        {"type": "output_text", "text": "two"},
        "odd",
        None,
    ]
    assert reply_to({"content": parts}).text == "one two"


def test_arguments_of_a_function_are_the_answer_where_there_is_no_other() -> None:
    called = {"content": None, "tool_calls": [{"function": {"arguments": '{"text":'}}]}
    rest = {"tool_calls": [{"function": {"arguments": ' "it"}'}}]}
    assert reply_to(called, rest).text == '{"text": "it"}'
    assert reply_to(called, {"content": "said"}).text == "said"


@pytest.mark.parametrize(
    ("message", "usage", "tokens"),
    [
        ({"content": "ab"}, {"completion_tokens": 1_402}, 1_401),
        ({"content": "ab"}, {"completion_tokens": 2}, 1),
        (
            {"content": "ab"},
            {
                "completion_tokens": 50,
                "completion_tokens_details": SimpleNamespace(reasoning_tokens=40),
            },
            40,
        ),
        ({"content": "a" * 400}, {"completion_tokens": 100}, 0),
        ({"content": "ab", "reasoning_content": "b" * 400}, {}, 100),
        ({"content": "<think>" + "b" * 393}, {}, 100),
    ],
)
def test_thoughts_are_counted(
    message: dict[str, object], usage: dict[str, object], tokens: int
) -> None:
    assert reply_to(message, **usage).thought_tokens == tokens
