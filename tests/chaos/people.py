"""People who submit, watch, cancel and delete jobs at any of the services, and keep what they see.

What must never be seen is a fault at once: another status after an end, a deleted job, an error of
the service.
"""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.chaos.machines import ServeMachine
from tests.chaos.waiting import until
from tests.chaos.world import FAILS_ONCE, GONE, SLOW, TOWNS

PATIENCE_SECONDS = 10.0
"""A service that is stopped does not answer."""
ENDED = ("completed", "failed", "cancelled")
CALLBACKS = (None, "good", "good", "good", FAILS_ONCE, SLOW, GONE)
KEPT, CANCELLED, CANCELLED_AND_DELETED, DELETED = (
    "kept",
    "cancelled",
    "cancelled+deleted",
    "deleted",
)
FATES = (KEPT,) * 6 + (CANCELLED, CANCELLED_AND_DELETED, CANCELLED_AND_DELETED, DELETED)
OPEN_AT_MOST = 12
FOREVER_SECONDS = 600.0
SERVER_ERROR, UNAVAILABLE, NOT_FOUND = 500, 503, 404


@dataclass
class Followed:
    """A job, and what was seen of it."""

    town: str
    callback: str | None
    fate: str
    job_id: str = ""
    ended: str = ""
    attempts: int = 0
    is_being_deleted: bool = False
    """It may be gone before that is told."""
    is_deleted: bool = False
    error: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it was accepted and not seen to end."""
        return bool(self.job_id) and not self.ended and not self.is_deleted


@dataclass
class People:
    """Everyone who calls the services."""

    services: Sequence[ServeMachine]
    world_url: str
    seed: int
    number: int
    may_be_unavailable: Callable[[], bool]
    """Whether the disk is full now, or was a moment ago."""
    jobs: list[Followed] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    unavailable: int = 0
    """Answers of 503 while the disk was full."""

    async def submit_all(self, trouble_so_far: Callable[[], float]) -> None:
        """Each job when few enough are open, and its share of the troubles has come."""
        chance = random.Random(self.seed)
        for number, town in enumerate(TOWNS[: self.number]):
            job = Followed(town, chance.choice(CALLBACKS), chance.choice(FATES))
            await until(self._are_few_open, FOREVER_SECONDS)
            await self._submit(job)
            self.jobs.append(job)
            share = (number + 1 - OPEN_AT_MOST / 2) / self.number
            await until(lambda share=share: trouble_so_far() >= share, PATIENCE_SECONDS)

    async def watch(self) -> None:
        """Look at every job again and again, and cancel and delete those that are to be."""
        chance = random.Random(self.seed + 1)
        while True:
            await asyncio.sleep(0.05)
            if self.jobs:
                some = chance.choice([job for job in self.jobs if job.is_open] or self.jobs)
                job = chance.choice((some, some, chance.choice(self.jobs)))
                await self.look(job)
                await self._act(job, chance.random())

    async def look(self, job: Followed) -> None:
        """Ask how it is."""
        was_deleted, ended = job.is_deleted, job.ended
        answer = await self._call("GET", f"/status/{job.job_id}")
        if answer is None or answer.status_code == UNAVAILABLE:
            return
        if answer.status_code == NOT_FOUND:
            if not job.is_being_deleted:
                self._fault(f"{job.town} {job.job_id} is not found, and was not deleted")
        elif was_deleted:
            self._fault(f"{job.town} {job.job_id} was deleted and is {answer.json()['status']}")
        else:
            self._note(job, answer.json(), ended)

    def _are_few_open(self) -> bool:
        return sum(each.is_open for each in self.jobs) < OPEN_AT_MOST

    async def _act(self, job: Followed, luck: float) -> None:
        """What its people want of it, at some time."""
        if job.is_deleted or job.fate == KEPT:
            return
        if job.fate == DELETED:
            if job.ended and luck < 0.3:
                await self.delete(job)
        elif job.is_open:
            if luck < 0.15:
                answer = await self._call("POST", f"/jobs/{job.job_id}/cancel")
                if answer is not None and answer.is_success:
                    self._note(job, answer.json(), job.ended)
                    if job.fate == CANCELLED_AND_DELETED:
                        await self.delete(job)
        elif job.fate == CANCELLED_AND_DELETED:
            await self.delete(job)

    async def delete(self, job: Followed) -> None:
        """Until it is told that it is gone."""
        job.is_being_deleted = True
        while True:
            answer = await self._call("DELETE", f"/jobs/{job.job_id}")
            if answer is not None and answer.status_code in (204, NOT_FOUND):
                job.is_deleted = True
                return
            if answer is not None and answer.status_code != UNAVAILABLE:
                self._fault(f"DELETE of {job.town} {job.job_id}, {job.ended}: {answer.text}")
                return
            await asyncio.sleep(0.2)

    async def listed(self) -> dict[str, str]:
        """Every job that is listed, with its status."""
        found: dict[str, str] = {}
        cursor = ""
        while True:
            answer = await self._call("GET", f"/jobs?limit=100{cursor}")
            if answer is None:
                continue
            page = answer.json()
            found |= {job["job_id"]: job["status"] for job in page["jobs"]}
            if page["next_cursor"] is None:
                return found
            cursor = f"&cursor={page['next_cursor']}"

    async def _submit(self, job: Followed) -> None:
        """Until it is accepted; the key sees to it that it is one job."""
        body: dict[str, Any] = {
            "query": f"How much did the {job.town} ferry cost, and who paid for it?",
            "max_words": 150,
            "max_results": 3,
        }
        if job.callback:
            body["callback_url"] = f"{self.world_url}/callback/{job.callback}/{job.town}"
        headers = {"Idempotency-Key": f"{self.seed}-{job.town}"}
        while not job.job_id:
            answer = await self._call("POST", "/research", json=body, headers=headers)
            if answer is not None and answer.is_success:
                job.job_id = answer.json()["job_id"]
            elif answer is not None and answer.status_code != UNAVAILABLE:
                raise AssertionError(f"a submit is refused: {answer.text}")
            else:
                await asyncio.sleep(0.2)

    async def _call(self, method: str, path: str, **options: Any) -> httpx.Response | None:
        """The answer of any service; None of one that is dead or stopped."""
        service = random.choice(self.services)
        try:
            async with httpx.AsyncClient(
                base_url=service.url, timeout=PATIENCE_SECONDS, trust_env=False, verify=False
            ) as client:
                answer = await client.request(method, path, **options)
        except httpx.TransportError:
            return None
        if answer.status_code >= SERVER_ERROR:
            if answer.status_code == UNAVAILABLE and self.may_be_unavailable():
                self.unavailable += 1
            else:
                self._fault(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer

    def _note(self, job: Followed, told: dict[str, Any], ended_before: str) -> None:
        """`ended_before` is what had been seen before the call that was answered so."""
        status = told["status"]
        if ended_before and status != ended_before:
            self._fault(f"{job.town} {job.job_id} was {ended_before} and is {status}")
        if status in ENDED:
            job.ended = job.ended or status
        job.attempts = max(job.attempts, told.get("attempts") or 0)
        job.error = str(told.get("error") or "")

    def _fault(self, what: str) -> None:
        self.faults.append(what)
        print(f"  fault at {time.monotonic():.1f}: {what}", flush=True)
