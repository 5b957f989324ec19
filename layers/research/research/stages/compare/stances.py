"""What a sentence takes sides on, so that most pairs are known not to oppose at little cost."""

from collections import defaultdict
from collections.abc import Iterable

from research.text.clauses import Word
from research.text.words.opposites import PREFIXES, SIDES

_MIN_TURNED = 4


def _sides() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Each term with the names of the sides that it is on, and with those that it is against."""
    on: dict[str, set[str]] = defaultdict(set)
    against: dict[str, set[str]] = defaultdict(set)
    for number, sides in enumerate(SIDES):
        for place, side in enumerate(sides):
            for term in side:
                on[term].add(f"{number}:{place}")
                against[term].add(f"{number}:{1 - place}")
    return dict(on), dict(against)


_ON, _AGAINST = _sides()


def stances_of(words: Iterable[Word]) -> tuple[frozenset[str], frozenset[str]]:
    """What `words` say, as sides and words, and what would be the opposite of something in them."""
    said: set[str] = set()
    against: set[str] = set()
    for word in words:
        said |= _ON.get(word.term, set()) | {word.plain}
        against |= _AGAINST.get(word.term, set()) | _turned(word.plain)
    return frozenset(said), frozenset(against)


def _turned(plain: str) -> set[str]:
    """What a word says the opposite of by its first letters: "safe" for "unsafe"."""
    rests = {plain.removeprefix(prefix) for prefix in PREFIXES if plain.startswith(prefix)}
    return {rest for rest in rests if len(rest) >= _MIN_TURNED}
