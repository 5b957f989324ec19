"""Backup, loss, restore, compare: with the commands that docs/deploy.md tells, on local servers."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest

from research.settings import Settings
from tests.integration.loopback_web import LoopbackWeb, answer
from tests.integration.test_deleted_job import TEXTS, Service
from tests.servers import ChromaServer, RedisServer, new_bucket, required_program, running

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "deploy.md").read_text()


def documented(command: str, **placed: str) -> str:
    """`command` as the documentation has it, with its capitals `placed`."""
    assert f"`{command}`" in DOCS
    for name, value in placed.items():
        command = command.replace(name, value)
    return command


def shell(command: str, **environment: str) -> str:
    done = subprocess.run(
        ["/bin/sh", "-ec", command],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class KeepingRedis(RedisServer):
    """A redis-server that reads ``dump.rdb`` of its folder when it starts."""

    @property
    def dump(self) -> Path:
        return self._folder / "dump.rdb"


@asynccontextmanager
async def service(settings: Settings) -> AsyncIterator[tuple[Service, list[str]]]:
    """The service as it is wired, and the pages it may read."""
    pages = {path: answer(text.encode(), Content_Type="text/plain") for path, text in TEXTS.items()}
    async with AsyncExitStack() as stack, LoopbackWeb(pages) as web:
        yield Service(settings, stack), [web.url(path) for path in pages]


async def jobs_of(settings: Settings) -> Any:
    """What the API tells of all jobs."""
    async with service(settings) as (one, _):
        transport = httpx.ASGITransport(one.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://api.test") as client:
            return (await client.get("/jobs")).raise_for_status().json()


def settings_of(folder: Path, **given: object) -> Settings:
    return Settings.load(
        _env_file=None,
        fetch_allow_networks="127.0.0.0/8",
        reports_directory=folder / "reports",
        **given,
    )


@pytest.mark.parametrize("restored", ["from the copy", "from the report store"])
async def test_redis(restored: str, tmp_path: Path) -> None:
    required_program("redis-cli", "apt-get install redis-tools")
    with running(KeepingRedis(tmp_path)) as redis:
        settings = settings_of(tmp_path, redis_host="127.0.0.1", redis_port=redis.port)
        async with service(settings) as (one, urls):
            await one.research(urls[:2])
            await one.research(urls[1:])
        before = await jobs_of(settings)
        copy = tmp_path / "copy.rdb"
        command = "redis-cli -h HOST -p PORT --rdb FILE"
        shell(documented(command, HOST="127.0.0.1", PORT=str(redis.port), FILE=str(copy)))
        redis.kill()
        if restored == "from the copy":
            command = documented("cp FILE dump.rdb", FILE=str(copy))
            shell(f"cd {redis.dump.parent} && {command}")
        redis.start()
        size = redis_size(redis.port)
        assert (size > 0) == (restored == "from the copy")
        assert await jobs_of(settings) == before
        assert redis_size(redis.port) > 0


def redis_size(port: int) -> int:
    return int(shell(f"redis-cli -p {port} DBSIZE"))


async def test_chroma(tmp_path: Path) -> None:
    folder = tmp_path / "chroma"
    server = ChromaServer(folder)
    with running(server):
        settings = settings_of(tmp_path, chroma_host="127.0.0.1", chroma_port=server.port)
        async with service(settings) as (one, urls):
            job_id = await one.research(urls[:2])
            before = await one.passages(job_id)
        assert before[0] > 0
        server.stop()
        copy = str(tmp_path / "chroma.tar.gz")
        names = {"FOLDER": str(folder), "FILE": copy}
        shell(documented("tar -C FOLDER -czf FILE .", **names))
        shutil.rmtree(folder)
        folder.mkdir()
        shell(documented("tar -C FOLDER -xzf FILE", **names))
        server.start()
        async with service(settings) as (one, _):
            assert await one.passages(job_id) == before


async def test_reports_in_a_folder(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    folder = settings.reports_directory
    async with service(settings) as (one, urls):
        await one.research(urls)
    before, told = files_in(folder), await jobs_of(settings)
    copy = str(tmp_path / "reports.tar.gz")
    names = {"FOLDER": str(folder), "FILE": copy}
    shell(documented("tar -C FOLDER -czf FILE .", **names))
    shutil.rmtree(folder)
    folder.mkdir()
    shell(documented("tar -C FOLDER -xzf FILE", **names))
    assert files_in(folder) == before
    assert await jobs_of(settings) == told


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


async def test_reports_in_a_bucket(s3: str, redis: RedisServer, tmp_path: Path) -> None:
    """All was removed and one replaced; a job that its user deleted stays deleted."""
    bucket = new_bucket(s3, f"drill-{tmp_path.name.replace('_', '-')}"[:60].lower())
    client: Any = boto3.client("s3", endpoint_url=s3)
    client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    settings = settings_of(
        tmp_path,
        reports_bucket=bucket,
        aws_endpoint_url=s3,
        redis_host="127.0.0.1",
        redis_port=redis.port,
    )
    shell(f"redis-cli -p {redis.port} FLUSHALL")
    async with service(settings) as (one, urls):
        await one.research(urls[:2])
        deleted = await one.research(urls[1:])
        moment = await past_second()
        assert await one.call("DELETE", f"/jobs/{deleted}") == 204
    before, told = objects_of(client, bucket), await jobs_of(settings)
    first = min(before)
    client.put_object(Bucket=bucket, Key=first, Body=b"spoiled")
    for name in before:
        if name != first:
            client.delete_object(Bucket=bucket, Key=name)
    command = "python deploy/restore_reports.py --bucket BUCKET MOMENT"
    command = documented(command, BUCKET=bucket, MOMENT=moment.isoformat())
    python = f"{sys.executable} {ROOT}/"
    said = shell(command.replace("python ", python), AWS_ENDPOINT_URL=s3)
    assert "objects restored" in said
    after = objects_of(client, bucket)
    assert not [name for name in after if deleted in name]
    missing = {name for name in before if name not in after}
    # Younger than the moment; a job's file is gone, whether there is a mark or not.
    assert all(name.startswith("jobs-deleted/") for name in missing), missing
    assert {name: after[name] for name in after} == {name: before[name] for name in after}
    assert await jobs_of(settings) == told


async def past_second() -> datetime:
    """Now; what was stored has an earlier second, by which S3 tells it, and what comes a later."""
    await asyncio.sleep(1.1)
    moment = datetime.now(UTC)
    await asyncio.sleep(1.1)
    return moment


def objects_of(client: Any, bucket: str) -> dict[str, bytes]:
    found = client.list_objects_v2(Bucket=bucket).get("Contents", ())
    return {
        one["Key"]: client.get_object(Bucket=bucket, Key=one["Key"])["Body"].read() for one in found
    }
