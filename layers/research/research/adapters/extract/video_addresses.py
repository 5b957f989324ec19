"""Where a video of YouTube or Vimeo is watched, from where a page embeds it."""

import re
from urllib.parse import parse_qs, urlsplit

_YOUTUBE_HOSTS = frozenset(
    f"{name}.com" for name in ("youtube", "www.youtube", "m.youtube", "www.youtube-nocookie")
)
_YOUTUBE_PATH = re.compile(r"/(?:embed|v|shorts|live)/(?!videoseries)([\w-]{11})/?", re.ASCII)
_YOUTUBE_ID = re.compile(r"[\w-]{11}", re.ASCII)
_VIMEO_PATH = re.compile(r"/video/([0-9]+)/?")
_VIMEO_HASH = re.compile("[0-9a-f]{1,40}")


def is_player(source: str) -> bool:
    """Whether a player of YouTube or Vimeo is there."""
    try:
        parts = urlsplit(source)
    except ValueError:
        return False
    if parts.hostname in _YOUTUBE_HOSTS:
        return bool(_YOUTUBE_PATH.fullmatch(parts.path))
    return parts.hostname == "player.vimeo.com" and bool(_VIMEO_PATH.fullmatch(parts.path))


def to_watch(address: str) -> str:
    """The page on which a video of YouTube or Vimeo is watched; other addresses as they are.

    Raises `ValueError` for an address that can't be taken apart.
    """
    parts = urlsplit(address)
    asked = parse_qs(parts.query, max_num_fields=50)
    if parts.hostname in _YOUTUBE_HOSTS:
        inside = _YOUTUBE_PATH.fullmatch(parts.path)
        name = inside[1] if inside else asked.get("v", [""])[0]
        if _YOUTUBE_ID.fullmatch(name):
            return f"https://www.youtube.com/watch?v={name}"
    if parts.hostname == "youtu.be" and _YOUTUBE_ID.fullmatch(parts.path[1:]):
        return f"https://www.youtube.com/watch?v={parts.path[1:]}"
    if parts.hostname == "player.vimeo.com" and (video := _VIMEO_PATH.fullmatch(parts.path)):
        # Without its hash, a video that is not listed can't be watched.
        return "/".join(
            ["https://vimeo.com", video[1], *filter(_VIMEO_HASH.fullmatch, asked.get("h", [])[:1])]
        )
    return address
