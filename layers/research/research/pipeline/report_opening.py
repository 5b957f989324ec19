"""What a report that a model wrote begins with: title, answer to each part, what is uncertain; and
the assessment that it ends with.

One call that wrote all sections wrote it, too, and it was verified with them. Else the model
concludes it from the claims of all sections, and that is verified by what they cite.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from research.domain.claim import AnswerStatus, Citation, Claim, PartAnswer, Verdict
from research.domain.errors import ModelError
from research.domain.progress import Stage
from research.domain.source import Source
from research.pipeline.answering_claims import claims_that_answer
from research.pipeline.opening_answers import VerifiedOpening
from research.pipeline.rounds import RoundResults, brief_of
from research.pipeline.run_context import Run
from research.pipeline.steps import tell_answer
from research.ports import LanguageModel
from research.stages.answer.answer import asked_parts, not_found_message
from research.stages.verify.verify import check_words, stands, verify_conclusions
from research.stages.write.write import NO_ROOM, Conclusion, conclude
from research.text.cleaning import title_of
from research.text.paragraphs import pack_places
from research.text.questions.distinct_questions import distinct_questions
from research.text.terms import word_count

MAX_ANSWER_SHARE = 0.5
"""Of the words of a report, those that its answer may take."""

Sections = Sequence[tuple[str, Sequence[Claim]]]
"""Headings, each with its claims."""


@dataclass(frozen=True, slots=True)
class ReportOpening:
    """What a report begins with, verified. The journal keeps it: its fields are a stored form."""

    title: str = ""
    """The model's title, where claims carry it; empty: they don't."""
    answer: tuple[PartAnswer, ...] = ()
    """One for each part of the query; empty where the model did not conclude."""
    uncertain: tuple[Claim, ...] = ()
    dropped: tuple[Claim, ...] = ()
    open_questions: tuple[str, ...] = ()
    """What nothing says of the parts of the query, then what else a reader may ask."""
    warnings: tuple[str, ...] = ()
    title_citations: tuple[Citation, ...] = ()
    """What the title is from, where it cites sources and was judged by them."""
    assessment: tuple[Claim, ...] = ()
    """What it all comes to, which the report ends with."""


async def begin_report(
    run: Run, model: LanguageModel, rounds: RoundResults, sections: Sections
) -> ReportOpening:
    """What the report of `sections` begins with: as it was written with them, else concluded.

    Its answer is told as soon as it is there.
    """
    if rounds.opening is not None:
        return await _written_opening(run, rounds.opening, rounds.read.sources, sections)
    conclusion = await _conclude(run, model, rounds, sections)
    opening = await _concluded_opening(run, model, rounds, sections, conclusion)
    missing = [part.missing for part in conclusion.parts if part.sentences]
    return replace(
        opening,
        open_questions=distinct_questions([*missing, *conclusion.open_questions]),
        warnings=conclusion.warnings,
    )


async def _written_opening(
    run: Run, written: VerifiedOpening, sources: Sequence[Source], sections: Sections
) -> ReportOpening:
    """`written` as the report prints it.

    A part of which no sentence stands is answered by a claim of the sections, where one answers it
    by the judgement that decides without a model, unless the writer said that the pages don't. Else
    it is not found, and says so.
    """

    async def make() -> ReportOpening:
        is_whole = all(part.claims or part.is_missing for part in written.parts)
        instead = {} if is_whole else await claims_that_answer(run, sections, sources)
        answer = []
        for own in written.parts:
            status, claims = _status(own.missing), own.claims
            if not (claims or own.is_missing) and (other := instead.get(own.part)):
                status, claims = other.status, (other.claim,)
            answer.append(
                _part_answer(own.part, claims, status, run.query, sources, may_answer=own.is_fallen)
            )
        is_carried = written.is_title_verified
        if is_carried is None:
            is_carried = is_stated(written.title, [c for _, own in sections for c in own])
        missing = [part.missing for part in written.parts if part.claims]
        shown, no_room = _within(answer, round(MAX_ANSWER_SHARE * run.max_words))
        return ReportOpening(
            written.title if is_carried else "",
            shown,
            written.uncertain,
            (*written.dropped, *no_room),
            distinct_questions([*missing, *written.open_questions]),
            title_citations=written.title_citations,
            assessment=written.assessment,
        )

    return _told(run, await run.keep("answer", ReportOpening, make))


async def _conclude(
    run: Run, model: LanguageModel, rounds: RoundResults, sections: Sections
) -> Conclusion:
    """The model's conclusion of all claims; the query is the title where there is none."""
    plain = Conclusion(title_of(run.query))
    claims = [claim for _, own in sections for claim in own]
    if not claims:
        return plain
    brief = await brief_of(run, [one.question for one in rounds.answers])
    missing = [one.missing for one in rounds.answers if one.missing]
    try:
        return await run.keep(
            "conclude",
            Conclusion,
            lambda: conclude(brief, asked_parts(run.query), claims, missing, model),
        )
    except ModelError as error:
        warning = f"The model did not conclude ({error}): the findings are our choice."
        return replace(plain, warnings=(warning,))


