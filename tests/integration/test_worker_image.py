"""The worker's container image: its file tree, built without Docker, researches as in Lambda.

What `make package` put into the layer is found there by pip and not installed once more: the test
would take minutes. What the layer leaves out, and the extras, pip installs as in Docker.
"""

import asyncio
import json
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import boto3
import pytest
from pypdf import PdfReader

from lambda_emulator import BUILD, LAYER, MISSING, RUNTIME, Emulator, emulated
from research.domain.report import Report
from tests.integration.event_answers import EVENTS
from tests.integration.image_tree import ImageTree
from tests.integration.loopback_web import LoopbackWeb, answer
from tests.integration.test_layer import NOT_OF_LAMBDA
from tests.servers import new_bucket

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not built from this: {MISSING}")

ROOT = Path(__file__).parents[2]
SCRIPTED = """<!doctype html><html lang=en><head><title>The ferry</title></head><body>
<div id=app></div>
<script>document.getElementById("app").innerHTML = "<article><h1>The ferry</h1>" + Array.from(
{length: 6}, (_, n) => `<p>The ferry to Nordholm costs ${n + 12} euros in season ${n + 1}, the
harbour office says, and it leaves the old quay at seven in the morning on each working day.</p>`
).join("") + "</article>"</script></body></html>"""
PAPER_LIBRARIES = {"libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"}
KEY = "planted-api-key-1f9c"


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> ImageTree:
    root = tmp_path_factory.mktemp("image")
    subprocess.run([str(RUNTIME), "-m", "venv", str(root / "python")], check=True, timeout=60)
    made = ImageTree(root, root / "python" / "bin" / "python")
    (site,) = (root / "python" / "lib").glob("python3.*/site-packages")
    (site / "layer.pth").write_text(f"{LAYER}\n")
    made.build(ROOT / "deploy" / "worker.Dockerfile", ROOT)
    return made


@pytest.fixture(scope="module")
def variables(s3: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """As the template tells the functions; S3 and SQS are moto's."""
    bucket = new_bucket(s3, f"image-{tmp_path_factory.getbasetemp().name}")
    sqs = boto3.client("sqs", endpoint_url=s3)
    secrets = boto3.client("secretsmanager", endpoint_url=s3)
    secrets.create_secret(Name="image-api", SecretString=json.dumps({"API_KEYS": KEY}))
    return {
        "AWS_ENDPOINT_URL": s3,
        "REPORTS_BUCKET": bucket,
        "REPORTS_URL": "https://reports.example",
        "JOB_QUEUE_URL": sqs.create_queue(QueueName="image-jobs")["QueueUrl"],
        "DEAD_LETTER_QUEUE_URL": sqs.create_queue(QueueName="image-letters")["QueueUrl"],
        "FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
        "POWERTOOLS_METRICS_NAMESPACE": "ContentResearch",
        "POWERTOOLS_SERVICE_NAME": "worker",
    }


@pytest.fixture
def submit(variables: dict[str, str], tmp_path: Path) -> Iterator[Emulator]:
    told = {**variables, "SETTINGS_SECRETS": "image-api"}
    with emulated(BUILD / "SubmitFunction", tmp_path / "submit.log", variables=told) as function:
        yield function


@pytest.fixture
def worker(tree: ImageTree, variables: dict[str, str], tmp_path: Path) -> Iterator[Emulator]:
    told = {**variables, "FETCH_RENDER": "chromium", "FETCH_RENDER_SANDBOX": "false"}
    with emulated(
        tree.inside("."),
        tmp_path / "worker.log",
        variables=told,
        timeout_seconds=900,
        layer=None,
        python=tree.python,
    ) as function:
        yield function


def test_it_starts_as_lambda_wants_it_to(tree: ImageTree) -> None:
    assert tree.folder == "/var/task"
    assert tree.entrypoint == ["python", "-m", "awslambdaric"]
    assert tree.command == ["app.handler"]
    assert tree.inside("app.py").is_file()
    assert {*PAPER_LIBRARIES, "chromium"} <= set(tree.packages)


def test_every_module_finds_what_it_imports(tree: ImageTree) -> None:
    """Those too for which the layer has no room."""
    code = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]"
    ended = subprocess.run(
        [str(tree.python), "-c", code, *NOT_OF_LAMBDA],
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr


def batch(body: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((EVENTS / "worker.json").read_text())
    arn = "arn:aws:sqs:us-east-1:123456789012:image-jobs"
    made["Records"] = [{**made["Records"][0], "body": body, "eventSourceARN": arn}]
    return made


async def test_a_page_that_needs_scripts_becomes_a_report_on_paper(
    submit: Emulator, worker: Emulator, variables: dict[str, str]
) -> None:
    async with LoopbackWeb({"/": answer(SCRIPTED.encode(), Content_Type="text/html")}) as web:
        asked = {"query": "What does the ferry to Nordholm cost?", "sources": [web.url("/")]}
        event = json.loads((EVENTS / "submit.json").read_text())
        event["headers"]["x-api-key"] = KEY
        event["body"] = json.dumps({**asked, "formats": ["pdf"]})
        event["headers"]["content-length"] = str(len(event["body"]))
        accepted = await asyncio.to_thread(submit.invoke, event)
        assert accepted["statusCode"] == 202, accepted
        job_id = json.loads(accepted["body"])["job_id"]
        sqs = boto3.client("sqs", endpoint_url=variables["AWS_ENDPOINT_URL"])
        (message,) = sqs.receive_message(QueueUrl=variables["JOB_QUEUE_URL"])["Messages"]
        done = await asyncio.to_thread(worker.invoke, batch(message["Body"]))
    assert done == {"batchItemFailures": []}, worker.log.read_text()
    s3 = boto3.client("s3", endpoint_url=variables["AWS_ENDPOINT_URL"])

    def stored(name: str) -> bytes:
        body: bytes = s3.get_object(Bucket=variables["REPORTS_BUCKET"], Key=name)["Body"].read()
        return body

    report = Report.model_validate_json(stored(f"{job_id}.json"))
    assert "costs 12 euros" in report.answer[0].claims[0].text
    paper = PdfReader(BytesIO(stored(f"{job_id}.pdf")))
    assert "costs 12 euros" in "".join(page.extract_text() for page in paper.pages)
