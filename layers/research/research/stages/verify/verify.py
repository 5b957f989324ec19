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
from enum import StrEnum

from research.domain.claim import Claim, Verdict, WrittenSentence
from research.domain.errors import ModelError
from research.domain.passage import Passage
from research.domain.progress import Stage, Step
from research.domain.question import Question
from research.domain.source import Source
from research.ports import Entailment, LanguageModel, Progress
from research.stages.verify.check_citations import check_citations
from research.stages.verify.check_sentence import CheckedClaim, check_sentence
from research.stages.verify.checks.check_words import UNLIKELY, check_evidence, check_words
from research.stages.verify.checks.entailment import fitted_model
from research.stages.verify.cite_sentence import cite_claims, cite_sentence, cited_passages
from research.stages.verify.judge_claims import (
    BESIDE_THE_QUESTION,
    JudgedClaim,
    judge_claims,
    judge_conclusions,
)
from research.stages.verify.repeats import without_repeats
from research.text.section_prompt import Brief

__all__ = [
    "Strictness",
    "Verification",
    "check_citations",
    "check_evidence",
    "check_words",
    "fitted_model",
    "stands",
    "verify",
    "verify_conclusions",
    "without_repeats",
]


LIKELY = 0.5
"""What is as likely is supported, where no judge says so."""


class Strictness(StrEnum):
    """What becomes of a claim that is not supported."""

    STRICT = "strict"
    """It is repaired, or left out."""
    FLAG = "flag"
    """It is printed with its verdict, unless nothing of it is in its source."""
    OFF = "off"
    """It is printed: no model judges it, and only that its quote exists is checked."""


