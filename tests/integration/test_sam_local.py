"""``sam local invoke`` and ``sam local start-api``, as SAM itself goes about them."""

import json
import subprocess
from itertools import product
from pathlib import Path
from typing import Any

import boto3
import pytest

from lambda_emulator import MISSING, ROOT, TEMPLATE
from research.api.app import routers_of
from tests.integration.event_answers import EVENTS, FUNCTIONS, NAMES, check_answer

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not built from this: {MISSING}")

SAM_PYTHON = ROOT / ".venv-sam" / "bin" / "python"
KEY = "a-key-of-yours"
"""The one in the events."""


def sam(home: Path, *arguments: str) -> Any:
    """What `sam_local.py` prints; SAM keeps notes of its own in `home`."""
    ended = subprocess.run(
        [SAM_PYTHON, Path(__file__).with_name("sam_local.py"), *arguments],
        cwd=ROOT,
        env={
            "PATH": "/usr/bin:/bin", "HOME": str(home), "PYTHONPATH": "bench",
            "SAM_CLI_TELEMETRY": "0", "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "us-east-1",
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )  # fmt: skip
    assert ended.returncode == 0, f"{ended.stdout[-2000:]}\n{ended.stderr[-4000:]}"
    return json.loads(ended.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def local_aws(s3: str) -> str:
    """What `events/env.json` names, made: the address."""
    boto3.client("s3", endpoint_url=s3).create_bucket(Bucket="reports")
    sqs = boto3.client("sqs", endpoint_url=s3)
    for name in ("jobs", "dead-letters"):
        sqs.create_queue(QueueName=name)
    boto3.client("secretsmanager", endpoint_url=s3).create_secret(
        Name="settings", SecretString=json.dumps({"API_KEYS": KEY})
    )
    return s3.removeprefix("http://")


def test_every_function_is_invoked_with_every_event(local_aws: str, tmp_path: Path) -> None:
    calls = list(product(FUNCTIONS, NAMES))
    (tmp_path / "arguments.json").write_text(
        json.dumps(
            {
                "calls": [[f"{function}Function", str(EVENTS / f"{name}.json")]
                          for function, name in calls],
                "variables": str(EVENTS / "env.json"),
                "template": str(TEMPLATE),
                "aws": local_aws,
                "log": str(tmp_path / "functions.log"),
            }
        )
    )  # fmt: skip
    answers = sam(tmp_path, str(tmp_path / "arguments.json"))
    assert len(answers) == len(calls)
    for (function, name), answer in zip(calls, answers, strict=True):
        check_answer(function, name, answer)


@pytest.mark.parametrize("template", [ROOT / "template.yaml", TEMPLATE])
def test_every_route_is_served(template: Path, tmp_path: Path) -> None:
    own = {
        (method, route.path, f"{part.capitalize()}Function")  # type: ignore[attr-defined]
        for part in ("submit", "ask")
        for router in routers_of(part)
        for route in router.routes
        for method in route.methods  # type: ignore[attr-defined]
    }
    others = ("X-AMAZON-APIGATEWAY-ANY-METHOD", "$default", "StatusFunction")
    assert {tuple(route) for route in sam(tmp_path, "routes", str(template))} == {*own, others}
