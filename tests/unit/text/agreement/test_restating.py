"""What tells nothing new beside another sentence."""

import pytest

from research.text.agreement.restating import restates
from research.text.terms import terms


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            "The council asks whether the ferry's former owner Ragna Holt enriched herself by it.",
            "Whether the former owner, Ragna Holt, enriched herself is what the council asks.",
            True,
        ),
        ("The ferry has eleven berths.", "The ferry saves 1,400 tonnes of diesel a year.", False),
        ("The ferry is new.", "", False),
        (
            "Sails on every ship would cut emissions in these waters by 7% by 2035.",
            "Sails on every ship would cut emissions in these waters by 9% by 2031.",
            False,
        ),
        (
            "The ferry to Nordholm is slow.",
            "Nordholm has a ferry whose crew baked 40 loaves.",
            False,
        ),
    ],
)
def test_long_sentences_that_share_most_of_what_they_say(
    one: str, other: str, *, expected: bool
) -> None:
    assert restates(frozenset(terms(one)), frozenset(terms(other))) is expected
    assert restates(frozenset(terms(other)), frozenset(terms(one))) is expected
