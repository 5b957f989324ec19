"""Finds text that a PDF's fonts lost letters of, and writes ligatures as their letters.

A font's ToUnicode map may give nothing for a glyph; "office" is then read as "ofce". What is lost
can't be known, so it is never put back.
"""

import re
from itertools import islice

from research.text.words.lexicon import is_word
from research.text.words.word_lists import read_words

_LIGATURES = str.maketrans(
    dict(zip("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06",
             ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
)  # fmt: skip
_LOST = "[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]"
# Beside a letter only: bullets and ornaments are often of a private font.
_LOST_BY_LETTER = re.compile(rf"(?<=[^\W\d_]){_LOST}|{_LOST}(?=[^\W\d_])")
_WORD = re.compile(r"(?<![\w'’.-])[a-z]{4,20}(?![\w'’-])")
_MIN_LOST = 3
_MANY = 0.01
"""The part of the words with a lost glyph. A ligature stands in two to four of 100 English words,
so a font that loses one of the common ones is above it."""
_MAX_CHARACTERS, _MAX_WORDS = 30_000, 400
"""Of a text so much is looked up, and so many words that aren't in the lexicon: half a second."""


def fold_ligatures(text: str) -> str:
    """`text` with the Latin ligatures U+FB00 to U+FB06 as letters."""
    return text.translate(_LIGATURES)


def has_lost_glyphs(text: str) -> bool:
    """Whether many words of `text`, as the PDF gives it, have marks in place of letters."""
    lost = sum(1 for _ in _LOST_BY_LETTER.finditer(text))
    return lost >= _MIN_LOST and lost > _MANY * len(text.split())


def has_lost_ligatures(text: str) -> bool:
    """Whether many words of English `text` are words only with an f-ligature put in."""
    text = text[:_MAX_CHARACTERS]
    words = [match.group() for match in _WORD.finditer(text)]
    known = _common_words()
    unknown = (word for word in dict.fromkeys(words) if word not in known and not is_word(word))
    broken = {word for word in islice(unknown, _MAX_WORDS) if _lacks_ligature(word)}
    found = sum(word in broken for word in words)
    return len(broken) >= _MIN_LOST and found > _MANY * len(text.split())


def _common_words() -> frozenset[str]:
    return read_words("small_words", "small words") | read_words("small_words", "function words")


def _lacks_ligature(word: str) -> bool:
    return any(
        is_word(f"{word[:place]}{ligature}{word[place:]}")
        for place in range(len(word) + 1)
        for ligature in ("fi", "fl", "ff", "ffi", "ffl")
    )
