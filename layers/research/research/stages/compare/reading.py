"""A sentence as it is held against others: whom it names, what it says, its figures, its times."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import fsum, log, sqrt

from research.domain.claim import Citation
from research.stages.compare.clauses import clauses
from research.stages.compare.figures import Figure, figures_of
from research.stages.compare.limits import marks_of
from research.stages.compare.stances import stances_of
from research.stages.compare.times import Times, times_of
from research.stages.compare.words import FALLING, RISING, plain_term, shared_terms
from research.text.clauses import Word, clause_words
from research.text.figures.counted import figure_places, rejected_of, values_of
from research.text.figures.quantities import Quantity
from research.text.names import names
from research.text.polarity import denials
from research.text.words.word_relations import Side as OppositeSide

_FEWEST = 300
"""Of fewer sentences, rarity tells nothing: what both have would be the commonest of all."""
_POINTS_BACK = frozenset("the this that these those its his her their it he she they".split())

_ANY = frozenset("a an some many most any few several every".split())


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """A sentence, and what it says by its parts.

    `words`: those that say something and are of no figure; `terms`: theirs, plain and as they are.
    `own_names`: the terms of its names; `around`: of those told before it; `named`: its own, and
    those before where its first words point back. `values`: what its numbers come to. `stances`:
    what it says, as sides and words; `against`: what would be the opposite.
    """

    citation: Citation
    words: tuple[Word, ...]
    clauses: tuple[tuple[Word, ...], ...]
    terms: frozenset[str]
    own_names: frozenset[str]
    around: frozenset[str]
    named: frozenset[str]
    figures: tuple[Figure, ...]
    rejected: tuple[Quantity, ...]
    values: frozenset[Fraction]
    places: tuple[tuple[int, int], ...]
    times: Times
    denies: bool
    stances: frozenset[str | OppositeSide]
    against: frozenset[str | OppositeSide]

    def names_in(self, words: Iterable[Word]) -> frozenset[str]:
        """The terms of those of `words` that are of its names."""
        return frozenset(word.term for word in words if word.term in self.own_names)


@dataclass(frozen=True, slots=True)
class Side:
    """A figure in its statement."""

    statement: Statement
    figure: Figure

    @property
    def marks(self) -> frozenset[str]:
        """What the figure is beside a plain number."""
        return marks_of(self.statement.citation.quote, self.figure)

    @property
    def times(self) -> Times:
        """The times named near the figure; where none is, those of the sentence."""
        near = times_of(" ".join(word.text for word in self.figure.piece))
        return near if near.is_told else self.statement.times


def known_names(texts: Iterable[str]) -> frozenset[str]:
    """The words, folded, that are surely names somewhere in `texts`."""
    return frozenset(
        word.plain for text in texts for name in names(text) if name.is_sure for word in name.words
    )


def read(citation: Citation, before: str, known: frozenset[str]) -> Statement:
    """The statement of a citation; `before` is what its source says just before it."""
    said = citation.quote
    places = tuple(figure_places(said))
    own, around = _names(said, known, places), _names(before, known, ())
    parts = tuple(clauses(said))
    words = tuple(
        word for clause in parts for word in clause if word.has_content and not _is_at(word, places)
    )
    stances, against = stances_of(word for clause in parts for word in clause)
    return Statement(
        citation=citation,
        words=words,
        clauses=parts,
        terms=own | {form for word in words for form in (word.term, plain_term(word))},
        own_names=own,
        around=around,
        named=own | around if _points_back(said, own) else own,
        figures=tuple(figures_of(said, own)),
        rejected=tuple(rejected_of(said)),
        values=values_of(said),
        places=places,
        times=times_of(said),
        denies=bool(denials(said)),
        stances=stances,
        against=against,
    )


def rarity_of(statements: Sequence[Statement]) -> Mapping[str, float]:
    """How much a term tells: its inverse document frequency (Spärck Jones, 1972), and its root.

    All is about one query: what is in every second sentence tells less, but not nothing.
    """
    counts = Counter(term for statement in statements for term in statement.terms)
    counts.update((RISING, FALLING))
    size = max(len(statements), _FEWEST)
    return {term: sqrt(log(1 + size / count)) for term, count in counts.items()}


def share(one: frozenset[str], other: frozenset[str], rarity: Mapping[str, float]) -> float:
    """How much of the fewer terms the others have, or words like them, by rarity."""
    less, more = sorted((one, other), key=lambda terms: fsum(rarity[term] for term in terms))
    total = fsum(rarity[term] for term in less)
    return fsum(rarity[term] for term in shared_terms(less, more)) / total if total else 0.0


def _names(text: str, known: frozenset[str], places: Sequence[tuple[int, int]]) -> frozenset[str]:
    """The terms of the names of `text`; a unit, such as Celsius, is none."""
    return frozenset(
        word.term
        for name in names(text, known)
        for word in name.words
        if word.has_content and not _is_at(word, places)
    )


def _is_at(word: Word, places: Sequence[tuple[int, int]]) -> bool:
    return any(start < word.end and word.start < end for start, end in places)


def _points_back(said: str, own: frozenset[str]) -> bool:
    """Whether its first words are "the mine" or the like, or it names nobody and says not "a"."""
    first = clause_words(said)[:3]
    if not first or any(word.term in own for word in first):
        return False
    return first[0].plain in _POINTS_BACK or (not own and first[0].plain not in _ANY)
