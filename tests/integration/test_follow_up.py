"""Real runs that follow an earlier report: on a folder that changes, and through a service."""

import shutil
from pathlib import Path

from research.client import ResearchClient
from research.domain.follow_up.changes import ChangeKind
from research.domain.report import Report
from tests.integration.serving import EXAMPLES, pages, serving
from tests.integration.test_ask_report import content_research

QUERY = "What does a wing of Kestrel Wing Works cost, and how much fuel does it save?"
RELEASE = "kestrel-press-release.html"


def test_a_folder_that_changed_is_researched_again(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    shutil.copytree(EXAMPLES, folder)
    named = ("--source", str(folder), "--json")
    ran = content_research("run", QUERY, *named, folder=tmp_path)
    first = Report.model_validate_json(ran.stdout)

    again = content_research("run", *named, "--since-report", first.job_id, folder=tmp_path)
    assert again.returncode == 0, again.stderr
    same = Report.model_validate_json(again.stdout)
    assert same.query == QUERY
    assert same.changes is not None
    assert (same.changes.changes, same.changes.follow_up_of) == ((), first.job_id)
    assert "since     20" in again.stderr

    unnamed = content_research("run", "--since-report", first.job_id, folder=tmp_path)
    assert unnamed.returncode == 2
    assert "name them with --source" in unnamed.stderr

    page = folder / RELEASE
    text = page.read_text()
    assert "€1.9 million each" in text
    page.write_text(text.replace("€1.9 million each", "€2.3 million each"))
    edited = content_research("run", *named, "--since-report", first.job_id, folder=tmp_path)
    report = Report.model_validate_json(edited.stdout)
    assert report.changes is not None
    pairs = [
        (one.before.text, one.now.text)
        for one in report.changes.changes
        if one.kind is ChangeKind.CHANGED and one.before and one.now
    ]
    assert any("1.9 million each" in a and "2.3 million each" in b for a, b in pairs), pairs
    # Nothing else was edited, so nothing else is new or gone.
    others = [one for one in report.changes.changes if one.kind is not ChangeKind.CHANGED]
    assert others == []


def test_a_mistake_is_told_before_the_work(tmp_path: Path) -> None:
    for job in ("20261124-120000-0123456789abcdef", "yesterday"):
        ran = content_research("run", "--since-report", job, folder=tmp_path)
        assert ran.returncode == 2
        assert ran.stderr.startswith("content-research: since-report: ")
    assert content_research("run", folder=tmp_path).returncode == 2


def test_a_service_follows_a_report(tmp_path: Path) -> None:
    with (
        pages() as site,
        serving(tmp_path) as service,
        ResearchClient(service.url) as client,
    ):
        sources = [url for url in site if url.endswith((RELEASE, "shearwater-delay.html"))]
        first = client.submit(QUERY, sources=sources).job_id
        client.wait(first, 60)
        second = client.submit(QUERY, follow_up_of=first).job_id  # of the same sources
        assert client.wait(second, 60).error is None
        report = client.report(second)
        assert report.changes is not None
        assert report.changes.changes == ()
        assert report.changes.same > 0
        assert sorted(source.url for source in report.sources) == sources
