"""What nobody took is removed after a day, and what a forgotten job took with it."""

from datetime import datetime, timedelta
from io import BytesIO

from research.domain.job import Job
from research.domain.request import ResearchRequest
from research.domain.uploads.upload import KEPT_WAITING, Upload
from research.jobs.new import new_job_id
from research.jobs.uploads.removal import remove_old_uploads
from research.jobs.uploads.taken import take_uploads, uploads_of
from research.jobs.uploads.waiting import announce_upload, receive_upload, release_uploads
from tests.fakes.clock import StillClock
from tests.fakes.job_store import FakeJobStore
from tests.fakes.report_store import FakeReportStore

ALMOST = KEPT_WAITING - timedelta(seconds=1)


class Shelf:
    """Uploads on fakes, with a clock that is moved by hand."""

    def __init__(self) -> None:
        self.clock = StillClock()
        self.jobs = FakeJobStore(self.clock)
        self.reports = FakeReportStore()

    @property
    def now(self) -> datetime:
        return self.clock.now()

    async def upload(self, name: str = "a.txt", body: bytes | None = b"words") -> str:
        upload = Upload(upload_id=new_job_id(self.now), name=name, owner="name-ann", at=self.now)
        await announce_upload(upload, self.reports)
        if body is not None:
            await receive_upload(upload, BytesIO(body), self.reports)
        return upload.upload_id

    async def take(self, upload_id: str, *, makes_job: bool = True) -> str:
        job_id, owner = new_job_id(self.now), "name-ann"
        await take_uploads(
            [upload_id], job_id=job_id, owner=owner, now=self.now, reports=self.reports
        )
        await release_uploads([upload_id], owner, self.reports)
        if makes_job:
            request = ResearchRequest(query="q", sources=(f"upload:{upload_id}",))
            now = self.now
            await self.jobs.create(
                Job(job_id=job_id, request=request, owner=owner, created_at=now, updated_at=now)
            )
        return job_id

    async def clean(self) -> int:
        return await remove_old_uploads(self.jobs, self.reports, self.clock)


async def test_what_waits_for_a_day_goes_whether_it_was_posted_or_not() -> None:
    shelf = Shelf()
    await shelf.upload()
    await shelf.upload(body=None)
    shelf.clock.advance(ALMOST.total_seconds())
    assert await shelf.clean() == 0
    assert len(shelf.reports.files) == 3
    await shelf.upload()
    shelf.clock.advance(1)
    assert await shelf.clean() == 2
    assert len(shelf.reports.files) == 2  # the record and the file of the last one


async def test_a_damaged_record_goes_too_and_strange_names_are_left_alone() -> None:
    shelf = Shelf()
    shelf.reports.files["uploads/20200101-000000-0123456789abcdef.json"] = b"{", "x"
    shelf.reports.files["uploads/notes.json"] = b"{}", "x"
    assert await shelf.clean() == 1
    assert list(shelf.reports.files) == ["uploads/notes.json"]


async def test_what_a_job_took_stays_with_it_and_goes_once_it_is_forgotten() -> None:
    shelf = Shelf()
    job_id = await shelf.take(await shelf.upload())
    orphaned = await shelf.take(await shelf.upload(), makes_job=False)  # a submit that died
    shelf.clock.advance(KEPT_WAITING.total_seconds() - 1)
    assert await shelf.clean() == 0
    shelf.clock.advance(1)
    assert await shelf.clean() == 1
    assert await uploads_of(orphaned, shelf.reports) == ()
    assert [one.name for one in await uploads_of(job_id, shelf.reports)] == ["a.txt"]
    await shelf.jobs.delete(job_id)
    assert await shelf.clean() == 1
    assert shelf.reports.files == {}
