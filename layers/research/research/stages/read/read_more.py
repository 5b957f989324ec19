"""Reads further pages for a report that has some already."""

from collections.abc import Sequence
from dataclasses import replace

from research.domain.errors import NothingFoundError
from research.domain.source import SearchHit, Source
from research.ports import Extractor, Fetcher, Progress
from research.stages.read.read import ReadLimits, ReadOutcome, read
from research.text.near_duplicates import is_near_duplicate, shingles
from research.web.canonical_urls import canonical_url

NOTHING_READ = ReadOutcome((), (), 0)


async def read_more(
    hits: Sequence[SearchHit],
    before: ReadOutcome,
    *,
    fetcher: Fetcher,
    extractor: Extractor,
    limits: ReadLimits,
    progress: Progress,
) -> ReadOutcome:
    """`before`, and after it what is new among `hits`: at most `limits.max_sources` pages more.

    Sources keep their numbers. Finding nothing more is no error when something was read before;
    else raises `NothingFoundError`.
    """
    tried = {canonical_url(url) for url in before.tried}
    untried = [hit for hit in hits if canonical_url(hit.url) not in tried]
    try:
        more = await read(
            untried, fetcher=fetcher, extractor=extractor, limits=limits, progress=progress
        )
    except NothingFoundError:
        if before.sources:
            return replace(before, tried=(*before.tried, *(hit.url for hit in untried)))
        raise
    fresh = _fresh(before.sources, more.sources)
    numbered = [
        source.model_copy(update={"id": number})
        for number, source in enumerate(fresh, start=len(before.sources) + 1)
    ]
    return ReadOutcome(
        (*before.sources, *numbered),
        (*before.failures, *more.failures),
        before.near_duplicates + more.near_duplicates + len(more.sources) - len(fresh),
        (*before.tried, *more.tried),
    )


def _fresh(known: Sequence[Source], found: Sequence[Source]) -> list[Source]:
    """Those of `found` that say something which none of `known` says in the same words."""
    known_shingles = [shingles(source.text) for source in known]
    return [
        source
        for source in found
        if not any(is_near_duplicate(shingles(source.text), known) for known in known_shingles)
    ]
