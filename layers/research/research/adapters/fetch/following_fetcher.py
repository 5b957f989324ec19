"""A fetcher that goes where an HTML page sends its reader: on to another page, or into its frames.

Such a page has no text of its own. A browser would show the other page in its place, and so the
other one is what is read and cited.
"""

import asyncio
import re

from research.adapters.extract.charset_and_language import decode
from research.adapters.fetch.html_elsewhere import Elsewhere, elsewhere_of
from research.domain.errors import FetchError, TooManyRedirectsError
from research.domain.source import Page
from research.ports import Fetcher

MAX_STEPS = 4
"""Pages that send on to each other, and likewise frames within frames."""
MAX_PAGES = 12
"""Fetched for one page in all."""
MUCH_LESS = 0.2
"""A frame with so small a share of the text of the fullest one is a menu or a banner."""
_MAX_BYTES = 256 * 1024
_TITLE = re.compile(r"<title[^<>]{0,100}>([^<>]{0,300})", re.IGNORECASE)
_HTML = ("text/html", "application/xhtml+xml")


class FollowingFetcher:
    """`ports.Fetcher` over another, which fetches each page on the way.

    A page of the web leads to pages of the web alone, and a file to files alone.
    """

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    async def fetch(self, url: str) -> Page:
        """The page that a reader sees at `url`. Raises `FetchError` as the other fetcher does."""
        page = await _Visit(self._fetcher).page(url, 0)
        return page.model_copy(update={"url": url})


class _Visit:
    """The way from one address to what is to be read there."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._fetched = 0

    async def page(self, url: str, step: int) -> Page:
        """The page at `url`, or where it leads. Raises `FetchError`."""
        if step > MAX_STEPS or self._fetched >= MAX_PAGES:
            raise TooManyRedirectsError("the page leads on and on, by its frames or refreshes")
        self._fetched += 1
        page = await self._fetcher.fetch(url)
        if not _is_html(page):
            return page
        found = await asyncio.to_thread(_elsewhere, page)
        target = found.target()
        if target:
            return await self._refreshed(page, target, found, step)
        if found.frames and found.says_little:
            return await self._framed(page, found.frames, step)
        if found.says_little and (found.inline_frames or found.script):
            return await self._perhaps(page, found, step)
        return page

    async def _refreshed(self, page: Page, target: str, found: Elsewhere, step: int) -> Page:
        try:
            return await self.page(target, step + 1)
        except FetchError:
            if found.says_little:
                raise
            return page

    async def _framed(self, page: Page, frames: tuple[str, ...], step: int) -> Page:
        """What stands in the frames: that of the only full one, or of all of them, joined.

        Raises the first frame's `FetchError` if none can be fetched.
        """
        results = await asyncio.gather(
            *(self.page(frame, step + 1) for frame in frames), return_exceptions=True
        )
        for result in results:
            if isinstance(result, BaseException) and not isinstance(result, FetchError):
                raise result
        pages = [result for result in results if isinstance(result, Page)]
        errors = [result for result in results if isinstance(result, FetchError)]
        if not pages:
            raise errors[0]
        sizes = [await asyncio.to_thread(_text_characters, one) for one in pages]
        full = [
            one
            for one, size in zip(pages, sizes, strict=True)
            if size and size >= MUCH_LESS * max(sizes)
        ]
        return full[0] if len(full) == 1 else await asyncio.to_thread(_joined, page, full or pages)

    async def _perhaps(self, page: Page, found: Elsewhere, step: int) -> Page:
        """Where a frame in the text or a script leads, if there is more to read there."""
        try:
            if found.inline_frames:
                other = await self._framed(page, found.inline_frames, step)
            else:
                other = await self.page(found.script, step + 1)
        except FetchError:
            return page
        size = await asyncio.to_thread(_text_characters, other)
        return other if size > found.text_characters else page


def _is_html(page: Page) -> bool:
    media_type = page.content_type.partition(";")[0].strip().lower()
    return media_type in _HTML or (not media_type and b"<" in page.body[:500])


def _text(page: Page) -> str:
    return decode(page.body[:_MAX_BYTES], page.content_type, markup=True)


def _elsewhere(page: Page) -> Elsewhere:
    """Takes a tenth of a second for a page of tags alone: not on the event loop."""
    return elsewhere_of(_text(page), page.final_url)


def _text_characters(page: Page) -> int:
    """About how much there is to read in `page`; what is not HTML counts by its bytes."""
    if not _is_html(page):
        return len(page.body)
    return _elsewhere(page).text_characters


def _joined(page: Page, frames: list[Page]) -> Page:
    """One page of the texts of `frames`, in their order, at the address of `page`."""
    bodies = "".join(
        f"<div>{decode(frame.body, frame.content_type, markup=True)}</div>"
        for frame in frames
        if _is_html(frame)
    )
    title = _TITLE.search(_text(page))
    head = f"<head><title>{title[1] if title else ''}</title></head>"
    html = f"<html>{head}<body>{bodies}</body></html>"
    return page.model_copy(
        update={"body": html.encode(), "content_type": "text/html; charset=utf-8"}
    )
