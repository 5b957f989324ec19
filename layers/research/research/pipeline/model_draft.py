"""Makes a draft of what a model wrote, of its conclusion, and of what stands in where it failed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from research.domain.claim import (
    AnswerStatus,
    Claim,
    Disagreement,
    Draft,
    PartAnswer,
    Section,
    Verdict,
    answer_claims,
)
from research.domain.errors import ModelError
from research.domain.progress import Stage
from research.domain.source import Source
from research.pipeline.answer import Answer
from research.pipeline.rounds import RoundResults, brief_of
from research.pipeline.run_context import Run
from research.pipeline.steps import quote_sources, select_passages, tell_answer
from research.ports import LanguageModel
from research.stages.answer.answer import asked_parts, not_found_message
from research.stages.verify.verify import (
    check_words,
    stands,
    verify_conclusions,
    without_repeats,
)
from research.stages.write.write import Conclusion, conclude
from research.text.cleaning import title_of
from research.text.paragraphs import pack_places
from research.text.terms import word_count

MAX_FINDINGS = 5
CLAIMS_PER_FINDING = 5
STAND_IN_SHARE = 0.5
"""Of the words that the model would have had: sources' sentences are chosen for a question less
well than they are written for it, so only the best of them are taken."""
MIN_STAND_IN_WORDS = 100
"""What stands in for a section says at least so much."""
MAX_ANSWER_SHARE = 0.5
"""Of the words of a report, those that its answer may take."""
UNCERTAIN = "What is uncertain or contested"

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


def distinct_sections(answers: Sequence[Answer]) -> Sections:
    """Each heading with its claims, without those that an earlier one already made."""
    said: list[set[str]] = []
    return [(one.question.heading, without_repeats(one.claims, said)) for one in answers]


async def write_stand_in(run: Run, rounds: RoundResults) -> Draft | None:
    """Sentences of sources for the questions left without a claim; None: no such question."""
    answers = rounds.answers
    empty = [
        one.question for one in answers if one.passages and not one.claims and not one.is_silent
    ]
    if not empty:
        return None
    sources = rounds.read.sources
    selection = await select_passages(run, empty, sources, rounds.passages)
    words = round(STAND_IN_SHARE * len(empty) / len(answers) * run.max_words)
    return await quote_sources(run, selection, sources, max(MIN_STAND_IN_WORDS, words))


async def conclude_report(
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


async def open_report(
    run: Run,
    model: LanguageModel,
    rounds: RoundResults,
    sections: Sections,
    conclusion: Conclusion,
) -> ReportOpening:
    """Title, answer to each part of the query, and what is uncertain, as far as they are verified.

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
        concluded = [*drawn, *conclusion.uncertain, *titles]
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
            first = [basis[0].model_copy(update={"paragraph": 0}) for _, basis in sentences[:1]]
            return list(dict.fromkeys(kept or first))

        answer = [
            _part_answer(part, standing(one.sentences), one.missing, run.query, sources)
            for part, one in zip(asked_parts(run.query), conclusion.parts, strict=True)
        ]
        uncertain = [next(verified) for _ in conclusion.uncertain]
        kept = [claim for claim in uncertain if stands(claim, strictness)]
        titled = [next(verified) for _ in titles]
        dropped += [c for c in (*uncertain, *titled) if c not in kept and not stands(c, strictness)]
        claims = [claim for _, own in sections for claim in own]
        is_carried = (
            any(stands(claim, strictness) for claim in titled)
            if titled
            else _is_stated(conclusion.title, claims)
        )
        title = conclusion.title if is_carried else ""
        shown = _within(answer, round(MAX_ANSWER_SHARE * run.max_words))
        return ReportOpening(title, shown, tuple(kept), tuple(dropped))

    opening = await run.keep("answer", ReportOpening, make)
    tell_answer(run, opening.answer, Stage.VERIFY)
    return opening


def _title_sentence(conclusion: Conclusion) -> tuple[str, Sequence[Claim]]:
    """The title as a sentence, which can be verified like the others, and what it is drawn from."""
    return f"{conclusion.title.rstrip('.')}.", conclusion.title_basis


