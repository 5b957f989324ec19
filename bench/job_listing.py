"""What a page of jobs costs, with few jobs and with many, in a real redis-server.

    python bench/job_listing.py [--few N] [--many N] [--lists N] [--json]

The same store first holds few jobs, then many; each time it lists 20 jobs, from the newest, from
the middle, and the 20 oldest of all, which alone are cancelled. Figures are medians.
"""

import argparse
import asyncio
import json
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from statistics import median
from time import perf_counter, sleep

from research.adapters.clock.system_clock import SystemClock
from research.adapters.jobs.redis_jobs import RedisJobs
from research.adapters.redis.redis_connection import redis_client
from research.domain import job_transitions
from research.domain.job import Job, JobStatus
from research.domain.request import ResearchRequest
from research.jobs.new import new_job_id

PAGE = 20
AT_ONCE = 50
WHERE = ("newest", "middle", "cancelled")


def answers(port: int) -> bool:
    """Whether anyone listens at `port`."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def redis_port() -> Iterator[int]:
    """A redis-server on a free port, which keeps nothing."""
    program = shutil.which("redis-server")
    if program is None:
        sys.exit("redis-server is not installed: apt-get install redis-server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [program, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", folder],
            stdout=subprocess.DEVNULL,
        )
        while not answers(port):
            sleep(0.01)
        try:
            yield port
        finally:
            server.terminate()
            server.wait()


async def fill(jobs: RedisJobs, first: int, last: int) -> list[str]:
    """Make jobs `first` to `last`, a second apart, and cancel the first 20 of all. Their ids."""
    start = SystemClock().now()

    async def make(number: int) -> str:
        at = start + timedelta(seconds=number)
        request = ResearchRequest(query=f"What is known of {number}?")
        job = Job(job_id=new_job_id(at), request=request, created_at=at, updated_at=at)
        await jobs.create(job)
        if number < PAGE:
            await jobs.update(job.job_id, lambda job: job_transitions.cancel(job, at))
        return job.job_id

    made: list[str] = []
    for number in range(first, last, AT_ONCE):
        numbers = range(number, min(last, number + AT_ONCE))
        made += await asyncio.gather(*map(make, numbers))
    return made


async def list_ms(jobs: RedisJobs, made: list[str], lists: int) -> dict[str, float]:
    """Milliseconds a page takes, for each place in `WHERE`: the median of `lists`."""
    ways = {
        "newest": lambda: jobs.list(PAGE),
        "middle": lambda: jobs.list(PAGE, cursor=made[len(made) // 2]),
        "cancelled": lambda: jobs.list(PAGE, JobStatus.CANCELLED),
    }
    took: dict[str, list[float]] = {where: [] for where in WHERE}
    for _ in range(lists):
        for where in WHERE:
            started = perf_counter()
            await ways[where]()
            took[where].append((perf_counter() - started) * 1000)
    return {where: median(times) for where, times in took.items()}


async def measure(port: int, few: int, many: int, lists: int) -> dict[str, dict[str, float]]:
    """The medians with few jobs and with many."""
    clock = SystemClock()
    client = redis_client(host="127.0.0.1", port=port, pool_size=AT_ONCE)
    jobs = RedisJobs(client, clock=clock, job_ttl_seconds=10**9)
    made = await fill(jobs, 0, few)
    with_few = await list_ms(jobs, made, lists)
    made += await fill(jobs, few, many)
    with_many = await list_ms(jobs, made, lists)
    await client.aclose()
    return {str(few): with_few, str(many): with_many}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--few", type=int, default=100, help="jobs at first")
    parser.add_argument("--many", type=int, default=100_000, help="jobs then")
    parser.add_argument("--lists", type=int, default=300, help="pages of each kind")
    parser.add_argument("--json", action="store_true", help="figures alone, as JSON")
    asked = parser.parse_args()
    with redis_port() as port:
        found = asyncio.run(measure(port, asked.few, asked.many, asked.lists))
    if asked.json:
        print(json.dumps(found))
        return
    few, many = found.values()
    print(f"{PAGE} jobs of   {asked.few:>9,}   {asked.many:>9,}    ratio")
    for where in WHERE:
        ratio = many[where] / few[where]
        print(f"{where:12}   {few[where]:6.2f} ms   {many[where]:6.2f} ms   {ratio:6.2f}")


if __name__ == "__main__":
    main()
