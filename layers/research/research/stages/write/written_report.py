"""The forms in which a model writes: sections, and what the report begins with.

An opening that is written with the sections cites sentences of pages by number, as they do, and is
verified with them. Its fields come after theirs: who has written them knows what they come to, and
an answer that breaks off has the sections. Tables come last, for the same reasons.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, StringConstraints

from research.domain.claim import MAX_SUMMARY_CITES, Computation, SummarySentence, WrittenSentence
from research.domain.model_call import cut_to
from research.domain.question import WrittenHeading
from research.domain.value import Value
from research.stages.write.written_table import MAX_TABLES, Tables, WrittenTable, cells_of
from research.text.cleaning import clean_line
from research.text.prompts.quoting import instructs_model

MAX_SENTENCES = 3
"""In the answer to one part of the query."""
MAX_UNCERTAIN = 3
MAX_ASSESSMENT = 3
MAX_OPEN_QUESTIONS = 3
MAX_COMPUTED = 12

Title = Annotated[str, cut_to(100), StringConstraints(max_length=100)]
MissingPoint = Annotated[str, cut_to(200), StringConstraints(max_length=200)]
OpenQuestions = Annotated[
    tuple[Annotated[str, cut_to(150), StringConstraints(max_length=150)], ...],
    cut_to(MAX_OPEN_QUESTIONS),
]


class WrittenParagraph(Value):
    """Sentences that are read in one go."""

    sentences: tuple[WrittenSentence, ...]


class SectionText(Value):
    """The section that answers the question of that number."""

    question: int = Field(ge=1)
    paragraphs: tuple[WrittenParagraph, ...]
    missing: Annotated[str, cut_to(300), StringConstraints(max_length=300)] = ""


class HeadedSection(SectionText):
    """One of those of which some answer several questions, so that these want a heading."""

    heading: WrittenHeading = ""
    """The subject of them all in a few words; empty for a section that answers one."""


class WrittenSection(HeadedSection):
    """A section with its table, which its writer writes after all sections."""

    table: WrittenTable | None = None

    @property
    def blocks(self) -> tuple[tuple[WrittenSentence, ...], ...]:
        """Its sentences by paragraph, and then the cells of its table, as if they were one."""
        cells = cells_of(self.table) if self.table else ()
        return (*(one.sentences for one in self.paragraphs), *((cells,) if cells else ()))


Computations = Annotated[tuple[Computation, ...], cut_to(MAX_COMPUTED)]


class WrittenSections(Value):
    """The model's answer where it writes sections alone."""

    sections: tuple[SectionText, ...] = Field(min_length=1)
    tables: Tables = Field(default=(), max_length=MAX_TABLES)
    computed: Computations = Field(default=(), max_length=MAX_COMPUTED)
    """The figures of all its sentences that no page gives."""


class HeadedSections(WrittenSections):
    """The model's answer where some sections answer several questions."""

    sections: tuple[HeadedSection, ...] = Field(min_length=1)


class WrittenPart(Value):
    """The model's answer to one part of the query."""

    part: int = Field(ge=1)
    sentences: Annotated[tuple[SummarySentence, ...], cut_to(MAX_SENTENCES)] = Field(
        max_length=MAX_SENTENCES
    )
    missing: MissingPoint = ""


class WrittenReport(Value):
    """The model's answer where it writes what the report begins with as well."""

    sections: tuple[SectionText, ...] = Field(min_length=1)
    answers: tuple[WrittenPart, ...] = ()
    uncertain: Annotated[tuple[SummarySentence, ...], cut_to(MAX_UNCERTAIN)] = Field(
        default=(), max_length=MAX_UNCERTAIN
    )
    assessment: Annotated[tuple[SummarySentence, ...], cut_to(MAX_ASSESSMENT)] = Field(
        default=(), max_length=MAX_ASSESSMENT
    )
    title: Title = ""
    title_cites: Annotated[tuple[Annotated[int, Field(ge=1)], ...], cut_to(MAX_SUMMARY_CITES)] = (
        Field(default=(), max_length=MAX_SUMMARY_CITES)
    )
    open_questions: OpenQuestions = Field(default=(), max_length=MAX_OPEN_QUESTIONS)
    tables: Tables = Field(default=(), max_length=MAX_TABLES)
    computed: Computations = Field(default=(), max_length=MAX_COMPUTED)


class HeadedReport(WrittenReport):
    """The same where some sections answer several questions."""

    sections: tuple[HeadedSection, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class OpeningPart:
    """What was written to one part of the query."""

    sentences: tuple[SummarySentence, ...] = ()
    missing: str = ""
    """What it asks and the pages don't say, as a question; empty: nothing."""


@dataclass(frozen=True, slots=True)
class WrittenOpening:
    """What a report begins with, before it is verified."""

    parts: tuple[OpeningPart, ...]
    """One for each part of the query, in its order."""
    uncertain: tuple[SummarySentence, ...]
    assessment: tuple[SummarySentence, ...]
    """What it all comes to, which the report ends with."""
    title: str
    title_sentence: SummarySentence | None
    """The title as a sentence that cites what it is from; None where it cites nothing."""
    open_questions: tuple[str, ...]


def with_tables(
    sections: Mapping[int, SectionText], tables: Sequence[WrittenTable]
) -> dict[int, WrittenSection]:
    """`sections`, each with the first of `tables` that names its question."""
    named = {table.question - 1: table for table in reversed(tables)}
    return {
        place: WrittenSection(**dict(section), table=named.get(place))
        for place, section in sections.items()
    }


def by_question(sections: Sequence[SectionText], count: int) -> dict[int, SectionText]:
    """Each section by the place of the question that it answers.

    By the numbers that they name. Where all name the same, which a model does that can't count,
    and there is one for each question, by the order in which they were asked for. Else, of a
    question that is answered twice, the first answer stands.
    """
    named = [one.question - 1 for one in sections]
    if len(set(named)) == 1 and len(sections) >= count:
        return dict(enumerate(sections[:count]))
    return dict(reversed(list(zip(named, sections, strict=True))))


def opening_of(report: WrittenReport, parts: int) -> WrittenOpening | None:
    """What `report` begins with, for a query of so many parts; None where it has no answers."""
    if not report.answers:
        return None
    by_number = {one.part: one for one in reversed(report.answers)}
    title = clean_line(report.title, 150)
    return WrittenOpening(
        parts=tuple(_part(by_number.get(number)) for number in range(1, parts + 1)),
        uncertain=report.uncertain,
        assessment=report.assessment,
        title=title,
        title_sentence=(
            SummarySentence(text=f"{title.rstrip('.')}.", cites=report.title_cites)
            if title and report.title_cites
            else None
        ),
        open_questions=tuple(without_orders(report.open_questions)),
    )


def _part(written: WrittenPart | None) -> OpeningPart:
    if written is None:
        return OpeningPart()
    return OpeningPart(written.sentences, next(iter(without_orders([written.missing])), ""))


def without_orders(texts: Iterable[str]) -> list[str]:
    """`texts`, each on one line, without what orders a model about."""
    lines = [clean_line(text, 200) for text in texts]
    return [line for line in lines if line and not instructs_model(line)]
