"""How far a sentence says the words of a question again."""

import pytest

from research.stages.answer.wording import ANSWERING_CREDIT, NEAR_CREDIT, content_words, credit
from research.text.terms import stem


@pytest.mark.parametrize(
    ("asked", "said", "worth"),
    [
        ("ferries", "ferry", 1.0),
        ("us", "american", 1.0),
        ("uk", "britain", 1.0),
        ("company", "firm", NEAR_CREDIT),
        ("die", "shot", 0.0),
        ("died", "shoot", ANSWERING_CREDIT),
        ("shoot", "die", 0.0),
        ("ferry", "orchard", 0.0),
    ],
)
def test_what_a_word_of_an_answer_counts(asked: str, said: str, worth: float) -> None:
    assert credit(asked, said, stem(said)) == worth


def test_a_country_is_no_pronoun() -> None:
    assert [word.plain for word in content_words("The U.S. sent it to us.")] == ["us", "sent"]
