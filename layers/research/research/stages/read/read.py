"""Reads the pages behind search hits: fetches them, extracts their text, leaves out repetitions."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from research.domain.errors import NothingFoundError
from research.domain.progress import Stage, Step
from research.domain.source import Failure, SearchHit, Source
from research.ports import Extractor, Fetcher, Progress, Renderer
from research.stages.read.page_reading import PageReading, ReadLimits, in_short
from research.text.agreement.near_duplicates import is_near_duplicate, shingles
from research.web.canonical_urls import canonical_url

__all__ = ["NOTHING_READ", "ReadLimits", "ReadOutcome", "read"]

MAX_REASONS = 3
"""Failures that an error names when no page could be read."""


@dataclass(frozen=True, slots=True)
class ReadOutcome:
    """The sources that were read, numbered from 1, and what became of the other hits."""

    sources: tuple[Source, ...]
    failures: tuple[Failure, ...]
    near_duplicates: int
    """Pages left out because an earlier hit says the same in the same words."""
    tried: tuple[str, ...] = ()
    """The addresses of all hits that were read, failed or repeated another."""


NOTHING_READ = ReadOutcome((), (), 0)


async def read(
    hits: Sequence[SearchHit],
    *,
    fetcher: Fetcher,
    extractor: Extractor,
    limits: ReadLimits,
    progress: Progress,
    before: ReadOutcome = NOTHING_READ,
    renderer: Renderer | None = None,
) -> ReadOutcome:
    """`before`, and after it at most `limits.max_sources` new sources from `hits`, in their order.

    Hits that were tried before are passed over. Later hits are read only in place of pages that
    fail, repeat another or are too slow. Of a page whose text only scripts bring, what `renderer`
    makes of it is read. Raises `NothingFoundError` when there is no source at all.
    """
    tried = {canonical_url(url) for url in before.tried}
    untried = [hit for hit in hits if canonical_url(hit.url) not in tried]
    reading = PageReading(untried, fetcher, extractor, limits, progress, renderer, before.sources)
    try:
        await reading.run()
    finally:
        await reading.close()
    found = reading.sources()
    if not found and before.sources:
        return replace(before, tried=(*before.tried, *(hit.url for hit in untried)))
    if not found:
        raise NothingFoundError(_why_nothing(reading.failures()))
    new = await asyncio.to_thread(_without_repeats, found, before.sources)
    sources = (*before.sources, *new)
    repeats = len(reading.repeats) + len(found) - len(new)
    if len(new) < len(found):  # what repeats pages of before was told of as it came
        told, count = tuple(map(in_short, sources)), len(new)
        progress(Step(stage=Stage.READ, done=count, total=count, sources=told))
    return ReadOutcome(
        sources,
        (*before.failures, *reading.failures()),
        before.near_duplicates + repeats,
        (*before.tried, *reading.tried()),
    )


def _without_repeats(found: Sequence[Source], known: Sequence[Source]) -> list[Source]:
    """The sources of `found` that repeat none of `known`, numbered after these."""
    known_shingles = [shingles(source.text) for source in known]
    new = [
        source
        for source in found
        if not any(is_near_duplicate(shingles(source.text), known) for known in known_shingles)
    ]
    return [
        source.model_copy(update={"id": number})
        for number, source in enumerate(new, start=len(known) + 1)
    ]


def _why_nothing(failures: Sequence[Failure]) -> str:
    if not failures:
        return "there is no page to read"
    reasons = "; ".join(f"{f.subject}: {f.message}" for f in failures[:MAX_REASONS])
    more = len(failures) - MAX_REASONS
    return f"no page could be read: {reasons}" + (f"; and {more} more" if more > 0 else "")
