"""Finds a word of one text in whose place another text has its opposite: fell for rose."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from research.text.clauses import Word, clause_words
from research.text.figures.number_words import Bound
from research.text.figures.quantities import quantities
from research.text.polarity import denials
from research.text.words.word_relations import (
    are_opposite,
    are_placed_opposite,
    is_converse,
    is_graded,
    on_one_side,
)

_ALL_BUT = re.compile(r"\ball but (?!certain|impossible|over\b)", re.IGNORECASE)
_REACH = 2
"""How far a "not" turns a word into its opposite."""


@dataclass(frozen=True, slots=True)
class Opposite:
    """A word of one text in whose place another text has its opposite."""

    word: Word
    other: Word
    """Its opposite, in the other text."""
    is_graded: bool
    """True where the other text denies a word of degree: "not cheap" says less than "expensive"."""


def find_opposite(stated: str, said: str) -> Opposite | None:
    """The first word of `stated` in whose place `said` has its opposite, if any."""
    if _ALL_BUT.search(said):
        return None  # what is so of all but a few is not so of the few
    mine, theirs = _words(stated), _words(said)
    terms = {word.term for word in mine}
    denied = _denied(stated), _denied(said)
    for place, word in enumerate(mine):
        for other_place, other in enumerate(theirs):
            if other.term in terms or not _takes_place(mine, place, theirs, other_place):
                continue
            if is_converse(word.term) and not _have_one_agent(mine, place, theirs, other_place):
                continue
            if (word.term in denied[0]) == (other.term in denied[1]):
                return Opposite(word, other, is_graded=False)
            if other.term in denied[1] and is_graded(word.term):
                return Opposite(word, other, is_graded=True)
    return None


def _words(text: str) -> list[Word]:
    """The words of `text` without bounds of numbers, such as "less than nine"."""
    taken = [
        (text.rfind(quantity.phrase, 0, quantity.end + 1), quantity.end)
        for quantity in quantities(text)
        if quantity.bound is not Bound.EXACT
    ]
    return [w for w in clause_words(text) if not any(a <= w.start < b for a, b in taken)]


def _have_one_agent(
    stated: Sequence[Word], place: int, said: Sequence[Word], other_place: int
) -> bool:
    """Whether a content word before both words, in their clauses, is the same, or one has none."""
    one, other = (
        {w.term for w in words[:at] if w.clause == words[at].clause and w.has_content}
        for words, at in ((stated, place), (said, other_place))
    )
    return not one or not other or bool(one & other)


def _takes_place(
    stated: Sequence[Word], place: int, said: Sequence[Word], other_place: int
) -> bool:
    """Whether `said` has the opposite of the word of `stated` at `place`, and not the word itself.

    Where `said` has the word or one like it too, and for prepositions, the word before both must be
    the same.
    """
    word, other = stated[place], said[other_place]
    if are_placed_opposite(word.term, other.term):
        return all(w.term != word.term for w in said) and _stands_for(
            stated, place, said, other_place
        )
    if not are_opposite(word, other):
        return False
    if any(on_one_side(word.term, w.term) for w in said):
        return _stands_for(stated, place, said, other_place)
    return not any(on_one_side(other.term, w.term) for w in stated)


def _stands_for(stated: Sequence[Word], place: int, said: Sequence[Word], other_place: int) -> bool:
    """Whether `said` has the opposite after the same word, and the word itself not."""
    before = _before(stated, place)
    own = [number for number, word in enumerate(said) if on_one_side(stated[place].term, word.term)]
    return (
        bool(before)
        and before == _before(said, other_place)
        and all(before != _before(said, number) for number in own)
    )


def _before(words: Sequence[Word], place: int) -> str:
    """The term of the last content word before `place` in the same clause; empty without one."""
    return next(
        (
            word.term
            for word in reversed(words[:place])
            if word.has_content and word.clause == words[place].clause
        ),
        "",
    )


def _denied(text: str) -> set[str]:
    return {term for denial in denials(text) for term in denial.scope[:_REACH]}
