"""Searches for images and videos of what a query asks about, for those who look at more."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from research.domain.errors import SearchError
from research.domain.scope import Scope
from research.domain.source import Failure, FoundMedia, MediaKind
from research.ports import MediaSearch
from research.text.cleaning import clean_line
from research.text.page_furniture import is_furniture
from research.text.terms import terms

PATIENCE_SECONDS = 3.0
"""A report is not kept from its reader longer than this by what stands beside it."""
MAX_ASKED_FOR = 20
MAX_QUERY_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class MediaOutcome:
    """What was found, the best of each search first, and which searches failed."""

    found: tuple[FoundMedia, ...] = ()
    failures: tuple[Failure, ...] = ()


NO_MEDIA = MediaOutcome()


async def search_media(
    query: str, searches: Sequence[MediaSearch], *, scope: Scope
) -> MediaOutcome:
    """What `searches` find for `query` within `scope` in `PATIENCE_SECONDS`.

    What has no word of the query in its caption is left out: it may be of anything.
    """
    asked = clean_line(query, MAX_QUERY_CHARACTERS)
    tasks = [asyncio.create_task(_search(one, asked)) for one in searches]
    try:
        answers = await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    told = frozenset(terms(query))
    rankings = [one for one in answers if not isinstance(one, Failure)]
    in_turn = (one for turn in zip_longest(*rankings) for one in turn if one is not None)
    distinct: dict[str, FoundMedia] = {}
    for one in in_turn:
        if _is_wanted(one, told, scope):
            distinct.setdefault(one.url, one)
    failures = tuple(one for one in answers if isinstance(one, Failure))
    return MediaOutcome(tuple(distinct.values()), failures)


def media_beside(
    found: Sequence[FoundMedia], shown: Collection[str], kinds: Collection[MediaKind], most: int
) -> tuple[FoundMedia, ...]:
    """Those of `found` that a report lists: images, then videos, at most `most` of each of `kinds`.

    `shown` are the addresses of what it lists from its sources.
    """
    further = [one for one in found if one.url not in shown]
    return tuple(
        one
        for kind in MediaKind
        if kind in kinds
        for one in [each for each in further if each.kind is kind][:most]
    )


async def _search(search: MediaSearch, query: str) -> list[FoundMedia] | Failure:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await search.search(query, MAX_ASKED_FOR)
    except SearchError as error:
        return Failure(subject=search.name, code=error.code, message=str(error))
    except TimeoutError:
        message = f"not waited for longer than {PATIENCE_SECONDS:g} s"
        return Failure(subject=search.name, code=SearchError.code, message=message)


def _is_wanted(one: FoundMedia, told: frozenset[str], scope: Scope) -> bool:
    is_within = all(scope.has_address(url) for url in (one.url, one.page) if url)
    is_about = any(term in told for term in terms(one.caption))
    return is_within and is_about and not is_furniture(one.caption)
