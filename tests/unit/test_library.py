"""Research from a program: what is asked of a run, and what the package costs to import."""

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import research as package
from research import ResearchRequest, library, research_sync
from research.domain.errors import InvalidRequestError, InvalidSettingError, NothingFoundError
from research.domain.progress import Stage, Step
from research.domain.report_format import ALWAYS_MADE
from research.domain.request_bounds import SearchPlace
from research.pipeline.research import StoredReport
from research.ports import Progress
from research.settings import Settings
from research.wiring import one_run
from tests.unit.stages.render.render_sample import sample_report

LOAD = "import sys, research; print(research.__version__, *sys.modules)"


class MadeUpRun:
    """In the place of `wiring.one_run.run_once`: keeps what it was asked, finds the sample."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.settings = Settings(_env_file=None)
        self.request = ResearchRequest(query="not asked")
        self.sources: list[str] = []

    async def __call__(
        self,
        settings: Settings,
        request: ResearchRequest,
        sources: Sequence[str],
        progress: Progress,
    ) -> StoredReport:
        self.settings, self.request, self.sources = settings, request, list(sources)
        progress(Step(stage=Stage.READ, done=1, total=2))
        if self.error:
            raise self.error
        return StoredReport(sample_report(), {form: f"file:///x.{form}" for form in ALWAYS_MADE})


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> MadeUpRun:
    made_up = MadeUpRun()
    monkeypatch.setattr(library, "run_once", made_up)
    monkeypatch.chdir(tmp_path)
    return made_up


def test_a_question_in_and_the_report_out(run: MadeUpRun) -> None:
    report = research_sync("  How do green\nroofs cool cities? ")
    assert report == sample_report()
    assert run.request == ResearchRequest(query="How do green roofs cool cities?")
    assert run.sources == []
    assert run.settings.reports_directory == Path("reports")


async def test_it_can_be_awaited_and_also_called_while_a_loop_runs(run: MadeUpRun) -> None:
    steps: list[Step] = []
    awaited = await package.research("sails", progress=steps.append)
    assert [step.stage for step in steps] == [Stage.READ]
    assert research_sync("sails") == awaited  # as a notebook calls it


def test_a_request_says_more_than_a_question(run: MadeUpRun) -> None:
    asked = ResearchRequest(query=" sails ", max_words=300, sources=("https://example.org/a",))
    research_sync(asked, settings=Settings(_env_file=None, reports_directory=Path("elsewhere")))
    assert run.request == asked.model_copy(update={"query": "sails"})
    assert run.sources == ["https://example.org/a"]
    assert run.settings.reports_directory == Path("elsewhere")


def test_files_are_read_instead_of_the_web_and_beside_it_where_asked(run: MadeUpRun) -> None:
    research_sync("sails", sources=[Path("minutes"), "plan.pdf"])
    assert run.sources == ["minutes", "plan.pdf"]
    assert (run.request.max_sources, run.request.searches_web) == (50, False)
    research_sync(ResearchRequest(query="sails", search_web=True), sources=["plan.pdf"])
    assert run.request.searches_web
    scholar = ResearchRequest(query="sails", search=(SearchPlace.SCHOLAR,))
    research_sync(scholar, sources=["plan.pdf"])
    assert run.request.searches_web


def test_what_is_wrong_is_raised_as_what_it_is(
    run: MadeUpRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InvalidRequestError, match="empty"):
        research_sync("?!")
    run.error = NothingFoundError("there is no page to read")
    with pytest.raises(package.ResearchError) as caught:
        research_sync("sails")
    assert caught.value.code == "nothing_found"
    monkeypatch.setattr(one_run, "find_spec", lambda name: None)
    with pytest.raises(InvalidSettingError, match="pip install"):
        asyncio.run(package.research("sails"))


@pytest.mark.parametrize("asked", ["confirm_plan", "clarify"])
def test_what_somebody_would_have_to_approve_is_refused(
    asked: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidRequestError, match="nobody to ask"):
        research_sync(ResearchRequest.model_validate({"query": "sails", asked: True}))
    assert list(tmp_path.iterdir()) == []


def test_importing_the_package_loads_none_of_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOAD], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = done.stdout.split()
    assert loaded[0] == package.__version__
    assert [name for name in loaded if name.startswith("research.")] == []
    assert "pydantic" not in loaded


def test_the_names_of_the_package_are_those_of_the_library() -> None:
    assert set(library.__all__) == set(package._OF_LIBRARY)
    assert set(library.__all__) <= set(dir(package))
    for name in library.__all__:
        assert getattr(package, name) is getattr(library, name)
    with pytest.raises(AttributeError, match="nothing_such"):
        _ = package.nothing_such
