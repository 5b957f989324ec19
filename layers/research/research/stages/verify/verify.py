"""Verifies what a model wrote: cites it, checks it by rules, has it judged and mended once.

`verify`, here, decides which of a model's sentences stand. The pipeline also takes from this module
`check_citations`, the last guard of every report, with a model or without: each quote is in its
source, character for character; `check_words`, by which it checks a title against claims; and
`without_repeats`, which it applies again across questions. `check_evidence` and `fitted_model` are
the judgement by words, for the adapter of `Entailment` that is it.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from research.domain.claim import Claim, Verdict, WrittenSentence
from research.domain.passage import Passage
from research.domain.progress import Stage, Step
from research.domain.question import Question
from research.domain.source import Source
from research.ports import Entailment, LanguageModel, Progress
from research.stages.verify.check_citations import check_citations
from research.stages.verify.check_sentence import CheckedClaim, check_sentence
from research.stages.verify.checks.check_words import check_evidence, check_words
from research.stages.verify.checks.entailment import fitted_model
from research.stages.verify.cite_sentence import cite_sentence, cited_passages
from research.stages.verify.entailed import LIKELY, by_entailment, without_the_sure
from research.stages.verify.judge_claims import JudgedSentence, Outcome, judge_claims
from research.stages.verify.judgements import JudgedClaim
from research.stages.verify.repeats import without_repeats
from research.stages.verify.strictness import Strictness, stands
from research.stages.verify.verify_conclusions import verify_conclusions
from research.text.evidence_prompt import Brief

__all__ = [
    "LIKELY",
    "Strictness",
    "Verification",
    "WrittenAnswer",
    "check_citations",
    "check_evidence",
    "check_words",
    "fitted_model",
    "stands",
    "verify",
    "verify_conclusions",
    "without_repeats",
]


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """What a model wrote for one question."""

    question: Question
    paragraphs: Sequence[Sequence[WrittenSentence]]
    passages: Sequence[Passage]
    """What it was shown, numbered from 1."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of the sentences written for one question."""

    accepted: tuple[Claim, ...]
    """In the order in which they were written, each in its paragraph."""
    dropped: tuple[Claim, ...]
    """Those that may not be printed, each with its verdict and the reason."""
    error: str = ""
    """Why some were not judged or repaired; empty where nothing went wrong."""


@dataclass(frozen=True, slots=True)
class _Verifier:
    """What sentences are held against, and by whom."""

    brief: Brief
    sources: Mapping[int, Source]
    strictness: Strictness
    entailment: Entailment
    model: LanguageModel

    def check(
        self, written: WrittenSentence, paragraph: int, passages: Sequence[Passage]
    ) -> CheckedClaim:
        """`written`, cited from `passages` and checked by rules."""
        claim = cite_sentence(written, passages, self.sources)
        claim = claim.model_copy(update={"paragraph": paragraph})
        shown = cited_passages(claim, passages)
        return check_sentence(claim, shown, self.sources, written.computed)

    async def judge(self, sentences: Sequence[JudgedSentence], *, mends: bool) -> list[Outcome]:
        """`sentences`, those that rules don't settle with the model's verdict.

        Where it `mends`, it is shown what rules refused, too, in its place.
        """
        checked = await without_the_sure([one.checked for one in sentences], self.entailment)
        asked = {
            place: replace(sentences[place], checked=one)
            for place, one in enumerate(checked)
            if one.claim.verdict is None or (mends and one.claim.verdict is Verdict.UNSUPPORTED)
        }
        outcomes = await judge_claims(
            self.brief, list(asked.values()), self.sources, self.model, mends=mends
        )
        found = dict(zip(asked, outcomes, strict=True))
        return [
            found.get(place, Outcome(JudgedClaim(one.claim))) for place, one in enumerate(checked)
        ]


