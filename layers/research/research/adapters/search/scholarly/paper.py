"""What the searches for papers share: the words they are asked for, and which address is read."""

import re
from collections.abc import Iterable

from research.text.terms import terms, words

MAX_WORDS = 12
"""More make no search better, and some of these servers slow."""
_MARKS = re.compile(r'[\s"(){}\[\]:&|\\]')
"""Those that a query language of these servers has."""


def telling_words(query: str) -> list[str]:
    """The words of `query` that say what it is about, each once, in small letters.

    Their operators, such as AND, are words in capitals, so none is left; nor is a mark.
    """
    written = words(query) or [_MARKS.sub("", query)]
    told = [word.lower() for word in written if terms(word)]
    return list(dict.fromkeys(told or map(str.lower, written)))[:MAX_WORDS]


def first_address(addresses: Iterable[str]) -> str:
    """The first of `addresses` that is http(s); empty if none is."""
    return next((one for one in addresses if one.startswith(("http://", "https://"))), "")


def doi_address(doi: str) -> str:
    """Where a DOI leads; empty for an empty one."""
    bare = doi.strip().removeprefix("https://doi.org/")
    return f"https://doi.org/{bare}" if bare else ""
