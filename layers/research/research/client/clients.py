"""The two clients: the same methods, blocking and for asyncio."""

from collections.abc import Sequence
from os import PathLike, fspath
from pathlib import PurePath
from typing import Any, Self

import httpx
from pydantic import SecretStr

from research.api.forms import JobAccepted, JobAnswer, JobList
from research.api.watches.forms import WatchAnswer, WatchList
from research.client import calls, upload_calls, watch_calls
from research.client.calls import Call, M
from research.domain.follow_up.question import ReportAnswer
from research.domain.job import JobStatus
from research.domain.report import Report


class ResearchClient:
    """Calls the service at an address, over connections of its own. Close it, or use ``with``.

    Every method raises the error that the service met, and `ServiceUnavailableError` where it
    can't be reached.
    """

    def __init__(
        self,
        base_url: str,
        api_key: SecretStr | str = "",
        *,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """`transport` takes the network's place."""
        self._api_key = api_key
        self._http = httpx.Client(**calls.client_options(base_url), transport=transport)

    def submit(self, query: str, **fields: Any) -> JobAccepted:
        """Submit a job; `fields` are the other fields of `ResearchRequest`.

        Raises `InvalidRequestError`, `RateLimitedError`, `TooManyPendingError`.
        """
        return self._answer(calls.submit(query, fields))

    def upload(self, path: str | PathLike[str]) -> str:
        """Upload a file, and return what names it in the `sources` of one `submit`.

        Raises `SourceUnusableError` for one that can't be read, or of a kind that is not taken,
        `UploadTooLargeError`, `TooManyUploadsError`.
        """
        with upload_calls.opened(path) as file:
            offered = self._answer(upload_calls.offer(PurePath(fspath(path)).name))
            calls.check(self._response(upload_calls.post(offered, file)))
        return offered.source

    def status(self, job_id: str, *, wait_seconds: float = 0, until_end: bool = False) -> JobAnswer:
        """The job as it is, or after its next change or its end, if that comes in time."""
        until = "end" if until_end else "change"
        return self._answer(calls.status(job_id, wait_seconds, until))

    def wait(self, job_id: str, timeout_seconds: float = 3_600) -> JobAnswer:
        """The job when it has ended, well or not, or awaits its plan. Raises `TimeoutError`."""
        for call in calls.statuses_until_end(job_id, timeout_seconds):
            job = self._answer(call)
            if calls.is_awaited(job):
                return job
        raise TimeoutError(f"job {job_id} has not ended within {timeout_seconds:g} s")

    def approve_plan(
        self, job_id: str, questions: Sequence[str] | None = None, clarification: str = ""
    ) -> JobAnswer:
        """The job, which is researched now: `questions`, or those of its plan as they are.

        `clarification` answers the plan's `clarifying_question`. Raises `InvalidTransitionError`
        for a job that awaits no plan, or follows another.
        """
        return self._answer(calls.approve_plan(job_id, questions, clarification))

    def report(self, job_id: str) -> Report:
        """The report of a job that has completed.

        Raises `NotStoredError` while there is none; for a job that has failed it says why.
        """
        return self._answer(calls.report(self.status(job_id)))

    def markdown(self, job_id: str) -> str:
        """The report as Markdown. Raises as `report` does."""
        return calls.text_of(self._response(calls.markdown(self.status(job_id))))

    def source_text(self, job_id: str, source: int) -> str:
        """The text of a source of the report, by its number: what the quotes stand in.

        Raises `NotStoredError` where there is no report, or no such source in it.
        """
        job = self.status(job_id)
        report = self._answer(calls.report(job))
        return calls.text_of(self._response(calls.snapshot(job, report, source)))

    def ask(self, job_id: str, question: str) -> ReportAnswer:
        """What the sources of the job's report say to `question`, or that they don't.

        Raises `JobNotEndedError`, `NoReportError`, `AnswerLateError`.
        """
        return self._answer(calls.ask(job_id, question))

    def add_watch(self, query: str, *, every: str, **fields: Any) -> WatchAnswer:
        """Have `query` researched `daily` or `weekly`; `fields` are the others of `NewWatch`.

        Raises `InvalidRequestError`, `RateLimitedError`, `TooManyWatchesError`.
        """
        return self._answer(watch_calls.add(query, every, fields))

    def watches(self) -> WatchList:
        """Your watches, oldest first."""
        return self._answer(watch_calls.every_one())

    def watch(self, watch_id: str) -> WatchAnswer:
        """A watch with its last jobs. Raises `WatchNotFoundError`."""
        return self._answer(watch_calls.one(watch_id))

    def remove_watch(self, watch_id: str) -> None:
        """Research its question no more; its jobs stay. Raises `WatchNotFoundError`."""
        calls.check(self._response(watch_calls.remove(watch_id)))

    def cancel(self, job_id: str) -> JobAnswer:
        """Stop the job. Raises `InvalidTransitionError` for one that has ended."""
        return self._answer(calls.cancel(job_id))

    def delete(self, job_id: str) -> None:
        """Remove the job and all it made. Raises `InvalidTransitionError` before it has ended."""
        calls.check(self._response(calls.delete(job_id)))

    def jobs(
        self,
        *,
        limit: int = 20,
        status: JobStatus | None = None,
        cursor: str | None = None,
        text: str = "",
    ) -> JobList:
        """A page of jobs, newest first; with `text`, those whose query or title has its words."""
        return self._answer(calls.jobs(limit, status, cursor, text))

    def close(self) -> None:
        """Close every connection."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _answer(self, call: Call[M]) -> M:
        answer = calls.parsed(self._response(call), call.answer)
        return calls.with_whole_addresses(answer, str(self._http.base_url))

    def _response(self, call: Call[M]) -> httpx.Response:
        options = calls.request_options(call, self._api_key)
        for attempts_left in reversed(range(call.attempts)):
            try:
                return self._http.request(call.method, call.url, **options)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                if not attempts_left:
                    raise calls.away(error) from error
        raise AssertionError("a call has one attempt or more")


class AsyncResearchClient:
    """`ResearchClient` for asyncio: every method does what that of the same name does."""

    def __init__(
        self,
        base_url: str,
        api_key: SecretStr | str = "",
        *,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """`transport` takes the network's place."""
        self._api_key = api_key
        self._http = httpx.AsyncClient(**calls.client_options(base_url), transport=transport)

    async def submit(self, query: str, **fields: Any) -> JobAccepted:
        """As `ResearchClient.submit`."""
        return await self._answer(calls.submit(query, fields))

    async def upload(self, path: str | PathLike[str]) -> str:
        """As `ResearchClient.upload`."""
        with upload_calls.opened(path) as file:
            offered = await self._answer(upload_calls.offer(PurePath(fspath(path)).name))
            calls.check(await self._response(upload_calls.post(offered, file)))
        return offered.source

    async def status(
        self, job_id: str, *, wait_seconds: float = 0, until_end: bool = False
    ) -> JobAnswer:
        """As `ResearchClient.status`."""
        until = "end" if until_end else "change"
        return await self._answer(calls.status(job_id, wait_seconds, until))

    async def wait(self, job_id: str, timeout_seconds: float = 3_600) -> JobAnswer:
        """As `ResearchClient.wait`."""
        for call in calls.statuses_until_end(job_id, timeout_seconds):
            job = await self._answer(call)
            if calls.is_awaited(job):
                return job
        raise TimeoutError(f"job {job_id} has not ended within {timeout_seconds:g} s")

    async def approve_plan(
        self, job_id: str, questions: Sequence[str] | None = None, clarification: str = ""
    ) -> JobAnswer:
        """As `ResearchClient.approve_plan`."""
        return await self._answer(calls.approve_plan(job_id, questions, clarification))

    async def report(self, job_id: str) -> Report:
        """As `ResearchClient.report`."""
        return await self._answer(calls.report(await self.status(job_id)))

    async def markdown(self, job_id: str) -> str:
        """As `ResearchClient.markdown`."""
        return calls.text_of(await self._response(calls.markdown(await self.status(job_id))))

    async def source_text(self, job_id: str, source: int) -> str:
        """As `ResearchClient.source_text`."""
        job = await self.status(job_id)
        report = await self._answer(calls.report(job))
        return calls.text_of(await self._response(calls.snapshot(job, report, source)))

    async def ask(self, job_id: str, question: str) -> ReportAnswer:
        """As `ResearchClient.ask`."""
        return await self._answer(calls.ask(job_id, question))

    async def add_watch(self, query: str, *, every: str, **fields: Any) -> WatchAnswer:
        """As `ResearchClient.add_watch`."""
        return await self._answer(watch_calls.add(query, every, fields))

    async def watches(self) -> WatchList:
        """As `ResearchClient.watches`."""
        return await self._answer(watch_calls.every_one())

    async def watch(self, watch_id: str) -> WatchAnswer:
        """As `ResearchClient.watch`."""
        return await self._answer(watch_calls.one(watch_id))

    async def remove_watch(self, watch_id: str) -> None:
        """As `ResearchClient.remove_watch`."""
        calls.check(await self._response(watch_calls.remove(watch_id)))

    async def cancel(self, job_id: str) -> JobAnswer:
        """As `ResearchClient.cancel`."""
        return await self._answer(calls.cancel(job_id))

    async def delete(self, job_id: str) -> None:
        """As `ResearchClient.delete`."""
        calls.check(await self._response(calls.delete(job_id)))

    async def jobs(
        self,
        *,
        limit: int = 20,
        status: JobStatus | None = None,
        cursor: str | None = None,
        text: str = "",
    ) -> JobList:
        """As `ResearchClient.jobs`."""
        return await self._answer(calls.jobs(limit, status, cursor, text))

    async def aclose(self) -> None:
        """Close every connection."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.aclose()

    async def _answer(self, call: Call[M]) -> M:
        answer = calls.parsed(await self._response(call), call.answer)
        return calls.with_whole_addresses(answer, str(self._http.base_url))

    async def _response(self, call: Call[M]) -> httpx.Response:
        options = calls.request_options(call, self._api_key)
        for attempts_left in reversed(range(call.attempts)):
            try:
                return await self._http.request(call.method, call.url, **options)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                if not attempts_left:
                    raise calls.away(error) from error
        raise AssertionError("a call has one attempt or more")
