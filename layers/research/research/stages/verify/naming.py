"""Finds where a source names what a claim names and its quotes don't.

"I did feel concerned" is Hege's by the paragraph before. A judge who is shown the quote and not the
name finds the claim that Hege was concerned nowhere.
"""

from collections.abc import Iterable, Iterator, Mapping

from research.domain.claim import Citation, Claim
from research.domain.passage import Passage
from research.domain.source import Source
from research.domain.value import Span
from research.text.names import names
from research.text.paragraphs import passage_of
from research.text.sentences import sentence_spans
from research.text.terms import words

MOST_NAMES = 4
"""Of a claim: what names more is a list, and its quotes have that."""


def naming_sentences(claim: Claim, sources: Mapping[int, Source]) -> list[Passage]:
    """For each name of `claim` that neither what it cites has nor a title of that, the sentence
    with the name that stands nearest to a quote; of each cited source that has one.
    """
    quoted = " ".join(one.quote for one in claim.citations)
    titles = " ".join(sources[one.source].title for one in claim.citations)
    shown = set(words(f"{quoted} {titles}"))
    wanted = [word for word in _name_words(claim.text) if word not in shown][:MOST_NAMES]
    cited = {one.source: one for one in reversed(claim.citations)}
    return [
        passage
        for number, place in cited.items()
        for word in wanted
        for passage in _nearest(word, place, sources[number])
    ]


def _name_words(text: str) -> list[str]:
    """The last word of each name: "Hege" of "Michelle Hege"."""
    return list(dict.fromkeys(name.written.split()[-1] for name in names(text)))


def _nearest(word: str, place: Citation, source: Source) -> Iterator[Passage]:
    """The sentence of `source` with `word` that is nearest to `place`; none where none has it."""
    spans = _with_word(word, source.text)
    nearest = min(spans, key=lambda one: _distance(one, place), default=None)
    if nearest is not None:
        yield passage_of(source, nearest)


def _with_word(word: str, text: str) -> Iterable[Span]:
    if word not in text:
        return []
    return [one for one in sentence_spans(text) if word in words(one.of(text))]


def _distance(one: Span, place: Span) -> int:
    return max(0, place.start - one.end, one.start - place.end)
