"""Packs the evidence that a model writes sections from: whole paragraphs of several sources.

A passage is found by its meaning and is three or four sentences long. What a writer needs are the
paragraphs that it is in (`text.paragraphs`). A paragraph may be evidence for two questions, and
each source about the query is evidence for one at least, where there is room.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil

from research.domain.passage import Evidence, Passage, Selection
from research.domain.source import Source
from research.domain.value import Span
from research.text.paragraphs import join_spans, paragraphs_of, passage_of
from research.text.terms import terms

MIN_SOURCES = 5
"""The best paragraphs of so many sources come before the second best of any."""
BYTES_PER_TOKEN = 4
"""About what tokenizers of current models make of English; other scripts have more bytes, too."""
_Found = tuple[int, Span]
"""A source's number, and paragraphs of it."""


def pack_evidence(
    selection: Selection, sources: Mapping[int, Source], max_tokens: int
) -> list[tuple[Passage, ...]]:
    """For each question of `selection` the best paragraphs, of about `max_tokens` tokens at most.

    At least one, where there is a passage at all. They stand in the order of sources and texts, so
    that two questions with the same evidence are shown it alike.
    """
    found = [_paragraphs(evidence, sources, selection.relevance) for evidence in selection.evidence]
    firsts = [_first_of_each(paragraphs) for paragraphs in found]
    homes = _homes(firsts)
    packs = []
    for place, (paragraphs, first) in enumerate(zip(found, firsts, strict=True)):
        guests = [one for one in first[MIN_SOURCES:] if homes.get(one[0]) == place]
        packs.append(_pack((*first[:MIN_SOURCES], *guests, *paragraphs), sources, max_tokens))
    return packs


def _paragraphs(
    evidence: Evidence, sources: Mapping[int, Source], relevance: Mapping[int, float]
) -> list[_Found]:
    """The paragraphs around the passages of `evidence`, best first."""
    asked = frozenset(terms(evidence.question.text))
    return [
        (passage.source, paragraphs_of(passage, sources[passage.source], asked))
        for passage in _ranking(evidence.passages, relevance)
    ]


def _ranking(passages: Sequence[Passage], relevance: Mapping[int, float]) -> list[Passage]:
    """`passages`, best first; one of a less relevant source ranks lower by as much."""
    places = {
        passage.id: (place + 1) / relevance[passage.source]
        for place, passage in enumerate(passages)
    }
    return sorted(passages, key=lambda passage: places[passage.id])


def _first_of_each(paragraphs: Sequence[_Found]) -> list[_Found]:
    """The best of each source, best first."""
    best = dict(reversed(paragraphs))
    return [(number, best[number]) for number in dict.fromkeys(n for n, _ in paragraphs)]


def _homes(firsts: Sequence[Sequence[_Found]]) -> dict[int, int]:
    """The question for which each source ranks best, of the sources that rank first for none."""
    ranks: dict[int, tuple[int, int]] = {}
    for place, first in enumerate(firsts):
        for rank, (number, _) in enumerate(first):
            ranks[number] = min(ranks.get(number, (rank, place)), (rank, place))
    return {number: place for number, (rank, place) in ranks.items() if rank >= MIN_SOURCES}


def _pack(
    paragraphs: Iterable[_Found], sources: Mapping[int, Source], max_tokens: int
) -> tuple[Passage, ...]:
    """As many of `paragraphs`, the first ones first, as `max_tokens` have room for."""
    chosen: dict[int, list[Span]] = {}
    for number, span in paragraphs:
        text = sources[number].text
        if _is_said(span, chosen.get(number, ()), text):
            continue
        own = join_spans([*chosen.get(number, []), span], text)
        others = sum(_tokens(of, sources[n].text) for n, of in chosen.items() if n != number)
        if not chosen or others + _tokens(own, text) <= max_tokens:
            chosen[number] = own
    return tuple(
        passage_of(sources[number], span) for number, own in sorted(chosen.items()) for span in own
    )


def _is_said(span: Span, chosen: Sequence[Span], text: str) -> bool:
    """Whether `span` has no word of content that its source's `chosen` paragraphs don't have."""
    said = {term for one in chosen for term in terms(one.of(text))}
    return said.issuperset(terms(span.of(text))) and bool(chosen)


def _tokens(spans: Sequence[Span], text: str) -> int:
    return sum(ceil(len(span.of(text).encode()) / BYTES_PER_TOKEN) for span in spans)
