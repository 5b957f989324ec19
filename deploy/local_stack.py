"""The service on this machine as on AWS, without Docker and without an account: ``make local``.

    browser ─▶ gateway ─▶ functions in Lambda's runtime emulator ─▶ LocalStack, Redis, Chroma

LocalStack 4.14 has S3 with websites, SQS and Secrets Manager, and no Lambda; the functions that
`make package` built run behind the emulator that the AWS SAM CLI ships. A thread does what AWS's
own poller does: it takes messages to the worker and deletes those that the worker did not name.
"""

import argparse
import contextlib
import json
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import boto3

from deploy.local_gateway import Gateway
from deploy.local_servers import LOCALSTACK, chroma, localstack, redis
from lambda_emulator import BUILD, Emulator, emulated
from lambda_emulator import MISSING as NOT_BUILT
from miniweb import free_port

ROOT = Path(__file__).resolve().parents[1]
MISSING = "" if (LOCALSTACK / ".ready").exists() and not NOT_BUILT else "make local"
"""What to run first, or empty."""
REGION, BUCKET, SECRET = "us-east-1", "reports", "settings"
SWEEP_SECONDS = 300.0
WATCH_SECONDS = 60.0
"""An hour on AWS."""
WORKER_SECONDS = 900
VISIBILITY_SECONDS = "5400"
PASSED_ON = (
    "SEARXNG_URL", "GOOGLE_CSE_ID", "OPENAI_BASE_URL", "LLM_MODEL", "LLM_MODEL_FAST", "LLM_PRICES",
    "FETCH_ALLOW_NETWORKS", "RATE_LIMIT_PER_MINUTE", "MAX_PENDING_JOBS", "MAX_WATCHES",
)  # fmt: skip
"""Variables that the functions get from whoever starts the stack."""
SECRETS = (
    "API_KEY", "API_KEYS", "OPENAI_API_KEY", "GOOGLE_API_KEY", "TAVILY_API_KEY", "BRAVE_API_KEY",
    "EXA_API_KEY", "SERPER_API_KEY", "OPENALEX_API_KEY", "SEMANTIC_SCHOLAR_API_KEY",
    "CALLBACK_SECRET",
)  # fmt: skip
"""Variables that go into the secret, and into no function's environment."""


@dataclass(frozen=True)
class LocalStack:
    """A stack that runs."""

    endpoint_url: str
    """LocalStack."""
    reports_url: str
    """The bucket as a website."""
    api_url: str
    job_queue_url: str
    dead_letter_queue_url: str
    functions: Mapping[str, Emulator]
    log: Path
    """What functions and servers say."""
    _scheduling: threading.Lock = field(default_factory=threading.Lock)

    def client(self, service: str) -> Any:
        """A client of one of LocalStack's services."""
        return _client(self.endpoint_url, service)

    def sweep(self) -> dict[str, Any]:
        """What the schedule would do now; the function's answer."""
        return self._scheduled("sweep")

    def start_watches(self) -> dict[str, Any]:
        """What the schedule of watches would do now; the function's answer."""
        return self._scheduled("start-watches")

    def _scheduled(self, name: str) -> dict[str, Any]:
        event = json.loads((ROOT / "events" / f"{name}.json").read_text())
        with self._scheduling:  # one at a time, as one instance does
            answer: dict[str, Any] = self.functions["Sweep"].invoke(event)
        return answer


@contextlib.contextmanager
def local_stack(
    folder: Path, given: Mapping[str, str], *, port: int = 0, aws_port: int = 0
) -> Iterator[LocalStack]:
    """Everything, started, its files in `folder`, until the end; `given` as in the environment.

    Raises `RuntimeError` for a part that does not start.
    """
    log = folder / "local.log"
    with contextlib.ExitStack() as stack:
        endpoint_url = stack.enter_context(localstack(folder, log, aws_port or free_port()))
        redis_port = stack.enter_context(redis(folder, log))
        chroma_port = stack.enter_context(chroma(folder, log))
        queues = _made(endpoint_url, given)
        reports_url = f"http://{BUCKET}.s3-website.localhost:{endpoint_url.rpartition(':')[2]}"
        variables = {
            **{name: given[name] for name in PASSED_ON if given.get(name)},
            "AWS_ENDPOINT_URL": endpoint_url,
            "REPORTS_BUCKET": BUCKET,
            "REPORTS_URL": reports_url,
            "JOB_QUEUE_URL": queues["jobs"],
            "DEAD_LETTER_QUEUE_URL": queues["dead-letters"],
            "REDIS_HOST": "127.0.0.1",
            "REDIS_PORT": str(redis_port),
            "CHROMA_HOST": "127.0.0.1",
            "CHROMA_PORT": str(chroma_port),
            "SETTINGS_SECRETS": SECRET,
            "EXTRACT_PROCESSES": "1",
            "POWERTOOLS_METRICS_NAMESPACE": "ContentResearch",
        }
        functions = {
            name: stack.enter_context(_function(name, log, variables))
            for name in ("Submit", "Status", "Ask", "Worker", "Sweep")
        }
        gateway = stack.enter_context(Gateway(port, functions))
        stack.enter_context(_thread(gateway.serve_forever, gateway.shutdown))
        api_url = f"http://127.0.0.1:{gateway.server_port}"
        made = LocalStack(
            endpoint_url, reports_url, api_url, queues["jobs"], queues["dead-letters"],
            functions, log,
        )  # fmt: skip
        stack.enter_context(_repeating(partial(_work, made, queues)))
        stack.enter_context(_repeating(made.sweep, every_seconds=SWEEP_SECONDS))
        stack.enter_context(_repeating(made.start_watches, every_seconds=WATCH_SECONDS))
        yield made


