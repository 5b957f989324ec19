"""Lays out the images and videos of a report: links, and small copies where there are some."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from research.domain.source import CitedMedia, FoundMedia, MediaKind, MediaLink
from research.stages.render.links import safe_href
from research.stages.render.notes import shown_line
from research.stages.render.report_view import FoundMediaView, MediaView, SourceView
from research.text.captions import caption_tells


def lay_out_media(
    media: Iterable[CitedMedia], sources: Iterable[SourceView]
) -> Iterator[MediaView]:
    """The media that the cited `sources` show, but for links that tell nothing."""
    languages = {source.id: source.language for source in sources}
    for one in media:
        # Without a small copy it is a line of text, and one that says nothing.
        is_shown = one.preview or caption_tells(one.caption)
        if is_shown and (href := safe_href(one.url)):
            yield MediaView(
                kind=_media_kind(one),
                caption=shown_line(one.caption),
                language=languages.get(one.source, ""),
                site=shown_line(urlsplit(one.url).hostname or ""),
                href=href,
                source=one.source,
                preview=one.preview,
            )


def lay_out_found_media(media: Iterable[FoundMedia]) -> Iterator[FoundMediaView]:
    """The media that a search found, but for links that tell nothing."""
    for one in media:
        if (one.preview or one.caption) and (href := safe_href(one.url)):
            yield FoundMediaView(
                kind=_media_kind(one),
                caption=shown_line(one.caption),
                site=shown_line(urlsplit(one.url).hostname or ""),
                href=href,
                page=shown_line(urlsplit(one.page).hostname or ""),
                page_href=(safe_href(one.page) or "") if one.page else "",
                provider=shown_line(one.provider),
                preview=one.preview,
            )


def _media_kind(one: MediaLink) -> str:
    return "Image" if one.kind is MediaKind.IMAGE else "Video"
