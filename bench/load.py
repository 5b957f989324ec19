"""Many clients at once: each submits a job, follows it to its end, and submits the next.

    python bench/load.py [--clients 200] [--jobs 1000] [--words 100] [--sources 3] [--seconds 1500]

The service is ``content-research serve`` with two workers, before a real Redis and without a model;
the jobs ask ten questions in turn on miniweb at a tenth of its latencies, so most of what they read
is in the cache. Each client has connections of its own. Needs redis-server.

lost          submitted, and not completed at the end, or not in the list, or without a report
twice         job ids given to two submits; jobs taken up more than once; reports of no job
5xx           answers of the service, of any call
status calls  for each job, from its submit to its end
submit        milliseconds, with all the other clients' calls and both workers on the same machine

The exit code is 1 where anything was lost, done twice or answered with 5xx, or where a job took
more status calls than one for each time that a call may wait, and two.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

import httpx

from job_listing import redis_port
from miniweb import MISSING, Miniweb, serve
from research.api.forms import JobAnswer
from research.client import AsyncResearchClient
from research.client.calls import WAIT_SECONDS
from research.domain.errors import ResearchError
from research.domain.job import JobStatus

QUESTIONS = (
    "Which companies did NASA add to its commercial lunar lander program?",
    "Which firms may now bid to carry NASA cargo to the surface of the Moon?",
    "What have scientists measured of water vapour over Europa?",
    "Which telescope saw water on Europa?",
    "Why did bedding make a man ill?",
    "What is feather duvet lung?",
    "Is Google Stadia worth buying at launch, according to reviews?",
    "Which games come with Google Stadia?",
    "How much does Google Stadia cost?",
    "Who builds landers for the Moon?",
)
PROGRAM = Path(sys.executable).with_name("content-research")
PACKAGE = Path(__file__).resolve().parents[1] / "layers" / "research"
STOP_SECONDS = 30.0
SPARE_STATUS_CALLS = 2
SERVER_ERROR = 500


@dataclass(slots=True)
class Load:
    """What came of it."""

    submitted: list[str] = field(default_factory=list)
    ended: dict[str, JobAnswer] = field(default_factory=dict)
    submit_ms: list[float] = field(default_factory=list)
    status_calls: Counter[str] = field(default_factory=Counter)
    job_seconds: dict[str, float] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    listed: set[str] = field(default_factory=set)
    reports: set[str] = field(default_factory=set)
    wall_seconds: float = 0.0
    searches: int = 0
    pages: int = 0

    @property
    def completed(self) -> int:
        """Jobs that have a report, says the service."""
        return sum(job.status is JobStatus.COMPLETED for job in self.ended.values())

    @property
    def lost(self) -> set[str]:
        """Jobs without the end they should have."""
        return {
            job_id
            for job_id in self.submitted
            if job_id not in self.ended
            or self.ended[job_id].status is not JobStatus.COMPLETED
            or job_id not in self.listed
            or job_id not in self.reports
        }

    @property
    def twice(self) -> set[str]:
        """Jobs that two submits got, that ran twice, or that nobody asked for."""
        times = Counter(self.submitted)
        again = {job_id for job_id, job in self.ended.items() if job.attempts > 1}
        nobodys = (self.listed | self.reports) - set(self.submitted)
        return {job_id for job_id in times if times[job_id] > 1} | again | nobodys

    @property
    def hasty(self) -> set[str]:
        """Jobs whose status was asked for oftener than a client that waits has to."""
        return {
            job_id
            for job_id, seconds in self.job_seconds.items()
            if self.status_calls[job_id] > seconds / WAIT_SECONDS + SPARE_STATUS_CALLS
        }

    @property
    def server_errors(self) -> int:
        """Answers of 500 and above."""
        return sum(times for status, times in self.statuses.items() if status >= SERVER_ERROR)

    @property
    def is_good(self) -> bool:
        """Whether all of it held."""
        return bool(self.submitted) and not (
            self.lost or self.twice or self.server_errors or self.errors or self.hasty
        )


Watch = Callable[[int, Load], AbstractContextManager[object]]


class _Counting(httpx.AsyncHTTPTransport):
    """Counts what the service answered, and how often a job's status was asked for."""

    def __init__(self, load: Load) -> None:
        super().__init__(verify=False)  # loopback, no TLS; a context for it takes 20 ms
        self._load = load

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """As every transport does."""
        _, _, job_id = request.url.path.partition("/status/")
        if job_id:
            self._load.status_calls[job_id] += 1
        response = await super().handle_async_request(request)
        self._load.statuses[response.status_code] += 1
        return response


