"""Passages: spans of sources, and those selected as evidence for a question."""

from datetime import date

from research.domain.question import Question
from research.domain.source import SourceKind
from research.domain.value import Sha256, Span, Value


class Passage(Span):
    """A span of a source. `id` is derived from its content, so indexing twice adds nothing."""

    id: str
    source: int
    text: str


class StoredPassage(Value):
    """A passage that some job stored, and what is known of its source: a candidate for another."""

    id: str
    url: str
    title: str
    published: date | None
    kind: SourceKind
    raw_sha256: Sha256
    text: str
    similarity: float
    """To what was asked: a cosine."""


class Evidence(Value):
    """The passages that may answer a question, best first."""

    question: Question
    passages: tuple[Passage, ...]


class Selection(Value):
    """What the report is written from."""

    relevance: dict[int, float]
    """The sources that are about the query, by number: 1 for the closest, less for the others."""
    evidence: tuple[Evidence, ...]
