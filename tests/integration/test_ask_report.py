"""Real reports asked: by the command, through a service, and with a model."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Any

import httpx
import pytest

from deploy.api_events import event_of
from miniweb import Miniweb, serve, topics
from research.client import ResearchClient
from research.domain.claim import AnswerStatus, Verdict, answer_claims
from research.domain.errors import InvalidRequestError, JobNotFoundError
from research.domain.follow_up.question import ReportAnswer
from research.settings import Settings
from research.wiring.asking import ANSWER_SECONDS, ReportAsker
from research.wiring.stores import open_reports
from tests.integration.function_host import hosted
from tests.integration.model_runs import run_with_model
from tests.integration.serving import EXAMPLES, ROOT, serving
from tests.model_forms import KEY

QUERY: str = topics()[0]["query"]
UNTOLD = "Which chess opening did the champion of Lima prefer in 1931?"
WING = "How much does a wing of Kestrel Wing Works cost?"


@pytest.fixture(scope="module")
def web() -> Iterator[Miniweb]:
    with serve("--scale", "0.1") as running:
        yield running


def check_quotes(found: ReportAnswer, reports: Path) -> None:
    """Each quote stands in its snapshot where it says, and the snapshot is the one it names."""
    sources = {source.id: source for source in found.sources}
    for claim in answer_claims(found.answer):
        for citation in claim.citations:
            named = sources[citation.source].sha256
            body = (reports / "snapshots" / f"{named}.txt").read_bytes()
            assert sha256(body).hexdigest() == named
            assert body.decode()[citation.start : citation.end] == citation.quote


def content_research(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONPATH": str(ROOT / "layers" / "research"),
    }
    return subprocess.run(
        [str(Path(sys.executable).with_name("content-research")), *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where `reports` holds a report of the example's documents."""
    made = tmp_path_factory.mktemp("asked")
    ran = content_research(
        "run", "Can sailing cargo ships cut the cost of freight?", "--source", str(EXAMPLES),
        "--format", "bib", folder=made,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return made


def job_in(folder: Path) -> str:
    (page,) = (folder / "reports").glob("*.html")
    return page.stem


def test_the_command_answers_from_the_folder(folder: Path) -> None:
    asked = content_research("ask", job_in(folder), WING, "--json", folder=folder)
    assert asked.returncode == 0, asked.stderr
    found = ReportAnswer.model_validate_json(asked.stdout)
    assert "1.9 million" in found.answer[0].claims[0].text
    assert found.answer[0].claims[0].verdict is Verdict.SUPPORTED
    check_quotes(found, folder / "reports")

    shown = content_research("ask", job_in(folder), WING, folder=folder)
    assert "€1.9 million" in shown.stdout
    assert "[" in shown.stdout


def test_the_command_says_so_when_nothing_is_told(folder: Path) -> None:
    asked = content_research("ask", job_in(folder), UNTOLD, folder=folder)
    assert asked.returncode == 0, asked.stderr
    assert "sources read do not" in asked.stdout


@pytest.mark.parametrize(
    ("job", "question", "told"),
    [
        ("20261124-120000-0123456789abcdef", WING, "no report of job"),
        ("latest", WING, "not a job's id"),
        ("20261124-120000-0123456789abcdef", "w" * 501, "500"),
        ("20261124-120000-0123456789abcdef", "?", "words"),
    ],
)
def test_a_mistake_is_one_line(job: str, question: str, told: str, folder: Path) -> None:
    asked = content_research("ask", job, question, folder=folder)
    assert asked.returncode == 2
    assert told in asked.stderr
    assert len(asked.stderr.splitlines()) == 1


def test_a_service_answers_in_time_and_forgets_with_the_job(web: Miniweb, tmp_path: Path) -> None:
    with (
        serving(tmp_path, SEARXNG_URL=web.base_url) as service,
        ResearchClient(service.url) as client,
    ):
        job_id = client.submit(QUERY).job_id
        client.wait(job_id, 60)
        began = monotonic()
        found = client.ask(job_id, QUERY)
        assert monotonic() - began < ANSWER_SECONDS
        assert any(one.status is not AnswerStatus.NOT_FOUND for one in found.answer)
        check_quotes(found, tmp_path / "reports")
        silent = client.ask(job_id, UNTOLD)
        assert all(one.status is AnswerStatus.NOT_FOUND for one in silent.answer)

        remote = content_research(
            "ask", job_id, QUERY, "--remote", service.url, "--json", folder=tmp_path
        )
        assert ReportAnswer.model_validate_json(remote.stdout).answer == found.answer

        with pytest.raises(InvalidRequestError):
            client.ask(job_id, "?")
        client.delete(job_id)
        with pytest.raises(JobNotFoundError):
            client.ask(job_id, QUERY)


def test_a_job_that_runs_says_that_it_has_no_report_yet(web: Miniweb, tmp_path: Path) -> None:
    with serving(tmp_path, SEARXNG_URL=web.base_url, SERVE_WORKERS="1") as service:
        body: dict[str, Any] = {"query": QUERY}
        jobs = [httpx.post(f"{service.url}/research", json=body).json()["job_id"] for _ in "abc"]
        answer = httpx.post(f"{service.url}/research/{jobs[-1]}/ask", json={"question": QUERY})
        assert (answer.status_code, answer.json()["code"]) == (409, "job_not_ended")


def test_the_function_answers_from_the_bucket(
    web: Miniweb, s3: str, bucket: str, tmp_path: Path
) -> None:
    aws = {
        "AWS_ENDPOINT_URL": s3,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "REPORTS_BUCKET": bucket,
    }
    with (
        serving(tmp_path, SEARXNG_URL=web.base_url, **aws) as service,
        ResearchClient(service.url) as client,
    ):
        job_id = client.submit(QUERY).job_id
        client.wait(job_id, 60)
    variables = {**aws, "JOB_QUEUE_URL": f"{s3}/000000000000/jobs"}
    with hosted("ask", variables, tmp_path / "ask.log") as function:

        def asked(method: str, path: str, body: bytes = b"") -> dict[str, Any]:
            headers = [("content-type", "application/json"), ("host", "api.example")]
            return function.invoke(event_of(method, path, headers, body))

        question = json.dumps({"question": QUERY}).encode()
        answer = asked("POST", f"/research/{job_id}/ask", question)
        assert answer["statusCode"] == 200, answer
        found = ReportAnswer.model_validate_json(answer["body"])
        assert any(one.status is not AnswerStatus.NOT_FOUND for one in found.answer)
        missing = asked("POST", "/research/20261124-120000-0123456789abcdef/ask", question)
        assert missing["statusCode"] == 404
        assert asked("POST", f"/research/{job_id}/ask", b"{")["statusCode"] == 400
        assert asked("GET", f"/status/{job_id}")["statusCode"] == 405


async def test_a_model_writes_what_is_verified(web: Miniweb, tmp_path: Path) -> None:
    report = await run_with_model(web, f"{web.base_url}/v1", tmp_path)
    settings = Settings(
        _env_file=None,
        openai_api_key=KEY,
        openai_base_url=f"{web.base_url}/v1",
        reports_directory=tmp_path,
    )
    found = await ReportAsker(settings, open_reports(settings))(report.job_id, QUERY)
    assert found.written_by_model, found.warnings
    (part,) = found.answer
    assert part.claims
    assert all(claim.verdict is Verdict.SUPPORTED for claim in part.claims)
    check_quotes(found, tmp_path)
    assert found.cost is not None
    assert "write" in found.cost.by_purpose
    assert json.loads(found.model_dump_json())["job_id"] == report.job_id


async def test_a_model_that_is_away_leaves_the_sources_own_words(
    web: Miniweb, tmp_path: Path
) -> None:
    report = await run_with_model(web, f"{web.base_url}/v1", tmp_path)
    settings = Settings(
        _env_file=None,
        openai_api_key=KEY,
        openai_base_url="http://127.0.0.1:9/v1",
        llm_max_retries=0,
        reports_directory=tmp_path,
    )
    found = await ReportAsker(settings, open_reports(settings))(report.job_id, QUERY)
    assert not found.written_by_model
    assert "sources' own words" in found.warnings[0]
    check_quotes(found, tmp_path)
