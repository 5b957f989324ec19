"""How soon the built functions answer, cold and warm, in Lambda's own emulator.

    make cold-start

Beside them runs a bare FastAPI and Mangum handler, built twice: as `sam build` makes it from a
requirements.txt, with Python source that each cold start compiles, and on our layer, whose
packages are bytecode. A function can't write to its disk, and neither can these.

Two more, `bare_submit` and `bare_status`, also make the calls that these can't do without: one
each to Redis, S3 and SQS, and one each to Redis and S3. They are what most warm time goes to: a
status asks both stores, since either may know of an end that the other has lost.

cold      from the start of the emulator to the first answer: Python, imports, clients, one call
warm      the median of calls after that, one at a time; S3 and SQS are moto's here

Wanted are a cold start of at most 1.3 times the bare handler's, and warm calls of at most 1.3 times
those of the bare handler with the same calls. A status at most twice the bare handler without any,
as one might wish, there can't be: the two reads alone take longer than that.

Runs alternate, so that whatever else the machine does meets all alike.
"""

import argparse
import json
import logging
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from lambda_emulator import BUILD, LAYER, MISSING, ROOT, RUNTIME, emulated
from tests.servers import RedisServer, new_bucket, running, s3_server

BARE = Path(__file__).parent / "bare_handler"
BARE_SUBMIT = Path(__file__).parent / "bare_submit"
BARE_STATUS = Path(__file__).parent / "bare_status"
PACKAGES = ("fastapi", "mangum")
EVENTS = ROOT / "events"
COLD_LIMIT, WARM_LIMIT = 1.3, 1.3
SAME_CALLS = {
    "submit": "bare, with submit's calls",
    "status": "bare, with status's calls",
}
"""The row that a function's warm calls are compared with, besides the first."""


@dataclass(frozen=True)
class Measured:
    """A function, how it is run, and the call it answers."""

    name: str
    function: Path
    layer: Path
    event: bytes
    variables: Mapping[str, str]


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=10, help="cold starts of each")
    parser.add_argument("--calls", type=int, default=300, help="warm calls of each")
    options = parser.parse_args()
    if MISSING:
        raise SystemExit(f"first: {MISSING}")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # moto's server tells of each call
    with ExitStack() as stack:
        measured = list(_functions(stack))
        cold = _cold(measured, options.runs)
        warm = _warm(measured, options.calls)
    _print(measured, cold, warm)


def _functions(stack: ExitStack) -> Iterator[Measured]:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    variables = stack.enter_context(_services(folder))
    plain = folder / "python"
    _install(plain)
    for name, layer in (("bare, as sam builds it", plain), ("bare, on our layer", LAYER)):
        yield Measured(name, BARE, layer, _event("health"), {})
    yield Measured("bare, with submit's calls", BARE_SUBMIT, LAYER, _event("submit"), variables)
    status = _event("status", path=f"/status/{_job(variables)}")
    yield Measured("bare, with status's calls", BARE_STATUS, LAYER, status, variables)
    for name, function, event in (
        ("submit", "SubmitFunction", _event("submit")),
        ("status", "StatusFunction", status),
    ):
        yield Measured(name, BUILD / function, LAYER, event, variables)


@contextmanager
def _services(folder: Path) -> Iterator[dict[str, str]]:
    with running(RedisServer(folder)) as redis, s3_server() as endpoint_url:
        sqs = boto3.client("sqs", endpoint_url=endpoint_url)
        secrets = boto3.client("secretsmanager", endpoint_url=endpoint_url)
        secrets.create_secret(Name="api", SecretString='{"API_KEYS": "a-key-of-yours"}')
        yield {
            "AWS_ENDPOINT_URL": endpoint_url,
            "REPORTS_BUCKET": new_bucket(endpoint_url, "reports"),
            "JOB_QUEUE_URL": sqs.create_queue(QueueName="jobs")["QueueUrl"],
            "SETTINGS_SECRETS": "api",
            "REDIS_HOST": "127.0.0.1",
            "REDIS_PORT": str(redis.port),
            "RATE_LIMIT_PER_MINUTE": "100000",
            "MAX_PENDING_JOBS": "1000000",
            "POWERTOOLS_METRICS_NAMESPACE": "ContentResearch",
        }


