"""Whole runs on a small web: the command as a user types it, and the pipeline as it is wired."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from miniweb import Miniweb, free_port, serve, topics
from quality import measure
from research.adapters.search.searxng_search import SearxngSearch
from research.domain.report import Report
from research.domain.request import ResearchRequest
from research.domain.request_bounds import SearchPlace
from research.pipeline.research import research
from research.settings import Settings
from research.wiring.run import open_run
from scoring import missing_quotes

PROGRAM = Path(sys.executable).with_name("content-research")
TOPICS = topics()
QUERY: str = TOPICS[0]["query"]
READ_DEADLINE_SECONDS = 20.0
FAST = ("--scale", "0.1")


@dataclass(frozen=True)
class Ran:
    """A command that ended."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> Report:
        """The report that it printed."""
        return Report.model_validate_json(self.out)


@pytest.fixture(scope="module")
def web() -> Iterator[Miniweb]:
    with serve(*FAST) as running:
        yield running


@pytest.fixture(scope="module")
def broken_web() -> Iterator[Miniweb]:
    """Three pages in ten answer with an error, a stall, half a body or an endless redirect."""
    with serve(*FAST, "--fail", "30") as running:
        yield running


def content_research(
    search_url: str,
    folder: Path,
    *arguments: str,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> Ran:
    """Run the command in `folder`, with its report there, and nothing set but what is named."""
    settings = {
        "SEARXNG_URL": search_url,
        "FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
        "READ_DEADLINE_SECONDS": str(READ_DEADLINE_SECONDS),
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        **environment,
    }
    command = [str(PROGRAM), *arguments, "--out", str(folder)]
    ended = subprocess.run(
        command, cwd=folder, env=settings, capture_output=True, timeout=120, check=False
    )
    return Ran(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


def cited_pages(report: Report, web: Miniweb) -> set[str]:
    addresses = {source.id: source.url for source in report.sources}
    claims = [*report.key_findings, *(c for section in report.sections for c in section.claims)]
    return {web.page_id(addresses[cited.source]) for claim in claims for cited in claim.citations}


def test_a_run_prints_its_report_and_nothing_else(web: Miniweb, tmp_path: Path) -> None:
    ran = content_research(web.base_url, tmp_path, "run", QUERY, "--json")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["schema"] == "research-report/5"
    report = ran.report
    assert ran.out == (tmp_path / f"{report.job_id}.json").read_text(encoding="utf-8")
    assert (tmp_path / f"{report.job_id}.html").stat().st_size > 10_000
    assert len(cited_pages(report, web) & set(TOPICS[0]["relevant"])) >= 3
    assert report.stats.claims >= 10
    assert missing_quotes(report, tmp_path) == []
    assert not report.failures


def test_pages_that_fail_cost_the_run_little_and_are_named(
    broken_web: Miniweb, tmp_path: Path
) -> None:
    ran = content_research(broken_web.base_url, tmp_path, "run", QUERY, "--json")
    assert ran.code == 0, ran.err
    report = ran.report
    assert report.stats.seconds < READ_DEADLINE_SECONDS
    codes = {failure.code for failure in report.failures}
    assert len(codes) >= 2
    assert codes <= {"http_status", "fetch_failed", "fetch_timeout", "too_many_redirects"}
    assert all(failure.message for failure in report.failures)
    assert not {failure.subject for failure in report.failures} & {s.url for s in report.sources}
    assert all(failure.subject.startswith(broken_web.base_url) for failure in report.failures)
    assert all(f"{failure.subject}: " in ran.err for failure in report.failures[:5])
    assert missing_quotes(report, tmp_path) == []


def test_no_search_is_one_clear_line(tmp_path: Path) -> None:
    with serve(*FAST) as stopped:
        pass
    ran = content_research(stopped.base_url, tmp_path, "run", QUERY, "--json")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines()[-1].startswith("content-research: no search worked: searxng: ")
    assert "Traceback" not in ran.err
    assert list(tmp_path.iterdir()) == []


async def test_a_provider_that_is_down_is_reported_and_the_other_carries_on(
    web: Miniweb, tmp_path: Path
) -> None:
    settings = Settings.load(
        searxng_url=web.base_url,
        fetch_allow_networks="127.0.0.0/8",
        reports_directory=tmp_path,
    )
    request = ResearchRequest(query=QUERY, search=(SearchPlace.SEARXNG,))
    nothing = f"http://127.0.0.1:{free_port()}"
    down = SearxngSearch(nothing, timeout_seconds=5, user_agent="tests/1")
    async with open_run(settings, request) as wired:
        both = replace(wired.ports, searches=(down, *wired.ports.searches))
        finished = await research(
            request,
            job_id="two-providers",
            ports=both,
            limits=wired.limits,
            progress=lambda _: None,
        )
    await down.aclose()
    report = finished.report
    assert ("searxng", "search_unavailable") in {(f.subject, f.code) for f in report.failures}
    assert len(cited_pages(report, web) & set(TOPICS[0]["relevant"])) >= 3


@pytest.mark.parametrize("topic", [TOPICS[0], TOPICS[4]], ids=lambda topic: topic["id"])
async def test_reports_state_what_the_pages_say_and_cite_the_right_ones(
    topic: dict[str, Any], web: Miniweb, tmp_path: Path
) -> None:
    row = await measure(topic, 400, web, tmp_path)
    assert row.report.facts >= 0.7, row.report.missed
    assert row.report.relevant >= 0.9
    assert row.words <= 400
    assert row.quotes >= 10
    assert row.missing == 0
