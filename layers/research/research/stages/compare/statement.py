"""Reads a sentence into what is compared: its names, words, figures, times and stances.

A stance is what a sentence says, as words and as sides of opposites; by the stances most pairs of
sentences are known not to oppose each other, at little cost.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import fsum, log, sqrt

from research.domain.claim import Citation
from research.stages.compare.clause_terms import FALLING, RISING, clauses, plain_term, shared_terms
from research.stages.compare.figures import Figure, Times, figures_of, times_of
from research.stages.compare.qualifiers import qualifiers_of
from research.text.clauses import Word, clause_words
from research.text.figures.counted import figure_places, rejected_of, values_of
from research.text.figures.quantities import Quantity
from research.text.names import names
from research.text.polarity import denials
from research.text.words.word_relations import PREFIXES, OppositeSide, opposite_sides, sides_of

_FEWEST = 300
"""Rarity is measured as if there were at least so many sentences: of two, all are as rare."""
_POINTS_BACK = frozenset("the this that these those its his her their it he she they".split())

_ANY = frozenset("a an some many most any few several every".split())
_MIN_TURNED = 4

Stance = str | OppositeSide


@dataclass(frozen=True, eq=False)
class Statement:
    """A sentence of a source, read.

    `words`: its content words that are part of no figure; `terms`: theirs, with changes in one
    word ("fall" for "dropped") and as they are. `own_names`: the terms of its names. `before`: what
    its source says just before it. `values`: what its numbers come to. `places`: where its figures
    are. `stances`: its words, and the sides of opposites that they are on; `against`: what would be
    the opposite of one of them. `known`: words that are surely of names.
    """

    citation: Citation
    words: tuple[Word, ...]
    clauses: tuple[tuple[Word, ...], ...]
    terms: frozenset[str]
    own_names: frozenset[str]
    before: str
    known: frozenset[str]
    figures: tuple[Figure, ...]
    rejected: tuple[Quantity, ...]
    values: frozenset[Fraction]
    places: tuple[tuple[int, int], ...]
    times: Times
    denies: bool
    stances: frozenset[Stance]
    against: frozenset[Stance]

    @cached_property
    def names_before(self) -> frozenset[str]:
        """The terms of the names in `before`: few pairs of sentences need them."""
        return _names(self.before, self.known, ())

    @cached_property
    def named(self) -> frozenset[str]:
        """The terms of its names, with those before it where its first words point back."""
        points_back = _points_back(self.citation.quote, self.own_names)
        return self.own_names | self.names_before if points_back else self.own_names

    def names_in(self, words: Iterable[Word]) -> frozenset[str]:
        """The terms of those of `words` that are part of its names."""
        return frozenset(word.term for word in words if word.term in self.own_names)


@dataclass(frozen=True, slots=True)
class Side:
    """A figure of a statement, to be compared with one of another statement."""

    statement: Statement
    figure: Figure

    @property
    def qualifiers(self) -> frozenset[str]:
        """What qualifies the figure: a part, a rate, a hope."""
        return qualifiers_of(self.statement.citation.quote, self.figure)

    @property
    def times(self) -> Times:
        """The times named near the figure; where none is, those of the sentence."""
        near = times_of(" ".join(word.text for word in self.figure.piece))
        return near if near.is_named else self.statement.times


def known_names(texts: Iterable[str]) -> frozenset[str]:
    """The folded words that are surely part of a name somewhere in `texts`."""
    return frozenset(
        word.plain for text in texts for name in names(text) if name.is_sure for word in name.words
    )


def read_statement(citation: Citation, before: str, known: frozenset[str]) -> Statement:
    """Read the sentence that `citation` quotes.

    `before` is what its source says just before it, `known` what `known_names` found.
    """
    said = citation.quote
    places = tuple(figure_places(said))
    own = _names(said, known, places)
    parts = tuple(clauses(said))
    words = tuple(
        word
        for clause in parts
        for word in clause
        if word.has_content and not word.overlaps(places)
    )
    stances, against = _stances_of(word for clause in parts for word in clause)
    return Statement(
        citation=citation,
        words=words,
        clauses=parts,
        terms=own | {form for word in words for form in (word.term, plain_term(word))},
        own_names=own,
        before=before,
        known=known,
        figures=tuple(figures_of(said, own)),
        rejected=tuple(rejected_of(said)),
        values=values_of(said),
        places=places,
        times=times_of(said),
        denies=bool(denials(said)),
        stances=stances,
        against=against,
    )


def term_rarity(statements: Sequence[Statement]) -> Mapping[str, float]:
    """The weight of each term: the root of its inverse document frequency (Spärck Jones, 1972).

    The root, because all sentences are about one query: a term of every second one is no stop word.
    """
    counts = Counter(term for statement in statements for term in statement.terms)
    counts.update((RISING, FALLING))
    size = max(len(statements), _FEWEST)
    return {term: sqrt(log(1 + size / count)) for term, count in counts.items()}


def shared_rarity(one: frozenset[str], other: frozenset[str], rarity: Mapping[str, float]) -> float:
    """The share, 0 to 1 by rarity, of the lighter set of terms that the other has or has like."""
    less, more = sorted((one, other), key=lambda terms: fsum(rarity[term] for term in terms))
    total = fsum(rarity[term] for term in less)
    return fsum(rarity[term] for term in shared_terms(less, more)) / total if total else 0.0


def _names(text: str, known: frozenset[str], places: Sequence[tuple[int, int]]) -> frozenset[str]:
    """The terms of the names of `text`; a unit, such as Celsius, is none."""
    return frozenset(
        word.term
        for name in names(text, known)
        for word in name.words
        if word.has_content and not word.overlaps(places)
    )


def _points_back(said: str, own: frozenset[str]) -> bool:
    """Whether it begins with "the mine" or the like, or has no name and does not begin with "a"."""
    first = clause_words(said)[:3]
    if not first or any(word.term in own for word in first):
        return False
    return first[0].plain in _POINTS_BACK or (not own and first[0].plain not in _ANY)


def _stances_of(words: Iterable[Word]) -> tuple[frozenset[Stance], frozenset[Stance]]:
    """What `words` say, and what would be the opposite of some of it."""
    said: set[Stance] = set()
    against: set[Stance] = set()
    for word in words:
        said |= {word.plain, *sides_of(word.term)}
        against |= {*opposite_sides(word.term), *_turned(word.plain)}
    return frozenset(said), frozenset(against)


def _turned(plain: str) -> set[str]:
    """The words that a word is the opposite of by its prefix: "safe" for "unsafe"."""
    rests = {plain.removeprefix(prefix) for prefix in PREFIXES if plain.startswith(prefix)}
    return {rest for rest in rests if len(rest) >= _MIN_TURNED}
