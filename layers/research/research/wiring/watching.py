"""Opens the watches of this machine's stores, for the command line."""

from contextlib import AsyncExitStack
from secrets import token_hex

from pydantic import SecretStr

from research.api.app import create_app
from research.client import AsyncResearchClient
from research.client.in_process import HERE, InProcess
from research.settings import Settings
from research.wiring.service import open_service
from research.wiring.stores import open_local_queue, open_stores


async def open_watch_client(settings: Settings, stack: AsyncExitStack) -> AsyncResearchClient:
    """A client of a service on the stores of `settings`, in this process: so a watch is checked as
    one that comes over HTTP is. No worker runs; `serve` or the deployed stack starts what is due.
    """
    stores = open_stores(settings, stack)
    # Whoever runs the command has the reports, and so is their admin.
    key = token_hex(16)
    update = {
        "api_key": SecretStr(""),
        "api_keys": SecretStr(f"local:{key}:admin"),
        "rate_limit_per_minute": 0,
    }
    queue = open_local_queue(settings, stores, _refuse)  # never entered: nothing is queued
    service = open_service(settings.model_copy(update=update), stores, queue)
    transport = InProcess(create_app(service, ["submit", "status"]))
    client = AsyncResearchClient(HERE, key, transport=transport)
    return await stack.enter_async_context(client)


async def _refuse(job_id: str) -> None:
    raise AssertionError(f"no job runs here: {job_id}")
