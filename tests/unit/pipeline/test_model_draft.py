"""The title of a report that a model wrote."""

from research.domain.claim import Citation, Claim, Draft
from research.pipeline.model_draft import retitle

CITED = (Citation(source=1, quote="x", start=0, end=1),)


def test_a_title_stays_only_while_a_claim_that_is_left_carries_it() -> None:
    cost = Claim(text="The battery ferry cost 24 million euros in May.", citations=CITED)
    quay = Claim(text="The quay of Vessa got a new transformer.", citations=CITED)
    whole = Draft(title="The ferry cost 24 million euros", key_findings=(cost, quay), sections=())
    without_quay = whole.model_copy(update={"key_findings": (cost,)})
    without_cost = whole.model_copy(update={"key_findings": (quay,)})
    assert retitle(whole, whole, "the ferry") == whole
    assert retitle(without_quay, whole, "the ferry").title == whole.title
    assert retitle(without_cost, whole, "the ferry").title == "The ferry"


def test_a_title_that_was_judged_stays_while_what_it_cites_is_cited() -> None:
    other = Citation(source=2, quote="y", start=0, end=1)
    cost = Claim(text="The battery ferry cost 24 million euros in May.", citations=(other,))
    quay = Claim(text="The quay of Vessa got a new transformer.", citations=CITED)
    whole = Draft(
        title="Nordholm pays, and the 24 million euros bought 80 ships",
        key_findings=(cost, quay),
        sections=(),
    )
    fitted = whole.model_copy(update={"key_findings": (quay,)})
    assert (
        retitle(fitted, whole, "the ferry", CITED).title
        == "Nordholm pays, and the 24 million euros bought 80 ships"
    )
    assert retitle(fitted, whole, "the ferry", (other,)).title == "The ferry"