_ACCEPTED = {
    Strictness.STRICT: frozenset({Verdict.SUPPORTED}),
    Strictness.FLAG: frozenset({Verdict.SUPPORTED, Verdict.PARTIAL}),
    Strictness.OFF: frozenset(Verdict),
}


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of the sentences written for one question."""

    accepted: tuple[Claim, ...]
    """In the order in which they were written, each in its paragraph."""
    dropped: tuple[Claim, ...]
    """Those that may not be printed, each with its verdict and the reason."""
    error: str = ""
    """Why some were not judged or repaired; empty where nothing went wrong."""


def stands(claim: Claim, strictness: Strictness) -> bool:
    """Whether `claim` may be printed where verdicts are taken so strictly."""
    is_beside = strictness is Strictness.STRICT and claim.reason == BESIDE_THE_QUESTION
    return claim.verdict in _ACCEPTED[strictness] and not is_beside


@dataclass(frozen=True, slots=True)
class _Case:
    """What claims are held against, and by whom."""

    brief: Brief
    question: str
    passages: Sequence[Passage]
    sources: Mapping[int, Source]
    strictness: Strictness
    entailment: Entailment
    model: LanguageModel

    def stands(self, claim: Claim) -> bool:
        """Whether `claim` may be printed."""
        return stands(claim, self.strictness)

    def check(self, written: WrittenSentence, paragraph: int) -> CheckedClaim:
        """`written`, cited and checked by rules."""
        claim = cite_sentence(written, self.passages, self.sources)
        claim = claim.model_copy(update={"paragraph": paragraph})
        shown = cited_passages(claim, self.passages)
        return check_sentence(claim, shown, self.sources, written.computed)


async def verify(
    brief: Brief,
    question: Question,
    paragraphs: Sequence[Sequence[WrittenSentence]],
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    *,
    strictness: Strictness,
    entailment: Entailment,
    model: LanguageModel,
    progress: Progress,
) -> Verification:
    """Which sentences of `paragraphs`, written to answer `question`, stand, and why others don't.

    Each quote is located in `passages`, the ones that were shown, numbered from 1, and each
    sentence is checked by rules; repeats of an earlier one are left out. A model judges those that
    rules don't settle, and mends those that fall; what it mends is checked as they were. `sources`
    has the sources of all passages by number. A claim that a failing model leaves unjudged is
    partial at best. Raises `EmbedderError`, and nothing of the model's: `error` says what failed.
    """
    case = _Case(brief, question.text, passages, sources, strictness, entailment, model)
    checked = await asyncio.to_thread(
        lambda: [
            case.check(sentence, number)
            for number, sentences in enumerate(paragraphs, start=1)
            for sentence in sentences
        ]
    )
    distinct = {id(claim) for claim in without_repeats((one.claim for one in checked), [])}
    checked = [one for one in checked if id(one.claim) in distinct]
    claims, replaced, error = await _judge_and_repair(case, checked)
    progress(Step(stage=Stage.VERIFY, message=f"verified: {question.heading}"))
    standing = [claim for claim in claims if case.stands(claim)]
    dropped = (*replaced, *(claim for claim in claims if not case.stands(claim)))
    return Verification(tuple(without_repeats(standing, [])), dropped, error)


async def verify_conclusions(
    query: str,
    conclusions: Sequence[tuple[str, Sequence[Claim]]],
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
    *,
    strictness: Strictness,
    entailment: Entailment,
    model: LanguageModel,
) -> tuple[Claim, ...]:
    """`conclusions`, each with the verified claims that it is drawn from, as claims with verdicts.

    Each cites what those claims cite, is checked by rules like any other, with what they say
    themselves counted as said, and is judged by them. `query` is what they answer, `passages` hold
    all that they cite. Raises nothing of the model's: what it leaves unjudged is partial at best.
    """
    checked = await asyncio.to_thread(
        lambda: [_check_conclusion(*one, passages, sources) for one in conclusions]
    )
    if strictness is Strictness.OFF:
        return tuple(await _by_entailment(checked, entailment))
    checked = await _without_the_sure(checked, entailment)
    unsettled = [place for place, one in enumerate(checked) if one.claim.verdict is None]
    try:
        judged = await judge_conclusions(
            query,
            [checked[place] for place in unsettled],
            [conclusions[place][1] for place in unsettled],
            model,
        )
    except ModelError:
        return tuple(_with_verdict(one, Verdict.PARTIAL, "was not judged") for one in checked)
    verdicts = dict(zip(unsettled, judged, strict=True))
    return tuple(
        verdicts[place].claim if place in verdicts else one.claim
        for place, one in enumerate(checked)
    )


def _check_conclusion(
    text: str,
    basis: Sequence[Claim],
    passages: Sequence[Passage],
    sources: Mapping[int, Source],
) -> CheckedClaim:
    claim = cite_claims(text, basis)
    shown = cited_passages(claim, passages)
    return check_sentence(claim, shown, sources, also=[one.text for one in basis])


async def _judge_and_repair(
    case: _Case, checked: Sequence[CheckedClaim]
) -> tuple[list[Claim], list[Claim], str]:
    """The claims of `checked`, judged; those that others replace; and what went wrong with that."""
    if case.strictness is Strictness.OFF:
        return await _by_entailment(checked, case.entailment), [], ""
    checked = await _without_the_sure(checked, case.entailment)
    try:
        judged = await _judge(case, checked, mends=case.strictness is Strictness.STRICT)
    except ModelError as failure:
        unjudged = [_with_verdict(one, Verdict.PARTIAL, "was not judged") for one in checked]
        return unjudged, [], f"some claims were not judged: {failure}"
    return await _repair(case, judged)


async def _judge(case: _Case, checked: Sequence[CheckedClaim], *, mends: bool) -> list[JudgedClaim]:
    """The claims of `checked`, those that rules don't settle with the model's verdict.

    Where it `mends`, it is shown what rules refused, too, after all else.
    """
    asked = [place for place, one in enumerate(checked) if one.claim.verdict is None]
    if mends:
        verdicts = [one.claim.verdict for one in checked]
        asked += [n for n, verdict in enumerate(verdicts) if verdict is Verdict.UNSUPPORTED]
    judged = await judge_claims(
        case.brief,
        case.question,
        [checked[place] for place in asked],
        case.passages,
        case.sources,
        case.model,
        mends=mends,
    )
    found = dict(zip(asked, judged, strict=True))
    return [found.get(place, JudgedClaim(one.claim)) for place, one in enumerate(checked)]


async def _repair(
    case: _Case, judged: Sequence[JudgedClaim]
) -> tuple[list[Claim], list[Claim], str]:
    """The claims of `judged`, with what the judge mended in the place of those that fell; those
    that it replaced; and what went wrong.

    What it mended is cited, checked and judged like any other, but not mended again.
    """
    fallen = await asyncio.to_thread(
        lambda: {
            place: case.check(one.mended, one.claim.paragraph)
            for place, one in enumerate(judged)
            if one.mended is not None and not case.stands(one.claim)
        }
    )
    checked = await _without_the_sure(list(fallen.values()), case.entailment)
    error = ""
    try:
        mended = [one.claim for one in await _judge(case, checked, mends=False)]
    except ModelError as failure:
        error = f"some claims were not judged when mended: {failure}"
        mended = [_with_verdict(one, Verdict.PARTIAL, "was not judged") for one in checked]
    new = dict(zip(fallen, mended, strict=True))
    claims = [
        new[place].model_copy(update={"is_repaired": True}) if place in new else one.claim
        for place, one in enumerate(judged)
    ]
    return claims, [judged[place].claim for place in new], error


async def _without_the_sure(
    checked: Sequence[CheckedClaim], entailment: Entailment
) -> list[CheckedClaim]:
    """`checked`, those supported that `entailment` is so sure of that no judge need look.

    What it finds likely is not doubted before the judge.
    """
    found = []
    for one, probability in zip(checked, await _probabilities(checked, entailment), strict=True):
        if probability >= entailment.sure_from:
            found.append(replace(one, claim=_with_verdict(one, Verdict.SUPPORTED, "")))
        else:
            found.append(replace(one, doubts=()) if probability >= LIKELY else one)
    return found


async def _by_entailment(checked: Sequence[CheckedClaim], entailment: Entailment) -> list[Claim]:
    """The claims of `checked`, those that rules don't settle as `entailment` sees them."""
    found = await _probabilities(checked, entailment)
    return [
        _with_verdict(one, Verdict.SUPPORTED, "")
        if probability >= LIKELY
        else _with_verdict(one, Verdict.PARTIAL, "; ".join(one.doubts) or UNLIKELY)
        for one, probability in zip(checked, found, strict=True)
    ]


async def _probabilities(checked: Sequence[CheckedClaim], entailment: Entailment) -> list[float]:
    """How likely each claim is supported; 0 for what rules have settled."""
    asked = [
        (place, (one.claim.text, one.evidence))
        for place, one in enumerate(checked)
        if one.claim.verdict is None and one.evidence is not None
    ]
    found = await entailment.probabilities([pair for _, pair in asked])
    by_place = {place: each for (place, _), each in zip(asked, found, strict=True)}
    return [by_place.get(place, 0.0) for place in range(len(checked))]


def _with_verdict(one: CheckedClaim, verdict: Verdict, reason: str) -> Claim:
    if one.claim.verdict is not None:
        return one.claim
    return one.claim.model_copy(update={"verdict": verdict, "reason": reason})
