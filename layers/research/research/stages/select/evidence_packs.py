"""Packs the evidence that a model writes sections from: whole paragraphs of several sources.

A passage is found by its meaning and is three or four sentences long. What a writer needs are the
paragraphs that it is in (`text.paragraphs`). A paragraph may be evidence for two questions, and
each source about the query is evidence for one at least, where there is room. Of a round-up of
news the other items are left out: they cost what the items asked about could have had.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import TypeVar

from research.domain.passage import Evidence, Passage, Selection
from research.domain.source import Source
from research.domain.value import Span
from research.text.paragraphs import join_spans, paragraphs_of, passage_of
from research.text.round_ups import is_round_up, places_about
from research.text.standing.context import needs_context
from research.text.terms import terms, word_count

MIN_SOURCES = 4
"""The best paragraphs of so many sources come before the second best of any."""
PLACED = 0.7
"""From this relevance on a source has such a place. Of 339 pages that answer one of 431 questions 5
are less relevant, of 177 others that were taken to be about it 51."""
SHOWN_ELSEWHERE = 6
"""By so many places a passage ranks lower for all questions but the one it ranks highest for."""
BYTES_PER_TOKEN = 4
"""About what tokenizers of current models make of English; other scripts have more bytes, too."""
MOSTLY_SHOWN = 0.5
"""The share of a page's words from which on it is shown whole: what is left out of a round-up of
reviews may be the verdicts, and of an argument what is said against it."""
_LINE = re.compile("[^\n]+")
_ITEM = re.compile(r"\s*(?:[-*•–—]|\d{1,3}[.)])\s")
_BEGINNING = 300
"""Characters of a line that tell whether it leans on the one before it."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Found:
    """Paragraphs of a source, found by the passage of that id."""

    passage: str
    source: int
    span: Span


def pack_evidence(
    query: str, selection: Selection, sources: Mapping[int, Source], max_tokens: int
) -> list[tuple[Passage, ...]]:
    """For each question of `selection`, under `query`, the best paragraphs, of about `max_tokens`
    tokens at most.

    At least one, where there is a passage at all that is no item on another thing. A paragraph may
    be shown to two questions, but those that rank higher for this one than for any other come
    before their like, so that all packs together show as much as there is room for; and the best of
    each source that is plainly about it has a place where it ranks highest. They stand in the order
    of sources and texts.
    """
    subject = frozenset(terms(query))
    found = [_paragraphs(evidence, sources, subject) for evidence in selection.evidence]
    homes = _homes([[one.passage for one in paragraphs] for paragraphs in found])
    hosts = _homes([[one.source for one in paragraphs] for paragraphs in found])
    packs = []
    for place, paragraphs in enumerate(found):
        lower = [SHOWN_ELSEWHERE * (homes[one.passage] != place) for one in paragraphs]
        ranks = sorted(range(len(paragraphs)), key=lambda rank: rank + lower[rank])
        ordered = [paragraphs[rank] for rank in ranks]
        placed = [one for one in ordered if selection.relevance[one.source] >= PLACED]
        first = list({one.source: one for one in reversed(placed)}.values())[::-1]
        guests = [one for one in first[MIN_SOURCES:] if hosts[one.source] == place]
        packs.append(_pack((*first[:MIN_SOURCES], *guests, *ordered), sources, max_tokens))
    return packs


def unite_packs(
    packs: Iterable[Sequence[Passage]], sources: Mapping[int, Source]
) -> tuple[Passage, ...]:
    """All that `packs` show, none of it twice, in the order of sources and texts."""
    chosen: dict[int, list[Span]] = {}
    for passage in (passage for pack in packs for passage in pack):
        chosen.setdefault(passage.source, []).append(passage)
    return tuple(
        passage_of(sources[number], span)
        for number, own in sorted(chosen.items())
        for span in join_spans(own, sources[number].text)
    )


def whole_pages(
    query: str, passages: Sequence[Passage], sources: Mapping[int, Source]
) -> tuple[Passage, ...]:
    """`passages`, those of a page that they mostly show as one, which is all of it.

    Of a page with items on other things than `query` these stay left out.
    """
    subject = frozenset(terms(query))
    found: list[Passage] = []
    for number, group in groupby(passages, key=lambda passage: passage.source):
        own, text = list(group), sources[number].text
        shown = sum(word_count(passage.text) for passage in own)
        is_whole = MOSTLY_SHOWN * word_count(text) <= shown
        if is_whole and not is_round_up(sources[number], subject):
            own = [passage_of(sources[number], Span(start=0, end=len(text)))]
        found += own
    return tuple(found)


def _paragraphs(
    evidence: Evidence, sources: Mapping[int, Source], subject: frozenset[str]
) -> list[_Found]:
    """The paragraphs around the passages of `evidence`, best first; of a page with items on other
    things than `subject`, those with terms of that or of the question.
    """
    asked = frozenset(terms(evidence.question.text))
    numbers = {passage.source for passage in evidence.passages}
    is_about = {number: places_about(sources[number], subject, asked) for number in numbers}
    return [
        _Found(passage.id, passage.source, span)
        for passage in evidence.passages
        for span in _runs_about(
            paragraphs_of(passage, sources[passage.source], asked),
            sources[passage.source].text,
            is_about[passage.source],
        )
    ]


def _runs_about(span: Span, text: str, is_about: Callable[[Span], bool]) -> list[Span]:
    """The lines at `span` that are about it, and what leans on them, those side by side as one."""
    runs: list[Span] = []
    before = ""
    for line in _LINE.finditer(text, span.start, span.end):
        place = Span(start=line.start(), end=line.end())
        if not (is_about(place) or _leans(line[0], before)):
            before = ""
            continue
        runs.append(Span(start=runs.pop().start, end=place.end) if before else place)
        before = line[0]
    return runs


def _leans(line: str, before: str) -> bool:
    """Whether `line` goes on from the one before it, if that is kept, and is no item of a list."""
    return (
        bool(before)
        and not _ITEM.match(line)
        and needs_context(line[:_BEGINNING], frozenset(terms(before)))
    )


def _homes(found: Sequence[Sequence[T]]) -> dict[T, int]:
    """For each of what questions found, the question that ranks it best, the first of several."""
    ranks: dict[T, tuple[int, int]] = {}
    for place, ranked in enumerate(found):
        for rank, one in enumerate(ranked):
            ranks[one] = min(ranks.get(one, (rank, place)), (rank, place))
    return {one: place for one, (_, place) in ranks.items()}


def _pack(
    paragraphs: Iterable[_Found], sources: Mapping[int, Source], max_tokens: int
) -> tuple[Passage, ...]:
    """As many of `paragraphs`, the first ones first, as `max_tokens` have room for."""
    chosen: dict[int, list[Span]] = {}
    for number, span in ((one.source, one.span) for one in paragraphs):
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
