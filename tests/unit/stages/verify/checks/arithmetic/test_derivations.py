"""Numbers that follow from those of the evidence, where the claim's words name how."""

from datetime import date

import pytest

from research.domain.claim_evidence import ClaimEvidence
from research.stages.verify.checks.arithmetic.derivations import Derivation, derivation
from research.text.days.dates import without_dates
from research.text.figures.quantities import quantities


def found(claim: str, said: str, around: str = "", published: date | None = None) -> Derivation:
    bare = without_dates(claim)
    wanted, *_ = quantities(bare)
    evidence = ClaimEvidence(said=said, around=f"{said} {around}", published=published)
    return derivation(wanted, bare, evidence)


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("The price rose by 30 million euros.", "It costs 190 million euros, not 160 million."),
        ("In all 95 members voted.", "There were 48 for it, 36 against, and 11 abstained."),
        ("Two thirds of the trout were gone.", "It held 900 trout in May and 300 in June."),
        ("A third of the trout were left there.", "It held 900 trout in May and 300 in June."),
        ("Sales grew by more than 40 percent.", "They sold 700 boats, and 500 the year before."),
        ("The grant paid 90 million of it.", "It cost 135 million, two thirds of it a grant."),
        ("The fine is 25 euros for each boat.", "It paid 17.5 million euros for 700,000 boats."),
        ("The rest, 30 percent, sank.", "Half of it burned, and a fifth was saved."),
        ("She taught there for 24 years.", "She taught there from 1961 to 1985."),
        ("It took nine months.", "It was found in May 2020 and mended in February 2021."),
    ],
)
def test_what_the_words_name_is_computed(claim: str, said: str) -> None:
    assert found(claim, said) is Derivation.NAMED


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("The price rose by 40 million euros.", "It costs 190 million euros, not 160 million."),
        ("In all 97 members voted.", "There were 48 for it, 36 against, and 11 abstained."),
        ("Sales grew by more than 80 percent.", "They sold 700 boats, and 500 the year before."),
        ("The fine is 52 euros for each boat.", "It paid 17.5 million euros for 700,000 boats."),
        ("She taught there for 34 years.", "She taught there from 1961 to 1985."),
    ],
)
def test_what_no_operation_gives_is_not(claim: str, said: str) -> None:
    assert found(claim, said) is Derivation.NONE


def test_what_another_operation_gives_than_the_words_name_is_possible_only() -> None:
    said = "It carried 214 passengers and 22 crew."
    assert found("Altogether 236 people sailed.", said) is Derivation.NAMED
    assert found("Altogether 192 people sailed.", said) is Derivation.POSSIBLE
    assert found("With 236 people it sailed.", said) is Derivation.POSSIBLE


def test_a_share_of_a_number_outside_the_quote_is_possible_only() -> None:
    said, around = "Half of them will be paid.", "The trial has 24,000 volunteers."
    assert found("They will pay 12,000 volunteers.", said, around) is Derivation.POSSIBLE
    assert found("They will pay 14,000 volunteers.", said, around) is Derivation.NONE


def test_time_is_counted_to_the_day_of_the_page() -> None:
    said, day = "He had not lost since August 2017.", date(2018, 3, 19)
    assert found("He won for about seven months.", said, published=day) is Derivation.POSSIBLE
    assert found("He won for about 17 months.", said, published=day) is Derivation.NONE
    assert found("He won for about seven months.", said) is Derivation.NONE


def test_a_year_is_given_by_its_distance_from_the_pages() -> None:
    said, day = "The quarrel lasted eleven years.", date(2018, 5, 4)
    assert found("They had quarrelled since 2007.", said, published=day) is Derivation.NAMED
    assert found("They had quarrelled since 1997.", said, published=day) is Derivation.NONE
