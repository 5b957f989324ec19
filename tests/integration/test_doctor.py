"""``content-research doctor`` against real servers that are there, away, wrong or silent."""

import asyncio
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis as sync_redis

from miniweb import Miniweb, serve
from tests.loopback_model import LoopbackModel, fails
from tests.servers import ChromaServer, RedisServer, free_port

PROGRAM = Path(sys.executable).with_name("content-research")
PASSWORD = "correct-horse-battery"
WRONG = "wrong-horse-battery"


@dataclass(frozen=True)
class Told:
    """What the doctor said."""

    code: int
    out: str
    err: str

    def row(self, part: str) -> tuple[str, str, str]:
        """State, used and why of a part."""
        heading, *rows = self.out.splitlines()
        at = [heading.index(name) for name in ("state", "used", "why")]
        [row] = [row for row in rows if row.startswith(f"{part}  ")]
        state, used = row[at[0] : at[1]], row[at[1] : at[2]]
        return state.strip(), used.strip(), row[at[2] :].strip()


def doctor(folder: Path, web: Miniweb | None = None, **settings: object) -> Told:
    """Ask it in `folder`, with nothing set but `settings`, and a search in `web` where given."""
    given = {name.upper(): str(value) for name, value in settings.items()}
    if web:
        given["SEARXNG_URL"] = web.base_url
    home = {"PATH": os.environ["PATH"], "HOME": str(folder), "SEARCH_TIMEOUT_SECONDS": "3"}
    ended = subprocess.run(
        [PROGRAM, "doctor"],
        cwd=folder,
        env=home | given,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert "Traceback" not in ended.stderr
    return Told(ended.returncode, ended.stdout, ended.stderr)


@pytest.fixture(scope="module")
def web() -> Iterator[Miniweb]:
    with serve("--scale", "0.02") as running:
        yield running


@pytest.fixture
def silent() -> Iterator[int]:
    """A port that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_nothing_is_set_up(tmp_path: Path) -> None:
    told = doctor(tmp_path)
    assert told.code == (told.row("search")[0] == "failed")
    assert told.row("Redis")[0] == "default"
    assert told.row("Chroma") == ("default", "memory, for one run",
                                  "CHROMA_HOST is not set")  # fmt: skip
    assert told.row("report store")[:2] == ("default", "the folder reports")
    assert told.row("model")[0] == "default"
    assert told.row("embedder")[0] == "default"
    assert told.row("search")[0] in ("default", "failed")  # there may be no network here
    assert list((tmp_path / "reports").iterdir()) == []


def test_all_is_set_up_and_works(
    tmp_path: Path, web: Miniweb, redis: RedisServer, chroma: ChromaServer, bucket: str, s3: str
) -> None:
    keys = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION")
    told = doctor(
        tmp_path,
        web,
        redis_host="127.0.0.1",
        redis_port=redis.port,
        chroma_host="127.0.0.1",
        chroma_port=chroma.port,
        reports_bucket=bucket,
        aws_endpoint_url=s3,
        openai_api_key=PASSWORD,
        openai_base_url=f"{web.base_url}/v1",
        llm_model_fast="small-one",
        embedder="openai",
        embedding_dimensions=256,
        embedding_model="any",
        **{name: os.environ[name] for name in keys},
    )
    assert told.code == 0, told.out
    assert told.row("Redis") == ("works", f"127.0.0.1:{redis.port}, database 0", "")
    assert told.row("Chroma") == ("works", f"the Chroma server at 127.0.0.1:{chroma.port}", "")
    assert told.row("report store") == ("works", f"the bucket {bucket}", "")
    state, used, why = told.row("search")
    assert (state, why) == ("works", "")
    assert re.fullmatch(r"searxng \([1-5] hits?\)", used)
    assert told.row("model")[:2] == ("works", f"gpt-5.4-mini and small-one at {web.base_url}/v1")
    assert told.row("embedder")[0] == "works"
    assert PASSWORD not in told.out + told.err


def test_all_is_set_up_and_away(tmp_path: Path, web: Miniweb, own_redis: RedisServer) -> None:
    own_redis.kill()
    away = free_port()
    (tmp_path / "file").write_text("no folder")
    started = time.monotonic()
    told = doctor(
        tmp_path,
        redis_host="127.0.0.1",
        redis_port=own_redis.port,
        chroma_host="127.0.0.1",
        chroma_port=away,
        reports_directory="file",
        searxng_url=f"http://ann:{PASSWORD}@127.0.0.1:{away}",
        openai_api_key=PASSWORD,
        openai_base_url=f"http://127.0.0.1:{away}/v1",
    )
    assert time.monotonic() - started < 20
    assert told.code == 1
    state, used, why = told.row("Redis")
    assert (state, used) == ("fell back", "the report store for jobs, memory for the cache")
    assert why.startswith("Redis is away: ")
    state, used, why = told.row("Chroma")
    assert (state, used) == ("fell back", "memory")
    assert f"the Chroma server at 127.0.0.1:{away} failed" in why
    assert told.row("report store")[:2] == ("failed", "nothing")
    assert told.row("search")[:2] == ("failed", "nothing")
    assert told.row("model")[:2] == ("fell back", "no model: reports quote their sources")
    assert told.row("embedder")[0] == "default"
    assert told.err.splitlines()[-1] == (
        "content-research: not working: Redis, Chroma, report store, search, model"
    )
    assert PASSWORD not in told.out + told.err


def test_one_part_is_away(tmp_path: Path, web: Miniweb, own_redis: RedisServer) -> None:
    given = {"redis_host": "127.0.0.1", "redis_port": own_redis.port}
    assert doctor(tmp_path, web, **given).code == 0
    own_redis.kill()
    told = doctor(tmp_path, web, **given)
    assert told.code == 1
    assert told.err.splitlines()[-1] == "content-research: not working: Redis"
    assert told.row("search")[0] == "works"


def test_a_wrong_password_of_redis(tmp_path: Path, web: Miniweb, own_redis: RedisServer) -> None:
    sync_redis.Redis(port=own_redis.port).config_set("requirepass", PASSWORD)
    given = {"redis_host": "127.0.0.1", "redis_port": own_redis.port}
    assert doctor(tmp_path, web, **given, redis_password=PASSWORD).code == 0
    told = doctor(tmp_path, web, **given, redis_password=WRONG)
    assert told.code == 1
    assert re.search("invalid (username-)?password|WRONGPASS", told.row("Redis")[2])
    assert WRONG not in told.out + told.err


def test_a_user_of_redis_who_may_not_run_scripts(
    tmp_path: Path, web: Miniweb, own_redis: RedisServer
) -> None:
    """PING works, and not one job could be stored."""
    admin = sync_redis.Redis(port=own_redis.port)
    admin.acl_setuser(
        "reader", enabled=True, passwords=[f"+{PASSWORD}"], keys=["*"], commands=["+@read", "+ping"]
    )
    told = doctor(
        tmp_path,
        web,
        redis_host="127.0.0.1",
        redis_port=own_redis.port,
        redis_username="reader",
        redis_password=PASSWORD,
    )
    assert told.code == 1
    assert "permissions" in told.row("Redis")[2]


def test_servers_that_hang_cost_their_time_outs_and_are_told_of_meanwhile(
    tmp_path: Path, web: Miniweb, own_redis: RedisServer, silent: int
) -> None:
    own_redis.pause()
    started = time.monotonic()
    told = doctor(
        tmp_path,
        web,
        redis_host="127.0.0.1",
        redis_port=own_redis.port,
        chroma_host="127.0.0.1",
        chroma_port=silent,
        chroma_timeout_seconds=4,
        openai_api_key=PASSWORD,
        openai_base_url=f"http://127.0.0.1:{silent}/v1",
        llm_timeout_seconds=5,
    )
    spent_seconds = time.monotonic() - started
    own_redis.resume()
    assert spent_seconds < 30
    assert told.code == 1
    assert re.search(r"^\[ +2\.\d s\] Chroma: no answer yet$", told.err, re.MULTILINE)
    assert re.search(r"^\[ +4\.\d s\] model: no answer yet$", told.err, re.MULTILINE)
    assert {told.row(part)[0] for part in ("Redis", "Chroma", "model")} == {"fell back"}
    assert "did not answer within 4 s" in told.row("Chroma")[2]


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"google_api_key": PASSWORD}, "GOOGLE_CSE_ID"),
        ({"embedder": "onnx"}, "EMBEDDER_DIRECTORY"),
        ({"embedder": "openai", "embedding_model": "unheard-of"}, "EMBEDDING_DIMENSIONS"),
    ],
)
def test_settings_that_do_not_go_together_are_named(
    tmp_path: Path, settings: dict[str, str], named: str
) -> None:
    told = doctor(tmp_path, **settings)
    assert told.code == 1
    assert named in told.out
    assert PASSWORD not in told.out + told.err


async def test_a_key_that_the_model_refuses(tmp_path: Path) -> None:
    refused = fails(401, f"Incorrect API key provided: {WRONG}")
    async with LoopbackModel([refused]) as server:
        told = await asyncio.to_thread(
            doctor, tmp_path, openai_api_key=WRONG, openai_base_url=server.base_url
        )
    assert told.code == 1
    state, used, why = told.row("model")
    assert (state, used) == ("fell back", "no model: reports quote their sources")
    assert "Incorrect API key provided" in why
    assert WRONG not in told.out + told.err
    assert len(server.asked) == 1
