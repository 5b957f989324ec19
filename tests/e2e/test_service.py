"""The service on a local AWS: from five calls at once to five reports."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from miniweb import topics
from research.domain.report import Report
from research.jobs.watches import WATCHES
from scoring import missing_quotes
from tests.e2e.stack import PLANTED, Stack

QUESTIONS = [topic["query"] for topic in topics()[:5]]


@pytest.fixture(scope="module")
def completed(service: Stack) -> list[dict[str, object]]:
    return [service.ended(job_id) for job_id in service.many(QUESTIONS)]


def test_five_questions_at_once_become_five_reports(
    service: Stack, completed: list[dict[str, object]], tmp_path: Path
) -> None:
    assert [job["status"] for job in completed] == ["completed"] * 5, completed
    for job in completed:
        report = Report.model_validate_json(service.file(f"{job['job_id']}.json"))
        assert report.sections
        folder = tmp_path / str(job["job_id"]) / "snapshots"
        folder.mkdir(parents=True)
        for source in report.sources:
            name = f"{source.sha256}.txt"
            (folder / name).write_bytes(service.file(f"snapshots/{name}"))
        assert not missing_quotes(report, folder.parent)
        assert service.file(f"{job['job_id']}.html").startswith(b"<!doctype html>")


def test_the_whole_service_answers_at_one_address(
    service: Stack, completed: list[dict[str, object]]
) -> None:
    health = service.call("GET", "/health").json()
    assert health["status"] == "healthy", health
    listed = service.call("GET", "/jobs?status=completed").json()
    assert {job["job_id"] for job in completed} <= {job["job_id"] for job in listed["jobs"]}
    assert service.call("GET", "/openapi.json").json()["openapi"].startswith("3.1")
    assert service.call("GET", "/nowhere").status_code == 404
    assert service.call("GET", "/jobs", headers={"X-API-Key": "wrong"}).status_code == 401


def test_a_bad_message_ends_with_the_dead_letters_and_its_job_says_why(
    service: Stack,
) -> None:
    """Its job waits in the store; in the queue there is only what can't be read."""
    good, bad = service.many([QUESTIONS[0], QUESTIONS[0]])
    # A job that is pending and whose message is spoiled: made by hand, as no submit makes one.
    spoiled = json.dumps({"job_id": bad, "request_id": ["no text"]})
    sqs = service.client("sqs")
    job = service.ended(bad)
    record = json.loads(service.file(f"jobs/{bad}.json"))
    waiting = bad[:-4] + "0000"
    record |= {
        "job_id": waiting, "status": "pending", "completed_at": None, "lease": None,
        "result": None, "error": None,
    }  # fmt: skip
    service.put(f"jobs/{waiting}.json", json.dumps(record).encode())
    sqs.send_message(QueueUrl=service.job_queue_url, MessageBody=spoiled.replace(bad, waiting))
    assert job["status"] == "completed"
    assert service.ended(good)["status"] == "completed"
    failed = service.ended(waiting)
    assert failed["status"] == "failed"
    assert failed["error"]["code"] == "message_unreadable"
    letters = sqs.receive_message(
        QueueUrl=service.dead_letter_queue_url,
        MessageAttributeNames=["All"],
        WaitTimeSeconds=5,
    )["Messages"]
    assert [waiting in letter["Body"] for letter in letters] == [True]
    attributes = letters[0]["MessageAttributes"]
    assert attributes["reason"]["StringValue"] == failed["error"]["message"]


def test_a_job_whose_worker_died_is_run_again(
    service: Stack, completed: list[dict[str, object]]
) -> None:
    """Its message is gone; its record is made by hand, as no worker here dies when told to."""
    done = str(completed[0]["job_id"])
    left = done[:-4] + "0001"
    record = json.loads(service.file(f"jobs/{done}.json"))
    an_hour_ago = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    record |= {
        "job_id": left, "status": "running", "completed_at": None, "result": None,
        "updated_at": an_hour_ago, "lease": {"owner": "died", "expires_at": an_hour_ago},
    }  # fmt: skip
    service.put(f"jobs/{left}.json", json.dumps(record).encode())
    assert service.call("GET", f"/status/{left}").json()["status"] == "running"
    for queued in (1, 0):
        assert service.sweep() == {"queued_again": queued}
    assert service.ended(left)["status"] == "completed"
    report = Report.model_validate_json(service.file(f"{left}.json"))
    assert report.job_id == left


def test_a_watch_has_one_job_for_each_due_time_and_each_follows_the_last(service: Stack) -> None:
    made = service.call("POST", "/watches", json={"query": QUESTIONS[0], "every": "weekly"})
    assert made.status_code == 201, made.text
    watch_id = made.json()["watch_id"]
    (name,) = [name for name in service.files() if name.startswith(f"{WATCHES}/{watch_id}.")]
    followed: list[object] = []
    for times in (1, 2):
        for _ in range(2):
            assert set(service.start_watches()) == {"started"}
        watch = service.call("GET", f"/watches/{watch_id}").json()
        assert len(watch["jobs"]) == times
        job_id = watch["last_job_id"]
        assert service.ended(job_id)["status"] == "completed"
        changes = Report.model_validate_json(service.file(f"{job_id}.json")).changes
        followed += [changes and changes.follow_up_of, job_id]
        record = json.loads(service.file(name))
        due = datetime.fromisoformat(record["next_at"]) - timedelta(weeks=5)
        service.put(name, json.dumps(record | {"next_at": due.isoformat()}).encode())
    first, second = followed[1], followed[3]
    assert followed == [None, first, first, second]
    assert service.call("DELETE", f"/watches/{watch_id}").status_code == 204
    assert service.call("GET", f"/watches/{watch_id}").status_code == 404


def test_a_job_is_cancelled_and_deleted_through_the_api(service: Stack) -> None:
    (job_id,) = service.many([QUESTIONS[2]])
    answer = service.call("POST", f"/jobs/{job_id}/cancel")
    assert answer.status_code in {200, 409}, answer.text
    service.ended(job_id)
    assert service.call("DELETE", f"/jobs/{job_id}").status_code == 204
    assert service.call("GET", f"/status/{job_id}").status_code == 404


def test_no_secret_is_anywhere_but_in_its_secret(
    service: Stack, completed: list[dict[str, object]]
) -> None:
    found = {**service.written(), **service.files()}
    for where, text in found.items():
        for planted in PLANTED:
            assert planted not in text, where
    assert "JobsCompleted" in found["logs"]
