"""Watches through the API: made, listed, read, removed, each its owner's."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from research.api.key_ring import KeyRing
from research.jobs.watch_starts import WatchStarter
from research.jobs.watches import Watches
from tests.unit.api.api_on_fakes import Api, problem_of

KEYS = KeyRing.of(SecretStr("ann:a-key,bob:b-key,root:r-key:admin"))
UNKNOWN = "20261124-120000-0123456789abcdef"
BODY = {"query": "  How high is the sea? ", "every": "daily"}


async def call(api: Api, method: str, path: str, key: str = "", **options: Any) -> httpx.Response:
    headers = {**({"X-API-Key": key} if key else {}), **options.pop("headers", {})}
    return await api.call(method, path, headers=headers, **options)


async def watched(api: Api, key: str = "", **fields: Any) -> dict[str, Any]:
    answer = await call(api, "POST", "/watches", key, json=BODY | fields)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    assert answer.headers["location"] == f"/watches/{found['watch_id']}"
    return found


async def look(api: Api) -> int:
    starter = WatchStarter(api.jobs, api.reports, api.queue, api.clock, max_pending=100)
    return await starter.start_due()


async def test_a_watch_is_made_listed_read_and_removed() -> None:
    api = Api()
    made = await watched(api, every="weekly", weekday="friday", hour=6, max_words=300)
    assert (made["query"], made["every"], made["weekday"], made["hour"]) == (
        "How high is the sea?", "weekly", "friday", 6,
    )  # fmt: skip
    assert made["next_at"] == "2026-11-27T06:00:00Z"
    assert (made["last_job_id"], made["jobs"]) == (None, [])
    assert made["request"]["max_words"] == 300
    listed = (await call(api, "GET", "/watches")).json()
    assert listed["limit"] == 20
    (one,) = listed["watches"]
    assert one.items() <= made.items()
    read = await call(api, "GET", f"/watches/{made['watch_id']}")
    assert read.json() == made
    removed = await call(api, "DELETE", f"/watches/{made['watch_id']}")
    assert (removed.status_code, removed.content) == (204, b"")
    assert (await call(api, "GET", "/watches")).json()["watches"] == []
    for method in ("GET", "DELETE"):
        answer = await call(api, method, f"/watches/{made['watch_id']}")
        problem_of(answer, 404, "watch_not_found")


async def test_its_last_jobs_are_shown_newest_first() -> None:
    api = Api()
    api.jobs._job_ttl_seconds = 10 * 24 * 3_600
    watch_id = (await watched(api, callback_url="https://a.example/hook"))["watch_id"]
    job_ids = []
    for _ in range(3):
        assert await look(api) == 1
        api.clock.advance(1)
        job_ids.append((await call(api, "GET", f"/watches/{watch_id}")).json()["last_job_id"])
        await api.finish(job_ids[-1])
        api.clock.advance(timedelta(days=1).total_seconds())
    await call(api, "DELETE", f"/jobs/{job_ids[0]}")
    watch = (await call(api, "GET", f"/watches/{watch_id}")).json()
    assert [job["job_id"] for job in watch["jobs"]] == [job_ids[2], job_ids[1]]
    assert watch["jobs"][0]["report_url"] == f"/reports/{job_ids[2]}.html"
    followed = (await api.jobs.get(job_ids[2])).request
    assert followed.follow_up_of == job_ids[1]
    assert followed.callback_url == "https://a.example/hook"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"every": "hourly"}, "every"),
        ({"every": None}, "every"),
        ({"hour": 24}, "hour"),
        ({"hour": "6"}, "hour"),
        ({"weekday": "monday"}, ""),
        ({"query": "..."}, "query"),
        ({"max_words": 3}, "max_words"),
        ({"since": "2026-02-30"}, "since"),
        ({"since": "2026-02-02", "until": "2026-02-01"}, ""),
        ({"nothing": 1}, "nothing"),
    ],
)
async def test_what_can_not_be_watched_is_told(fields: dict[str, Any], field: str) -> None:
    api = Api()
    answer = await call(api, "POST", "/watches", json=BODY | fields)
    problem = problem_of(answer, 422, "invalid_request")
    assert field in [fault["field"] for fault in problem["errors"]]
    assert await Watches(api.reports).all(None) == []


async def test_it_is_checked_as_a_job_is() -> None:
    api = Api()
    for address in ("http://127.0.0.1/", "http://localhost/x"):
        for fields in ({"sources": [address]}, {"callback_url": address}):
            answer = await call(api, "POST", "/watches", json=BODY | fields)
            problem_of(answer, 422, "address_refused")
    long = await call(api, "POST", "/watches", json=BODY | {"query": "a" * 2_001})
    problem_of(long, 422, "invalid_request")
    missing = await call(api, "POST", "/watches", json=BODY | {"follow_up_of": UNKNOWN})
    problem_of(missing, 422, "invalid_request")
    waiting = await api.submit()
    early = await call(api, "POST", "/watches", json=BODY | {"follow_up_of": waiting})
    problem_of(early, 409, "job_not_ended")
    problem_of(await call(api, "POST", "/watches", content=b"{"), 415, "unsupported_media_type")
    with_type = {"headers": {"Content-Type": "application/json"}, "content": b"{"}
    problem_of(await call(api, "POST", "/watches", **with_type), 400, "malformed_json")


async def test_one_that_follows_a_report_takes_over_what_it_was_asked_with() -> None:
    api = Api()
    job_id = await api.submit(max_words=300, language="de", callback_url="https://a.example/")
    await api.finish(job_id)
    made = await watched(api, follow_up_of=job_id, language="en")
    request = made["request"]
    assert (request["max_words"], request["language"], request["callback_url"]) == (300, "en", None)
    assert await look(api) == 1
    (started,) = [job for job in (await api.jobs.list(9)).jobs if job.job_id != job_id]
    assert started.request.follow_up_of == job_id


async def test_another_has_no_such_watch_and_an_admin_has_all() -> None:
    api = Api(keys=KEYS)
    mine = (await watched(api, "a-key"))["watch_id"]
    theirs = (await watched(api, "b-key"))["watch_id"]
    problem_of(await call(api, "GET", f"/watches/{mine}"), 401, "invalid_api_key")
    for method in ("GET", "DELETE"):
        foreign = await call(api, method, f"/watches/{mine}", "b-key")
        missing = await call(api, method, f"/watches/{UNKNOWN}", "b-key")
        told = problem_of(foreign, 404, "watch_not_found")["detail"]
        untold = problem_of(missing, 404, "watch_not_found")["detail"]
        assert told.replace(mine, "") == untold.replace(UNKNOWN, "")
    for key, seen in (("a-key", [mine]), ("b-key", [theirs]), ("r-key", sorted([mine, theirs]))):
        listed = (await call(api, "GET", "/watches", key)).json()["watches"]
        assert sorted(one["watch_id"] for one in listed) == seen
    assert (await call(api, "GET", f"/watches/{mine}", "r-key")).status_code == 200
    assert (await call(api, "DELETE", f"/watches/{mine}", "r-key")).status_code == 204
    assert (await call(api, "DELETE", f"/watches/{theirs}", "b-key")).status_code == 204


async def test_its_jobs_are_its_owners() -> None:
    api = Api(keys=KEYS)
    await watched(api, "a-key")
    assert await look(api) == 1
    assert len((await call(api, "GET", "/jobs", "a-key")).json()["jobs"]) == 1
    assert (await call(api, "GET", "/jobs", "b-key")).json()["jobs"] == []


async def test_a_caller_may_have_so_many() -> None:
    api = Api(keys=KEYS, max_watches=2)
    first = await watched(api, "a-key")
    await watched(api, "a-key")
    refused = await call(api, "POST", "/watches", "a-key", json=BODY)
    assert "2" in problem_of(refused, 409, "too_many_watches")["detail"]
    await watched(api, "b-key")
    await call(api, "DELETE", f"/watches/{first['watch_id']}", "a-key")
    await watched(api, "a-key")


async def test_an_idempotency_key_gives_one_watch_and_none_of_a_jobs() -> None:
    api = Api(keys=KEYS, max_watches=1)
    sent: dict[str, Any] = {"headers": {"Idempotency-Key": "k-1"}}
    job = await call(api, "POST", "/research", "a-key", json={"query": "How high?"}, **sent)
    assert job.status_code == 202
    answers = [await call(api, "POST", "/watches", "a-key", json=BODY, **sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["watch_id"] != job.json()["job_id"]
    other = await call(api, "POST", "/watches", "a-key", json=BODY | {"every": "weekly"}, **sent)
    problem_of(other, 409, "idempotency_key_reused")
    theirs = await call(api, "POST", "/watches", "b-key", json=BODY, **sent)
    assert theirs.json()["watch_id"] != answers[0].json()["watch_id"]


async def test_watches_count_as_submits() -> None:
    api = Api(rate_limit_per_minute=2)
    await watched(api)
    await api.submit()
    problem_of(await call(api, "POST", "/watches", json=BODY), 429, "rate_limited")


@pytest.mark.parametrize("path", ["/watches", f"/watches/{UNKNOWN}"])
async def test_other_methods_are_told_which_there_are(path: str) -> None:
    answer = await call(Api(), "PUT", path)
    problem_of(answer, 405, "method_not_allowed")
    change = "POST" if path == "/watches" else "DELETE"
    assert set(answer.headers["allow"].split(", ")) == {"GET", change}


async def test_an_id_that_can_be_none_is_no_watch() -> None:
    problem_of(await call(Api(), "GET", "/watches/monday"), 404, "watch_not_found")
