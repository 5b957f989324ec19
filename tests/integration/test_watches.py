"""Watches for real: through the Lambda functions on a local AWS, and `serve` on a folder."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest

from deploy.api_events import event_of
from research.domain.report import Report
from research.jobs.watches import WATCHES
from tests.integration.function_host import ROOT, Function, hosted
from tests.integration.serving import pages, serving
from tests.integration.test_ask_report import content_research

QUERY = "How do cargo ships sail?"
START: dict[str, Any] = json.loads((ROOT / "events" / "start-watches.json").read_text())
END_SECONDS = 60.0


@dataclass
class Functions:
    """Functions that run, each started when it is first called, and what they use."""

    endpoint_url: str
    bucket: str
    queue_url: str
    sources: list[str]
    log: Path
    stack: ExitStack
    running: dict[str, Function] = field(default_factory=dict)

    def function(self, name: str, instance: int = 0) -> Function:
        at = f"{name}-{instance}"
        if at not in self.running:
            variables = {
                "AWS_ENDPOINT_URL": self.endpoint_url,
                "AWS_ACCESS_KEY_ID": "testing",
                "AWS_SECRET_ACCESS_KEY": "testing",
                "AWS_DEFAULT_REGION": "us-east-1",
                "REPORTS_BUCKET": self.bucket,
                "JOB_QUEUE_URL": self.queue_url,
                "DEAD_LETTER_QUEUE_URL": self.queue_url,
                "FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
                "EXTRACT_PROCESSES": "1",
                "EXTRACT_TIMEOUT_SECONDS": "20",
            }
            self.running[at] = self.stack.enter_context(hosted(name, variables, self.log))
        return self.running[at]

    def call(self, name: str, method: str, path: str, body: object = None) -> tuple[int, Any]:
        said = b"" if body is None else json.dumps(body).encode()
        event = event_of(method, path, [("content-type", "application/json")], said)
        answer = self.function(name).invoke(event)
        return answer["statusCode"], json.loads(answer["body"] or "null")

    def start_at_once(self) -> int:
        """What two instances of the function started together, called at the same time."""
        with ThreadPoolExecutor(2) as pool:
            instances = [self.function("sweep", number) for number in (0, 1)]
            answers = list(pool.map(lambda one: one.invoke(START), instances))
        return sum(answer["started"] for answer in answers)

    def work(self) -> int:
        """Bring what waits to the worker; how many messages there were."""
        sqs = boto3.client("sqs", endpoint_url=self.endpoint_url)
        got: Any = sqs.receive_message(
            QueueUrl=self.queue_url, MaxNumberOfMessages=10, AttributeNames=["All"]
        )
        messages = got.get("Messages", [])
        for one in messages:
            record = {
                "messageId": one["MessageId"], "receiptHandle": one["ReceiptHandle"],
                "body": one["Body"], "attributes": one["Attributes"], "messageAttributes": {},
                "md5OfBody": one["MD5OfBody"], "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:us-east-1:0:{self.queue_url.rpartition('/')[2]}",
                "awsRegion": "us-east-1",
            }  # fmt: skip
            answer = self.function("worker").invoke({"Records": [record]})
            assert answer == {"batchItemFailures": []}, answer
            sqs.delete_message(QueueUrl=self.queue_url, ReceiptHandle=one["ReceiptHandle"])
        return len(messages)

    def later(self, watch_id: str, time: timedelta) -> None:
        """Have the watch be as it will be after `time`, but for its jobs."""
        s3, name = boto3.client("s3", endpoint_url=self.endpoint_url), f"{WATCHES}/{watch_id}.json"
        record = json.loads(s3.get_object(Bucket=self.bucket, Key=name)["Body"].read())
        due = datetime.fromisoformat(record["next_at"]) - time
        record["next_at"] = due.isoformat()
        s3.put_object(Bucket=self.bucket, Key=name, Body=json.dumps(record).encode())

    def report(self, job_id: str) -> Report:
        s3 = boto3.client("s3", endpoint_url=self.endpoint_url)
        body = s3.get_object(Bucket=self.bucket, Key=f"{job_id}.json")["Body"].read()
        return Report.model_validate_json(body)


@pytest.fixture
def functions(s3: str, bucket: str, tmp_path: Path) -> Iterator[Functions]:
    with ExitStack() as stack:
        sqs: Any = boto3.client("sqs", endpoint_url=s3)
        queue_url = sqs.create_queue(QueueName=bucket)["QueueUrl"]
        sources = stack.enter_context(pages())[:3]
        yield Functions(s3, bucket, queue_url, sources, tmp_path / "log", stack)


def test_functions_start_each_due_time_once_and_each_report_follows_the_last(
    functions: Functions,
) -> None:
    body = {"query": QUERY, "every": "daily", "sources": functions.sources}
    status, watch = functions.call("submit", "POST", "/watches", body)
    assert status == 201, watch
    path = f"/watches/{watch['watch_id']}"
    reports = []
    for _ in range(2):
        assert 1 <= functions.start_at_once() <= 2  # who saw it through beside counts it, too
        assert functions.start_at_once() == 0
        while functions.work():
            pass
        status, watch = functions.call("status", "GET", path)
        assert status == 200
        reports.append(functions.report(watch["last_job_id"]))
        functions.later(watch["watch_id"], timedelta(days=5))  # of which one is made up for
    assert [job["status"] for job in watch["jobs"]] == ["completed", "completed"]
    first, second = reports
    assert first.changes is None
    assert second.changes is not None
    assert (second.changes.follow_up_of, second.changes.changes) == (first.job_id, ())
    assert functions.call("submit", "DELETE", path) == (204, None)
    assert functions.start_at_once() == 0
    assert functions.call("status", "GET", path)[0] == 404


def test_serve_starts_what_the_command_line_watches(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("FETCH_ALLOW_NETWORKS=127.0.0.0/8\n")
    with pages() as sources:
        named = [option for source in sources[:3] for option in ("--source", source)]
        added = content_research(
            "watch", "add", QUERY, "--every", "weekly", *named, "--json", folder=tmp_path
        )
        assert added.returncode == 0, added.stderr
        watch_id = json.loads(added.stdout)["watch_id"]
        with serving(tmp_path) as service:
            end = time.monotonic() + END_SECONDS
            while True:
                watch = httpx.get(f"{service.url}/watches/{watch_id}").raise_for_status().json()
                if watch["jobs"] and watch["jobs"][0]["status"] == "completed":
                    break
                assert time.monotonic() < end, service.log.read_text()
                time.sleep(0.2)
            assert len(watch["jobs"]) == 1
            page = httpx.get(service.url + watch["jobs"][0]["report_url"])
            assert page.status_code == 200
            listed = content_research("watch", "list", "--remote", service.url, folder=tmp_path)
            assert watch["last_job_id"] in listed.stdout
            removed = content_research(
                "watch", "remove", watch_id, "--remote", service.url, folder=tmp_path
            )
            assert (removed.returncode, removed.stdout) == (0, "")
            assert httpx.get(f"{service.url}/watches/{watch_id}").status_code == 404
