"""Makes a draft of what a model wrote, and of what stands in where it failed."""

from collections.abc import Iterable, Iterator, Sequence

from research.domain.claim import Citation, Claim, Disagreement, Draft, Section, answer_claims
from research.pipeline.answer import Answer
from research.pipeline.opening_answers import ASSESSMENT, UNCERTAIN
from research.pipeline.report_opening import ReportOpening, Sections, in_turn, is_stated
from research.pipeline.rounds import RoundResults
from research.pipeline.run_context import Run
from research.pipeline.steps import quote_sources, select_passages
from research.stages.verify.verify import as_repeat, repeats, without_repeats
from research.text.cleaning import title_of
from research.text.standing.context import needs_context
from research.text.terms import terms

MAX_FINDINGS = 5
CLAIMS_PER_FINDING = 5
STAND_IN_SHARE = 0.5
"""Of the words that the model would have had: sources' sentences are chosen for a question less
well than they are written for it, so only the best of them are taken."""
MIN_STAND_IN_WORDS = 100
"""What stands in for a section says at least so much."""


def distinct_sections(answers: Sequence[Answer]) -> tuple[Sections, list[Claim]]:
    """Each heading with its claims, without those that an earlier one already made; and those."""
    said: list[Claim] = []
    found = [(one.question.heading, without_repeats(one.claims, said)) for one in answers]
    return (
        [(heading, distinct.kept) for heading, distinct in found],
        [claim for _, distinct in found for claim in distinct.repeated],
    )


def unsaid_sections(sections: Sections, opening: ReportOpening) -> tuple[Sections, list[Claim]]:
    """`sections` without what `opening` says in the same words, in its answer or of what is
    uncertain, then its assessment as far as nothing says that; and what is left out.
    """
    answered = [*answer_claims(opening.answer), *opening.uncertain]
    found = [(heading, claims, _unrepeated(claims, answered)) for heading, claims in sections]
    said = [*answered, *(claim for _, _, left in found for claim in left)]
    assessment = without_repeats(opening.assessment, said)
    return (
        [
            *((heading, left) for heading, _, left in found),
            *([(ASSESSMENT, assessment.kept)] if assessment.kept else ()),
        ],
        [
            *(
                as_repeat(claim, next(one for one in answered if repeats(claim, one)))
                for _, claims, left in found
                for claim in claims
                if claim not in left
            ),
            *assessment.repeated,
        ],
    )


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
    written: list[tuple[str, Sequence[Claim]]] = [(UNCERTAIN, opening.uncertain), *sections]
    written += [(one.question, one.claims) for one in (stand_in.sections if stand_in else ())]
    if stand_in and spare:
        last = stand_in.sections[-1].question if stand_in.sections else title
        written.append((last, spare))
    return Draft(
        title=title,
        answer=opening.answer,
        key_findings=tuple(shown),
        sections=tuple(
            _joined((name, [c for c in own if c not in shown]) for name, own in written)
        ),
        disagreements=disagreements,
    )


def _joined(written: Iterable[tuple[str, Sequence[Claim]]]) -> Iterator[Section]:
    """A section for each heading, none empty; what is joined stays in paragraphs of its own."""
    joined: dict[str, list[Claim]] = {}
    for heading, claims in written:
        before = joined.setdefault(heading, [])
        last = max((claim.paragraph for claim in before), default=0)
        # 0 is no paragraph; a table is told from another by its number.
        before += [
            claim.model_copy(update={"paragraph": claim.paragraph + last})
            if claim.paragraph
            else claim
            for claim in claims
        ]
    for heading, claims in joined.items():
        if claims:
            yield Section(question=heading, claims=tuple(claims))


def _unrepeated(written: Sequence[Claim], answered: Sequence[Claim]) -> Sequence[Claim]:
    """The claims of a section without those that repeat one of `answered`; all, where none else is.

    One that the next of its paragraph leans on stays, for who has read the answer, too, and so does
    a table.
    """
    known = frozenset(term for one in answered for term in terms(one.text))
    left = [
        claim
        for claim, after in zip(written, (*written[1:], None), strict=False)
        if claim.cell
        or not any(repeats(claim, one) for one in answered)
        or (after and after.paragraph == claim.paragraph and needs_context(after.text, known))
    ]
    return left or written


def retitle(
    fitted: Draft, whole: Draft, query: str, title_citations: Sequence[Citation] = ()
) -> Draft:
    """`fitted`, which is `whole` made shorter, titled `query` where no claim states its title.

    A title that was judged by what it cites stands while the report cites some of that.
    """
    cited = [citation for claim in fitted.claims for citation in claim.citations]
    is_cited = any(one.touches(of.source, of) for one in cited for of in title_citations)
    if fitted == whole or is_cited:
        return fitted
    left = [claim for section in fitted.sections for claim in section.claims]
    first = [*answer_claims(fitted.answer), *fitted.key_findings]
    if is_stated(fitted.title, first) or is_stated(fitted.title, left):
        return fitted
    return fitted.model_copy(update={"title": title_of(query)})


def _first_of_each(sections: Sections) -> list[Claim]:
    """The first sentence of each section, then the second, up to a share of all."""
    sentences = [(name, [c for c in claims if c.cell is None]) for name, claims in sections]
    total = sum(len(claims) for _, claims in sentences)
    count = max(1, min(MAX_FINDINGS, total // CLAIMS_PER_FINDING)) if total else 0
    return list(in_turn(sentences))[:count]
