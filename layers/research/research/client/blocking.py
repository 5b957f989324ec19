"""A client that waits for each answer."""

from types import TracebackType
from typing import Any, Self

import httpx
from pydantic import SecretStr

from research.api.forms import JobAccepted, JobAnswer, JobList
from research.client.wire import (
    ATTEMPTS,
    away,
    checked,
    headers_for,
    options_for,
    page,
    report_url,
    submission,
    understood,
    waiting,
    waits,
)
from research.domain.errors import ServiceAwayError
from research.domain.job import JobStatus
from research.domain.report import Report


class ResearchClient:
    """Calls the service at an address, over connections of its own. Close it, or use ``with``."""

    def __init__(
        self,
        base_url: str,
        api_key: SecretStr | str = "",
        *,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """`transport` takes the network's place."""
        self._api_key = api_key
        self._http = httpx.Client(**options_for(base_url), transport=transport)

    def submit(self, query: str, **options: Any) -> JobAccepted:
        """Have `query` researched; `options` are the other fields of `NewJob`.

        Raises `InvalidRequestError`, `RateLimitedError`, `TooManyPendingError`.
        """
        body, headers = submission(query, options)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                response = self._send("POST", "/research", content=body, headers=headers)
            except ServiceAwayError:
                if attempt == ATTEMPTS:
                    raise
            else:
                break
        return understood(response, JobAccepted)

    def status(self, job_id: str, *, wait_seconds: float = 0, until_end: bool = False) -> JobAnswer:
        """The job as it is, or after its next change or its end, if that comes in time."""
        response = self._send(
            "GET", f"/status/{job_id}", params=waiting(wait_seconds, until_end=until_end)
        )
        return understood(response, JobAnswer)

    def wait(self, job_id: str, timeout_seconds: float = 3_600) -> JobAnswer:
        """The job when it has ended, well or not. Raises `TimeoutError`."""
        for wait_seconds in waits(timeout_seconds):
            job = self.status(job_id, wait_seconds=wait_seconds, until_end=True)
            if job.status.is_finished:
                return job
        raise TimeoutError(f"job {job_id} has not ended within {timeout_seconds:g} s")

    def report(self, job_id: str) -> Report:
        """The report of a job that has completed.

        Raises `NotStoredError` while there is none; for a job that has failed it says why.
        """
        url = report_url(self.status(job_id))
        return understood(self._send("GET", url), Report)

    def cancel(self, job_id: str) -> JobAnswer:
        """Stop the job. Raises `IllegalMoveError` for one that has ended."""
        return understood(self._send("POST", f"/jobs/{job_id}/cancel"), JobAnswer)

    def delete(self, job_id: str) -> None:
        """Remove the job and all it made. Raises `IllegalMoveError` before it has ended."""
        checked(self._send("DELETE", f"/jobs/{job_id}"))

    def jobs(
        self, *, limit: int = 20, status: JobStatus | None = None, cursor: str | None = None
    ) -> JobList:
        """A page of jobs, newest first."""
        return understood(self._send("GET", "/jobs", params=page(limit, status, cursor)), JobList)

    def close(self) -> None:
        """Close every connection."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _send(self, method: str, url: str, **options: Any) -> httpx.Response:
        headers = headers_for(url, self._api_key) | options.pop("headers", {})
        try:
            return self._http.request(method, url, headers=headers, **options)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise away(error) from error
