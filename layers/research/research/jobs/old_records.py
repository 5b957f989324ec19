"""Small records that are needed for a while alone, removed from the report store after it.

Where it is a bucket, its lifecycle rules do the same.
"""

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from pydantic import AwareDatetime, BaseModel, ValidationError

from research.domain.errors import NotStoredError
from research.jobs.repeating import keep_doing
from research.ports import Clock, ReportStore

PAUSE_SECONDS = 24 * 3600.0
LONGER = timedelta(days=1)
"""Than what the records are about: another machine's clock may be behind."""
READS_AT_ONCE = 16

_log = logging.getLogger(__name__)


class DatedRecord(BaseModel):
    """What every such record holds, whatever else is in it."""

    at: AwareDatetime


async def remove_old(
    folders: Mapping[str, timedelta], *, reports: ReportStore, clock: Clock
) -> int:
    """Remove what is older than its folder is kept; how many records these were.

    A record without a time gets one, and is kept from then on. Raises `StoreError`.
    """
    removed = 0
    for folder, kept in folders.items():
        names = await reports.list(folder)
        for start in range(0, len(names), READS_AT_ONCE):
            some = names[start : start + READS_AT_ONCE]
            old = [_remove_if_old(name, kept + LONGER, reports, clock.now()) for name in some]
            removed += sum(await asyncio.gather(*old))
    return removed


async def keep_removing(
    folders: Mapping[str, timedelta], *, reports: ReportStore, clock: Clock
) -> None:
    """`remove_old`, now and once a day, until cancelled."""

    async def remove() -> None:
        removed = await remove_old(folders, reports=reports, clock=clock)
        _log.info("%d old records were removed", removed)

    await keep_doing(remove, PAUSE_SECONDS, "can't remove old records")


async def _remove_if_old(name: str, kept: timedelta, reports: ReportStore, now: datetime) -> bool:
    try:
        at = DatedRecord.model_validate_json((await reports.get(name)).body).at
    except NotStoredError:
        return False
    except ValidationError:
        body = DatedRecord(at=now).model_dump_json().encode()
        await reports.put(name, body, "application/json")
        return False
    if at + kept > now:
        return False
    await reports.delete(name)
    return True
