"""A report store in a folder."""

import asyncio
import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from hashlib import sha256
from io import BufferedWriter
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from filelock import FileLock, Timeout

from research.adapters.reports import check_name, run_to_end
from research.domain.errors import NotStoredError, StoreConflictError, StoreUnavailableError
from research.domain.storage import StoredFile

LOCK_TIMEOUT_SECONDS = 5.0
"""A conditional write holds the lock for about a millisecond."""
LOCK_POLL_SECONDS = 0.002
_NO_LINKS = frozenset((errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS))
FOLDER_ATTEMPTS = 20
_WRITING = ".writing-"


class FolderReports:
    """`ports.ReportStore` in a folder, which is made when it is first needed.

    A reader sees all of a file or none. The address of a file is its ``file:`` URL. The content
    type is not stored: the name's ending implies it. Any number of processes may share it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()

    async def put(self, name: str, body: bytes, content_type: str) -> str:  # noqa: ARG002
        """Write `body` to the file `name`; return its address."""
        path = self._path(name)
        with _our_errors("write", path):
            await run_to_end(lambda: _write(path, body))
        return path.as_uri()

    async def put_if(
        self,
        name: str,
        body: bytes,
        content_type: str,  # noqa: ARG002 (the port's)
        tag: str | None,
    ) -> str:
        """Write `body` if the file still has `tag`; the new tag, which is the body's SHA-256.

        A new file, which nobody waits for, is written at once: the way to a thread and back takes
        longer, and each submit would go it.
        """
        path = self._path(name)
        with _our_errors("write", path):
            if tag is not None or not _write_new(path, body):
                await run_to_end(lambda: _write_if(path, body, tag))
        return _tag(body)

    async def put_file(self, name: str, file: BinaryIO, content_type: str) -> None:  # noqa: ARG002
        """Copy `file` to the file `name`, piece by piece."""
        path = self._path(name)
        with _our_errors("write", path):
            await run_to_end(lambda: _replace(path, lambda there: _copy_all(file, there)))

    async def copy(self, name: str, to: str) -> None:
        """Link the file under a second name; copy it where the file system knows no hard links.

        Either name may be replaced or removed then: that leaves the other's bytes as they are.
        """
        path, other = self._path(name), self._path(to)
        with _our_errors("copy", path):
            await run_to_end(lambda: _link_or_copy(path, other))

    async def size(self, name: str) -> int:
        """The file's bytes, counted."""
        path = self._path(name)
        with _our_errors("read", path):
            return (await asyncio.to_thread(path.stat)).st_size

    async def get(self, name: str) -> StoredFile:
        """The file's bytes."""
        path = self._path(name)
        with _our_errors("read", path):
            body = await asyncio.to_thread(path.read_bytes)
        return StoredFile(body=body, tag=_tag(body))

    async def list(self, folder: str) -> tuple[str, ...]:
        """The files in `folder`, without those that are being written."""
        path = self._path(folder)
        try:
            with _our_errors("read", path):
                names = await asyncio.to_thread(_file_names, path)
        except NotStoredError:
            return ()
        return tuple(f"{folder}/{name}" for name in names)

    async def has_files(self, folder: str) -> bool:
        """Whether any file is under `folder` that is not just being written."""
        path = self._path(folder)
        with _our_errors("read", path):
            return await asyncio.to_thread(_has_files, path)

    async def delete(self, name: str) -> None:
        """Remove the file, and its folder where nothing is left in it."""
        path = self._path(name)
        with _our_errors("remove", path):
            await asyncio.to_thread(_remove, path, self._folder)

    def _path(self, name: str) -> Path:
        return self._folder / check_name(name)


