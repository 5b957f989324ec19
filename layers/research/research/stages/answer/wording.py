"""How far sentences say the words of a query again: the same, near in meaning, or of their kind."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from research.ports import Embedder
from research.text.bm25 import TermWeights
from research.text.clauses import Word, clause_words
from research.text.terms import stem
from research.text.words.lexicon import is_near
from research.text.words.word_relations import near_terms

if TYPE_CHECKING:
    from research.ports import Matrix

NEAR_CREDIT = 0.7
_UNRELATED = 0.3
"""The cosine of static word vectors up to which two words have nothing to do with each other."""
_MAX_WEIGHT = 5.0
_SHORTEST = 3
_PLURAL_NUMBER = re.compile(r"(?<!\d)(\d+)s")


@dataclass(frozen=True, slots=True)
class Match:
    """How much of the weight of some words a sentence says again, 0 to 1."""

    exact: float
    """In the same words."""
    near: float
    """In these, or in words that the lexicon knows to be near in meaning."""
    soft: float
    """In these, or in words of near vectors."""


class Wording:
    """Credits of the words of a query against all words of the candidates."""

    def __init__(self, asked: Sequence[str], said: Sequence[str], cosines: "Matrix") -> None:
        """`cosines` has a row for each folded word `asked`, a column for each one `said`."""
        scale = 1 - _UNRELATED
        soft = np.clip((cosines - _UNRELATED) / scale, 0.0, 1.0)
        self._columns = {word: column for column, word in enumerate(said)}
        self._soft = dict(zip(asked, soft, strict=True))

    @classmethod
    async def of(cls, asked: Iterable[str], texts: Iterable[str], embedder: Embedder) -> "Wording":
        """The wording of `texts` seen from the folded words `asked`. Raises `EmbedderError`."""
        wanted = list(dict.fromkeys(asked))
        said = sorted({word.plain for text in texts for word in content_words(text)})
        if not wanted or not said:
            return cls(wanted, said, np.zeros((len(wanted), len(said)), dtype=np.float32))
        vectors = await embedder.embed([*wanted, *said])
        return cls(wanted, said, vectors[: len(wanted)] @ vectors[len(wanted) :].T)

    def soft(self, word: str, other: str) -> float:
        """How near two words' vectors are: 0, unrelated, to 1."""
        row, column = self._soft.get(word), self._columns.get(other)
        return 0.0 if row is None or column is None else float(row[column])

    def match(self, words: Sequence[str], text: str, weights: TermWeights) -> Match:
        """How far `text` says the folded `words` again."""
        said = {word.plain: word.term for word in content_words(text)}
        exact = near = soft = total = 0.0
        for word in words:
            worth = weight(word, weights)
            best = max((credit(word, plain, term) for plain, term in said.items()), default=0.0)
            total += worth
            exact += worth * (best == 1.0)
            near += worth * best
            soft += worth * max([best, *(self.soft(word, plain) for plain in said)])
        total = total or 1.0
        return Match(exact / total, near / total, soft / total)

    def share_around(
        self, words: Sequence[str], around: frozenset[str], match: Match, weights: TermWeights
    ) -> float:
        """The share of `words` that a sentence or what is around it says, at least its own."""
        worths = {word: weight(word, weights) for word in words}
        said = sum(worth for word, worth in worths.items() if stem(word) in around)
        return max(match.near, said / (sum(worths.values()) or 1.0))


@lru_cache(maxsize=4096)
def content_words(text: str) -> tuple[Word, ...]:
    """The words of `text` that say something by themselves."""
    return tuple(word for word in clause_words(text) if word.has_content or word.text == "US")


def weight(word: str, weights: TermWeights) -> float:
    """What it says of a sentence that it has a folded word: rare ones more than common ones."""
    return min(weights[stem(word)], _MAX_WEIGHT)


@lru_cache(maxsize=65_536)
def credit(word: str, other: str, other_term: str) -> float:
    """1 where two folded words are forms of one, less where they may mean nearly the same."""
    term = stem(_PLURAL_NUMBER.sub(r"\1", word))
    if term in (other_term, stem(_PLURAL_NUMBER.sub(r"\1", other))):
        return 1.0
    if other_term in near_terms(term):
        return NEAR_CREDIT
    if len(other) < _SHORTEST or len(word) < _SHORTEST or not (word + other).isalpha():
        return 0.0
    return NEAR_CREDIT if is_near(word, other) else 0.0
