"""The images and videos that an HTML page shows: their addresses, and what it says of them.

An image counts where the page puts words under it, and, where it does so nowhere, the one image
that it names for others to show. A video counts where it is embedded from YouTube or Vimeo, or
described as schema.org or Open Graph have it.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import islice
from urllib.parse import urldefrag, urljoin

from lxml.html import HtmlElement

from research.adapters.extract.html_metadata import MAX_META_CHARACTERS, linked_nodes, metas_of
from research.adapters.extract.video_addresses import is_player, to_watch
from research.domain.errors import AddressRefusedError
from research.domain.forms import MAX_WEB_URL_CHARACTERS
from research.domain.source import MediaKind, MediaLink
from research.text.cleaning import clean_line
from research.web.addresses import check_url

MAX_OF_EACH = 4
"""Images, and videos, of one page: a gallery is no report."""
MAX_LOOKED_AT = 50
MAX_CAPTION_CHARACTERS = 200
MAX_WORDS_CHARACTERS = 2_000
"""Of a caption or a link in it: they may lie in each other, and each be the whole page."""
MIN_WIDTH_PIXELS = 100
"""A page that says an image is narrower has it for an ornament."""
_IMAGE_METAS = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image")
_VIDEO_METAS = ("og:video:secure_url", "og:video", "og:video:url")
_ORNAMENT = re.compile(
    r"(?<![a-z])(?:logo|placeholder|default|favicon|icon|avatar|gravatar|blavatar|sprite|blank|spacer|pixel)s?"
    r"(?![a-z])",
    re.IGNORECASE,
)
_PLAYER_TITLE = re.compile(
    r"(?:embedded |youtube |vimeo )*(?:video|player|content)(?: player)?", re.IGNORECASE
)

_ASIDE = ("a", "aside", "nav", "footer")

Shown = Iterator[tuple[str, str]]
"""Addresses as the page writes them, each with a caption or nothing."""


def media_of(tree: HtmlElement, url: str) -> tuple[MediaLink, ...]:
    """The images and then the videos that the page at `url` shows, at most `MAX_OF_EACH` of each.

    Their addresses are on the public web by their form, and none comes twice.
    """
    base = next((b.get("href") for b in tree.iter("base") if b.get("href")), "")
    bases = (url, base)
    metas = metas_of(tree)
    images = _links(MediaKind.IMAGE, _captioned(tree), bases)
    images = images or _links(MediaKind.IMAGE, _named(metas), bases)
    videos = (*_embedded(tree), *_described(tree), *_named_video(metas))
    return images + _links(MediaKind.VIDEO, videos, bases)


def _links(
    kind: MediaKind, shown: Iterable[tuple[str, str]], bases: tuple[str, str]
) -> tuple[MediaLink, ...]:
    found: dict[str, MediaLink] = {}
    for written, said in islice(shown, MAX_LOOKED_AT):
        try:
            address = _address(kind, written, bases)
        except (AddressRefusedError, ValueError):  # the page's mistake, or its attempt
            continue
        caption = clean_line(said, MAX_CAPTION_CHARACTERS)
        found.setdefault(address, MediaLink(kind=kind, url=address, caption=caption))
    return tuple(islice(found.values(), MAX_OF_EACH))


def _address(kind: MediaKind, written: str, bases: tuple[str, str]) -> str:
    """What `written` stands for on the page. Raises `AddressRefusedError` and `ValueError`."""
    address = urljoin(urljoin(*bases), written.strip())
    if urldefrag(address)[0] == bases[0]:
        raise ValueError("it is the page itself")
    address = check_url(to_watch(address) if kind is MediaKind.VIDEO else address).url
    if len(address) > MAX_WEB_URL_CHARACTERS:
        raise ValueError("it is too long")
    return address


def _captioned(tree: HtmlElement) -> Shown:
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
    """Whether it belongs to another page, which it is to make one open."""
    if next(figure.iterancestors(*_ASIDE), None) is not None:
        return True
    captions = islice(figure.iter("figcaption"), MAX_OF_EACH)
    return any(
        2 * len(_words(link)) > len(_words(caption))
        for caption in captions
        for link in islice(caption.iter("a"), MAX_OF_EACH)
    )


def _words(element: HtmlElement) -> str:
    """What stands in it, as far as one looks."""
    pieces = islice(element.itertext(), MAX_WORDS_CHARACTERS)
    return " ".join("".join(pieces)[:MAX_WORDS_CHARACTERS].split())


def _source_of(image: HtmlElement) -> str:
    """Where the image is: what is loaded later stands beside a stand-in."""
    sets = (image.get("data-srcset"), image.get("srcset"))
    written = (
        image.get("data-src"),
        image.get("data-original"),
        image.get("src"),
        *(((one or "").split() or [""])[0] for one in sets),
    )
    return next((one for one in written if one and not one.startswith(("data:", "blob:"))), "")


def _is_narrow(image: HtmlElement) -> bool:
    width = image.get("width") or ""
    return width.isascii() and width.isdigit() and int(width[:6]) < MIN_WIDTH_PIXELS


def _named(metas: dict[str, str]) -> Shown:
    """The image by which the page wants to be known, unless it is like that of the whole site."""
    source = _whole(metas, _IMAGE_METAS)
    if source and not _ORNAMENT.search(source):
        yield source, metas.get("og:image:alt") or metas.get("twitter:image:alt") or ""


def _whole(metas: dict[str, str], names: Iterable[str]) -> str:
    """The first of the metas, if there is one and it was not cut."""
    source = next((metas[name] for name in names if name in metas), "")
    return source if len(source) < MAX_META_CHARACTERS else ""


def _embedded(tree: HtmlElement) -> Shown:
    for frame in islice(tree.iter("iframe"), MAX_LOOKED_AT):
        source = frame.get("src") or ""
        if not source or source.startswith("about:"):
            source = frame.get("data-src") or ""
        if is_player(source):
            title = frame.get("title") or ""
            yield source, "" if _PLAYER_TITLE.fullmatch(title.strip()) else title


def _described(tree: HtmlElement) -> Shown:
    for node in islice(linked_nodes(tree, mentioning="VideoObject"), MAX_LOOKED_AT):
        said = node.get("video")
        inner = said if isinstance(said, list) else [said]
        for one in (node, *inner[:MAX_OF_EACH]):
            if isinstance(one, dict) and "VideoObject" in str(one.get("@type", ""))[:200]:
                places = (one.get(name) for name in ("url", "embedUrl", "contentUrl"))
                name = one.get("name")
                source = next((place for place in places if isinstance(place, str)), "")
                if source:
                    yield source, unescape(name[:1_000]) if isinstance(name, str) else ""


def _named_video(metas: dict[str, str]) -> Shown:
    source = _whole(metas, _VIDEO_METAS)
    if source:
        is_video = metas.get("og:type", "").startswith("video")
        yield source, metas.get("og:title", "") if is_video else ""
