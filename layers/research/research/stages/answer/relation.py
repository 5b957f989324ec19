"""How far a sentence says what is asked of the names in a question, not those names alone.

"How much is Smith's salary?" names Smith, and asks for a salary. A page about Smith has the name
in each sentence; what tells an answer is that it says "salary" or "paid", beside an amount.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import exp

from research.stages.answer.expectation.expected import Expected
from research.stages.answer.expectation.holds import values_in
from research.stages.answer.parts import Part
from research.stages.answer.wording import content_words, credit, weight
from research.text.bm25 import TermWeights
from research.text.clauses import Word, clause_words
from research.text.words.lexicon import may_be

_FAR_WORDS = 8
"""What stands so many words from a value counts 1/e of what stands beside it."""
_UNSEEN = frozenset((Expected.WHETHER, Expected.THING))
"""Kinds of which no value can be seen."""
_NO_VALUE = 0.7
"""What counts of the asked words where none can."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a sentence says of the names and of the asked words of a part, each 0 to 1."""

    named: float
    """The share by weight of its names and numbers, and of its context's, that are said."""
    asked: float
    """The same of its other words, which ask something of them."""
    least: float
    """How far that one of these is said which is said least."""
    verb: float
    """The share by weight of those that may be verbs."""
    beside: float
    """How much of what is asked stands near a value of the expected kind."""


def relation(part: Part, text: str, weights: TermWeights) -> Relation:
    """What the sentence `text` says of what `part` asks."""
    said = content_words(text)
    asked = [word for word in part.words if word not in part.named]
    verbs = [word for word in asked if word not in part.wanted and may_be(word, "v")]
    credited = {word: _best(word, said) for word in (*asked, *part.named)}
    share = _share(asked, credited.__getitem__, weights)
    return Relation(
        named=_share(part.named, credited.__getitem__, weights),
        asked=share,
        least=min((credited[word] for word in asked), default=1.0),
        verb=_share(verbs, credited.__getitem__, weights),
        beside=_NO_VALUE * share
        if part.expected in _UNSEEN
        else max(_beside(part, asked, text, weights), default=0.0),
    )


def _best(word: str, said: Iterable[Word]) -> float:
    return max((credit(word, other.plain, other.term) for other in said), default=0.0)


def _share(words: Iterable[str], credit_of: Callable[[str], float], weights: TermWeights) -> float:
    """The mean of what each word is credited with, by weight; 1 of no words."""
    worths = {word: weight(word, weights) for word in words}
    total = sum(worths.values())
    return sum(worth * credit_of(word) for word, worth in worths.items()) / total if total else 1.0


def _beside(part: Part, asked: Sequence[str], text: str, weights: TermWeights) -> Iterable[float]:
    """Of each value in `text`, how much of what is asked stands near it."""
    said = clause_words(text)
    for value in values_in(part, text):
        inside = [number for number, word in enumerate(said) if word.overlaps([value])]
        if inside:
            near = {word: _nearest(word, said, inside[0], inside[-1]) for word in asked}
            yield _share(asked, near.__getitem__, weights)


def _nearest(word: str, said: Sequence[Word], first: int, last: int) -> float:
    """The most that a word of `said` counts for `word`, less the farther from `first` to `last`."""
    return max(
        (
            credit(word, one.plain, one.term)
            * exp(-max(0, first - number - 1, number - last - 1) / _FAR_WORDS)
            for number, one in enumerate(said)
            if one.has_content
        ),
        default=0.0,
    )
