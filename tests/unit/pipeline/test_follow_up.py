"""A run that follows an earlier report tells what is new, gone or changed since."""

import json

from research.domain.follow_up.changes import ChangeKind
from research.domain.report import Report
from research.domain.request import ResearchRequest
from research.pipeline.research import research
from tests.fakes.fetcher import FakeFetcher
from tests.fakes.web_search import FakeWebSearch
from tests.unit.pipeline.pipeline_on_fakes import LIMITS, PAGES, QUERY, FakeWiring

FIRST, SECOND = "20261124-120000-0123456789abcdef", "20261125-120000-0123456789abcdef"
LATE = b"The battery ferry to Nordholm will now sail from September, the Vessa Ferry Company said."


async def run(
    wiring: FakeWiring, job_id: str, pages: dict[str, bytes], follow_up_of: str | None = None
) -> Report:
    wiring.fetcher, wiring.search = FakeFetcher(pages), FakeWebSearch(list(pages))
    finished = await research(
        ResearchRequest(query=QUERY, follow_up_of=follow_up_of),
        job_id=job_id,
        ports=wiring.ports(),
        limits=LIMITS,
        progress=lambda _step: None,
    )
    return finished.report


async def test_the_same_pages_have_changed_nothing() -> None:
    wiring = FakeWiring()
    first = await run(wiring, FIRST, PAGES)
    assert first.changes is None
    second = await run(wiring, SECOND, PAGES, FIRST)
    assert second.changes is not None
    assert (second.changes.changes, second.changes.follow_up_of) == ((), FIRST)
    assert second.changes.same > 0


async def test_a_page_that_says_something_else_is_told() -> None:
    wiring = FakeWiring()
    await run(wiring, FIRST, PAGES)
    edited = {url: text.replace(b"24 million", b"27 million") for url, text in PAGES.items()}
    second = await run(wiring, SECOND, edited, FIRST)
    assert second.changes is not None
    (changed,) = [one for one in second.changes.changes if one.kind is ChangeKind.CHANGED]
    assert changed.before is not None
    assert changed.now is not None
    assert "24 million" in changed.before.text
    assert "27 million" in changed.now.text
    (old,) = {citation.source for citation in changed.before.citations}
    assert old in {record.id for record in second.changes.earlier_sources}
    page = wiring.reports.files[f"{SECOND}.html"][0].decode()
    assert "What has changed since" in page
    stored = json.loads(wiring.reports.files[f"{SECOND}.json"][0])
    assert stored["schema"] == "research-report/5"
    assert stored["changes"]["follow_up_of"] == FIRST
    assert "### Changed" in wiring.reports.files[f"{SECOND}.md"][0].decode()


async def test_a_report_that_was_deleted_meanwhile_is_told_and_stops_nothing() -> None:
    second = await run(FakeWiring(), SECOND, PAGES, FIRST)
    assert second.changes is None
    assert any("What has changed is not told" in one for one in second.warnings)


async def test_without_snapshots_of_the_earlier_report_nothing_is_claimed() -> None:
    wiring = FakeWiring()
    await run(wiring, FIRST, PAGES)
    for name in [name for name in wiring.reports.files if name.startswith("snapshots/")]:
        await wiring.reports.delete(name)
    second = await run(wiring, SECOND, PAGES, FIRST)
    assert second.changes is None
    assert any("snapshots" in one for one in second.warnings)


async def test_a_report_of_the_form_before_can_be_followed() -> None:
    wiring = FakeWiring()
    await run(wiring, FIRST, PAGES)
    former = json.loads(wiring.reports.files[f"{FIRST}.json"][0])
    former["schema"] = "research-report/2"
    del former["changes"]
    wiring.reports.files[f"{FIRST}.json"] = (json.dumps(former).encode(), "application/json")
    second = await run(wiring, SECOND, PAGES, FIRST)
    assert second.changes is not None
    assert second.changes.same > 0
