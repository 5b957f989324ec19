"""Splits a text into words, each with its stem, its place and the number of its clause.

Clauses end at punctuation marks and at a few conjunctions: enough to say how far a "not" reaches.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from research.text.terms import fold
from research.text.words.lexicon import base_term
from research.text.words.word_lists import read_words

_WORD = re.compile(
    r"(?P<word>(?:[A-Za-z]\.){2,}|\d+(?:[.,:]\d+)*[a-z]{0,3}|[^\W_]+(?:['’&][^\W_]+)*)|(?P<mark>[,;:()—–.!?\n]|\s-+\s)"
)
_CONJUNCTIONS = frozenset(
    """but because although though while whereas however unless since which who despite""".split()
)
FUNCTION_WORDS = read_words("small_words", "small words") | read_words(
    "small_words", "function words"
)
SAYING = frozenset("say says said told tell tells".split())
"""Of the function words, those that are verbs with a subject: who said it matters."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, from `start` to `end` in it.

    `text` is the word as written, `plain` folded and `term` stemmed; `clause` counts from 0.
    """

    text: str
    plain: str
    term: str
    clause: int
    start: int
    end: int

    @property
    def has_content(self) -> bool:
        """Whether it says something by itself: it is no function word."""
        return self.plain not in FUNCTION_WORDS

    def overlaps(self, places: Iterable[tuple[int, int]]) -> bool:
        """Whether it stands at one of `places`, each a start and an end in the same text."""
        return any(start < self.end and self.start < end for start, end in places)


@lru_cache(maxsize=256)
def clause_words(text: str) -> tuple[Word, ...]:
    """The words of `text` in order."""
    found: list[Word] = []
    clause = 0
    for match in _WORD.finditer(text):
        if match["mark"]:
            clause += 1
            continue
        written = match["word"]
        plain = fold(written.replace(".", "") if written[0].isalpha() else written)
        if plain in _CONJUNCTIONS:
            clause += 1
        found.append(Word(written, plain, base_term(plain), clause, match.start(), match.end()))
    return tuple(found)
