"""Whether two statements are one, or say different things of the same.

Three signs, in this order: how many content words they share, whether their figures and dates are
the same, and whether one denies or turns round what the other says. The shares were set by hand,
on pairs of our own writing (`tests/unit/stages/follow_up/test_statements.py`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from research.text.contradiction import find_opposite
from research.text.days.dates import moments, without_dates
from research.text.figures.quantities import Quantity, quantities
from research.text.polarity import denials
from research.text.sentences import sentence_spans
from research.text.terms import terms, word_count

SAME = 0.8
"""The share of words, of both, from which two statements are the same where nothing else parts
them."""
OF_THE_SAME = 0.55
"""And from which they are of the same."""
MIN_SHARED = 3
"""Words that they share, at least: two sentences of four words are soon alike."""
_TELLING_WORDS = 4
"""Of a sentence of a quote: a shorter one may stand anywhere."""
_WORD = re.compile(r"\w+")
_ARTICLE = re.compile(r"an?\b", re.IGNORECASE)


class Relation(StrEnum):
    """How two statements stand to each other."""

    SAME = "same"
    CHANGED = "changed"
    OTHER = "other"


def plain(text: str) -> str:
    """The words of `text` alone, folded, each between blanks: what quotes are looked up in."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def stands_in(quotes: Iterable[str], plain_texts: Iterable[str]) -> bool:
    """Whether any of `quotes`, or else each of its sentences, is in one of the texts, which `plain`
    made.
    """
    wanted = [(plain(quote), _sentences(quote)) for quote in quotes]
    return any(
        whole in text or (parts and all(part in text for part in parts))
        for text in plain_texts
        for whole, parts in wanted
        if whole.strip()
    )


def _sentences(quote: str) -> list[str]:
    """The sentences of `quote` as `plain` makes them; none where one is too short to tell."""
    parts = [span.of(quote) for span in sentence_spans(quote)]
    return [] if any(word_count(one) < _TELLING_WORDS for one in parts) else list(map(plain, parts))


@dataclass(frozen=True)
class Statement:
    """A statement and what it is compared by."""

    text: str

    @cached_property
    def plain(self) -> str:
        """Its words alone."""
        return plain(self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its content words, without figures and dates."""
        return frozenset(
            term for term in terms(without_dates(self.text)) if not any(map(str.isdigit, term))
        )

    @cached_property
    def figures(self) -> tuple[Quantity, ...]:
        """Its figures, without those of dates, and "a day", which "each day" is, too."""
        bare = without_dates(self.text)
        return tuple(one for one in quantities(bare) if not _ARTICLE.match(bare, one.start))

    @cached_property
    def dates(self) -> frozenset[object]:
        """Its dates, as far as they are told."""
        return frozenset(moments(self.text))

    @cached_property
    def denied(self) -> frozenset[str]:
        """What it denies."""
        return frozenset(one.head for one in denials(self.text) if not one.turned_by)


def likeness(one: Statement, other: Statement) -> float:
    """The share of the words of both that they have in common, 0 to 1."""
    shared = len(one.words & other.words)
    if shared < MIN_SHARED:
        return 0.0
    return 2 * shared / (len(one.words) + len(other.words))


def relation(one: Statement, other: Statement) -> Relation:
    """How `other` stands to `one`."""
    if one.plain == other.plain:
        return Relation.SAME
    share = likeness(one, other)
    if share < OF_THE_SAME:
        return Relation.OTHER
    if share >= SAME and not _differ(one, other):
        return Relation.SAME
    return Relation.CHANGED


def _differ(one: Statement, other: Statement) -> bool:
    return (
        not _all_in(one.figures, other.figures)
        or not _all_in(other.figures, one.figures)
        or one.dates != other.dates
        or one.denied != other.denied
        or find_opposite(one.text, other.text) is not None
    )


def _all_in(figures: Iterable[Quantity], others: Iterable[Quantity]) -> bool:
    """Whether each of `figures` has its equal: not rounded, for what is new may be small."""
    known = [reading for other in others for reading in other.readings]
    return all(
        any(
            mine.value == reading.value
            and (mine.unit == reading.unit or "" in (mine.unit, reading.unit))
            for mine in one.readings
            for reading in known
        )
        for one in figures
    )
