"""The line that says which sources only earlier jobs' reading led to."""

from research.domain.source import EARLIER_SOURCES, SearchHit, Source
from research.stages.search.recall import recalled
from tests.unit.stages.sources import COUNCIL, HARBOUR, source

SOURCES = (source(1, HARBOUR), source(2, COUNCIL))


def hits(provider: str, *of: Source) -> list[SearchHit]:
    return [
        SearchHit(url=s.url, provider=provider, rank=rank) for rank, s in enumerate(of, start=1)
    ]


def test_a_source_that_memory_alone_found_is_told_of() -> None:
    told = recalled([hits("web", SOURCES[0]), hits(EARLIER_SOURCES, *SOURCES)], SOURCES)
    assert told == ("1 of the 2 sources (2) came from what earlier jobs read, and from no search.",)


def test_the_same_page_under_another_address_is_the_same() -> None:
    [web] = hits("web", SOURCES[1])
    tracked = web.model_copy(update={"url": f"{web.url}?utm_source=letter#top"})
    assert recalled([[tracked], hits(EARLIER_SOURCES, SOURCES[1])], SOURCES) == ()


def test_without_memory_nothing_is_told() -> None:
    assert recalled([hits("web", *SOURCES)], SOURCES) == ()
    assert recalled([hits("web", *SOURCES), hits(EARLIER_SOURCES)], SOURCES) == ()


def test_what_memory_found_and_nobody_read_is_not_told_of() -> None:
    assert recalled([hits(EARLIER_SOURCES, source(9, COUNCIL))], SOURCES) == ()
