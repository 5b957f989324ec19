"""Looks up words of a claim in a text: as they stand there, of one root, or near in sense."""

from collections.abc import Iterator, Sequence

from research.text.clauses import Word, clause_words
from research.text.figures.counted import figure_places
from research.text.names import is_spelt_out
from research.text.terms import is_unspaced
from research.text.words.lexicon import PARTICLES, is_near, phrasal
from research.text.words.word_relations import country_words, near_terms, sides_of

_SAME_ROOT = 5
_MIN_ROOT = 4
_PARTICLE_REACH = 3
"""How far the parts of a verb may stand apart: "turned the offer down"."""


def content_words(claim: str) -> list[Word]:
    """The words of `claim` that say something and belong to no number or date."""
    places = figure_places(claim)
    found = clause_words(claim)
    particles = {place for _, place, _ in _phrasal_verbs(found)}
    return [
        word
        for place, word in enumerate(found)
        if _has_content(word, places) and place not in particles
    ]


def _phrasal_verbs(found: Sequence[Word]) -> Iterator[tuple[int, int, str]]:
    """The verbs of two parts: place of the one, of the other, and both in base form."""
    for place, word in enumerate(found):
        for other in range(place + 1, min(place + 1 + _PARTICLE_REACH, len(found))):
            if found[other].plain in PARTICLES and found[other].clause == word.clause:
                if verb := phrasal(word.plain, found[other].plain):
                    yield place, other, verb
                break


def _has_content(word: Word, figures: Sequence[tuple[int, int]]) -> bool:
    """Whether a word says something by itself, and is of no figure."""
    is_figure = any(start < word.end and word.start < end for start, end in figures)
    return word.has_content and not is_figure and not is_unspaced(word.plain)


class WordIndex:
    """The words of a text, to look up words of a claim in.

    `asking` are the claim's words in order: the two parts of a verb such as "turn down" are looked
    up as one. Without it, each word is looked up by itself.
    """

    def __init__(self, found: Sequence[Word], asking: Sequence[Word] = ()) -> None:
        self._verbs = {asking[place].start: verb for place, _, verb in _phrasal_verbs(asking)}
        self._words = found
        self._plains = {word.plain for word in found if word.text[0].islower()}
        self._plains |= {verb for _, _, verb in _phrasal_verbs(found)}
        self._terms = {word.term for word in found} | {word.plain for word in found}
        self._roots = {term[:_SAME_ROOT] for term in self._terms if len(term) >= _SAME_ROOT}
        self._sides = {side for term in self._terms for side in sides_of(term)}

    def has(self, word: Word) -> bool:
        """Whether the text has the word, another of its root, or one near in meaning."""
        if word.text.isupper() and is_spelt_out(word.plain, self._words):
            return True
        same = country_words(word.plain) | near_terms(word.term)
        if word.term in self._terms or same & self._terms:
            return True
        if len(word.term) >= _SAME_ROOT and word.term[:_SAME_ROOT] in self._roots:
            return True
        meant = {word.plain, self._verbs.get(word.start, word.plain)}
        if word.text[0].islower() and any(
            is_near(one, plain) for one in meant for plain in self._plains
        ):
            return True
        if any(len(t) >= _MIN_ROOT and word.term.startswith(t) for t in self._terms) or (
            len(word.term) >= _MIN_ROOT and any(t.startswith(word.term) for t in self._terms)
        ):
            return True
        return not sides_of(word.term).isdisjoint(self._sides)
