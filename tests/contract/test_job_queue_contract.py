"""Every `ports.JobQueue` brings what is sent to a worker, and says when it can't."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from uuid import uuid4

import boto3
import pytest

from research.adapters.queue.local_queue import LocalQueue
from research.adapters.queue.sqs_queue import SqsQueue
from research.domain.errors import QueueError
from research.ports import JobQueue
from tests.fakes.clock import StillClock
from tests.fakes.job_queue import FakeJobQueue
from tests.fakes.job_store import FakeJobStore
from tests.fakes.report_store import FakeReportStore


@dataclass
class Case:
    """A queue that serves, what came of it so far, and one of its kind that does not."""

    queue: JobQueue
    arrived: Callable[[], Awaitable[list[str]]]
    away: JobQueue


@pytest.fixture(params=["fake", "local", "sqs"])
async def case(request: pytest.FixtureRequest) -> AsyncIterator[Case]:
    if request.param == "fake":
        fake, away = FakeJobQueue(), FakeJobQueue()
        away.away = True

        async def fakes() -> list[str]:
            return [job_id for job_id, _ in fake.sent]

        yield Case(fake, fakes, away)
    elif request.param == "local":
        ran: list[str] = []

        async def run(job_id: str) -> None:
            ran.append(job_id)

        async def runs() -> list[str]:
            await asyncio.sleep(0.05)
            return ran

        clock = StillClock()
        jobs, reports = FakeJobStore(clock), FakeReportStore()
        queues = [
            LocalQueue(run, jobs=jobs, reports=reports, clock=clock, workers=1) for _ in range(2)
        ]
        async with queues[0] as queue:
            yield Case(queue, runs, queues[1])
    else:
        endpoint = request.getfixturevalue("s3")
        client = boto3.client("sqs", endpoint_url=endpoint)
        url = client.create_queue(QueueName=f"jobs-{uuid4()}")["QueueUrl"]

        async def messages() -> list[str]:
            found = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
            bodies = [json.loads(message["Body"]) for message in found.get("Messages", ())]
            assert all(set(body) == {"job_id", "request_id"} for body in bodies)
            return [body["job_id"] for body in bodies]

        queue = SqsQueue(url, endpoint_url=endpoint)
        yield Case(queue, messages, SqsQueue(f"{url}-gone", endpoint_url=endpoint))


async def test_what_is_sent_arrives(case: Case) -> None:
    await case.queue.check()
    for job_id in ("j-1", "j-2", "j-3"):
        await case.queue.send(job_id, "r-1")
    assert sorted(await case.arrived()) == ["j-1", "j-2", "j-3"]


async def test_a_queue_that_is_away_says_so(case: Case) -> None:
    with pytest.raises(QueueError):
        await case.away.send("j-1")
    with pytest.raises(QueueError):
        await case.away.check()
