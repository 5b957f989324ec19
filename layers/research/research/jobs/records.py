"""Records that other programs keep of jobs of their own: any JSON object under any id.

They lie in the report store, a file each, beside the jobs of the API and apart from them: no worker
runs them, no transition is checked, and they last until they are deleted.
"""

import asyncio
import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter, ValidationError

from research.domain.errors import (
    JobNotFoundError,
    JobUnreadableError,
    NotStoredError,
    StoreConflictError,
    ValueNotStorableError,
)
from research.ports import Clock, ReportStore

FOLDER = "jobs-records"
READ_AT_ONCE = 16

Data = dict[str, Any]
_Stored = TypeAdapter(tuple[float, Data])
"""When it was made, in seconds since the epoch, and the object."""


class JobRecords:
    """JSON objects by id, for any number of processes at once. Every method raises `StoreError`."""

    def __init__(self, reports: ReportStore, clock: Clock) -> None:
        self._reports = reports
        self._clock = clock

    async def put(self, record_id: str, data: Data) -> None:
        """Keep `data`, replacing what was there. Raises `ValueNotStorableError`."""
        await self._write(record_id, lambda _: data)

    async def get(self, record_id: str) -> Data:
        """What is kept. Raises `JobNotFoundError`, `JobUnreadableError`."""
        return (await self._read(_name(record_id)))[1]

    async def update(self, record_id: str, fields: Data) -> Data:
        """Set `fields` in the object, on what others wrote meanwhile. Returns the whole object.

        Raises as `get` and `put` do.
        """

        def updated(before: Data | None) -> Data:
            if before is None:
                raise JobNotFoundError(f"there is no job {record_id}")
            return before | fields

        return await self._write(record_id, updated)

    async def delete(self, record_id: str) -> bool:
        """Remove it; whether there was one."""
        name = _name(record_id)
        try:
            await self._reports.get(name)
        except NotStoredError:
            return False
        await self._reports.delete(name)
        return True

    async def all(self) -> list[tuple[float, Data]]:
        """Every object with the time it was made, in seconds since the epoch. Raises
        `JobUnreadableError`.
        """
        names = await self._reports.list(FOLDER)
        found: list[tuple[float, Data]] = []
        for start in range(0, len(names), READ_AT_ONCE):
            reads = map(self._read, names[start : start + READ_AT_ONCE])
            for answer in await asyncio.gather(*reads, return_exceptions=True):
                if isinstance(answer, JobNotFoundError):
                    continue  # deleted meanwhile
                if isinstance(answer, BaseException):
                    raise answer
                found.append(answer)
        return found

    async def _read(self, name: str) -> tuple[float, Data]:
        try:
            return _parsed((await self._reports.get(name)).body, name)
        except NotStoredError:
            raise JobNotFoundError("there is no such job") from None

    async def _write(self, record_id: str, change: Callable[[Data | None], Data]) -> Data:
        """Read, change, and write on the condition that nobody else did; else again.

        Of those who collide one always gets through, so it ends.
        """
        name = _name(record_id)
        while True:
            tag, created_seconds, before = None, self._clock.now().timestamp(), None
            try:
                file = await self._reports.get(name)
                tag, (created_seconds, before) = file.tag, _parsed(file.body, name)
            except NotStoredError:
                pass
            data = change(before)
            try:
                body = _body((created_seconds, data))
                await self._reports.put_if(name, body, "application/json", tag)
            except StoreConflictError:
                continue
            return data


def _name(record_id: str) -> str:
    """A digest, since an id may be any text and a file's name may not."""
    digest = sha256(record_id.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{FOLDER}/{digest}.json"


def _parsed(body: bytes, name: str) -> tuple[float, Data]:
    try:
        return _Stored.validate_json(body)
    except ValidationError as error:
        raise JobUnreadableError(f"{name} is no job's record: {error.errors()[0]['msg']}") from None


def _body(stored: tuple[float, Data]) -> bytes:
    try:
        _Stored.validate_python(stored, strict=True)
        return json.dumps(stored, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError):
        raise ValueNotStorableError("a job's data is a dict that JSON can hold") from None
