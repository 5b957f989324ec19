"""Finds what stands in quotation marks in a text: the words of somebody who is quoted."""

import re
from collections.abc import Iterator

from research.domain.value import Span

_MARKS = re.compile(r"[“”«»\"]")
_ANY_MARK = "“”«»\"‘’'"
_OPENS = re.compile(r"(?:^|[\s(\[—–-])$")
_MOST_WITHIN = 300
"""Characters between two single marks: an apostrophe further on is no end of a quotation."""
_SINGLE = re.compile(
    rf"‘(?=\w)(?:[^‘“”\"\n]){{1,{_MOST_WITHIN}}}?(?<=[\w.,!?…])’(?!\w)"
    rf"|(?<![\w'])'(?=\w)(?:[^'“”\"\n]|(?<=\w)'(?=\w)){{1,{_MOST_WITHIN}}}?(?<=[\w.,!?…])'(?!\w)"
)


def quotations(text: str) -> list[Span]:
    """The places of `text` that stand in quotation marks, marks included, in order.

    One that begins before `text`, or ends behind it, has its part that is in it. Single marks count
    where there are no double ones: between these, they are of what the speaker quotes.
    """
    found = list(_between_double_marks(text))
    return found or [Span(start=one.start(), end=one.end()) for one in _SINGLE.finditer(text)]


def without_quotations(text: str) -> str:
    """`text` with blanks in the place of what is quoted, its marks apart."""
    pieces = list(text)
    for one in quotations(text):
        pieces[one.start : one.end] = (
            mark if mark in _ANY_MARK else " " for mark in pieces[one.start : one.end]
        )
    return "".join(pieces)


def _between_double_marks(text: str) -> Iterator[Span]:
    start: int | None = None
    is_first = True
    for mark in _MARKS.finditer(text):
        place = mark.start()
        if _is_opening(text, place):
            start = place if start is None else start
        elif start is not None or (is_first and not _is_measure(text, place)):
            yield Span(start=start or 0, end=mark.end())
            start = None
        is_first = False
    if start is not None:
        yield Span(start=start, end=len(text))


def _is_opening(text: str, place: int) -> bool:
    if text[place] != '"':
        return text[place] in "“«"
    before, after = text[max(0, place - 1) : place], text[place + 1 : place + 2]
    return _OPENS.search(before) is not None and bool(after.strip())


def _is_measure(text: str, place: int) -> bool:
    """Whether it is the mark of inches: a screen of 27"."""
    return text[place] == '"' and text[max(0, place - 1) : place].isdigit()
