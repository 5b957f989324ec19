"""What a worker does with one message of the queue, whatever is in it.

A message is ``{"job_id": ..., "request_id": ...}``. One that can't be read, or that no worker got
through, goes to the dead-letter queue with the reason, and the job it names ends as failed, so that
nobody waits for it for ever.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_hex

from pydantic import Field, ValidationError

from research.domain import job_transitions
from research.domain.errors import (
    GivenUpError,
    InvalidTransitionError,
    JobNotFoundError,
    JobUnreadableError,
    MessageUnreadableError,
    ResearchError,
)
from research.domain.job import JobError
from research.domain.value import JobId, Value, validation_message
from research.jobs.held_message import held
from research.jobs.worker import JobOutcome, WorkerDependencies, announce_again, finish_job, run_job
from research.ports import Messages

FIRST_PAUSE_SECONDS = 30
"""Before a job is tried again whose stores were away; each further pause is twice as long."""
LONGEST_PAUSE_SECONDS = 120
"""So a job ends within minutes of the end of an outage, however long that was."""
GIVEN_UP = "no worker got through it: each ran out of memory or time, or broke"
_JOB_ID = re.compile(r"\b[0-9]{8}-[0-9]{6}-[0-9a-f]{16,32}\b")

_log = logging.getLogger(__name__)


class JobMessage(Value):
    """Which job to run, and which call asked for it."""

    job_id: JobId
    request_id: str = Field(default="", max_length=64)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message, as a queue brings it."""

    body: str
    receipt: str
    times: int
    """How often it was brought, this time included."""
    is_given_up: bool = False
    """Whether it comes from the queue of messages that were brought too often."""


def job_message(body: str) -> JobMessage:
    """Parse a message's body. Raises `MessageUnreadableError`."""
    try:
        return JobMessage.model_validate_json(body, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the message"
        raise MessageUnreadableError(f"{where}: {validation_message(first)[:200]}") from None


def request_id_in(body: str) -> str:
    """Return the id of the call that asked for the job, for logs; empty where there is none."""
    try:
        return job_message(body).request_id
    except MessageUnreadableError:
        return ""


async def deliver(
    delivery: Delivery,
    dependencies: WorkerDependencies,
    messages: Messages,
    remaining_seconds: Callable[[], float],
) -> JobOutcome:
    """Run the job that a message names, or move the message to the dead letters.

    Meanwhile the message is hidden; if this process dies, it comes again when the job's lease ends.

    Raises `ResearchError` when the message should be brought again, and sets with the queue when.
    """
    if delivery.is_given_up:
        return await _dead_letter(delivery, GivenUpError(GIVEN_UP), dependencies, messages)
    try:
        message = job_message(delivery.body)
    except MessageUnreadableError as error:
        return await _dead_letter(delivery, error, dependencies, messages)
    try:
        async with held(delivery.receipt, messages, dependencies.lease_seconds):
            return await run_job(
                message.job_id, dependencies, remaining_seconds, message.request_id
            )
    except ResearchError:
        pause_seconds = FIRST_PAUSE_SECONDS * 2 ** (delivery.times - 1)
        await messages.retry_in(delivery.receipt, min(pause_seconds, LONGEST_PAUSE_SECONDS))
        raise


async def _dead_letter(
    delivery: Delivery, error: ResearchError, dependencies: WorkerDependencies, messages: Messages
) -> JobOutcome:
    """Fail the job first, if its id can be found: once the message is gone, nobody would."""
    _log.error("a message is filed with the dead letters: %s: %s", error.code, error)
    if named := _JOB_ID.search(delivery.body):
        await _fail(named[0], JobError(code=error.code, message=str(error)), dependencies)
    await messages.dead_letter(delivery.body, error.code, str(error))
    return JobOutcome.FAILED


async def _fail(job_id: str, error: JobError, dependencies: WorkerDependencies) -> None:
    """End the job, unless it has ended or is gone. Raises `LeaseHeldError` while it is run."""
    owner = token_hex(16)
    try:
        await dependencies.jobs.claim(job_id, owner, dependencies.lease_seconds)
    except (InvalidTransitionError, JobNotFoundError, JobUnreadableError) as reason:
        _log.info("job %s is left as it is: %s", job_id, reason)
        await announce_again(job_id, dependencies)
        return
    ended = await dependencies.jobs.update(
        job_id, lambda job: job_transitions.fail(job, owner, dependencies.clock.now(), error=error)
    )
    await finish_job(ended, dependencies)
