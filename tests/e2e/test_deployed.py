"""The deployed stack on a local AWS: from five calls at once to five reports, and then nothing."""

import json
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from miniweb import FOLDER
from miniweb import MISSING as NO_MINIWEB
from research.domain.report import Report
from scoring import missing_quotes
from tests.e2e.conftest import PLANTED, STACK, Deployed, deployed_on, undeploy
from tests.e2e.ministack import MISSING, ROOT

pytestmark = pytest.mark.skipif(bool(MISSING or NO_MINIWEB), reason=MISSING or NO_MINIWEB)

QUESTIONS = (
    []
    if NO_MINIWEB
    else [topic["query"] for topic in json.loads((FOLDER / "topics.json").read_text())[:5]]
)


@pytest.fixture(scope="module")
def completed(deployed: Deployed) -> list[dict[str, object]]:
    return [deployed.ended(job_id) for job_id in deployed.many(QUESTIONS)]


def test_five_questions_at_once_become_five_reports(
    deployed: Deployed, completed: list[dict[str, object]], tmp_path: Path
) -> None:
    assert [job["status"] for job in completed] == ["completed"] * 5, completed
    for job in completed:
        report = Report.model_validate_json(deployed.file(f"{job['job_id']}.json"))
        assert report.sections
        folder = tmp_path / str(job["job_id"]) / "snapshots"
        folder.mkdir(parents=True)
        for source in report.sources:
            name = f"{source.sha256}.txt"
            (folder / name).write_bytes(deployed.file(f"snapshots/{name}"))
        assert not missing_quotes(report, folder.parent)
        assert deployed.file(f"{job['job_id']}.html").startswith(b"<!doctype html>")


def test_the_whole_service_answers_at_one_address(
    deployed: Deployed, completed: list[dict[str, object]]
) -> None:
    health = deployed.call("GET", "/health").json()
    assert health["status"] == "healthy", health
    listed = deployed.call("GET", "/jobs?status=completed").json()
    assert {job["job_id"] for job in completed} <= {job["job_id"] for job in listed["jobs"]}
    assert deployed.call("GET", "/openapi.json").json()["openapi"].startswith("3.1")
    assert deployed.call("GET", "/nowhere").status_code == 404
    assert deployed.call("GET", "/jobs", headers={"X-API-Key": "wrong"}).status_code == 401


def test_a_bad_message_ends_with_the_dead_letters_and_its_job_says_why(
    deployed: Deployed,
) -> None:
    """Its job waits in the store; in the queue there is only what can't be read."""
    good, bad = deployed.many([QUESTIONS[0], QUESTIONS[0]])
    # A job that is pending and whose message is spoiled: made by hand, as no submit makes one.
    spoiled = json.dumps({"job_id": bad, "request_id": ["no text"]})
    sqs = deployed.aws.client("sqs")
    job = deployed.ended(bad)
    record = json.loads(deployed.file(f"jobs/{bad}.json"))
    waiting = bad[:-4] + "0000"
    record |= {
        "job_id": waiting, "status": "pending", "completed_at": None, "lease": None,
        "result": None, "error": None,
    }  # fmt: skip
    deployed.aws.client("s3").put_object(
        Bucket=deployed.outputs["ReportBucketName"],
        Key=f"jobs/{waiting}.json",
        Body=json.dumps(record).encode(),
    )
    sqs.send_message(
        QueueUrl=deployed.outputs["JobQueueUrl"], MessageBody=spoiled.replace(bad, waiting)
    )
    assert job["status"] == "completed"
    assert deployed.ended(good)["status"] == "completed"
    failed = deployed.ended(waiting)
    assert failed["status"] == "failed"
    assert failed["error"]["code"] == "message_unreadable"
    letters = sqs.receive_message(
        QueueUrl=deployed.outputs["DeadLetterQueueUrl"],
        MessageAttributeNames=["All"],
        WaitTimeSeconds=5,
    )["Messages"]
    assert [waiting in letter["Body"] for letter in letters] == [True]
    attributes = letters[0]["MessageAttributes"]
    assert attributes["reason"]["StringValue"] == failed["error"]["message"]