def _client(endpoint_url: str, service: str) -> Any:
    return boto3.client(  # type: ignore[call-overload]
        service, endpoint_url=endpoint_url, region_name=REGION,
        aws_access_key_id="testing", aws_secret_access_key="testing",  # noqa: S106
    )  # fmt: skip


# ── What template.yaml makes ──────────────────────────────────────────────────────────────────────


def _made(endpoint_url: str, given: Mapping[str, str]) -> dict[str, str]:
    """The bucket, the secret and the queues, made; the addresses of the queues by name."""
    s3, sqs = _client(endpoint_url, "s3"), _client(endpoint_url, "sqs")
    s3.create_bucket(Bucket=BUCKET)
    s3.put_bucket_website(
        Bucket=BUCKET, WebsiteConfiguration={"IndexDocument": {"Suffix": "index.html"}}
    )
    secret = {name: given[name] for name in SECRETS if given.get(name)}
    _client(endpoint_url, "secretsmanager").create_secret(
        Name=SECRET, SecretString=json.dumps(secret)
    )
    queues: dict[str, str] = {}
    after = ""
    for name in ("dead-letters", "given-up", "jobs"):
        attributes = {"VisibilityTimeout": VISIBILITY_SECONDS}
        if after:
            redrive = {"deadLetterTargetArn": after, "maxReceiveCount": "4"}
            attributes["RedrivePolicy"] = json.dumps(redrive)
        queues[name] = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        asked = sqs.get_queue_attributes(QueueUrl=queues[name], AttributeNames=["QueueArn"])
        after = asked["Attributes"]["QueueArn"]
    return queues


def _function(
    name: str, log: Path, variables: Mapping[str, str]
) -> contextlib.AbstractContextManager[Emulator]:
    seconds = WORKER_SECONDS if name == "Worker" else 120 if name == "Sweep" else 29
    named = {**variables, "POWERTOOLS_SERVICE_NAME": name.lower()}
    return emulated(BUILD / f"{name}Function", log, variables=named, timeout_seconds=seconds)


# ── What AWS does between them ────────────────────────────────────────────────────────────────────


def _work(made: LocalStack, queues: Mapping[str, str]) -> None:
    """Take what waits in a queue to the worker, once; messages it does not name are done."""
    sqs = made.client("sqs")
    for name, most, wait in (("given-up", 10, 0), ("jobs", 2, 1)):
        got = sqs.receive_message(
            QueueUrl=queues[name], MaxNumberOfMessages=most, WaitTimeSeconds=wait,
            AttributeNames=["All"], MessageAttributeNames=["All"],
        ).get("Messages", [])  # fmt: skip
        if not got:
            continue
        answer = made.functions["Worker"].invoke(
            {"Records": [_record(name, message) for message in got]}, WORKER_SECONDS + 60
        )
        if "batchItemFailures" not in answer:  # the function failed: all come again
            continue
        failed = {item["itemIdentifier"] for item in answer["batchItemFailures"]}
        for message in got:
            if message["MessageId"] not in failed:
                sqs.delete_message(QueueUrl=queues[name], ReceiptHandle=message["ReceiptHandle"])


def _record(queue: str, message: dict[str, Any]) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": {},
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{REGION}:000000000000:{queue}",
        "awsRegion": REGION,
    }


@contextlib.contextmanager
def _thread(run: Callable[[], object], stop: Callable[[], object]) -> Iterator[None]:
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop()
        thread.join(10)


def _repeating(
    step: Callable[[], object], every_seconds: float = 0.0
) -> contextlib.AbstractContextManager[None]:
    """`step` again and again; one that can't reach its server is made again a second later."""
    ended = threading.Event()

    def run() -> None:
        while not ended.wait(every_seconds):
            try:
                step()
            except Exception as error:
                if not ended.wait(1):
                    print(f"again in a second: {error}", file=sys.stderr)

    return _thread(run, ended.set)


def main() -> int:
    """Run until Ctrl-C."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--aws-port", type=int, default=4566)
    options = parser.parse_args()
    if MISSING:
        sys.exit(f"first: {MISSING}")
    with (
        tempfile.TemporaryDirectory(prefix="research-local-") as folder,
        local_stack(Path(folder), os.environ, port=options.port, aws_port=options.aws_port) as made,
        contextlib.suppress(KeyboardInterrupt),
    ):
        lines = (
            f"{made.api_url}  the API: POST /research, GET /status/JOB_ID; /docs to try it out",
            f"{made.reports_url}  reports: JOB_ID.html, .json, .md",
            f"{made.endpoint_url}  LocalStack: S3, SQS, Secrets Manager",
            f"{made.log}  what all of them say",
            "Ctrl-C ends it, and what it holds is gone then.",
        )
        print("\n".join(lines), flush=True)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        threading.Event().wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
