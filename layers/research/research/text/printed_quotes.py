"""Tells how a report prints the words of a quote: days in brackets, no numbers of notes."""

import re
from datetime import date

from research.text.days.relative_days import dated

_NUMBERS = r"\d{1,3}(?:(?:, ?|[-–])\d{1,3})*"
# "in 81% of participants (19).", "is the largest.[3]": a capital before round ones may be a name,
# and its owner that old.
_NOTE_NUMBERS = re.compile(
    rf"(?<=[a-z,;.?!”\"’)\]])\[{_NUMBERS}\]"
    rf"|(\b[a-z][\w'’-]{{0,40}}) \({_NUMBERS}\)(?=[.,;](?:\s|$)|$)"
)


def printed(quote: str, published: date | None) -> str:
    """`quote` of a page `published` on that day as a report prints it; on one line if it is."""
    return dated(_NOTE_NUMBERS.sub(lambda found: found[1] or "", quote), published)