async def verify(
    brief: Brief,
    answers: Sequence[WrittenAnswer],
    sources: Mapping[int, Source],
    *,
    strictness: Strictness,
    entailment: Entailment,
    model: LanguageModel,
    progress: Progress,
) -> tuple[Verification, ...]:
    """For each of `answers`, which of its sentences stand, and why others don't.

    Each quote is located in the passages that its writer was shown, and each sentence is checked by
    rules; repeats of an earlier one of the same answer are left out. A model judges those that
    rules don't settle, of all answers together, and mends those that fall; what it mends is checked
    as they were. `sources` has the sources of all passages by number. A claim that a failing model
    leaves unjudged is partial at best. Raises `EmbedderError`, and nothing of the model's: `error`
    says what failed.
    """
    verifier = _Verifier(brief, sources, strictness, entailment, model)
    sentences = await asyncio.to_thread(lambda: [_checked(verifier, one) for one in answers])
    listed = [sentence for own in sentences for sentence in own]
    outcomes = iter(await _judge_and_repair(verifier, listed))
    found = [_verification([next(outcomes) for _ in own], strictness) for own in sentences]
    for answer in answers:
        progress(Step(stage=Stage.VERIFY, message=f"verified: {answer.question.heading}"))
    return tuple(found)


def _checked(verifier: _Verifier, answer: WrittenAnswer) -> list[JudgedSentence]:
    """The sentences of `answer`, cited and checked by rules, none said before in it."""
    checked = [
        verifier.check(sentence, number, answer.passages)
        for number, sentences in enumerate(answer.paragraphs, start=1)
        for sentence in sentences
    ]
    distinct = {id(claim) for claim in without_repeats((one.claim for one in checked), [])}
    return [
        JudgedSentence(one, answer.question.text, answer.passages)
        for one in checked
        if id(one.claim) in distinct
    ]


@dataclass(frozen=True, slots=True)
class _Verified:
    """A sentence at the end: the claim, and the one that it was mended from."""

    claim: Claim
    replaced: Claim | None = None
    error: str = ""


def _verification(verified: Sequence[_Verified], strictness: Strictness) -> Verification:
    claims = [one.claim for one in verified]
    standing = [claim for claim in claims if stands(claim, strictness)]
    fallen = [claim for claim in claims if not stands(claim, strictness)]
    replaced = [one.replaced for one in verified if one.replaced is not None]
    errors = dict.fromkeys(one.error for one in verified if one.error)
    return Verification(
        tuple(without_repeats(standing, [])), (*replaced, *fallen), "; ".join(errors)
    )


async def _judge_and_repair(
    verifier: _Verifier, sentences: Sequence[JudgedSentence]
) -> list[_Verified]:
    """`sentences` as they end, in their order."""
    if verifier.strictness is Strictness.OFF:
        found = await by_entailment([one.checked for one in sentences], verifier.entailment)
        return [_Verified(claim) for claim in found]
    outcomes = await verifier.judge(sentences, mends=verifier.strictness is Strictness.STRICT)
    verified = [
        _Verified(one.judged.claim, error=one.error and f"some claims were not judged: {one.error}")
        for one in outcomes
    ]
    for place, mended in (await _repair(verifier, sentences, outcomes)).items():
        verified[place] = mended
    return verified


async def _repair(
    verifier: _Verifier, sentences: Sequence[JudgedSentence], outcomes: Sequence[Outcome]
) -> dict[int, _Verified]:
    """By its place, what the judge mended of what fell.

    It is cited, checked and judged like any other, but not mended again.
    """
    fallen = {
        place: one
        for place, one in enumerate(outcomes)
        if one.judged.mended is not None and not stands(one.judged.claim, verifier.strictness)
    }
    again = await asyncio.to_thread(
        lambda: [
            replace(
                sentences[place],
                checked=verifier.check(one.judged.mended, one.judged.claim.paragraph, one.shown),
            )
            for place, one in fallen.items()
            if one.judged.mended is not None
        ]
    )
    judged = await verifier.judge(again, mends=False)
    return {
        place: _Verified(
            new.judged.claim.model_copy(update={"is_repaired": True}),
            replaced=old.judged.claim,
            error=new.error and f"some claims were not judged when mended: {new.error}",
        )
        for (place, old), new in zip(fallen.items(), judged, strict=True)
    }
