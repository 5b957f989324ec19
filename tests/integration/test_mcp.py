"""An assistant, which is the MCP SDK's own client, over stdio and over HTTP, in a small web."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult

import miniweb
from tests.integration.serving import COMMAND, ROOT, serving

QUERY = miniweb.topics()[0]["query"]
KEYS = "ann:a-key-of-ann,bob:a-key-of-bob"
BOTH = {"Accept": "application/json, text/event-stream"}
LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}


@pytest.fixture(scope="module")
def web() -> Iterator[miniweb.Miniweb]:
    with miniweb.serve("--scale", "0.2") as served:
        yield served


def environment(folder: Path, web: miniweb.Miniweb, **settings: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONPATH": str(ROOT / "layers" / "research"),
        "SEARXNG_URL": web.base_url,
        "FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
        **settings,
    }


@asynccontextmanager
async def started(folder: Path, settings: dict[str, str], *options: str) -> AsyncIterator[Client]:
    """An assistant that has started `content-research mcp` in `folder`."""
    program = StdioServerParameters(
        command=str(COMMAND), args=["mcp", *options], env=settings, cwd=folder
    )
    with (folder / "mcp.log").open("a") as log:
        async with Client(stdio_client(program, errlog=log)) as client:
            yield client


@asynccontextmanager
async def connected(url: str, mode: str = "auto", **headers: str) -> AsyncIterator[Client]:
    """An assistant that is connected to ``/mcp`` of the service at `url`."""
    async with (
        httpx2.AsyncClient(headers=headers, timeout=60) as http,
        Client(streamable_http_client(f"{url}/mcp", http_client=http), mode=mode) as client,
    ):
        yield client


async def researched(client: Client) -> dict[str, Any]:
    """The answer to the query, its progress seen to grow."""
    seen: list[float] = []

    async def tell(progress: float, _total: float | None, _message: str | None) -> None:
        seen.append(progress)

    result = await client.call_tool("research", {"query": QUERY}, progress_callback=tell)
    assert len(seen) >= 2
    assert seen == sorted(seen)
    assert seen[-1] == 100
    return answer_of(result)


def answer_of(result: CallToolResult) -> dict[str, Any]:
    assert not result.is_error, result.content
    assert isinstance(result.structured_content, dict)
    return result.structured_content


async def check_report(client: Client, answer: dict[str, Any]) -> None:
    """Its statements are cited, every quote is in its source, and the report is a resource."""
    assert answer["status"] == "completed"
    statements = [*answer["findings"]]
    for part in answer["answer"]:
        statements += (*part["statements"], *part["nearby"])
    quotes = [quote for statement in statements for quote in statement["quotes"]]
    assert quotes
    for quote in quotes[:3]:
        read = await client.call_tool(
            "read_source",
            {"job_id": answer["job_id"], "source": quote["source"], "quote": quote["words"]},
        )
        assert quote["words"] in answer_of(read)["text"]
    asked = await client.call_tool("ask", {"job_id": answer["job_id"], "question": QUERY})
    parts = answer_of(asked)["answer"]
    assert any(part["statements"] or part["nearby"] for part in parts)
    listed = answer_of(await client.call_tool("list_reports", {}))["reports"]
    assert [one["job_id"] for one in listed] == [answer["job_id"]]
    (resource,) = (await client.list_resources()).resources
    (contents,) = (await client.read_resource(resource.uri)).contents
    assert contents.model_dump()["text"].startswith("# ")


async def test_over_stdio_the_report_is_a_file_of_this_machine(
    web: miniweb.Miniweb, tmp_path: Path
) -> None:
    settings = environment(tmp_path, web, API_KEYS=KEYS)  # which are for others
    async with started(tmp_path, settings) as client:
        answer = await researched(client)
        await check_report(client, answer)
        page = tmp_path / "reports" / f"{answer['job_id']}.html"
        assert answer["report_url"] == page.as_uri()
        assert page.is_file()
    async with started(tmp_path, settings) as client:  # as when the assistant is opened again
        status = await client.call_tool("status", {"job_id": answer["job_id"]})
        assert answer_of(status)["findings"] == answer["findings"]
    assert "Traceback" not in (tmp_path / "mcp.log").read_text()


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_over_http_a_key_opens_it_and_what_is_another_s_stays_so(
    web: miniweb.Miniweb, tmp_path: Path, mode: str
) -> None:
    with serving(tmp_path, SEARXNG_URL=web.base_url, API_KEYS=KEYS) as service:
        async with connected(service.url, mode, Authorization="Bearer a-key-of-ann") as ann:
            answer = await researched(ann)
            await check_report(ann, answer)
        assert answer["report_url"] == f"{service.url}/reports/{answer['job_id']}.html"
        async with httpx.AsyncClient(timeout=10) as browser:
            assert (await browser.get(answer["report_url"])).status_code == 200
        async with connected(service.url, mode, **{"X-API-Key": "a-key-of-bob"}) as bob:
            refused = await bob.call_tool("status", {"job_id": answer["job_id"]})
            assert refused.is_error
            assert answer_of(await bob.call_tool("list_reports", {}))["reports"] == []
        assert service.stop() == 143
        assert "Traceback" not in service.log.read_text()


async def test_a_program_of_this_machine_uses_a_service_elsewhere(
    web: miniweb.Miniweb, tmp_path: Path
) -> None:
    with serving(tmp_path, SEARXNG_URL=web.base_url, API_KEYS=KEYS) as service:
        settings = environment(tmp_path, web, REMOTE_API_KEY="a-key-of-ann")
        async with started(tmp_path, settings, "--remote", service.url) as client:
            answer = await researched(client)
            await check_report(client, answer)
        assert answer["report_url"] == f"{service.url}/reports/{answer['job_id']}.html"


async def test_a_service_that_stops_tells_who_waits_how_to_go_on(tmp_path: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        serving(tmp_path, SEARXNG_URL=f"http://127.0.0.1:{silent.getsockname()[1]}") as service,
    ):
        async with connected(service.url) as client:
            await client.list_tools()
            call = asyncio.create_task(
                client.call_tool("research", {"query": QUERY, "wait_seconds": 600})
            )
            async with httpx.AsyncClient(base_url=service.url, timeout=10) as http:
                waits = "/jobs?status=running"
                while not (await http.get(waits)).json()["jobs"]:  # noqa: ASYNC110, no event here
                    await asyncio.sleep(0.1)
            service.process.send_signal(signal.SIGTERM)
            answer = answer_of(await call)
        assert answer["status"] in ("running", "pending")
        assert "status" in answer["next_step"]
        assert service.process.wait(30) == 143
        assert "Traceback" not in service.log.read_text()


def test_without_a_key_with_a_wrong_one_and_from_a_page_nothing_is_told(tmp_path: Path) -> None:
    with serving(tmp_path, API_KEYS=KEYS, CORS_ORIGINS="https://app.example") as service:
        url = f"{service.url}/mcp"
        for headers, status in (
            ({}, 401),
            ({"X-API-Key": "guess"}, 401),
            ({"Authorization": "Bearer guess"}, 401),
            ({"Authorization": "Basic YW5uOmEta2V5LW9mLWFubg=="}, 401),
            ({"X-API-Key": "a-key-of-ann", "Origin": "https://evil.example"}, 403),
            ({"X-API-Key": "a-key-of-ann", "Origin": "https://app.example"}, 200),
            ({"X-API-Key": "a-key-of-ann"}, 200),
        ):
            answer = httpx.post(url, headers={**BOTH, **headers}, json=LIST, timeout=10)
            assert answer.status_code == status, headers
            assert ("read_source" in answer.text) == (status == 200)
        key = {"X-API-Key": "a-key-of-ann", **BOTH}
        assert httpx.get(url, headers=key, timeout=10).status_code == 405
        assert httpx.delete(url, headers=key, timeout=10).status_code == 405
        large = httpx.post(url, headers=key, content=b"[" * 70_000, timeout=10)
        assert large.status_code == 413
        deep = httpx.post(
            url,
            headers=key | {"Content-Type": "application/json"},
            content=b"[" * 60_000,
            timeout=10,
        )
        assert deep.status_code == 400
        assert "Traceback" not in service.log.read_text()


def test_it_ends_with_its_input_and_with_a_signal(web: miniweb.Miniweb, tmp_path: Path) -> None:
    for end, code in (("input", 0), ("signal", 143)):
        with subprocess.Popen(
            [str(COMMAND), "mcp"],
            cwd=tmp_path,
            env=environment(tmp_path, web),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write('{"jsonrpc": "2.0", "id": 1, "method": "ping"}\n')
            process.stdin.flush()
            assert re.match(r'\{"jsonrpc":"2.0","id":1', process.stdout.readline())
            if end == "signal":
                process.send_signal(signal.SIGTERM)
                process.wait(30)
            _, errors = process.communicate(timeout=30)
        assert process.returncode == code, errors
        assert "Traceback" not in errors


def test_without_the_sdk_the_service_serves_all_else(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util\n"
        "find = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *of: None if name == 'mcp' else find(name, *of)\n"
    )
    python_path = os.pathsep.join([str(tmp_path), str(ROOT / "layers" / "research")])
    with serving(tmp_path, PYTHONPATH=python_path) as service:
        assert httpx.get(f"{service.url}/health", timeout=10).status_code == 200
        assert httpx.post(f"{service.url}/mcp", json=LIST, timeout=10).status_code == 404
        assert "/mcp is not served" in service.log.read_text()
    ended = subprocess.run(
        [sys.executable, "-m", "research", "mcp"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": python_path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 2
    assert "pip install 'content-research-pipeline[mcp]'" in ended.stderr
