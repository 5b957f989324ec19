"""Files that are uploaded to real services: read with their job, kept through deaths, deleted."""

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import boto3
import httpx
import pytest

from deploy.api_events import event_of
from research.client import ResearchClient
from research.domain.errors import UploadNotFoundError, UploadTooLargeError
from research.domain.job import JobStatus
from research.domain.source import SourceOrigin
from research.domain.uploads.upload import MAX_UPLOAD_BYTES
from tests.chaos.world import World
from tests.integration.function_host import hosted
from tests.integration.serving import COMMAND, ROOT, pages, serving
from tests.integration.test_chain_of_faults import _record as record
from tests.integration.test_folder_of_every_kind import NOT_READ, READ
from tests.integration.test_folder_of_every_kind import QUERY as EVERY_KIND
from tests.integration.test_plan_to_approve import QUEUE, Functions, settings_of
from tests.servers import new_bucket

TOWN = "Brenheim"
QUERY = f"What did the {TOWN} ferry cost, and who paid for it?"
MINUTES = (
    f"# Minutes of the {TOWN} council\n\n"
    f"The {TOWN} ferry cost 41 million euros in the end, the council was told. "
    f"The county of {TOWN} paid 12 million of it, and the harbour fund of {TOWN} the rest. "
    f"The old {TOWN} ferry is sold to a museum in spring.\n"
)
SLOW_PAGE_SECONDS = 3.0


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    running = World(seed=2)
    with running.serving():
        yield running


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    path = tmp_path / "Protokoll März.md"
    path.write_text(MINUTES)
    return path


@contextmanager
def _stalled_page() -> Iterator[str]:
    """The address of a page that takes its time, so that a job which reads it is caught running."""
    with pages(SLOW_PAGE_SECONDS) as addresses:
        yield addresses[0]


def _until_running(status: Callable[[], str]) -> None:
    end = time.monotonic() + 60
    while status() != "running":
        assert time.monotonic() < end
        time.sleep(0.05)


