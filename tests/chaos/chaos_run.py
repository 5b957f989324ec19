"""One run, from the first submit to the verdict."""

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos.machines import ChaosRedis, Machine, ServeMachine
from tests.chaos.people import People
from tests.chaos.troubles import CLOCK, DISK, KILL, LEASE_SECONDS, Conductor, Size, gather, plan
from tests.chaos.verdict import callback_faults, file_faults, job_faults, repeat_faults, repeats
from tests.chaos.waiting import until
from tests.chaos.world import World
from tests.servers import running

SERVICES = 3
PROGRESS_SECONDS = 5.0
CALM_SECONDS = 300.0
"""All jobs have ended so long after the last trouble."""
CALLBACK_SECONDS = 150.0
"""Longer than a try that was cut off blocks the next, and than the first pauses."""
LATER_SECONDS = 1_200.0
"""By so much clocks are put forward, to the next time that a lost callback is looked for."""
DISK_SECONDS = 2.0
"""A call that began when the disk was full may be answered so much later."""
SECRET = "whsec_" + "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"


@dataclass
class Outcome:
    """What came of a run."""

    faults: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def settings_of(world: World, redis: ChaosRedis, reports: Path) -> Mapping[str, str]:
    """The same for every machine."""
    return {
        "SEARXNG_URL": world.url,
        "OPENAI_BASE_URL": f"{world.url}/v1",
        "OPENAI_API_KEY": "sk-chaos",
        "FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
        "REDIS_HOST": "127.0.0.1",
        "REDIS_PORT": str(redis.port),
        "REPORTS_DIRECTORY": str(reports),
        "RATE_LIMIT_PER_MINUTE": "0",
        "JOB_LEASE_SECONDS": f"{LEASE_SECONDS:g}",
        "CALLBACK_SECRET": SECRET,
        "EXTRACT_PROCESSES": "1",
        "EXTRACT_TIMEOUT_SECONDS": "20",
        "READ_DEADLINE_SECONDS": "60",
    }


def chaos(seed: int, size: Size) -> Outcome:
    """Run it. The folder with all logs stays where there are faults."""
    folder = Path(tempfile.mkdtemp(prefix=f"chaos-{seed}-"))
    world, reports = World(seed), folder / "reports"
    redis_folder = folder / "redis"
    redis_folder.mkdir()
    with world.serving(), running(ChaosRedis(redis_folder)) as redis:
        settings = settings_of(world, redis, reports)
        services = [ServeMachine(f"serve-{one}", folder, settings) for one in range(SERVICES)]
        messages = Machine("messages", folder, ["tests.chaos.messages"], settings)
        run = Run(seed, size, world, redis, services, messages, reports)
        try:
            asyncio.run(run.live())
        finally:
            for machine in (*services, messages):
                machine.kill()
    outcome = run.outcome()
    outcome.lines.append(f"logs          {folder}")
    return outcome


class Run:
    """People, troubles, and what is seen."""

    def __init__(
        self,
        seed: int,
        size: Size,
        world: World,
        redis: ChaosRedis,
        services: list[ServeMachine],
        messages: Machine,
        reports: Path,
    ) -> None:
        self._seed, self._size = seed, size
        self._world, self._redis, self._reports = world, redis, reports
        self._services, self._machines = services, [*services, messages]
        self._people = People(
            services, world.url, seed, size.jobs, may_be_unavailable=self._is_disk_full
        )
        self._conductor = Conductor(
            self._machines,
            redis,
            known=lambda: [job.job_id for job in self._people.jobs],
            progress=lambda: sum(not job.is_open for job in self._people.jobs) / size.jobs,
        )
        self._listed: dict[str, str] = {}
        self._began = time.monotonic()

    async def live(self) -> None:
        """All of it."""
        for machine in self._machines:
            machine.start()
        await asyncio.sleep(4)
        progress = asyncio.create_task(self._tell())
        try:
            await self._troubled()
            await self._calm()
        finally:
            progress.cancel()

    def outcome(self) -> Outcome:
        """The verdict."""
        jobs, happened = self._people.jobs, self._conductor.happened
        again = repeats(self._world.calls, happened)
        faults = [
            *self._people.faults,
            *job_faults(jobs, self._listed),
            *file_faults(jobs, self._reports),
            *callback_faults(jobs, self._world.told, self._reports, happened),
            *repeat_faults(self._world.calls, happened),
        ]
        ends = Counter(job.ended + ("+deleted" if job.is_deleted else "") for job in jobs)
        kinds = Counter(each.kind for each in happened)
        lines = [
            f"jobs          {len(jobs)}: {_counted(ends)}",
            f"troubles      {_counted(kinds)}",
            f"model calls   {len(self._world.calls)}, made again: {_counted(again) or 'none'}",
            f"callbacks     {len(self._world.told)} tries",
            f"503           {self._people.unavailable} while the disk was full",
            f"wall          {time.monotonic() - self._began:.0f} s",
            f"faults        {len(faults)}",
        ]
        return Outcome(faults, lines)

    async def _troubled(self) -> None:
        machines, redis = plan(self._seed, self._size)
        watching = [asyncio.create_task(self._people.watch()) for _ in range(3)]
        try:
            await gather(
                self._people.submit_all(lambda: self._conductor.share),
                self._conductor.run(machines),
                self._conductor.run(redis),
            )
        finally:
            for each in watching:
                each.cancel()
            await asyncio.gather(*watching, return_exceptions=True)

    async def _calm(self) -> None:
        """All is well again: what was accepted ends."""
        for machine in self._machines:
            machine.set_clock(0)
        watching = asyncio.create_task(self._people.watch())
        await until(lambda: not any(job.is_open for job in self._people.jobs), CALM_SECONDS)
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        for job in self._people.jobs:
            if "deleted" in job.fate and not job.is_deleted:
                await self._people.delete(job)
        if not await until(self._are_callbacks_told, CALLBACK_SECONDS):
            for machine in self._machines:
                machine.set_clock(LATER_SECONDS)
            await until(self._are_callbacks_told, CALLBACK_SECONDS)
        for job in self._people.jobs:
            await self._people.look(job)
        self._listed = await self._people.listed()

    def _are_callbacks_told(self) -> bool:
        folder = self._reports / "jobs-callbacks"
        return not folder.exists() or not any(folder.glob("*.json"))

    def _is_disk_full(self) -> bool:
        now = time.monotonic()
        return any(
            each.kind == DISK and each.began <= now <= each.ended + DISK_SECONDS
            for each in self._conductor.happened
        )

    async def _tell(self) -> None:
        """How far it is."""
        while True:
            await asyncio.sleep(PROGRESS_SECONDS)
            jobs, of = self._people.jobs, self._conductor
            print(
                f"{time.monotonic() - self._began:5.0f} s  {len(jobs)} jobs, "
                f"{sum(job.is_open for job in jobs)} open; {of.times(KILL)} kills, "
                f"{of.times(CLOCK)} clocks, {of.left} troubles to come; "
                f"{len(self._world.calls)} model calls, {len(self._world.told)} callbacks; "
                f"{len(self._people.faults)} faults",
                flush=True,
            )


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{times} {what or 'without a cause'}" for what, times in counts.items())
