"""Where Thai sentences end, by the model of pythainlp where that is installed (the extra `thai`).

On eight paragraphs of ours with 24 ends, the rule of `sentences` found 12, the model 14 and two
false ones, and both together 19 and one; the model's ends behind a full stop are left out, which
are those of abbreviations. pythainlp with its model takes 72 MB, more than Lambda's layer has room
for: there the rule decides alone.
"""

import os
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

MAX_CHARACTERS = 200_000
"""Of a text whose sentences the model looks for: it reads some 100,000 characters a second."""
_PIECE_CHARACTERS = 2_000
_CACHED_PARAGRAPHS = 1_000


@lru_cache(maxsize=_CACHED_PARAGRAPHS)
def thai_ends(paragraph: str) -> frozenset[int]:
    """The places of blanks in `paragraph` that end a sentence; none without the model."""
    segment = _model()
    if segment is None:
        return frozenset()
    ends: set[int] = set()
    for start, piece in _pieces(paragraph):
        at = start
        for sentence in segment(piece)[:-1]:
            at += len(sentence)
            end = start + len(piece[: at - start].rstrip())
            if paragraph[end] == " " and paragraph[end - 1] != ".":
                ends.add(end)
    return frozenset(ends)


def _pieces(paragraph: str) -> Iterator[tuple[int, str]]:
    """Parts of `paragraph`, each cut at a blank where there is one, and their places."""
    start = 0
    while start < len(paragraph):
        limit = start + _PIECE_CHARACTERS
        blank = paragraph.rfind(" ", start + 1, limit) if limit < len(paragraph) else -1
        end = blank if blank > 0 else limit
        yield start, paragraph[start:end]
        start = end


@cache
def _model() -> Callable[[str], list[str]] | None:
    # Otherwise it makes a folder for downloads in the user's home when it is imported.
    os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")
    try:
        from pythainlp.tokenize.crfcut import segment
    except ImportError:
        return None
    found: Callable[[str], list[str]] = segment
    return found
