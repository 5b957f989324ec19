"""Finds jobs by words of what was asked, or of a report's title.

No store has an index of words: jobs are read as a list has them, page by page, so that every store
can be searched. One call looks through `LOOKED_THROUGH` jobs at most, and the next goes on from
where it ended.
"""

import unicodedata
from collections.abc import Awaitable, Callable

from research.domain.job import Job, JobPage, JobStatus

PAGE = 100
LOOKED_THROUGH = 500
"""S3 needs about a second for them where there is no Redis."""

ListJobs = Callable[[int, JobStatus | None, str | None], Awaitable[JobPage]]
"""`JobStore.list`, or that of one owner's jobs."""


async def find_jobs(
    list_jobs: ListJobs, text: str, limit: int, status: JobStatus | None, cursor: str | None
) -> JobPage:
    """At most `limit` jobs that have every word of `text`, newest first, after `cursor`.

    Words are compared without case and accents, and may be parts of words. A page may be shorter
    than `limit`, or empty, and have a `next_cursor`: then older jobs are not looked through yet.
    Raises what `list_jobs` raises.
    """
    words = _plain(text).split()
    found: list[Job] = []
    for _ in range(LOOKED_THROUGH // PAGE):
        page = await list_jobs(PAGE, status, cursor)
        found += [job for job in page.jobs if _has_all(job, words)]
        if len(found) > limit:
            return JobPage(jobs=tuple(found[:limit]), next_cursor=found[limit - 1].job_id)
        cursor = page.next_cursor
        if cursor is None:
            break
    return JobPage(jobs=tuple(found), next_cursor=cursor)


def _has_all(job: Job, words: list[str]) -> bool:
    told = _plain(f"{job.request.query} {job.result.title if job.result else ''}")
    return all(word in told for word in words)


def _plain(text: str) -> str:
    # Not `text.terms.fold`: with it the API's functions would load a stemmer at their start.
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in spread if not unicodedata.combining(c))
