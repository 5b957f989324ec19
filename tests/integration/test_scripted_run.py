"""A page that needs scripts, through the whole command, and what the doctor says of the browser."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.loopback_web import LoopbackWeb, answer
from tests.servers import required_program

PROGRAM = Path(sys.executable).with_name("content-research")
PACKAGE = Path(__file__).parents[2] / "layers" / "research"
QUERY = "Where do white storks nest?"
STORY = (
    "White storks nest on the roofs of the old mill and on chimneys along the river. "
    "The town counted eleven pairs there in 2024, two more than a year before. "
    "The nests weigh up to half a tonne, so the town has braced four roofs."
)
PLAIN = "<!doctype html><title>Rivers</title><main>" + "<p>The river is long and calm.</p>" * 9


def told(text: str) -> bytes:
    return answer(text.encode(), Content_Type="text/html; charset=utf-8")


@pytest.fixture
async def web() -> AsyncIterator[LoopbackWeb]:
    app = "fetch('/story').then(r => r.text()).then(t => { m.innerHTML = `<p>${t}</p>` })"
    shell = f"<!doctype html><title>Storks</title><main id=m></main><script>{app}</script>"
    pages = {"/app": told(shell), "/story": told(STORY), "/plain": told(PLAIN)}
    stuck = shell.replace(app, "for (;;);")
    async with LoopbackWeb({**pages, "/stuck": told(stuck)}) as served:
        yield served


async def program(folder: Path, *words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    required_program("chromium", "apt-get install chromium")
    sandbox = "false" if os.geteuid() == 0 else "true"
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONPATH": str(PACKAGE),
        "FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
        "FETCH_RENDER_SANDBOX": sandbox,
        "FETCH_RENDER_TIMEOUT_SECONDS": "30",
        "READ_DEADLINE_SECONDS": "60",
        **settings,
    }
    return await asyncio.to_thread(
        subprocess.run, [PROGRAM, *words], cwd=folder, env=environment, capture_output=True,
        text=True, timeout=200, check=False,
    )  # fmt: skip


async def report(folder: Path, web: LoopbackWeb, *paths: str, **settings: str) -> Any:
    sources = [word for path in paths for word in ("--source", web.url(path))]
    ended = await program(folder, "run", QUERY, *sources, "--json", **settings)
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr
    return json.loads(ended.stdout)


async def test_its_text_is_quoted_and_its_snapshot_is_what_was_shown(
    tmp_path: Path, web: LoopbackWeb
) -> None:
    made = await report(tmp_path, web, "/app", "/plain", FETCH_RENDER="chromium")
    assert made["failures"] == []
    [source] = [one for one in made["sources"] if one["url"] == web.url("/app")]
    quotes = [one["quote"] for part in made["answer"] for claim in part["claims"]
              for one in claim["citations"]]  # fmt: skip
    assert any("roofs of the old mill" in quote for quote in quotes)
    snapshot = tmp_path / "reports" / "snapshots" / f"{source['raw_sha256']}.raw"
    assert b"eleven pairs" in snapshot.read_bytes()
    assert b"<script" not in snapshot.read_bytes()


async def test_without_a_browser_it_has_no_text(tmp_path: Path, web: LoopbackWeb) -> None:
    made = await report(tmp_path, web, "/app", "/plain")
    [failure] = made["failures"]
    assert (failure["subject"], failure["code"]) == (web.url("/app"), "no_text")
    assert "/story" not in web.paths


async def test_one_that_is_stuck_costs_itself_alone(tmp_path: Path, web: LoopbackWeb) -> None:
    made = await report(tmp_path, web, "/stuck", "/app", FETCH_RENDER="chromium",
                        FETCH_RENDER_TIMEOUT_SECONDS="15")  # fmt: skip
    [failure] = made["failures"]
    assert (failure["subject"], failure["code"]) == (web.url("/stuck"), "render_failed")
    assert failure["message"] == "its scripts were not done within 15 s"
    assert [one["url"] for one in made["sources"]] == [web.url("/app")]


async def test_the_doctor_starts_the_browser(tmp_path: Path) -> None:
    ended = await program(
        tmp_path, "doctor", FETCH_RENDER="chromium", SEARXNG_URL="http://127.0.0.1:9"
    )
    [row] = [line for line in ended.stdout.splitlines() if line.startswith("browser ")]
    assert row.split()[1:3] == ["works", "Chromium"]
    assert row.split()[3][:1].isdigit()


async def test_the_doctor_says_what_is_missing(tmp_path: Path) -> None:
    ended = await program(tmp_path, "doctor", FETCH_RENDER="chromium",
                          FETCH_RENDER_EXECUTABLE=str(tmp_path / "chromium"),
                          SEARXNG_URL="http://127.0.0.1:9")  # fmt: skip
    [row] = [line for line in ended.stdout.splitlines() if line.startswith("browser ")]
    assert row.split()[1] == "failed"
    assert "no Chromium was found: install it" in row
    assert ended.returncode == 1
    assert "browser" in ended.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can't have the sandbox")
async def test_root_is_told_of_the_sandbox(tmp_path: Path) -> None:
    ended = await program(tmp_path, "doctor", FETCH_RENDER="chromium", FETCH_RENDER_SANDBOX="true",
                          SEARXNG_URL="http://127.0.0.1:9")  # fmt: skip
    [row] = [line for line in ended.stdout.splitlines() if line.startswith("browser ")]
    assert "set FETCH_RENDER_SANDBOX=false where a container confines it" in row
