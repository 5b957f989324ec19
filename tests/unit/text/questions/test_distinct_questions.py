"""Who asks the same of the same in other words asks it again."""

import pytest

from research.text.questions.distinct_questions import asks_again, distinct_questions, is_question


def test_questions_of_another_name_or_word_are_others() -> None:
    asked = ["Who pays for the quay of Vessa?", "Who pays for the quay of Nordholm?",
             "When is the quay paid for?", "", "Who pays for the quay of Vessa?"]  # fmt: skip
    assert distinct_questions(asked) == tuple(asked[:3])


def test_one_that_asks_what_is_known_to_be_asked_is_left_out() -> None:
    known = ["Who pays for the quay at Nordholm?"]
    assert distinct_questions(["Who pays for Nordholm's new quay?", "Who built it?"], known) == (
        "Who built it?",
    )


@pytest.mark.parametrize(
    ("one", "other", "is_again"),
    [
        (
            "How large will the fine of the ferry line be?",
            "What fine will the ferry line pay?",
            True,
        ),
        ("When will Vessa's new quay be opened?", "When will the new quay open?", True),
        ("When did the ferry sink?", "Why did the ferry sink?", False),
        (
            "Which company did Vessa choose to build the Nordholm quay?",
            "Who was chosen to build the quay, and was it built?",
            True,
        ),
        (
            "How many jobs did Vessa Ferries cut, and how many of them in each town of the county?",
            "What number of job cuts did Vessa Ferries announce?",
            True,
        ),
        ("When did the ferry sink?", "How did the ferry sink?", False),
        ("How many people live in Nordholm?", "How many people live in towns?", False),
    ],
)
def test_what_is_asked_for_decides_and_not_the_word_that_asks(
    one: str, other: str, is_again: bool
) -> None:
    assert asks_again(one, other) is is_again
    assert asks_again(other, one) is is_again


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("What does the quay cost?", True),
        ("Who pays for it", True),
        ("The sources give no figures for the quay.", False),
        ("No figures for the quay", False),
        ("Wer bezahlt den Kai?", True),
        ("ใครจ่ายค่าเรือ Vessa", True),
        ("船の費用は誰が払いますか。", True),
        ("出典には費用が書かれていない。", False),
        ("", False),
    ],
)
def test_a_statement_of_what_is_lacking_asks_nobody(text: str, is_so: bool) -> None:
    assert is_question(text) is is_so
