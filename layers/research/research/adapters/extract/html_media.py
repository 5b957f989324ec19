"""Finds the images and videos that an HTML page shows: their addresses and captions.

An image counts if it has a caption. If the page has no such image, the one that it names for
previews (``og:image`` and its like) counts. For videos see `html_videos`.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urldefrag, urljoin

from lxml.html import HtmlElement

from research.adapters.extract.html_metadata import metas_of, uncut_meta
from research.adapters.extract.html_videos import videos_of, watch_address
from research.domain.errors import AddressRefusedError
from research.domain.source import MediaKind, MediaLink
from research.domain.value import MAX_WEB_URL_CHARACTERS
from research.text.cleaning import clean_line
from research.web.addresses import check_url

MAX_OF_EACH = 4
"""Images, and likewise videos, that are kept of one page."""
MAX_LOOKED_AT = 50
MAX_CAPTION_CHARACTERS = 200
MAX_WORDS_CHARACTERS = 2_000
"""Text read of a caption or a link in it: nested ones may each hold the whole page."""
MIN_WIDTH_PIXELS = 100
"""An image whose declared width is smaller is taken for an ornament."""
_IMAGE_METAS = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image")
_ORNAMENT = re.compile(
    r"(?<![a-z])(?:logo|placeholder|default|favicon|icon|avatar|gravatar|blavatar|sprite|blank|spacer|pixel"
    r"|loader|loading|spinner)s?"
    r"(?![a-z])",
    re.IGNORECASE,
)
_ASIDE = ("a", "aside", "nav", "footer")


def media_of(tree: HtmlElement, url: str) -> tuple[MediaLink, ...]:
    """The images and then the videos that the page at `url` shows, at most `MAX_OF_EACH` of each.

    Each address passed `check_url`, and none comes twice.
    """
    base = next((b.get("href") for b in tree.iter("base") if b.get("href")), "")
    bases = (url, base)
    metas = metas_of(tree)
    images = _links(MediaKind.IMAGE, _captioned(tree), bases)
    images = images or _links(MediaKind.IMAGE, _preview(metas), bases)
    return images + _links(MediaKind.VIDEO, videos_of(tree, metas), bases)


def _links(
    kind: MediaKind, candidates: Iterable[tuple[str, str]], bases: tuple[str, str]
) -> tuple[MediaLink, ...]:
    found: dict[str, MediaLink] = {}
    for written, words in islice(candidates, MAX_LOOKED_AT):
        try:
            address = _address(kind, written, bases)
        except (AddressRefusedError, ValueError):  # a mistake of the page's, or an attack
            continue
        caption = clean_line(words, MAX_CAPTION_CHARACTERS)
        found.setdefault(address, MediaLink(kind=kind, url=address, caption=caption))
    return tuple(islice(found.values(), MAX_OF_EACH))


def _address(kind: MediaKind, written: str, bases: tuple[str, str]) -> str:
    """The absolute form of `written`. Raises `AddressRefusedError` and `ValueError`."""
    address = urljoin(urljoin(*bases), written.strip())
    if urldefrag(address)[0] == bases[0]:
        raise ValueError("it is the page itself")
    address = check_url(watch_address(address) if kind is MediaKind.VIDEO else address).url
    if len(address) > MAX_WEB_URL_CHARACTERS:
        raise ValueError("it is too long")
    return address


def _captioned(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    for figure in islice(tree.iter("figure"), MAX_LOOKED_AT):
        images = islice(figure.iter("img"), MAX_LOOKED_AT)
        image = next((one for one in images if not _is_narrow(one)), None)
        if image is None or not (source := _source_of(image)) or _leads_elsewhere(figure):
            continue
        words = " ".join(_words(text) for text in islice(figure.iter("figcaption"), MAX_OF_EACH))
        caption = clean_line(words) or (image.get("alt") or "")
        if caption.strip():
            yield source, caption


def _leads_elsewhere(figure: HtmlElement) -> bool:
    """Whether `figure` is a teaser: aside of the text, or with a link for most of its caption."""
    if next(figure.iterancestors(*_ASIDE), None) is not None:
        return True
    captions = islice(figure.iter("figcaption"), MAX_OF_EACH)
    return any(
        2 * len(_words(link)) > len(_words(caption))
        for caption in captions
        for link in islice(caption.iter("a"), MAX_OF_EACH)
    )


def _words(element: HtmlElement) -> str:
    """The text in `element`, cut and with single spaces; "Photo: Ann Lee" and "The quay", in two
    elements side by side, are two words apart.
    """
    text = ""
    for piece in islice(element.itertext(), MAX_WORDS_CHARACTERS):
        is_stuck = text[-1:].islower() and piece[:1].isupper()
        text += f" {piece}" if is_stuck else piece
        if len(text) > MAX_WORDS_CHARACTERS:
            break
    return " ".join(text[:MAX_WORDS_CHARACTERS].split())


def _source_of(image: HtmlElement) -> str:
    """The address of the image. Attributes for lazy loading come before ``src``, a placeholder."""
    written = (
        image.get("data-src"),
        image.get("data-original"),
        _first_of(image.get("data-srcset")),
        image.get("src"),
        _first_of(image.get("srcset")),
    )
    return next((one for one in written if one and not one.startswith(("data:", "blob:"))), "")


def _first_of(sizes: str | None) -> str:
    """The address of the first of several sizes."""
    return next(iter((sizes or "").split()), "")


def _is_narrow(image: HtmlElement) -> bool:
    width = image.get("width") or ""
    return width.isascii() and width.isdigit() and int(width[:6]) < MIN_WIDTH_PIXELS


def _preview(metas: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The image that the page names for previews, unless it looks like the site's logo."""
    source = uncut_meta(metas, _IMAGE_METAS)
    if source and not _ORNAMENT.search(source):
        yield source, metas.get("og:image:alt") or metas.get("twitter:image:alt") or ""
