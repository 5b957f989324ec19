"""Opens the MCP server: in the service, behind its keys, and for one assistant of this machine."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from importlib.util import find_spec
from secrets import token_hex

from fastapi import APIRouter
from pydantic import SecretStr
from starlette.requests import Request

from research.client import AsyncResearchClient
from research.client.in_process import HERE, LOOPBACK, InProcess, is_here
from research.domain.errors import InvalidSettingError
from research.mcp.desk import Desk
from research.settings import Settings

INSTALL = "pip install 'content-research-pipeline[mcp]'"

_log = logging.getLogger(__name__)


async def open_mcp_routers(settings: Settings, stack: AsyncExitStack) -> tuple[APIRouter, ...]:
    """The router of ``/mcp``, whose server runs until `stack` closes; no router where the SDK is
    not installed, which is told in the log.
    """
    if not _is_installed():
        _log.warning("/mcp is not served: the MCP SDK is not installed (%s)", INSTALL)
        return ()
    from research.mcp.http import mcp_router
    from research.mcp.server import mcp_server

    server = mcp_server(partial(_desk_of_call, settings))
    return (await stack.enter_async_context(mcp_router(server)),)


async def serve_assistant(settings: Settings, remote: str, stopping: asyncio.Event) -> None:
    """Serve the assistant at standard input until that ends, or `stopping` is set: with the service
    at `remote`, or with one in this process, whose jobs are handed back then.

    Raises `InvalidSettingError` where the SDK is not installed, and where no report can be stored.
    """
    if not _is_installed():
        raise InvalidSettingError(f"the MCP SDK must be installed: {INSTALL}")
    from research.mcp.server import mcp_server
    from research.mcp.stdio import serve_stdio

    async with AsyncExitStack() as stack:
        desk = await _open_desk(settings, remote, stack)

        @asynccontextmanager
        async def open_desk(_request: Request | None) -> AsyncIterator[Desk]:
            yield desk

        serving = asyncio.create_task(serve_stdio(mcp_server(open_desk)))
        # Left as it is where it must stop: it waits for a thread that waits for a line.
        told = asyncio.create_task(stopping.wait())
        await asyncio.wait([serving, told], return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            serving.result()


def _is_installed() -> bool:
    return find_spec("mcp") is not None


async def _open_desk(settings: Settings, remote: str, stack: AsyncExitStack) -> Desk:
    if remote:
        client = AsyncResearchClient(remote, settings.remote_api_key)
        return Desk(await stack.enter_async_context(client), str)
    from research.wiring.one_run import check_machine
    from research.wiring.server import open_server

    check_machine(settings, ())

    # Whoever runs the command has the folder of reports, and so is its admin.
    key = token_hex(16)
    update = {
        "api_key": SecretStr(""),
        "api_keys": SecretStr(f"local:{key}:admin"),
        "rate_limit_per_minute": 0,
    }
    app, _ = await open_server(settings.model_copy(update=update), stack, serves_mcp=False)
    transport = InProcess(app, settings.reports_url)
    client = AsyncResearchClient(HERE, key, transport=transport)
    return Desk(await stack.enter_async_context(client), _link_to_store(settings))


def _desk_of_call(settings: Settings, request: Request | None) -> AbstractAsyncContextManager[Desk]:
    """The desk of whoever sent `request` to the service in this process."""
    assert request is not None, "over HTTP there is a request"
    return _desk_in_process(settings, request)


@asynccontextmanager
async def _desk_in_process(settings: Settings, request: Request) -> AsyncIterator[Desk]:
    key = request.headers.get("x-api-key", "") if settings.asks_for_keys else ""
    caller = (request.client.host, request.client.port) if request.client else LOOPBACK
    transport = InProcess(request.app, settings.reports_url, caller)
    base = str(request.base_url).rstrip("/")
    async with AsyncResearchClient(HERE, key, transport=transport) as client:
        yield Desk(client, lambda url: base + url.removeprefix(HERE) if is_here(url) else url)


def _link_to_store(settings: Settings) -> Callable[[str], str]:
    """Links to where reports are stored: a process without a port serves none."""
    if bucket := settings.reports_bucket:
        base = f"s3://{bucket}"
    else:
        base = settings.reports_directory.absolute().as_uri()
    at_service = f"{HERE}/reports"
    return lambda url: base + url.removeprefix(at_service) if is_here(url) else url
