"""The built functions under Lambda's own emulator, with nothing but the built layer to import."""

import json
import math
import os
import re
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from socket import AF_INET, SOCK_DGRAM, socket
from threading import Thread
from typing import Any

import boto3
import httpx
import pytest
from moto.backends import get_backend
from redis import Redis
from redis.exceptions import ConnectionError  # noqa: A004

from lambda_emulator import BUILD, LAYER, MISSING, RUNTIME, Emulator, emulated, environment
from miniweb import Miniweb, serve, topics
from research.domain.report import Report
from scoring import missing_quotes
from tests.integration.event_answers import EVENTS, FUNCTIONS, NAMES, check_answer
from tests.integration.hostile_input import SLOW
from tests.integration.test_hostile_input import QUERY as FERRY
from tests.integration.test_hostile_input import hostile_web
from tests.servers import ChromaServer, RedisServer, new_bucket, running

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not built from this: {MISSING}")

REDIS_STACK = Path(__file__).parents[2] / "deploy" / "stacks" / "redis.yaml"
QUERY: str = topics()[0]["query"]
HEAVY = {"chromadb", "openai", "numpy", "trafilatura", "lxml"}
KEY = "planted-api-key-1f9c"
PASSWORD = "planted-redis-password-77aa"
PROVIDER_KEY = "planted-provider-key-c3d4"
CALLBACK_SECRET = "whsec_cGxhbnRlZC1jYWxsYmFjay1zZWNyZXQtOTk5OQ=="
PLANTED = (KEY, PASSWORD, PROVIDER_KEY, CALLBACK_SECRET)


@dataclass(frozen=True)
class Stack:
    """What the functions stand on."""

    endpoint_url: str
    bucket: str
    queue_url: str
    dead_letter_queue_url: str
    log: Path
    variables: Mapping[str, str]

    def messages(self, queue_url: str) -> list[dict[str, Any]]:
        """All that is in the queue, taken out of it."""
        sqs = boto3.client("sqs", endpoint_url=self.endpoint_url)
        taken: list[dict[str, Any]] = []
        while True:
            got: Any = sqs.receive_message(
                QueueUrl=queue_url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]
            )
            if not got.get("Messages"):
                return taken
            for message in got["Messages"]:
                taken.append(message)
                sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])

    def file(self, name: str) -> bytes:
        """An object of the bucket."""
        s3 = boto3.client("s3", endpoint_url=self.endpoint_url)
        return s3.get_object(Bucket=self.bucket, Key=name)["Body"].read()

    def files(self) -> dict[str, bytes]:
        """All of them."""
        s3 = boto3.client("s3", endpoint_url=self.endpoint_url)
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        names = [item["Key"] for page in pages for item in page.get("Contents", ())]
        return {name: self.file(name) for name in names}


@pytest.fixture(scope="module")
def web() -> Iterator[Miniweb]:
    with serve("--scale", "0.3") as running:
        yield running


class GuardedRedis(RedisServer):
    """With the user of the stack of Redis, who may do what is said there, and no other."""

    def _command(self) -> list[str]:
        found = re.search(r"AccessString: (on .*)", REDIS_STACK.read_text())
        assert found is not None
        rules = found[1].split()
        user = ["--user", "research", rules[0], f">{PASSWORD}", *rules[1:]]
        return [*super()._command(), *user, "--user", "default", "off"]

    def _answers(self) -> bool:
        try:
            return bool(self.client().ping())
        except ConnectionError:
            return False

    def client(self) -> Redis:
        return Redis(port=self.port, username="research", password=PASSWORD)

    def forget_cache(self) -> None:
        """Whatever a worker does again is then asked for again."""
        for key in self.client().scan_iter("crp:cache:*"):
            self.client().delete(key)


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedRedis]:
    with running(GuardedRedis(tmp_path_factory.mktemp("redis"))) as server:
        yield server


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    with running(ChromaServer(tmp_path_factory.mktemp("chroma"))) as server:
        yield server


@pytest.fixture(scope="module")
def local_aws(request: pytest.FixtureRequest) -> str:
    """Where S3, SQS and Secrets Manager are: moto's, or a server that `LOCAL_AWS` names."""
    return os.environ.get("LOCAL_AWS") or str(request.getfixturevalue("s3"))


