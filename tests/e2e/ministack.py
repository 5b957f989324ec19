"""A local AWS for tests: MiniStack, which needs neither Docker nor an account."""

import contextlib
import os
import subprocess
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from deploy.local_servers import running
from lambda_emulator import MISSING as NOT_BUILT
from tests.servers import free_port

ROOT = Path(__file__).parents[2]
MINISTACK = ROOT / ".venv-ministack" / "bin" / "python"
SERVER = Path(__file__).with_name("ministack_server.py")
SAM = ROOT / ".venv-sam" / "bin" / "sam"
MISSING = "" if (ROOT / ".venv-ministack" / ".ready").exists() and not NOT_BUILT else "make e2e"
"""What to run first, or empty."""
START_TIMEOUT_SECONDS = 30.0
REGION = "us-east-1"


@dataclass(frozen=True)
class LocalAws:
    """A MiniStack that runs."""

    endpoint_url: str
    log: Path
    environment: Mapping[str, str]

    def client(self, service: str) -> Any:
        """A client of one of its services."""
        return boto3.client(  # type: ignore[call-overload]
            service, endpoint_url=self.endpoint_url, region_name=REGION,
            aws_access_key_id="testing", aws_secret_access_key="testing",
        )  # fmt: skip

    def sam(self, *arguments: str) -> str:
        """What a command of the SAM CLI says. Raises `AssertionError` where it fails."""
        ended = subprocess.run(
            [str(SAM), *arguments],
            cwd=ROOT,
            env={**self.environment, "AWS_ENDPOINT_URL": self.endpoint_url},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert ended.returncode == 0, f"{ended.stdout[-3000:]}\n{ended.stderr[-3000:]}"
        return ended.stdout


@contextlib.contextmanager
def local_aws(folder: Path) -> Iterator[LocalAws]:
    """A MiniStack on a free port, empty, until the end."""
    port, log = free_port(), folder / "ministack.log"
    environment = {
        "PATH": f"{MINISTACK.parent}:{os.environ['PATH']}",
        "HOME": str(folder),
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": REGION,
        "SAM_CLI_TELEMETRY": "0",
    }
    own = {
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "IOT_MTLS_ENABLED": "0",
        "MINISTACK_HOST": "127.0.0.1",
    }
    endpoint_url = f"http://127.0.0.1:{port}"
    health = f"{endpoint_url}/_ministack/health"

    def answers() -> bool:
        urllib.request.urlopen(health, timeout=1).close()
        return True

    # It starts the functions' processes, and they end with it.
    command, variables = [str(MINISTACK), "-P", str(SERVER)], {**environment, **own}
    with running(command, folder, log, variables, answers, START_TIMEOUT_SECONDS):
        yield LocalAws(endpoint_url, log, environment)
