"""Stands behind `ports.ReportStore`: a dictionary."""

import re
from hashlib import sha256
from typing import BinaryIO

from research.domain.errors import (
    NotStoredError,
    StoreConflictError,
    StoreError,
    StoreUnavailableError,
)
from research.domain.storage import StoredFile

_NAME = re.compile(r"[A-Za-z0-9][\w.-]*(?:/[A-Za-z0-9][\w.-]*)*", re.ASCII)


class FakeReportStore:
    """Keeps bodies and content types by name. While `away`, it raises `StoreUnavailableError`."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[bytes, str]] = {}
        self.away = False

    async def put(self, name: str, body: bytes, content_type: str) -> str:
        """Keep the file; its ``memory:`` address. Raises `StoreError` for a name of odd form."""
        self._check(name)
        self.files[name] = body, content_type
        return f"memory:{name}"

    async def put_if(self, name: str, body: bytes, content_type: str, tag: str | None) -> str:
        """Keep the file if what is there has `tag`; the new tag."""
        self._check(name)
        held = self.files.get(name)
        if (_tag(held[0]) if held else None) != tag:
            raise StoreConflictError(name)
        self.files[name] = body, content_type
        return _tag(body)

    async def put_file(self, name: str, file: BinaryIO, content_type: str) -> None:
        """Keep what the file holds."""
        file.seek(0)
        await self.put(name, file.read(), content_type)

    async def copy(self, name: str, to: str) -> None:
        """Keep it under both names."""
        self._check(to)
        await self.get(name)
        self.files[to] = self.files[name]

    async def size(self, name: str) -> int:
        """How long it is."""
        return len((await self.get(name)).body)

    async def get(self, name: str) -> StoredFile:
        """What is there, and its tag."""
        self._check(name)
        if name not in self.files:
            raise NotStoredError(name)
        body = self.body(name)
        return StoredFile(body=body, tag=_tag(body))

    async def list(self, folder: str) -> tuple[str, ...]:
        """The names right under ``folder/``."""
        self._check(folder)
        names = (name for name in self.files if name.rpartition("/")[0] == folder)
        return tuple(sorted(names))

    async def has_files(self, folder: str) -> bool:
        """Whether any name is under ``folder/``."""
        self._check(folder)
        return any(name.startswith(f"{folder}/") for name in self.files)

    async def delete(self, name: str) -> None:
        """Forget the file."""
        self._check(name)
        self.files.pop(name, None)

    def body(self, name: str) -> bytes:
        """What was last stored under `name`."""
        return self.files[name][0]

    def _check(self, name: str) -> None:
        if self.away:
            raise StoreUnavailableError("away")
        if len(name) > 200 or not _NAME.fullmatch(name):
            raise StoreError(f"not a name: {name!r}")


def _tag(body: bytes) -> str:
    return sha256(body).hexdigest()
