"""A Lambda function starts in a moment, because it loads no more than it uses.

Each function's module is loaded as Lambda loads it, with the settings that make it open more. Not
with CALLBACK_SECRET: it makes the worker load httpx, which imports rich where that is installed.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FUNCTIONS = Path(__file__).parents[3] / "functions"
SETTINGS = {
    "AWS_DEFAULT_REGION": "us-east-1",
    "CHROMA_HOST": "127.0.0.1",
    "DEAD_LETTER_QUEUE_URL": "http://127.0.0.1/1/dead",
    "JOB_QUEUE_URL": "http://127.0.0.1/1/jobs",
    "OPENAI_API_KEY": "key",
    "POWERTOOLS_METRICS_NAMESPACE": "test",
    "POWERTOOLS_TRACE_DISABLED": "true",
    "REDIS_HOST": "127.0.0.1",
    "REPORTS_BUCKET": "reports",
    "SEARXNG_URL": "http://127.0.0.1",
}
LOCAL = (
    "fastapi_offline",
    "mcp",
    "moto",
    "onnxruntime",
    "research.cli",
    "research.library",
    "research.mcp",
    "rich",
    "uvicorn",
)
"""What only one machine uses."""
LATE = (
    "chromadb",
    "ddgs",
    "httpx",
    "lxml",
    "openai",
    "pypdf",
    "tokenizers",
    "trafilatura",
    "wordllama",
)
"""What a worker imports while its first run already searches."""
OF_A_RUN = (
    "jinja2",
    "numpy",
    "research.adapters.embed",
    "research.adapters.extract",
    "research.adapters.fetch",
    "research.adapters.llm",
    "research.adapters.search",
    "research.pipeline",
    "research.stages",
    "research.text.words",
    "research.wiring.models",
    "research.wiring.run",
    "research.wiring.search_and_fetch",
    "research.wiring.search_providers",
    "research.wiring.searches",
    "research.wiring.vectors_and_cache",
)
OF_SEARCHING = ("research.adapters.extract", "research.adapters.fetch", "research.adapters.search")
"""What a report is made with and not asked with."""
OF_A_REPORT = (
    "research.domain.analysis",
    "research.domain.claim",
    "research.domain.claim_evidence",
    "research.domain.follow_up.question",
    "research.domain.passage",
    "research.domain.report",
)
OF_OTHER_ROUTES = {
    "submit": (
        "research.api.ask",
        "research.api.documents",
        "research.api.health",
        "research.api.status",
        "research.api.watches.reads",
    ),
    "status": (
        "research.api.ask",
        "research.api.idempotency",
        "research.api.submit",
        "research.api.uploads",
        "research.api.wanted",
        "research.api.watches.changes",
        "research.jobs.new",
        "research.jobs.uploads",
        "research.text",
    ),
}
API = ("fastapi", "mangum", "research.api", "research.wiring.service")
FORBIDDEN = {
    "submit": (*LOCAL, *LATE, *OF_A_RUN, *OF_A_REPORT, *OF_OTHER_ROUTES["submit"]),
    "status": (*LOCAL, *LATE, *OF_A_RUN, *OF_A_REPORT, *OF_OTHER_ROUTES["status"]),
    "sweep": (*LOCAL, *LATE, *OF_A_RUN, *OF_A_REPORT, *API),
    "ask": (*LOCAL, *LATE, *OF_SEARCHING),
    "worker": (*LOCAL, *LATE, *API),
}
LOAD = "import app, sys; print(*sys.modules)"
COUNT = """
from botocore.session import Session
create = Session.create_client
def create_client(self, name, *arguments, **options):
    print(name)
    return create(self, name, *arguments, **options)
Session.create_client = create_client
import app
"""


def printed_by(function: str, code: str) -> list[str]:
    """The words that `code` prints in a process that can load the function as Lambda does."""
    path = os.pathsep.join([str(FUNCTIONS / function), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": path, **SETTINGS},
        cwd=FUNCTIONS / function,
    )
    return done.stdout.split()


@pytest.mark.parametrize("function", FORBIDDEN)
def test_a_function_loads_no_more_than_it_uses(function: str) -> None:
    loaded = set(printed_by(function, LOAD))
    assert {"redis", "boto3", "research.wiring.stores"} <= loaded
    prefixes = FORBIDDEN[function]
    assert not [
        name
        for name in loaded
        if any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)
    ]


@pytest.mark.parametrize("function", ["submit", "status", "sweep"])
def test_a_function_makes_each_client_of_aws_once(function: str) -> None:
    """One of S3 takes as long as forty modules of ours."""
    assert [
        word for word in printed_by(function, COUNT) if word in {"s3", "secretsmanager", "sqs"}
    ] == ["s3", "sqs"]


def test_every_function_has_a_budget() -> None:
    assert {path.parent.name for path in FUNCTIONS.glob("*/app.py")} == set(FORBIDDEN)