@pytest.fixture(scope="module")
def stack(
    local_aws: str,
    redis: GuardedRedis,
    chroma: ChromaServer,
    web: Miniweb,
    tmp_path_factory: pytest.TempPathFactory,
) -> Stack:
    bucket = new_bucket(local_aws, f"emulated-{tmp_path_factory.getbasetemp().name}")
    boto3.client("s3", endpoint_url=local_aws).put_bucket_versioning(
        Bucket=bucket, VersioningConfiguration={"Status": "Enabled"}
    )
    sqs = boto3.client("sqs", endpoint_url=local_aws)
    queue_url = sqs.create_queue(QueueName="jobs")["QueueUrl"]
    dead_letters = sqs.create_queue(QueueName="dead-letters")["QueueUrl"]
    secrets = boto3.client("secretsmanager", endpoint_url=local_aws)
    for name, held in (
        ("api", {"API_KEYS": KEY}),
        ("redis", {"REDIS_PASSWORD": PASSWORD}),
        ("provider", {"OPENAI_API_KEY": PROVIDER_KEY, "CALLBACK_SECRET": CALLBACK_SECRET}),
    ):
        secrets.create_secret(Name=name, SecretString=json.dumps(held))
    variables = {
        "AWS_ENDPOINT_URL": local_aws,
        "REPORTS_BUCKET": bucket,
        "REPORTS_URL": "https://reports.example",
        "JOB_QUEUE_URL": queue_url,
        "DEAD_LETTER_QUEUE_URL": dead_letters,
        "REDIS_HOST": "127.0.0.1",
        "REDIS_PORT": str(redis.port),
        "REDIS_USERNAME": "research",
        "CHROMA_HOST": "127.0.0.1",
        "CHROMA_PORT": str(chroma.port),
        "FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
        "SEARXNG_URL": web.base_url,
        "OPENAI_BASE_URL": f"{web.base_url}/v1",
        "LLM_PRICES": '{"gpt-5.4-mini": [1, 1]}',
    }
    log = tmp_path_factory.mktemp("logs") / "functions.log"
    return Stack(local_aws, bucket, queue_url, dead_letters, log, variables)


SECRETS = {
    "Submit": "api,redis", "Status": "api,redis", "Ask": "api,provider,redis",
    "Worker": "provider,redis", "Sweep": "redis",
}  # fmt: skip


def variables_of(stack: Stack, name: str) -> dict[str, str]:
    named = {"SETTINGS_SECRETS": SECRETS[name], "POWERTOOLS_SERVICE_NAME": name.lower()}
    return {**stack.variables, **named, "POWERTOOLS_METRICS_NAMESPACE": "ContentResearch"}


@pytest.fixture(scope="module")
def functions(stack: Stack) -> Iterator[dict[str, Emulator]]:
    submit, status = variables_of(stack, "Submit"), variables_of(stack, "Status")
    worker, sweep = variables_of(stack, "Worker"), variables_of(stack, "Sweep")
    ask = variables_of(stack, "Ask")
    with (
        emulated(BUILD / "SubmitFunction", stack.log, variables=submit) as submitting,
        emulated(BUILD / "StatusFunction", stack.log, variables=status) as telling,
        emulated(BUILD / "AskFunction", stack.log, variables=ask) as asking,
        emulated(BUILD / "WorkerFunction", stack.log, variables=worker, timeout_seconds=900) as one,
        emulated(BUILD / "SweepFunction", stack.log, variables=sweep) as sweeping,
    ):
        yield {
            "Submit": submitting, "Status": telling, "Ask": asking, "Worker": one,
            "Sweep": sweeping,
        }  # fmt: skip


def event(name: str, **changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text())
    if "headers" in made:
        made["headers"]["x-api-key"] = KEY
    return {**made, **changes}


def batch(queue_url: str, *bodies: str) -> dict[str, Any]:
    made = event("worker")
    template = made["Records"][0]
    queue = queue_url.rpartition("/")[2]
    made["Records"] = [
        {
            **template,
            "messageId": f"message-{number}",
            "body": body,
            "eventSourceARN": f"arn:aws:sqs:us-east-1:123456789012:{queue}",
        }
        for number, body in enumerate(bodies)
    ]
    return made


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("name", NAMES)
def test_every_event_is_answered_by_every_function(
    functions: dict[str, Emulator], function: str, name: str
) -> None:
    check_answer(function, name, functions[function].invoke(event(name)))