@contextmanager
def _our_errors(verb: str, path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NotStoredError(f"there is no {path}") from error
    except (OSError, Timeout) as error:
        reason = getattr(error, "strerror", None) or error
        raise StoreUnavailableError(f"can't {verb} {path}: {reason}") from error


def _tag(body: bytes) -> str:
    return sha256(body).hexdigest()


def _file_names(path: Path) -> list[str]:
    """The files in the folder `path`. What writers that died left there is removed."""
    with os.scandir(path) as entries:
        files = [entry.name for entry in entries if entry.is_file()]
    for name in files:
        if name.startswith(_WRITING):
            _remove_if_left(path / name)
    names = sorted(name for name in files if not name.startswith("."))
    if files and not names:
        with suppress(OSError):  # not empty: others write there
            path.rmdir()
    return names


def _has_files(path: Path) -> bool:
    return any(not name.startswith(".") for _, _, names in os.walk(path) for name in names)


def _remove_if_left(temporary: Path) -> None:
    """Remove the file unless its writer, who holds its lock, still lives."""
    with suppress(FileNotFoundError, BlockingIOError), temporary.open("rb") as file:
        flock(file, LOCK_EX | LOCK_NB)
        temporary.unlink()


def _write(path: Path, body: bytes) -> None:
    _replace(path, lambda file: file.write(body))


def _replace(path: Path, write: Callable[[BufferedWriter], object]) -> None:
    """Write beside `path`, then rename, which replaces in one step."""
    with _temporary_copy(path, write) as temporary:
        os.replace(temporary, path)


def _copy_all(file: BinaryIO, there: BufferedWriter) -> None:
    file.seek(0)
    shutil.copyfileobj(file, there)


def _link_or_copy(path: Path, other: Path) -> None:
    """Link beside `other`, then rename: what goes meanwhile leaves `other` as it was."""
    beside = Path(f"{other.parent}/{_WRITING}{token_hex(8)}")
    with path.open("rb") as file:
        other.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, beside)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            _replace(other, lambda there: _copy_all(file, there))
        else:
            os.replace(beside, other)
            beside.unlink(missing_ok=True)  # there still where both were one file already


def _write_new(path: Path, body: bytes) -> bool:
    """Write beside `path`, then link; False where the file system knows no hard links.

    No lock is needed, which would take twice as long as all the rest: a second link to a file
    that is complete is made only where there is none yet. Raises `StoreConflictError` where
    there is one.
    """
    with _temporary_copy(path, lambda file: file.write(body)) as temporary:
        try:
            os.link(temporary, path)
        except FileExistsError as error:
            raise StoreConflictError(f"{path.name} was written by someone else") from error
        except OSError as error:
            if error.errno in _NO_LINKS:
                return False
            raise
    return True


@contextmanager
def _temporary_copy(path: Path, write: Callable[[BufferedWriter], object]) -> Iterator[str]:
    """A file that `write` fills in the folder of `path`, gone at the end if still of that name.

    It is locked meanwhile, which tells it from one whose writer died.
    """
    with _temporary_file(path.parent) as file:
        try:
            write(file)
            file.flush()
            yield file.name
        finally:
            Path(file.name).unlink(missing_ok=True)


def _temporary_file(folder: Path) -> BufferedWriter:
    """A new file in `folder`, which whoever empties it may remove just after we made it."""
    for _ in range(FOLDER_ATTEMPTS):
        try:
            return _create_temporary(folder)
        except FileNotFoundError:
            # What making a folder meets that was there, and then is not.
            with suppress(FileNotFoundError, FileExistsError):
                folder.mkdir(parents=True, exist_ok=True)
    return _create_temporary(folder)


def _create_temporary(folder: Path) -> BufferedWriter:
    """Raises `FileNotFoundError` where there is no folder, or the file is gone before its lock."""
    path = Path(f"{folder}/{_WRITING}{token_hex(8)}")
    with ExitStack() as stack:
        file = stack.enter_context(path.open("xb"))
        flock(file, LOCK_EX)
        path.stat()
        stack.pop_all()
    return file


def _remove(path: Path, root: Path) -> None:
    path.unlink(missing_ok=True)
    if path.parent != root:
        with suppress(OSError):  # not empty, as a rule
            path.parent.rmdir()


def _write_if(path: Path, body: bytes, tag: str | None) -> None:
    """Compare and write under the folder's lock, which the system frees when a process dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.parent / ".conditional-writes.lock"
    with FileLock(lock, timeout=LOCK_TIMEOUT_SECONDS, poll_interval=LOCK_POLL_SECONDS):
        held = _tag(path.read_bytes()) if path.exists() else None
        if held != tag:
            raise StoreConflictError(f"{path.name} was written by someone else")
        _write(path, body)
