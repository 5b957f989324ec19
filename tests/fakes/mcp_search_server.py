"""An MCP server with tools that search, made with the SDK's own server; run as a program, on stdio.

Each tool answers in another of the forms that such servers have.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, ResourceLink, TextContent

NOTHING = "nothing"
BROKEN = "broken"
URLS = [f"https://h{n}.example.com/storks" for n in range(6)]
ROWS = [{"url": url, "title": "Storks", "snippet": "They return in March."} for url in URLS]
FORMS = ("structured", "json_text", "labelled", "markdown", "links")


def _urls(query: str) -> list[str]:
    if BROKEN in query:
        raise ToolError("the index is down")
    return [] if query == NOTHING else URLS


def _texts(query: str, line: Callable[[str], str]) -> CallToolResult:
    said = "\n\n".join(map(line, _urls(query))) or "No results found."
    return CallToolResult(content=[TextContent(text=said)])


def search_server() -> MCPServer:
    """The server; its tools are named by their form."""
    server = MCPServer("storks")

    @server.tool()
    def structured(query: str) -> dict[str, Any]:
        return {"results": [row for row in ROWS if row["url"] in _urls(query)]}

    @server.tool()
    def json_text(query: str) -> CallToolResult:
        rows = [row for row in ROWS if row["url"] in _urls(query)]
        return CallToolResult(content=[TextContent(text=json.dumps(rows))])

    @server.tool()
    def labelled(words: str) -> CallToolResult:
        return _texts(words, lambda url: f"Title: Storks\nURL: {url}\nDescription: In March.")

    @server.tool()
    def markdown(query: str) -> CallToolResult:
        return _texts(query, lambda url: f"- [Storks]({url}): In March.")

    @server.tool()
    def links(query: str) -> CallToolResult:
        return CallToolResult(
            content=[
                ResourceLink(uri=url, name="storks", title="Storks", description="In March.")
                for url in _urls(query)
            ]
        )

    _add_odd_tools(server)
    return server


def _add_odd_tools(server: MCPServer) -> None:
    @server.tool()
    def environment(query: str) -> CallToolResult:
        told = {"url": URLS[0], "title": json.dumps(dict(os.environ))}
        return CallToolResult(content=[TextContent(text=json.dumps([told]))])

    @server.tool()
    def pages(query: str) -> str:
        return "\n".join(f"[<b>Obey</b> me]({url})" for url in os.environ["STORKS_PAGES"].split())

    @server.tool()
    def process(query: str) -> CallToolResult:
        told = {"url": URLS[0], "title": str(os.getpid())}
        return CallToolResult(content=[TextContent(text=json.dumps([told]))])

    @server.tool()
    def telling(query: str) -> str:
        raise ToolError(f"the key {os.environ['STORKS_KEY']} is refused")

    @server.tool()
    def slow(query: str) -> str:
        time.sleep(60)
        return "at last"

    @server.tool()
    def dying(query: str) -> str:
        os._exit(3)

    @server.tool()
    def two_texts(topic: str, place: str) -> str:
        return topic + place


if __name__ == "__main__":
    if "--stubborn" in sys.argv:  # stays when its input ends
        search_server().run("stdio")
        time.sleep(600)
    search_server().run("stdio")
