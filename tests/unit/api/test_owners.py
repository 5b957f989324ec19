"""Two keys and an admin's: every route, with one's own job and another's."""

import re
from collections.abc import Iterable
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from research.api.key_ring import KeyRing
from research.domain import job_transitions
from research.domain.job import JobStatus
from tests.unit.api.api_on_fakes import Api

KEYS = KeyRing.of(SecretStr("ann:a-key,bob:b-key,root:r-key:admin,plain-key"))
UNKNOWN = "20261124-120000-0123456789abcdef"
ROUTES = [
    ("GET", "/status/{}", 200),
    ("GET", "/status/{}?wait=1&until=end", 200),
    ("GET", "/reports/{}.html", 200),
    ("GET", "/reports/{}.json", 200),
    ("POST", "/jobs/{}/cancel", 409),
    ("DELETE", "/jobs/{}", 204),
    ("POST", "/research/{}/ask", 415),
    ("PUT", "/research/{}/plan", 415),
]
"""And what the owner is answered for a job that has ended."""
OF_NO_JOB = {
    ("POST", "/research"),
    ("GET", "/jobs"),
    ("GET", "/stats"),
    ("GET", "/health"),
    ("GET", "/openapi.json"),
    ("GET", "/docs"),
    ("GET", "/docs/{name}"),
    ("GET", "/redoc"),
    ("GET", "/watches"),
    ("POST", "/watches"),
}
"""What these answer holds nothing of another's jobs."""
OF_AN_UPLOAD = {("POST", "/uploads"), ("POST", "/uploads/{}")}
"""In test_uploads.py."""
OF_A_WATCH = {("GET", "/watches/{}"), ("DELETE", "/watches/{}")}
"""In test_watches.py."""
QUERY = "How high is the tower of Ann?"


def routes_of(routes: Iterable[Any]) -> set[tuple[str, str]]:
    """The methods and paths of an app, with those of the routers that it includes."""
    found: set[tuple[str, str]] = set()
    for route in routes:
        if inner := getattr(route, "original_router", None):
            found |= routes_of(inner.routes)
        else:
            found |= {(method, route.path) for method in route.methods or ()}
    return found


def test_no_route_is_forgotten() -> None:
    """A new one belongs into one of the two tables, or this fails."""
    shape = re.compile(r"\{[^}]*\}")
    tried = {(method, re.sub(r"\.\w+$", "", path.partition("?")[0])) for method, path, _ in ROUTES}
    every = routes_of(Api(keys=KEYS).app.routes)
    assert every >= OF_NO_JOB
    assert {(method, shape.sub("{}", path)) for method, path in every - OF_NO_JOB} == (
        tried | OF_A_WATCH | OF_AN_UPLOAD
    )


@pytest.mark.parametrize(("method", "path"), sorted(OF_NO_JOB))
async def test_what_is_of_no_job_tells_nothing_of_anothers(method: str, path: str) -> None:
    api = Api(keys=KEYS)
    job_id = await reported(api, "a-key", query=QUERY)
    asked = {"query": "How high?"} | ({"every": "daily"} if path == "/watches" else {})
    sent = {"json": asked} if method == "POST" else {}
    answer = await call(api, "b-key", method, path.format(name="none.js"), **sent)
    assert answer.status_code in (200, 201, 202, 404, 503)
    assert job_id not in answer.text
    assert QUERY not in answer.text


@pytest.mark.parametrize(("method", "path", "status"), ROUTES)
async def test_without_a_key_nothing_is_told_of_a_job(method: str, path: str, status: int) -> None:
    """But a report, whose name can't be guessed."""
    api = Api(keys=KEYS)
    job_id = await reported(api, "a-key")
    answer = await api.call(method, path.format(job_id))
    assert answer.status_code == (status if path.startswith("/reports/") else 401)


async def call(api: Api, key: str, method: str, path: str, **options: Any) -> httpx.Response:
    headers = {"X-API-Key": key, **options.pop("headers", {})}
    return await api.call(method, path, headers=headers, **options)


async def submitted(api: Api, key: str, query: str = "How high?", **options: Any) -> str:
    answer = await call(api, key, "POST", "/research", json={"query": query}, **options)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["job_id"])


