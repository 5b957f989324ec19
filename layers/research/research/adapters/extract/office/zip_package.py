"""Opens files that are zip archives of XML, within limits, for every reader of such files."""

import posixpath
import zlib
from io import BytesIO
from typing import Self
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml.etree import LxmlError, XMLParser, _Element, fromstring

from research.domain.errors import ExtractError
from research.text.cleaning import clean_line

MAX_FILES = 2_000
MAX_UNZIPPED_BYTES = 50_000_000
MAX_XML_BYTES = 10_000_000
"""The largest XML part, three novels long. As a tree, a part takes ten times its size."""
MAX_RATIO = 250
"""Unpacked to packed bytes. XML of real files packs to a tenth or a thirtieth; zeros to 1/1032."""
_RATIO_FROM_BYTES = 1_000_000
_ENCRYPTED = 0x1
_MEDIA = ("/media/", "/embeddings/", "/fonts/")
_DECLARES = [word.encode(charset) for word in ("<!DOCTYPE", "<!ENTITY")
             for charset in ("ascii", "utf-16-le", "utf-16-be")]  # fmt: skip

BROKEN = (BadZipFile, LxmlError, zlib.error, ValueError, KeyError, IndexError, TypeError,
          AttributeError, AssertionError, RecursionError, NotImplementedError, RuntimeError,
          EOFError, OSError, ArithmeticError)  # fmt: skip
"""What broken archives make this module, and the libraries that read such files, raise."""


class ZipPackage:
    """The parts of a zip archive. Its depth in XML is bounded by libxml2, at 256 elements."""

    def __init__(self, body: bytes) -> None:
        """Raises `ExtractError` for an archive that is broken, encrypted or over the limits."""
        try:
            self._archive = ZipFile(BytesIO(body))
        except BROKEN as error:
            raise ExtractError(f"a broken archive: {_reason(error)}") from error
        # The sizes it declares can be relied on: zipfile never unpacks more of a file.
        self._files = {file.filename: file for file in self._archive.infolist()}
        _check(self._archive.infolist())
        self.names = frozenset(self._files)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._archive.close()

    def read(self, name: str) -> bytes:
        """The part called `name`. Raises `ExtractError` for a missing, broken or too large one."""
        file = self._files.get(name)
        if file is None:
            raise ExtractError(f"a broken file: {clean_line(name, 80)} is missing in it")
        if file.file_size > MAX_XML_BYTES:
            raise _too_large()
        try:
            return self._archive.read(file)
        except BROKEN as error:
            raise ExtractError(f"a broken file: {_reason(error)}") from error

    def xml(self, name: str) -> _Element:
        """The root of the part `name`, without comments. Raises `ExtractError` as `read` does.

        Entities are not expanded, and nothing outside of the part is read.
        """
        try:
            return fromstring(self.read(name), _parser())
        except (LxmlError, ValueError) as error:
            raise ExtractError(f"a broken file: {_reason(error)}") from error

    def check_parts(self) -> None:
        """Check every XML part for a library that reads the file by itself.

        Raises `ExtractError` for one that is too large, and for one that declares entities, which
        the Open Packaging Conventions forbid.
        """
        for name, file in self._files.items():
            if any(folder in f"/{name}" for folder in _MEDIA):
                continue
            if file.file_size > MAX_XML_BYTES:
                raise _too_large()
            part = self.read(name) if name.endswith((".xml", ".rels")) else b""
            if any(word in part for word in _DECLARES):
                raise ExtractError("a file whose XML declares entities")


def target(base: str, href: str) -> str:
    """The name of the part that `href` in the part `base` leads to."""
    path = unquote(href.partition("#")[0])
    if path.startswith("/"):
        return path[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path))


def _check(files: list[ZipInfo]) -> None:
    if any(file.flag_bits & _ENCRYPTED for file in files):
        raise ExtractError("a file with a password")
    unpacked = sum(file.file_size for file in files)
    packed = sum(file.compress_size for file in files)
    is_bomb = unpacked > _RATIO_FROM_BYTES and unpacked > MAX_RATIO * packed
    if len(files) > MAX_FILES or unpacked > MAX_UNZIPPED_BYTES or is_bomb:
        raise _too_large()


def _too_large() -> ExtractError:
    return ExtractError("a file that unpacks to more than it should")


def _parser() -> XMLParser:
    return XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
                     remove_comments=True, remove_pis=True)  # fmt: skip


def _reason(error: Exception) -> str:
    return clean_line(str(error), 120) or type(error).__name__
