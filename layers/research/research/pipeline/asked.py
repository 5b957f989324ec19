"""A question about a stored report, and what answers it: values that both ways of answering use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from research.domain.report import Report
from research.domain.scope import ANYWHERE, Scope
from research.domain.source import Source
from research.pipeline.stored_report import StoredSources
from research.ports import Clock, Embedder, Entailment, LanguageModel, Reranker, VectorStore
from research.stages.verify.verify import Strictness

MAX_WORDS = 250
"""Of an answer: a few sentences to each part."""


@dataclass(frozen=True, slots=True)
class AskPorts:
    """The ports that an answer uses. Without a model, it quotes sentences of the sources."""

    embedder: Embedder
    encoder: Embedder
    entailment: Entailment
    vectors: VectorStore
    """Holds the passages of this answer alone."""
    clock: Clock
    reranker: Reranker | None = None
    model: LanguageModel | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a report, and what may be used to answer it."""

    question: str
    report: Report
    stored: StoredSources
    scope: Scope = ANYWHERE
    """The bounds of the report's own request."""
    language: str = ""
    """That of the report; empty: that of the question."""
    strictness: Strictness = Strictness.STRICT


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sources that may be used for a question, on one line, and how far each is about it."""

    question: str
    sources: Sequence[Source]
    relevance: Mapping[int, float]

    @property
    def about(self) -> list[Source]:
        """Those that are about it."""
        return [source for source in self.sources if source.id in self.relevance]
