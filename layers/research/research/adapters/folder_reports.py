"""Reports in a folder."""

import asyncio
import os
import re
import tempfile
from pathlib import Path

from research.errors import StoreError

MAX_NAME_CHARACTERS = 200
"""A file name may have 255 bytes on the usual file systems; the rest is for the temporary name."""
_NAME = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]*/)*[A-Za-z0-9][A-Za-z0-9._-]*")


class FolderReports:
    """`ports.ReportStore` in a folder, which is made when it is first needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()

    async def put(self, name: str, body: bytes, content_type: str) -> str:  # noqa: ARG002, the port's
        """Write `body` to the file `name`; its ``file:`` address. A reader sees all of it or none.

        The parts of `name`, separated by ``/``, are letters, digits, dots, dashes and underscores
        and start with a letter or digit. Raises `StoreError` for another name, or for a folder
        that can't be written. A folder has no place for `content_type`: the name's ending tells.
        """
        if len(name) > MAX_NAME_CHARACTERS or not _NAME.fullmatch(name):
            raise StoreError(f"not a name for a report's file: {name[:80]!r}")
        path = self._folder / name
        try:
            await asyncio.to_thread(_write, path, body)
        except OSError as error:
            raise StoreError(f"can't write {path}: {error.strerror or error}") from error
        return path.as_uri()


def _write(path: Path, body: bytes) -> None:
    """Write beside `path`, then rename, which replaces in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        Path(temporary).chmod(0o644)
        os.replace(temporary, path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