def test_a_job_whose_worker_died_is_run_again(
    deployed: Deployed, completed: list[dict[str, object]]
) -> None:
    """Its message is gone; its record is made by hand, as no worker here dies when told to."""
    done = str(completed[0]["job_id"])
    left = done[:-4] + "0001"
    record = json.loads(deployed.file(f"jobs/{done}.json"))
    an_hour_ago = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    record |= {
        "job_id": left, "status": "running", "completed_at": None, "result": None,
        "updated_at": an_hour_ago, "lease": {"owner": "died", "expires_at": an_hour_ago},
    }  # fmt: skip
    deployed.aws.client("s3").put_object(
        Bucket=deployed.outputs["ReportBucketName"],
        Key=f"jobs/{left}.json",
        Body=json.dumps(record).encode(),
    )
    assert deployed.call("GET", f"/status/{left}").json()["status"] == "running"
    aws_lambda = deployed.aws.client("lambda")
    names = [one["FunctionName"] for one in aws_lambda.list_functions()["Functions"]]
    (sweep,) = [name for name in names if "SweepFunction" in name]
    event = (ROOT / "events" / "sweep.json").read_bytes()
    for queued in (1, 0):
        answer = aws_lambda.invoke(FunctionName=sweep, Payload=event)["Payload"].read()
        assert json.loads(answer) == {"queued_again": queued}
    assert deployed.ended(left)["status"] == "completed"
    report = Report.model_validate_json(deployed.file(f"{left}.json"))
    assert report.job_id == left


def test_a_job_is_cancelled_and_deleted_through_the_api(deployed: Deployed) -> None:
    (job_id,) = deployed.many([QUESTIONS[2]])
    answer = deployed.call("POST", f"/jobs/{job_id}/cancel")
    assert answer.status_code in {200, 409}, answer.text
    deployed.ended(job_id)
    assert deployed.call("DELETE", f"/jobs/{job_id}").status_code == 204
    assert deployed.call("GET", f"/status/{job_id}").status_code == 404


def test_no_secret_is_anywhere_but_in_its_secret(
    deployed: Deployed, completed: list[dict[str, object]]
) -> None:
    aws, found = deployed.aws, {}
    found["the local AWS's own log"] = aws.log.read_text()
    functions = aws.client("lambda").list_functions()["Functions"]
    assert len(functions) == 4
    found["functions"] = json.dumps(functions, default=str)
    logs = aws.client("logs")
    events = [
        logs.filter_log_events(logGroupName=group["logGroupName"])["events"]
        for group in logs.describe_log_groups()["logGroups"]
    ]
    found["logs"] = json.dumps(events)
    s3 = aws.client("s3")
    bucket = deployed.outputs["ReportBucketName"]
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        for item in page.get("Contents", ()):
            found[item["Key"]] = deployed.file(item["Key"]).decode(errors="replace")
    stack = aws.client("cloudformation").get_template(StackName=STACK)
    found["template"] = json.dumps(stack, default=str)
    for where, text in found.items():
        for planted in PLANTED:
            assert planted not in text, where
    assert any("JobsCompleted" in json.dumps(event) for event in events)


def test_the_page_is_published(deployed: Deployed) -> None:
    aws = deployed.aws
    subprocess.run(
        [sys.executable, str(ROOT / "deploy" / "publish_page.py"), STACK],
        env={**aws.environment, "AWS_ENDPOINT_URL": aws.endpoint_url},
        check=True,
        timeout=60,
    )
    assert deployed.file("web/index.html") == (ROOT / "web" / "index.html").read_bytes()


def test_it_can_be_removed_and_leaves_nothing(deployed: Deployed) -> None:
    """After this one only `trial` is left."""
    undeploy(deployed.aws)
    assert left(deployed) == {}


def test_the_trial_needs_no_redis_and_leaves_nothing(deployed: Deployed) -> None:
    """Nobody could reach the Redis of the tests before: what it had stays as it was."""
    trial = deployed_on(deployed.aws, deployed.redis, deployed.web, "Profile=trial")
    (job_id,) = trial.many(QUESTIONS[:1])
    assert trial.ended(job_id)["status"] == "completed"
    assert trial.call("GET", "/health").json()["redis"] == "disabled"
    undeploy(trial.aws)
    assert left(trial) == {}


def left(deployed: Deployed) -> dict[str, object]:
    """What is there of the stack, by kind."""
    aws = deployed.aws
    time.sleep(1)
    there = {
        "functions": aws.client("lambda").list_functions()["Functions"],
        "layers": aws.client("lambda").list_layers()["Layers"],
        "mappings": aws.client("lambda").list_event_source_mappings()["EventSourceMappings"],
        "queues": aws.client("sqs").list_queues().get("QueueUrls", []),
        "secrets": aws.client("secretsmanager").list_secrets()["SecretList"],
        "apis": aws.client("apigatewayv2").get_apis()["Items"],
        "logs": [
            group["logGroupName"]
            for group in aws.client("logs").describe_log_groups()["logGroups"]
            if STACK in group["logGroupName"]
        ],
        "roles": aws.client("iam").list_roles()["Roles"],
        "alarms": aws.client("cloudwatch").describe_alarms()["MetricAlarms"],
        "buckets": [
            bucket["Name"]
            for bucket in aws.client("s3").list_buckets()["Buckets"]
            if "aws-sam-cli-managed" not in bucket["Name"]
        ],
    }
    return {kind: found for kind, found in there.items() if found}
