"""Splits a text into the terms of retrieval: folded, without stop words, stemmed.

Scripts written without spaces are cut into overlapping pairs of characters, which needs no
dictionary and retrieves about as well as one (Nie & Ren, "Chinese information retrieval: using
characters or words?", 1999).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import Stemmer

from research.text.words.word_lists import read_words

_WORD = re.compile(r"[^\W_]+(?:[.,'’][^\W_]+)*")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f]+")
_STOP_WORDS = read_words("small_words", "small words") | read_words("small_words", "stop words")
_PIECE_CHARACTERS = 50_000
_stemmer = Stemmer.Stemmer("english")


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    return str(_stemmer.stemWord(word))


def words(text: str) -> list[str]:
    """The words of `text` in order, as written; an unspaced run of characters is one word."""
    return [word for piece in _pieces(text) for word in _WORD.findall(piece)]


def _pieces(text: str) -> Iterator[str]:
    """`text` cut at blanks: no other thread runs while a pattern searches, so pieces are short."""
    start = 0
    while len(text) - start > _PIECE_CHARACTERS:
        blank = text.find(" ", start + _PIECE_CHARACTERS)
        if blank < 0:
            break
        yield text[start:blank]
        start = blank
    yield text[start:]


def word_count(text: str) -> int:
    """How many words `text` has; of a script without spaces, two characters count as one."""
    unspaced = _UNSPACED.findall(text)
    spaced = _UNSPACED.sub(" ", text) if unspaced else text
    return len(spaced.split()) + sum((len(run) + 1) // 2 for run in unspaced)


def is_unspaced(word: str) -> bool:
    """Whether `word` begins in a script that is written without spaces between words."""
    return bool(_UNSPACED.match(word))


def stem(word: str) -> str:
    """The term that `word` stands for, whether or not it is a stop word."""
    return _stem(fold(word))


def terms(text: str) -> list[str]:
    """The terms of `text` in order: folded, stemmed, without English stop words."""
    found: list[str] = []
    for word in words(text):
        if not word.isascii() and _UNSPACED.match(folded := fold(word)):
            found.extend(_pairs(folded))
        elif term := _term(word):
            found.append(term)
    return found


@lru_cache(maxsize=65_536)
def _term(word: str) -> str:
    """The term of a word; empty for a stop word."""
    folded = fold(word)
    return "" if folded in _STOP_WORDS else _stem(folded)


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """`word` without case, accents, digit grouping and a possessive ending."""
    if word.isascii():
        plain = word.lower()
    else:
        spread = unicodedata.normalize("NFKD", word.replace("’", "'"))
        plain = "".join(c for c in spread if not unicodedata.combining(c)).casefold()
    plain = plain.removesuffix("'s")
    return plain.replace(",", "").replace("'", "")


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def names_in(text: str) -> list[str]:
    """The terms of the words that `text` writes with a capital, its first word aside."""
    return [term for word in text.split()[1:] if word[:1].isupper() for term in terms(word)]
