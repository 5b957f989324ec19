"""A deleted job leaves nothing behind, and takes nothing that another job stands on."""

import math
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest
import redis as sync_redis

from research.api.app import create_app
from research.domain.job import Job
from research.domain.passage import StoredPassage
from research.domain.request import ResearchRequest
from research.jobs.new import new_job_id
from research.jobs.worker import JobOutcome, run_job
from research.settings import Settings
from research.wiring.models import open_embedder
from research.wiring.run import open_worker_dependencies
from research.wiring.service import open_service
from research.wiring.stores import open_stores
from research.wiring.vectors_and_cache import open_cache, open_vectors
from tests.fakes.job_queue import FakeJobQueue
from tests.integration.loopback_web import LoopbackWeb, answer
from tests.servers import ChromaServer, RedisServer
from tests.unit.stages.sources import COUNCIL, GARDEN, HARBOUR

QUERY = "What does the battery ferry to Nordholm cost?"
TEXTS = {"/harbour": HARBOUR, "/council": COUNCIL, "/garden": GARDEN}
ALL = 1_000


class Service:
    """The service as it is wired, without a network before it; its workers run when asked."""

    def __init__(self, settings: Settings, stack: AsyncExitStack) -> None:
        self._settings = settings
        self._stack = stack
        self._queue = FakeJobQueue()
        self.stores = open_stores(settings, stack)
        cache = open_cache(settings, stack)
        self._place = open_worker_dependencies(settings, self.stores, self._queue, stack, cache)
        self.app = create_app(open_service(settings, self.stores, self._queue))

    async def research(self, sources: Sequence[str]) -> str:
        now = self.stores.clock.now()
        request = ResearchRequest(query=QUERY, sources=tuple(sources), search_web=False)
        job = Job(job_id=new_job_id(now), request=request, created_at=now, updated_at=now)
        await self.stores.jobs.create(job)
        assert await run_job(job.job_id, self._place, lambda: math.inf) is JobOutcome.COMPLETED
        return job.job_id

    async def call(self, method: str, path: str) -> int:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://api.test") as client:
            return (await client.request(method, path)).status_code

    async def passages(self, job_id: str) -> tuple[int, list[StoredPassage]]:
        """How many the job has, and those of all jobs."""
        warnings: list[str] = []
        embedder = open_embedder(self._settings, self._stack)
        vectors = open_vectors(self._settings, embedder, self._stack, warnings.append)
        query = await embedder.embed([QUERY])
        found = len(await vectors.similarities(job_id, query, ALL))
        assert warnings == []
        return found, await vectors.search_memory(query, ALL)


@pytest.fixture
def settings(redis: RedisServer, own_chroma: ChromaServer, tmp_path: Path) -> Settings:
    sync_redis.Redis(port=redis.port).flushall()
    return Settings.load(
        _env_file=None,
        redis_host="127.0.0.1",
        redis_port=redis.port,
        chroma_host="127.0.0.1",
        chroma_port=own_chroma.port,
        chroma_timeout_seconds=30,
        fetch_allow_networks="127.0.0.0/8",
        reports_directory=tmp_path / "reports",
    )


async def test_what_only_the_deleted_job_has_goes(settings: Settings, redis: RedisServer) -> None:
    pages = {path: answer(text.encode(), Content_Type="text/plain") for path, text in TEXTS.items()}
    async with AsyncExitStack() as stack, LoopbackWeb(pages) as web:
        service = Service(settings, stack)
        goes = await service.research([web.url("/harbour"), web.url("/council")])
        stays = await service.research([web.url("/council"), web.url("/garden")])
        kept_before = {path.read_text() for path in snapshots(settings)}
        count, before = await service.passages(stays)

        assert await service.call("DELETE", f"/jobs/{goes}") == 204

        assert await service.call("GET", f"/status/{goes}") == 404
        assert await service.call("GET", f"/status/{stays}") == 200
        assert await service.passages(goes) == (0, (await service.passages(stays))[1])
        count_after, after = await service.passages(stays)
    assert count_after == count > 0
    assert {passage.url for passage in before} == {web.url(path) for path in TEXTS}
    assert {passage.url for passage in after} == {web.url("/council"), web.url("/garden")}
    assert kept_before == set(TEXTS.values())
    assert {path.read_text() for path in snapshots(settings)} == {COUNCIL, GARDEN}
    assert not [path for path in settings.reports_directory.rglob("*") if goes in str(path)]
    assert list(settings.reports_directory.glob(f"{stays}.*"))
    keys = list(sync_redis.Redis(port=redis.port).scan_iter())
    assert any(stays.encode() in key for key in keys)
    assert not any(goes.encode() in key for key in keys)


def snapshots(settings: Settings) -> list[Path]:
    return list((settings.reports_directory / "snapshots").glob("*.txt"))
