"""Shows pages in Chromium, each in a browser of its own that asks us for all it needs."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urldefrag

from playwright.async_api import Error

from research.adapters.fetch.chromium.browser_requests import (
    MAX_ASKED,
    AnswerFetcher,
    BrowserRequests,
)
from research.adapters.fetch.chromium.chromium_process import (
    ChromiumSetup,
    OpenBrowser,
    open_browser,
)
from research.adapters.fetch.chromium.page_guard import PinnedResolver, reachable_networks
from research.adapters.fetch.chromium.page_in_browser import show_page
from research.adapters.fetch.chromium.request_forms import same_origin
from research.adapters.fetch.chromium.shown_page import SettleLimits
from research.adapters.fetch.guarded_transport import Resolver, resolve
from research.domain.errors import RenderError
from research.domain.source import Page, RenderedPage
from research.text.cleaning import clean_line
from research.web.addresses import Network

MAX_BROWSERS = 2
SETTLE_SHARE = 0.75
"""Of the time that a page may take: then what it shows is taken, settled or not."""


class PageFetcher(AnswerFetcher, Protocol):
    """A guarded fetcher for one page and what it needs."""

    async def aclose(self) -> None:
        """Close every connection."""


OpenFetcher = Callable[[Sequence[Network], Resolver], PageFetcher]
"""Makes a fetcher that may reach the networks beside public addresses."""


@dataclass(frozen=True, slots=True)
class RenderLimits:
    """What one page may take, beside the memory in `ChromiumSetup`."""

    seconds: float
    max_bytes: int
    """Of what it loads, and likewise of what its scripts make."""


class ChromiumRenderer:
    """`ports.Renderer` with Chromium, by Playwright; at most `MAX_BROWSERS` pages at once."""

    def __init__(
        self,
        setup: ChromiumSetup,
        limits: RenderLimits,
        *,
        open_fetcher: OpenFetcher,
        allow_networks: Sequence[Network],
        language: str = "",
        resolver: Resolver = resolve,
    ) -> None:
        """`allow_networks` may be reached by pages that lie in them, not by public ones."""
        self._setup = setup
        self._limits = limits
        self._open_fetcher = open_fetcher
        self._allow_networks = tuple(allow_networks)
        self._language = language
        self._resolver = resolver
        self._turns = asyncio.Semaphore(MAX_BROWSERS)

    async def render(self, page: Page) -> RenderedPage:
        """The page, fetched anew, once its scripts have run. Raises `FetchError`."""
        async with self._turns:
            try:
                async with asyncio.timeout(self._limits.seconds):
                    return await self._render(page)
            except TimeoutError:
                reason = f"its scripts were not done within {self._limits.seconds:g} s"
                raise RenderError(reason) from None
            except Error as error:
                raise RenderError(f"the browser gave it up: {_first_line(error)}") from None

    async def version(self) -> str:
        """The version of the browser, started and ended. Raises `RenderError`."""
        async with open_browser(self._setup) as opened:
            return opened.browser.version

    async def _render(self, page: Page) -> RenderedPage:
        settle = SettleLimits(
            asyncio.get_running_loop().time() + SETTLE_SHARE * self._limits.seconds,
            self._limits.max_bytes,
        )
        pinned = PinnedResolver(self._resolver)
        fragment = _fragment(page)
        networks = await reachable_networks(page.final_url, self._allow_networks, pinned)
        fetcher = self._open_fetcher(networks, pinned)
        try:
            document = (await fetcher.answer(page.final_url)).checked()
            if networks and not same_origin(document.url, page.final_url):
                raise RenderError("a page of an allowed network redirects to another site")
            requests = BrowserRequests(
                fetcher, document, networks=networks, max_bytes=self._limits.max_bytes
            )
            async with open_browser(self._setup) as opened:
                showing = show_page(
                    opened.browser, document.url + fragment, requests, settle, self._language
                )
                try:
                    html = await _unless_over(showing, opened, requests)
                finally:
                    await requests.close()
        finally:
            await fetcher.aclose()
        is_same = requests.document is document
        shown = page.model_copy(
            update={
                "final_url": requests.document.url + (fragment if is_same else ""),
                "content_type": "text/html; charset=utf-8",
                "body": html.encode(errors="replace"),
            }
        )
        return RenderedPage(page=shown, refused=requests.refused)


async def _unless_over(
    shown: Awaitable[str], opened: OpenBrowser, requests: BrowserRequests
) -> str:
    """What `shown` returns. Raises `RenderError` if memory or requests are used up before."""
    work = asyncio.ensure_future(shown)
    outgrown = asyncio.ensure_future(opened.outgrown())
    flooded = asyncio.ensure_future(requests.flooded.wait())
    tasks = (work, outgrown, flooded)
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if outgrown in done:
            megabytes = opened.max_memory_bytes // 1_000_000
            raise RenderError(f"its scripts take more than {megabytes:,} MB of memory")
        if flooded in done:
            raise RenderError(f"its scripts ask for more than {MAX_ASKED:,} files, or open windows")
        return work.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _fragment(page: Page) -> str:
    """The end of the address from ``#``, by which some scripts tell what to show."""
    fragment = urldefrag(page.url).fragment
    return f"#{fragment}" if fragment else ""


def _first_line(error: Error) -> str:
    return clean_line(error.message.partition("\n")[0], 200)
