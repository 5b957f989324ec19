"""Makes links to sources: only of safe addresses, and to the quoted words on the page."""

import re
from urllib.parse import quote as percent_encoded

from research.domain.value import Span

MAX_WHOLE_CHARACTERS = 120
"""A longer quote is found by its first and last words: less of it can differ from the live page."""
MIN_EDGE_CHARACTERS = 24
"""The first and the last words of a long quote are at least this long: four or five words."""
MAX_URL_CHARACTERS = 8_000
"""What browsers and servers commonly take."""

_LINKABLE = re.compile(
    r"(?:https?://(?![/?#])|file:///)[^\s\x00-\x20\x7f-\x9f\"<>\\^`{|}]+", re.IGNORECASE
)
# Browsers find whole words. Scripts written without spaces can be parted at their punctuation.
_WORDS = re.compile(
    "[^\\s\\u3001\\u3002\\uff01\\uff0c\\uff1a\\uff1b\\uff1f]+"
    "[\\u3001\\u3002\\uff01\\uff0c\\uff1a\\uff1b\\uff1f]*|\\S"
)


def safe_href(url: str) -> str | None:
    """`url` where it may be a link: http, https or a local file, without odd characters."""
    if len(url) > MAX_URL_CHARACTERS or not _LINKABLE.fullmatch(url):
        return None
    return url


def at_quote(url: str, text: str, span: Span) -> str:
    """`url` with a text fragment that scrolls to the words of `text` at `span`.

    A fragment that `url` already has stays in front; a text fragment is replaced.
    See https://wicg.github.io/scroll-to-text-fragment/.
    """
    address, _, fragment = url.partition("#")
    return f"{address}#{fragment.partition(':~:')[0]}:~:text={text_directive(text, span)}"


def text_directive(text: str, span: Span) -> str:
    """The value of a text fragment: the whole quote, or ``first words,last words``.

    The first words are as many as it takes for them to occur in `text` no earlier than at `span`.
    Neither part crosses a line's end, for browsers match within a paragraph.
    """
    quote = span.of(text).strip()
    lines = quote.splitlines() or [""]
    if len(lines) == 1 and len(quote) <= MAX_WHOLE_CHARACTERS:
        return _encoded(quote)
    start = text.find(quote, span.start)
    head = [lines[0][: word.end()] for word in _WORDS.finditer(lines[0])]
    tail = [lines[-1][word.start() :] for word in _WORDS.finditer(lines[-1])][::-1]
    first = next((edge for edge in head if _is_long(edge) and text.find(edge) >= start), head[-1])
    last = next((edge for edge in tail if _is_long(edge)), tail[-1])
    if len(lines) == 1 and len(first) + len(last) >= len(quote):
        return _encoded(quote)
    return f"{_encoded(first)},{_encoded(last)}"


def _is_long(edge: str) -> bool:
    return len(edge) >= MIN_EDGE_CHARACTERS


def _encoded(text: str) -> str:
    # The dash, comma and ampersand part a text fragment; quote() lets the dash through.
    return percent_encoded(text, safe="").replace("-", "%2D")
