"""How long DELETE takes with few reports stored and with many, where each call of S3 takes 30 ms.

    python bench/deleting.py [--few 100] [--many 10000] [--call-seconds 0.03]

One report is made by a run on three sources; the others are copies of its files under other ids.
The store is in memory and holds each call in a thread, as boto3 does, for the time of one request;
a listing takes one for each thousand names. Once each report has snapshots of its own, once all
share theirs, as those of one much asked question do. Jobs are in the store alone, without Redis.
"""

import argparse
import asyncio
import math
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

import httpx

from research.adapters.jobs.report_store_jobs import ReportStoreJobs
from research.api.app import create_app
from research.domain.errors import NotStoredError
from research.domain.job import Job
from research.domain.request import ResearchRequest
from research.domain.storage import StoredFile
from research.jobs.new import new_job_id
from research.jobs.worker import JobOutcome, run_job
from research.settings import Settings
from research.wiring.run import open_worker_dependencies
from research.wiring.service import open_service
from research.wiring.stores import Stores, open_local_queue, open_stores
from research.wiring.vectors_and_cache import open_cache

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "sailing-cargo"
QUERY = "How do cargo ships sail?"
NAMES_A_PAGE = 1_000


class SlowReports:
    """`ports.ReportStore` in memory, whose calls take as long as S3's."""

    def __init__(self, call_seconds: float) -> None:
        self.call_seconds = call_seconds
        self.calls = 0
        self._folders: defaultdict[str, dict[str, bytes]] = defaultdict(dict)

    def keep(self, name: str, body: bytes) -> None:
        """Store it at once."""
        self._folders[name.rpartition("/")[0]][name] = body

    def everything(self) -> dict[str, bytes]:
        """All files."""
        return {name: body for files in self._folders.values() for name, body in files.items()}

    async def put(self, name: str, body: bytes, content_type: str) -> str:  # noqa: ARG002
        """As every store does."""
        await self._call()
        self.keep(name, body)
        return f"memory:{name}"

    async def put_if(
        self,
        name: str,
        body: bytes,
        content_type: str,  # noqa: ARG002
        tag: str | None,  # noqa: ARG002
    ) -> str:
        """As `put`: nobody else writes here."""
        await self._call()
        self.keep(name, body)
        return str(hash(body))

    async def put_file(self, name: str, file: BinaryIO, content_type: str) -> None:
        """As every store does."""
        await self.put(name, file.read(), content_type)

    async def copy(self, name: str, to: str) -> None:
        """One call."""
        await self._call()
        self.keep(to, self._folders[name.rpartition("/")[0]][name])

    async def size(self, name: str) -> int:
        """One call."""
        return len((await self.get(name)).body)

    async def get(self, name: str) -> StoredFile:
        """As every store does."""
        await self._call()
        body = self._folders[name.rpartition("/")[0]].get(name)
        if body is None:
            raise NotStoredError(name)
        return StoredFile(body=body, tag=str(hash(body)))

    async def list(self, folder: str) -> tuple[str, ...]:
        """A page for each thousand names."""
        names = sorted(self._folders[folder])
        for _ in range(max(1, math.ceil(len(names) / NAMES_A_PAGE))):
            await self._call()
        return tuple(names)

    async def has_files(self, folder: str) -> bool:
        """One call."""
        await self._call()
        return bool(self._folders[folder])

    async def delete(self, name: str) -> None:
        """As every store does."""
        await self._call()
        self._folders[name.rpartition("/")[0]].pop(name, None)

    async def _call(self) -> None:
        self.calls += 1
        await asyncio.to_thread(time.sleep, self.call_seconds)


def _stores(settings: Settings, reports: SlowReports, stack: AsyncExitStack) -> Stores:
    opened = open_stores(settings, stack)
    jobs = ReportStoreJobs(reports, clock=opened.clock, job_ttl_seconds=3_600)
    return replace(opened, reports=reports, jobs=jobs)


@contextmanager
def _pages() -> Iterator[tuple[str, ...]]:
    """The addresses of the example's pages on a server of this process."""
    handler = partial(_Silent, directory=str(EXAMPLE))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        yield tuple(f"{address}/{file.name}" for file in sorted(EXAMPLE.iterdir())[:12])
        server.shutdown()


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


async def _one_report(settings: Settings, reports: SlowReports, sources: tuple[str, ...]) -> str:
    async with AsyncExitStack() as stack:
        stores = _stores(settings, reports, stack)
        now = stores.clock.now()
        request = ResearchRequest(query=QUERY, sources=sources, search_web=False)
        job = Job(job_id=new_job_id(now), request=request, created_at=now, updated_at=now)
        await stores.jobs.create(job)
        queue = open_local_queue(settings, stores, lambda _: asyncio.sleep(0))
        place = open_worker_dependencies(
            settings, stores, queue, stack, open_cache(settings, stack)
        )
        outcome = await run_job(job.job_id, place, lambda: math.inf)
        assert outcome is JobOutcome.COMPLETED, outcome
        return job.job_id


def _copies(made: dict[str, bytes], job_id: str, count: int, *, is_shared: bool) -> SlowReports:
    reports = SlowReports(0.0)
    snapshots = {name.rpartition("/")[2] for name in made if name.startswith("snapshots/")}
    for number in range(count):
        other = f"{job_id[:-8]}{number:08x}"
        for name, body in made.items():
            to, text = name.replace(job_id, other), body.replace(job_id.encode(), other.encode())
            if not is_shared:
                for snapshot in snapshots:
                    own = f"{number:08x}{snapshot[8:]}"
                    to, text = (
                        to.replace(snapshot, own),
                        text.replace(snapshot.encode(), own.encode()),
                    )
            reports.keep(to, text if name.endswith(".json") else body)
    return reports


async def _delete(settings: Settings, reports: SlowReports, job_id: str) -> tuple[float, int]:
    async with AsyncExitStack() as stack:
        stores = _stores(settings, reports, stack)
        queue = open_local_queue(settings, stores, lambda _: asyncio.sleep(0))
        app = create_app(open_service(settings, stores, queue))
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://api.test") as client:
            before, began = reports.calls, time.perf_counter()
            answer = await client.delete(f"/jobs/{job_id}")
            seconds = time.perf_counter() - began
        assert answer.status_code == 204, answer.text
        left = [name for name in reports.everything() if job_id in name]
        assert not [name for name in left if not name.startswith("jobs-deleted/")], left
        return seconds, reports.calls - before


async def measure(few: int, many: int, call_seconds: float) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            _env_file=None, reports_directory=Path(folder), fetch_allow_networks="127.0.0.0/8"
        )
        source = SlowReports(0.0)
        with _pages() as sources:
            job_id = await _one_report(settings, source, sources)
        made = source.everything()
        print(f"a report has {len(made)} files")
        for is_shared in (False, True):
            for count in (few, many):
                reports = _copies(made, job_id, count, is_shared=is_shared)
                reports.call_seconds = call_seconds
                seconds, calls = await _delete(settings, reports, f"{job_id[:-8]}{count // 2:08x}")
                whose = "shared snapshots" if is_shared else "own snapshots"
                print(f"{count:6} reports, {whose:17}{seconds:6.2f} s, {calls} calls")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--few", type=int, default=100)
    parser.add_argument("--many", type=int, default=10_000)
    parser.add_argument("--call-seconds", type=float, default=0.03)
    options = parser.parse_args()
    asyncio.run(measure(options.few, options.many, options.call_seconds))


if __name__ == "__main__":
    main()