async def _concluded_opening(
    run: Run,
    model: LanguageModel,
    rounds: RoundResults,
    sections: Sections,
    conclusion: Conclusion,
) -> ReportOpening:
    """Title, answer to each part of the query, what is uncertain and what it all comes to, as far
    as they are verified.

    Where no sentence on a part stands, it is answered by the claim that the first was drawn from.
    A part without any is not found, and says so. A title is judged, too, or stands by the words of
    claims where it names none.
    """
    if not conclusion.parts:
        return ReportOpening(title=conclusion.title)
    titles = [_title_sentence(conclusion)] if conclusion.title_basis else []

    async def make() -> ReportOpening:
        drawn = [one for part in conclusion.parts for one in part.sentences]
        strictness = run.limits.strictness
        sources = rounds.read.sources
        by_number = {source.id: source for source in sources}
        concluded = [*drawn, *conclusion.uncertain, *conclusion.assessment, *titles]
        bases = [claim for _, basis in concluded for claim in basis]
        citations = dict.fromkeys(one for claim in bases for one in claim.citations)
        verified = iter(
            await verify_conclusions(
                run.query,
                concluded,
                pack_places(citations, by_number),
                by_number,
                strictness=strictness,
                entailment=run.ports.entailment,
                model=model,
            )
        )
        dropped: list[Claim] = []

        def standing(sentences: Sequence[tuple[str, Sequence[Claim]]]) -> list[Claim]:
            claims = [next(verified) for _ in sentences]
            kept = [claim for claim in claims if stands(claim, strictness)]
            dropped.extend(claim for claim in claims if claim not in kept)
            first = [basis[0].alone for _, basis in sentences[:1]]
            return list(dict.fromkeys(kept or first))

        answer = [
            _part_answer(
                part,
                standing(one.sentences),
                _status(one.missing),
                run.query,
                sources,
            )
            for part, one in zip(asked_parts(run.query), conclusion.parts, strict=True)
        ]
        uncertain = [next(verified) for _ in conclusion.uncertain]
        kept = [claim for claim in uncertain if stands(claim, strictness)]
        assessment = [next(verified) for _ in conclusion.assessment]
        titled = [next(verified) for _ in titles]
        others = (*uncertain, *assessment, *titled)
        dropped += [c for c in others if not stands(c, strictness)]
        claims = [claim for _, own in sections for claim in own]
        is_carried = (
            any(stands(claim, strictness) for claim in titled)
            if titled
            else is_stated(conclusion.title, claims)
        )
        title = conclusion.title if is_carried else ""
        shown, no_room = _within(answer, round(MAX_ANSWER_SHARE * run.max_words))
        return ReportOpening(
            title,
            shown,
            tuple(kept),
            (*dropped, *no_room),
            assessment=tuple(claim for claim in assessment if stands(claim, strictness)),
        )

    return _told(run, await run.keep("answer", ReportOpening, make))


def _told(run: Run, opening: ReportOpening) -> ReportOpening:
    """`opening`, its answer reported."""
    tell_answer(run, opening.answer, Stage.VERIFY)
    return opening


def _title_sentence(conclusion: Conclusion) -> tuple[str, Sequence[Claim]]:
    """The title as a sentence, which can be verified like the others, and what it is drawn from."""
    return f"{conclusion.title.rstrip('.')}.", conclusion.title_basis


def _status(missing: str) -> AnswerStatus:
    return AnswerStatus.PARTLY if missing else AnswerStatus.ANSWERED


def _part_answer(
    part: str,
    claims: Sequence[Claim],
    status: AnswerStatus,
    query: str,
    sources: Sequence[Source],
    *,
    may_answer: bool = False,
) -> PartAnswer:
    """The answer `claims` to `part`; without any, that nothing was found."""
    if claims:
        return PartAnswer(part=part, status=status, claims=tuple(claims))
    message = not_found_message(part, query, sources, may_answer=may_answer)
    return PartAnswer(part=part, status=AnswerStatus.NOT_FOUND, message=message)


def _within(
    answer: Sequence[PartAnswer], max_words: int
) -> tuple[tuple[PartAnswer, ...], list[Claim]]:
    """`answer` in about `max_words` words: the first claim of each part, however long, then more in
    turn; and what has no room, with that reason.
    """
    kept = list(dict.fromkeys(claim for one in answer for claim in one.claims[:1]))
    for claim in in_turn([(one.part, one.claims) for one in answer]):
        words = sum(word_count(one.text) for one in (*kept, claim))
        if claim not in kept and words <= max_words:
            kept.append(claim)
    shown = tuple(
        one.model_copy(update={"claims": tuple(c for c in one.claims if c in kept)})
        for one in answer
    )
    left = dict.fromkeys(claim for one in answer for claim in one.claims if claim not in kept)
    return shown, [claim.model_copy(update={"reason": NO_ROOM}) for claim in left]


def is_stated(title: str, claims: Sequence[Claim]) -> bool:
    """Whether the words of `claims` carry `title`."""
    texts = [claim.text for claim in claims]
    return check_words(title, texts, texts).verdict is Verdict.SUPPORTED


def in_turn(sections: Sections) -> Iterator[Claim]:
    """The first claim of each section, then the second of each, and so on."""
    longest = max((len(claims) for _, claims in sections), default=0)
    for place in range(longest):
        yield from (claims[place] for _, claims in sections if place < len(claims))
