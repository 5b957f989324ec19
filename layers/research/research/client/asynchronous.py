"""A client for asyncio. Every method does what that of `ResearchClient` does."""

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


class AsyncResearchClient:
    """`ResearchClient` for asyncio."""

    def __init__(
        self,
        base_url: str,
        api_key: SecretStr | str = "",
        *,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """`transport` takes the network's place."""
        self._api_key = api_key
        self._http = httpx.AsyncClient(**options_for(base_url), transport=transport)

    async def submit(self, query: str, **options: Any) -> JobAccepted:
        """As `ResearchClient.submit`."""
        body, headers = submission(query, options)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                response = await self._send("POST", "/research", content=body, headers=headers)
            except ServiceAwayError:
                if attempt == ATTEMPTS:
                    raise
            else:
                break
        return understood(response, JobAccepted)

    async def status(
        self, job_id: str, *, wait_seconds: float = 0, until_end: bool = False
    ) -> JobAnswer:
        """As `ResearchClient.status`."""
        params = waiting(wait_seconds, until_end=until_end)
        return understood(await self._send("GET", f"/status/{job_id}", params=params), JobAnswer)

    async def wait(self, job_id: str, timeout_seconds: float = 3_600) -> JobAnswer:
        """As `ResearchClient.wait`."""
        for wait_seconds in waits(timeout_seconds):
            job = await self.status(job_id, wait_seconds=wait_seconds, until_end=True)
            if job.status.is_finished:
                return job
        raise TimeoutError(f"job {job_id} has not ended within {timeout_seconds:g} s")

    async def report(self, job_id: str) -> Report:
        """As `ResearchClient.report`."""
        url = report_url(await self.status(job_id))
        return understood(await self._send("GET", url), Report)

    async def cancel(self, job_id: str) -> JobAnswer:
        """As `ResearchClient.cancel`."""
        return understood(await self._send("POST", f"/jobs/{job_id}/cancel"), JobAnswer)

    async def delete(self, job_id: str) -> None:
        """As `ResearchClient.delete`."""
        checked(await self._send("DELETE", f"/jobs/{job_id}"))

    async def jobs(
        self, *, limit: int = 20, status: JobStatus | None = None, cursor: str | None = None
    ) -> JobList:
        """As `ResearchClient.jobs`."""
        params = page(limit, status, cursor)
        return understood(await self._send("GET", "/jobs", params=params), JobList)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def _send(self, method: str, url: str, **options: Any) -> httpx.Response:
        headers = headers_for(url, self._api_key) | options.pop("headers", {})
        try:
            return await self._http.request(method, url, headers=headers, **options)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise away(error) from error
