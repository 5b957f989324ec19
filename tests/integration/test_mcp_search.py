"""Searching with MCP servers: programs that are started, and services over HTTP."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
import uvicorn

from research.adapters.search import mcp_clients
from research.adapters.search.mcp_clients import opener
from research.adapters.search.mcp_search import McpSearch
from research.domain.errors import (
    SearchError,
    SearchTimeoutError,
    SearchUnavailableError,
)
from research.domain.searching.mcp_servers import McpSearchServer
from tests.fakes import mcp_search_server
from tests.fakes.mcp_search_server import BROKEN, FORMS, NOTHING, URLS, search_server
from tests.integration.loopback_web import (
    LoopbackWeb,
    again_and_again,
    answer,
    redirect,
    then_stall,
)
from tests.integration.serving import COMMAND, ROOT

PROGRAM = str(mcp_search_server.__file__)


@asynccontextmanager
async def searching(seconds: float = 20, **fields: Any) -> AsyncIterator[McpSearch]:
    server = McpSearchServer(**{"tool": "structured", **fields})
    search = McpSearch("storks", server, opener(server, "us/1", seconds), timeout_seconds=seconds)
    try:
        yield search
    finally:
        await search.aclose()


@asynccontextmanager
async def started(*options: str, **fields: Any) -> AsyncIterator[McpSearch]:
    """A search with the server as a program."""
    args = [PROGRAM, *options]
    async with searching(command=sys.executable, args=args, **fields) as search:
        yield search
    assert _programs() == []


def _programs() -> list[int]:
    children = psutil.Process().children(recursive=True)
    return [one.pid for one in children if PROGRAM in one.cmdline()]


@asynccontextmanager
async def served() -> AsyncIterator[str]:
    """The address of the server over HTTP."""
    app = search_server().streamable_http_app()
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="on"))
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110, it tells nobody
        await asyncio.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        server.should_exit = True
        await running


@pytest.mark.parametrize("tool", FORMS)
async def test_a_program_is_searched_with_and_ended(tool: str) -> None:
    async with started(tool=tool) as search:
        answers = await asyncio.gather(*(search.search(f"storks {n}", 9) for n in range(3)))
        assert len(_programs()) == 1
        assert [[hit.url for hit in hits] for hits in answers] == [URLS] * 3
        assert {hit.provider for hit in answers[0]} == {"mcp storks"}
        assert await search.search(NOTHING, 9) == []
        with pytest.raises(SearchError, match=r"its tool failed: .*the index is down"):
            await search.search(BROKEN, 9)
        assert len(await search.search("storks", 2)) == 2


async def test_a_service_is_searched_with_its_headers() -> None:
    async with served() as url, searching(url=url, headers={"X-Key": "s3cret"}) as search:
        assert [hit.url for hit in await search.search("storks", 9)] == URLS
        with pytest.raises(SearchError, match="the index is down"):
            await search.search(BROKEN, 9)


async def test_a_program_is_told_what_it_is_to_be_told_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-ours")
    async with started(tool="environment", env={"STORKS_KEY": "theirs"}) as search:
        [hit] = await search.search("storks", 9)
    told = json.loads(hit.title)
    assert told["STORKS_KEY"] == "theirs"
    assert "OPENAI_API_KEY" not in told


async def test_a_key_that_a_server_quotes_is_not_told() -> None:
    async with started(tool="telling", env={"STORKS_KEY": "s3cret"}) as search:
        with pytest.raises(SearchError, match="the key … is refused"):
            await search.search("storks", 9)


async def test_a_program_that_dies_is_started_again() -> None:
    async with started(tool="process") as search:
        [first] = await search.search("storks", 9)
        psutil.Process(int(first.title)).kill()
        with pytest.raises(SearchError):
            await search.search("storks", 9)
        [second] = await search.search("storks", 9)
        assert second.title != first.title


async def test_a_tool_that_kills_its_program_is_an_error() -> None:
    async with started(tool="dying") as search:
        for _ in range(2):
            with pytest.raises(SearchError):
                await search.search("storks", 9)


async def test_a_program_that_stays_is_killed() -> None:
    async with started("--stubborn") as search:
        assert len(await search.search("storks", 9)) == 6


async def test_a_tool_without_end_is_given_up() -> None:
    async with started(tool="slow") as search:
        search._timeout_seconds = 3
        with pytest.raises(SearchTimeoutError, match="within 3 s"):
            await search.search("storks", 9)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"tool": "sarch"}, "it has no such tool; it has structured, json_text"),
        (
            {"tool": "two_texts"},
            "say in `query` which argument takes the words; its tool has topic",
        ),
        ({"tool": "structured", "query": "q"}, "its tool failed|it refuses"),
    ],
)
async def test_mistakes_of_the_setting_are_told(fields: dict[str, str], message: str) -> None:
    async with started(**fields) as search:
        with pytest.raises(SearchError, match=message):
            await search.search("storks", 9)


async def test_an_argument_may_be_set_and_another_found() -> None:
    async with started(tool="two_texts", arguments={"place": "https://a.example/"}) as search:
        [hit] = await search.search("Title: Mills\n", 9)
        assert (hit.url, hit.title) == ("https://a.example/", "Mills")


@pytest.mark.parametrize("command", ["no-such-program-here", "/etc", "true", "false", "cat"])
async def test_what_is_no_server_is_an_error(command: str) -> None:
    async with searching(3, command=command) as search:
        for _ in range(2):
            with pytest.raises(SearchError):
                await search.search("storks", 9)


async def test_services_that_are_none() -> None:
    async with searching(url="http://127.0.0.1:9/mcp") as search:
        with pytest.raises(SearchUnavailableError):
            await search.search("storks", 9)
    endless = again_and_again(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[", b"1," * 50_000
    )
    answers = {
        "/page": answer(b"<p>hello", Content_Type="text/html"),
        "/refused": answer(b"{}", "401 Unauthorized", Content_Type="application/json"),
        "/stalls": then_stall(b"HTTP/1.1 200 OK\r\n"),
        "/endless": endless,
    }
    async with LoopbackWeb(answers) as web:
        for path in answers:
            async with searching(4, url=web.url(path)) as search:
                with pytest.raises(SearchError) as raised:
                    await search.search("storks", 9)
                assert str(web.port) not in str(raised.value)


@pytest.mark.parametrize(
    "told",
    [
        redirect("http://localhost:9/s3cret/mcp", "307 Temporary Redirect"),
        answer(b'{"key": "s3cret"}', Content_Type="application/json"),
    ],
)
async def test_a_service_s_redirects_and_broken_answers_are_not_logged(
    told: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with (
        LoopbackWeb({"/s3cret": told}) as web,
        searching(4, url=web.url("/s3cret")) as search,
    ):
        with pytest.raises(SearchError) as raised:
            await search.search("storks", 9)
    assert "s3cret" not in str(raised.value)
    assert "s3cret" not in caplog.text


async def test_a_report_is_made_of_what_a_server_found_and_no_private_page_is(
    tmp_path: Path,
) -> None:
    story = "White storks nest on the roofs of the old mill. The town counted eleven pairs there. "
    page = answer(f"<title>Storks</title><main><p>{story * 3}</p></main>".encode(),
                  Content_Type="text/html")  # fmt: skip
    async with LoopbackWeb({"/": page}) as web:
        found = [web.url("/"), "http://10.0.0.1/secret", "file:///etc/passwd"]
        server = {"command": sys.executable, "args": [PROGRAM], "tool": "pages",
                  "env": {"STORKS_PAGES": " ".join(found)}}  # fmt: skip
        settings = {
            "PATH": os.environ["PATH"], "HOME": str(tmp_path),
            "PYTHONPATH": str(ROOT / "layers" / "research"), "FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
            "MCP_SEARCH_SERVERS": json.dumps({"notes": server}),
        }  # fmt: skip
        ended = await asyncio.to_thread(
            subprocess.run,
            [COMMAND, "run", "Where do white storks nest?", "--search", "mcp", "--json"],
            cwd=tmp_path, env=settings, capture_output=True, text=True, timeout=100, check=False,
        )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    report = json.loads(ended.stdout)
    assert [source["url"] for source in report["sources"]] == [found[0]]
    [failure] = report["failures"]
    assert (failure["subject"], failure["code"]) == (found[1], "address_refused")
    assert "Obey" not in (tmp_path / "reports" / f"{report['job_id']}.html").read_text()


async def test_answers_over_http_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    async with served() as url:
        async with searching(url=url) as search:
            assert len(await search.search("storks", 9)) == 6
        monkeypatch.setattr(mcp_clients, "MAX_ANSWER_BYTES", 300)
        async with searching(5, url=url) as search:
            with pytest.raises(SearchError):
                await search.search("storks", 9)