@contextmanager
def service(folder: Path, search_url: str, redis: int) -> Iterator[tuple[str, int]]:
    """The address and the process id of a service that keeps everything in `folder`; its log is
    ``serve.log``.
    """
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONPATH": str(PACKAGE),
        "SEARXNG_URL": search_url,
        "FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
        "REDIS_HOST": "127.0.0.1",
        "REDIS_PORT": str(redis),
        "RATE_LIMIT_PER_MINUTE": "0",
        "MAX_PENDING_JOBS": "1000000",
        "SERVE_WORKERS": "2",
    }
    with (folder / "serve.log").open("w") as log:
        process = subprocess.Popen(
            [str(PROGRAM), "serve", "--port", "0"],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    assert process.stdout is not None
    with process.stdout:
        try:
            yield process.stdout.readline().split()[0], process.pid
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


async def _follow(url: str, queries: Iterator[str], load: Load, options: dict[str, int]) -> None:
    """One client: the next question, to its end, while there are any."""
    async with AsyncResearchClient(url, transport=_Counting(load)) as client:
        for query in queries:
            try:
                began = time.perf_counter()
                job_id = (await client.submit(query, **options)).job_id
                load.submit_ms.append(1_000 * (time.perf_counter() - began))
                load.submitted.append(job_id)
                load.ended[job_id] = await client.wait(job_id)
                load.job_seconds[job_id] = time.perf_counter() - began
            except ResearchError as error:
                load.errors[f"{error.code}: {error}"[:100]] += 1


async def _list(url: str, load: Load) -> None:
    async with AsyncResearchClient(url, transport=_Counting(load)) as client:
        cursor = None
        while True:
            page = await client.jobs(limit=100, cursor=cursor)
            load.listed |= {job.job_id for job in page.jobs}
            if (cursor := page.next_cursor) is None:
                return


async def _press(
    url: str,
    clients: int,
    queries: Iterator[str],
    seconds: float,
    options: dict[str, int],
    load: Load,
) -> None:
    began = time.perf_counter()
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await asyncio.gather(*(_follow(url, queries, load, options) for _ in range(clients)))
    load.wall_seconds = time.perf_counter() - began
    await _list(url, load)


def press(
    web: Miniweb,
    redis: int,
    *,
    clients: int,
    jobs: int,
    words: int = 100,
    sources: int = 3,
    seconds: float = 1_500,
    watch: Watch = lambda _pid, _load: nullcontext(),
    questions: Sequence[str] = QUESTIONS,
) -> Load:
    """Press `jobs` jobs, which ask `questions` in turn, into a new service with as many `clients`.

    For `seconds` at most. Meanwhile the context of `watch` is open, which is given the service's
    process id.
    """
    options = {"max_words": words, "max_results": sources}
    load = Load()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with service(folder, web.base_url, redis) as (url, pid), watch(pid, load):
            queries = islice(cycle(questions), jobs)
            asyncio.run(_press(url, clients, queries, seconds, options, load))
        load.reports = {path.stem for path in (folder / "reports").glob("*.html")}
        if load.server_errors or load.lost:
            print((folder / "serve.log").read_text()[-5_000:], file=sys.stderr)
    counts = web.stats()
    load.searches, load.pages = counts.get("searches", 0), counts.get("pages", 0)
    return load


def told(load: Load) -> str:
    """Lines for people."""
    calls = sorted(load.status_calls.values()) or [0]
    answers = ", ".join(f"{status}: {times:,}" for status, times in sorted(load.statuses.items()))
    p50, p95 = _percentile(load.submit_ms, 50), _percentile(load.submit_ms, 95)
    pace = load.completed / load.wall_seconds
    lines = [
        f"submitted     {len(load.submitted):,}",
        f"completed     {load.completed:,}",
        f"lost          {len(load.lost):,}",
        f"twice         {len(load.twice):,}",
        f"5xx           {load.server_errors:,}   (answers by status: {answers})",
        f"status calls  mean {statistics.fmean(calls):.2f}, most {calls[-1]} a job",
        f"submit        p50 {p50:.0f} ms, p95 {p95:.0f} ms",
        f"wall          {load.wall_seconds:.0f} s, {pace:.1f} jobs a second",
        f"miniweb       {load.searches:,} searches, {load.pages:,} pages",
    ]
    lines += [f"error         {times}x {error}" for error, times in load.errors.items()]
    return "\n".join(lines)


def _percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1] if len(values) > 1 else 0.0


def main() -> int:
    """Print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=1_000)
    parser.add_argument("--words", type=int, default=100)
    parser.add_argument("--sources", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1_500)
    options = parser.parse_args()
    if MISSING:
        sys.exit(MISSING)
    with serve("--scale", "0.1") as web, redis_port() as redis:
        load = press(web, redis, **vars(options))
    print(told(load))
    return 0 if load.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
