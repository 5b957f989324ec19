"""One fault after another, on local servers: each job ends soon after, and an alarm's metric rises.

The functions run from their sources, with pauses of seconds for minutes; `FIRST_PAUSE_SECONDS` and
`LONGEST_PAUSE_SECONDS` of `research.jobs.deliveries` and `RETRY_SECONDS` of the worker keep the
real ones well under the five minutes in which a job must have ended.
"""

import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import boto3
import pytest

from deploy.api_events import event_of
from research.jobs import deliveries
from tests.integration.faulty_aws import FaultyAws, faulty
from tests.integration.function_host import ROOT, Function, hosted
from tests.integration.serving import pages
from tests.servers import ChromaServer, RedisServer, new_bucket, running

END_SECONDS = 40.0
"""After the fault's end, on a busy machine."""
GOOD, SPOILED = '{"OPENAI_API_KEY": ""}', '{"OPENAI_API_KEY": "unclosed}'


@dataclass
class Stack:
    """What the functions use, and the functions, each started when it is first called."""

    aws: FaultyAws
    redis: RedisServer
    chroma: ChromaServer
    queue_url: str
    endpoint_url: str
    sources: list[str]
    log: Path
    variables: dict[str, str]
    stack: ExitStack
    functions: dict[str, Function] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)
    """Statuses of the API: API Gateway counts those of 500 and more as `5xx`."""

    def function(self, name: str) -> Function:
        if name not in self.functions:
            opened = hosted(name, self.variables, self.log)
            self.functions[name] = self.stack.enter_context(opened)
        return self.functions[name]

    def restart(self, name: str) -> None:
        """The next call starts a new instance, as after a while without any."""
        self.functions.pop(name, None)

    def call(self, method: str, path: str, body: object = None) -> tuple[int, dict[str, Any]]:
        function = self.function("submit" if method == "POST" else "status")
        said = b"" if body is None else json.dumps(body).encode()
        headers = [("content-type", "application/json")]
        answer = function.invoke(event_of(method, path, headers, said))
        self.answers[answer["statusCode"]] += 1
        return answer["statusCode"], json.loads(answer["body"])

    def submit(self) -> tuple[int, str]:
        """The status, and the job's id where there is a job."""
        asked = {"query": "How do cargo ships sail?", "sources": self.sources}
        status, answer = self.call("POST", "/research", asked)
        return status, str(answer.get("job_id", ""))

    def work(self) -> None:
        """Do once what AWS's poller does, which no fault of ours touches."""
        sqs = boto3.client("sqs", endpoint_url=self.endpoint_url)
        got: Any = sqs.receive_message(
            QueueUrl=self.queue_url, MaxNumberOfMessages=2, AttributeNames=["All"]
        )
        messages = got.get("Messages", [])
        if not messages:
            return
        answer = self.function("worker").invoke({"Records": [_record(one) for one in messages]})
        failed = [one["itemIdentifier"] for one in answer.get("batchItemFailures", ())]
        for one in messages:
            if "batchItemFailures" in answer and one["MessageId"] not in failed:
                sqs.delete_message(QueueUrl=self.queue_url, ReceiptHandle=one["ReceiptHandle"])

    def metrics(self) -> Counter[str]:
        """What the template's filters count in the log."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        entries = [json.loads(line) for line in lines if line.startswith("{")]
        counted = Counter(
            {name: sum(_matches(p, entry) for entry in entries) for name, p in FILTERS.items()}
        )
        counted["5xx"] = sum(times for status, times in self.answers.items() if status >= 500)
        return counted

    def until_ended(self, job_id: str) -> dict[str, Any]:
        end = time.monotonic() + END_SECONDS
        while True:
            self.work()
            _, job = self.call("GET", f"/status/{job_id}")
            if job["status"] not in ("pending", "running"):
                return job
            assert time.monotonic() < end, job
            time.sleep(0.2)


def _filters() -> dict[str, str]:
    """The patterns of the metrics that alarms of the template watch, by metric."""
    files = ROOT.glob("deploy/stacks/*.yaml")
    form = re.compile(r"FilterPattern: '(?P<pattern>[^']+)'.*?MetricName: (?P<name>\w+)", re.DOTALL)
    found = {
        match["name"]: match["pattern"]
        for file in files
        for match in form.finditer(file.read_text())
    }
    assert {"RedisAway", "ChromaAway", "ErrorLogs"} <= set(found)
    return found


FILTERS = _filters()


def _matches(pattern: str, entry: dict[str, Any]) -> bool:
    """Whether one of the pattern's alternatives, ``$.name = "text*"``, holds of `entry`."""
    alternatives = re.findall(r'\$\.(\w+) = "([^"]*)"', pattern)
    return any(fnmatchcase(str(entry.get(name, "")), text) for name, text in alternatives)


def _record(message: dict[str, Any]) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": {},
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:us-east-1:123456789012:chain",
        "awsRegion": "us-east-1",
    }


