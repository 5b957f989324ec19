"""What a new job begins with: its id, a query that is cleaned, and what is stored of it."""

import asyncio
import logging
from datetime import datetime
from secrets import token_hex

from research.domain.errors import InvalidRequestError, StoreError
from research.domain.job import Job
from research.jobs.callback_queue import expect_callback
from research.jobs.owned import enter_in_index
from research.ports import JobStore, ReportStore
from research.text.cleaning import clean_text

RANDOM_BYTES = 8
"""64 bits: whoever has a report's address may read it, so it can't be guessed."""
_log = logging.getLogger(__name__)
MAX_QUERY_CHARACTERS = 2_000


def new_job_id(now: datetime) -> str:
    """An id that no other job has; ids sort by time: ``20261125-081500-1e2403f9c0de1a2b4c5d6``.

    The first five hexadecimal digits of its last part are microseconds; the rest is random.
    """
    return f"{now:%Y%m%d-%H%M%S}-{now.microsecond:05x}{token_hex(RANDOM_BYTES)}"


def clean_query(query: str) -> str:
    """`query` without control and invisible characters, on one line.

    Raises `InvalidRequestError` where no letter or digit is left, or more than
    `MAX_QUERY_CHARACTERS` characters.
    """
    cleaned = clean_text(query).replace("\n", " ")
    if not any(character.isalnum() for character in cleaned):
        raise InvalidRequestError("the query is empty: ask something, in words")
    if len(cleaned) > MAX_QUERY_CHARACTERS:
        raise InvalidRequestError(
            f"the query has {len(cleaned):,} characters, more than {MAX_QUERY_CHARACTERS:,}"
        )
    return cleaned


async def store_job(job: Job, *, jobs: JobStore, reports: ReportStore) -> None:
    """Keep a new job, entered in the index of its owner, its callback expected.

    The job goes last: of one that is there nothing is missing. Raises `JobExistsError` and
    `StoreError`.
    """
    await enter_in_index(job, reports)
    await _expect(job, reports)
    await jobs.create(job)


async def store_secret_job(job: Job, *, jobs: JobStore, reports: ReportStore) -> None:
    """As `store_job`, sooner, for a job whose id nobody else can know: it is entered in the index
    of its owner while it is stored.

    A process that dies meanwhile may leave the job and no entry. Nobody was told of such a job, and
    what finds and queues it, `sweep` or `LocalQueue`, enters it. Where the entry can't be written
    at a second try, the job is removed.
    """
    await _expect(job, reports)
    stored, entered = await asyncio.gather(
        jobs.create(job), enter_in_index(job, reports), return_exceptions=True
    )
    if isinstance(stored, BaseException):
        raise stored
    if isinstance(entered, StoreError):
        await _enter_or_remove(job, jobs, reports)
    elif isinstance(entered, BaseException):
        raise entered


async def _enter_or_remove(job: Job, jobs: JobStore, reports: ReportStore) -> None:
    """Enter a stored job after all, or remove it and raise `StoreError`.

    One that can't be removed either would be run, and paid for, behind the back of who is told that
    it was not taken: it is taken.
    """
    try:
        await enter_in_index(job, reports)
    except StoreError:
        try:
            await jobs.delete(job.job_id)
        except StoreError as failure:
            _log.warning("job %s is in no index of its owner: %s", job.job_id, failure)
        else:
            raise


async def _expect(job: Job, reports: ReportStore) -> None:
    if job.request.callback_url:
        await expect_callback(job.job_id, reports, job.created_at)
