"""Submit and status start in a moment, because they load no more than they use."""

import subprocess
import sys

import pytest

HEAVY = ("chromadb", "openai", "numpy", "trafilatura", "lxml")
OPENED = """
import sys
from contextlib import AsyncExitStack
from research.api.app import create_app
from research.wiring.service import open_queue, open_service, open_stores
from research.settings import Settings

settings = Settings(
    _env_file=None, redis_host="127.0.0.1", chroma_host="127.0.0.1",
    reports_bucket="reports", job_queue_url="http://127.0.0.1/1/jobs",
)
stores = open_stores(settings, AsyncExitStack())
create_app(open_service(settings, stores, open_queue(settings)), parts=["{part}"])
print(*sys.modules)
"""


@pytest.mark.parametrize("part", ["submit", "status"])
def test_a_function_loads_nothing_heavy(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    done = subprocess.run(
        [sys.executable, "-c", OPENED.replace("{part}", part)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    loaded = set(done.stdout.split())
    assert "redis" in loaded
    assert "boto3" in loaded
    assert not loaded & set(HEAVY)
    assert not {name for name in loaded if name.startswith("research.stages")}
    assert not {name for name in loaded if name.startswith("research.text.words")}
    assert "research.pipeline.research" not in loaded
    assert "research.wiring.run" not in loaded
    assert "jinja2" not in loaded
