"""A report is read back with its sources, within bounds, and what is not there is told."""

import json

import pytest

from research.domain.errors import NotStoredError, ReportUnreadableError
from research.pipeline import stored_report
from research.pipeline.stored_report import read_report, read_sources
from tests.unit.pipeline.test_ask import stored


async def test_sources_come_back_as_they_were_cited() -> None:
    reports = await stored()
    report = await read_report("job-1", reports)
    found = await read_sources(report, reports)
    assert [source.id for source in found.sources] == [source.id for source in report.sources]
    texts = {source.id: source.text for source in found.sources}
    for part in report.answer:
        for claim in part.claims:
            for citation in claim.citations:
                assert citation.of(texts[citation.source]) == citation.quote
    assert found.warnings == ()


async def test_a_report_that_is_not_there_or_is_none() -> None:
    reports = await stored()
    with pytest.raises(NotStoredError, match="no report of job job-2"):
        await read_report("job-2", reports)
    await reports.put("job-2.json", json.dumps({"schema": "another/1"}).encode(), "x")
    with pytest.raises(ReportUnreadableError):
        await read_report("job-2", reports)


async def test_without_any_snapshot_there_is_nothing_to_ask() -> None:
    reports = await stored()
    report = await read_report("job-1", reports)
    for name in [name for name in reports.files if name.startswith("snapshots/")]:
        await reports.delete(name)
    with pytest.raises(NotStoredError, match="snapshots"):
        await read_sources(report, reports)


async def test_what_is_long_is_cut_and_cited_sources_come_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reports = await stored()
    report = await read_report("job-1", reports)
    monkeypatch.setattr(stored_report, "MAX_SOURCE_CHARACTERS", 200)
    monkeypatch.setattr(stored_report, "MAX_CHARACTERS", 450)
    found = await read_sources(report, reports)
    assert all(len(source.text) <= 200 for source in found.sources)
    assert sum(len(source.text) for source in found.sources) <= 450
    assert "in part alone" in found.warnings[-1]
    cited = {c.source for part in report.answer for x in part.claims for c in x.citations}
    assert cited <= {source.id for source in found.sources}