def _install(target: Path) -> None:
    pins = (ROOT / "layers/research/requirements.txt").read_text()
    pins += (ROOT / "layers/research/requirements-lambda.txt").read_text()
    wanted = [
        line.split()[0] for line in pins.splitlines() if line.partition("=")[0].strip() in PACKAGES
    ]
    subprocess.run(
        [
            str(RUNTIME), "-m", "pip", "install", "--quiet", "--quiet", "--no-compile",
            "--disable-pip-version-check", "--target", str(target), *wanted,
        ],
        check=True,
    )  # fmt: skip


def _event(name: str, path: str | None = None) -> bytes:
    event: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text())
    if path:
        event["rawPath"] = event["requestContext"]["http"]["path"] = path
    return json.dumps(event).encode()


def _job(variables: Mapping[str, str]) -> str:
    """A job to ask for."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with emulated(BUILD / "SubmitFunction", log, variables=variables) as submit:
            answer = json.loads(submit.invoke_raw(_event("submit")))
            job_id: str = json.loads(answer["body"])["job_id"]
            return job_id


def _cold(measured: list[Measured], runs: int) -> dict[str, list[float]]:
    seconds: dict[str, list[float]] = {one.name: [] for one in measured}
    for _ in range(runs):
        for one in measured:
            began = time.perf_counter()
            with _running(one) as invoke:
                invoke(one.event)
                seconds[one.name].append(time.perf_counter() - began)
    return seconds


def _warm(measured: list[Measured], calls: int) -> dict[str, list[float]]:
    seconds: dict[str, list[float]] = {one.name: [] for one in measured}
    with ExitStack() as stack:
        invokes = [(one, stack.enter_context(_running(one))) for one in measured]
        for one, invoke in invokes:
            invoke(one.event)
        for _ in range(calls):
            for one, invoke in invokes:
                began = time.perf_counter()
                invoke(one.event)
                seconds[one.name].append(time.perf_counter() - began)
    return seconds


@contextmanager
def _running(one: Measured) -> Iterator[Callable[[bytes], None]]:
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with emulated(one.function, log, variables=one.variables, layer=one.layer) as emulator:

            def invoke(event: bytes) -> None:
                answer = json.loads(emulator.invoke_raw(event))
                if answer.get("statusCode") not in {200, 202}:
                    raise SystemExit(f"{one.name}: {answer}\n{log.read_text()[-2000:]}")

            yield invoke


def _print(
    measured: list[Measured], cold: dict[str, list[float]], warm: dict[str, list[float]]
) -> None:
    bare = measured[0].name
    starts = {name: statistics.median(seconds) for name, seconds in cold.items()}
    calls = {name: statistics.median(seconds) for name, seconds in warm.items()}
    heads = ("cold, s", "to bare", "warm, ms", "to bare", "to its calls")
    print(f"{'':26}" + "".join(f"{head:>13}" for head in heads))
    for one in measured:
        of_same = calls[one.name] / calls[SAME_CALLS.get(one.name, one.name)]
        print(
            f"{one.name:26}{starts[one.name]:13.2f}{starts[one.name] / starts[bare]:13.2f}"
            f"{1000 * calls[one.name]:13.2f}{calls[one.name] / calls[bare]:13.2f}{of_same:13.2f}"
        )
    print(
        f"\nMedians of {len(cold[bare])} starts and {len(warm[bare])} calls. Wanted: cold at most "
        f"{COLD_LIMIT} times bare, warm at most {WARM_LIMIT} times bare with the same calls."
    )


if __name__ == "__main__":
    main()