def _part_answer(
    part: str, claims: Sequence[Claim], missing: str, query: str, sources: Sequence[Source]
) -> PartAnswer:
    if not claims:
        message = not_found_message(part, query, sources)
        return PartAnswer(part=part, status=AnswerStatus.NOT_FOUND, message=message)
    status = AnswerStatus.PARTLY if missing else AnswerStatus.ANSWERED
    return PartAnswer(part=part, status=status, claims=tuple(claims))


def _within(answer: Sequence[PartAnswer], max_words: int) -> tuple[PartAnswer, ...]:
    """`answer` in about `max_words` words: the first claim of each part, then more in turn."""
    kept: list[Claim] = []
    for claim in in_turn([(one.part, one.claims) for one in answer]):
        words = sum(word_count(one.text) for one in (*kept, claim))
        if claim not in kept and words <= max_words:
            kept.append(claim)
    return tuple(
        one.model_copy(update={"claims": tuple(c for c in one.claims if c in kept)})
        for one in answer
    )


def open_questions(conclusion: Conclusion) -> tuple[str, ...]:
    """What no claim says of the parts of the query, then what else a reader may ask."""
    missing = [part.missing for part in conclusion.parts if part.sentences and part.missing]
    return tuple(dict.fromkeys((*missing, *conclusion.open_questions)))


def compose(
    title: str,
    opening: ReportOpening,
    sections: Sections,
    stand_in: Draft | None,
    disagreements: tuple[Disagreement, ...],
) -> Draft:
    """The answer first, then what is uncertain, then section by section, none empty.

    Where there is no answer, the first claims of the sections are key findings, and not said again.
    `stand_in` is what was written without the model: its findings come after the model's, its
    sections where the model has none of that heading.
    """
    lead = [] if opening.answer else _first_of_each(sections)
    spare = stand_in.key_findings if stand_in else ()
    shown = lead if opening.answer else [*lead, *spare][: max(MAX_FINDINGS, len(lead))]
    claims: dict[str, list[Claim]] = {UNCERTAIN: list(opening.uncertain)}
    for heading, written in sections:
        claims.setdefault(heading, []).extend(written)
    for section in stand_in.sections if stand_in else ():
        claims.setdefault(section.question, []).extend(section.claims)
    if stand_in and spare:
        last = stand_in.sections[-1].question if stand_in.sections else title
        claims.setdefault(last, []).extend(claim for claim in spare if claim not in shown)
    return Draft(
        title=title,
        answer=opening.answer,
        key_findings=tuple(shown),
        sections=tuple(
            Section(question=heading, claims=left)
            for heading, written in claims.items()
            if (left := tuple(claim for claim in written if claim not in shown))
        ),
        disagreements=disagreements,
    )


def retitle(fitted: Draft, whole: Draft, query: str) -> Draft:
    """`fitted`, which is `whole` made shorter, titled `query` where no claim states its title."""
    if fitted == whole:
        return fitted
    left = [claim for section in fitted.sections for claim in section.claims]
    first = [*answer_claims(fitted.answer), *fitted.key_findings]
    if _is_stated(fitted.title, first) or _is_stated(fitted.title, left):
        return fitted
    return fitted.model_copy(update={"title": title_of(query)})


def in_turn(sections: Sections) -> Iterator[Claim]:
    """The first claim of each section, then the second of each, and so on."""
    longest = max((len(claims) for _, claims in sections), default=0)
    for place in range(longest):
        yield from (claims[place] for _, claims in sections if place < len(claims))


def _first_of_each(sections: Sections) -> list[Claim]:
    """The first claim of each section, then the second, up to a share of all."""
    total = sum(len(claims) for _, claims in sections)
    count = max(1, min(MAX_FINDINGS, total // CLAIMS_PER_FINDING)) if total else 0
    return list(in_turn(sections))[:count]


def _is_stated(title: str, claims: Sequence[Claim]) -> bool:
    texts = [claim.text for claim in claims]
    return check_words(title, texts, texts).verdict is Verdict.SUPPORTED
