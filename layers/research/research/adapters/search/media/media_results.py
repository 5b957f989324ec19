"""Images and videos made of what a provider answered: checked links, which are never fetched."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from research.domain.errors import AddressRefusedError
from research.domain.source import FoundMedia, MediaKind
from research.domain.value import MAX_WEB_URL_CHARACTERS
from research.text.cleaning import clean_line
from research.web.addresses import check_url

MAX_CAPTION_CHARACTERS = 200
MAX_LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class MediaResult:
    """One result as the provider sent it."""

    url: str
    """Of the image itself, or of the page that plays the video."""
    caption: str
    page: str = ""
    """The page that shows it, where the provider says."""


def found_media(
    provider: str, kind: MediaKind, results: Iterable[MediaResult], limit: int
) -> list[FoundMedia]:
    """The first `limit` of `results` that have a public address and a caption, each once."""
    found: dict[str, FoundMedia] = {}
    for result in islice(results, MAX_LOOKED_AT):
        address, caption = _address(result.url), clean_line(result.caption, MAX_CAPTION_CHARACTERS)
        if address and caption and len(found) < limit:
            page = _address(result.page)
            made = FoundMedia(kind=kind, url=address, caption=caption, page=page, provider=provider)
            found.setdefault(address, made)
    return list(found.values())


def _address(url: str) -> str:
    """The normal form of `url`; empty for one that a reader should not be sent to."""
    try:
        address = check_url(url).url
    except AddressRefusedError:
        return ""
    return address if len(address) <= MAX_WEB_URL_CHARACTERS else ""
