"""schemathesis calls the service in every way its document allows, and in others: the one that runs
on one machine, and the functions' handlers behind what API Gateway does.

``API_FUZZ_SECONDS`` is how long each run takes; ``make fuzz`` gives it some minutes.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import boto3
import pytest

from tests.servers import RedisServer

ROOT = Path(__file__).parents[2]
PROGRAM = Path(sys.executable).with_name("schemathesis")
CONFIGURATION = ROOT / "tests" / "integration" / "schemathesis.toml"
SECONDS = int(os.environ.get("API_FUZZ_SECONDS", "20"))
PYTHONPATH = os.pathsep.join([str(ROOT / "layers" / "research"), str(ROOT)])
UNSEEN = "ensure_resource_availability"
"""It looks at /research/{job_id}/ask alone, and does not see a DELETE of /jobs/{job_id} between."""
CASES_A_SECOND = 5
"""At least, or the run said little: two busy cores manage four times as many."""


@contextmanager
def api(module: str, folder: Path, **settings: str) -> Iterator[str]:
    """The address of a service whose workers pretend; `module` serves it."""
    environment = {
        "PATH": os.environ["PATH"],
        "REPORTS_DIRECTORY": str(folder / "reports"),
        "RATE_LIMIT_PER_MINUTE": "0",
        "MAX_PENDING_JOBS": "1000000",
        "PYTHONPATH": PYTHONPATH,
        **settings,
    }
    with (folder / "api.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", f"tests.integration.{module}"],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    assert process.stdout is not None
    with process.stdout:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
            process.wait(20)


@pytest.mark.parametrize("keys", ["", "fuzz-key"], ids=["open", "key"])
def test_whatever_is_sent_the_answer_is_documented(
    keys: str, redis: RedisServer, tmp_path: Path
) -> None:
    there = {"REDIS_HOST": "127.0.0.1", "REDIS_PORT": str(redis.port), "REDIS_DB": "4"}
    with api("api_server", tmp_path, API_KEYS=keys, **there) as url:
        called(url, keys, tmp_path)


@pytest.mark.parametrize("keys", ["", "fuzz-key"], ids=["open", "key"])
def test_the_functions_answer_alike(keys: str, s3: str, tmp_path: Path) -> None:
    queue_url = boto3.client("sqs", endpoint_url=s3).create_queue(QueueName=uuid4().hex)["QueueUrl"]
    credentials = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
    there = credentials | {
        "AWS_ENDPOINT_URL": s3,
        "JOB_QUEUE_URL": queue_url,
        "POWERTOOLS_SERVICE_NAME": "api",
        "POWERTOOLS_METRICS_NAMESPACE": "ContentResearch",
    }
    with api("gateway", tmp_path, API_KEYS=keys, **there) as url:
        called(url, keys, tmp_path)


def called(url: str, keys: str, folder: Path) -> None:
    """Have schemathesis call `url` for `SECONDS`. No 5xx, nothing undocumented, no traceback."""
    key = ["--header", f"X-API-Key: {keys}"] if keys else []
    done = subprocess.run(
        [
            str(PROGRAM), "--config-file", str(CONFIGURATION),
            "run", f"{url}/openapi.json", "--checks", "all", "--exclude-checks", UNSEEN,
            "--max-time", str(SECONDS), "--continue-on-failure",
            "--request-timeout", "20", "--no-color", "--seed", "20261125", *key,
        ],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": PYTHONPATH,
            "SCHEMATHESIS_HOOKS": "tests.integration.schemathesis_hooks",
        },
        capture_output=True,
        text=True,
        timeout=SECONDS + 120,
    )  # fmt: skip
    assert done.returncode == 0, (done.stdout + done.stderr)[-10_000:]
    tried = re.search(r"([\d,]+) generated", done.stdout)
    assert tried is not None, done.stdout
    print(tried[0])
    assert int(tried[1].replace(",", "")) > CASES_A_SECOND * SECONDS
    assert "Traceback" not in (folder / "api.log").read_text()