def test_without_a_key_nobody_gets_in(functions: dict[str, Emulator]) -> None:
    made = event("submit")
    made["headers"].pop("x-api-key")
    answer = functions["Submit"].invoke(made)
    assert answer["statusCode"] == 401
    assert json.loads(answer["body"])["code"] == "invalid_api_key"


@pytest.mark.parametrize("function", ["Submit", "Status"])
def test_what_answers_calls_loads_nothing_heavy(stack: Stack, function: str) -> None:
    folder = BUILD / f"{function}Function"
    name = function.lower()
    code = f"""
import json, sys
import app
class Context:
    function_name = memory_limit_in_mb = invoked_function_arn = aws_request_id = "x"
made = json.loads(open({str(EVENTS / (name + ".json"))!r}).read())
made["headers"]["x-api-key"] = {KEY!r}
app.handler(made, Context())
print(*sys.modules)
"""
    ended = subprocess.run(
        [str(RUNTIME), "-c", code],
        env=environment(folder, timeout_seconds=29, variables=variables_of(stack, function)),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    loaded = set(ended.stdout.rpartition("\n{")[2].split())
    assert {"fastapi", "mangum", "redis", "boto3"} <= loaded
    assert not loaded & HEAVY


def submit(functions: dict[str, Emulator], query: str, request_id: str, **more: Any) -> str:
    made = event("submit", body=json.dumps({"query": query, **more}))
    made["headers"]["content-length"] = str(len(made["body"]))
    made["headers"]["x-request-id"] = request_id
    answer = functions["Submit"].invoke(made)
    assert answer["statusCode"] == 202, answer
    return str(json.loads(answer["body"])["job_id"])


def status(functions: dict[str, Emulator], job_id: str) -> dict[str, Any]:
    made = event("status")
    made["rawPath"] = made["requestContext"]["http"]["path"] = f"/status/{job_id}"
    answer = functions["Status"].invoke(made)
    assert answer["statusCode"] == 200, answer
    found: dict[str, Any] = json.loads(answer["body"])
    return found


def passages_in(chroma: ChromaServer) -> int:
    """How many passages workers have put there."""
    root = f"http://127.0.0.1:{chroma.port}/api/v2/tenants/default_tenant"
    collections = f"{root}/databases/default_database/collections"
    found = httpx.get(collections).json()
    return sum(httpx.get(f"{collections}/{one['id']}/count").json() for one in found)


def test_a_batch_of_two_with_one_bad_message(
    functions: dict[str, Emulator], stack: Stack, chroma: ChromaServer, tmp_path: Path
) -> None:
    stack.messages(stack.queue_url)
    stack.messages(stack.dead_letter_queue_url)
    good, bad = submit(functions, QUERY, "call-good"), submit(functions, QUERY, "call-bad")
    bodies = [message["Body"] for message in stack.messages(stack.queue_url)]
    assert json.loads(bodies[0]) == {"job_id": good, "request_id": "call-good"}
    spoiled = f'{{"job_id": "{bad}", "request_id": '
    answer = functions["Worker"].invoke(batch(stack.queue_url, bodies[0], spoiled))
    assert answer == {"batchItemFailures": []}

    done = status(functions, good)
    assert done["status"] == "completed", done
    assert done["report_url"] == f"https://reports.example/{good}.html"
    report = Report.model_validate_json(stack.file(f"{good}.json"))
    assert report.answer[0].claims
    (tmp_path / "snapshots").mkdir()
    for source in report.sources:
        name = f"snapshots/{source.sha256}.txt"
        (tmp_path / name).write_bytes(stack.file(name))
    assert not missing_quotes(report, tmp_path)
    assert passages_in(chroma) > 0
    assert not done["warnings"], done["warnings"]

    failed = status(functions, bad)
    assert failed["status"] == "failed"
    assert failed["error"]["code"] == "message_unreadable"
    (letter,) = stack.messages(stack.dead_letter_queue_url)
    assert letter["Body"] == spoiled
    assert letter["MessageAttributes"]["code"]["StringValue"] == "message_unreadable"
    assert letter["MessageAttributes"]["reason"]["StringValue"] == failed["error"]["message"]


def test_a_job_is_found_in_its_trace_from_the_call_to_the_report(stack: Stack) -> None:
    """By X-Ray's daemon, which functions send their parts of a trace to.

    Not under the emulator, which keeps the trace of a call to itself.
    """
    root = "1-5759e988-bd862e3fe1be46a994272793"
    trace = f"Root={root};Parent=53995c3f42cd8ad8;Sampled=1"
    parts: list[dict[str, Any]] = []
    with xray_daemon(parts) as address:
        told = {"AWS_XRAY_DAEMON_ADDRESS": address, "_X_AMZN_TRACE_ID": trace}
        stack.messages(stack.queue_url)
        asked = event("submit", body=json.dumps({"query": QUERY}))
        asked["headers"]["content-length"] = str(len(asked["body"]))
        job_id = json.loads(called(stack, "Submit", asked, told)["body"])["job_id"]
        (message,) = stack.messages(stack.queue_url)
        called(stack, "Worker", batch(stack.queue_url, message["Body"]), told)
    assert {part["trace_id"] for part in parts} == {root}
    job_ids = [part.get("annotations", {}).get("job_id") for part in parts]
    assert job_ids.count(job_id) == 2, parts
    written = [key for part in parts for key in keys_of(part)]
    assert f"{job_id}.html" in written


def called(stack: Stack, function: str, made: dict[str, Any], more: Mapping[str, str]) -> Any:
    """What the handler returns, called on the built layer in a process of its own."""
    code = """
import json, sys
import app
class Context:
    function_name = memory_limit_in_mb = invoked_function_arn = aws_request_id = "x"
    def get_remaining_time_in_millis(self): return 900_000
print("\\n" + json.dumps(app.handler(json.load(sys.stdin), Context())))
"""
    ended = subprocess.run(
        [str(RUNTIME), "-c", code],
        env=environment(
            BUILD / f"{function}Function",
            timeout_seconds=900,
            variables=variables_of(stack, function) | more,
        ),
        input=json.dumps(made),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    return json.loads(ended.stdout.splitlines()[-1])


def keys_of(part: dict[str, Any]) -> Iterator[str]:
    """The objects of S3 that a part of a trace, or one within it, asked for."""
    if key := part.get("aws", {}).get("key"):
        yield key
    for within in part.get("subsegments", ()):
        yield from keys_of(within)


@contextmanager
def xray_daemon(parts: list[dict[str, Any]]) -> Iterator[str]:
    """The address of a daemon that puts what it is sent into `parts`, all of it by the end."""
    with socket(AF_INET, SOCK_DGRAM) as daemon:
        daemon.bind(("127.0.0.1", 0))

        def listen() -> None:
            while sent := daemon.recv(65_536):
                parts.append(json.loads(sent.partition(b"\n")[2]))

        thread = Thread(target=listen)
        thread.start()
        try:
            yield f"127.0.0.1:{daemon.getsockname()[1]}"
        finally:
            with socket(AF_INET, SOCK_DGRAM) as last:
                last.sendto(b"", daemon.getsockname())
            thread.join()


def test_what_workers_gave_up_fails_and_says_why(
    functions: dict[str, Emulator], stack: Stack
) -> None:
    stack.messages(stack.dead_letter_queue_url)
    job_id = submit(functions, QUERY, "call-given-up")
    body = json.dumps({"job_id": job_id, "request_id": ""})
    answer = functions["Worker"].invoke(batch("https://sqs/1/given-up", body))
    assert answer == {"batchItemFailures": []}
    assert status(functions, job_id)["error"]["code"] == "given_up"
    (letter,) = stack.messages(stack.dead_letter_queue_url)
    assert letter["MessageAttributes"]["code"]["StringValue"] == "given_up"


def asked(web: Miniweb, begin: float, end: float = math.inf) -> Counter[str]:
    """How often the web and the model were asked from one moment to another.

    Moments are of this machine's monotonic clock, which miniweb's trail is told in: a page that
    nobody waits for any longer comes late, and counts for whoever asked for it.
    """
    trail = web.stats()["trail"]
    return Counter(entry["kind"] for entry in trail if begin <= entry["start"] < end)


@contextmanager
def worker_short_of_time(stack: Stack, folder: Path, *, steps: int) -> Iterator[Emulator]:
    """A worker that has time enough for so many steps, and then one second left.

    Lambda's own context tells it so, whatever the clock says: on a slow machine the seconds of a
    real deadline would be over before the worker had asked.
    """
    (folder / "sitecustomize.py").write_text(
        f"""
from awslambdaric.lambda_context import LambdaContext

def left(context):
    context.asked = getattr(context, "asked", 0) + 1
    return 900_000 if context.asked <= {steps} else 1_000

LambdaContext.get_remaining_time_in_millis = left
"""
    )
    function = BUILD / "WorkerFunction"
    variables = variables_of(stack, "Worker") | {"PYTHONPATH": f"{folder}:{LAYER}:{function}"}
    with emulated(function, stack.log, variables=variables, timeout_seconds=900) as worker:
        yield worker


def stored_in_journal(stack: Stack, job_id: str) -> list[str]:
    """What workers have stored of a job's run, each time they did: its steps, its model calls."""
    s3 = boto3.client("s3", endpoint_url=stack.endpoint_url)
    folder = f"journal/{job_id}/"
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=stack.bucket, Prefix=folder)
    names = [item["Key"].removeprefix(folder) for page in pages for item in page["Versions"]]
    return [name for name in names if not name.startswith("usage")]


@pytest.fixture
def at_once(
    functions: dict[str, Emulator], stack: Stack, redis: GuardedRedis, web: Miniweb
) -> Counter[str]:
    """What one worker with time enough asks for the question."""
    stack.messages(stack.queue_url)
    redis.forget_cache()
    begin = time.monotonic()
    whole = submit(functions, QUERY, "call-whole")
    (message,) = stack.messages(stack.queue_url)
    functions["Worker"].invoke(batch(stack.queue_url, message["Body"]))
    assert status(functions, whole)["status"] == "completed"
    redis.forget_cache()
    return asked(web, begin)


def assert_nothing_was_asked_twice(at_once: Counter[str], together: Counter[str]) -> None:
    """Reading or searching again would add much more; which pages come in time varies a little."""
    assert set(at_once) == set(together) == {"searches", "pages", "chats"}
    for kind, count in at_once.items():
        # One may be under way where a step is cut off: of three searches that is a third.
        assert together[kind] <= 1.2 * count + 1, (kind, at_once, together)


def test_a_worker_with_a_second_left_hands_over_and_the_next_one_finishes(
    functions: dict[str, Emulator],
    stack: Stack,
    web: Miniweb,
    at_once: Counter[str],
    tmp_path: Path,
) -> None:
    begin = time.monotonic()
    job_id = submit(functions, QUERY, "call-short")
    (message,) = stack.messages(stack.queue_url)
    with worker_short_of_time(stack, tmp_path, steps=0) as short:
        assert short.invoke(batch(stack.queue_url, message["Body"])) == {"batchItemFailures": []}
    assert status(functions, job_id)["status"] == "pending"
    assert not asked(web, begin)
    (again,) = stack.messages(stack.queue_url)
    assert json.loads(again["Body"]) == {"job_id": job_id, "request_id": "call-short"}

    functions["Worker"].invoke(batch(stack.queue_url, again["Body"]))
    done = status(functions, job_id)
    assert (done["status"], done["attempts"]) == ("completed", 2), done
    stored = stored_in_journal(stack, job_id)
    assert len(stored) == len(set(stored)) > 3, stored
    assert_nothing_was_asked_twice(at_once, asked(web, begin))


def test_a_worker_a_step_makes_each_step_once(
    functions: dict[str, Emulator],
    stack: Stack,
    redis: GuardedRedis,
    web: Miniweb,
    at_once: Counter[str],
    tmp_path: Path,
) -> None:
    """Handed over at every step there is, with nothing in the cache."""
    job_id = submit(functions, QUERY, "call-steps")
    begins: list[float] = []
    with worker_short_of_time(stack, tmp_path, steps=1) as short:
        while messages := stack.messages(stack.queue_url):
            (message,) = messages
            redis.forget_cache()
            begins.append(time.monotonic())
            answer = short.invoke(batch(stack.queue_url, message["Body"]))
            assert answer == {"batchItemFailures": []}
    done = status(functions, job_id)
    assert (done["status"], done["attempts"]) == ("completed", len(begins)), done
    stored = stored_in_journal(stack, job_id)
    steps = [name for name in stored if not name.startswith("call-")]
    assert len(stored) == len(set(stored)), stored
    assert len(steps) == len(begins) > 3, (steps, begins)
    by_worker = [asked(web, *moments) for moments in pairwise([*begins, math.inf])]
    for kind, step in (("searches", "search-"), ("pages", "read-")):
        asking = [one for one in by_worker if one[kind] > 1]
        assert len(asking) == len([1 for name in steps if name.startswith(step)]), (kind, by_worker)
    assert_nothing_was_asked_twice(at_once, asked(web, begins[0]))


def test_a_bad_secret_brings_each_message_back_in_a_minute(stack: Stack) -> None:
    """A worker that starts with it loses no message, says why, and serves once it is mended."""
    secrets = boto3.client("secretsmanager", endpoint_url=stack.endpoint_url)
    secrets.create_secret(Name="mistyped", SecretString='{"OPENAI_API_KEY": "unclosed}')
    sqs = boto3.client("sqs", endpoint_url=stack.endpoint_url)
    sqs.send_message(QueueUrl=stack.queue_url, MessageBody="no job")
    (message,) = sqs.receive_message(QueueUrl=stack.queue_url, VisibilityTimeout=5400)["Messages"]
    made = batch(stack.queue_url, message["Body"])
    made["Records"][0]["receiptHandle"] = message["ReceiptHandle"]
    variables = variables_of(stack, "Worker") | {"SETTINGS_SECRETS": "mistyped"}
    with emulated(BUILD / "WorkerFunction", stack.log, variables=variables) as worker:
        answer = worker.invoke(made)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert "SETTINGS_SECRETS: mistyped holds no JSON" in stack.log.read_text()
    (queue,) = (
        queue
        for queue in get_backend("sqs")["123456789012"]["us-east-1"].queues.values()
        if queue.name == "jobs"
    )
    (hidden_until,) = (one.visible_at / 1000 for one in queue.pending_messages)
    assert 30 < hidden_until - time.time() <= 60
    sqs.delete_message(QueueUrl=stack.queue_url, ReceiptHandle=message["ReceiptHandle"])


def test_no_secret_and_no_query_in_anything_that_is_written(
    functions: dict[str, Emulator], stack: Stack, redis: GuardedRedis
) -> None:
    """After all of the above: in logs, messages, records and reports."""
    said = stack.log.read_text()
    assert '"service":"worker"' in said
    files, messages = stack.files(), stack.messages(stack.queue_url)
    client = redis.client()
    values = [client.dump(key) for key in client.scan_iter("crp:*")]
    for planted in PLANTED:
        assert planted not in said
        for name, body in files.items():
            assert planted.encode() not in body, name
        assert not any(planted in json.dumps(message) for message in messages)
        assert not any(planted.encode() in value for value in values)
    for line in said.splitlines():
        if line.startswith("{"):
            assert QUERY not in line
    assert re.search(r'"JobsCompleted":\s*\[', said)
    assert re.search(r'"StepDuration"', said)


HOSTILE = (*SLOW, "grid-span", "dashes", "one-character", "nested", "quotes", "word-bomb")
"""Those that are not read in time, and some of each other kind."""
MESSAGE_SECONDS = 60.0
"""Ten on an idle machine, of which five are the limit of a page."""


@pytest.fixture(scope="module")
def keyless_worker(stack: Stack) -> Iterator[Emulator]:
    variables = {**variables_of(stack, "Worker"), "SETTINGS_SECRETS": "redis"}
    with emulated(
        BUILD / "WorkerFunction", stack.log, variables=variables, timeout_seconds=900
    ) as worker:
        yield worker


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_costs_itself_alone_and_the_next_message_is_done(
    name: str, functions: dict[str, Emulator], keyless_worker: Emulator, stack: Stack
) -> None:
    stack.messages(stack.queue_url)
    with hostile_web() as pages:
        for sources in ([f"{pages}/{name}", f"{pages}/good"], [f"{pages}/good"]):
            job_id = submit(functions, FERRY, f"call-{name}", sources=sources)
            (message,) = stack.messages(stack.queue_url)
            begin = time.monotonic()
            answer = keyless_worker.invoke(batch(stack.queue_url, message["Body"]))
            print(f"{name}: {time.monotonic() - begin:.1f} s")
            assert answer == {"batchItemFailures": []}
            assert time.monotonic() - begin < MESSAGE_SECONDS
            done = status(functions, job_id)
            assert done["status"] == "completed", done
            report = Report.model_validate_json(stack.file(f"{job_id}.json"))
            assert [source.url for source in report.sources if source.url.endswith("/good")]
