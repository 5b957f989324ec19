"""Fetches files from the disk: those that the user named, and no others."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from research.adapters.fetch.local_files import check_size, is_hidden, resolved
from research.domain.errors import AddressRefusedError, FetchError
from research.domain.source import Page, SourceOrigin, origin_of
from research.domain.uploads.file_kinds import CONTENT_TYPES
from research.ports import Fetcher


class FileFetcher:
    """`ports.Fetcher` for ``file:`` addresses of named files and of files in named folders."""

    def __init__(self, roots: Sequence[Path], *, max_bytes: int) -> None:
        """`roots` are the files and folders that may be read; they need not exist."""
        self._roots = tuple(root.resolve() for root in roots)
        self._max_bytes = max_bytes

    async def fetch(self, url: str) -> Page:
        """The file at `url`, with the content type of its suffix.

        Raises `AddressRefusedError` for any other address, for a path that leads out of the roots
        once its links are followed, and for hidden files and kinds that are not read;
        `TooLargeError`, and `FetchError` for what does not exist or can't be read.
        """
        return await asyncio.to_thread(self._read, url)

    def _read(self, url: str) -> Page:
        named = _path(url)
        try:
            path = resolved(named)
        except OSError as error:
            # Outside of the roots, the error must not tell whether a file exists.
            self._check(named)
            raise FetchError(error.strerror or "no such file") from None
        self._check(path)
        try:
            body = self._body(path)
        except OSError as error:
            raise FetchError(error.strerror or "the file can't be read") from None
        content_type = CONTENT_TYPES[path.suffix.lower()]
        return Page(url=url, final_url=path.as_uri(), content_type=content_type, body=body)

    def _check(self, path: Path) -> None:
        roots = [root for root in self._roots if path.is_relative_to(root)]
        if not roots or all(is_hidden(path, root) for root in roots):
            raise AddressRefusedError("not a file that was named, nor in a folder that was")
        if path.suffix.lower() not in CONTENT_TYPES:
            raise AddressRefusedError("not a file of a kind that can be read")

    def _body(self, path: Path) -> bytes:
        if not path.is_file():  # a pipe would never end
            raise AddressRefusedError("not a regular file")
        with path.open("rb") as file:
            check_size(os.fstat(file.fileno()).st_size, self._max_bytes)
            body = file.read(self._max_bytes + 1)
        check_size(len(body), self._max_bytes)
        return body


class RoutingFetcher:
    """`ports.Fetcher` over two: addresses of the user's files go to `files`, others to `web`."""

    def __init__(self, *, web: Fetcher, files: Fetcher) -> None:
        self._web = web
        self._files = files

    async def fetch(self, url: str) -> Page:
        """The page at `url`. Raises `FetchError` as the fetcher that gets the call does."""
        is_file = origin_of(url) is SourceOrigin.FILE
        return await (self._files if is_file else self._web).fetch(url)


def _path(url: str) -> Path:
    try:
        parts = urlsplit(url)
        if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
            raise AddressRefusedError("not the address of a file on this machine")
        path = Path(os.fsdecode(unquote_to_bytes(parts.path)))
    except ValueError:  # brackets that don't match, lone surrogates
        raise AddressRefusedError("the address is malformed") from None
    if not path.is_absolute() or "\0" in str(path) or ".." in path.parts:
        raise AddressRefusedError("the address is malformed")
    return path
