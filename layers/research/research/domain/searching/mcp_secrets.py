"""Hides from what an MCP server says whatever its setting holds that may be a key.

A server, or the SDK that calls it, may quote what it was told, and what they say of a failure is
stored with a report.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote_plus

from research.domain.searching.mcp_servers import McpSearchServer

MIN_PART = 6
"""Characters of a part of a value that may be a key; shorter ones are words such as ``for``."""
MIN_SEGMENT = 16
"""Of a segment of an address's path: shorter ones are names such as ``search``."""
_HIDDEN = "…"


def without_secrets(said: str, server: McpSearchServer) -> str:
    """`said` with an ellipsis for each secret of `server` and each part of one.

    Give it the whole text: a secret that was cut is not found.
    """
    secrets = sorted(set(filter(None, _secrets(server))), key=len, reverse=True)
    if not secrets:
        return said
    return re.sub("|".join(map(_pattern, secrets)), _HIDDEN, said, flags=re.IGNORECASE)


def _pattern(secret: str) -> str:
    """A short one is looked for as a word: else ``1`` would go from every number."""
    found = re.escape(secret)
    return found if len(secret) >= MIN_PART else rf"(?<![^\W_]){found}(?![^\W_])"


def _secrets(server: McpSearchServer) -> Iterator[str]:
    headers = [value.get_secret_value().strip() for value in server.headers.values()]
    told = [*headers, *(value.get_secret_value().strip() for value in server.env.values())]
    yield from told
    for header in headers:
        yield header.partition(" ")[2].strip()  # a key behind its scheme, however short
    for text in (*told, *map(_value_of, server.args)):
        yield from _parts(text)
        if "://" in text:
            yield from _of_address(text)
    yield from _of_address(server.url)
    yield from (text for text in _texts_in(server.arguments) if len(text) >= MIN_PART)


def _value_of(argument: str) -> str:
    """An argument of a program, without the name of its option: ``--key=…`` or ``…``."""
    return argument.partition("=")[2] if argument.startswith("-") else argument


def _parts(text: str) -> Iterator[str]:
    """`text`, its words, and what stands between the marks that part names from values."""
    for part in (text, *text.split(), *re.split(r"[\s,;=&\"']+", text)):
        if len(part) >= MIN_PART:
            yield part


def _of_address(address: str) -> Iterator[str]:
    """What may be a key in `address`, as it is written there, decoded and encoded again."""
    base, _, rest = address.partition("?")
    query = rest.partition("#")[0]
    values = [pair.partition("=")[2] or pair for pair in re.split("[&;]", query)]
    segments = [one for one in base.split("/")[3:] if len(one) >= MIN_SEGMENT]
    user = re.search(r"://([^/@\s]*)@", address)
    for text in (query, *values, *segments, *(user[1].split(":") if user else ())):
        yield from (text, unquote_plus(text), quote(unquote_plus(text), safe=""))


def _texts_in(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one.strip()
        elif isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
