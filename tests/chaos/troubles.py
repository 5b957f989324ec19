"""What goes wrong, decided by a seed before it begins: two lists, of machines and of Redis, each of
whose troubles comes a while after the one before has passed.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field

from tests.chaos.machines import ChaosRedis, Machine
from tests.chaos.waiting import until

LEASE_SECONDS = 5.0
KILL, STOP, CLOCK, DISK, MESSAGE = "kill", "stop", "clock", "full disk", "message"
RESTART, OLD_DATA, EVICT, FULL, READ_ONLY, PAUSE = (
    "Redis empty", "Redis with old data", "Redis evicts", "Redis full", "Redis read-only",
    "Redis pauses",
)  # fmt: skip
PATIENCE_SECONDS = 6.0
"""A trouble waits so long for the jobs to come as far as it has."""
FAR_SECONDS = 120.0
"""A clock is set at most so far ahead or behind."""


@dataclass(frozen=True)
class Size:
    """How much of everything there is."""

    jobs: int = 100
    kills: int = 40
    stops: int = 5
    clocks: int = 8
    disks: int = 4
    messages: int = 40
    restarts: int = 10
    others: int = 12
    """Of Redis: evicted, full, read-only or paused, in turn."""


SHORT = Size(jobs=10, kills=4, stops=1, clocks=2, disks=1, messages=5, restarts=2, others=4)
"""For CI."""


@dataclass(frozen=True)
class Trouble:
    """One thing that goes wrong."""

    kind: str
    after_seconds: float
    chance: float
    """From 0 to 1: which machine."""
    amount: float
    """From 0 to 1: how long, or how far."""


@dataclass
class Happened:
    """When it did, by `time.monotonic`."""

    kind: str
    began: float
    ended: float


def plan(seed: int, size: Size) -> tuple[list[Trouble], list[Trouble]]:
    """The troubles of machines, and those of Redis, in their order."""
    chance = random.Random(seed)
    machines = [KILL] * size.kills + [STOP] * size.stops + [DISK] * size.disks
    machines += [MESSAGE] * size.messages + [CLOCK] * size.clocks
    others = [(EVICT, FULL, READ_ONLY, PAUSE)[number % 4] for number in range(size.others)]
    redis = [(RESTART, OLD_DATA)[number % 2] for number in range(size.restarts)] + others
    return _shuffled(machines, chance, (0.3, 3.0)), _shuffled(redis, chance, (1.0, 6.0))


def _shuffled(
    kinds: Iterable[str], chance: random.Random, pause: tuple[float, float]
) -> list[Trouble]:
    order = list(kinds)
    chance.shuffle(order)
    return [
        Trouble(kind, chance.uniform(*pause), chance.random(), chance.random()) for kind in order
    ]


@dataclass
class Conductor:
    """Brings the troubles about; `happened` has what came of it."""

    machines: Sequence[Machine]
    """The last of which takes messages."""
    redis: ChaosRedis
    known: Callable[[], Sequence[str]]
    """The ids of jobs, ended and deleted ones among them."""
    progress: Callable[[], float]
    """Which share of the jobs has ended, from 0 to 1."""
    happened: list[Happened] = field(default_factory=list)
    left: int = 0
    planned: int = 0

    @property
    def share(self) -> float:
        """Which share of the troubles has passed, from 0 to 1."""
        return 1 - self.left / max(1, self.planned)

    async def run(self, troubles: Sequence[Trouble]) -> None:
        """One after the other, as the jobs go on: on a slow machine the services live longer."""
        self.left += len(troubles)
        self.planned += len(troubles)
        for number, trouble in enumerate(troubles):
            await asyncio.sleep(trouble.after_seconds)
            share = number / len(troubles)
            await until(lambda share=share: self.progress() >= share, PATIENCE_SECONDS)
            record = Happened(trouble.kind, time.monotonic(), time.monotonic())
            self.happened.append(record)
            await self._bring(trouble, record)
            self.left -= 1

    def times(self, kind: str) -> int:
        """How often it happened."""
        return sum(each.kind == kind for each in self.happened)

    async def _bring(self, trouble: Trouble, record: Happened) -> None:
        amount, machine = trouble.amount, self.machines[int(trouble.chance * len(self.machines))]
        match trouble.kind:
            case kind if kind == KILL:
                await asyncio.to_thread(machine.kill)
                record.ended = time.monotonic()
                machine.set_clock(0)
                machine.start()
            case kind if kind == STOP:
                machine.stop()
                await self._for(record, LEASE_SECONDS * (1.2 + amount))
                machine.go_on()
            case kind if kind == CLOCK:
                machine.set_clock((2 * amount - 1) * FAR_SECONDS)
            case kind if kind == DISK:
                self._limit(int(2_000 * amount))
                await self._for(record, 1 + 3 * amount)
                self._limit(None)
            case kind if kind == MESSAGE:
                self._send(trouble.chance)
            case _:
                await self._bring_to_redis(trouble, record)
        record.ended = max(record.ended, time.monotonic())

    async def _bring_to_redis(self, trouble: Trouble, record: Happened) -> None:
        redis, seconds = self.redis, 0.2 + 3 * trouble.amount
        match trouble.kind:
            case kind if kind in (RESTART, OLD_DATA):
                await asyncio.to_thread(
                    redis.restart, has_old_data=kind == OLD_DATA, pause_seconds=seconds / 3
                )
                if trouble.chance < 0.7:
                    await asyncio.to_thread(redis.save)
            case kind if kind == EVICT:
                await asyncio.to_thread(self._evict, trouble.amount)
            case kind if kind == FULL:
                await self._set("CONFIG SET maxmemory 1", "CONFIG SET maxmemory 0", seconds, record)
            case kind if kind == READ_ONLY:
                await self._set("REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE", seconds, record)
            case _:
                redis.pause()
                await self._for(record, seconds)
                redis.resume()

    async def _set(self, begin: str, end: str, seconds: float, record: Happened) -> None:
        await asyncio.to_thread(self.redis.client, *begin.split())
        await self._for(record, seconds)
        await asyncio.to_thread(self.redis.client, *end.split())

    async def _for(self, record: Happened, seconds: float) -> None:
        record.ended = time.monotonic() + seconds  # as it is expected, for who looks meanwhile
        await asyncio.sleep(seconds)

    def _evict(self, share: float) -> None:
        """Some of the hashes of jobs, as `allkeys-lru` takes them."""
        keys = sorted(self.redis.client("KEYS", "crp:job:*").split())
        if some := random.Random(share).sample(keys, int(len(keys) * share)):
            self.redis.client("DEL", *some)

    def _limit(self, most_bytes: int | None) -> None:
        for machine in self.machines:
            machine.limit_files(most_bytes)

    def _send(self, chance: float) -> None:
        """A message about a job, twice."""
        known = self.known()
        process = self.machines[-1].process
        if known and process is not None and process.stdin is not None:
            line = f"{known[int(chance * len(known))]}\n".encode()
            process.stdin.write(line * 2)
            process.stdin.flush()


async def gather(*calls: Awaitable[None]) -> None:
    """All of them; the first error ends the rest."""
    async with asyncio.TaskGroup() as tasks:
        for call in calls:
            tasks.create_task(_await(call))


async def _await(call: Awaitable[None]) -> None:
    await call
