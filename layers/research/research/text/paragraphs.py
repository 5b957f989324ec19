"""Whole paragraphs around a place in a source, with what they lean on: what a reader judges by.

A passage is found by its meaning and is three or four sentences long; a quote is shorter. What its
author wrote is the paragraph, with the heading above it, who is named below it as its speaker, and
the paragraph before where it begins with "He said".
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from research.domain.claim import Citation
from research.domain.passage import Passage
from research.domain.source import Source
from research.domain.value import Span
from research.text.sentences import sentence_spans
from research.text.standing.context import needs_context
from research.text.terms import terms, word_count

MAX_PARAGRAPH_WORDS = 260
"""Of a longer paragraph, which may be a page without line breaks, the passage found is shown."""
MAX_GAP_WORDS = 80
"""A paragraph between two that are shown is shown, too: their writer meant them to be read on."""
MAX_HEADING_WORDS = 12
_CREDIT = re.compile(r"[ \t]{0,9}(?:\[[^\]\n]{2,60}\]|[—–] ?[^\n]{2,60})[ \t]{0,9}")
"""Who says what stands above it, on a page of quotations: "[Engadget]", "— Ada Lovelace"."""
_STOPS = ".!?…。！？:;,\"'”’»"
_QUOTATION_MARKS = (("“", "”"), ("«", "»"))


def pack_places(
    places: Iterable[Citation | Passage], sources: Mapping[int, Source]
) -> tuple[Passage, ...]:
    """The whole paragraphs that `places` are in, and what these lean on; none twice.

    The sources come in the order in which `places` first name them.
    """
    chosen: dict[int, list[Span]] = {}
    for place in places:
        chosen.setdefault(place.source, []).append(
            paragraphs_of(place, sources[place.source], frozenset())
        )
    return tuple(
        passage_of(sources[number], span)
        for number, own in chosen.items()
        for span in join_spans(own, sources[number].text, max_gap_words=0)
    )


def paragraphs_of(passage: Span, source: Source, asked: frozenset[str]) -> Span:
    """The whole paragraphs that `passage` touches, and what they lean on before them."""
    text = source.text
    start = text.rfind("\n", 0, passage.start) + 1
    end = text.find("\n", passage.end)
    end = len(text) if end < 0 else end
    if word_count(text[start:end]) > MAX_PARAGRAPH_WORDS:
        return _whole_quotations(passage, text, start, end)
    known = asked | frozenset(terms(source.title))
    if start and _leans(text[start:end], known):
        start = _start_before(text, start)
    below = text.find("\n", end + 1)
    if end < len(text) and is_credit(text[end + 1 : below if below > 0 else len(text)]):
        end = below if below > 0 else len(text)
    heading = text.rfind("\n", 0, max(0, start - 1)) + 1
    if heading < start and is_heading(text[heading:start], source.title):
        start = heading
    return Span(start=start, end=end)


def _start_before(text: str, start: int) -> int:
    """Where the paragraph before `start` begins, or the last sentence of one that is too long."""
    before = text.rfind("\n", 0, start - 1) + 1
    if word_count(text[before:start]) <= MAX_PARAGRAPH_WORDS:
        return before
    *_, last = sentence_spans(text[before:start])
    sentence = before + last.start
    return sentence if word_count(text[sentence:start]) <= MAX_PARAGRAPH_WORDS else start


def _leans(paragraph: str, known: frozenset[str]) -> bool:
    """Whether its first sentence needs what stands before it, or it begins within a quotation."""
    first = next(sentence_spans(paragraph), None)
    if first is None:
        return False
    return needs_context(first.of(paragraph), known) or _is_open(paragraph) != ""


def is_credit(line: str) -> bool:
    """Whether `line` says alone who says what stands above it."""
    return _CREDIT.fullmatch(line) is not None


def is_heading(line: str, title: str) -> bool:
    """Whether `line` is a heading of a part of a page, which has that `title`."""
    bare = line.strip()
    return bool(
        bare
        and bare != title.strip()
        and bare[-1] not in _STOPS
        and word_count(bare) <= MAX_HEADING_WORDS
    )


def _whole_quotations(passage: Span, text: str, first: int, last: int) -> Span:
    """`passage`, grown within its paragraph, sentence by sentence, until it cuts no quotation."""
    sentences = [
        Span(start=first + span.start, end=first + span.end)
        for span in sentence_spans(text[first:last])
    ]
    start, end = passage.start, passage.end
    for before in reversed([span for span in sentences if span.end <= start]):
        if _is_open(text[start:end]) != "end":
            break
        start = before.start
    for after in [span for span in sentences if span.start >= end]:
        if _is_open(text[start:end]) != "start":
            break
        end = after.end
    return Span(start=start, end=end)


def _is_open(text: str) -> str:
    """Which half of a quotation `text` has alone: its "start" or its "end"; empty: neither."""
    for opening, closing in _QUOTATION_MARKS:
        depth = 0
        for character in text:
            if character == closing:
                depth -= 1
                if depth < 0:
                    return "end"
            elif character == opening:
                depth = 1
        if depth > 0:
            return "start"
    return ""


def join_spans(spans: Sequence[Span], text: str, max_gap_words: int = MAX_GAP_WORDS) -> list[Span]:
    """`spans` in order, those that overlap or have little between them, with that, as one."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if joined and word_count(text[joined[-1].end : span.start]) <= max_gap_words:
            before = joined.pop()
            joined.append(Span(start=before.start, end=max(before.end, span.end)))
        else:
            joined.append(span)
    return joined


def passage_of(source: Source, span: Span) -> Passage:
    """The passage that `span` of `source` is."""
    name = f"{source.sha256}:{span.start}:{span.end}"
    return Passage(
        id=sha256(name.encode()).hexdigest()[:32],
        source=source.id,
        start=span.start,
        end=span.end,
        text=span.of(source.text),
    )
