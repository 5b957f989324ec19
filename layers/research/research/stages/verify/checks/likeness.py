"""How alike two words are in sense."""

from functools import lru_cache

from research.text.words.lexicon import is_near
from research.text.words.word_relations import country_words, near_terms

_SAME_ROOT = 5


@lru_cache(maxsize=65_536)
def likeness(term: str, plain: str, other: str, other_plain: str) -> float:
    """How alike two words are, 0 to 1: one term, near in sense, of one root, or neither.

    `term` is a word's stem, and `plain` the word in small letters.
    """
    if term == other:
        return 1.0
    if other in near_terms(term) or other_plain in country_words(plain):
        return 0.8
    if min(len(term), len(other)) >= _SAME_ROOT and term[:_SAME_ROOT] == other[:_SAME_ROOT]:
        return 0.7
    is_figure = plain[0].isdigit() or other_plain[0].isdigit()
    return 0.0 if is_figure or not is_near(plain, other_plain) else 0.5
