"""Following, listing and counting jobs over the API."""

import asyncio
import time
from datetime import UTC, datetime

import pytest

from research.api import status
from research.api.forms import JobAnswer
from research.domain.job import Job, JobProgress, JobStatus
from research.domain.progress import Stage
from research.domain.request import ResearchRequest
from tests.unit.api.api_on_fakes import LEASE_SECONDS, OWNER, Api, problem_of

UNKNOWN = "20261124-120000-0123456789abcdef"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


async def test_a_finished_job_tells_of_its_report() -> None:
    api = Api()
    job_id = await api.submit(depth="quick")
    await api.finish(job_id)
    told = (await api.call("GET", f"/status/{job_id}")).json()
    assert (told["status"], told["query"], told["depth"]) == (
        "completed",
        "How high is it?",
        "quick",
    )
    assert told["result"]["title"] == "Heights"
    assert told["result"]["key_findings"] == ["It is high."]
    assert told["progress"]["percent"] == 100
    assert told["warnings"] == ["Mind the step."]
    assert told["cost"] is told["error"] is None
    assert told["created_at"] <= told["updated_at"] <= told["completed_at"]
    # What has no address on the web is read from the server that was asked.
    assert told["report_url"] == f"/reports/{job_id}.html"
    assert told["report_json_url"] == f"https://reports.example/{job_id}.json"
    assert told["report_markdown_url"] == f"/reports/{job_id}.md"
    assert told["files"] == {
        "html": f"/reports/{job_id}.html",
        "json": f"https://reports.example/{job_id}.json",
        "md": f"/reports/{job_id}.md",
        "csl.json": f"/reports/{job_id}.csl.json",
    }


def test_a_record_from_before_still_tells_of_its_three_files() -> None:
    former = Job.model_validate_json(
        Job(
            job_id=UNKNOWN,
            request=ResearchRequest(query="q"),
            created_at=NOW,
            updated_at=NOW,
            completed_at=NOW,
            status=JobStatus.COMPLETED,
            report_url="https://r.example/a.html",
            json_url="file:///a.json",
        ).model_dump_json(exclude={"files"})
    )
    answer = JobAnswer.of(former).at("https://api.example/v1/")
    assert answer.files == {
        "html": "https://r.example/a.html",
        "json": f"https://api.example/v1/reports/{UNKNOWN}.json",
    }


async def test_a_job_without_a_report_has_no_addresses() -> None:
    api = Api()
    told = (await api.call("GET", f"/status/{await api.submit()}")).json()
    assert {told[name] for name in told if name.endswith("_url")} == {""}
    assert told["result"] is None


