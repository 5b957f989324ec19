"""Reads and decompresses a response's body, never holding more of it than was asked for.

httpx decompresses each chunk whole, and a chunk of 64 KB can hold 64 MB of zeros. Here every step
bounds its output, which zlib can do. So only gzip and deflate are accepted: Brotli's library has
no such limit in the releases that are supported.

Content-Encoding is often wrong: servers write a charset or "none" there, or name a compression that
they don't apply. So what a body begins with decides, wherever it is text.
"""

import asyncio
import codecs
import re
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress

import httpx

from research.domain.errors import FetchError, TooLargeError

ACCEPT_ENCODING = "gzip, deflate"
_STEP_BYTES = 65_536
_DRAIN_BYTES = 16_384
_DRAIN_SECONDS = 0.5
_MANY_CHUNKS = 2_000
_SMALL_CHUNK_BYTES = 64
"""A chunk takes some 40 µs however small it is: a megabyte in single bytes would block the loop and
every other page with it for the better part of a minute."""
_MAX_LENGTH_DIGITS = 18
_GZIP = zlib.MAX_WBITS | 16
_RAW_DEFLATE = -zlib.MAX_WBITS
_GZIP_STARTS = (b"\x1f\x8b", b"\x1f")  # the second where a chunk ends between the two bytes
_START_BYTES = 32
"""What a body begins with tells whether it is text: of 32 compressed bytes, one in eight or more is
a control character or no UTF-8."""
_NOT_ASKED_FOR = frozenset(("br", "zstd", "compress", "x-compress", "dcb", "dcz", "exi"))
_NO_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


async def read_body(response: httpx.Response, max_bytes: int) -> bytes:
    """The whole body, decompressed.

    Raises `TooLargeError` when it has more than `max_bytes` before or after decompression,
    `FetchError` when it ends early or can't be decompressed, and `httpx.TransportError`.
    """
    if _declared_bytes(response) > max_bytes:
        raise _too_large(max_bytes)
    body = bytearray()
    async for piece in _pieces(response, max_bytes):
        body += piece
        if len(body) > max_bytes:
            raise _too_large(max_bytes)
    return bytes(body)


async def read_start(response: httpx.Response, max_bytes: int) -> bytes:
    """The first `max_bytes` of the body, decompressed.

    Raises as `read_body`, except that `TooLargeError` is only for compressed data of more than
    `max_bytes`.
    """
    body = bytearray()
    async for piece in _pieces(response, max_bytes):
        body += piece
        if len(body) >= max_bytes:
            break
    return bytes(body[:max_bytes])


async def drain(response: httpx.Response) -> None:
    """Read and discard a small body, so that the connection can be used again.

    Only later requests profit, so failures are ignored and it is bounded in time.
    """
    received = _declared_bytes(response)
    with suppress(TimeoutError, httpx.TransportError):
        async with asyncio.timeout(_DRAIN_SECONDS):
            async for chunk in response.aiter_raw():
                received += len(chunk)
                if received > _DRAIN_BYTES:
                    break


async def _pieces(response: httpx.Response, max_bytes: int) -> AsyncIterator[bytes]:
    decoder = _Body(response.headers.get("content-encoding", ""))
    received = chunks = 0
    async for chunk in response.aiter_raw():
        for piece in decoder.decode(chunk):
            yield piece
        received += len(chunk)
        chunks += 1
        if received > max_bytes:
            raise _too_large(max_bytes)
        if chunks > _MANY_CHUNKS and received < chunks * _SMALL_CHUNK_BYTES:
            raise FetchError("the page comes in too many small pieces")
    for piece in decoder.finish():
        yield piece


def _declared_bytes(response: httpx.Response) -> int:
    """The value of Content-Length; 0 where it is missing or can't be a length."""
    declared: str = response.headers.get("content-length", "")
    is_number = declared.isascii() and declared.isdigit() and len(declared) <= _MAX_LENGTH_DIGITS
    return int(declared) if is_number else 0


def _too_large(max_bytes: int) -> TooLargeError:
    return TooLargeError(f"the page is larger than {max_bytes:,} bytes")


