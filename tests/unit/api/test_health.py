"""Whether the service and its parts answer, and what they count."""

import asyncio

import pytest
from pydantic import SecretStr

from research.api.key_ring import KeyRing
from research.api.service import Probe
from research.domain.errors import StoreUnavailableError
from research.domain.job import JobStatus
from research.domain.storage import CacheStats
from tests.unit.api.api_on_fakes import Api


async def test_statistics_count_jobs_by_status_and_tell_of_the_cache() -> None:
    async def cache_stats() -> CacheStats:
        return CacheStats(
            kind="memory", entries=2, hits=7, misses=3, shared=1, damaged=0, refused=0
        )

    api = Api(cache_stats=cache_stats)
    await api.submit()
    await api.start(await api.submit())
    told = (await api.call("GET", "/stats")).json()
    assert told["jobs"] == {
        "pending": 1,
        "running": 1,
        "awaiting_plan": 0,
        "completed": 0,
        "failed": 0,
        "cancelled": 0,
    }
    assert set(told["jobs"]) == set(JobStatus)
    assert told["cache"]["hits"] == 7


@pytest.mark.parametrize(
    ("away", "code", "word"),
    [
        (set(), 200, "healthy"),
        ({"chroma"}, 200, "degraded"),
        ({"redis"}, 200, "degraded"),
        ({"report_store"}, 200, "degraded"),
        ({"redis", "report_store"}, 503, "unhealthy"),
        ({"queue"}, 503, "unhealthy"),
    ],
)
async def test_health_tells_which_part_is_away(away: set[str], code: int, word: str) -> None:
    parts = ("redis", "chroma", "report_store", "queue")
    answer = await _with_probes({part: part in away for part in parts}).call("GET", "/health")
    assert answer.status_code == code
    told = answer.json()
    assert told["status"] == word
    assert {part for part in parts if told[part] == "disconnected"} == away
    assert told["version"]
    assert told["timestamp"] == "2026-11-24T12:00:00Z"


async def test_what_is_not_configured_is_no_trouble() -> None:
    api = _with_probes({"report_store": False, "queue": False})
    told = (await api.call("GET", "/health")).json()
    assert (told["status"], told["redis"], told["chroma"]) == ("healthy", "disabled", "disabled")


async def test_a_part_that_hangs_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang() -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr("research.api.health.PROBE_SECONDS", 0.05)
    api = _with_probes({"report_store": False, "queue": False})
    probes = {**api.service.probes, "redis": hang}
    told = (await Api(probes=probes).call("GET", "/health")).json()
    assert (told["status"], told["redis"]) == ("degraded", "disconnected")


@pytest.mark.parametrize(("key", "told"), [("", "disabled"), ("a-key", "enabled")])
async def test_whether_a_key_is_asked_for_is_told(key: str, told: str) -> None:
    answer = await Api(keys=KeyRing.of(SecretStr(""), SecretStr(key))).call("GET", "/health")
    assert answer.json()["authentication"] == told


def _with_probes(away: dict[str, bool]) -> Api:
    """An API whose parts are there, or away; those not named are not configured."""

    def probe(is_away: bool) -> Probe:
        async def ask() -> None:
            if is_away:
                raise StoreUnavailableError("away")

        return ask

    return Api(probes={part: probe(is_away) for part, is_away in away.items()})