@pytest.mark.parametrize("job_id", [UNKNOWN, "x", "..%2Fsecret", "%00", "20261124-120000-XYZ"])
async def test_who_is_not_there_has_no_status(job_id: str) -> None:
    answer = await Api().call("GET", f"/status/{job_id}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_damaged_record_is_our_fault() -> None:
    api = Api()
    job_id = await api.submit()
    api.jobs.records[job_id] = "{"
    problem_of(await api.call("GET", f"/status/{job_id}"), 500, "job_unreadable")


async def test_what_is_known_is_not_told_again() -> None:
    api = Api()
    job_id = await api.submit()
    first = await api.call("GET", f"/status/{job_id}")
    tag = first.headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await api.call("GET", f"/status/{job_id}", headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    await api.start(job_id)
    changed = await api.call("GET", f"/status/{job_id}", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


async def test_waiting_ends_with_the_next_change() -> None:
    api = Api()
    job_id = await api.submit()
    waiting = asyncio.create_task(api.call("GET", f"/status/{job_id}?wait=20"))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await api.start(job_id)
    answer = await asyncio.wait_for(waiting, 5)
    assert answer.json()["status"] == "running"


async def test_waiting_for_the_end_passes_over_changes() -> None:
    api = Api()
    job_id = await api.submit()
    waiting = asyncio.create_task(api.call("GET", f"/status/{job_id}?wait=20&until=end"))
    await api.start(job_id)
    progress = JobProgress(stage=Stage.READ, done=1, total=2)
    await api.jobs.note_progress(job_id, OWNER, LEASE_SECONDS, progress)
    await asyncio.sleep(0.3)
    assert not waiting.done()
    await api.call("POST", f"/jobs/{job_id}/cancel")
    answer = await asyncio.wait_for(waiting, 5)
    assert answer.json()["status"] == "cancelled"


async def test_waiting_knows_what_the_caller_knows() -> None:
    api = Api()
    job_id = await api.submit()
    tag = (await api.call("GET", f"/status/{job_id}")).headers["etag"]
    await api.start(job_id)
    began = time.monotonic()
    answer = await api.call("GET", f"/status/{job_id}?wait=20", headers={"If-None-Match": tag})
    assert answer.json()["status"] == "running"
    assert time.monotonic() - began < 5


async def test_who_waits_is_told_what_is_known_when_the_service_stops() -> None:
    api = Api()
    job_id = await api.submit()
    paths = [f"/status/{job_id}?wait=25", f"/status/{job_id}?wait=25&until=end"]
    waiting = asyncio.gather(*(api.call("GET", path) for path in paths))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    api.service.stopping.set()
    answers = [*await asyncio.wait_for(waiting, 15), await api.call("GET", paths[0])]
    assert {answer.json()["status"] for answer in answers} == {"pending"}


async def test_waiting_in_vain_ends_in_time() -> None:
    api = Api()
    job_id = await api.submit()
    tag = (await api.call("GET", f"/status/{job_id}")).headers["etag"]
    began = time.monotonic()
    path = f"/status/{job_id}?wait=0.3"
    assert (await api.call("GET", path)).status_code == 200
    assert (await api.call("GET", path, headers={"If-None-Match": tag})).status_code == 304
    assert 0.5 < time.monotonic() - began < 5


async def test_a_job_that_has_ended_is_not_waited_for() -> None:
    api = Api()
    job_id = await api.submit()
    await api.finish(job_id)
    answer = await asyncio.wait_for(api.call("GET", f"/status/{job_id}?wait=25&until=end"), 5)
    assert answer.json()["status"] == "completed"


@pytest.mark.parametrize("wait", ["-1", "25.1", "nan", "inf", "soon", ""])
async def test_no_one_waits_longer_than_may(wait: str) -> None:
    api = Api()
    answer = await api.call("GET", f"/status/{await api.submit()}?wait={wait}")
    assert problem_of(answer, 422, "invalid_request")["errors"][0]["field"] == "query.wait"


async def test_a_waiting_call_does_not_ask_the_store_all_the_time() -> None:
    api = Api()
    job_id = await api.submit()
    before = api.jobs.calls
    await api.call("GET", f"/status/{job_id}?wait=2")
    assert api.jobs.calls - before <= 10
    assert status.LONGEST_LOOK_SECONDS <= 1


async def test_jobs_are_listed_newest_first_in_pages() -> None:
    api = Api()
    job_ids = []
    for _ in range(5):
        api.clock.advance(1)
        job_ids.append(await api.submit())
    await api.start(job_ids[2])
    seen, cursor = [], ""
    for _ in range(3):
        page = (await api.call("GET", f"/jobs?limit=2{cursor}")).json()
        assert (page["total"], page["filtered"]) == (5, 5)
        seen += [job["job_id"] for job in page["jobs"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == job_ids[::-1]
    assert page["next_cursor"] is None
    running = (await api.call("GET", "/jobs?status=running")).json()
    assert (running["total"], running["filtered"]) == (5, 1)
    assert [job["job_id"] for job in running["jobs"]] == [job_ids[2]]


async def test_jobs_are_found_by_their_words() -> None:
    api = Api()
    for query in ("Who built the tower?", "How high is the TOWER?", "Who keeps bees?"):
        api.clock.advance(1)
        await api.submit(query)
    page = (await api.call("GET", "/jobs?q=tower%20who&limit=1")).json()
    assert [job["query"] for job in page["jobs"]] == ["Who built the tower?"]
    assert (page["total"], page["filtered"], page["next_cursor"]) == (3, 3, None)
    every = (await api.call("GET", "/jobs?q=%20")).json()
    assert len(every["jobs"]) == 3
    problem_of(await api.call("GET", f"/jobs?q={'x' * 201}"), 422, "invalid_request")


@pytest.mark.parametrize(
    "asked", ["limit=0", "limit=101", "limit=x", "status=done", "cursor=x", "cursor="]
)
async def test_a_list_that_cant_be_is_refused(asked: str) -> None:
    problem_of(await Api().call("GET", f"/jobs?{asked}"), 422, "invalid_request")


async def test_a_list_tells_why_a_job_failed_and_where_a_report_is() -> None:
    api = Api()
    job_id = await api.submit()
    await api.finish(job_id)
    (job,) = (await api.call("GET", "/jobs")).json()["jobs"]
    assert (job["title"], job["percent"], job["error"]) == ("Heights", 100, None)
    assert job["report_url"] == f"/reports/{job_id}.html"
