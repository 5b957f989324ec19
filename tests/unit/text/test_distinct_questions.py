"""Who asks the same of the same in other words asks it again."""

from research.text.distinct_questions import distinct_questions


def test_questions_of_another_name_or_word_are_others() -> None:
    asked = ["Who pays for the quay of Vessa?", "Who pays for the quay of Nordholm?",
             "When is the quay paid for?", "", "Who pays for the quay of Vessa?"]  # fmt: skip
    assert distinct_questions(asked) == tuple(asked[:3])


def test_one_that_asks_what_is_known_to_be_asked_is_left_out() -> None:
    known = ["Who pays for the quay at Nordholm?"]
    assert distinct_questions(["Who pays for Nordholm's new quay?", "Who built it?"], known) == (
        "Who built it?",
    )
