"""Finds the readable files among the files and folders that the user named, within bounds."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import unquote

from research.domain.errors import FetchError, SourceUnusableError, TooLargeError
from research.domain.source import Failure
from research.domain.uploads.file_kinds import CONTENT_TYPES, KIND_NAMES, NOT_READ

MAX_FILES = 2_000
MAX_TOTAL_BYTES = 200_000_000
MAX_FOLDERS = 5_000
"""Folders looked into: a whole disk named by mistake takes seconds."""
MAX_DEPTH = 12
MAX_NAMED_UNREAD = 50
"""Files of other kinds that are named one by one in a folder; the rest are counted."""
_MAX_REASONS = 3


@dataclass(frozen=True, slots=True)
class LocalFiles:
    """Files to read, without links and repetitions, and a failure for each that was left out."""

    files: tuple[Path, ...]
    failures: tuple[Failure, ...]

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses of `files`."""
        return tuple(path.as_uri() for path in self.files)


def find_files(named: Sequence[Path], max_bytes: int) -> LocalFiles:
    """The files `named` and those below the folders `named`, in that order, sorted in a folder.

    Hidden files, links that lead out of their folder and special files are skipped; a folder's
    files of other kinds are failures.
    Raises `SourceUnusableError` for a name that does not exist or can't be read, for a named
    file of another kind or of more than `max_bytes`, and when there is no file to read at all.
    """
    failures: list[Failure] = []
    sizes: dict[Path, int] = {}
    for path in named:
        try:
            root = resolved(path)
            if root.is_dir():
                os.scandir(root).close()
                sizes |= _in_folder(root, max_bytes, failures)
            else:
                sizes[root] = _named_size(root, max_bytes)
        except FetchError as error:
            raise SourceUnusableError(f"{shown(path)}: {error}") from None
        except OSError as error:
            raise SourceUnusableError(f"{shown(path)}: {_reason(error)}") from None
    if not sizes:
        names = ", ".join(map(shown, named))
        why = reasons(failures) or f"no file of a kind that can be read ({KIND_NAMES})"
        raise SourceUnusableError(f"{names}: {why}")
    return LocalFiles(_within_bounds(sizes, failures), tuple(failures))


def resolved(path: Path) -> Path:
    """`path` with its links followed. Raises `FetchError` for an impossible path, and `OSError`."""
    try:
        return path.resolve(strict=True)
    except (ValueError, RuntimeError):  # a NUL in the name; links in a circle, before Python 3.13
        raise FetchError("no such file or folder") from None


def shown(path: Path) -> str:
    """`path` as valid Unicode, for terminals and reports."""
    return os.fsencode(path).decode(errors="replace")


def check_size(size: int, max_bytes: int) -> int:
    """`size`. Raises `TooLargeError` when it is more than `max_bytes`."""
    if size > max_bytes:
        raise TooLargeError(f"the file has {size:,} bytes, more than the limit of {max_bytes:,}")
    return size


def reasons(failures: Sequence[Failure]) -> str:
    """The first few of `failures` on one line, each with its file's name."""
    shown_first = [f"{_name(failure)}: {failure.message}" for failure in failures[:_MAX_REASONS]]
    more = len(failures) - len(shown_first)
    return "; ".join(shown_first) + (f"; and {more} more" if more else "")


def is_hidden(path: Path, root: Path) -> bool:
    """Whether a part of `path` below `root` starts with a dot."""
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def _named_size(path: Path, max_bytes: int) -> int:
    if not path.is_file():
        raise FetchError("neither a file nor a folder")
    if path.suffix.lower() not in CONTENT_TYPES:
        raise FetchError(NOT_READ)
    path.open("rb").close()
    return check_size(path.stat().st_size, max_bytes)


def _in_folder(root: Path, max_bytes: int, failures: list[Failure]) -> dict[Path, int]:
    sizes: dict[Path, int] = {}
    for path in islice(_readable_kinds(root, failures), MAX_FILES + 1):
        try:
            sizes[path] = check_size(path.stat().st_size, max_bytes)
        except (OSError, TooLargeError) as error:
            failures.append(_failure(path, error))
    return sizes


def _readable_kinds(root: Path, failures: list[Failure]) -> Iterator[Path]:
    """The regular files below `root` with a readable suffix; others are added to `failures`.

    Linked folders are not entered.
    """
    unread: list[Path] = []

    def note(error: OSError) -> None:
        failures.append(_failure(Path(error.filename), error))

    for folder, subfolders, names in islice(os.walk(root, onerror=note), MAX_FOLDERS):
        here = Path(folder)
        is_deepest = len(here.relative_to(root).parts) >= MAX_DEPTH
        visible = [name for name in subfolders if not name.startswith(".")]
        subfolders[:] = [] if is_deepest else sorted(visible)
        for name in sorted(names):
            path = here / name
            if name.startswith("."):
                continue
            if path.suffix.lower() in CONTENT_TYPES:
                yield from _regular(path, root)
            else:
                unread += _regular(path, root)
    failures += _of_other_kinds(root, unread)


def _of_other_kinds(root: Path, unread: Sequence[Path]) -> Iterator[Failure]:
    for path in unread[:MAX_NAMED_UNREAD]:
        yield _failure(path, FetchError(NOT_READ))
    more = len(unread) - MAX_NAMED_UNREAD
    if more > 0:
        yield _failure(root, FetchError(f"{more:,} more files are {NOT_READ}"))


def _regular(path: Path, root: Path) -> Iterator[Path]:
    """The file that `path` leads to, if it may be read and is below `root`."""
    try:
        target = resolved(path)
    except (OSError, FetchError):  # a link to nothing
        return
    if target.is_relative_to(root) and not is_hidden(target, root) and target.is_file():
        yield target


def _within_bounds(sizes: dict[Path, int], failures: list[Failure]) -> tuple[Path, ...]:
    kept: list[Path] = []
    total = 0
    for path, size in sizes.items():
        total += size
        if len(kept) == MAX_FILES or total > MAX_TOTAL_BYTES:
            bound = f"{MAX_FILES:,} files or {MAX_TOTAL_BYTES:,} bytes in all"
            error = TooLargeError(f"not read, and none after it: more than {bound}")
            failures.append(_failure(path, error))
            break
        kept.append(path)
    return tuple(kept)


def _failure(path: Path, error: OSError | FetchError) -> Failure:
    message = _reason(error) if isinstance(error, OSError) else str(error)
    code = FetchError.code if isinstance(error, OSError) else error.code
    return Failure(subject=path.as_uri(), code=code, message=message)


def _reason(error: OSError) -> str:
    return error.strerror or "can't be read"


def _name(failure: Failure) -> str:
    return unquote(failure.subject.rpartition("/")[2])
