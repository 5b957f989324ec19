"""Where the numbers and dates of a claim are found in its evidence."""

from datetime import date

import pytest

from research.domain.claim_evidence import ClaimEvidence
from research.stages.verify.checks.figures import find_figures

SAID = "The ferry crossed in 41 minutes on Monday."
EVIDENCE = ClaimEvidence(
    said=SAID,
    around=f"Last year it had taken 52 minutes. {SAID} It has 3 decks.",
    heading="Petrel 16 sets a record\nMay 12, 2026",
    before="The county bought 8 ships.",
    published=date(2026, 5, 12),
)


@pytest.mark.parametrize(
    "claim",
    [
        "It took 41 minutes.",
        "It had taken 52 minutes before.",
        "The Petrel 16 crossed.",
        "The county has 8 ships.",
        "It crossed on May 11, 2026.",
        "It had been slower in 2025.",
        "A third of them sailed.",
    ],
)
def test_what_is_said_near_or_computed_is_somewhere(claim: str) -> None:
    found = find_figures(claim, EVIDENCE)
    assert (found.nowhere, found.dates_nowhere) == ((), ())


def test_what_is_nowhere_is_named() -> None:
    assert find_figures("It took 77 minutes.", EVIDENCE).nowhere == ("77 minutes",)
    assert find_figures("It crossed on July 3.", EVIDENCE).dates_nowhere == ("July 3",)


def test_it_is_told_apart_what_is_quoted_and_what_is_in_another_unit() -> None:
    found = find_figures("It took 41 minutes.", EVIDENCE)
    assert (found.quoted, found.in_other_unit) == (1, 0)
    assert find_figures("It crossed 41 miles.", EVIDENCE).in_other_unit == 1
    assert find_figures("Half of them sailed.", EVIDENCE).unexplained == 1


@pytest.mark.parametrize(("day", "is_nowhere"), [("Monday", False), ("Friday", True)])
def test_another_day_of_the_week_than_the_quote_names_is_nowhere(
    day: str, is_nowhere: bool
) -> None:
    found = find_figures(f"The ferry crossed on {day}.", EVIDENCE)
    assert bool(found.dates_nowhere) is is_nowhere


def test_what_follows_from_the_quote_is_computed_and_what_may_follow_is_not_refuted() -> None:
    evidence = ClaimEvidence(
        said="Half of the 90 seats are taken, and a fifth are broken.",
        around="",
        published=date(2026, 5, 12),
    )
    named = find_figures("The rest, 30 percent, are free.", evidence)
    assert (named.computed, named.nowhere) == (1, ())
    unnamed = find_figures("It says that 72 seats work.", evidence)
    assert (unnamed.computed, unnamed.nowhere) == (0, ())
    assert find_figures("It says that 77 seats work.", evidence).nowhere == ("77",)
