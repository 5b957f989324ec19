"""Runs a built function under Lambda's own runtime emulator, without Docker.

The emulator is the binary that the AWS SAM CLI ships. Behind it runs Lambda's runtime client in an
environment that has nothing else, with the built layer and the built function on its path: what is
missing in them is missing here.
"""

import contextlib
import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = ROOT / ".aws-sam" / "build" / "template.yaml"
BUILD = TEMPLATE.parent / "Service"
"""The functions and their layer, of the stack that holds them."""
LAYER = BUILD / "ResearchLayer" / "python"
RUNTIME = ROOT / ".venv-runtime" / "bin" / "python"
START_TIMEOUT_SECONDS = 20.0
INVOKE_PATH = "/2015-03-31/functions/function/invocations"


def _emulator_binary() -> Path | None:
    found = (ROOT / ".venv-sam").glob(
        "lib/python*/site-packages/samcli/local/rapid/aws-lambda-rie-x86_64"
    )
    return next(found, None)


def _is_stale() -> bool:
    """Whether something that is deployed was changed since it was built, or nothing was."""
    stamp = ROOT / ".aws-sam" / ".built"
    if not (stamp.exists() and LAYER.is_dir()):
        return True
    sources = [ROOT / "template.yaml", *(ROOT / "deploy" / "stacks").iterdir()]
    for folder in ("functions", "layers/research/research"):
        sources += [path for path in (ROOT / folder).rglob("*.*") if path.suffix != ".pyc"]
    sources += (ROOT / "layers/research").glob("*.txt")
    built_at = stamp.stat().st_mtime
    return any(path.stat().st_mtime > built_at for path in sources if path.is_file())


MISSING = "" if RUNTIME.exists() and _emulator_binary() and not _is_stale() else "make package"
"""What to run before a function can be, or empty."""


@dataclass(frozen=True)
class Emulator:
    """A function that answers calls."""

    port: int
    log: Path

    def invoke(self, event: object, timeout_seconds: float = 120) -> Any:
        """What the function answers; an object with ``errorMessage`` where it fails."""
        return json.loads(self.invoke_raw(json.dumps(event).encode(), timeout_seconds))

    def invoke_raw(self, event: bytes, timeout_seconds: float = 120) -> bytes:
        """The bytes of the answer."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{INVOKE_PATH}", event)
        try:
            with urllib.request.urlopen(request, timeout=timeout_seconds) as answer:
                body: bytes = answer.read()
        except urllib.error.HTTPError as error:
            body = error.read()
        return body


def environment(
    function: Path,
    *,
    timeout_seconds: int,
    variables: Mapping[str, str],
    layer: Path | None = LAYER,
) -> dict[str, str]:
    """What Lambda sets, and `variables`; nothing of ours."""
    return {
        "PATH": os.defpath,
        "HOME": "/nonexistent",
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "LAMBDA_TASK_ROOT": str(function),
        "PYTHONPATH": f"{layer}:{function}" if layer else str(function),
        # A function's code and layers can't be written to.
        "PYTHONDONTWRITEBYTECODE": "1",
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_TIMEOUT": str(timeout_seconds),
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        **variables,
    }


@contextlib.contextmanager
def emulated(
    function: Path,
    log: Path,
    *,
    timeout_seconds: int = 29,
    variables: Mapping[str, str] | None = None,
    layer: Path | None = LAYER,
    python: Path = RUNTIME,
) -> Iterator[Emulator]:
    """The function in `function`, until the end; what it says is added to `log`.

    Without a `layer` it has what `python` has, as in an image.
    """
    port, runtime_port = _free_port(), _free_port()
    command = [
        str(_emulator_binary()),
        "--runtime-interface-emulator-address", f"127.0.0.1:{port}",
        "--runtime-api-address", f"127.0.0.1:{runtime_port}",
        str(python), "-m", "awslambdaric", "app.handler",
    ]  # fmt: skip
    with log.open("ab") as out:
        process = subprocess.Popen(
            command,
            env=environment(
                function, timeout_seconds=timeout_seconds, variables=variables or {}, layer=layer
            ),
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        _wait_for(port)
        yield Emulator(port, log)
    finally:
        process.terminate()
        process.wait(START_TIMEOUT_SECONDS)


def _wait_for(port: int) -> None:
    end = time.monotonic() + START_TIMEOUT_SECONDS
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if time.monotonic() > end:
            raise TimeoutError(f"the emulator does not start on port {port}")
        time.sleep(0.002)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
