"""How much of a claim its evidence says, and which names it uses nowhere."""

from research.domain.claim_evidence import ClaimEvidence
from research.stages.verify.checks.coverage import coverage_features, names_nowhere
from research.text.clauses import clause_words

SAID = "The ferry to Nordholm cost 24 million euros."
EVIDENCE = ClaimEvidence(
    said=SAID,
    around=f"{SAID} The state paid a part.",
    heading="Vessa News",
    before="Mayor Ines Dahl spoke first.",
)


def features(claim: str) -> dict[str, float]:
    return dict(
        coverage_features(claim, EVIDENCE, clause_words(claim), clause_words(EVIDENCE.said))
    )


def test_what_is_said_covers_a_claim_wholly_and_other_words_do_not() -> None:
    same = features(SAID)
    assert same["share_near"] == 1
    assert same["words_unsaid"] == same["words_nowhere"] == 0
    other = features("The ferry to Nordholm sank near a lighthouse.")
    assert other["share_near"] < 1
    assert other["words_nowhere"] >= 2


def test_a_word_of_the_paragraph_is_unsaid_and_not_nowhere() -> None:
    found = features("The state paid a part of the ferry.")
    assert found["words_unsaid"] > found["words_nowhere"] == 0


def test_names_of_title_and_text_before_are_somewhere() -> None:
    assert names_nowhere("Vessa News quotes Ines Dahl on Nordholm.", EVIDENCE) == []
    assert names_nowhere("It was built by Ragnar Holt.", EVIDENCE) == ["Ragnar", "Holt"]
