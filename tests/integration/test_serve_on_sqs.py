"""`serve` with JOB_QUEUE_URL: jobs go through SQS, on moto's, and none is left there."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import httpx
import pytest

from tests.integration.serving import Serving, pages, serving

LEASE_SECONDS = 5
"""The shortest there is."""


class Queue:
    """A queue whose own time-out is as long as that of Lambda's."""

    def __init__(self, endpoint_url: str) -> None:
        self._client: Any = boto3.client("sqs", endpoint_url=endpoint_url)
        name, attributes = f"jobs-{uuid4()}", {"VisibilityTimeout": "5400"}
        self.url = self._client.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        self.settings = {
            "JOB_QUEUE_URL": self.url,
            "AWS_ENDPOINT_URL": endpoint_url,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_DEFAULT_REGION": "us-east-1",
            "JOB_LEASE_SECONDS": str(LEASE_SECONDS),
            "RATE_LIMIT_PER_MINUTE": "0",
        }

    def put(self, body: str) -> None:
        """Send what no submit of ours sends."""
        self._client.send_message(QueueUrl=self.url, MessageBody=body)

    def is_empty(self) -> bool:
        """Whether nothing is there, seen or hidden."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self._client.get_queue_attributes(QueueUrl=self.url, AttributeNames=names)
        return not any(int(found["Attributes"][name]) for name in names)


@pytest.fixture
def queue(s3: str) -> Queue:
    return Queue(s3)


def submit(service: Serving, sources: list[str]) -> str:
    body = {"query": "How do cargo ships sail?", "sources": sources}
    return str(httpx.post(f"{service.url}/research", json=body).raise_for_status().json()["job_id"])


def job(service: Serving, job_id: str, **until: object) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(
        f"{service.url}/status/{job_id}", params=until, timeout=40
    ).json()
    return found


def soon(is_so: Callable[[], object], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_jobs_end_and_their_messages_are_gone(queue: Queue, tmp_path: Path) -> None:
    with pages() as sources, serving(tmp_path, **queue.settings) as service:
        queue.put("no message of ours")
        jobs = [submit(service, sources) for _ in range(4)]
        for job_id in jobs:
            soon(lambda job_id=job_id: job(service, job_id, wait=20)["status"] == "completed")
        soon(queue.is_empty)
        assert httpx.get(f"{service.url}/health").json()["queue"] == "connected"
        service.stop()
    assert "DEAD_LETTER_QUEUE_URL is not set" in (tmp_path / "serve.log").read_text()


def test_what_a_killed_service_ran_another_goes_on_with_when_the_lease_ends(
    queue: Queue, tmp_path: Path
) -> None:
    """Not when the queue's own time-out ends, in an hour and a half."""
    with pages(pause_seconds=2.0) as sources:
        with serving(tmp_path, **queue.settings) as first:
            job_id = submit(first, sources)
            soon(lambda: job(first, job_id)["status"] == "running")
            first.process.kill()
        with serving(tmp_path, **queue.settings) as second:
            soon(lambda: job(second, job_id, wait=20)["status"] == "completed", 40)
            soon(queue.is_empty)


def test_a_service_that_stops_leaves_its_job_to_another(queue: Queue, tmp_path: Path) -> None:
    """Long before the lease ends."""
    queue.settings["JOB_LEASE_SECONDS"] = "300"
    with pages(pause_seconds=2.0) as sources:
        with serving(tmp_path, **queue.settings) as first:
            job_id = submit(first, sources)
            soon(lambda: job(first, job_id)["status"] == "running")
            first.stop()
        with serving(tmp_path, **queue.settings) as second:
            soon(lambda: job(second, job_id, wait=20)["status"] == "completed")
