"""The service as a user starts it: one command, no cloud, real stores."""

import asyncio
import json
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import httpx
import pytest

from research.client import AsyncResearchClient, ResearchClient
from research.domain.errors import (
    InvalidKeyError,
    InvalidRequestError,
    InvalidTransitionError,
    JobNotFoundError,
    NotStoredError,
    RateLimitedError,
    ServiceUnavailableError,
)
from research.domain.job import JobStatus
from tests.integration.serving import COMMAND, Serving, pages, serving
from tests.servers import RedisServer, free_port

NOBODY = f"http://127.0.0.1:{free_port()}/"
QUESTION = "How much cargo is carried under sail?"


@pytest.fixture(scope="module")
def web() -> Iterator[list[str]]:
    with pages() as urls:
        yield urls


@pytest.fixture(scope="module")
def service(redis: RedisServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """With Redis, a key and no limits that would be in the way."""
    with serving(
        tmp_path_factory.mktemp("serve"),
        REDIS_HOST="127.0.0.1",
        REDIS_PORT=str(redis.port),
        REDIS_DB="3",
        API_KEYS="secret-key, other-key",
        RATE_LIMIT_PER_MINUTE="10000",
    ) as running:
        yield running


@pytest.fixture
def client(service: Serving) -> Iterator[ResearchClient]:
    with ResearchClient(service.url, "secret-key") as made:
        yield made


def test_a_question_becomes_a_report_that_can_be_opened_and_deleted(
    service: Serving, client: ResearchClient, web: list[str]
) -> None:
    accepted = client.submit(QUESTION, sources=web)
    assert accepted.status is JobStatus.PENDING
    job = client.wait(accepted.job_id, timeout_seconds=60)
    assert job.status is JobStatus.COMPLETED, job.error
    assert job.progress.percent == 100
    report = client.report(job.job_id)
    assert job.result is not None
    assert report.title == job.result.title
    page = httpx.get(job.report_url)
    assert page.headers["content-type"].startswith("text/html")
    assert "sandbox" in page.headers["content-security-policy"]
    for claim in report.claims:
        for citation in claim.citations:
            sha256 = next(s.sha256 for s in report.sources if s.id == citation.source)
            text = httpx.get(f"{service.url}/reports/snapshots/{sha256}.txt").text
            assert text[citation.start : citation.end] == citation.quote
    assert accepted.job_id in [one.job_id for one in client.jobs(status=JobStatus.COMPLETED).jobs]
    client.delete(job.job_id)
    assert httpx.get(job.report_url).status_code == 404
    assert httpx.get(f"{service.url}/reports/snapshots/{sha256}.txt").status_code == 404
    with pytest.raises(JobNotFoundError):
        client.status(job.job_id)


def test_what_the_service_refuses_is_raised_as_what_it_met(
    service: Serving, client: ResearchClient
) -> None:
    with pytest.raises(JobNotFoundError):
        client.status("20261124-120000-0123456789abcdef")
    with pytest.raises(InvalidRequestError, match="max_words"):
        client.submit("A question?", max_words=1)
    with pytest.raises(InvalidRequestError, match="query"):
        client.submit("\u3164")
    with ResearchClient(service.url, "wrong") as stranger, pytest.raises(InvalidKeyError):
        stranger.jobs()
    job_id = client.submit("Nothing?", sources=[NOBODY]).job_id
    job = client.wait(job_id, timeout_seconds=30)
    assert job.status is JobStatus.FAILED
    assert job.error is not None
    assert job.error.code == "nothing_found"
    with pytest.raises(NotStoredError):
        client.report(job_id)
    with pytest.raises(InvalidTransitionError):
        client.cancel(job_id)
    client.delete(job_id)
    with ResearchClient("http://127.0.0.1:1") as nobody, pytest.raises(ServiceUnavailableError):
        nobody.jobs()


async def test_a_running_job_can_be_cancelled_over_asyncio(service: Serving) -> None:
    with pages(pause_seconds=5) as slow:
        async with AsyncResearchClient(service.url, "secret-key") as client:
            accepted = await client.submit(QUESTION, sources=slow)
            job = await client.status(accepted.job_id, wait_seconds=10)
            assert job.status is JobStatus.RUNNING
            assert (await client.cancel(accepted.job_id)).status is JobStatus.CANCELLED
            job = await client.wait(accepted.job_id, timeout_seconds=5)
            assert job.status is JobStatus.CANCELLED
            await client.delete(accepted.job_id)


def test_fifty_clients_with_one_key_make_one_job(service: Serving, client: ResearchClient) -> None:
    before = client.jobs().total

    def submit(_: int) -> tuple[int, str]:
        answer = httpx.post(
            f"{service.url}/research",
            json={"query": "Nothing?", "sources": [NOBODY]},
            headers={"X-API-Key": "secret-key", "Idempotency-Key": "one"},
            timeout=30,
        )
        return answer.status_code, answer.json().get("job_id", answer.text)

    with ThreadPoolExecutor(50) as threads:
        answers = set(threads.map(submit, range(50)))
    assert len(answers) == 1, answers
    assert next(iter(answers))[0] == 202
    assert client.jobs().total == before + 1


def test_health_names_every_part(service: Serving) -> None:
    told = httpx.get(f"{service.url}/health").json()
    assert (told["status"], told["redis"], told["report_store"], told["queue"]) == (
        "healthy",
        "connected",
        "connected",
        "connected",
    )
    stats = httpx.get(f"{service.url}/stats", headers={"X-API-Key": "other-key"}).json()
    assert stats["cache"]["kind"] == "redis"


def test_run_remote_shows_progress_and_prints_the_report(
    service: Serving, web: list[str], tmp_path: Path
) -> None:
    sources = [part for url in web for part in ("--source", url)]
    done = subprocess.run(
        [str(COMMAND), "run", QUESTION, "--remote", service.url, "--json", *sources],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "REMOTE_API_KEY": "secret-key"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["query"] == QUESTION
    assert "render" in done.stderr or "read" in done.stderr
    assert f"{service.url}/reports/" in done.stderr


def test_run_remote_tells_in_a_line_what_went_wrong(service: Serving, tmp_path: Path) -> None:
    def run(*arguments: str, key: str = "secret-key") -> tuple[int, str]:
        done = subprocess.run(
            [str(COMMAND), "run", QUESTION, "--remote", service.url, *arguments],
            cwd=tmp_path,
            env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "REMOTE_API_KEY": key},
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.stderr.count("\n") == 1, done.stderr
        return done.returncode, done.stderr

    assert run("--source", "notes.txt")[0] == 2
    code, told = run(key="wrong")
    assert (code, "Invalid or missing API key" in told) == (2, True)
    code, told = run("--source", NOBODY)
    assert (code, "no page could be read" in told) == (1, True)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_hands_running_jobs_back_and_a_start_goes_on(
    number: signal.Signals, tmp_path: Path
) -> None:
    with pages(pause_seconds=1.0) as urls:
        with serving(tmp_path, SERVE_WORKERS="1") as first, ResearchClient(first.url) as client:
            running = client.submit(QUESTION, sources=urls[:4]).job_id
            waiting = client.submit(QUESTION, sources=urls[:2]).job_id
            while client.status(running).status is not JobStatus.RUNNING:
                time.sleep(0.05)
            assert first.stop(number) == 128 + number
        records = [
            json.loads((tmp_path / "reports" / "jobs" / f"{job_id}.json").read_text())
            for job_id in (running, waiting)
        ]
        assert [record["status"] for record in records] == ["pending", "pending"]
        with serving(tmp_path) as second, ResearchClient(second.url) as client:
            for job_id in (running, waiting):
                job = client.wait(job_id, timeout_seconds=60)
                assert job.status is JobStatus.COMPLETED, job.error
            assert client.status(running).attempts == 2
    assert "Traceback" not in first.log.read_text()


def test_a_stop_answers_those_who_wait(tmp_path: Path) -> None:
    with pages(pause_seconds=5.0) as urls, serving(tmp_path) as running:
        with ResearchClient(running.url) as client:
            job_id = client.submit(QUESTION, sources=urls[:2]).job_id
            while client.status(job_id).status is not JobStatus.RUNNING:
                time.sleep(0.05)
            waiting = [_connected(running.url) for _ in range(3)]
            for one in waiting:
                one.request("GET", f"/status/{job_id}?wait=25&until=end")
            client.status(job_id)  # answered after what was sent before it was read
            assert running.stop() == 128 + signal.SIGTERM
        answers = [one.getresponse() for one in waiting]
        statuses = [json.loads(answer.read())["status"] for answer in answers]
        for one in waiting:
            one.close()
    assert statuses == ["running"] * 3
    assert "Traceback" not in running.log.read_text()


def _connected(url: str) -> HTTPConnection:
    """A connection that the service has accepted: it answered a call on it."""
    connection = HTTPConnection(url.removeprefix("http://"), timeout=30)
    connection.request("GET", "/health")
    connection.getresponse().read()
    return connection


def test_a_killed_process_loses_no_job(tmp_path: Path) -> None:
    with pages(pause_seconds=1.0) as urls:
        with (
            serving(tmp_path, JOB_LEASE_SECONDS="5") as first,
            ResearchClient(first.url) as client,
        ):
            job_id = client.submit(QUESTION, sources=urls[:3]).job_id
            while client.status(job_id).status is not JobStatus.RUNNING:
                time.sleep(0.05)
            first.stop(signal.SIGKILL)
        with (
            serving(tmp_path, JOB_LEASE_SECONDS="5") as second,
            ResearchClient(second.url) as client,
        ):
            job = client.wait(job_id, timeout_seconds=60)
            assert job.status is JobStatus.COMPLETED, job.error


def test_limits_hold_over_real_sockets(tmp_path: Path) -> None:
    with serving(tmp_path, RATE_LIMIT_PER_MINUTE="2") as running:
        with ResearchClient(running.url) as client:
            for _ in range(2):
                client.submit("Nothing?", sources=[NOBODY])
            with pytest.raises(RateLimitedError) as refused:
                client.submit("Nothing?")
        assert 0 < refused.value.retry_after_seconds <= 30
        large = b'{"query": "' + b"a" * 70_000 + b'"}'
        headers = {"Content-Type": "application/json"}
        answer = httpx.post(f"{running.url}/research", content=large, headers=headers)
        assert answer.status_code in (413, 429)
        assert answer.headers["content-type"] == "application/problem+json"


def test_a_port_that_is_taken_is_said_in_a_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [str(COMMAND), "serve", "--port", port],
            cwd=tmp_path,
            env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 2
    assert "API_PORT" in done.stderr
    assert done.stderr.count("\n") == 1


async def test_two_hundred_calls_at_once_wait_for_one_job(service: Serving) -> None:
    limits = httpx.Limits(max_connections=200)
    headers = {"X-API-Key": "secret-key"}
    with pages(pause_seconds=1.0) as urls:
        async with httpx.AsyncClient(
            base_url=service.url, limits=limits, headers=headers, timeout=60
        ) as client:
            body = {"query": QUESTION, "sources": urls[:2]}
            job_id = (await client.post("/research", json=body)).json()["job_id"]
            path = f"/status/{job_id}?wait=25&until=end"
            answers = await asyncio.gather(*(client.get(path) for _ in range(200)))
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.json()["status"] for answer in answers} == {"completed"}
