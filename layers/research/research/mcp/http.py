"""MCP over streamable HTTP: one address, ``/mcp``, behind the keys and rates of the API.

It is stateless: every call brings its key, and no session outlives a call or could be another's.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from research.api.access import may_read, service_of
from research.api.envelope import MAX_BODY_BYTES

PATH = "/mcp"
_KEY, _AUTHORIZATION = "x-api-key", "authorization"


@asynccontextmanager
async def mcp_router(server: Server[Any]) -> AsyncIterator[APIRouter]:
    """A router that serves `server` while it is entered."""
    manager = StreamableHTTPSessionManager(
        server, stateless=True, max_request_body_size=MAX_BODY_BYTES
    )
    router = APIRouter()
    router.routes.append(Route(PATH, endpoint=_Endpoint(manager), methods=["POST"]))
    async with manager.run():
        yield router


class _Endpoint:
    """Admits a call as the API does, then has the server answer it."""

    def __init__(self, manager: StreamableHTTPSessionManager) -> None:
        self._manager = manager

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one call. Raises `InvalidKeyError`, `RateLimitedError`, and 403 for a page."""
        scope = _with_key(scope)
        request = Request(scope, receive)
        await _refuse_pages(request)
        await may_read(request, Response())
        await self._manager.handle_request(scope, receive, send)


async def _refuse_pages(request: Request) -> None:
    """Refuse a call that a page in a browser makes, unless the page may call the API.

    Browsers name the page's origin with every POST, assistants have none. A page that had a name of
    its own lead to this machine would reach a service without keys otherwise.
    """
    origin = request.headers.get("origin")
    if origin and origin not in (await service_of(request)).cors_origins:
        raise HTTPException(403)


def _with_key(scope: Scope) -> Scope:
    """The call, its bearer token as the API's key: many assistants send that header alone."""
    headers = Headers(scope=scope)
    scheme, _, token = headers.get(_AUTHORIZATION, "").partition(" ")
    if _KEY in headers or scheme.lower() != "bearer" or not token.strip():
        return scope
    key = (_KEY.encode(), token.strip().encode("latin-1"))
    return {**scope, "headers": [*scope["headers"], key]}
