"""Searching: every query at every provider at once, news beside, failures told."""

import asyncio
from time import monotonic
from typing import Any

import pytest

from research.domain.errors import AllSearchesFailedError, SourceUnusableError
from research.domain.progress import Stage, Step
from research.domain.scope import ANYWHERE, Scope
from research.domain.source import Failure, SearchHit
from research.ports import WebSearch
from research.stages.search.search import (
    MAX_QUERY_CHARACTERS,
    SearchLimits,
    SearchOutcome,
    merge,
    require_answers,
    search,
)
from tests.fakes.web_search import FakeWebSearch

LIMITS = SearchLimits(per_query=10, total=50, per_domain=50)


def hit(url: str, rank: int = 1, **fields: object) -> SearchHit:
    return SearchHit.model_validate({"url": url, "provider": "p", "rank": rank} | fields)


def ranking(*urls: str) -> list[SearchHit]:
    return [hit(url, rank) for rank, url in enumerate(urls, start=1)]


def urls(hits: tuple[SearchHit, ...]) -> list[str]:
    return [hit.url for hit in hits]


async def run(
    queries: list[str],
    *providers: WebSearch,
    limits: SearchLimits = LIMITS,
    steps: list[Step] | None = None,
    news: tuple[WebSearch, ...] = (),
    scope: Scope = ANYWHERE,
) -> SearchOutcome:
    heard = steps if steps is not None else []
    return await search(
        queries, providers=providers, limits=limits, progress=heard.append, news=news, scope=scope
    )


async def test_every_query_goes_to_every_provider_at_once() -> None:
    one, two = (FakeWebSearch(["http://a.test/"], name=n, delay_seconds=0.5) for n in "ab")
    started = monotonic()
    outcome = await run(["x", "y", "z"], one, two)
    assert monotonic() - started < 2  # one after the other: 3
    assert (one.asked, two.asked) == (["x", "y", "z"], ["x", "y", "z"])
    assert urls(outcome.hits) == ["http://a.test/"]
    assert len(outcome.rankings) == 6


async def test_the_order_does_not_depend_on_who_answers_first() -> None:
    slow = FakeWebSearch(["http://slow.test/"], name="slow", delay_seconds=0.05)
    quick = FakeWebSearch(["http://quick.test/"], name="quick")
    outcome = await run(["x"], slow, quick)
    assert urls(outcome.hits) == ["http://slow.test/", "http://quick.test/"]


async def test_limits_are_kept() -> None:
    provider = FakeWebSearch([f"http://h{n}.test/" for n in range(20)])
    outcome = await run(["x"], provider, limits=SearchLimits(per_query=7, total=5, per_domain=9))
    assert len(outcome.rankings[0]) == 7
    assert len(outcome.hits) == 5


async def test_queries_are_cleaned_and_asked_once() -> None:
    provider = FakeWebSearch()
    await run(["storks", " storks\n", "sto\u202erks", "", "\x00", "x" * 3_000], provider)
    assert provider.asked == ["storks", "x" * MAX_QUERY_CHARACTERS]


async def test_nothing_found_is_no_error() -> None:
    assert await run(["x"], FakeWebSearch()) == SearchOutcome((), (), ((),))


async def test_a_provider_that_fails_costs_its_own_answers() -> None:
    broken = FakeWebSearch(name="broken", errors={"x": "down", "y": "still down"})
    outcome = await run(["x", "y"], broken, FakeWebSearch(["http://a.test/"]))
    assert urls(outcome.hits) == ["http://a.test/"]
    assert outcome.failures == (Failure(subject="broken", code="search_failed", message="down"),)


async def test_a_provider_that_fails_now_and_then_is_told_with_how_often() -> None:
    shaky = FakeWebSearch(["http://a.test/"], name="shaky", errors={"y": "too many requests"})
    outcome = await run(["x", "y", "z"], shaky)
    assert [f.message for f in outcome.failures] == ["too many requests (1 of 3 searches)"]
    assert urls(outcome.hits) == ["http://a.test/"]


async def test_what_a_provider_had_to_leave_out_is_told_once() -> None:
    class Partial(FakeWebSearch):
        failures = (Failure(subject="file:///a.pdf", code="no_text", message="no text"),)

    partial = Partial(["http://a.test/"])
    first, second = await run(["x"], partial), await run(["y", "z"], partial)
    assert first.failures == second.failures == Partial.failures
    assert merge([first, second], LIMITS).failures == Partial.failures


async def test_all_failing_says_which_and_why() -> None:
    one = FakeWebSearch(name="one", errors={"x": "no connection"})
    two = FakeWebSearch(name="two", errors={"x": "403"})
    outcome = await run(["x"], one, two)
    with pytest.raises(AllSearchesFailedError, match=r"one: no connection; two: 403$"):
        require_answers(outcome)


