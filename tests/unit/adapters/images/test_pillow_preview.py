"""Small copies of images: what they are made of, and what is refused before it is decoded."""

import base64
import random
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageFile

from research.adapters.images.pillow_preview import MAX_PIXELS, preview_of
from research.domain.errors import ImageUnusableError
from research.domain.source import MAX_PREVIEW_CHARACTERS, MAX_PREVIEW_PIXELS, ImagePreview

WIDE = (1200, 800)
RED = (250, 10, 10)


def file_of(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def opened(preview: ImagePreview) -> Image.Image:
    image = Image.open(BytesIO(base64.b64decode(preview.data)))
    assert image.format == "JPEG"
    assert image.size == (preview.width, preview.height)
    return image


def is_red(pixel: object) -> bool:
    assert isinstance(pixel, tuple)
    return bool(pixel[0] > 200 and pixel[1] < 60 and pixel[2] < 60)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_that_says(width: int, height: int) -> bytes:
    """A PNG whose header promises so many pixels, and which has hardly any."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 99))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_each_kind_becomes_a_small_jpeg_of_its_shape(kind: str) -> None:
    made = opened(preview_of(file_of(Image.new("RGB", WIDE, RED), kind)))
    assert made.size == (MAX_PREVIEW_PIXELS, MAX_PREVIEW_PIXELS * 2 // 3)
    assert is_red(made.getpixel((100, 100)))


def test_a_small_image_is_not_made_larger() -> None:
    assert opened(preview_of(file_of(Image.new("RGB", (90, 60)), "PNG"))).size == (90, 60)


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "LA", "RGBA"])
def test_each_way_to_write_colours_is_read(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert opened(preview_of(file_of(Image.new(mode, WIDE), kind))).mode == "RGB"


def test_what_is_clear_is_white() -> None:
    made = opened(preview_of(file_of(Image.new("RGBA", WIDE, (0, 0, 0, 0)), "PNG")))
    assert made.getpixel((9, 9)) == (255, 255, 255)


def test_it_stands_upright_and_tells_nothing_of_its_camera() -> None:
    held = Image.Exif()
    held[0x0112] = 6  # to be turned by a quarter
    held[0x010F] = "Camera of Ines Okafor"
    body = file_of(Image.new("RGB", WIDE), "JPEG", exif=held)
    made = preview_of(body)
    assert (made.width, made.height) == (320, 480)
    assert b"Okafor" in body
    assert b"Okafor" not in base64.b64decode(made.data)


@pytest.mark.parametrize("kind", ["JPEG", "GIF"])
def test_no_comment_of_its_author_is_copied(kind: str) -> None:
    body = file_of(Image.new("RGB", WIDE), kind, comment=b"Taken by Ines Okafor")
    assert b"Okafor" in body
    assert b"Okafor" not in base64.b64decode(preview_of(body).data)


def test_an_image_whose_comment_is_longer_than_a_jpeg_holds_is_copied() -> None:
    body = file_of(Image.new("RGB", WIDE, RED), "GIF", comment=b"So it is. " * 7_000)
    assert is_red(opened(preview_of(body)).getpixel((100, 100)))


def test_the_busiest_image_is_small_enough() -> None:
    noise = Image.frombytes("RGB", (800, 800), random.Random(7).randbytes(800 * 800 * 3))
    made = preview_of(file_of(noise, "PNG"))
    assert len(made.data) <= MAX_PREVIEW_CHARACTERS


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "no image of the kinds JPEG, PNG, WEBP, GIF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "no image of the kinds"),
        (b"<html><img src=x></html>", "no image of the kinds"),
        (file_of(Image.new("RGB", WIDE), "TIFF"), "no image of the kinds"),
        (file_of(Image.new("RGB", WIDE), "BMP"), "no image of the kinds"),
        (png_that_says(MAX_PIXELS // 1000, 1001), "too large: 25000 × 1001 pixels"),
        (png_that_says(2**31 - 1, 2**31 - 1), "too large"),
        (png_that_says(900, 900), "the image is broken"),
        (file_of(Image.new("RGB", WIDE), "JPEG")[:900], "the image is broken"),
        (file_of(Image.new("RGB", (1, 1)), "GIF"), "too small: 1 × 1 pixels"),
    ],
)
def test_what_is_no_image_to_show_is_refused(body: bytes, why: str) -> None:
    with pytest.raises(ImageUnusableError, match=why):
        preview_of(body)


def test_what_is_cut_off_is_refused_whatever_others_told_pillow() -> None:
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    with pytest.raises(ImageUnusableError, match="the image is broken"):
        preview_of(file_of(Image.new("RGB", WIDE), "JPEG")[:900])


def test_broken_bytes_are_refused_or_read_and_nothing_else() -> None:
    chance = random.Random(11)
    whole = [file_of(Image.new("RGB", (64, 64), RED), kind) for kind in ("JPEG", "PNG", "GIF")]
    refused = 0
    for number in range(300):
        body = bytearray(whole[number % 3])
        for _ in range(4):
            body[chance.randrange(len(body))] = chance.randrange(256)
        try:
            preview_of(bytes(body))
        except ImageUnusableError:
            refused += 1
    assert refused > 30