class _Body:
    """A body that is decompressed as its Content-Encoding says, unless it begins as text."""

    def __init__(self, content_encoding: str) -> None:
        names = [name.partition(";")[0].strip().lower() for name in content_encoding.split(",")]
        self._names = [name for name in names if name not in ("", "identity")]
        self._start = b""
        self._inflate: _Inflate | None = None
        self._begun = not self._names

    def decode(self, chunk: bytes) -> Iterator[bytes]:
        """The output for `chunk`, in pieces of 64 KB at most if compressed. Raises `FetchError`."""
        if not self._begun:
            self._start += chunk
            if len(self._start) < _START_BYTES:
                return
            chunk = self._begin()
        yield from self._inflate.decode(chunk) if self._inflate else (chunk,)

    def finish(self) -> Iterator[bytes]:
        """What is left of the output. Raises `FetchError` if a compressed body is cut off."""
        if not self._begun:
            chunk = self._begin()
            yield from self._inflate.decode(chunk) if self._inflate else (chunk,)
        if self._inflate:
            self._inflate.finish()

    def _begin(self) -> bytes:
        """Decide how the body is read; what came of it so far."""
        self._begun, start = True, self._start
        self._inflate = _inflate(self._names, start)
        return start


def _inflate(names: list[str], start: bytes) -> "_Inflate | None":
    """What decompresses a body that begins with `start`; None where it is read as it is.

    Raises `FetchError` for a compression that is not read.
    """
    known = [name for name in names if name in ("gzip", "x-gzip", "deflate")]
    if not start or _is_text(start):
        return None
    if len(known) > 1 or not _NOT_ASKED_FOR.isdisjoint(names):
        raise FetchError("the page is compressed in a way that was not asked for")
    if known == ["deflate"]:
        return _Inflate(zlib.MAX_WBITS)
    return _Inflate(_GZIP) if known or start.startswith(_GZIP_STARTS[0]) else None


def _is_text(start: bytes) -> bool:
    """Whether `start` is UTF-8, its last character perhaps cut off, without control characters."""
    if len(start) < _START_BYTES // 2 or _NO_TEXT.search(start):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start[:_START_BYTES])
    except UnicodeDecodeError:
        return False
    return True


class _Inflate:
    """Decompresses gzip with any number of members, or deflate with or without zlib's header."""

    def __init__(self, window_bits: int) -> None:
        self._window_bits = window_bits
        self._inflate = zlib.decompressobj(window_bits)
        self._begun = False

    def decode(self, chunk: bytes) -> Iterator[bytes]:
        """The output for `chunk`, in pieces of 64 KB at most. Raises `FetchError`."""
        try:
            yield from self._decode(chunk)
        except zlib.error:
            raise FetchError("the page's compression is broken") from None

    def finish(self) -> None:
        """Raise `FetchError` if the compressed stream has not come to its end."""
        if self._begun and not self._inflate.eof:
            raise FetchError("the page was cut off in the middle")

    def _decode(self, chunk: bytes) -> Iterator[bytes]:
        if chunk and not self._begun:
            self._begun = True
            if self._window_bits != _GZIP and not _has_zlib_header(chunk):
                self._inflate = zlib.decompressobj(_RAW_DEFLATE)
        pending = False
        while pending or (chunk and self._continues(chunk)):
            piece = self._inflate.decompress(chunk, _STEP_BYTES)
            yield piece
            chunk = self._inflate.unconsumed_tail or self._inflate.unused_data
            # A full piece may leave output behind even when all the input is taken.
            pending = len(piece) == _STEP_BYTES and not self._inflate.eof

    def _continues(self, rest: bytes) -> bool:
        """Whether `rest` is data: after the end follows another member of gzip, or junk."""
        if self._inflate.eof:
            if self._window_bits != _GZIP or rest[:2] not in _GZIP_STARTS:
                return False
            self._inflate = zlib.decompressobj(_GZIP)
        return True


def _has_zlib_header(chunk: bytes) -> bool:
    """RFC 1950, 2.2: the method is 8. Senders of "deflate" often leave the header out."""
    return chunk[0] & 0x0F == 8 and (len(chunk) < 2 or int.from_bytes(chunk[:2]) % 31 == 0)