@pytest.fixture(scope="module")
def stack(s3: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    folder = tmp_path_factory.mktemp("chain")
    with ExitStack() as opened:
        aws = opened.enter_context(faulty(s3))
        redis = opened.enter_context(running(RedisServer(folder)))
        chroma = opened.enter_context(running(ChromaServer(folder / "chroma")))
        sources = opened.enter_context(pages())
        sqs = boto3.client("sqs", endpoint_url=s3)
        attributes = {"VisibilityTimeout": "5400"}
        queue_url = sqs.create_queue(QueueName="chain", Attributes=attributes)["QueueUrl"]
        secrets = boto3.client("secretsmanager", endpoint_url=s3)
        secrets.create_secret(Name="chain", SecretString=GOOD)
        variables = {
            "AWS_ENDPOINT_URL": aws.url,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_DEFAULT_REGION": "us-east-1",
            "REPORTS_BUCKET": new_bucket(s3, "chain"),
            "JOB_QUEUE_URL": queue_url,
            "DEAD_LETTER_QUEUE_URL": queue_url,
            "SETTINGS_SECRETS": "chain",
            "REDIS_HOST": "127.0.0.1",
            "REDIS_PORT": str(redis.port),
            "CHROMA_HOST": "127.0.0.1",
            "CHROMA_PORT": str(chroma.port),
            "CHROMA_TIMEOUT_SECONDS": "2",
            "FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
            "RATE_LIMIT_PER_MINUTE": "0",
            "JOB_LEASE_SECONDS": "5",
            "EXTRACT_PROCESSES": "1",
            "EXTRACT_TIMEOUT_SECONDS": "20",
        }
        made = Stack(
            aws, redis, chroma, queue_url, s3, sources[:4], folder / "log", variables, opened
        )
        yield made


def test_pauses_are_short_enough() -> None:
    assert deliveries.FIRST_PAUSE_SECONDS <= deliveries.LONGEST_PAUSE_SECONDS <= 120


def test_without_a_fault(stack: Stack) -> None:
    before = stack.metrics()
    status, job_id = stack.submit()
    assert status == 202
    assert stack.until_ended(job_id)["status"] == "completed"
    assert stack.metrics() == before


@pytest.mark.parametrize("start", ["cold", "warm"])
def test_a_secret_is_malformed(stack: Stack, start: str) -> None:
    """A worker that starts with it puts messages back; one that runs keeps the last good one."""
    secrets = boto3.client("secretsmanager", endpoint_url=stack.endpoint_url)
    _, job_id = stack.submit()
    secrets.put_secret_value(SecretId="chain", SecretString=SPOILED)
    if start == "cold":
        stack.restart("worker")
    else:
        time.sleep(1.2)  # what was read is no longer kept
    before = stack.metrics()
    stack.work()
    status = stack.call("GET", f"/status/{job_id}")[1]["status"]
    assert status == ("pending" if start == "cold" else "completed")
    assert stack.metrics()["ErrorLogs"] > before["ErrorLogs"]
    secrets.put_secret_value(SecretId="chain", SecretString=GOOD)
    assert stack.until_ended(job_id)["status"] == "completed"


def test_redis_is_away(stack: Stack) -> None:
    stack.redis.kill()
    before = stack.metrics()
    status, job_id = stack.submit()
    assert status == 202
    stack.work()
    stack.redis.start()
    assert stack.until_ended(job_id)["status"] == "completed"
    assert stack.metrics()["RedisAway"] > before["RedisAway"]


def test_chroma_is_away(stack: Stack) -> None:
    stack.chroma.kill()
    before = stack.metrics()
    _, job_id = stack.submit()
    stack.work()
    assert stack.metrics()["ChromaAway"] > before["ChromaAway"]
    stack.chroma.start()
    assert stack.until_ended(job_id)["status"] == "completed"


def test_sqs_turns_calls_away(stack: Stack) -> None:
    """A submit is refused and leaves no job; a job that runs goes on."""
    _, running_job = stack.submit()
    before = stack.metrics()
    stack.aws.sqs_throttles = True
    status, _ = stack.submit()
    assert status == 503
    stack.work()
    assert stack.metrics()["5xx"] > before["5xx"]
    stack.aws.sqs_throttles = False
    assert stack.until_ended(running_job)["status"] == "completed"
    status, job_id = stack.submit()
    assert status == 202
    assert stack.until_ended(job_id)["status"] == "completed"


def test_s3_fails(stack: Stack) -> None:
    """A submit is refused; a job that was accepted waits, however often it is tried."""
    _, waiting = stack.submit()
    before = stack.metrics()
    stack.aws.s3_fails = True
    assert stack.submit()[0] == 503
    for _ in range(3):
        stack.work()
        time.sleep(1)
    assert stack.metrics()["5xx"] > before["5xx"]
    stack.aws.s3_fails = False
    assert stack.until_ended(waiting)["status"] == "completed"
    _, job_id = stack.submit()
    assert stack.until_ended(job_id)["status"] == "completed"
