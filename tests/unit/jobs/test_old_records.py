"""Small records go when nobody needs them any more, and not before."""

from datetime import timedelta

from research.adapters.jobs.report_store_jobs import DELETED_FOLDER, UnsyncedJobs
from research.jobs.old_records import LONGER, remove_old
from tests.fakes.clock import StillClock
from tests.fakes.report_store import FakeReportStore

KEPT = timedelta(days=30)
FOLDERS = {DELETED_FOLDER: KEPT, "jobs-callbacks-ended": KEPT}
JOB_ID = "20261124-120000-0123456789abcdef"


async def test_a_mark_of_a_deleted_job_goes_after_its_time() -> None:
    clock, reports = StillClock(), FakeReportStore()
    unsynced = UnsyncedJobs(reports)
    await unsynced.note_deleted(JOB_ID, clock.now())
    clock.advance(KEPT.total_seconds())
    assert await remove_old(FOLDERS, reports=reports, clock=clock) == 0
    assert await unsynced.is_deleted(JOB_ID)
    clock.advance(LONGER.total_seconds())
    assert await remove_old(FOLDERS, reports=reports, clock=clock) == 1
    assert not reports.files


async def test_a_record_that_tells_no_time_is_kept_from_now_on() -> None:
    clock, reports = StillClock(), FakeReportStore()
    name = f"{DELETED_FOLDER}/of-an-older-version"
    await reports.put(name, b"", "text/plain")
    assert await remove_old(FOLDERS, reports=reports, clock=clock) == 0
    clock.advance((KEPT + LONGER).total_seconds() - 1)
    assert await remove_old(FOLDERS, reports=reports, clock=clock) == 0
    clock.advance(1)
    assert await remove_old(FOLDERS, reports=reports, clock=clock) == 1


async def test_of_many_the_old_ones_alone_go() -> None:
    clock, reports = StillClock(), FakeReportStore()
    for number in range(100):
        body = f'{{"is_delivered": true, "at": "{clock.now().isoformat()}"}}'.encode()
        await reports.put(f"jobs-callbacks-ended/{number}.json", body, "application/json")
        clock.advance(3600)
    await reports.put("jobs/else.json", b"", "application/json")
    clock.advance(KEPT.total_seconds())
    assert await remove_old(FOLDERS, reports=reports, clock=clock) == 77
    assert len(reports.files) == 24
