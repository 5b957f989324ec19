"""What of a report is owed to what earlier jobs read."""

from collections.abc import Sequence

from research.domain.source import EARLIER_SOURCES, SearchHit, Source
from research.web.canonical_urls import canonical_url


def recalled(rankings: Sequence[Sequence[SearchHit]], sources: Sequence[Source]) -> tuple[str, ...]:
    """A line on how many of `sources` no search but the one through memory has found; none: none.

    `rankings` are the answers of all searches, as `SearchOutcome` has them.
    """
    by_memory: set[str] = set()
    by_others: set[str] = set()
    for hit in (hit for ranking in rankings for hit in ranking):
        (by_memory if hit.provider == EARLIER_SOURCES else by_others).add(canonical_url(hit.url))
    owed = [s for s in sources if canonical_url(s.url) in by_memory - by_others]
    if not owed:
        return ()
    numbers = ", ".join(str(source.id) for source in owed)
    of = f"{len(owed)} of the {len(sources)} sources ({numbers})"
    return (f"{of} came from what earlier jobs read, and from no search.",)
