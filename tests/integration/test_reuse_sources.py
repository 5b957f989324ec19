"""What an earlier job read serves a later one, if it may: REUSE_SOURCES, on a folder of Chroma."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from research.domain.errors import AllSearchesFailedError
from research.domain.report import Report
from research.domain.request import ResearchRequest
from research.pipeline.research import research
from research.settings import Settings
from research.wiring.run import open_run
from tests.integration.loopback_web import LoopbackWeb, answer
from tests.unit.stages.sources import COUNCIL, GARDEN, HARBOUR

QUERY = "What does the battery ferry to Nordholm cost?"
PAGES = {
    f"/{name}": answer(text.encode(), Content_Type="text/plain")
    for name, text in {"harbour": HARBOUR, "council": COUNCIL, "garden": GARDEN}.items()
}


class Jobs:
    """Runs, one after the other, over one web that has no search, one Chroma and one folder."""

    def __init__(self, web: LoopbackWeb, folder: Path) -> None:
        self._web = web
        self._folder = folder

    async def run(self, job_id: str, sources: Sequence[str] = (), *, reuse: bool) -> Report:
        settings = Settings.load(
            searxng_url=self._web.url(),
            fetch_allow_networks="127.0.0.0/8",
            chroma_persist_directory=self._folder / "chroma",
            reports_directory=self._folder / "reports",
            reuse_sources=reuse,
        )
        request = ResearchRequest(query=QUERY)
        async with open_run(settings, request, sources) as wired:
            finished = await research(
                request,
                job_id=job_id,
                ports=wired.ports,
                limits=wired.limits,
                progress=lambda _: None,
                warnings=wired.warnings,
            )
        return finished.report


async def test_pages_of_an_earlier_job_are_found_and_read_again(tmp_path: Path) -> None:
    async with LoopbackWeb(dict(PAGES)) as web:
        jobs = Jobs(web, tmp_path)
        first = await jobs.run("first", [web.url(path) for path in PAGES], reuse=False)
        web.asked.clear()
        second = await jobs.run("second", reuse=True)
        read = {path for path in web.paths if path in PAGES}
    assert len(first.sources) == 3
    assert {source.url for source in second.sources} == {
        web.url(path) for path in ("/harbour", "/council")
    }
    assert read == {"/harbour", "/council"}
    assert second.stats.claims > 0
    assert [warning for warning in second.warnings if "from what earlier jobs read" in warning] == [
        "2 of the 2 sources (1, 2) came from what earlier jobs read, and from no search."
    ]
    assert [failure.subject for failure in second.failures] == ["searxng", "searxng news"]


async def test_pages_that_are_gone_are_cited_as_they_were_and_told_of(tmp_path: Path) -> None:
    async with LoopbackWeb(dict(PAGES)) as web:
        jobs = Jobs(web, tmp_path)
        await jobs.run("first", [web.url(path) for path in PAGES], reuse=False)
        del web.answers["/harbour"]
        report = await jobs.run("second", reuse=True)
    [source] = (source for source in report.sources if source.url == web.url("/harbour"))
    assert (tmp_path / "reports" / "snapshots" / f"{source.sha256}.txt").read_text() == HARBOUR
    [warning] = (warning for warning in report.warnings if "harbour" in warning)
    assert source.url in warning
    assert "404" in warning


async def test_it_is_off_unless_asked_for(tmp_path: Path) -> None:
    async with LoopbackWeb(dict(PAGES)) as web:
        jobs = Jobs(web, tmp_path)
        await jobs.run("first", [web.url(path) for path in PAGES], reuse=False)
        with pytest.raises(AllSearchesFailedError):
            await jobs.run("second", reuse=False)


async def test_without_a_place_that_lasts_it_says_that_it_finds_nothing(tmp_path: Path) -> None:
    request = ResearchRequest(query=QUERY)
    async with open_run(Settings.load(reuse_sources=True), request) as wired:
        assert [warning for warning in wired.warnings if "REUSE_SOURCES" in warning]
        assert "memory" not in {search.name for search in wired.ports.searches}
