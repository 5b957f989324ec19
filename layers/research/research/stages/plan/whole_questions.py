"""Cuts a planned question that is too long so that it is still one: others may follow it."""

import re
from typing import Any

from research.domain.question import MAX_PLANNED_CHARACTERS

_ASKED = re.compile(r"[?？؟]")
_CLAUSE_END = re.compile(r"[,;:–—](?=\s(?:and|or|but)\b)|[，；：、،؛]")
"""Not within a list: "Which firms that build ferries in Norway, Sweden and Denmark have …"."""
_LEAST_SHARE = 0.25
"""A clause that ends sooner may be no question: "In 2019, how did …"."""
_MORE = "…"


def whole_question(value: Any) -> Any:
    """What a model wrote as a question, at most `MAX_PLANNED_CHARACTERS` of it.

    A longer one ends with the last question or clause that has room whole, else after a word, and
    shows that it goes on.
    """
    if not isinstance(value, str) or len(value.strip()) <= MAX_PLANNED_CHARACTERS:
        return value.strip() if isinstance(value, str) else value
    room = value.strip()[: MAX_PLANNED_CHARACTERS - 1]
    least = _LEAST_SHARE * len(room)
    clauses = (mark.start() for mark in _CLAUSE_END.finditer(room))
    ends = sorted(
        [
            *(mark.start() for mark in _ASKED.finditer(room) if mark.start()),
            *(end for end in clauses if end >= least),
        ]
    )
    if ends:
        return f"{room[: ends[-1]].rstrip()}?"
    return (room.rpartition(" ")[0] or room) + _MORE
