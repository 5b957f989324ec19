"""Does something again and again, for a service that no schedule calls."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from research.domain.errors import ResearchError

_log = logging.getLogger(__name__)


async def keep_doing(
    work: Callable[[], Awaitable[object]], every_seconds: float, failure: str
) -> None:
    """Do `work`, now and every so often, until cancelled.

    An error of ours is logged behind `failure`, and the next turn comes all the same.
    """
    while True:
        try:
            await work()
        except ResearchError as error:
            _log.warning("%s: %s", failure, error)
        await asyncio.sleep(every_seconds)
