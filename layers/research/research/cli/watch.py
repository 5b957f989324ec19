"""``content-research watch``: questions that are researched again, daily or weekly."""

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime

from pydantic import BaseModel

from research.api.watches.forms import WatchAnswer, WatchSummary
from research.cli.request_options import given_fields
from research.cli.stopping import run_to_end
from research.cli.watch_options import WATCH_FIELDS
from research.client import AsyncResearchClient
from research.domain.errors import InvalidRequestError, WatchNotFoundError
from research.domain.job import is_job_id
from research.settings import Settings
from research.text.cleaning import clean_line

WHO_STARTS = "`content-research serve` with these reports starts it, while it runs"
_INDENT = "  "


def watch(options: Namespace) -> None:
    """Add, list or remove watches, here or of the service at `options.remote`.

    Raises `InvalidRequestError`, `WatchNotFoundError`, and what a service refuses.
    """
    if options.remote and options.reports:
        raise InvalidRequestError("--reports: the service has the watches")
    run_to_end(_carried_out(options))


async def _carried_out(options: Namespace) -> None:
    async with AsyncExitStack() as stack:
        client = await _client(options, stack)
        if options.watch_act == "add":
            _show_added(await _added(client, options), options)
        elif options.watch_act == "list":
            found = await client.watches()
            _show(found, list(_listed(found.watches)), as_json=options.json)
        else:
            if not is_job_id(options.watch):
                raise WatchNotFoundError(f"not a watch's id: {options.watch}")
            await client.remove_watch(options.watch)


async def _client(options: Namespace, stack: AsyncExitStack) -> AsyncResearchClient:
    if options.remote:
        client = AsyncResearchClient(options.remote, Settings.load().remote_api_key)
        return await stack.enter_async_context(client)
    from research.wiring.watching import open_watch_client

    folder = {"reports_directory": options.reports, "reports_bucket": ""}
    return await open_watch_client(Settings.load(**(folder if options.reports else {})), stack)


async def _added(client: AsyncResearchClient, options: Namespace) -> WatchAnswer:
    fields = given_fields(options)
    for source in fields.get("sources", ()):
        if not source.lower().startswith(("http://", "https://")):
            raise InvalidRequestError(f"--source {source}: a watch reads addresses alone")
    given = vars(options)
    fields |= {name: given[name] for name in WATCH_FIELDS if name in given}
    return await client.add_watch(options.query, **fields)


def _show_added(found: WatchAnswer, options: Namespace) -> None:
    lines = [f"watch {found.watch_id}, {_times(found)}"]
    if not options.remote:
        lines.append(WHO_STARTS)
    _show(found, lines, as_json=options.json)


def _show(found: BaseModel, lines: list[str], *, as_json: bool) -> None:
    text = found.model_dump_json(indent=2) if as_json else "\n".join(lines)
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _listed(watches: tuple[WatchSummary, ...]) -> Iterator[str]:
    if not watches:
        yield "no watches"
    for one in watches:
        yield f"{one.watch_id}  {_times(one)}"
        yield _INDENT + clean_line(one.query)
        if one.last_job_id:
            yield f"{_INDENT}last job {one.last_job_id}"


def _times(one: WatchSummary) -> str:
    due = one.next_at.astimezone(UTC)
    if due <= datetime.now(UTC):
        return f"{one.every}, due now"
    return f"{one.every}, next on {due:%A}, {due:%Y-%m-%d %H:%M} UTC"
