"""What is wrong with a value is said in words, and never as a pattern, whoever is asked."""

import pytest
from pydantic import ValidationError

from research.domain.request import ResearchRequest
from research.domain.value import validation_message


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"query": "  "}, "the query is empty: ask something, in words"),
        ({"query": "q", "language": "English"}, "must be a language code such as de or pt-BR"),
        ({"query": "q", "sources": ["ftp://x.example/a"]},
         "only http and https addresses can be read, and uploads by `upload:` and their id"),
        ({"query": "q", "callback_url": "x"}, "only http and https addresses can be read"),
        ({"query": "q", "domains": {"deny": ["https://x.example"]}},
         "must be a domain such as example.org, in lower case"),
        ({"query": "q", "since": "2026-02-02", "until": "2026-02-01"},
         "`since` comes after `until`"),
        ({"query": "q", "since": "today"}, "a day is written YYYY-MM-DD"),
        ({"query": "q", "since": 86_400}, "a day is written YYYY-MM-DD"),
        (
            {"query": "q", "until": "2026-02-30"},
            "there is no such day; a day is written YYYY-MM-DD",
        ),
        ({"query": "q", "budget_usd": float("nan")}, "must be a finite number"),
    ],
)  # fmt: skip
def test_a_fault_is_told_in_words(fields: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ResearchRequest.model_validate(fields)
    (fault,) = refused.value.errors(include_url=False, include_input=False)
    assert validation_message(fault) == message


def test_a_form_that_nobody_named_is_no_pattern_either() -> None:
    fault = {"type": "string_pattern_mismatch", "ctx": {"pattern": "^x+$"}, "msg": "^x+$"}
    assert validation_message(fault) == "has a form that can't be used"
    fault["ctx"] = {"pattern": "^(strict|flag|off)$"}
    assert validation_message(fault) == "must be strict, flag or off"
