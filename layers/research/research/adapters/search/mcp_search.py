"""Search with a tool of an MCP server: a program on this machine, or a service.

https://modelcontextprotocol.io/specification/2025-11-25/server/tools
"""

import asyncio

import httpx2
from mcp import Client, MCPError
from mcp_types import (
    CONNECTION_CLOSED,
    CallToolRequest,
    CallToolRequestParams,
    CallToolResult,
    TextContent,
    Tool,
)
from pydantic import ValidationError

from research.adapters.search.engine_results import web_hits
from research.adapters.search.mcp_connection import McpConnection, OpenClient
from research.adapters.search.mcp_results import results_in
from research.domain.errors import SearchAnswerError, SearchError, SearchTimeoutError
from research.domain.searching.mcp_secrets import without_secrets
from research.domain.searching.mcp_servers import McpSearchServer
from research.domain.source import SearchHit
from research.text.cleaning import clean_line

MAX_TOOL_PAGES = 5
MAX_TOOLS_NAMED = 8
MAX_SAID = 16_000
"""Characters of what a server says that are looked through for secrets: more than a token has."""
_USUAL_ARGUMENT = "query"


class McpSearch:
    """`ports.WebSearch` on one tool of an MCP server, connected to for a run."""

    takes_plain_queries = True

    def __init__(
        self,
        name: str,
        server: McpSearchServer,
        open_client: OpenClient,
        *,
        timeout_seconds: float,
    ) -> None:
        """`timeout_seconds` bounds a search, the server's start included when it is the first."""
        self.name = f"mcp {name}"
        self._server = server
        self._connection = McpConnection(open_client)
        self._timeout_seconds = timeout_seconds
        self._argument = server.query

    async def search(self, query: str, limit: int) -> list[SearchHit]:
        """At most `limit` hits. Raises `SearchError`."""
        try:
            async with asyncio.timeout(self._timeout_seconds):
                answer = await self._answer(query)
        except TimeoutError:
            raise SearchTimeoutError(f"no answer within {self._timeout_seconds:g} s") from None
        if answer.is_error:
            said = self._line(_words(answer))
            raise SearchError(f"its tool failed: {said or 'it does not say why'}")
        # Its texts may be long: they are read beside the loop.
        results = await asyncio.to_thread(results_in, answer)
        return web_hits(self.name, results, limit)

    async def aclose(self) -> None:
        """End the connection, and the program if one was started."""
        await self._connection.aclose()

    async def _answer(self, query: str) -> CallToolResult:
        client = await self._connection.client()
        try:
            if not self._argument:
                self._argument = await self._find_argument(client)
            arguments = {**self._server.arguments, self._argument: query}
            params = CallToolRequestParams(name=self._server.tool, arguments=arguments)
            # Not `client.call_tool`: that one checks the answer by the server's own JSON schema,
            # whose patterns a hostile server could write to hold up the loop.
            return await client.session.send_request(CallToolRequest(params=params), CallToolResult)
        except ValidationError:
            raise SearchAnswerError("its answer is not one of a tool") from None
        except MCPError as error:
            if error.code == CONNECTION_CLOSED:  # the next search opens another
                await self._connection.drop(client)
            raise SearchError(f"it refuses: {self._line(error.message)}") from None
        except (httpx2.HTTPError, OSError, RuntimeError, ValueError) as error:
            await self._connection.drop(client)
            raise SearchError(f"its connection broke ({type(error).__name__})") from None

    def _line(self, said: str, limit: int = 200) -> str:
        """The server's own words, without what it was told in secret, should it quote that."""
        # Cut at last: half a secret would not be known for one.
        return without_secrets(clean_line(said, MAX_SAID), self._server)[:limit].rstrip()

    async def _find_argument(self, client: Client) -> str:
        """The argument that takes the words searched for. Raises `SearchError`."""
        tools = await _tools(client)
        tool = next((one for one in tools if one.name == self._server.tool), None)
        if tool is None:
            names = ", ".join(self._line(one.name, 40) for one in tools[:MAX_TOOLS_NAMED])
            raise SearchError(f"it has no such tool; it has {names or 'none'}")
        schema = tool.input_schema
        properties = schema.get("properties")
        known = list(properties) if isinstance(properties, dict) else []
        if _USUAL_ARGUMENT in known or not known:
            return _USUAL_ARGUMENT
        required = schema.get("required")
        wanted = required if isinstance(required, list) else known
        texts = [name for name in wanted if isinstance(name, str) and name in known
                 and name not in self._server.arguments]  # fmt: skip
        if len(texts) == 1:
            return texts[0]
        names = ", ".join(self._line(name, 40) for name in known[:MAX_TOOLS_NAMED])
        raise SearchError(f"say in `query` which argument takes the words; its tool has {names}")


async def _tools(client: Client) -> list[Tool]:
    tools: list[Tool] = []
    cursor: str | None = None
    for _ in range(MAX_TOOL_PAGES):
        page = await client.list_tools(cursor=cursor)
        tools += page.tools
        cursor = page.next_cursor
        if not cursor:
            break
    return tools


def _words(answer: CallToolResult) -> str:
    texts = (one.text for one in answer.content if isinstance(one, TextContent))
    return next(texts, "")
