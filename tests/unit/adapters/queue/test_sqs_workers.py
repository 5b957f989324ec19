"""Messages of SQS that a process works off itself: once each, and again where it failed."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from research.adapters.queue import sqs_inbox, sqs_workers
from research.adapters.queue.sqs_inbox import SqsInbox
from research.adapters.queue.sqs_queue import SqsQueue
from research.adapters.queue.sqs_workers import SqsWorkers
from research.domain.errors import QueueError, StoreUnavailableError
from research.jobs.deliveries import Delivery

HIDDEN_SECONDS = 2.0


class Queue:
    """A queue, and what its workers were brought."""

    def __init__(self) -> None:
        self.client: Any = boto3.client("sqs")
        attributes = {"VisibilityTimeout": "600"}
        self.url = self.client.create_queue(QueueName="jobs", Attributes=attributes)["QueueUrl"]
        self.brought: list[Delivery] = []
        self.act: Callable[[Delivery], Awaitable[None]] | None = None

    def workers(self, number: int = 2) -> SqsWorkers:
        inbox = SqsInbox(self.url, "", hidden_seconds=HIDDEN_SECONDS)
        return SqsWorkers(SqsQueue(self.url), inbox, self._work, workers=number)

    async def _work(self, delivery: Delivery) -> None:
        self.brought.append(delivery)
        if self.act is not None:
            await self.act(delivery)

    async def until_brought(self, times: int) -> None:
        async with asyncio.timeout(10):
            while len(self.brought) < times:  # noqa: ASYNC110, moto is in threads
                await asyncio.sleep(0.02)

    def left(self) -> int:
        """Messages that are there, seen or hidden."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self.client.get_queue_attributes(QueueUrl=self.url, AttributeNames=names)
        return sum(int(found["Attributes"][name]) for name in names)


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[Queue]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setattr(sqs_inbox, "WAIT_SECONDS", 0)
    monkeypatch.setattr(sqs_workers, "PAUSE_SECONDS", 0.02)
    with mock_aws():
        yield Queue()


async def test_each_job_is_brought_once_and_removed(queue: Queue) -> None:
    async with queue.workers() as workers:
        for number in range(5):
            await workers.send(f"j-{number}", "r-1")
        await queue.until_brought(5)
        await asyncio.sleep(0.3)
    bodies = sorted(one.body for one in queue.brought)
    assert bodies == [f'{{"job_id": "j-{number}", "request_id": "r-1"}}' for number in range(5)]
    assert {one.times for one in queue.brought} == {1}
    assert queue.left() == 0


async def test_no_more_run_at_once_than_there_are_workers(queue: Queue) -> None:
    running, most = 0, 0

    async def act(_: Delivery) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.1)
        running -= 1

    queue.act = act
    async with queue.workers(2) as workers:
        for number in range(6):
            await workers.send(f"j-{number}")
        await queue.until_brought(6)
    assert most == 2


@pytest.mark.parametrize("error", [StoreUnavailableError("away"), ValueError("a bug")])
async def test_what_failed_comes_again_and_stops_no_worker(queue: Queue, error: Exception) -> None:
    async def act(delivery: Delivery) -> None:
        if delivery.times == 1:
            raise error

    queue.act = act
    async with queue.workers(1) as workers:
        await workers.send("j-1")
        await queue.until_brought(2)
        await asyncio.sleep(0.2)
    assert [one.times for one in queue.brought] == [1, 2]
    assert queue.left() == 0


async def test_a_process_that_ends_leaves_its_message_to_others(queue: Queue) -> None:
    async def act(_: Delivery) -> None:
        await asyncio.sleep(60)

    queue.act = act
    async with queue.workers(1) as workers:
        await workers.send("j-1")
        await queue.until_brought(1)
    assert "Messages" not in queue.client.receive_message(QueueUrl=queue.url)
    await asyncio.sleep(1.1)
    assert len(queue.client.receive_message(QueueUrl=queue.url)["Messages"]) == 1


async def test_a_queue_that_is_away_is_asked_again(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, refused = SqsInbox.receive, []

    async def receive(self: SqsInbox) -> Delivery | None:
        if len(refused) < 3:
            refused.append(1)
            raise QueueError("throttled")
        return await real(self)

    monkeypatch.setattr(SqsInbox, "receive", receive)
    async with queue.workers(1) as workers:
        await workers.send("j-1")
        await queue.until_brought(1)
    assert len(refused) == 3


async def test_without_a_queue_for_dead_letters_the_log_has_them(
    queue: Queue, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = SqsInbox(queue.url, "", hidden_seconds=HIDDEN_SECONDS)
    await inbox.dead_letter("spoiled", "message_unreadable", "why")
    assert "spoiled" in caplog.text
    assert "message_unreadable" in caplog.text
