"""What the user named, opened: uploads of the job and no others; how much is read by default."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from research.cache import CacheManager
from research.domain.errors import SourceUnusableError, StoreUnavailableError
from research.domain.request import ResearchRequest
from research.domain.uploads.upload import MAX_UPLOAD_BYTES, Upload
from research.jobs.new import new_job_id
from research.jobs.uploads.taken import take_uploads
from research.jobs.uploads.waiting import announce_upload, receive_upload
from research.ports import PartialSearch
from research.settings import Settings
from research.wiring.named_sources import count_named
from research.wiring.run import open_run
from tests.fakes.cache import FakeCache
from tests.fakes.clock import StillClock
from tests.fakes.report_store import FakeReportStore

NOW = datetime(2026, 11, 30, tzinfo=UTC)
JOB = new_job_id(NOW)
STORKS = b"Storks\n\nThe white stork winters south of the Sahara and returns to its nest in March."


async def with_upload(reports: FakeReportStore, name: str, body: bytes) -> str:
    """What names an upload that the job has taken."""
    upload = Upload(upload_id=new_job_id(NOW), name=name, at=NOW)
    await announce_upload(upload, reports)
    await receive_upload(upload, BytesIO(body), reports)
    await take_uploads([upload.upload_id], job_id=JOB, owner="", now=NOW, reports=reports)
    return f"upload:{upload.upload_id}"


async def found_in(
    reports: FakeReportStore, *sources: str, job_id: str = JOB, **fields: object
) -> tuple[list[str], list[str]]:
    """The names of the searches of a run, and the addresses that its files' search finds."""
    request = ResearchRequest.model_validate({"query": "storks", "sources": sources, **fields})
    async with open_run(
        Settings.load(_env_file=None, searxng_url="http://searx.test"),
        request,
        request.sources,
        job_id=job_id,
        cache=CacheManager(FakeCache(StillClock())),
        reports=reports,
    ) as opened:
        searches = opened.ports.searches
        (files,) = [one for one in searches if isinstance(one, PartialSearch)]
        hits = await files.search("storks", 9)
        pages = [await opened.ports.fetcher.fetch(hit.url) for hit in hits]
        assert [page.body for page in pages] == [STORKS] * len(pages)
        return [one.name for one in searches], [hit.url for hit in hits]


async def test_an_upload_is_searched_and_read_alone_or_beside_pages_and_the_web() -> None:
    reports = FakeReportStore()
    source = await with_upload(reports, "storks.txt", STORKS)
    url = "upload:/storks.txt"
    assert await found_in(reports, source) == (["files"], [url])
    assert await found_in(reports, source, "https://a.example/") == (["addresses", "files"], [url])
    assert await found_in(reports, source, search_web=True) == (["files", "searxng"], [url])


async def test_a_run_reads_no_upload_that_its_job_did_not_take() -> None:
    reports = FakeReportStore()
    source = await with_upload(reports, "storks.txt", STORKS)
    for job_id in ("", new_job_id(NOW)):
        with pytest.raises(SourceUnusableError, match="which took them"):
            await found_in(reports, source, job_id=job_id)


async def test_a_store_that_is_away_ends_the_run_and_not_the_job() -> None:
    reports = FakeReportStore()
    source = await with_upload(reports, "storks.txt", STORKS)
    get = reports.get

    async def away(name: str) -> object:
        if name.startswith("job-upload-files/"):
            raise StoreUnavailableError("away")
        return await get(name)

    reports.get = away  # type: ignore[method-assign, assignment]
    with pytest.raises(StoreUnavailableError):
        await found_in(reports, source)


def test_what_is_named_is_counted(tmp_path: Path) -> None:
    for name in ("a.txt", "b.md", "c.png"):
        (tmp_path / name).write_text("words")
    settings = Settings.load(_env_file=None)
    assert count_named(settings, [str(tmp_path), "https://a.example/", "https://a.example/"]) == 3
    with pytest.raises(SourceUnusableError):
        count_named(settings, [str(tmp_path / "none")])
    with pytest.raises(SourceUnusableError, match="only http and https"):
        count_named(settings, ["ftp://a.example/"])


def test_a_file_of_ones_own_may_be_as_large_here_as_when_it_is_uploaded(tmp_path: Path) -> None:
    settings = Settings.load(_env_file=None, fetch_max_bytes=100)
    (tmp_path / "minutes.txt").write_text("The ferry sails at nine. " * 20)
    assert count_named(settings, [str(tmp_path)]) == 1
    with (tmp_path / "minutes.txt").open("wb") as file:
        file.truncate(MAX_UPLOAD_BYTES + 1)
    with pytest.raises(SourceUnusableError, match="bytes"):
        count_named(settings, [str(tmp_path)])
