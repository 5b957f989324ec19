"""Who may call the API, and how often."""

import pytest
from pydantic import SecretStr

from research.api.access import READS_PER_SUBMIT, caller_network
from research.api.key_ring import KeyRing
from tests.unit.api.api_on_fakes import Api, problem_of

KEYS = KeyRing.of(SecretStr("first-key, second-key,"))
QUESTION = {"query": "How high is it?"}
UNKNOWN = "20261124-120000-0123456789abcdef"
CLOSED = [
    ("POST", "/research"),
    ("GET", f"/status/{UNKNOWN}"),
    ("GET", "/jobs"),
    ("POST", f"/jobs/{UNKNOWN}/cancel"),
    ("DELETE", f"/jobs/{UNKNOWN}"),
    ("GET", "/stats"),
]
OPEN = ["/health", "/docs", "/redoc", "/openapi.json"]


@pytest.mark.parametrize(("method", "path"), CLOSED)
@pytest.mark.parametrize("key", [None, "", "first-ke", "first-key, second-key", "FIRST-KEY"])
async def test_without_a_key_nothing_is_told(method: str, path: str, key: str | None) -> None:
    headers = {} if key is None else {"X-API-Key": key}
    answer = await Api(keys=KEYS).call(method, path, headers=headers)
    assert problem_of(answer, 401, "invalid_api_key")["detail"] == "Invalid or missing API key"
    assert answer.headers["www-authenticate"].startswith("ApiKey ")


@pytest.mark.parametrize("key", ["first-key", "second-key"])
async def test_each_key_opens(key: str) -> None:
    answer = await Api(keys=KEYS).call(
        "POST", "/research", json=QUESTION, headers={"X-API-Key": key}
    )
    assert answer.status_code == 202


@pytest.mark.parametrize("path", OPEN)
async def test_health_and_documents_ask_for_no_key(path: str) -> None:
    async def ok() -> None:
        return None

    api = Api(keys=KEYS, probes={"report_store": ok, "queue": ok}, rate_limit_per_minute=1)
    for _ in range(READS_PER_SUBMIT + 2):
        assert (await api.call("GET", path)).status_code == 200


async def test_no_key_is_asked_for_where_none_is_configured() -> None:
    answer = await Api(keys=KeyRing.of(SecretStr(" , "))).call("GET", "/jobs")
    assert answer.status_code == 200


async def test_submits_are_limited_by_the_minute_and_told_how_long_to_wait() -> None:
    api = Api(rate_limit_per_minute=3)
    left = []
    for _ in range(3):
        answer = await api.call("POST", "/research", json=QUESTION)
        assert answer.status_code == 202
        assert answer.headers["ratelimit-limit"] == "3"
        left.append(answer.headers["ratelimit-remaining"])
    assert left == ["2", "1", "0"]
    refused = await api.call("POST", "/research", json=QUESTION)
    problem_of(refused, 429, "rate_limited")
    assert refused.headers["ratelimit-remaining"] == "0"
    assert refused.headers["retry-after"] == "20"
    assert refused.headers["ratelimit-reset"] == "60"
    assert (await api.call("GET", "/jobs")).status_code == 200
    api.clock.advance(20)
    assert (await api.call("POST", "/research", json=QUESTION)).status_code == 202


async def test_other_calls_have_a_limit_of_their_own() -> None:
    api = Api(rate_limit_per_minute=2)
    for _ in range(2 * READS_PER_SUBMIT):
        assert (await api.call("GET", "/jobs")).status_code == 200
    problem_of(await api.call("GET", f"/status/{UNKNOWN}"), 429, "rate_limited")
    assert (await api.call("POST", "/research", json=QUESTION)).status_code == 202


async def test_each_key_has_its_own_limit_and_guesses_count_for_the_address() -> None:
    api = Api(keys=KEYS, rate_limit_per_minute=1)

    async def submit(key: str) -> int:
        headers = {"X-API-Key": key}
        return (await api.call("POST", "/research", json=QUESTION, headers=headers)).status_code

    assert [await submit("first-key"), await submit("first-key")] == [202, 429]
    assert await submit("second-key") == 202
    assert [await submit("guess-1"), await submit("guess-2")] == [401, 429]


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_a_customers_addresses_count_as_one(host: str, counted: str) -> None:
    assert caller_network(host) == counted


async def test_a_304_tells_what_is_left_too() -> None:
    api = Api(rate_limit_per_minute=5)
    job_id = await api.submit()
    answer = await api.call("GET", f"/status/{job_id}", headers={"If-None-Match": "*"})
    assert answer.status_code == 304
    assert answer.headers["ratelimit-limit"] == str(5 * READS_PER_SUBMIT)
