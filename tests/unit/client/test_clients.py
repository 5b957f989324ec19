"""The client, against the API on fakes and against services that misbehave."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from research.api.forms import JobAnswer
from research.api.key_ring import KeyRing
from research.client import AsyncResearchClient, ResearchClient
from research.client.in_process import HERE, InProcess
from research.domain import job_transitions
from research.domain.errors import (
    InvalidKeyError,
    InvalidRequestError,
    InvalidTransitionError,
    JobNotFoundError,
    NotStoredError,
    RateLimitedError,
    ServiceError,
    ServiceUnavailableError,
    SourceUnusableError,
    TooManyPendingError,
    TooManyWatchesError,
    UploadNotFoundError,
    UploadTooLargeError,
    WatchNotFoundError,
)
from research.domain.job import JobError, JobStatus
from research.domain.request_bounds import Depth, Every, Weekday
from research.jobs.watch_starts import WatchStarter
from research.stages.render.render import report_json
from tests.fakes.plans import plan_of
from tests.unit.api.api_on_fakes import OWNER, Api
from tests.unit.stages.render.render_sample import sample_report, sample_sources

Answer = Callable[[httpx.Request], httpx.Response]
UNKNOWN = "20261124-120000-0123456789abcdef"
JOB: dict[str, object] = {
    "job_id": UNKNOWN,
    "status": "completed",
    "query": "q",
    "depth": "quick",
    "created_at": "2026-11-24T12:00:00Z",
    "updated_at": "2026-11-24T12:00:00Z",
    "started_at": None,
    "completed_at": "2026-11-24T12:00:00Z",
    "attempts": 1,
    "progress": {},
    "result": None,
    "report_url": "",
    "report_json_url": "https://reports.example/x.json",
    "report_markdown_url": "",
    "files": {},
    "cost": None,
    "warnings": [],
    "error": None,
}
"""A job that has completed, as the API answers."""


@asynccontextmanager
async def client_of(api: Api, key: str = "") -> AsyncIterator[AsyncResearchClient]:
    transport = httpx.ASGITransport(api.app, raise_app_exceptions=False)
    async with AsyncResearchClient("http://api.test", key, transport=transport) as client:
        yield client


def answering(answer: Answer) -> ResearchClient:
    return ResearchClient("http://api.test/v1", "key", transport=httpx.MockTransport(answer))


async def test_a_job_is_submitted_followed_listed_and_deleted() -> None:
    api = Api()
    async with client_of(api) as client:
        accepted = await client.submit(
            "How high is it?", depth="deep", sources=["https://a.example/"], budget_usd=1
        )
        wanted = (await api.jobs.get(accepted.job_id)).request
        assert (wanted.depth, wanted.sources) == (Depth.DEEP, ("https://a.example/",))
        await api.finish(accepted.job_id)
        job = await client.wait(accepted.job_id)
        assert isinstance(job, JobAnswer)
        assert job.status is JobStatus.COMPLETED
        listed = await client.jobs(limit=1, status=JobStatus.COMPLETED)
        assert [one.job_id for one in listed.jobs] == [accepted.job_id]
        found = [await client.jobs(text=words) for words in ("HIGH", "low")]
        assert [len(page.jobs) for page in found] == [1, 0]
        await client.delete(accepted.job_id)
        with pytest.raises(JobNotFoundError):
            await client.status(accepted.job_id)


async def test_a_file_is_uploaded_and_named_in_a_submit(tmp_path: Path) -> None:
    api, path = Api(), tmp_path / "minutes.txt"
    path.write_text("words")
    async with client_of(api) as client:
        source = await client.upload(path)
        job_id = (await client.submit("How high is it?", sources=[source])).job_id
        upload_id = source.removeprefix("upload:")
        assert api.reports.body(f"job-upload-files/{job_id}/{upload_id}") == b"words"
        with pytest.raises(UploadNotFoundError):
            await client.submit("How high is it?", sources=[source])
        with pytest.raises(SourceUnusableError, match=r"not of a kind that can be read"):
            await client.upload(__file__)
        for name in ("none.txt", "none\0.txt"):
            with pytest.raises(SourceUnusableError, match="none"):
                await client.upload(tmp_path / name)


def test_a_file_goes_where_it_was_offered_with_the_fields_before_it(tmp_path: Path) -> None:
    path, seen = tmp_path / "x.md", []
    path.write_bytes(b"# words")
    offer: dict[str, object] = {
        "upload_id": UNKNOWN, "source": f"upload:{UNKNOWN}", "name": "x.md",
        "url": "https://bucket.example/", "fields": {"key": "k", "policy": "p"}, "max_bytes": 7,
        "expires_at": "2026-11-24T12:00:00Z",
    }  # fmt: skip

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if len(seen) == 2:  # lost on the way, and sent again from the start
            raise httpx.ReadError("reset")
        is_offer = request.url.path == "/v1/uploads"
        return httpx.Response(201, json=offer) if is_offer else httpx.Response(204)

    with answering(answer) as client:
        assert client.upload(path) == f"upload:{UNKNOWN}"
        first, lost, posted = seen
        assert (first.headers["x-api-key"], json.loads(first.content)) == ("key", {"name": "x.md"})
        assert str(posted.url) == "https://bucket.example/"
        assert "x-api-key" not in posted.headers
        for request in (lost, posted):
            body = request.read()
            places = [body.index(part) for part in (b'"key"', b'"policy"', b'"file"', b"# words")]
            assert places == sorted(places)
        path.write_bytes(b"# words.")
        with pytest.raises(UploadTooLargeError, match="8 bytes, more than the 7"):
            client.upload(path)
    with (
        answering(lambda _: httpx.Response(403, text="<Error/>")) as client,
        pytest.raises(ServiceError, match="403"),
    ):
        client.upload(path)


async def test_a_plan_is_waited_for_edited_and_approved() -> None:
    api = Api()
    async with client_of(api) as client:
        job_id = (await client.submit("How high is it?", confirm_plan=True)).job_id
        await api.start(job_id)
        plan = plan_of(api.clock.now(), "The old one?")
        await api.jobs.update(
            job_id, lambda job: job_transitions.await_plan(job, OWNER, api.clock.now(), plan=plan)
        )
        waiting = await client.wait(job_id)
        assert (waiting.status, waiting.plan and waiting.plan.clarifying_question) == (
            JobStatus.AWAITING_PLAN, "The old one?",
        )  # fmt: skip
        told = await client.approve_plan(job_id, ["Who sails her?"], "the new one")
        assert told.plan is not None
        assert (told.plan.questions, told.plan.clarification) == (
            ("Who sails her?",), "the new one",
        )  # fmt: skip
        with pytest.raises(InvalidTransitionError):
            await client.approve_plan(job_id)
        with pytest.raises(InvalidRequestError, match="questions"):
            await client.approve_plan(job_id, [])
        await api.finish(job_id)
        assert (await client.wait(job_id)).status is JobStatus.COMPLETED


def test_an_approval_whose_answer_is_lost_is_sent_again() -> None:
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        if len(sent) == 1:
            raise httpx.ReadError("gone")
        return httpx.Response(200, json=JOB)

    with answering(answer) as client:
        assert client.approve_plan(UNKNOWN, clarification="yes").job_id == UNKNOWN
    assert [(one.method, one.url.path) for one in sent] == [
        ("PUT", f"/v1/research/{UNKNOWN}/plan")
    ] * 2
    assert b'"clarification":"yes"' in sent[1].content


async def test_a_watch_is_made_read_listed_and_removed() -> None:
    api = Api()
    async with client_of(api) as client:
        made = await client.add_watch("How high is it?", every="weekly", weekday="friday", hour=6)
        assert (made.every, made.weekday, made.request.query) == (
            Every.WEEKLY, Weekday.FRIDAY, "How high is it?",
        )  # fmt: skip
        assert (await client.watch(made.watch_id)) == made
        found = await client.watches()
        assert [one.watch_id for one in found.watches] == [made.watch_id]
        await client.remove_watch(made.watch_id)
        with pytest.raises(WatchNotFoundError):
            await client.watch(made.watch_id)
        with pytest.raises(InvalidRequestError, match="every"):
            await client.add_watch("How high is it?", every="hourly")


async def test_reports_of_a_watch_have_whole_addresses() -> None:
    api = Api()
    async with client_of(api) as client:
        made = await client.add_watch("How high is it?", every="daily")
        await WatchStarter(api.jobs, api.reports, api.queue, api.clock, 9).start_due()
        job_id = (await client.watch(made.watch_id)).last_job_id
        assert job_id
        await api.finish(job_id)
        (job,) = (await client.watch(made.watch_id)).jobs
    assert job.report_url == f"http://api.test/reports/{job_id}.html"


def test_the_blocking_client_has_the_same_watches() -> None:
    answers = {
        "GET": {"watches": [], "limit": 20},
        "POST": {"status": 409, "title": "Conflict", "detail": "x", "code": "too_many_watches"},
    }

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "DELETE":
            return httpx.Response(204)
        status = 409 if request.method == "POST" else 200
        assert request.url.path == "/v1/watches"
        return httpx.Response(status, json=answers[request.method])

    with answering(answer) as client:
        assert client.watches().limit == 20
        client.remove_watch(UNKNOWN)
        with pytest.raises(TooManyWatchesError):
            client.add_watch("How high is it?", every="daily")


async def test_where_a_report_is_comes_as_a_whole_address() -> None:
    api = Api()
    async with client_of(api) as client:
        job_id = (await client.submit("How high is it?")).job_id
        await api.finish(job_id)
        job, listed = await client.status(job_id), (await client.jobs()).jobs[0]
    assert job.report_url == listed.report_url == f"http://api.test/reports/{job_id}.html"
    assert job.report_json_url == f"https://reports.example/{job_id}.json"


async def test_what_is_refused_is_raised_as_what_the_service_met() -> None:
    api = Api(rate_limit_per_minute=1, max_pending_jobs=1)
    async with client_of(api) as client:
        await client.submit("One?")
        with pytest.raises(RateLimitedError) as limited:
            await client.submit("Two?")
        assert limited.value.retry_after_seconds == 60
        api.clock.advance(60)
        with pytest.raises(TooManyPendingError):
            await client.submit("Three?")
        with pytest.raises(InvalidTransitionError):
            await client.delete((await client.jobs()).jobs[0].job_id)
    async with client_of(Api(keys=KeyRing.of(SecretStr("right"))), "wrong") as stranger:
        with pytest.raises(InvalidKeyError, match="Invalid or missing API key"):
            await stranger.jobs()


async def test_a_form_that_cant_be_is_refused_before_it_is_sent() -> None:
    api = Api()
    async with client_of(api) as client:
        for options in ({"max_words": 0}, {"color": "red"}, {"since": "2026-02-02", "until": "x"}):
            with pytest.raises(InvalidRequestError, match=r"max_words|color|until"):
                await client.submit("One?", **options)
    assert api.jobs.calls == 0


async def test_waiting_gives_up_in_time() -> None:
    api = Api()
    async with client_of(api) as client:
        job_id = (await client.submit("One?")).job_id
        with pytest.raises(TimeoutError):
            await client.wait(job_id, timeout_seconds=0.2)


def test_a_submit_whose_answer_is_lost_is_repeated_under_the_same_key() -> None:
    keys: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["idempotency-key"])
        if len(keys) < 3:
            raise httpx.ReadError("lost")
        body = {"job_id": UNKNOWN, "status": "pending", "message": "", "status_url": ""}
        return httpx.Response(202, json=body)

    with answering(answer) as client:
        assert client.submit("One?").job_id == UNKNOWN
        assert len(keys) == 3
        assert len(set(keys)) == 1
        client.submit("Two?")
    assert len(set(keys)) == 2


def test_a_service_that_stays_away_is_said_to_be() -> None:
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with answering(away) as client:
        for call in (lambda: client.submit("One?"), client.jobs):
            with pytest.raises(ServiceUnavailableError, match="refused"):
                call()


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(502, text="<h1>Bad gateway</h1>"),
        httpx.Response(200, text="<h1>Welcome</h1>"),
        httpx.Response(200, json={"jobs": 3}),
        httpx.Response(418, json={"title": "", "status": 418, "detail": "short", "code": "new"}),
    ],
)
def test_an_answer_that_is_no_service_of_ours_is_an_error(response: httpx.Response) -> None:
    with answering(lambda request: response) as client, pytest.raises(ServiceError):
        client.jobs()


def test_what_a_newer_service_answers_beside_is_passed_over() -> None:
    newer = {**JOB, "progress": {"moods": ["good"]}, "mood": "good"}
    with answering(lambda _: httpx.Response(200, json=newer)) as client:
        assert client.status(UNKNOWN).job_id == UNKNOWN


def test_the_key_goes_to_the_service_and_nowhere_else() -> None:
    seen: dict[str, str | None] = {}

    def answer(request: httpx.Request) -> httpx.Response:
        seen[str(request.url.copy_with(query=None))] = request.headers.get("x-api-key")
        return httpx.Response(200, json=JOB)

    with answering(answer) as client, pytest.raises(ServiceError):
        client.report(UNKNOWN)
    assert seen == {
        f"http://api.test/v1/status/{UNKNOWN}": "key",
        "https://reports.example/x.json": None,
    }


async def test_a_report_is_read_as_markdown_and_its_sources_as_text() -> None:
    api = Api()
    (roofs, *_) = sample_sources()
    transport = InProcess(api.app, "https://reports.example")  # where the fake has the JSON
    async with AsyncResearchClient(HERE, transport=transport) as client:
        job_id = (await client.submit("Do green roofs cool?")).job_id
        await api.finish(job_id)
        stored = sample_report().model_copy(update={"job_id": job_id})
        for name, text in (
            (f"{job_id}.json", report_json(stored)),
            (f"{job_id}.md", "# Dächer\n"),
            (f"snapshots/{roofs.sha256}.txt", roofs.text),
        ):
            await api.reports.put(name, text.encode(), "text/plain; charset=utf-8")
        assert await client.report(job_id) == stored
        assert await client.markdown(job_id) == "# Dächer\n"
        assert await client.source_text(job_id, roofs.id) == roofs.text
        with pytest.raises(NotStoredError, match="has no source 999"):
            await client.source_text(job_id, 999)
        await api.reports.delete(f"snapshots/{roofs.sha256}.txt")
        with pytest.raises(ServiceError):
            await client.source_text(job_id, roofs.id)


def test_text_beside_a_report_elsewhere_is_read_there() -> None:
    (roofs, *_) = sample_sources()
    base = "https://reports.example/crp"
    answers = {
        f"{base}/x.json": report_json(sample_report()),
        f"{base}/x.md": "# Roofs",
        f"{base}/snapshots/{roofs.sha256}.txt": roofs.text,
    }
    job = JobAnswer.model_validate(
        JOB | {"report_json_url": f"{base}/x.json", "report_markdown_url": f"{base}/x.md"}
    )

    def answer(request: httpx.Request) -> httpx.Response:
        text = answers.get(str(request.url))
        if text is None:
            return httpx.Response(200, json=job.model_dump(mode="json"))
        return httpx.Response(200, text=text)

    with answering(answer) as client:
        assert client.markdown(UNKNOWN) == "# Roofs"
        assert client.source_text(UNKNOWN, roofs.id) == roofs.text


async def test_a_job_that_failed_has_no_report_and_the_error_says_why() -> None:
    api = Api()
    async with client_of(api) as client:
        accepted = await client.submit("How high is it?")
        with pytest.raises(NotStoredError, match="is pending: it has no report"):
            await client.report(accepted.job_id)
        await api.start(accepted.job_id)
        why = JobError(code="nothing_found", message="there is no page to read")
        await api.jobs.update(
            accepted.job_id,
            lambda job: job_transitions.fail(job, OWNER, api.clock.now(), error=why),
        )
        with pytest.raises(NotStoredError, match="has failed: nothing_found: there is no page to"):
            await client.report(accepted.job_id)
