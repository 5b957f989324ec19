"""Hits from what search engines answer, which is as trustworthy as the pages they found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from research.domain.source import SearchHit
from research.text.cleaning import clean_line
from research.web.addresses import MAX_URL_CHARS

MAX_SNIPPET_CHARACTERS = 1_000


@dataclass(frozen=True, slots=True)
class FoundPage:
    """One row of an engine's answer, as it came. `published` starts with an ISO date, or says
    nothing.
    """

    url: str
    title: str = ""
    snippet: str = ""
    published: str = ""


def web_hits(
    provider: str, rows: Iterable[FoundPage], limit: int, *, is_news: bool = False
) -> list[SearchHit]:
    """The first `limit` of `rows` that lead to the web, ranked from 1, their text cleaned.

    Other schemes are left out, ``file:`` above all: no engine decides what we read from the disk.
    """
    on_the_web = (row for row in rows if _is_web(row.url))
    return [
        SearchHit(
            url=row.url,
            title=clean_line(row.title),
            snippet=clean_line(row.snippet, MAX_SNIPPET_CHARACTERS),
            published=_date(row.published),
            provider=provider,
            rank=rank,
            is_news=is_news,
        )
        for rank, row in enumerate(islice(on_the_web, limit), start=1)
    ]


def entries(value: object, name: str) -> list[object]:
    """The list under `name` in a JSON object; empty when there is none."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def text(value: object, name: str) -> str:
    """The string under `name` in a JSON object; empty when there is none."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def _is_web(url: str) -> bool:
    # Plain characters: JSON can hold halves of surrogate pairs, which no address and no report can.
    is_plain = url.isprintable() and len(url) <= MAX_URL_CHARS
    return is_plain and url.lower().startswith(("http://", "https://"))


def _date(written: str) -> date | None:
    try:
        return date.fromisoformat(written.strip()[:10])
    except ValueError:
        return None
