"""Messages about jobs: run, brought again, or filed with the dead letters."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.domain.errors import LeaseHeldError, MessageUnreadableError, QueueError, StoreError
from research.domain.job import JobStatus
from research.jobs.deliveries import Delivery, deliver, job_message, request_id_in
from research.jobs.held_message import BEHIND_LEASE_SECONDS
from research.jobs.worker import JobOutcome
from tests.fakes.job_queue import FakeJobQueue
from tests.fakes.messages import FakeMessages
from tests.unit.jobs.test_worker import Shop


def delivery(body: str, *, times: int = 1, is_given_up: bool = False) -> Delivery:
    return Delivery(body=body, receipt="receipt", times=times, is_given_up=is_given_up)


async def brought(shop: Shop, messages: FakeMessages, arrived: Delivery) -> JobOutcome:
    if not await shop.jobs.exists(shop.job.job_id):
        await shop.jobs.create(shop.job)
    return await deliver(arrived, shop.dependencies(), messages, lambda: shop.left_seconds)


async def test_a_job_is_run() -> None:
    shop, messages = Shop(), FakeMessages()
    body = json.dumps({"job_id": shop.job.job_id, "request_id": "a-call"})
    assert await brought(shop, messages, delivery(body)) is JobOutcome.COMPLETED
    assert not messages.buried
    lease_seconds = shop.dependencies().lease_seconds
    assert messages.retried == [("receipt", lease_seconds + BEHIND_LEASE_SECONDS)]


async def test_the_next_worker_knows_which_call_asked() -> None:
    shop, messages = Shop(), FakeMessages()
    queue = FakeJobQueue()
    dependencies = replace(shop.dependencies(), queue=queue)
    await shop.jobs.create(shop.job)
    body = json.dumps({"job_id": shop.job.job_id, "request_id": "a-call"})
    assert (
        await deliver(delivery(body), dependencies, messages, lambda: 1.0) is JobOutcome.HANDED_OVER
    )
    assert queue.sent == [(shop.job.job_id, "a-call")]


@pytest.mark.parametrize(
    "form", ['{"job_id": "%s", "request_id": 7}', "job %s", '["%s"]', '{"job_id": "%s"']
)
async def test_an_unreadable_message_fails_the_job_it_names(form: str) -> None:
    shop, messages = Shop(), FakeMessages()
    body = form % shop.job.job_id
    assert await brought(shop, messages, delivery(body)) is JobOutcome.FAILED
    ((kept, code, reason),) = messages.buried
    assert (kept, code) == (body, "message_unreadable")
    job = await shop.now()
    assert job.status is JobStatus.FAILED
    assert job.error is not None
    assert (job.error.code, job.error.message) == (code, reason)
    assert [ended.job_id for ended in shop.announced] == [job.job_id]


async def test_a_job_that_no_worker_got_through_fails() -> None:
    shop, messages = Shop(), FakeMessages()
    body = json.dumps({"job_id": shop.job.job_id})
    assert await brought(shop, messages, delivery(body, is_given_up=True)) is JobOutcome.FAILED
    job = await shop.now()
    assert job.error is not None
    assert job.error.code == "given_up"
    assert "no worker" in job.error.message
    assert [code for _, code, _ in messages.buried] == ["given_up"]


async def test_a_job_given_up_leaves_no_journal() -> None:
    shop, messages = Shop(), FakeMessages()
    await shop.dependencies().journal(shop.job.job_id, lambda: 1.0).store("search-1", b"{}")
    body = json.dumps({"job_id": shop.job.job_id})
    await brought(shop, messages, delivery(body, is_given_up=True))
    assert not [name for name in shop.wiring.reports.files if name.startswith("journal/")]


async def test_a_job_given_up_is_told_of_when_the_first_to_end_it_could_not() -> None:
    shop, messages = Shop(), FakeMessages()
    arrived = delivery(json.dumps({"job_id": shop.job.job_id}), is_given_up=True)
    await brought(shop, messages, arrived)
    shop.announced.clear()
    await brought(shop, messages, arrived)
    assert shop.announced == [await shop.now()]


async def test_a_job_that_ended_stays_as_it_is() -> None:
    shop, messages = Shop(), FakeMessages()
    await shop.work()
    before = await shop.now()
    await brought(shop, messages, delivery(f"bad {shop.job.job_id}"))
    assert await shop.now() == before
    assert len(messages.buried) == 1


async def test_a_job_that_runs_is_not_failed_under_its_worker() -> None:
    shop, messages = Shop(), FakeMessages()
    await shop.jobs.create(shop.job)
    await shop.jobs.claim(shop.job.job_id, "someone", 60)
    with pytest.raises(LeaseHeldError):
        await brought(shop, messages, delivery(f"bad {shop.job.job_id}"))
    assert not messages.buried


async def test_with_the_dead_letters_away_the_message_comes_again() -> None:
    shop, messages = Shop(), FakeMessages()
    messages.away = True
    with pytest.raises(QueueError):
        await brought(shop, messages, delivery("nothing"))


@pytest.mark.parametrize(("times", "seconds"), [(1, 30), (2, 60), (3, 120), (4, 120), (200, 120)])
async def test_with_the_stores_away_it_is_tried_later_and_later(times: int, seconds: int) -> None:
    shop, messages = Shop(), FakeMessages()
    await shop.jobs.create(shop.job)
    shop.jobs.away = True
    body = json.dumps({"job_id": shop.job.job_id})
    arrived = delivery(body, times=times)
    with pytest.raises(StoreError):
        await deliver(arrived, shop.dependencies(), messages, lambda: 900.0)
    assert messages.retried[-1] == ("receipt", seconds)


@given(st.text() | st.from_type(dict[str, int]).map(json.dumps) | st.binary().map(repr))
def test_what_is_no_message_is_refused(body: str) -> None:
    with pytest.raises(MessageUnreadableError):
        job_message(body)
    assert request_id_in(body) == ""
