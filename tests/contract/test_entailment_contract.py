"""What every judge of claims must do, the fake one included."""

from pathlib import Path

import pytest

from research.adapters.entailment.onnx_entailment import OnnxEntailment
from research.adapters.entailment.word_entailment import WordEntailment
from research.domain.claim_evidence import ClaimEvidence
from research.ports import Entailment
from tests.fakes.entailment import FakeEntailment
from tests.unit.adapters.entailment.test_onnx_entailment import make_tiny_nli

SAID = "The ferry to Nordholm cost 24 million euros."
EVIDENCE = ClaimEvidence(said=SAID, around=f"{SAID} The state paid 9 million of them.")
CLAIMS = ("The ferry to Nordholm cost 24 million euros, it is said.", "Bread is baked in Vessa.")


@pytest.fixture(params=["fake", "words", "onnx"])
def entailment(request: pytest.FixtureRequest, tmp_path: Path) -> Entailment:
    if request.param == "fake":
        return FakeEntailment(lambda claim: 0.7 if "ferry" in claim else 0.2)
    if request.param == "words":
        return WordEntailment()
    return OnnxEntailment(make_tiny_nli(tmp_path))


async def test_each_claim_has_a_probability_in_its_place(entailment: Entailment) -> None:
    found = await entailment.probabilities([(claim, EVIDENCE) for claim in CLAIMS])
    assert all(0 <= one <= 1 for one in found)
    assert found[0] > found[1]
    turned = await entailment.probabilities([(claim, EVIDENCE) for claim in reversed(CLAIMS)])
    assert turned == pytest.approx(found[::-1])
    assert 0 < entailment.sure_from <= 1


async def test_nothing_is_asked_of_no_claim(entailment: Entailment) -> None:
    assert await entailment.probabilities([]) == []


@pytest.mark.parametrize("text", ["", " ", "\x00", "🚢" * 3_000, "ferry " * 3_000])
async def test_any_text_is_judged(entailment: Entailment, text: str) -> None:
    (found,) = await entailment.probabilities(
        [(text, ClaimEvidence(said=text, around=text, heading=text))]
    )
    assert 0 <= found <= 1
