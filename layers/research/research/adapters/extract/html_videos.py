"""The videos that an HTML page shows: embedded, or described as schema.org and Open Graph do."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from urllib.parse import parse_qs, urlsplit

from lxml.html import HtmlElement

from research.adapters.extract.html_metadata import linked_nodes, uncut_meta

_MAX_ELEMENTS = 50
_MAX_VIDEOS_OF_NODE = 4
_VIDEO_METAS = ("og:video:secure_url", "og:video", "og:video:url")
_PLAYER_TITLE = re.compile(
    r"(?:embedded |youtube |vimeo )*(?:video|player|content)(?: player)?", re.IGNORECASE
)
_YOUTUBE_HOSTS = frozenset(
    f"{name}.com" for name in ("youtube", "www.youtube", "m.youtube", "www.youtube-nocookie")
)
_YOUTUBE_PATH = re.compile(r"/(?:embed|v|shorts|live)/(?!videoseries)([\w-]{11})/?", re.ASCII)
_YOUTUBE_ID = re.compile(r"[\w-]{11}", re.ASCII)
_VIMEO_PATH = re.compile(r"/video/([0-9]+)/?")
_VIMEO_HASH = re.compile("[0-9a-f]{1,40}")


def videos_of(tree: HtmlElement, metas: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The addresses of the page's videos, as it writes them, each with its title or nothing.

    A video counts if it is embedded from YouTube or Vimeo, described in JSON-LD, or named in
    `metas`.
    """
    yield from _embedded(tree)
    yield from _described(tree)
    if source := uncut_meta(metas, _VIDEO_METAS):
        is_video = metas.get("og:type", "").startswith("video")
        yield source, metas.get("og:title", "") if is_video else ""


def watch_address(address: str) -> str:
    """The page on which the video at a player's `address` is watched; other addresses unchanged.

    Raises `ValueError` for an address that can't be parsed.
    """
    parts = urlsplit(address)
    query = parse_qs(parts.query, max_num_fields=50)
    if parts.hostname in _YOUTUBE_HOSTS:
        inside = _YOUTUBE_PATH.fullmatch(parts.path)
        name = inside[1] if inside else query.get("v", [""])[0]
        if _YOUTUBE_ID.fullmatch(name):
            return f"https://www.youtube.com/watch?v={name}"
    if parts.hostname == "youtu.be" and _YOUTUBE_ID.fullmatch(parts.path[1:]):
        return f"https://www.youtube.com/watch?v={parts.path[1:]}"
    if parts.hostname == "player.vimeo.com" and (video := _VIMEO_PATH.fullmatch(parts.path)):
        # An unlisted video can't be watched without its hash.
        return "/".join(
            ["https://vimeo.com", video[1], *filter(_VIMEO_HASH.fullmatch, query.get("h", [])[:1])]
        )
    return address


def _embedded(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    for frame in islice(tree.iter("iframe"), _MAX_ELEMENTS):
        source = frame.get("src") or ""
        if not source or source.startswith("about:"):
            source = frame.get("data-src") or ""
        if _is_player(source):
            title = frame.get("title") or ""
            yield source, "" if _PLAYER_TITLE.fullmatch(title.strip()) else title


def _is_player(source: str) -> bool:
    try:
        parts = urlsplit(source)
    except ValueError:
        return False
    if parts.hostname in _YOUTUBE_HOSTS:
        return bool(_YOUTUBE_PATH.fullmatch(parts.path))
    return parts.hostname == "player.vimeo.com" and bool(_VIMEO_PATH.fullmatch(parts.path))


def _described(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    for node in islice(linked_nodes(tree, mentioning="VideoObject"), _MAX_ELEMENTS):
        video = node.get("video")
        inner = video if isinstance(video, list) else [video]
        for one in (node, *inner[:_MAX_VIDEOS_OF_NODE]):
            if isinstance(one, dict) and "VideoObject" in str(one.get("@type", ""))[:200]:
                places = (one.get(name) for name in ("url", "embedUrl", "contentUrl"))
                name = one.get("name")
                source = next((place for place in places if isinstance(place, str)), "")
                if source:
                    yield source, unescape(name[:1_000]) if isinstance(name, str) else ""
