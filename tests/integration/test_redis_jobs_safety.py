"""Keys that others may have written, and a Redis that asks who we are."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis as sync_redis
import trustme
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from research.adapters.jobs.redis_jobs import RedisJobs
from research.adapters.redis.redis_connection import redis_client
from research.domain.errors import (
    JobNotFoundError,
    JobRefusedError,
    JobUnreadableError,
    StoreUnavailableError,
)
from research.domain.job import Job, JobProgress
from tests.integration.job_samples import CLOCK, LEASE_SECONDS, redis_jobs, sample_job
from tests.servers import RedisServer, free_port, running

KEY = "crp:job:{jobs}:"
FIELDS = [
    "version", "status", "writer", "expires_at", "updated_at", "progress", "lease_owner",
    "lease_expires_at", "record", "other",
]  # fmt: skip
near_values = st.sampled_from(
    ["", "0", "1", "-1", "1e999", "running", "pending", "{}", "[]", "null", "[" * 5000, "NaN",
     '{"job_id": 1}', "2026-11-25T08:15:00Z", "9" * 400, "0x10", "\u0661"]
).map(str.encode)  # fmt: skip
bytes_or_near = near_values | st.binary(max_size=60)
hashes = st.dictionaries(st.sampled_from(FIELDS), bytes_or_near, min_size=1)
everything = settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def raw(redis: RedisServer) -> sync_redis.Redis:
    client = sync_redis.Redis(port=redis.port)
    client.flushall()
    return client


async def try_everything(jobs: RedisJobs, job: Job) -> None:
    """Each call gives an answer or a typed error, and the job can be deleted in the end."""
    job_id = job.job_id
    calls = (
        lambda: jobs.get(job_id),
        lambda: jobs.exists(job_id),
        lambda: jobs.update(job_id, lambda job: job),
        lambda: jobs.claim(job_id, "w", LEASE_SECONDS),
        lambda: jobs.note_progress(job_id, "w", LEASE_SECONDS, JobProgress(percent=1)),
        lambda: jobs.hand_over(job_id, "w"),
        lambda: jobs.list(5),
        lambda: jobs.count(),
        lambda: jobs.restore(job),
        lambda: jobs.get(job_id),
        lambda: jobs.delete(job_id),
    )
    for call in calls:
        try:
            await call()
        except StoreUnavailableError:
            raise
        except (JobNotFoundError, JobUnreadableError, JobRefusedError):
            continue
    with pytest.raises(JobNotFoundError):
        await jobs.get(job_id)


@everything
@given(garbage=hashes)
async def test_a_hash_of_garbage_gives_typed_errors(
    redis: RedisServer, raw: sync_redis.Redis, garbage: dict[str, bytes]
) -> None:
    jobs, job = redis_jobs(redis.port), sample_job()
    raw.hset(KEY + job.job_id, mapping=garbage)
    raw.zadd("crp:jobs:{jobs}:all", {job.job_id: 0})
    await try_everything(jobs, job)


@everything
@given(garbage=st.dictionaries(st.sampled_from(FIELDS[:-1]), bytes_or_near, min_size=1, max_size=3))
async def test_a_job_with_some_fields_damaged_gives_typed_errors(
    redis: RedisServer, raw: sync_redis.Redis, garbage: dict[str, bytes]
) -> None:
    jobs, job = redis_jobs(redis.port), sample_job()
    await jobs.create(job)
    raw.hset(KEY + job.job_id, mapping=garbage)
    await try_everything(jobs, job)


@pytest.mark.parametrize("kind", ["string", "list", "set", "zset", "stream"])
async def test_a_key_of_another_type_gives_typed_errors(
    redis: RedisServer, raw: sync_redis.Redis, kind: str
) -> None:
    jobs, job = redis_jobs(redis.port), sample_job()
    key = KEY + job.job_id
    match kind:
        case "string":
            raw.set(key, b"\xff\x00")
        case "list":
            raw.rpush(key, b"\xff")
        case "set":
            raw.sadd(key, b"\xff")
        case "zset":
            raw.zadd(key, {b"\xff": 1})
        case "stream":
            raw.xadd(key, {"a": "b"})
    with pytest.raises(JobUnreadableError):
        await jobs.get(job.job_id)
    with pytest.raises(JobUnreadableError):
        await jobs.create(job)
    raw.zadd("crp:jobs:{jobs}:all", {job.job_id: 0, b"\xff\xfe": 0})
    assert (await jobs.list(5)).jobs == ()
    await try_everything(jobs, job)


@pytest.fixture
def guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisServer]:
    """A redis-server with a user, a password and a certificate, on a TLS port alone."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    certificate = authority.issue_cert("127.0.0.1")
    certificate.cert_chain_pems[0].write_to_path(tmp_path / "server.pem")
    certificate.private_key_pem.write_to_path(tmp_path / "server.key")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with running(GuardedRedis(tmp_path)) as server:
        yield server


class GuardedRedis(RedisServer):
    """Its plain port is for the test to see that it runs."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.tls_port = free_port()

    def _command(self) -> list[str]:
        folder = self._folder
        return [
            *super()._command(), "--tls-port", str(self.tls_port), "--tls-auth-clients", "no",
            "--tls-cert-file", str(folder / "server.pem"),
            "--tls-key-file", str(folder / "server.key"),
            "--tls-ca-cert-file", str(folder / "ca.pem"),
            "--user", "jobs", "on", ">secret word", "~crp:*", "+@all",
        ]  # fmt: skip


async def test_tls_user_and_password(guarded: GuardedRedis) -> None:
    def jobs(password: str, port: int, *, tls: bool = True) -> RedisJobs:
        client = redis_client(
            host="127.0.0.1", port=port, username="jobs", password=SecretStr(password), tls=tls
        )
        return RedisJobs(client, clock=CLOCK, job_ttl_seconds=60)

    job = sample_job()
    await jobs("secret word", guarded.tls_port).create(job)
    assert await jobs("secret word", guarded.port, tls=False).get(job.job_id) == job
    with pytest.raises(StoreUnavailableError) as caught:
        await jobs("wrong word", guarded.tls_port).get(job.job_id)
    assert "wrong word" not in str(caught.value)
    with pytest.raises(StoreUnavailableError):
        await jobs("secret word", guarded.tls_port, tls=False).get(job.job_id)


async def test_a_server_whose_certificate_nobody_vouches_for_is_not_told_the_password(
    guarded: GuardedRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    client = redis_client(
        host="127.0.0.1", port=guarded.tls_port, username="jobs", password=SecretStr("x"), tls=True
    )
    with pytest.raises(StoreUnavailableError, match="certificate"):
        await RedisJobs(client, clock=CLOCK, job_ttl_seconds=60).count()


async def test_whoever_is_cancelled_in_a_call_stops_whenever_it_comes(redis: RedisServer) -> None:
    client = redis_client(host="127.0.0.1", port=redis.port)

    is_over = asyncio.Event()

    async def call_for_ever() -> None:
        while not is_over.is_set():
            await client.get("nothing")

    await client.get("nothing")
    for steps in range(40):
        calling = asyncio.create_task(call_for_ever())
        for _ in range(steps):
            await asyncio.sleep(0)
        calling.cancel()
        await asyncio.wait([calling], timeout=1)
        if not calling.done():
            is_over.set()
        assert calling.cancelled(), f"cancelled after {steps} steps, and goes on"
    await client.aclose()
