"""Opens the whole service in one process: the API, its workers, the reports and the page."""

import asyncio
import gc
import math
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.applications import Starlette

from research.api.app import create_app
from research.api.files import page_router
from research.api.files import router as reports_router
from research.api.uploads.receipts import router as receipts_router
from research.jobs.deliveries import Delivery, deliver
from research.jobs.old_records import keep_removing
from research.jobs.sweep import keep_giving_up_plans, keep_sweeping
from research.jobs.uploads.removal import keep_removing_uploads
from research.jobs.watch_starts import WatchStarter
from research.jobs.worker import run_job
from research.ports import Messages
from research.settings import Settings
from research.wiring.asking import ReportAsker
from research.wiring.assistants import open_mcp_routers
from research.wiring.run import open_callbacks, open_worker_dependencies, preload
from research.wiring.service import open_service
from research.wiring.stores import old_records, open_local_queue, open_sqs_workers, open_stores
from research.wiring.vectors_and_cache import open_cache

if TYPE_CHECKING:
    from research.adapters.queue.local_queue import LocalQueue
    from research.adapters.queue.sqs_workers import SqsWorkers


async def open_server(
    settings: Settings, stack: AsyncExitStack, *, serves_mcp: bool = True
) -> tuple[FastAPI, asyncio.Event]:
    """The app, whose workers run until `stack` closes; every running job is handed back then.

    Set the event when the process is about to end: calls that wait are then answered. Assistants
    find the tools at ``/mcp`` where `serves_mcp`.
    """
    await preload(settings)
    gc.freeze()  # a search for garbage need not look through word lists: that held calls up
    stores = open_stores(settings, stack)

    async def run(job_id: str) -> None:
        await run_job(job_id, place, lambda: math.inf)

    async def run_delivered(delivery: Delivery, messages: Messages) -> None:
        await deliver(delivery, place, messages, lambda: math.inf)

    works = [
        keep_removing(old_records(settings), reports=stores.reports, clock=stores.clock),
        keep_removing_uploads(stores.jobs, stores.reports, stores.clock),
    ]
    queue: LocalQueue | SqsWorkers
    if settings.job_queue_url:
        queue = open_sqs_workers(settings, run_delivered)
        works.append(keep_sweeping(stores.jobs, queue, stores.reports, stores.clock))
    else:
        queue = open_local_queue(settings, stores, run)  # which looks for waiting jobs itself
    works.append(keep_giving_up_plans(stores.jobs, queue, stores.clock))
    starter = WatchStarter(
        stores.jobs, stores.reports, queue, stores.clock, settings.max_pending_jobs
    )
    cache = open_cache(settings, stack)
    callbacks = open_callbacks(settings, stores, stack)
    place = open_worker_dependencies(settings, stores, queue, stack, cache, callbacks)
    for work in (callbacks.run(), *works):
        stack.callback(asyncio.create_task(work).cancel)
    await stack.enter_async_context(queue)
    stack.callback(asyncio.create_task(starter.keep_starting()).cancel)
    assistants = await open_mcp_routers(settings, stack) if serves_mcp else ()
    others = (reports_router, receipts_router, page_router(settings.web_directory), *assistants)
    asker = ReportAsker(settings, stores.reports, cache)
    service = open_service(settings, stores, queue, cache.stats, asker)
    return create_app(service, others=others), service.stopping


def app_of_environment() -> Starlette:
    """The service as an app for any ASGI server, which opens it as it starts and closes it as it
    stops. Settings are read then, not at import.
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            service, stopping = await open_server(Settings.load(), stack)
            app.mount("/", service)
            yield
            stopping.set()

    return Starlette(lifespan=lifespan)
