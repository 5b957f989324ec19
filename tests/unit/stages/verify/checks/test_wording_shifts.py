"""Words of care, scope, cause, order and denial that a claim adds or leaves out."""

import pytest

from research.stages.verify.checks.wording_shifts import wording_features
from research.text.clauses import clause_words


def features(claim: str, said: str) -> dict[str, float]:
    return dict(wording_features(claim, said, clause_words(claim), clause_words(said)))


@pytest.mark.parametrize(
    ("feature", "claim", "said"),
    [
        ("hedge_lost", "The ferry will sail in June.", "The ferry may perhaps sail in June."),
        ("hedge_kept", "The ferry may sail in June.", "The ferry may perhaps sail in June."),
        ("every_added", "All ferries were late.", "The ferries were late."),
        ("cause_added", "It was late because it rained.", "It was late. It rained."),
        ("speaker_lost", "The ferry is too dear.", "The mayor said that the ferry is too dear."),
        ("direction_turned", "Prices fell in June.", "Prices rose in June."),
        ("order_turned", "It sailed after the storm.", "It sailed before the storm."),
        ("denial_lost", "The ferry sailed.", "The ferry did not sail."),
        ("plan_as_done", "The ferry was sold in June.", "The town hopes to sell the ferry."),
        ("denial_turned", "The cost was disclosed.", "The cost was undisclosed."),
    ],
)
def test_a_shift_is_found_where_it_is_and_nowhere_else(feature: str, claim: str, said: str) -> None:
    assert features(claim, said)[feature] > 0
    same = features(said, said)
    if feature != "hedge_kept":
        assert same[feature] == 0


def test_the_same_words_shift_nothing() -> None:
    said = "The ferry sailed in June."
    assert set(features(said, said).values()) == {0.0}


def test_a_denial_in_near_words_is_kept() -> None:
    said = "The mayor did not buy the ship."
    assert features("The mayor never purchased the vessel.", said)["denial_kept"] > 0
    assert features("The mayor purchased the vessel.", said)["denial_kept"] == 0
    assert features("The mayor never purchased it.", "The mayor may buy it.")["denial_kept"] == 0


def test_what_was_planned_and_is_told_with_care_is_not_told_as_done() -> None:
    said = "The town hopes to sell the ferry."
    assert features("The ferry may be sold.", said)["plan_as_done"] == 0
    assert features("The ferry was sold.", "The town has sold the ferry.")["plan_as_done"] == 0
