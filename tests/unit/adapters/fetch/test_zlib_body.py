"""Bodies in every compression, whole and broken, within the limit."""

import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from research.adapters.fetch.zlib_body import drain, read_body, read_start
from research.domain.errors import FetchError, TooLargeError

TEXT = b"A sentence of a page, and another one. " * 40


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


PACKED = {
    "": TEXT,
    "identity": TEXT,
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT),
    "GZIP": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "identity, gzip": gzip.compress(TEXT),
    "utf-8, gzip": gzip.compress(TEXT),
    "gzip;q=1": gzip.compress(TEXT),
    "application/x-gzip": gzip.compress(TEXT),
    # What servers write where a compression should stand, and compressions that they don't apply.
    "utf-8": TEXT,
    "none": TEXT,
    "8bit": TEXT,
    "text/html; charset=iso-8859-1": TEXT,
    "UTF-8, none": TEXT,
    "gzip, br": TEXT,
    "br": TEXT,
    "deflate ": TEXT,
    "x-gzip ": TEXT,
}


class Chunks(httpx.AsyncByteStream):
    """A body in chunks, which notes how many were taken."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.chunks = iter(chunks)
        self.taken = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self.chunks:
            self.taken += 1
            yield chunk


def response(chunks: Iterable[bytes], encoding: str = "", **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    given = {"content-encoding": encoding} if encoding else {}
    return httpx.Response(200, headers={**given, **named}, stream=Chunks(chunks))


def cut(body: bytes, size: int) -> list[bytes]:
    return [body[start : start + size] for start in range(0, len(body), size)]


@pytest.mark.parametrize("size", [1, 2, 7, 100_000])
@pytest.mark.parametrize("encoding", PACKED)
async def test_every_encoding_in_chunks_of_every_size(encoding: str, size: int) -> None:
    assert await read_body(response(cut(PACKED[encoding], size), encoding), 5_000) == TEXT


@pytest.mark.parametrize("size", [1, 100_000])
async def test_deflate_without_its_header(size: int) -> None:
    assert await read_body(response(cut(raw_deflate(TEXT), size), "deflate"), 5_000) == TEXT


async def test_gzip_of_several_members_with_padding_behind() -> None:
    body = gzip.compress(b"one ") + gzip.compress(b"") + gzip.compress(b"two") + b"\0" * 512
    for size in (1, 13, 10_000):
        assert await read_body(response(cut(body, size), "gzip"), 1_000) == b"one two"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300_000), st.integers(1_000, 100_000))
async def test_what_was_packed_comes_back(body: bytes, size: int) -> None:
    for packed, encoding in (
        (gzip.compress(body), "gzip"),
        (zlib.compress(body), "deflate"),
        (body, ""),
    ):
        assert await read_body(response(cut(packed, size), encoding), 400_000) == body


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_body_that_ends_early_is_an_error(encoding: str) -> None:
    with pytest.raises(FetchError, match="cut off"):
        await read_body(response([PACKED[encoding][:-9]], encoding), 5_000)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_an_empty_body_is_one_whatever_its_encoding(encoding: str) -> None:
    assert await read_body(response([], encoding), 5_000) == b""


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate"]))
async def test_any_bytes_are_a_page_or_an_error_of_ours(body: bytes, encoding: str) -> None:
    with suppress(FetchError):
        assert len(await read_body(response(cut(body, 3), encoding), 1_000)) <= 1_000


async def test_a_wrong_checksum_is_an_error() -> None:
    packed = bytearray(PACKED["gzip"])
    packed[-6] ^= 1
    with pytest.raises(FetchError, match="broken"):
        await read_body(response([bytes(packed)], "gzip"), 5_000)


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "gzip, gzip", "gzip, br"])
async def test_an_encoding_that_was_not_asked_for_is_an_error(encoding: str) -> None:
    """What is no text and no gzip stands for any other compression."""
    packed = zlib.compress(TEXT)[2:]
    with pytest.raises(FetchError, match="not asked for"):
        await read_body(response(cut(packed, 5), encoding), 5_000)


async def test_bytes_under_an_unknown_name_are_left_as_they_are() -> None:
    assert await read_body(response([b"\x89PNG" + bytes(99)], "aes"), 5_000) == b"\x89PNG" + bytes(
        99
    )


async def test_exactly_the_limit_passes_and_one_more_does_not() -> None:
    assert len(await read_body(response([b"x" * 1_000]), 1_000)) == 1_000
    with pytest.raises(TooLargeError, match="larger than 1,000 bytes"):
        await read_body(response([b"x" * 1_001]), 1_000)


async def test_a_declared_length_over_the_limit_is_refused_unread() -> None:
    large = response([b"x"], content_length="1001")
    with pytest.raises(TooLargeError):
        await read_body(large, 1_000)
    assert isinstance(large.stream, Chunks)
    assert large.stream.taken == 0


@pytest.mark.parametrize("declared", ["9" * 5_000, "-1", "1e9", "٩", "2, 2", ""])
async def test_an_odd_declared_length_is_left_to_the_transport(declared: str) -> None:
    header = {"content-length": declared.encode()}
    odd = httpx.Response(200, headers=header, stream=Chunks([b"hi"]))
    assert await read_body(odd, 1_000) == b"hi"


@pytest.mark.parametrize(
    ("bomb", "encoding"),
    [
        (gzip.compress(bytes(200_000_000)), "gzip"),
        (zlib.compress(bytes(200_000_000)), "deflate"),
        (raw_deflate(bytes(200_000_000)), "deflate"),
        (gzip.compress(bytes(20_000_000)) * 10, "gzip"),
    ],
    ids=["gzip", "deflate", "raw", "members"],
)
async def test_a_bomb_is_stopped_before_it_is_large(bomb: bytes, encoding: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(TooLargeError):
            await read_body(response([bomb], encoding), 1_000_000)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 4_000_000


async def test_a_body_in_crumbs_is_given_up() -> None:
    crumbs = response(b"x" for _ in range(1_000_000))
    with pytest.raises(FetchError, match="too many small pieces"):
        await read_body(crumbs, 5_000_000)
    assert isinstance(crumbs.stream, Chunks)
    assert crumbs.stream.taken < 3_000
    assert len(await read_body(response([b"x" * 100] * 10_000), 5_000_000)) == 1_000_000


async def test_the_start_of_a_body_is_read_and_no_more() -> None:
    long = response([b"x" * 1_000] * 1_000)
    assert await read_start(long, 2_500) == b"x" * 2_500
    assert isinstance(long.stream, Chunks)
    assert long.stream.taken == 3
    assert await read_start(response([gzip.compress(bytes(10_000_000))], "gzip"), 99) == bytes(99)
    assert await read_start(response([b"short"]), 99) == b"short"


async def test_draining_takes_little_and_never_fails() -> None:
    little = response([b"x" * 100] * 10)
    await drain(little)
    assert isinstance(little.stream, Chunks)
    assert little.stream.taken == 10
    for much in (response([b"x" * 10_000] * 9), response([b"x"] * 9, content_length="99999")):
        await drain(much)
        assert isinstance(much.stream, Chunks)
        assert much.stream.taken <= 2
