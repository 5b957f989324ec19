"""A Lambda function's handler in a process of its own, for tests without the built layer.

``python -m tests.integration.function_host worker``: each line of standard input is an event, each
line of standard output its answer; logs and metrics go to standard error. Pauses that are minutes
are seconds here.
"""

import importlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).parents[2]
SHORT_SECONDS = 1
STOP_SECONDS = 20.0


@dataclass(frozen=True)
class Context:
    """What Lambda tells a handler of its call."""

    aws_request_id: str = field(default_factory=lambda: uuid4().hex)
    function_name: str = "function"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:us-east-1:111122223333:function:function"

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds."""
        return 900_000


class Function:
    """A handler that runs; one event at a time, as one instance of a function takes them."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._lock = threading.Lock()

    def invoke(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """The answer; that of a handler that raised has `errorType`."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._lock:
            self._process.stdin.write(json.dumps(event) + "\n")
            self._process.stdin.flush()
            answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def hosted(name: str, variables: Mapping[str, str], log: Path) -> Iterator[Function]:
    """The function of that name, with `variables` alone; its log is added to `log`."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(ROOT / "layers" / "research"), str(ROOT)]),
        "POWERTOOLS_TRACE_DISABLED": "true",
        "POWERTOOLS_METRICS_NAMESPACE": "ContentResearch",
        "POWERTOOLS_SERVICE_NAME": name,
        "AWS_LAMBDA_FUNCTION_NAME": name,
        "LAMBDA_TASK_ROOT": str(ROOT / "functions" / name),  # by which Powertools knows Lambda
        **variables,
    }
    command = [sys.executable, "-m", "tests.integration.function_host", name]
    with (
        log.open("a") as errors,
        subprocess.Popen(
            command,
            cwd=log.parent,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        try:
            yield Function(process)
        finally:
            process.kill()
            process.wait(STOP_SECONDS)


def _shorten() -> None:
    from research.adapters.aws import secrets_manager
    from research.jobs import deliveries

    secrets_manager.CACHE_SECONDS = SHORT_SECONDS
    deliveries.FIRST_PAUSE_SECONDS = SHORT_SECONDS
    deliveries.LONGEST_PAUSE_SECONDS = 2 * SHORT_SECONDS


def main() -> None:
    """Serve until standard input ends."""
    name = sys.argv[1]
    sys.path.insert(0, str(ROOT / "functions" / name))
    _shorten()
    with redirect_stdout(sys.stderr):
        app = importlib.import_module("app")
    if hasattr(app, "RETRY_SECONDS"):
        app.RETRY_SECONDS = 2 * SHORT_SECONDS
    for line in sys.stdin:
        with redirect_stdout(sys.stderr):
            try:
                answer = app.handler(json.loads(line), Context())
            except Exception as error:  # as Lambda does
                answer = {"errorType": type(error).__name__, "errorMessage": str(error)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
