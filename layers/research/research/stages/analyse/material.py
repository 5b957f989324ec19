"""The sentences that an analysis works on: those of the sources that report something."""

from collections.abc import Iterable
from dataclasses import dataclass

from research.domain.claim import Citation
from research.domain.source import Source
from research.domain.value import Span
from research.text.round_ups import places_about
from research.text.sentences import sentence_spans
from research.text.statements import says_something

MAX_SENTENCES = 600
"""Of one source: a book would take the time of all others."""
MIN_WORDS = 4
ANALYSED_LANGUAGE = "en"
"""The language of the word lists and of the lexicon."""


@dataclass(frozen=True, slots=True, eq=False)
class SourceSentence:
    """A sentence of a source and its place in it."""

    source: Source
    span: Span
    text: str

    @property
    def citation(self) -> Citation:
        """The whole sentence as a citation."""
        return Citation(
            source=self.source.id, quote=self.text, start=self.span.start, end=self.span.end
        )


def reported_sentences(
    sources: Iterable[Source], asked: frozenset[str] = frozenset()
) -> list[SourceSentence]:
    """The sentences of `sources` in order, each once in its source; no headings and furniture.

    Of a page that is about the terms `asked` in a few of its paragraphs, the sentences of these.
    """
    return [sentence for source in sources for sentence in _sentences(source, asked)]


def _sentences(source: Source, asked: frozenset[str]) -> Iterable[SourceSentence]:
    said: set[str] = set()
    is_about = places_about(source, asked)
    for span in sentence_spans(source.text):
        if len(said) == MAX_SENTENCES:
            return
        text = span.of(source.text)
        if (
            "://" in text
            or text in said
            or len(text.split()) < MIN_WORDS
            or not says_something(text)
            or not is_about(span)
        ):
            continue
        said.add(text)
        yield SourceSentence(source, span, text)
