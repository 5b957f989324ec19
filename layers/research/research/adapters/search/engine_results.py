"""Search hits made of what an engine answered, whose fields are checked for their type."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from research.domain.source import SearchHit
from research.text.cleaning import clean_line
from research.text.days.written_dates import read_date
from research.web.addresses import MAX_URL_CHARS

MAX_SNIPPET_CHARACTERS = 1_000
MAX_AUTHOR_CHARACTERS = 300
MAX_AUTHORS = 10
"""Of a paper with more, the first are named."""
_MAX_MARKED_UP_CHARACTERS = 20_000
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")


@dataclass(frozen=True, slots=True)
class EngineResult:
    """One result as the engine sent it. `published` starts with an ISO date, or is ignored."""

    url: str
    title: str = ""
    snippet: str = ""
    published: str = ""
    author: str = ""
    """Those who wrote it, comma-separated."""


def web_hits(
    provider: str, results: Iterable[EngineResult], limit: int, *, is_news: bool = False
) -> list[SearchHit]:
    """The first `limit` of `results` with an http(s) address, ranked from 1, their text cleaned.

    Other schemes are left out, ``file:`` above all: no engine decides what is read from the disk.
    """
    on_the_web = (result for result in results if _is_web(result.url))
    return [
        SearchHit(
            url=result.url,
            title=clean_line(result.title),
            snippet=clean_line(result.snippet, MAX_SNIPPET_CHARACTERS),
            published=_date(result.published),
            author=clean_line(result.author, MAX_AUTHOR_CHARACTERS),
            provider=provider,
            rank=rank,
            is_news=is_news,
        )
        for rank, result in enumerate(islice(on_the_web, limit), start=1)
    ]


def entries(value: object, *names: str) -> list[object]:
    """The list under `names`, one below the other, in the JSON object `value`; else empty."""
    found = member(value, *names)
    return found if isinstance(found, list) else []


def text(value: object, *names: str) -> str:
    """The string under `names`, one below the other, in the JSON object `value`; else empty."""
    found = member(value, *names)
    return found if isinstance(found, str) else ""


def member(value: object, *names: str) -> object:
    """What is under `names`, one below the other, in the JSON object `value`; None where nothing
    is.
    """
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def without_markup(marked_up: str) -> str:
    """The text of a piece of HTML, such as an abstract: without tags, its entities resolved."""
    return html.unescape(_TAG.sub(" ", marked_up[:_MAX_MARKED_UP_CHARACTERS]))


def iso_day(written: str) -> str:
    """The day of a date written in words, such as ``Mar 5, 2024``, as ISO writes it; else empty."""
    found = read_date(written[:100], day_first=False, latest=date.max) if written else None
    return found.isoformat() if found else ""


def byline(authors: Iterable[str]) -> str:
    """The names of `authors`, comma-separated; of many, the first `MAX_AUTHORS`."""
    named = (name.strip() for name in authors)
    return ", ".join(islice((name for name in named if name), MAX_AUTHORS))


def _is_web(url: str) -> bool:
    # Plain characters: JSON can hold halves of surrogate pairs, which no address and no report can.
    is_plain = url.isprintable() and len(url) <= MAX_URL_CHARS
    return is_plain and url.lower().startswith(("http://", "https://"))


def _date(written: str) -> date | None:
    try:
        return date.fromisoformat(written.strip()[:10])
    except ValueError:
        return None
