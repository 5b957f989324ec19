"""The service on a local AWS, as the tests of it see any: an API, a bucket, queues, a sweep."""

import time
from abc import ABC, abstractmethod
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import httpx

API_KEY = "planted-api-key-5d1e"
PROVIDER_KEY = "planted-provider-key-72c4"
REDIS_PASSWORD = "planted-redis-password-0b9f"
PLANTED = (API_KEY, REDIS_PASSWORD, PROVIDER_KEY)


class Stack(ABC):
    """A stack that runs."""

    @property
    @abstractmethod
    def api(self) -> str:
        """The address of the API."""

    @property
    @abstractmethod
    def bucket(self) -> str:
        """The name of the bucket of reports."""

    @property
    @abstractmethod
    def job_queue_url(self) -> str:
        """The queue that jobs wait in."""

    @property
    @abstractmethod
    def dead_letter_queue_url(self) -> str:
        """The queue of what could not be done."""

    @abstractmethod
    def client(self, service: str) -> Any:
        """A client of a service of AWS."""

    @abstractmethod
    def sweep(self) -> dict[str, Any]:
        """What the function sweep answers now."""

    @abstractmethod
    def start_watches(self) -> dict[str, Any]:
        """What the same function answers to the schedule of watches now."""

    @abstractmethod
    def written(self) -> dict[str, str]:
        """All that the service and its AWS have written beside the bucket, by where."""

    def call(self, method: str, path: str, **more: Any) -> httpx.Response:
        """A call with the key."""
        headers = {"X-API-Key": API_KEY, **more.pop("headers", {})}
        return httpx.request(method, self.api + path, headers=headers, timeout=60, **more)

    def many(self, queries: list[str]) -> list[str]:
        """Submit all of them at once; their jobs."""

        def submit(query: str) -> str:
            answer = self.call("POST", "/research", json={"query": query})
            assert answer.status_code == 202, answer.text
            return str(answer.json()["job_id"])

        with ThreadPoolExecutor(len(queries)) as pool:
            return list(pool.map(submit, queries))

    def ended(self, job_id: str, timeout_seconds: float = 180) -> dict[str, Any]:
        """The job, once it has ended."""
        end = time.monotonic() + timeout_seconds
        while True:
            job: dict[str, Any] = self.call("GET", f"/status/{job_id}").json()
            if job["status"] in {"completed", "failed", "cancelled"}:
                return job
            assert time.monotonic() < end, job
            time.sleep(0.5)

    def file(self, name: str) -> bytes:
        """An object of the bucket."""
        body: bytes = self.client("s3").get_object(Bucket=self.bucket, Key=name)["Body"].read()
        return body

    def put(self, name: str, body: bytes) -> None:
        """Write an object of the bucket."""
        self.client("s3").put_object(Bucket=self.bucket, Key=name, Body=body)

    def files(self) -> dict[str, str]:
        """All objects of the bucket, as texts; not those that a job removes meanwhile."""
        s3 = self.client("s3")
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        names = [item["Key"] for page in pages for item in page.get("Contents", ())]
        found = {}
        for name in names:
            with suppress(s3.exceptions.NoSuchKey):
                found[name] = self.file(name).decode(errors="replace")
        return found
