"""Reading: order, replacement, near-duplicates, limits, stragglers, the deadline."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from time import monotonic

import pytest

from research.domain.errors import (
    FetchTimeoutError,
    HttpStatusError,
    NothingFoundError,
    RobotsDisallowedError,
)
from research.domain.progress import Stage, Step
from research.domain.source import Page, SearchHit, SourceKind
from research.stages.read.read import NOTHING_READ, ReadLimits, ReadOutcome, read
from tests.fakes.extractor import FakeExtractor


def text(n: int) -> str:
    return f"Page {n}\n" + " ".join(
        f"Line {n * 100 + i} tells about bird {n * 1000 + i}." for i in range(20)
    )


def hits(count: int, host: Callable[[int], str] = lambda n: f"h{n}.test") -> list[SearchHit]:
    return [
        SearchHit(url=f"http://{host(n)}/{n}", title=f"Hit {n}", provider="p", rank=n,
                  published=date(2024, 1, n % 28 + 1), author="Ana Lima")
        for n in range(1, count + 1)
    ]  # fmt: skip


Answer = str | bytes | float | Exception


class ScriptedFetcher:
    """Answers page n with a text, an error, or after some seconds; counts what runs at once."""

    def __init__(self, delay: float = 0.0, **answers: Answer) -> None:
        self.answers = {int(name[1:]): answer for name, answer in answers.items()}
        self.delay = delay
        self.asked: list[int] = []
        self.now: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.cancelled = 0

    async def fetch(self, url: str) -> Page:
        host, _, number = url.removeprefix("http://").partition("/")
        n = int(number)
        self.asked.append(n)
        for key in (host, "all"):
            self.now[key] += 1
            self.most[key] = max(self.most[key], self.now[key])
        try:
            answer = self.answers.get(n, text(n))
            await asyncio.sleep(answer if isinstance(answer, float) else self.delay)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            self.now[host] -= 1
            self.now["all"] -= 1
        if isinstance(answer, Exception):
            raise answer
        content_type = "image/png" if isinstance(answer, bytes) else "text/plain"
        body = (
            answer
            if isinstance(answer, bytes)
            else (text(n) if isinstance(answer, float) else answer).encode()
        )
        return Page(url=url, final_url=url + "?final", content_type=content_type, body=body)


async def run(
    fetcher: ScriptedFetcher,
    of: list[SearchHit],
    *,
    wanted: int = 4,
    concurrency: int = 12,
    per_host: int = 3,
    deadline: float = 5.0,
    straggler: float = 0.3,
    steps: list[Step] | None = None,
    before: ReadOutcome = NOTHING_READ,
) -> ReadOutcome:
    heard = steps if steps is not None else []
    return await read(
        of,
        fetcher=fetcher,
        extractor=FakeExtractor(),
        limits=ReadLimits(wanted, concurrency, per_host, deadline, straggler),
        progress=heard.append,
        before=before,
    )


def numbers(outcome: ReadOutcome) -> list[int]:
    return [int(source.url.split("/")[-1].removesuffix("?final")) for source in outcome.sources]


async def test_sources_are_numbered_in_the_hits_order_whichever_comes_first() -> None:
    outcome = await run(ScriptedFetcher(_1=0.2, _3=0.1), hits(4))
    assert numbers(outcome) == [1, 2, 3, 4]
    assert [source.id for source in outcome.sources] == [1, 2, 3, 4]
    assert outcome.failures == ()


async def test_a_source_carries_its_hashes_and_falls_back_to_its_hit() -> None:
    body = (
        "\nA sentence that is long enough to be read as a page of its own, more or less, is this.\n"
    )
    source = (await run(ScriptedFetcher(_1=body), hits(1))).sources[0]
    assert source.sha256 == sha256(source.text.encode()).hexdigest()
    assert source.raw_sha256 == sha256(body.encode()).hexdigest()
    assert source.raw == body.encode()
    assert (source.published, source.author) == (date(2024, 1, 2), "Ana Lima")
    assert source.url == "http://h1.test/1?final"


async def test_the_bytes_of_an_upload_are_not_kept_for_its_job_has_them() -> None:
    (hit,) = hits(1)
    upload = hit.model_copy(update={"url": "upload:/1"})
    source = (await run(ScriptedFetcher(), [upload])).sources[0]
    assert source.raw_sha256 == sha256(text(1).encode()).hexdigest()
    assert (source.raw, source.text) == (b"", text(1).strip())


async def test_no_more_is_fetched_than_wanted() -> None:
    fetcher = ScriptedFetcher()
    assert len((await run(fetcher, hits(50))).sources) == 4
    assert sorted(fetcher.asked) == [1, 2, 3, 4]


async def test_pages_that_fail_are_replaced_and_told() -> None:
    fetcher = ScriptedFetcher(
        _1=HttpStatusError("HTTP 500"), _2=RobotsDisallowedError("robots.txt says no"),
        _3=b"\x89PNG", _5="too short", _6=FetchTimeoutError(),
    )  # fmt: skip
    outcome = await run(fetcher, hits(50))
    assert numbers(outcome) == [4, 7, 8, 9]
    told = [(failure.subject[-1], failure.code) for failure in outcome.failures]
    assert told == [("1", "http_status"), ("2", "robots_disallowed"), ("3", "unsupported_type"),
                    ("5", "no_text"), ("6", "fetch_timeout")]  # fmt: skip
    assert all(failure.message for failure in outcome.failures)


@pytest.mark.parametrize("slow", [1, 3])
async def test_of_near_duplicates_the_earlier_hit_is_kept_and_another_page_read(slow: int) -> None:
    fetcher = ScriptedFetcher(_3="Reprint: " + text(1))
    if slow == 1:
        fetcher.answers[1] = 0.1
    outcome = await run(fetcher, hits(50))
    assert numbers(outcome) == [1, 2, 4, 5]
    assert outcome.near_duplicates == 1
    assert outcome.failures == ()


async def test_limits_in_all_and_per_host_hold() -> None:
    fetcher = ScriptedFetcher(delay=0.02)
    of = hits(12, lambda n: f"h{n % 3}.test")
    outcome = await run(fetcher, of, wanted=12, concurrency=5, per_host=2)
    assert len(outcome.sources) == 12
    assert fetcher.most["all"] == 5
    assert max(fetcher.most[f"h{n}.test"] for n in range(3)) == 2


async def test_stragglers_are_dropped_once_enough_is_read() -> None:
    fetcher = ScriptedFetcher(_2=60.0)
    began = monotonic()
    outcome = await run(fetcher, hits(4))
    assert monotonic() - began < 10
    assert numbers(outcome) == [1, 3, 4]
    assert [(f.subject, f.code) for f in outcome.failures] == [
        ("http://h2.test/2", "fetch_timeout")
    ]
    assert fetcher.cancelled == 1


async def test_a_page_a_little_slower_than_the_rest_is_waited_for() -> None:
    outcome = await run(ScriptedFetcher(_2=0.2), hits(4), straggler=10.0)
    assert numbers(outcome) == [1, 2, 3, 4]


async def test_when_all_others_failed_the_last_is_not_waited_for_long() -> None:
    answers: dict[str, Answer] = {f"_{n}": HttpStatusError("HTTP 500") for n in (4, 5, 6, 7, 8)}
    began = monotonic()
    outcome = await run(ScriptedFetcher(_3=60.0, _9=0.0, _10=0.0, **answers), hits(10), wanted=10)
    assert monotonic() - began < 1
    assert numbers(outcome) == [1, 2, 9, 10]


async def test_a_stalling_page_does_not_hold_its_hosts_place() -> None:
    fetcher = ScriptedFetcher(delay=0.01, _2=60.0, _3=60.0)
    began = monotonic()
    outcome = await run(fetcher, hits(16, lambda _: "one.test"), wanted=12, per_host=2)
    assert monotonic() - began < 2
    assert len(outcome.sources) == 12
    assert [f.code for f in outcome.failures] == ["fetch_timeout", "fetch_timeout"]


async def test_the_deadline_holds_and_what_was_read_is_kept() -> None:
    fetcher = ScriptedFetcher(_2=60.0, _3=60.0, _4=60.0)
    began = monotonic()
    outcome = await run(fetcher, hits(4), deadline=0.3, straggler=10.0)
    assert monotonic() - began < 1
    assert numbers(outcome) == [1]
    assert len(outcome.failures) == 3


async def test_nothing_read_is_an_error_that_says_why() -> None:
    answers: dict[str, Answer] = {f"_{n}": HttpStatusError(f"HTTP 50{n}") for n in range(1, 6)}
    with pytest.raises(NothingFoundError, match=r"h1\.test/1: HTTP 501; .*and 2 more"):
        await run(ScriptedFetcher(**answers), hits(5))
    with pytest.raises(NothingFoundError, match="no page to read"):
        await run(ScriptedFetcher(), [])
    with pytest.raises(NothingFoundError, match="h1"):
        await run(ScriptedFetcher(_1=60.0), hits(1), deadline=0.1)


async def test_progress_is_told_after_each_page() -> None:
    steps: list[Step] = []
    await run(ScriptedFetcher(_2=HttpStatusError("HTTP 500")), hits(9), steps=steps)
    assert len(steps) == 5
    assert {step.stage for step in steps} == {Stage.READ}
    assert (steps[-1].done, steps[-1].total) == (4, 4)
    assert any("h2.test" in step.message and "HTTP 500" in step.message for step in steps)
    assert any("Page 1" in step.message for step in steps)
    counts = [len(step.sources) for step in steps]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1] == 4
    assert [source.url for source in steps[-1].sources] == [
        f"http://h{n}.test/{n}?final" for n in (1, 3, 4, 5)
    ]
    assert {source.kind for source in steps[-1].sources} == {SourceKind.TEXT}


async def test_a_bug_is_not_taken_for_a_broken_page_and_nothing_is_left_running() -> None:
    fetcher = ScriptedFetcher(_1=ZeroDivisionError("a bug"), _2=60.0)
    with pytest.raises(ZeroDivisionError):
        await run(fetcher, hits(3))
    assert fetcher.cancelled == 1
    assert len(asyncio.all_tasks()) == 1


async def test_cancelling_the_run_cancels_the_fetches() -> None:
    fetcher = ScriptedFetcher(_1=60.0, _2=60.0)
    task = asyncio.create_task(run(fetcher, hits(2)))
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert fetcher.cancelled == 2
    assert len(asyncio.all_tasks()) == 1


async def test_what_was_read_before_keeps_its_numbers_and_is_not_read_again() -> None:
    before = await run(ScriptedFetcher(), hits(2))
    fetcher = ScriptedFetcher(_3="Reprint: " + text(1))
    steps: list[Step] = []
    after = await run(fetcher, hits(4), before=before, steps=steps)
    assert [source.url for source in steps[-1].sources] == [source.url for source in after.sources]
    assert fetcher.asked == [3, 4]
    assert after.sources[:2] == before.sources
    assert [source.id for source in after.sources] == [1, 2, 3]
    assert numbers(after) == [1, 2, 4]
    assert after.near_duplicates == 1
    assert after.tried == tuple(hit.url for hit in hits(4))


async def test_nothing_more_to_read_is_no_error_after_something_was_read() -> None:
    before = await run(ScriptedFetcher(), hits(2))
    fetcher = ScriptedFetcher(_3=HttpStatusError("503"))
    after = await run(fetcher, hits(3), before=before)
    assert after.sources == before.sources
    assert after.tried == tuple(hit.url for hit in hits(3))
