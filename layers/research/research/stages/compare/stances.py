"""What a sentence takes sides on, so that most pairs are known not to oppose at little cost."""

from collections.abc import Iterable

from research.text.clauses import Word
from research.text.words.word_relations import PREFIXES, Side, opposite_sides, sides_of

_MIN_TURNED = 4


def stances_of(words: Iterable[Word]) -> tuple[frozenset[str | Side], frozenset[str | Side]]:
    """What `words` say, as sides and words, and what would be the opposite of something in them."""
    said: set[str | Side] = set()
    against: set[str | Side] = set()
    for word in words:
        said |= {word.plain, *sides_of(word.term)}
        against |= {*opposite_sides(word.term), *_turned(word.plain)}
    return frozenset(said), frozenset(against)


def _turned(plain: str) -> set[str]:
    """What a word says the opposite of by its first letters: "safe" for "unsafe"."""
    rests = {plain.removeprefix(prefix) for prefix in PREFIXES if plain.startswith(prefix)}
    return {rest for rest in rests if len(rest) >= _MIN_TURNED}
