"""What is said after thoughts."""

import pytest

from research.adapters.llm.thoughts import without_thoughts


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1}', '{"a": 1}'),
        ('<think>hm {"b": 2}</think>{"a": 1}', '{"a": 1}'),
        ('hm</think>\n{"a": 1}', '\n{"a": 1}'),
        ('[THINK]hm[/THINK]{"a": 1}', '{"a": 1}'),
        ('<|channel|>analysis<|message|>hm<|channel|>final<|message|>{"a": 1}', '{"a": 1}'),
        ("<think>hm, there is no end", ""),
        ("  <Thinking>hm", ""),
        ('{"a": "<think>"}', '{"a": "<think>"}'),
    ],
)
def test_thoughts_are_left_out(text: str, said: str) -> None:
    assert without_thoughts(text) == said
