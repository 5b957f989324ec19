"""schemathesis calls the running service in every way its document allows, and in others.

``API_FUZZ_SECONDS`` is how long each run takes; ``make fuzz`` gives it some minutes.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers import RedisServer

ROOT = Path(__file__).parents[2]
PROGRAM = Path(sys.executable).with_name("schemathesis")
SECONDS = int(os.environ.get("API_FUZZ_SECONDS", "20"))
CASES_A_SECOND = 5
"""At least, or the run said little: two busy cores manage four times as many."""


@contextmanager
def api(folder: Path, redis: RedisServer, **settings: str) -> Iterator[str]:
    """The address of a service whose workers pretend."""
    environment = {
        "PATH": os.environ["PATH"],
        "REDIS_HOST": "127.0.0.1",
        "REDIS_PORT": str(redis.port),
        "REDIS_DB": "4",
        "REPORTS_DIRECTORY": str(folder / "reports"),
        "RATE_LIMIT_PER_MINUTE": "0",
        "MAX_PENDING_JOBS": "1000000",
        "PYTHONPATH": str(ROOT),
        **settings,
    }
    with (folder / "api.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.api_server"],
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
    with api(tmp_path, redis, API_KEYS=keys) as url:
        key = ["--header", f"X-API-Key: {keys}"] if keys else []
        done = subprocess.run(
            [
                str(PROGRAM), "run", f"{url}/openapi.json", "--checks", "all",
                "--max-time", str(SECONDS), "--continue-on-failure",
                "--request-timeout", "20", "--no-color", *key,
            ],
            cwd=tmp_path,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT),
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
    assert "Traceback" not in (tmp_path / "api.log").read_text()
