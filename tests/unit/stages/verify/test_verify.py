"""Verifying what a model wrote: what stands is kept, what falls is dropped with its reason."""

from typing import Any

import pytest

from research.domain.claim import Verdict, WrittenQuote, WrittenSentence
from research.domain.errors import ModelError
from research.domain.model_call import ModelCall
from research.domain.progress import Stage, Step
from research.stages.index.index import passages_of
from research.stages.verify.verify import Strictness, Verification, verify
from tests.fakes.language_model import FakeLanguageModel
from tests.unit.stages.sources import HARBOUR, question, source

QUOTE = "The new ferry cost 24 million euros"
TRUE = "The new battery ferry cost 24 million euros, 9 million of which the state paid."
FALSE = "The new battery ferry cost 42 million euros."


class Judge(FakeLanguageModel):
    """Gives every claim one verdict, and can't repair any."""

    def __init__(self, verdict: str | ModelError) -> None:
        self.verdict = verdict
        super().__init__(self._answer)

    def _answer(self, call: ModelCall[Any]) -> object:
        if call.purpose == "repair":
            return ModelError("away")
        if isinstance(self.verdict, ModelError):
            return self.verdict
        return {"judgements": [{"claim": 1, "verdict": self.verdict, "reason": "goes beyond"}]}


async def run(
    judge: Judge,
    *texts: str,
    strictness: Strictness = Strictness.STRICT,
    steps: list[Step] | None = None,
) -> Verification:
    page = source(1, HARBOUR)
    passages = tuple(passages_of(page))
    quotes = (WrittenQuote(passage=1, quote=QUOTE),)
    claims = [WrittenSentence(text=text, quotes=quotes) for text in texts]
    return await verify(
        question("What does it cost?"),
        [claims[:1], claims[1:]],
        passages,
        {1: page},
        strictness=strictness,
        model=judge,
        progress=(steps if steps is not None else []).append,
    )


async def test_what_stands_is_accepted_and_what_falls_is_dropped_with_its_reason() -> None:
    steps: list[Step] = []
    found = await run(Judge("supported"), TRUE, FALSE, steps=steps)
    assert [(c.text, c.verdict) for c in found.accepted] == [(TRUE, Verdict.SUPPORTED)]
    assert [(c.text, c.verdict) for c in found.dropped] == [(FALSE, Verdict.UNSUPPORTED)]
    assert "42 million" in found.dropped[0].reason
    assert [(s.stage, s.message) for s in steps] == [(Stage.VERIFY, "verified: What does it cost?")]


async def test_what_another_paragraph_repeats_is_judged_once() -> None:
    judge = Judge("supported")
    found = await run(judge, TRUE, TRUE)
    assert len(found.accepted) == 1
    assert found.dropped == ()
    assert [call.purpose for call in judge.calls] == ["verify"]


@pytest.mark.parametrize(
    ("strictness", "accepted", "error"),
    [
        (Strictness.STRICT, 0, "what fell was not mended: away"),
        (Strictness.FLAG, 1, ""),
        (Strictness.OFF, 1, ""),
    ],
)
async def test_what_is_partly_supported_stands_as_far_as_strictness_lets_it(
    strictness: Strictness, accepted: int, error: str
) -> None:
    found = await run(Judge("partial"), TRUE, strictness=strictness)
    assert (len(found.accepted), len(found.dropped)) == (accepted, 1 - accepted)
    assert found.error == error


async def test_a_judge_that_fails_leaves_claims_partly_supported() -> None:
    found = await run(Judge(ModelError("gone")), TRUE, FALSE)
    assert found.accepted == ()
    assert [c.verdict for c in found.dropped] == [Verdict.PARTIAL, Verdict.UNSUPPORTED]
    assert found.dropped[0].reason == "was not judged"
    assert found.error == "some claims were not judged: gone"