async def reported(api: Api, key: str, **options: Any) -> str:
    job_id = await submitted(api, key, **options)
    await api.finish(job_id)
    for ending in ("html", "json", "md"):
        await api.reports.put(f"{job_id}.{ending}", b"report", "text/plain")
    return job_id


@pytest.mark.parametrize(("method", "path", "status"), ROUTES)
@pytest.mark.parametrize("other", ["b-key", "plain-key"])
async def test_a_job_of_another_is_as_one_that_is_not_there(
    method: str, path: str, status: int, other: str
) -> None:
    api = Api(keys=KEYS)
    job_id = await reported(api, "a-key")
    foreign = await call(api, other, method, path.format(job_id))
    missing = await call(api, other, method, path.format(UNKNOWN))
    assert foreign.status_code == missing.status_code == 404
    said, unsaid = foreign.json(), missing.json()
    for answer in (said, unsaid):
        answer.pop("request_id", None)
    assert str(said).replace(job_id, "") == str(unsaid).replace(UNKNOWN, "")
    assert (await call(api, "a-key", method, path.format(job_id))).status_code == status


@pytest.mark.parametrize(("method", "path", "status"), ROUTES)
async def test_an_admin_may_do_what_the_owner_may(method: str, path: str, status: int) -> None:
    api = Api(keys=KEYS)
    job_id = await reported(api, "a-key")
    assert (await call(api, "r-key", method, path.format(job_id))).status_code == status


async def test_a_running_job_of_another_is_not_cancelled() -> None:
    api = Api(keys=KEYS)
    job_id = await submitted(api, "a-key")
    assert (await call(api, "b-key", "POST", f"/jobs/{job_id}/cancel")).status_code == 404
    assert (await api.jobs.get(job_id)).status is JobStatus.PENDING


async def test_lists_and_counts_are_of_ones_own() -> None:
    api = Api(keys=KEYS)
    mine = []
    for _ in range(5):
        mine.append(await submitted(api, "a-key"))
        api.clock.advance(1)
        await submitted(api, "b-key")
    await api.finish(mine[0])
    listed, cursor = [], ""
    while True:
        page = (await call(api, "a-key", "GET", f"/jobs?limit=2{cursor}")).json()
        assert (page["total"], page["filtered"]) == (5, 5)
        listed += [job["job_id"] for job in page["jobs"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert listed == mine[::-1]
    done = (await call(api, "a-key", "GET", "/jobs?status=completed")).json()
    assert ([job["job_id"] for job in done["jobs"]], done["filtered"]) == ([mine[0]], 1)
    assert (await call(api, "plain-key", "GET", "/jobs")).json()["total"] == 0
    assert (await call(api, "r-key", "GET", "/jobs")).json()["total"] == 10
    stats = (await call(api, "a-key", "GET", "/stats")).json()["jobs"]
    assert (stats["pending"], stats["completed"]) == (4, 1)
    assert (await call(api, "r-key", "GET", "/stats")).json()["jobs"]["pending"] == 9


async def test_an_idempotency_key_is_the_callers_own() -> None:
    api = Api(keys=KEYS)
    key = {"headers": {"Idempotency-Key": "k-1"}}
    mine = await submitted(api, "a-key", **key)
    assert await submitted(api, "a-key", **key) == mine
    assert await submitted(api, "b-key", **key) != mine


async def test_a_deleted_job_leaves_no_name_behind() -> None:
    api = Api(keys=KEYS)
    job_id = await reported(api, "a-key")
    await call(api, "a-key", "DELETE", f"/jobs/{job_id}")
    assert not [name for name in api.reports.files if job_id in name]


async def test_a_job_that_was_made_without_a_key_is_an_admins() -> None:
    api = Api()
    job_id = await api.submit()
    later = Api(keys=KEYS)
    later.jobs.records = api.jobs.records
    assert (await call(later, "a-key", "GET", f"/status/{job_id}")).status_code == 404
    assert (await call(later, "r-key", "GET", f"/status/{job_id}")).status_code == 200


async def test_an_owner_stays() -> None:
    api = Api(keys=KEYS)
    job = await api.jobs.get(await submitted(api, "a-key"))
    taken = job.model_copy(update={"owner": "name-bob"})
    with pytest.raises(Exception, match="owner"):
        job_transitions.next_version(job, taken, api.clock.now())