async def test_one_answer_though_empty_is_enough() -> None:
    outcome = await run(["x"], FakeWebSearch(name="one", errors={"x": "403"}), FakeWebSearch())
    assert require_answers(outcome) is outcome


async def test_what_the_user_named_and_can_not_be_read_stops_all() -> None:
    class Unusable(FakeWebSearch):
        async def search(self, query: str, limit: int) -> list[SearchHit]:
            raise SourceUnusableError("no such folder")

    slow = FakeWebSearch(delay_seconds=60)
    started = monotonic()
    with pytest.raises(SourceUnusableError, match="no such folder"):
        await run(["x"], slow, Unusable())
    assert monotonic() - started < 5
    assert len(asyncio.all_tasks()) == 1


async def test_progress_counts_the_answers() -> None:
    steps: list[Step] = []
    broken = FakeWebSearch(name="broken", errors={"x": "down"})
    await run(["x"], broken, FakeWebSearch(["http://a.test/"], name="good"), steps=steps)
    assert [(step.stage, step.done, step.total) for step in steps] == [
        (Stage.SEARCH, 0, 2), (Stage.SEARCH, 1, 2), (Stage.SEARCH, 2, 2),
    ]  # fmt: skip
    assert {step.message for step in steps[1:]} == {"broken failed: down", "good: 1 for “x”"}


# --- merging


async def test_two_searches_merge_as_if_they_were_one() -> None:
    one = FakeWebSearch(["http://a.test/", "http://b.test/"], name="one")
    two = FakeWebSearch(["http://c.test/", "http://b.test/"], name="two", errors={"y": "down"})
    parts = [await run(["x"], one, two), await run(["y", "z"], one, two)]
    together = await run(["x", "y", "z"], one, two)
    merged = merge(parts, LIMITS)
    assert merged.hits == together.hits
    assert merged.rankings == together.rankings
    assert [failure.subject for failure in merged.failures] == ["two"]


# --- news


def news_search(*found: str, **options: Any) -> FakeWebSearch:
    return FakeWebSearch(found, name="news", is_news=True, **options)


async def test_one_page_in_five_is_news_where_the_others_find_none_of_it() -> None:
    web = [f"http://w{n}.test/" for n in range(16)]
    news = [f"http://n{n}.test/" for n in range(16)]
    many = SearchLimits(per_query=16, total=50, per_domain=50)
    found = await run(["q"], FakeWebSearch(web), limits=many, news=(news_search(*news),))
    first = urls(found.hits)[:20]
    assert [url for url in first if url in news] == news[:4]
    assert first[:3] == web[:3]


async def test_news_that_others_find_too_go_up() -> None:
    web = [f"http://w{n}.test/" for n in range(9)]
    found = await run(["q"], FakeWebSearch(web), news=(news_search(web[5]),))
    assert urls(found.hits)[0] == web[5]


async def test_news_are_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("research.stages.search.search.NEWS_PATIENCE_SECONDS", 0.05)
    slow = news_search("http://n.test/", delay_seconds=3600)
    found = await run(["q"], FakeWebSearch(["http://a.test/"]), news=(slow,))
    assert urls(found.hits) == ["http://a.test/"]
    assert [failure.subject for failure in found.failures] == ["news"]
    assert "not waited for" in found.failures[0].message


async def test_news_that_fail_or_find_nothing_change_nothing_else() -> None:
    web = FakeWebSearch(["http://a.test/"])
    failing = news_search(errors={"q": "down"})
    assert urls((await run(["q"], web, news=(failing, news_search()))).hits) == ["http://a.test/"]
    broken = FakeWebSearch(errors={"q": "down"})
    with pytest.raises(AllSearchesFailedError):
        require_answers(await run(["q"], broken, news=(news_search(),)))
    found = require_answers(await run(["q"], broken, news=(news_search("http://n.test/"),)))
    assert urls(found.hits) == ["http://n.test/"]


class PlainFake(FakeWebSearch):
    takes_plain_queries = True


async def test_domains_are_asked_for_where_the_search_knows_how_and_hold_everywhere() -> None:
    knows, plain = (
        kind(["http://a.test/", "http://b.test/"]) for kind in (FakeWebSearch, PlainFake)
    )
    news = PlainFake(["http://c.test/"], is_news=True)
    scope = Scope(allow_domains=("a.test",))
    found = await run(["q", "q "], knows, plain, news=(news,), scope=scope)
    assert (knows.asked, plain.asked, news.asked) == (["q site:a.test"], ["q"], ["q"])
    assert urls(found.hits) == ["http://a.test/"]
