"""Makes a draft of what a model wrote, of its conclusion, and of what stands in where it failed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from research.domain.claim import Claim, Disagreement, Draft, Section, Verdict
from research.domain.errors import ModelError
from research.pipeline.answer import Answer
from research.pipeline.rounds import RoundResults
from research.pipeline.run_context import Run
from research.pipeline.steps import quote_sources, select_passages
from research.ports import LanguageModel
from research.stages.verify.verify import check_words, without_repeats
from research.stages.write.write import Conclusion, conclude

MAX_FINDINGS = 5
CLAIMS_PER_FINDING = 5
STAND_IN_SHARE = 0.5
"""Of the words that the model would have had: sources' sentences are chosen for a question less
well than they are written for it, so only the best of them are taken."""
MIN_STAND_IN_WORDS = 100
"""What stands in for a section says at least so much."""

Sections = Sequence[tuple[str, Sequence[Claim]]]
"""Headings, each with its claims."""


def distinct_sections(answers: Sequence[Answer]) -> Sections:
    """Each heading with its claims, without those that an earlier one already made."""
    said: list[set[str]] = []
    return [(one.question.heading, without_repeats(one.claims, said)) for one in answers]


async def write_stand_in(run: Run, rounds: RoundResults) -> Draft | None:
    """Sentences of sources for the questions left without a claim; None: no such question."""
    answers = rounds.answers
    empty = [one.question for one in answers if one.passage_ids and not one.claims]
    if not empty:
        return None
    sources = rounds.read.sources
    selection = await select_passages(run, empty, sources, rounds.passages)
    words = round(STAND_IN_SHARE * len(empty) / len(answers) * run.request.max_words)
    return await quote_sources(run, selection, sources, max(MIN_STAND_IN_WORDS, words))


async def conclude_report(run: Run, model: LanguageModel, sections: Sections) -> Conclusion:
    """The model's conclusion of all claims; the query is the title where it has none that holds."""
    plain = Conclusion(plain_title(run.query))
    claims = list(in_turn(sections))
    if not claims:
        return plain
    try:
        conclusion = await run.keep(
            "conclude",
            Conclusion,
            lambda: conclude(run.query, claims, model, run.request.language, _is_stated),
        )
    except ModelError as error:
        warning = f"The model did not conclude ({error}): the findings are our choice."
        return replace(plain, warnings=(warning,))
    return conclusion if conclusion.title else replace(conclusion, title=plain.title)


def compose(
    conclusion: Conclusion,
    sections: Sections,
    stand_in: Draft | None,
    disagreements: tuple[Disagreement, ...],
) -> Draft:
    """Key findings first, then what else is said, section by section, none empty or twice.

    `stand_in` is what was written without the model: its findings come after the model's, its
    sections where the model has none of that heading.
    """
    lead = list(conclusion.findings) or _first_of_each(sections)
    spare = stand_in.key_findings if stand_in else ()
    shown = [*lead, *spare][: max(MAX_FINDINGS, len(lead))]
    claims: dict[str, list[Claim]] = {}
    for heading, written in sections:
        claims.setdefault(heading, []).extend(written)
    for section in stand_in.sections if stand_in else ():
        claims.setdefault(section.question, []).extend(section.claims)
    if stand_in and spare:
        last = stand_in.sections[-1].question if stand_in.sections else conclusion.title
        claims.setdefault(last, []).extend(claim for claim in spare if claim not in shown)
    return Draft(
        title=conclusion.title,
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
    if fitted.key_findings == whole.key_findings:
        return fitted
    left = [claim for section in fitted.sections for claim in section.claims]
    if _is_stated(fitted.title, fitted.key_findings or left):
        return fitted
    return fitted.model_copy(update={"title": plain_title(query)})


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


def plain_title(query: str) -> str:
    """The query as a title: what a report is called that no model named."""
    return query[:1].upper() + query[1:]


def _is_stated(title: str, claims: Sequence[Claim]) -> bool:
    texts = [claim.text for claim in claims]
    return check_words(title, texts, texts).verdict is Verdict.SUPPORTED
