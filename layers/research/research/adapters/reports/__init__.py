"""Adapters of `ReportStore` and `Journal`: a folder, an S3 bucket; and the names they accept."""

import asyncio
import re
from collections.abc import Callable
from typing import TypeVar

from research.domain.errors import StoreError

MAX_NAME_CHARACTERS = 200
"""A file name may have 255 bytes on the usual file systems; the rest is for the temporary name."""
_NAME = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]*/)*[A-Za-z0-9][A-Za-z0-9._-]*")


T = TypeVar("T")


async def run_to_end(call: Callable[[], T]) -> T:
    """What `call` returns, in a thread, which is waited for even if this task is cancelled.

    A thread can't be stopped: without waiting, a write would still happen after its caller has
    ended, such as after the job was deleted for which it wrote.
    """
    running = asyncio.ensure_future(asyncio.to_thread(call))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise


def check_name(name: str) -> str:
    """Return `name`. Raises `StoreError` unless it is safe in every report store.

    Its parts, separated by ``/``, are ASCII letters, digits, dots, dashes and
    underscores, and start with a letter or digit: nothing that leads out of a folder, hides in
    it, or must be escaped in an address.
    """
    if len(name) > MAX_NAME_CHARACTERS or not _NAME.fullmatch(name):
        raise StoreError(f"not a name for a report's file: {name[:80]!r}")
    return name
