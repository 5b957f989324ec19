"""MCP over standard input and output, as assistants start a program of this machine."""

from typing import Any

from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server


async def serve_stdio(server: Server[Any]) -> None:
    """Serve until standard input ends. Whatever else is printed meanwhile goes to standard error.

    It can't be cancelled while it waits for a line: a thread reads.
    """
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())
