"""Submitting, cancelling and deleting over the API."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest
from pydantic import SecretStr

from research.api.key_ring import KeyRing
from research.domain.errors import StoreUnavailableError
from research.domain.job import JobStatus
from research.domain.request_bounds import Depth
from tests.unit.api.api_on_fakes import Api, problem_of

QUESTION = {"query": "How high is it?"}


async def test_a_job_is_taken_kept_and_queued_under_the_calls_name() -> None:
    api = Api()
    answer = await api.call(
        "POST",
        "/research",
        json={"query": "  How\n high is\u200b it? "},
        headers={"X-Request-Id": "r-1"},
    )
    assert answer.status_code == 202
    accepted = answer.json()
    job_id = accepted["job_id"]
    assert accepted["status"] == "pending"
    assert accepted["status_url"] == answer.headers["location"] == f"/status/{job_id}"
    assert api.queue.sent == [(job_id, "r-1")]
    job = await api.jobs.get(job_id)
    assert job.request.query == "How high is it?"
    assert (job.request.max_sources, job.request.searches_web) == (12, True)


async def test_every_field_reaches_the_job() -> None:
    api = Api()
    job_id = await api.submit(
        depth="deep",
        include_news=False,
        include_images=False,
        include_videos=False,
        embed_images=True,
        formats=["pdf", "ris"],
        max_results=7,
        max_words=300,
        language="pt-BR",
        style="news",
        search=["arxiv", "web"],
        sources=["https://a.example/x"],
        since="2026-01-02",
        until="2026-02-03",
        domains={"allow": ["a.example"], "deny": ["b.example"]},
        confirm_plan=True,
        clarify=True,
        budget_usd=0.25,
        callback_url="https://c.example/hook",
    )
    request = (await api.jobs.get(job_id)).request
    assert (request.max_sources, request.searches_web) == (7, True)
    assert request.model_dump(mode="json") == {
        "query": "How high is it?",
        "depth": Depth.DEEP,
        "max_results": 7,
        "max_words": 300,
        "budget_usd": 0.25,
        "language": "pt-BR",
        "style": "news",
        "search": ["arxiv", "web"],
        "include_news": False,
        "include_images": False,
        "include_videos": False,
        "embed_images": True,
        "formats": ["pdf", "ris"],
        "sources": ["https://a.example/x"],
        "search_web": None,
        "since": "2026-01-02",
        "until": "2026-02-03",
        "domains": {"allow": ["a.example"], "deny": ["b.example"]},
        "confirm_plan": True,
        "clarify": True,
        "callback_url": "https://c.example/hook",
        "follow_up_of": None,
    }


async def test_a_report_that_is_followed_must_be_there_and_the_callers() -> None:
    keys = KeyRing.of(SecretStr("ann:a-key,bob:b-key"))
    api, ann, bob = Api(keys=keys), {"X-API-Key": "a-key"}, {"X-API-Key": "b-key"}

    async def follow(job_id: str, headers: dict[str, str]) -> httpx.Response:
        body = {**QUESTION, "follow_up_of": job_id}
        return await api.call("POST", "/research", json=body, headers=headers)

    answer = await api.call("POST", "/research", json=QUESTION, headers=ann)
    job_id = answer.json()["job_id"]
    problem_of(await follow(job_id, ann), 409, "job_not_ended")
    await api.finish(job_id)
    for other, headers in ((job_id, bob), ("20261124-120000-0123456789abcdef", ann)):
        told = problem_of(await follow(other, headers), 422, "invalid_request")
        assert "follow_up_of: there is no job" in told["detail"]
    problem_of(await follow("yesterday", ann), 422, "invalid_request")
    followed = await follow(job_id, ann)
    assert followed.status_code == 202
    kept = await api.jobs.get(followed.json()["job_id"])
    assert kept.request.follow_up_of == job_id


async def test_what_a_follower_leaves_out_is_as_it_was_but_the_callback() -> None:
    api = Api()
    first = await api.submit(
        max_words=300, sources=["https://a.example/x"], language="en", depth="deep",
        callback_url="https://c.example/hook",
    )  # fmt: skip
    await api.finish(first)
    follower = await api.submit(follow_up_of=first, depth="quick")
    request = (await api.jobs.get(follower)).request
    assert (request.sources, request.max_words) == (("https://a.example/x",), 300)
    assert (request.depth, request.callback_url) == (Depth.QUICK, None)
    third = await api.submit(follow_up_of=first, sources=[])
    assert (await api.jobs.get(third)).request.sources == ()


async def test_what_a_follower_says_must_go_with_what_was_said() -> None:
    api = Api()
    first = await api.submit(until="2026-01-31")
    await api.finish(first)
    body = {**QUESTION, "follow_up_of": first, "since": "2026-02-01"}
    problem_of(await api.call("POST", "/research", json=body), 422, "invalid_request")


async def test_a_whole_number_may_be_written_with_a_point() -> None:
    api = Api()
    job = await api.jobs.get(await api.submit(max_results=7.0))
    assert job.request.max_sources == 7
    body = {**QUESTION, "max_results": 7.5}
    problem_of(await api.call("POST", "/research", json=body), 422, "invalid_request")


async def test_named_sources_are_read_whole_and_the_web_only_when_asked() -> None:
    api = Api()
    job = await api.jobs.get(await api.submit(sources=["https://a.example/"], search_web=True))
    assert (job.request.max_sources, job.request.searches_web) == (13, True)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "query"),
        ({"query": ""}, "query"),
        ({"query": " \n-- "}, "query"),
        ({"query": 7}, "query"),
        ({**QUESTION, "depth": "deepest"}, "depth"),
        ({**QUESTION, "max_results": 0}, "max_results"),
        ({**QUESTION, "max_results": "12"}, "max_results"),
        ({**QUESTION, "max_results": True}, "max_results"),
        ({**QUESTION, "max_words": 10_001}, "max_words"),
        ({**QUESTION, "include_news": 1}, "include_news"),
        ({**QUESTION, "language": "English"}, "language"),
        ({**QUESTION, "sources": ["/etc/passwd"]}, "sources.0"),
        ({**QUESTION, "sources": ["file:///etc/passwd"]}, "sources.0"),
        ({**QUESTION, "sources": ["https://a.example/"] * 51}, "sources"),
        ({**QUESTION, "since": "yesterday"}, "since"),
        ({**QUESTION, "since": 20260101}, "since"),
        ({**QUESTION, "since": "2026-02-02", "until": "2026-02-01"}, ""),
        ({**QUESTION, "domains": {"allow": ["https://a.example"]}}, "domains.allow.0"),
        ({**QUESTION, "domains": {"only": []}}, "domains.only"),
        ({**QUESTION, "budget_usd": 0}, "budget_usd"),
        ({**QUESTION, "callback_url": "ftp://a.example/"}, "callback_url"),
        ({**QUESTION, "callback": "https://a.example/"}, "callback"),
        ([], ""),
        ("How high is it?", ""),
    ],
)
async def test_a_body_that_cant_be_used_is_refused_by_field(body: object, field: str) -> None:
    api = Api()
    answer = await api.call("POST", "/research", json=body)
    problem = problem_of(answer, 422, "invalid_request")
    assert [fault["field"] for fault in problem["errors"]] == [field]
    assert not any(mark in str(problem["errors"]) for mark in ("Value error", "pattern", "^"))
    assert api.jobs.records == {}


@pytest.mark.parametrize("query", ["\u3164", "a" * 2_001], ids=["invisible", "long"])
async def test_a_query_that_is_none_once_cleaned_is_refused(query: str) -> None:
    answer = await Api().call("POST", "/research", json={"query": query})
    assert "query" in problem_of(answer, 422, "invalid_request")["detail"]


async def test_a_query_may_be_long_before_it_is_trimmed() -> None:
    await Api().submit(" " * 3_000 + "b" * 2_000)


@pytest.mark.parametrize("field", ["sources", "callback_url"])
async def test_an_address_that_is_not_public_is_refused_at_once(field: str) -> None:
    url = "http://169.254.169.254/latest/meta-data"
    body = {**QUESTION, field: [url] if field == "sources" else url}
    problem_of(await Api().call("POST", "/research", json=body), 422, "address_refused")


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b'{"query": "a"} x'])
async def test_what_is_no_json_is_refused(body: bytes) -> None:
    answer = await Api().call(
        "POST", "/research", content=body, headers={"Content-Type": "application/json"}
    )
    problem_of(answer, 400, "malformed_json")


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_json_must_be_called_so(media_type: str) -> None:
    answer = await Api().call(
        "POST", "/research", content=json.dumps(QUESTION), headers={"Content-Type": media_type}
    )
    problem_of(answer, 415, "unsupported_media_type")


async def test_a_large_body_is_refused_before_it_is_read_or_while() -> None:
    api = Api()
    large = json.dumps({"query": "a", "x": "b" * 70_000}).encode()
    headers = {"Content-Type": "application/json"}

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(large), 1_000):
            yield large[start : start + 1_000]

    declared = await api.call("POST", "/research", content=large, headers=headers)
    problem_of(declared, 413, "body_too_large")
    undeclared = await api.call("POST", "/research", content=pieces(), headers=headers)
    problem_of(undeclared, 413, "body_too_large")


async def test_a_job_that_cant_be_queued_was_not_taken() -> None:
    api = Api()
    api.queue.away = True
    answer = await api.call("POST", "/research", json=QUESTION)
    problem = problem_of(answer, 503, "queue_failed")
    assert "internal" not in problem["detail"]
    assert int(answer.headers["retry-after"]) > 0
    assert api.jobs.records == {}


async def test_no_more_wait_than_may_and_a_repeated_submit_still_finds_its_job() -> None:
    api = Api(max_pending_jobs=2)
    key = {"Idempotency-Key": "k-1"}
    first = await api.call("POST", "/research", json=QUESTION, headers=key)
    await api.submit()
    answer = await api.call("POST", "/research", json=QUESTION)
    problem_of(answer, 503, "too_many_pending")
    assert int(answer.headers["retry-after"]) > 0
    again = await api.call("POST", "/research", json=QUESTION, headers=key)
    assert again.json() == first.json()
    await api.start(first.json()["job_id"])
    await api.submit()


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "k-1"}])
async def test_a_job_that_the_index_of_its_owner_does_not_take_is_none(
    headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    api = Api(keys=KeyRing.of(SecretStr("ann:a-key")))

    async def refused(name: str, body: bytes, content_type: str) -> str:
        raise StoreUnavailableError("away")

    monkeypatch.setattr(api.reports, "put", refused)
    answer = await api.call(
        "POST", "/research", json=QUESTION, headers={"X-API-Key": "a-key", **headers}
    )
    problem_of(answer, 503, "store_unavailable")
    assert (api.queue.sent, await api.jobs.count()) == ([], 0)


async def test_a_store_that_is_away_is_a_503_that_names_no_host() -> None:
    api = Api()
    api.jobs.away = True
    problem_of(await api.call("POST", "/research", json=QUESTION), 503, "store_unavailable")


@pytest.mark.parametrize("is_running", [False, True])
async def test_a_job_that_waits_or_runs_can_be_cancelled(is_running: bool) -> None:
    api = Api()
    job_id = await api.submit()
    if is_running:
        await api.start(job_id)
    answer = await api.call("POST", f"/jobs/{job_id}/cancel")
    assert answer.status_code == 200
    assert answer.json()["status"] == JobStatus.CANCELLED
    assert (await api.jobs.get(job_id)).status is JobStatus.CANCELLED
    problem_of(await api.call("POST", f"/jobs/{job_id}/cancel"), 409, "illegal_move")


@pytest.mark.parametrize("is_running", [False, True])
async def test_a_job_that_waits_or_runs_is_not_deleted(is_running: bool) -> None:
    api = Api()
    job_id = await api.submit()
    if is_running:
        await api.start(job_id)
    problem = problem_of(await api.call("DELETE", f"/jobs/{job_id}"), 409, "illegal_move")
    assert "cancel" in problem["detail"]
    assert await api.jobs.exists(job_id)


async def test_deleting_a_job_removes_it_and_its_passages() -> None:
    api = Api()
    job_id = await api.submit()
    await api.finish(job_id)
    answer = await api.call("DELETE", f"/jobs/{job_id}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert set(api.forgotten) == {job_id}
    problem_of(await api.call("DELETE", f"/jobs/{job_id}"), 404, "job_not_found")


async def test_a_job_stays_while_its_passages_cant_be_removed() -> None:
    api = Api()
    job_id = await api.submit()
    await api.finish(job_id)
    api.passages_are_away = True
    problem_of(await api.call("DELETE", f"/jobs/{job_id}"), 503, "store_unavailable")
    assert await api.jobs.exists(job_id)


@pytest.mark.parametrize(
    "path", ["/jobs/x/cancel", "/jobs/20261124-120000-0123456789abcdef/cancel"]
)
async def test_who_is_not_there_cant_be_cancelled(path: str) -> None:
    problem_of(await Api().call("POST", path), 404, "job_not_found")
