"""A planned question that is too long is cut to one that can still be read."""

import pytest

from research.domain.question import MAX_PLANNED_CHARACTERS
from research.stages.plan.model_questions import PlannedQuestion
from research.stages.plan.whole_questions import whole_question

RISE = (
    "How common is cannabis use disorder in US states where marijuana is legal, and by how much"
    " did it rise?"
)
LONG = "how it came to what it is now in all of the states and towns " * 4


def test_a_question_of_usual_length_is_whole() -> None:
    planned = PlannedQuestion.model_validate({"question": f" {RISE} ", "queries": ["disorder"]})
    assert planned.question == RISE


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (f"How common is the disorder, and how is it known to be so, and {LONG}?",
         "How common is the disorder, and how is it known to be so?"),
        (f"How common is it? And who says {LONG}?", "How common is it?"),
        ("多" * 50 + "，" + "少" * 200, "多" * 50 + "?"),
    ],
)  # fmt: skip
def test_a_longer_one_ends_with_a_clause(written: str, kept: str) -> None:
    assert whole_question(written) == kept


def test_a_list_is_not_cut_into_another_question() -> None:
    found = whole_question(
        "Which of the companies that build ferries in Norway, Sweden and Denmark have built"
        f" {LONG}?"
    )
    assert found.startswith("Which of the companies that build ferries in Norway, Sweden and")
    assert found.endswith("…")


def test_one_without_clauses_ends_after_a_word_and_shows_that_it_goes_on() -> None:
    written = f"In 2019, {LONG}"
    found = whole_question(written)
    assert found.endswith("…")
    assert written.startswith(f"{found[:-1]} ")
    assert len(found) <= MAX_PLANNED_CHARACTERS


def test_what_is_no_text_is_left_to_the_form() -> None:
    assert whole_question(None) is None
