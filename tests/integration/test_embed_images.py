"""Images on loopback become small copies, or an error of ours, as a run has them made."""

import struct
import zlib
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from PIL import Image

from research.domain.errors import (
    AddressRefusedError,
    FetchError,
    HttpStatusError,
    ImageUnusableError,
    RobotsDisallowedError,
    TooLargeError,
)
from research.domain.request import ResearchRequest
from research.ports import ImagePreviews
from research.settings import Settings
from research.wiring.run import open_run
from tests.integration.loopback_web import LoopbackWeb, answer, redirect

SETTINGS = Settings.model_validate(
    {"fetch_allow_networks": "127.0.0.0/8", "fetch_max_bytes": 2_000_000}
)
WANTED = ResearchRequest(query="What does the ferry cost?", embed_images=True)


def png_that_says(width: int, height: int) -> bytes:
    """A PNG whose header promises so many pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        sum_of_all = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + sum_of_all

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 99))


def picture() -> bytes:
    stream = BytesIO()
    Image.new("RGB", (1200, 600), "teal").save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
async def web() -> AsyncIterator[LoopbackWeb]:
    async with LoopbackWeb(
        {
            "/robots.txt": answer(b"User-agent: *\nDisallow: /withheld/\n"),
            "/good": answer(picture(), Content_Type="text/html"),
            "/moved": redirect("/good"),
            "/page": answer(b"<html>" + b"x" * 999, Content_Type="image/png"),
            "/bomb": answer(png_that_says(90_000, 90_000), Content_Type="image/png"),
            "/large": answer(picture() + bytes(2_000_000), Content_Type="image/png"),
            "/private": redirect("http://10.0.0.7/x.jpg"),
        }
    ) as served:
        yield served


@pytest.fixture
async def previews() -> AsyncIterator[ImagePreviews]:
    async with open_run(SETTINGS, WANTED) as run:
        assert run.ports.previews is not None
        yield run.ports.previews


@pytest.mark.parametrize("path", ["/good", "/moved"])
async def test_an_image_is_known_by_its_bytes(
    web: LoopbackWeb, previews: ImagePreviews, path: str
) -> None:
    made = await previews.preview(web.url(path))
    assert (made.width, made.height) == (480, 240)
    asked = next(one for one in web.asked if one.target == path)
    assert asked.headers["accept"].startswith("image/jpeg")
    assert "referer" not in asked.headers


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/gone", HttpStatusError),
        ("/page", ImageUnusableError),
        ("/bomb", ImageUnusableError),
        ("/large", TooLargeError),
        ("/private", AddressRefusedError),
        ("/withheld/x.png", RobotsDisallowedError),
    ],
)
async def test_what_is_none_is_refused_and_the_next_is_made(
    web: LoopbackWeb,
    previews: ImagePreviews,
    path: str,
    kind: type[FetchError | ImageUnusableError],
) -> None:
    with pytest.raises(kind):
        await previews.preview(web.url(path))
    assert (await previews.preview(web.url("/good"))).width == 480


async def test_a_request_that_wants_none_can_have_none_made() -> None:
    async with open_run(SETTINGS, ResearchRequest(query="What does the ferry cost?")) as run:
        assert run.ports.previews is None
