"""A cost in words."""

import pytest

from research.domain.model_call import Cost, Usage
from research.stages.render.frame import frame_of
from research.stages.render.layout.cost import cost_in_words


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        (Usage(calls=1, prompt_tokens=900, answer_tokens=100, usd=0.5),
         "1 model call, 1,000 tokens, $0.5000"),
        (Usage(calls=12, cached_calls=2, prompt_tokens=9_000, usd=None),
         "12 model calls and 2 from the cache, 9,000 tokens, at a price that is not known"),
        (Usage(calls=2, prompt_tokens=10, usd=0.00001),
         "2 model calls, 10 tokens, less than $0.0001"),
        (Usage(calls=2, prompt_tokens=10, usd=0.0), "2 model calls, 10 tokens, $0.0000"),
        (Usage(calls=2_000, prompt_tokens=10, usd=1234.5),
         "2,000 model calls, 10 tokens, $1,234.50"),
    ],
)  # fmt: skip
def test_calls_tokens_and_dollars(usage: Usage, expected: str) -> None:
    told = cost_in_words(Cost(total=usage, by_purpose={"write": usage}), frame_of("en"))
    assert told == expected
