"""What a search with an MCP server tells of a failure, which is stored with the report."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, NoReturn

import pytest
from mcp import Client, MCPError
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from research.adapters.search.mcp_search import McpSearch
from research.domain.errors import SearchAnswerError, SearchError
from research.domain.searching.mcp_servers import McpSearchServer

KEY = "s3cret-" * 12
SETUPS: list[dict[str, Any]] = [
    {"url": "https://mcp.example/mcp", "headers": {"Authorization": f"Bearer {KEY}"}},
    {"url": f"https://mcp.example/mcp?apiKey={KEY}"},
    {"command": "notes", "args": ["--key", KEY]},
    {"command": "notes", "env": {"KEY": KEY}},
]
WORDS = [f"invalid token {KEY}", "So it is. " * 13 + KEY]
"""The last is longer than what is told, and the key lies across its end."""


def failing(error: Callable[[str], Exception], said: str) -> Client:
    server = MCPServer("storks")

    @server.tool()
    def find(query: str) -> str:
        raise error(said)

    return Client(server)


def refusal(said: str) -> MCPError:
    return MCPError(-32000, said)


def named(name: str) -> Client:
    server = MCPServer("storks")
    server.tool(name=name)(lambda query: query)
    return Client(server)


async def message_of(setup: dict[str, Any], client: Client) -> str:
    server = McpSearchServer.model_validate({"tool": "find", **setup})
    search = McpSearch("storks", server, lambda: client, timeout_seconds=5)
    try:
        with pytest.raises(SearchError) as raised:
            await search.search("storks", 9)
    finally:
        await search.aclose()
    return str(raised.value)


@pytest.mark.parametrize("error", [ToolError, refusal])
@pytest.mark.parametrize("setup", SETUPS)
@pytest.mark.parametrize("said", WORDS)
async def test_a_key_that_a_server_quotes_is_not_told(
    setup: dict[str, Any], error: Callable[[str], Exception], said: str
) -> None:
    message = await message_of(setup, failing(error, said))
    assert "s3cret" not in message
    assert said[:13] in message
    assert "…" in message


async def test_a_long_failure_is_cut() -> None:
    message = await message_of(SETUPS[0], failing(ToolError, "and so on " * 90))
    assert 190 < len(message) < 230


async def test_a_tool_named_like_a_key_is_not_told() -> None:
    message = await message_of(SETUPS[0], named(f"of-{KEY}"))
    assert message == "it has no such tool; it has of-…"


async def test_a_refused_connection_tells_its_code_and_no_word() -> None:
    @asynccontextmanager
    async def refused() -> AsyncIterator[NoReturn]:
        raise MCPError(-32001, f"Unauthorized: {KEY}")
        yield  # a generator, as context managers are

    server = McpSearchServer.model_validate({"tool": "find", **SETUPS[0]})
    search = McpSearch("storks", server, refused, timeout_seconds=5)
    with pytest.raises(SearchAnswerError) as raised:
        await search.search("storks", 9)
    assert str(raised.value) == "no connection: it refuses (code -32001)"
