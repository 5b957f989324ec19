"""Claims: sentences of the report, each with its citations and a verdict."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from research.domain.model_call import cut_to
from research.domain.value import Span, Value

ENDS = (".", ".”", '."', "。", "．", "۔", "।")
"""What a sentence ends in, and no heading."""
ASKS = ("?", "？", "؟")
"""What a question ends in, which states nothing."""
MAX_CITES = 4
"""Sentences of pages that one of the report names as what it is from."""
MAX_SUMMARY_CITES = 6
"""Of one that sums up."""


class Citation(Span):
    """The words of a source that support a claim: ``quote == source.text[start:end]``."""

    source: int
    quote: str

    def touches(self, source: int, place: Span) -> bool:
        """Whether it quotes any of what stands at `place` of `source`."""
        return self.source == source and self.overlaps(place)


class Verdict(StrEnum):
    """What the verifier found."""

    SUPPORTED = "supported"
    PARTIAL = "partial"
    UNSUPPORTED = "unsupported"


class Operation(StrEnum):
    """How a figure is computed from others."""

    SUM = "sum"
    DIFFERENCE = "difference"
    """Of the first and the second, whichever is larger."""
    PRODUCT = "product"
    RATIO = "ratio"
    """The first divided by the second."""
    SHARE = "share"
    """What percentage the first is of the second."""
    CHANGE = "change"
    """By how many percent the second is more or less than the first."""
    MEAN = "mean"
    COUNT = "count"
    """How many the inputs are."""
    ROUND = "round"
    """The only one, in fewer figures: "about 3 percent" of 2.72 percent."""
    ONE_IN = "one_in"
    """The only one, a percentage, as one in so many: "one in 80" of 1.25 percent."""
    PER_1000 = "per_1000"
    """The only one, a percentage or points of one, as so many in 1,000: "27 in 1,000" of 2.72. Of
    two, by how many they differ: "5 more in 1,000" of 2.72 and 2.18."""


class Computation(Value):
    """A figure that no passage gives, and what it is computed from."""

    result: Annotated[str, cut_to(40), StringConstraints(max_length=40)]
    """As the sentence has it."""
    inputs: tuple[Annotated[str, cut_to(40), StringConstraints(max_length=40)], ...] = Field(
        max_length=12
    )
    """As the passages have them."""
    op: Operation


class WrittenSentence(Value):
    """A sentence as the model wrote it, with all that it gives as support."""

    text: Annotated[str, cut_to(400), StringConstraints(min_length=1, max_length=400)]
    cites: Annotated[tuple[Annotated[int, Field(ge=1)], ...], cut_to(MAX_CITES)] = Field(
        max_length=MAX_CITES
    )
    """The numbers of the sentences that it is from, as they were shown."""


class SummarySentence(WrittenSentence):
    """One that sums up, and may be from more sentences."""

    cites: Annotated[tuple[Annotated[int, Field(ge=1)], ...], cut_to(MAX_SUMMARY_CITES)] = Field(
        max_length=MAX_SUMMARY_CITES
    )


class Cell(Value):
    """A place in the table of a section, and what stands there."""

    row: str
    """The name of its row."""
    column: str
    row_number: int = Field(ge=1)
    """Its place among those that were written, of which some may be left out."""
    column_number: int = Field(ge=1)
    text: str
    """A few words or a figure, such as "$4.1 million"."""

    @property
    def statement(self) -> str:
        """What the cell says, as a sentence that stands alone."""
        stop = "" if self.text.endswith((*ENDS, *ASKS)) else "."
        return f"{self.row}, {self.column}: {self.text}{stop}"


class WrittenCell(WrittenSentence):
    """A cell of a table as the model wrote it; `text` is its statement."""

    cell: Cell


class Claim(Value):
    """One sentence of the report, or one cell of a table."""

    text: str
    citations: tuple[Citation, ...] = Field(min_length=1)
    verdict: Verdict | None = None
    """None until verified; what a report says is verified, and what it leaves out as a repeat may
    not be."""
    reason: str = ""
    """Why the verdict is not `supported`, or why a claim that is was left out; else empty."""
    is_repaired: bool = False
    """Whether its first words or its first quote did not hold, and others were found that do."""
    paragraph: int = 0
    """Which paragraph of its section it is in, from 1; 0: whichever has room. All cells
    of a table have the same one, which no sentence has."""
    cell: Cell | None = None
    """Where it stands in a table; `text` says it as a sentence. None for what is no cell."""

    @property
    def printed(self) -> str:
        """What a report prints of it and counts as words: of a cell, what stands in it alone."""
        return self.cell.text if self.cell else self.text

    @property
    def alone(self) -> "Claim":
        """The claim outside of its section: in no paragraph and no table."""
        return self.model_copy(update={"paragraph": 0, "cell": None})


class Disagreement(Value):
    """Two sources that make different statements about the same thing."""

    subject: str
    """What they speak of, in the words that both use."""
    citations: tuple[Citation, Citation]
    explanation: str = ""
    """What they differ in and why they may, in a model's words; empty without a model."""


class Section(Value):
    """The claims that answer one question."""

    question: str
    claims: tuple[Claim, ...]


class AnswerStatus(StrEnum):
    """How far the sources answer a part of the query."""

    ANSWERED = "answered"
    PARTLY = "partly"
    NOT_FOUND = "not_found"


class PartAnswer(Value):
    """What the sources say to one part of the query."""

    part: str
    """The part, as a question."""
    status: AnswerStatus
    claims: tuple[Claim, ...] = ()
    """One to three, best first; none where nothing was found. One may answer two parts."""
    message: str = ""
    """That nothing was found, in words, and which days the sources are from if that may be why."""
    nearby: tuple[Claim, ...] = ()
    """Where nothing was found: what the sources do say about the same."""
    may_answer: bool = False
    """Where nothing was found: whether what is nearby may answer it after all."""


def answer_claims(answer: Iterable[PartAnswer]) -> list[Claim]:
    """The claims of an answer as they are read: one that answers two parts once."""
    return list(dict.fromkeys(c for part in answer for c in (*part.claims, *part.nearby)))


def claims_as_read(
    answer: Iterable[PartAnswer], key_findings: Iterable[Claim], sections: Iterable[Section]
) -> Iterator[Claim]:
    """All claims of a report in the order in which they are read."""
    yield from answer_claims(answer)
    yield from key_findings
    for section in sections:
        yield from section.claims


class Draft(Value):
    """A report's content, before it is laid out as a `Report`."""

    title: str
    key_findings: tuple[Claim, ...]
    sections: tuple[Section, ...]
    disagreements: tuple[Disagreement, ...] = ()
    answer: tuple[PartAnswer, ...] = ()
    """An answer to each part of the query, in the order asked; empty where there is none."""

    @property
    def claims(self) -> Iterator[Claim]:
        """All claims in the order in which they are read."""
        return claims_as_read(self.answer, self.key_findings, self.sections)
