"""Which words stand for each other and which are opposites, by lists of what reports use.

They stand beside WordNet (`lexicon`), which has more words and fewer of these pairs: each list's
file says how many. Words are given as terms (stemmed) or folded, as the parameter's name says.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from research.text.clauses import Word
from research.text.terms import stem
from research.text.words.lexicon import base_term
from research.text.words.word_lists import read_rows, read_words

PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "mis")
"""What turns a word into its opposite."""
_TURNED = ("able", "ible", "al", "ent", "ant", "ive", "ect", "ete", "ous", "ate", "ular", "cient")
"""Endings of words that "in-" and "dis-" turn round; "formed" and "informed" are no opposites."""
_MIN_TURNED = 4
_GRADED = "~"

OppositeSide = tuple[int, int]
"""A row of the list of opposites, and which side of its bar: 0 or 1."""
Sides = Mapping[str, frozenset[OppositeSide]]


def near_terms(term: str) -> frozenset[str]:
    """All terms that are near `term` in meaning, itself among them; none where it is not listed."""
    return _near().get(term, frozenset())


def answering_terms(term: str) -> frozenset[str]:
    """Terms that an answer may say for `term` in its question: "shoot" for "die"; maybe none."""
    return _answering().get(term, frozenset())


def measure_terms(term: str) -> frozenset[str]:
    """For an adjective of measure or its noun, such as "deep" and "depth", both; else none."""
    return _measures().get(term, frozenset())


def country_words(plain: str) -> frozenset[str]:
    """All folded words for the country that `plain` names, itself among them; else none."""
    return _countries().get(plain, frozenset())


def sides_of(term: str) -> frozenset[OppositeSide]:
    """The sides of opposites that a term is on; words on one side are near in meaning too."""
    return _opposites().get(term, frozenset())


def opposite_sides(term: str) -> frozenset[OppositeSide]:
    """The sides that say the opposite of a term."""
    return _across(sides_of(term))


def on_one_side(term: str, other: str) -> bool:
    """Whether the two are the same, or say the opposite of the same."""
    return term == other or not sides_of(term).isdisjoint(sides_of(other))


def has_opposite(term: str, terms: Iterable[str]) -> bool:
    """Whether one of `terms` is the opposite of `term`."""
    turned, opposite = {f"{prefix}{term}" for prefix in PREFIXES}, opposite_sides(term)
    return any(other in turned or not opposite.isdisjoint(sides_of(other)) for other in terms)


def are_opposite(word: Word, other: Word) -> bool:
    """Whether one says the opposite of the other, wherever they stand."""
    return (
        not opposite_sides(word.term).isdisjoint(sides_of(other.term))
        or _is_turned(word.plain, other.plain)
        or _is_turned(other.plain, word.plain)
    )


def are_placed_opposite(term: str, other: str) -> bool:
    """Whether they are opposites after the same word: sided with, sided against."""
    placed = _placed_opposites()
    return not _across(placed.get(term, frozenset())).isdisjoint(placed.get(other, frozenset()))


def is_graded(term: str) -> bool:
    """Whether something is between a term and its opposite: what did not rise may not have fallen.

    False for a term without a listed opposite.
    """
    return term in _graded()


def is_converse(term: str) -> bool:
    """Whether a term and its opposite are two sides of one event: to buy and to sell."""
    return term in _converse()


def _across(sides: Iterable[OppositeSide]) -> frozenset[OppositeSide]:
    return frozenset((row, 1 - side) for row, side in sides)


def _is_turned(plain: str, turned: str) -> bool:
    if len(plain) < _MIN_TURNED or not turned.endswith(plain):
        return False
    prefix = turned[: -len(plain)]
    if prefix in ("un", "non"):
        return True
    return prefix in PREFIXES and plain.endswith(_TURNED)


@cache
def _near() -> Mapping[str, frozenset[str]]:
    return _merged(map(base_term, row.split()) for row in read_rows("near_words", "near words"))


@cache
def _answering() -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for row in read_rows("answering_words", "answering words"):
        asked, said = (map(base_term, words.split()) for words in row.split("|"))
        answers = frozenset(said)
        for term in asked:
            found[term] |= answers
    return dict(found)


@cache
def _measures() -> Mapping[str, frozenset[str]]:
    return _merged(map(stem, row.split()) for row in read_rows("near_words", "measures"))


@cache
def _countries() -> Mapping[str, frozenset[str]]:
    return _merged(row.split() for row in read_rows("countries", "countries"))


def _merged(groups: Iterable[Iterable[str]]) -> Mapping[str, frozenset[str]]:
    """Each word with all words of the groups that it is in."""
    found: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for group in map(frozenset, groups):
        for word in group:
            found[word] |= group
    return dict(found)


@cache
def _opposites() -> Sides:
    return _read_sides("opposites")


@cache
def _placed_opposites() -> Sides:
    return _read_sides("opposite prepositions")


def _read_sides(name: str) -> Sides:
    found: defaultdict[str, frozenset[OppositeSide]] = defaultdict(frozenset)
    for number, row in enumerate(read_rows("opposites", name)):
        for place, words in enumerate(row.strip(f"{_GRADED} ").split("|")):
            for term in _terms_and_adverbs(words):
                found[term] |= {(number, place)}
    return dict(found)


@cache
def _graded() -> frozenset[str]:
    rows = [row for row in read_rows("opposites", "opposites") if row.startswith(_GRADED)]
    return _terms_and_adverbs(" ".join(rows).replace("|", " ").replace(_GRADED, " "))


@cache
def _converse() -> frozenset[str]:
    return _terms_and_adverbs(" ".join(read_words("opposites", "converse verbs")))


def _terms_and_adverbs(words: str) -> frozenset[str]:
    """The terms of `words`, and of what would be their adverbs: "quick", "quickly"."""
    return frozenset(base_term(form) for word in words.split() for form in (word, f"{word}ly"))
