"""Finds search results in what a tool of an MCP server answered, in whatever form it wrote them.

The answer is as untrusted as the pages that it names: it is cut, read as data, and never as an
instruction.
"""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from mcp_types import CallToolResult, ResourceLink, TextContent

from research.adapters.search.engine_results import EngineResult
from research.domain.errors import SearchAnswerError

MAX_BLOCKS = 100
MAX_CHARACTERS = 200_000
"""Of the texts of an answer, together."""
MAX_VALUES = 5_000
"""Of an answer in JSON that are looked at."""
MAX_PLAIN_ANSWER = 300
"""A text so long without an address is no "nothing found"."""
_ADDRESS_KEYS = ("url", "link", "href", "uri", "source_url", "sourceUrl")
_TITLE_KEYS = ("title", "name", "headline")
_SNIPPET_KEYS = ("snippet", "description", "summary", "content", "text", "body", "abstract")
_DATE_KEYS = ("published", "published_date", "publishedDate", "page_age", "date")
_AUTHOR_KEYS = ("author", "authors", "byline")
_ADDRESS = re.compile(r"https?://[^\s<>\"'\\^`{|}]{1,2000}", re.IGNORECASE)
_TITLE_BEFORE = re.compile(r"\[([^\[\]]{1,300})\]\($")
_LABEL = re.compile(r"[\s*#>-]{0,9}(?:\d{1,3}[.)]\s{1,3})?\**([A-Za-z]{3,20})\**:\**\s?")
_ADDRESS_LABELS = ("url", "link", "source", "address")
_LABELS = frozenset((
    *_ADDRESS_LABELS, "title", "name", "description", "summary", "snippet", "text", "content",
))  # fmt: skip
_ORNAMENT = " \t*#>-•·_|"
_NUMBER = re.compile(r"\d{1,3}[.)]\s")
_MAX_LINE = 2_000


def results_in(answer: CallToolResult) -> list[EngineResult]:
    """What `answer` names, in its order; none where it says that nothing was found.

    Raises `SearchAnswerError` for one that has a text and names no address.
    """
    found = list(_in_value(answer.structured_content))
    texts: list[str] = []
    left = MAX_CHARACTERS
    for block in islice(answer.content, MAX_BLOCKS):
        if isinstance(block, ResourceLink):
            found.append(
                EngineResult(block.uri, block.title or block.name, block.description or "")
            )
        elif isinstance(block, TextContent):
            texts.append(block.text[:left])
            left -= len(texts[-1])
    if found:  # what stands there in structure stands in the texts once more
        return found
    found = [one for text in texts for one in _in_text(text)]
    if not found and sum(map(len, texts)) > MAX_PLAIN_ANSWER and not any(map(_is_json, texts)):
        raise SearchAnswerError("its answer is a text that names no address")
    return found


def _in_text(text: str) -> Iterator[EngineResult]:
    if _is_json(text):
        try:
            yield from _in_value(json.loads(text))
        except (ValueError, RecursionError):
            raise SearchAnswerError("its answer is not valid JSON") from None
    else:
        yield from _in_lines(text.splitlines())


def _is_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[") and text.rstrip()[-1:] in ("}", "]")


def _in_value(value: object) -> Iterator[EngineResult]:
    """The objects in a JSON value that have an address, level by level."""
    waiting: list[object] = [value]
    for _ in range(MAX_VALUES):
        if not waiting:
            return
        one = waiting.pop(0)
        if isinstance(one, dict):
            if address := _first(one, _ADDRESS_KEYS):
                yield _result(one, address)
            else:
                waiting += islice(one.values(), MAX_BLOCKS)
        elif isinstance(one, list):
            waiting += islice(one, MAX_BLOCKS)


def _result(row: dict[str, object], address: str) -> EngineResult:
    return EngineResult(
        url=address.strip(),
        title=_first(row, _TITLE_KEYS),
        snippet=_first(row, _SNIPPET_KEYS),
        published=_first(row, _DATE_KEYS),
        author=_first(row, _AUTHOR_KEYS),
    )


def _first(row: dict[str, object], keys: Iterable[str]) -> str:
    """The first text under one of `keys` that is not empty; of a list of texts, all of them."""
    for key in keys:
        value = row.get(key)
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            value = ", ".join(value[:10])
        if isinstance(value, str) and value:
            return value
    return ""


def _in_lines(lines: Iterable[str]) -> Iterator[EngineResult]:
    """Each address in a text; what stands before it is its title, what stands after its snippet."""
    title = address = ""
    snippet: list[str] = []
    for line in (line[:_MAX_LINE] for line in lines):
        found = _ADDRESS.search(line)
        label, words = _labelled(line)
        if found is None and address and not _begins_another(line, label):
            snippet.append(words)
            continue
        if address:
            yield EngineResult(address, title, " ".join(filter(None, snippet)))
            title = address = ""
        if found is None:
            title = words or title
            continue
        before = line[: found.start()]
        linked = _TITLE_BEFORE.search(before[-310:])
        is_named = label not in _ADDRESS_LABELS
        inline = linked[1] if linked else words.partition("http")[0].strip(f"{_ORNAMENT}:(<")
        title = (inline if linked or is_named else "") or title
        address = found[0].rstrip(").,;:]!?*")
        snippet = [line[found.end() :].strip(f"{_ORNAMENT})>:—–")]
    if address:
        yield EngineResult(address, title, " ".join(filter(None, snippet)))


def _labelled(line: str) -> tuple[str, str]:
    """The label of `line`, such as ``title``, in small letters, and its words without it."""
    label = _LABEL.match(line)
    if label is None or label[1].lower() not in _LABELS:
        return "", _NUMBER.sub("", line.strip(_ORNAMENT), count=1).strip(_ORNAMENT)
    return label[1].lower(), line[label.end() :].strip(_ORNAMENT)


def _begins_another(line: str, label: str) -> bool:
    is_heading = line.lstrip().startswith("#") or _NUMBER.match(line.strip(_ORNAMENT)) is not None
    return label in ("title", "name") or not line.strip() or is_heading
