"""Makes a small JPEG of the bytes of an image, in whatever process may be ended for it."""

import base64
from io import BytesIO

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from research.domain.errors import ImageUnusableError
from research.domain.source import MAX_PREVIEW_CHARACTERS, MAX_PREVIEW_PIXELS, ImagePreview

KINDS = ("JPEG", "PNG", "WEBP", "GIF")
"""Kinds of pixels alone: an SVG is a program, and others are rare on pages."""
MAX_PIXELS = 25_000_000
"""Of the image itself: more than a camera's usual, and 100 MB once it is decoded."""
MIN_SIDE_PIXELS = 32
"""What is narrower is a line, or counts who looks at it."""
_ATTEMPTS = ((MAX_PREVIEW_PIXELS, 80), (MAX_PREVIEW_PIXELS, 55), (320, 55), (200, 40))
"""The longer side in pixels and the JPEG's quality, until the file is small enough."""
_PAPER = "white"


def preview_of(body: bytes) -> ImagePreview:
    """A small copy of the image in `body`: its first frame, upright, on white, without metadata.

    Raises `ImageUnusableError`. Takes CPU and memory: for a process that can be ended.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # as another library of the process may have told it
    try:
        with Image.open(BytesIO(body), formats=KINDS) as image:
            _check_size(image)
            image.draft("RGB", (MAX_PREVIEW_PIXELS, MAX_PREVIEW_PIXELS))
            upright = _in_colour(image)
    except (ImageUnusableError, MemoryError):
        raise
    except UnidentifiedImageError:
        raise ImageUnusableError(f"it is no image of the kinds {', '.join(KINDS)}") from None
    except Image.DecompressionBombError:
        raise ImageUnusableError(f"the image is too large: over {MAX_PIXELS} pixels") from None
    except Exception as error:  # what a decoder raises depends on what strangers wrote
        raise ImageUnusableError(f"the image is broken ({type(error).__name__})") from None
    return _small(upright)


def _check_size(image: Image.Image) -> None:
    """Before anything is decoded. Raises `ImageUnusableError`."""
    size = f"{image.width} × {image.height}"
    if image.width * image.height > MAX_PIXELS:
        raise ImageUnusableError(f"the image is too large: {size} pixels")
    if min(image.size) < MIN_SIDE_PIXELS:
        raise ImageUnusableError(f"the image is too small: {size} pixels")


def _in_colour(image: Image.Image) -> Image.Image:
    """The pixels of `image` turned as its camera was held, on white paper where it is clear."""
    colours = "RGBA" if image.has_transparency_data else "RGB"
    decoded = image if image.mode == colours else image.convert(colours)
    decoded.thumbnail((MAX_PREVIEW_PIXELS, MAX_PREVIEW_PIXELS))
    turned = ImageOps.exif_transpose(decoded)
    if colours == "RGB":
        return turned
    paper = Image.new("RGB", turned.size, _PAPER)
    paper.paste(turned, mask=turned.getchannel("A"))
    return paper


def _small(image: Image.Image) -> ImagePreview:
    image.info.clear()  # Pillow writes a comment in it to the copy, or raises for a long one
    for side, quality in _ATTEMPTS:
        image.thumbnail((side, side))
        stream = BytesIO()
        image.save(stream, "JPEG", quality=quality, optimize=True)
        data = base64.b64encode(stream.getvalue()).decode()
        if len(data) <= MAX_PREVIEW_CHARACTERS:
            return ImagePreview(data=data, width=image.width, height=image.height)
    raise ImageUnusableError("a small copy of the image is still too large")
