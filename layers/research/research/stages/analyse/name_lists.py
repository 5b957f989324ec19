"""The lists of names, and of words that tell what a name is of."""

from functools import cache

from research.text.words.word_lists import read_rows, read_words

FILE = "name_kinds"

Key = tuple[str, ...]
"""The folded words of a name."""


@cache
def listed(name: str) -> frozenset[str]:
    """The words of one of the lists of kinds."""
    return read_words(FILE, name)


@cache
def listed_organisations() -> frozenset[str]:
    """The folded names of well-known organisations that nothing in a sentence tells."""
    rows = read_rows(FILE, "organisations of words")
    return listed("organisations") | frozenset(rows)


@cache
def places() -> frozenset[Key]:
    """The keys of the listed places."""
    return frozenset(tuple(row.split()) for row in read_rows(FILE, "places"))


@cache
def cities() -> frozenset[Key]:
    """The keys of the larger cities of the world, of which some are also surnames."""
    return frozenset(tuple(row.split()) for row in read_rows("cities", "cities"))


@cache
def same_places() -> dict[Key, Key]:
    """The key of a place by those of its other names."""
    rows = [row.split("|") for row in read_rows(FILE, "same places")]
    return {tuple(other.split()): tuple(first.split()) for first, *more in rows for other in more}


def place_name(key: Key) -> str:
    """How a place with several names is shown; empty for any other."""
    return " ".join(key).title() if key in same_places().values() else ""
