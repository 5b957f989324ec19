"""Watches in the report store: a file each, named by the watch and its owner.

So one listing tells whose each is, and whoever is not the owner finds no file of that name. They
last until they are removed, and no rule of a bucket ends them.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from research.domain.errors import NotStoredError, StoreConflictError, WatchNotFoundError
from research.domain.follow_up.watch import Watch
from research.ports import ReportStore

WATCHES = "watches"
"""Their folder."""
READS_AT_ONCE = 16
_TYPE = "application/json"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HeldWatch:
    """A watch as it was read, with its file and the tag that this had."""

    watch: Watch
    name: str
    tag: str


class Watches:
    """The watches of a report store, for any number of processes at once. Raises `StoreError`."""

    def __init__(self, reports: ReportStore) -> None:
        self._reports = reports

    async def add(self, watch: Watch) -> bool:
        """Keep a new watch; whether there was none of that id."""
        try:
            await self._reports.put_if(_name_of(watch), _body(watch), _TYPE, None)
        except StoreConflictError:
            return False
        return True

    async def get(self, watch_id: str, owner: str | None) -> Watch:
        """The watch, of `owner` or, for None, of whomever. Raises `WatchNotFoundError`."""
        held = await self._read(await self._name(watch_id, owner))
        if held is None:
            raise _missing(watch_id)
        return held.watch

    async def remove(self, watch_id: str, owner: str | None) -> None:
        """Remove it, damaged or not; jobs that it started stay. Raises as `get` does."""
        name = await self._name(watch_id, owner)
        try:
            await self._reports.get(name)
        except NotStoredError:
            raise _missing(watch_id) from None
        await self._reports.delete(name)

    async def count(self, owner: str) -> int:
        """How many `owner` has."""
        return len(await self._names(owner))

    async def all(self, owner: str | None) -> list[HeldWatch]:
        """Those of `owner` or, for None, of all, oldest first; damaged ones are left out."""
        names = await self._names(owner)
        found: list[HeldWatch] = []
        for start in range(0, len(names), READS_AT_ONCE):
            some = names[start : start + READS_AT_ONCE]
            found += filter(None, await asyncio.gather(*map(self._read, some)))
        return found

    async def replace(self, held: HeldWatch, watch: Watch) -> HeldWatch:
        """Write `watch` in the place of what was read.

        Raises `StoreConflictError` where another wrote or removed it meanwhile.
        """
        tag = await self._reports.put_if(held.name, _body(watch), _TYPE, held.tag)
        return HeldWatch(watch, held.name, tag)

    async def _name(self, watch_id: str, owner: str | None) -> str:
        if owner is not None:
            return _name(watch_id, owner)
        for name in await self._reports.list(WATCHES):
            if name.startswith(f"{WATCHES}/{watch_id}."):
                return name
        raise _missing(watch_id)

    async def _names(self, owner: str | None) -> Sequence[str]:
        names = await self._reports.list(WATCHES)
        return [name for name in names if owner is None or _owner_in(name) == owner]

    async def _read(self, name: str) -> HeldWatch | None:
        """None where it is gone or damaged, which the log tells."""
        try:
            file = await self._reports.get(name)
        except NotStoredError:
            return None
        try:
            watch = Watch.model_validate_json(file.body)
        except ValidationError as error:
            _log.warning("the watch %s is damaged: %d errors", name, error.error_count())
            return None
        if _name_of(watch) != name:
            _log.warning("the watch %s is another's: %s", name, watch.watch_id)
            return None
        return HeldWatch(watch, name, file.tag)


def _missing(watch_id: str) -> WatchNotFoundError:
    return WatchNotFoundError(f"there is no watch {watch_id}")


def _name_of(watch: Watch) -> str:
    return _name(watch.watch_id, watch.owner)


def _name(watch_id: str, owner: str) -> str:
    return f"{WATCHES}/{watch_id}.{owner}.json" if owner else f"{WATCHES}/{watch_id}.json"


def _owner_in(name: str) -> str:
    """An id has no dot, so what stands behind its dot is the owner's name."""
    return name.partition(".")[2].removesuffix("json").removesuffix(".")


def _body(watch: Watch) -> bytes:
    return watch.model_dump_json(indent=1).encode()
