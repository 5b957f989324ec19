"""A Chroma server that is away before, during or after indexing costs its time-out, not the run."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from research.domain.progress import Stage, Step
from research.domain.report import Report
from research.domain.request import ResearchRequest
from research.pipeline.research import StoredReport, research
from research.settings import Settings
from research.stages.index import index
from research.wiring.run import open_run
from tests.servers import ChromaServer, free_port

COLLECTION = Path(__file__).parents[2] / "examples" / "sailing-cargo"
QUERY = "Can sailing cargo ships cut the cost and emissions of ocean freight?"
TIMEOUT_SECONDS = 1.5
RUN_SECONDS = 30.0
"""What a run over the collection may take on a slow machine, beside the time-out."""


def settings(tmp_path: Path, port: int, **others: object) -> Settings:
    return Settings.load(
        chroma_host="127.0.0.1",
        chroma_port=port,
        chroma_timeout_seconds=TIMEOUT_SECONDS,
        chroma_batch_size=40,
        reports_directory=tmp_path / "reports",
        **others,
    )


async def run(
    configured: Settings, at_step: Callable[[Step], None] = lambda _: None
) -> StoredReport:
    request = ResearchRequest(query=QUERY)
    async with (
        asyncio.timeout(RUN_SECONDS + TIMEOUT_SECONDS),
        open_run(configured, request, [str(COLLECTION)]) as wired,
    ):
        return await research(
            request,
            job_id="job-1",
            ports=wired.ports,
            limits=wired.limits,
            progress=at_step,
            warnings=wired.warnings,
        )


def chroma_warnings(finished: StoredReport) -> list[str]:
    assert finished.report.stats.claims > 5
    return [warning for warning in finished.report.warnings if "Chroma" in warning]


async def test_a_server_that_serves_is_not_warned_of(
    tmp_path: Path, own_chroma: ChromaServer
) -> None:
    assert chroma_warnings(await run(settings(tmp_path, own_chroma.port))) == []


async def test_no_server_at_all_is_one_warning(tmp_path: Path) -> None:
    port = free_port()
    [warning] = chroma_warnings(await run(settings(tmp_path, port)))
    assert warning.startswith("Passages are kept in memory for this run: the Chroma server at ")
    assert f"127.0.0.1:{port} failed" in warning


async def test_the_embedded_one_takes_over_where_it_has_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "chroma"
    away = settings(tmp_path, free_port(), chroma_persist_directory=folder)
    [warning] = chroma_warnings(await run(away))
    assert warning.startswith(f"Passages are kept in the embedded Chroma in {folder} for this run")
    assert (folder / "chroma.sqlite3").exists()


async def test_a_folder_that_can_not_be_used_either_is_in_the_same_warning(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder")
    away = settings(tmp_path, free_port(), chroma_persist_directory=file)
    [warning] = chroma_warnings(await run(away))
    assert warning.startswith("Passages are kept in memory for this run: the Chroma server at")
    assert f"; the embedded Chroma in {file} failed" in warning


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The report that a run makes which asks no server."""
    folder = tmp_path_factory.mktemp("undisturbed")
    return asyncio.run(run(Settings.load(reports_directory=folder))).report


@pytest.mark.parametrize("stop", ["kill", "pause"])
@pytest.mark.parametrize("when", ["before", "during", "after"])
async def test_a_server_that_stops_is_one_warning_and_the_report_is_the_same(
    tmp_path: Path,
    own_chroma: ChromaServer,
    undisturbed: Report,
    monkeypatch: pytest.MonkeyPatch,
    stop: str,
    when: str,
) -> None:
    monkeypatch.setattr(index, "BATCH_PASSAGES", 30)
    stopped_at: list[float] = []

    def at_step(step: Step) -> None:
        indexing = step.stage is Stage.INDEX
        is_now = {
            "before": step.stage is Stage.READ,
            "during": indexing and step.done < step.total,
            "after": indexing and step.done == step.total,
        }
        if is_now[when] and not stopped_at:
            stopped_at.append(time.monotonic())
            getattr(own_chroma, stop)()

    finished = await run(settings(tmp_path, own_chroma.port), at_step)
    assert stopped_at, "the server was never stopped"
    assert time.monotonic() - stopped_at[0] < RUN_SECONDS
    [warning] = chroma_warnings(finished)
    assert "the Chroma server at 127.0.0.1" in warning
    assert finished.report.key_findings == undisturbed.key_findings
    assert finished.report.sections == undisturbed.sections
