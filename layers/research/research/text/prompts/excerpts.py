"""Sentences of sources with what a reader needs to judge by them, in place of whole paragraphs.

A judge asks of a cited sentence who "he" is, and whether the next one takes it back: the sentences
beside it tell, the first of its paragraph, the heading above and, on a page of quotations, the name
below. What else its paragraph says is left out.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from research.domain.claim import Citation
from research.domain.passage import Passage
from research.domain.source import Source
from research.domain.value import Span
from research.text.paragraphs import is_credit, is_heading, passage_of
from research.text.sentences import sentence_spans
from research.text.standing.context import needs_context
from research.text.terms import terms, word_count

MAX_GAP_WORDS = 8
"""So few words are shown rather than a mark that something is left out."""


def excerpts(places: Iterable[Citation | Passage], source: Source) -> tuple[Passage, ...]:
    """The sentences of `source` that `places` touch and what a reader needs besides, in order.

    What stands between two of them is left out.
    """
    text = _Sentences(source)
    cited = {
        number for place in places for number, span in enumerate(text.spans) if place.overlaps(span)
    }
    shown = text.filled(text.with_names(text.with_context(text.with_neighbours(cited))))
    return tuple(passage_of(source, span) for span in text.runs(shown))


class _Sentences:
    """The sentences of a source, by their numbers from 0, and the lines that they are in."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known = frozenset(terms(source.title))
        self.spans: Sequence[Span] = list(sentence_spans(source.text))
        self._opener: list[int] = []
        """Of each sentence, the first one of its line."""
        for number, span in enumerate(self.spans):
            before = self.spans[number - 1].end if number else 0
            opens = not number or "\n" in source.text[before : span.start]
            self._opener.append(number if opens else self._opener[-1])

    def with_neighbours(self, cited: set[int]) -> set[int]:
        """`cited` with the sentences beside them, and one on the next line that leans on them."""
        found = set(cited)
        for number in cited:
            if self._opener[number] != number:
                found.add(number - 1)
            after = number + 1
            if after < len(self.spans) and (self._opener[after] != after or self._leans(after)):
                found.add(after)
        return found

    def with_context(self, shown: set[int]) -> set[int]:
        """`shown` with what the first sentence of each run leans on: the beginning of its line, and
        the end and the beginning of the line before where it begins its own.
        """
        found = set(shown)
        for number in sorted(shown):
            if number - 1 in shown or not self._leans(number):
                continue
            opener = self._opener[number]
            found.add(opener)
            if opener and (opener == number or self._leans(opener)):
                found |= {opener - 1, self._opener[opener - 1]}
        return found

    def with_names(self, shown: set[int]) -> set[int]:
        """`shown` with the headings above their lines and the names of speakers below them."""
        found = set(shown)
        openers = sorted(set(self._opener))
        for opener, below in pairwise([*openers, len(self.spans)]):
            if shown.isdisjoint(range(opener, below)):
                continue
            if opener and is_heading(
                self._of(self._opener[opener - 1], opener), self._source.title
            ):
                found |= set(range(self._opener[opener - 1], opener))
            if below < len(self.spans) and is_credit(self._of(below, below + 1)):
                found.add(below)
        return found

    def filled(self, shown: set[int]) -> list[int]:
        """`shown` in order, with what little stands between two of them."""
        found: list[int] = []
        for number in sorted(shown):
            if found:
                between = range(found[-1] + 1, number)
                words = sum(word_count(self._of(one, one + 1)) for one in between)
                found += between if words <= MAX_GAP_WORDS else ()
            found.append(number)
        return found

    def runs(self, shown: Sequence[int]) -> list[Span]:
        """Where the sentences `shown` stand, those that follow each other as one."""
        found: list[Span] = []
        for number, before in zip(shown, [None, *shown], strict=False):
            span = self.spans[number]
            if before is not None and number == before + 1:
                span = Span(start=found.pop().start, end=span.end)
            found.append(span)
        return found

    def _of(self, first: int, end: int) -> str:
        """What stands from the sentence `first` to that before `end`."""
        return self._source.text[self.spans[first].start : self.spans[end - 1].end]

    def _leans(self, number: int) -> bool:
        return needs_context(self._of(number, number + 1), self._known)