def left_of(folder: Path, *names: str) -> list[Path]:
    """Files below `folder` that have any of `names` in their paths."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if any(name in str(path) for name in names)]


def test_own_files_and_the_web_are_one_report_which_goes_with_its_files(
    world: World, tmp_path: Path, minutes: Path
) -> None:
    keys = settings_of(world, API_KEYS="ann:a-key,bob:b-key")
    with (
        serving(tmp_path, **keys) as service,
        ResearchClient(service.url, "a-key") as ann,
        ResearchClient(service.url, "b-key") as bob,
    ):
        source = ann.upload(minutes)
        with pytest.raises(UploadNotFoundError):
            bob.submit(QUERY, sources=[source])
        job_id = ann.submit(QUERY, sources=[source], search_web=True).job_id
        job = ann.wait(job_id, 60)
        assert job.status is JobStatus.COMPLETED, job.error
        report = ann.report(job_id)
        origins = {one.origin for one in report.sources}
        assert origins == {SourceOrigin.FILE, SourceOrigin.WEB}
        (own,) = [one for one in report.sources if one.origin is SourceOrigin.FILE]
        assert unquote(own.url) == "upload:/Protokoll März.md"
        cited = {quote.source for claim in report.claims for quote in claim.citations}
        assert own.id in cited
        assert "41 million" in ann.source_text(job_id, own.id)
        assert "own file" in ann.markdown(job_id)
        page = httpx.get(job.report_url, headers={"X-API-Key": "a-key"}).text
        assert "own file" in page
        assert "from the web" in page

        kept = tmp_path / "reports"
        upload_id = source.removeprefix("upload:")
        assert left_of(kept / "uploads", upload_id) == []
        assert len(left_of(kept / "job-upload-files", upload_id)) == 1
        raw = httpx.get(f"{service.url}/reports/snapshots/{own.raw_sha256}.raw")
        stored = httpx.get(f"{service.url}/reports/job-upload-files/{job_id}/{upload_id}")
        assert (raw.status_code, stored.status_code) == (404, 404)
        ann.delete(job_id)
        assert left_of(kept, job_id, upload_id, own.sha256) == []


def test_every_kind_of_file_is_read_or_named_with_why(world: World, tmp_path: Path) -> None:
    unread = {name: NOT_READ[name] for name in ("broken.docx", "locked.pdf", "bomb.xlsx")}
    with serving(tmp_path, **settings_of(world)) as service, ResearchClient(service.url) as client:
        sources = []
        for name, body in [*READ.items(), *((name, body) for name, (body, _) in unread.items())]:
            path = tmp_path / name
            path.write_bytes(body)
            sources.append(client.upload(path))
        job = client.wait(client.submit(EVERY_KIND, sources=sources).job_id, 60)
        assert job.status is JobStatus.COMPLETED, job.error
        report = client.report(job.job_id)
    assert {unquote(one.url.rpartition("/")[2]) for one in report.sources} == set(READ)
    told = {unquote(one.subject.rpartition("/")[2]): one.message for one in report.failures}
    assert set(told) == set(unread)
    for name, (_, why) in unread.items():
        assert why in told[name]


def test_a_killed_service_goes_on_with_the_file(
    world: World, tmp_path: Path, minutes: Path
) -> None:
    """It is killed while it reads, and once more after a file came that no job has taken."""
    settings = settings_of(world, JOB_LEASE_SECONDS="5")
    with _stalled_page() as page:
        with serving(tmp_path, **settings) as service, ResearchClient(service.url) as client:
            first, second = client.upload(minutes), client.upload(minutes)
            job_id = client.submit(QUERY, sources=[first, page]).job_id
            _until_running(lambda: client.status(job_id).status)
            service.process.kill()
        with serving(tmp_path, **settings) as service, ResearchClient(service.url) as client:
            job = client.wait(job_id, 120)
            assert job.status is JobStatus.COMPLETED, job.error
            assert job.attempts > 1
            origins = [one.origin for one in client.report(job_id).sources]
            assert SourceOrigin.FILE in origins
            other = client.wait(client.submit(QUERY, sources=[second]).job_id, 60)
            assert other.status is JobStatus.COMPLETED, other.error


def test_what_nobody_took_is_removed_by_a_service_that_runs(world: World, tmp_path: Path) -> None:
    upload_id = "20261101-120000-0123456789abcdef0"
    record = {
        "upload_id": upload_id, "name": "a.txt", "owner": "", "at": "2026-11-01T12:00:00Z",
    }  # fmt: skip
    for name, body in (
        (f"uploads/{upload_id}.json", json.dumps(record)),
        (f"upload-files/anyone/{upload_id}", "words"),
    ):
        path = tmp_path / "reports" / name
        path.parent.mkdir(parents=True)
        path.write_text(body)
    with serving(tmp_path, **settings_of(world)):
        end = time.monotonic() + 30
        while left_of(tmp_path / "reports", upload_id) and time.monotonic() < end:
            time.sleep(0.1)
    assert left_of(tmp_path / "reports", upload_id) == []


def test_a_service_measures_what_comes_whatever_is_said_of_it(world: World, tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(MAX_UPLOAD_BYTES + 1)
    with serving(tmp_path, **settings_of(world)) as service, ResearchClient(service.url) as client:
        with pytest.raises(UploadTooLargeError):
            client.upload(path)
        offer = httpx.post(f"{service.url}/uploads", json={"name": "large.txt"}).json()
        with path.open("rb") as file:
            answer = httpx.post(f"{service.url}{offer['url']}", files={"file": file}, timeout=60)
        assert (answer.status_code, answer.json()["code"]) == (413, "upload_too_large")
        assert left_of(tmp_path / "reports", "upload-files") == []

        def endless() -> Iterator[bytes]:
            yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'
            while True:
                yield bytes(1_000_000)

        headers = {"Content-Type": "multipart/form-data; boundary=b"}
        refused = httpx.HTTPError, httpx.StreamError
        try:
            answer = httpx.post(
                f"{service.url}{offer['url']}", content=endless(), headers=headers, timeout=60
            )
        except refused:  # the connection is closed while we still send
            pass
        else:
            assert answer.status_code == 413
        assert httpx.get(f"{service.url}/health").json()["status"] == "healthy"
        assert left_of(tmp_path / "reports", "upload-files") == []


def test_the_command_uploads_what_is_named(world: World, tmp_path: Path, minutes: Path) -> None:
    with serving(tmp_path, **settings_of(world)) as service:
        ended = _command(
            tmp_path, "run", QUERY, "--source", minutes.name, "--web", "--remote", service.url,
            "--json",
        )  # fmt: skip
        assert ended.returncode == 0, ended.stderr
        assert "sent 1 of 1: " in ended.stderr
        report = json.loads(ended.stdout)
    assert {one["origin"] for one in report["sources"]} == {"file", "web"}


def test_the_command_reads_own_files_and_the_web_in_one_run(
    world: World, tmp_path: Path, minutes: Path
) -> None:
    asked = ("run", QUERY, "--source", minutes.name, "--json")
    both = _command(tmp_path, *asked, "--web", **settings_of(world))
    alone = _command(tmp_path, *asked, **settings_of(world))
    assert (both.returncode, alone.returncode) == (0, 0), both.stderr + alone.stderr
    assert {one["origin"] for one in json.loads(both.stdout)["sources"]} == {"file", "web"}
    assert {one["origin"] for one in json.loads(alone.stdout)["sources"]} == {"file"}


def test_the_functions_take_a_file_by_a_form_of_s3(
    world: World, s3: str, tmp_path: Path, minutes: Path
) -> None:
    """A worker dies with it, the message comes again, and another reads it; it goes with DELETE."""
    sqs: Any = boto3.client("sqs", endpoint_url=s3)
    bucket = new_bucket(s3, "uploads")
    queue_url = sqs.create_queue(QueueName=QUEUE)["QueueUrl"]
    variables = settings_of(world) | {
        "AWS_ENDPOINT_URL": s3,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "REPORTS_BUCKET": bucket,
        "JOB_QUEUE_URL": queue_url,
        "DEAD_LETTER_QUEUE_URL": queue_url,
        "EXTRACT_PROCESSES": "1",
        "JOB_LEASE_SECONDS": "5",
    }
    client: Any = boto3.client("s3", endpoint_url=s3)

    def stored(prefix: str) -> list[str]:
        found = client.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", ())
        return [one["Key"] for one in found]

    with ExitStack() as stack, _stalled_page() as page:
        functions = Functions(s3, variables, tmp_path, stack)
        status, offer = functions.call("POST", "/uploads", {"name": minutes.name})
        assert status == 201
        assert offer["url"].startswith(s3)
        with minutes.open("rb") as file:
            answer = httpx.post(offer["url"], data=offer["fields"], files={"file": file})
        assert answer.is_success, answer.text
        assert stored("upload-files/") == [f"upload-files/anyone/{offer['upload_id']}"]
        body = {"query": QUERY, "sources": [offer["source"], page]}
        status, taken = functions.call("POST", "/research", body)
        assert status == 202
        job_id = taken["job_id"]
        assert stored("upload") == []
        messages = functions.messages()

        with hosted("worker", variables, tmp_path / "log") as dying:
            process = dying._process
            assert process.stdin is not None
            ours = {"eventSourceARN": f"arn:aws:sqs:us-east-1:123456789012:{QUEUE}"}
            event = {"Records": [record(one) | ours for one in messages]}
            process.stdin.write(json.dumps(event) + "\n")
            process.stdin.flush()
            _until_running(lambda: functions.call("GET", f"/status/{job_id}")[1]["status"])
            process.kill()
        time.sleep(6)  # its lease ends
        functions.work(messages)
        _, job = functions.call("GET", f"/status/{job_id}")
        assert (job["status"], job["attempts"]) == ("completed", 2), job
        report = json.loads(client.get_object(Bucket=bucket, Key=f"{job_id}.json")["Body"].read())
        assert "file" in {one["origin"] for one in report["sources"]}
        assert len(stored("job-upload-files/")) == 1
        event = event_of("DELETE", f"/jobs/{job_id}", [], b"")
        assert functions.invoke("submit", event)["statusCode"] == 204
        assert stored("job-upload") == []
        assert [name for name in stored("") if job_id in name and "deleted" not in name] == []


def _command(folder: Path, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "PYTHONPATH": str(ROOT / "layers" / "research"),
        **settings,
    }
    return subprocess.run(
        [str(COMMAND), *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
