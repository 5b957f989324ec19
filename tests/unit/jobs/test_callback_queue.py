"""Callbacks that wait: told once, tried for a day, lost by no restart, and no worker's burden."""

import asyncio
from datetime import timedelta

import pytest

from research.domain import job_transitions
from research.domain.errors import AddressRefusedError, CallbackGoneError
from research.domain.job import Job, JobError
from research.jobs.callback_queue import (
    ENDED_FOLDER,
    FOLDER,
    JOB_TAKES,
    KEPT,
    PAUSES,
    TRY_TAKES,
    CallbackEnd,
    CallbackQueue,
    queue_due_callbacks,
)
from research.jobs.callbacks import CallbackMessage
from tests.fakes.callback_sender import FakeCallbackSender
from tests.unit.api.api_on_fakes import Api

URL = "https://app.example/hooks/research"


class Post:
    """An API whose jobs name a callback, and as many senders of these as a test likes."""

    def __init__(self) -> None:
        self.api = Api()
        self.sender = FakeCallbackSender()

    def queue(self) -> CallbackQueue:
        """A process's own."""
        api = self.api
        return CallbackQueue(self.sender, jobs=api.jobs, reports=api.reports, clock=api.clock)

    async def submit(self) -> str:
        return await self.api.submit(callback_url=URL)

    async def finished(self) -> Job:
        return await self.api.finish(await self.submit())

    def waiting(self) -> list[str]:
        return [name for name in self.api.reports.files if name.startswith(f"{FOLDER}/")]

    def end(self, job: Job) -> CallbackEnd:
        return CallbackEnd.model_validate_json(
            self.api.reports.body(f"{ENDED_FOLDER}/{job.job_id}.json")
        )


async def test_who_asked_is_told_of_the_end_once() -> None:
    post = Post()
    job = await post.finished()
    for _ in range(2):  # a message that is delivered again announces again
        await post.queue().announce(job)
        await post.queue().send_due()
    ((url, message_id, body),) = post.sender.sent
    assert (url, message_id) == (URL, f"{job.job_id}.completed")
    message = CallbackMessage.model_validate_json(body)
    assert message.type == "job.completed"
    assert message.data.result == job.result
    assert message.data.report_json_url == job.json_url
    assert message.data.report_url == ""  # it is a path of this machine
    assert b"lease" not in body
    assert not post.waiting()
    assert post.end(job).is_delivered


async def test_who_did_not_ask_is_not_told() -> None:
    post = Post()
    job = await post.api.finish(await post.api.submit())
    await post.queue().announce(job)
    await post.queue().tell(job)
    assert (post.sender.sent, post.waiting()) == ([], [])


async def test_a_failed_job_is_told_of_and_a_cancelled_one_is_not() -> None:
    post = Post()
    failed, cancelled = await post.submit(), await post.submit()
    await post.api.start(failed)
    now = post.api.clock.now()
    await post.api.jobs.update(
        failed,
        lambda job: job_transitions.fail(
            job, "worker-1", now, error=JobError(code="c", message="m")
        ),
    )
    await post.api.jobs.update(cancelled, lambda job: job_transitions.cancel(job, now))
    post.api.clock.advance(JOB_TAKES.total_seconds())
    await post.queue().send_due()
    assert [message_id for _, message_id, _ in post.sender.sent] == [f"{failed}.failed"]
    assert not post.waiting()


async def test_one_that_is_not_taken_is_tried_again_also_by_another_process() -> None:
    post = Post()
    job = await post.finished()
    post.sender.away = True
    await post.queue().announce(job)
    await post.queue().send_due()
    post.sender.away = False
    await post.queue().send_due()
    assert not post.sender.sent  # not at once
    post.api.clock.advance(PAUSES[0].total_seconds())
    await post.queue().send_due()
    assert len(post.sender.sent) == 1


async def test_a_worker_that_died_before_it_told_is_made_up_for() -> None:
    post = Post()
    await post.finished()
    post.api.clock.advance(JOB_TAKES.total_seconds())
    await post.queue().send_due()
    assert len(post.sender.sent) == 1


async def test_a_job_that_still_runs_is_waited_for() -> None:
    post = Post()
    job_id = await post.submit()
    post.api.clock.advance(JOB_TAKES.total_seconds())
    await post.queue().send_due()
    assert len(post.waiting()) == 1
    await post.queue().announce(await post.api.finish(job_id))
    await post.queue().send_due()
    assert len(post.sender.sent) == 1


