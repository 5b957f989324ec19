"""Reads the word lists of this folder: plain text, UTF-8, in one format.

A line that begins with `#` is a comment: what a list is for and where it is from. `[name]` begins
a list, and each line after it is one of its rows: words parted by blanks, where the list's comment
does not say otherwise. A file is read when a list of it is first asked for, in well under 1 ms.
"""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


def read_words(file: str, name: str) -> frozenset[str]:
    """All words of the list called `name` in the file `file`.txt."""
    return frozenset(" ".join(read_rows(file, name)).split())


def read_rows(file: str, name: str) -> tuple[str, ...]:
    """The rows of the list called `name` in the file `file`.txt, in order."""
    return _read_lists(file)[name]


def list_names(file: str) -> tuple[str, ...]:
    """The names of the lists in the file `file`.txt, in order."""
    return tuple(_read_lists(file))


@cache
def _read_lists(file: str) -> dict[str, tuple[str, ...]]:
    lists: dict[str, list[str]] = {}
    rows: list[str] = []
    for line in (_FOLDER / f"{file}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            rows = lists[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            rows.append(line)
    return {name: tuple(found) for name, found in lists.items()}
