"""The JSON values in an answer that is JSON, or a stream of events (the HTML standard, 9.2)."""

import codecs
import json
from collections.abc import Iterator
from typing import Any

DONE = "[DONE]"
_DECODER = json.JSONDecoder()


class AnswerPieces:
    """Finds out from the first sign which of the two it is. Feed it, then `end` it.

    Both raise `ValueError` for a piece that is no JSON.
    """

    def __init__(self) -> None:
        self.is_whole = False
        """Whether it is JSON, and no stream."""
        self._text = codecs.getincrementaldecoder("utf-8")("replace")
        self._unread = ""
        self._has_begun = False
        self._data: list[str] = []

    def feed(self, part: bytes) -> Iterator[Any]:
        """The values that end in `part`; those of JSON come at the end."""
        self._unread += self._text.decode(part)
        if not self._has_begun:
            self._unread = self._unread.lstrip("\ufeff \t\r\n")
            self._has_begun = bool(self._unread)
            self.is_whole = self._unread[:1] in ("{", "[", "<")
        if not self.is_whole:
            *lines, self._unread = self._unread.split("\n")
            for line in lines:
                yield from self._line(line.rstrip("\r"))

    def end(self) -> Iterator[Any]:
        """The values that have no more than the end of the answer after them."""
        if self.is_whole:
            yield from _values(self._unread)
        else:
            yield from self._line(self._unread.rstrip("\r"))
            yield from self._line("")

    def _line(self, line: str) -> Iterator[Any]:
        if line.startswith("data:"):
            self._data.append(line.removeprefix("data:").removeprefix(" "))
            if len(self._data) == 1 and _is_json(self._data[0]):
                yield from self._event()  # some servers leave out the line that ends an event
        elif not line and self._data:
            yield from self._event()

    def _event(self) -> Iterator[Any]:
        data, self._data = "\n".join(self._data).strip(), []
        if data and data != DONE:
            yield json.loads(data)


def _is_json(text: str) -> bool:
    if text.strip() == DONE:
        return True
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _values(text: str) -> Iterator[Any]:
    """The values of `text` one after the other, up to anything that begins none."""
    at = 0
    while at == 0 or text[at : at + 1] in ("{", "["):
        value, end = _DECODER.raw_decode(text, at)
        yield value
        at = end + len(text[end:]) - len(text[end:].lstrip())