async def test_after_a_day_it_is_given_up_with_its_reason() -> None:
    post = Post()
    post.api.jobs._job_ttl_seconds = 7 * 24 * 3_600
    job = await post.finished()
    post.sender.away = True
    await post.queue().announce(job)
    tries = 0
    while post.waiting():
        await post.queue().send_due()
        post.api.clock.advance(PAUSES[-1].total_seconds())
        tries += 1
    assert post.api.clock.now() - (job.completed_at or job.updated_at) >= KEPT
    assert tries > timedelta(hours=20) / PAUSES[-1]
    assert (post.end(job).is_delivered, post.end(job).reason) == (False, "away")


@pytest.mark.parametrize("refusal", [AddressRefusedError("private"), CallbackGoneError("410")])
async def test_a_receiver_that_never_takes_it_is_asked_once(
    refusal: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = Post()
    job = await post.finished()

    async def refuse(url: str, message_id: str, body: bytes) -> None:
        raise refusal

    monkeypatch.setattr(post.sender, "send", refuse)
    await post.queue().tell(job)
    assert (post.waiting(), post.end(job).reason) == ([], str(refusal))


async def test_a_service_without_a_secret_says_so() -> None:
    post = Post()
    api, job = post.api, await post.finished()
    await CallbackQueue(None, jobs=api.jobs, reports=api.reports, clock=api.clock).tell(job)
    assert "CALLBACK_SECRET" in post.end(job).reason


async def test_of_many_processes_one_tries_and_another_where_that_one_died(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    post = Post()
    job = await post.finished()
    await post.queue().announce(job)
    send = post.sender.send

    async def dies(url: str, message_id: str, body: bytes) -> None:
        await asyncio.sleep(0)
        raise KeyboardInterrupt

    monkeypatch.setattr(post.sender, "send", dies)
    with pytest.raises(KeyboardInterrupt):
        await post.queue()._try(job.job_id)
    monkeypatch.setattr(post.sender, "send", send)
    await asyncio.gather(*(post.queue().send_due() for _ in range(5)))
    assert not post.sender.sent
    post.api.clock.advance(TRY_TAKES.total_seconds())
    await asyncio.gather(*(post.queue().send_due() for _ in range(5)))
    assert len(post.sender.sent) == 1


async def test_a_silent_receiver_holds_neither_a_worker_nor_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    post = Post()
    silent, other = await post.finished(), await post.finished()
    send, heard = post.sender.send, asyncio.Event()

    async def send_or_wait(url: str, message_id: str, body: bytes) -> None:
        if silent.job_id in message_id:
            await asyncio.sleep(60)
        await send(url, message_id, body)
        heard.set()

    monkeypatch.setattr(post.sender, "send", send_or_wait)
    queue = post.queue()
    running = asyncio.create_task(queue.run())
    async with asyncio.timeout(5):
        await queue.announce(silent)
        await asyncio.sleep(0.01)
        await queue.announce(other)
        await heard.wait()
    running.cancel()
    assert len(post.sender.sent) == 1


async def test_the_sweep_queues_what_is_due_for_a_worker() -> None:
    post = Post()
    api, job = post.api, await post.finished()
    await post.submit()
    api.queue.sent.clear()
    post.sender.away = True
    await post.queue().tell(job)
    assert await queue_due_callbacks(api.reports, api.queue, api.clock) == 0
    api.clock.advance(PAUSES[0].total_seconds())
    assert await queue_due_callbacks(api.reports, api.queue, api.clock) == 1
    post.sender.away = False
    await post.queue().tell(job)
    assert len(post.sender.sent) == 1


async def test_a_job_that_is_deleted_as_its_callback_is_sent_leaves_none() -> None:
    post = Post()
    job = await post.finished()

    async def send(*_: object) -> None:
        answer = await post.api.call("DELETE", f"/jobs/{job.job_id}")
        assert answer.status_code == 204

    post.sender.send = send  # type: ignore[method-assign]
    await post.queue().announce(job)
    await post.queue().send_due()
    assert not [name for name in post.api.reports.files if job.job_id in name]


async def test_a_deleted_job_leaves_no_callback() -> None:
    post = Post()
    job = await post.finished()
    await post.queue().announce(job)
    await post.api.call("DELETE", f"/jobs/{job.job_id}")
    await post.queue().send_due()
    assert not post.sender.sent
    assert not [name for name in post.api.reports.files if job.job_id in name]
