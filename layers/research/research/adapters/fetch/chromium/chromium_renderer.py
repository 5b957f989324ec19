"""Shows pages in Chromium, each in a browser of its own that asks us for all it needs."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urldefrag

from playwright.async_api import BrowserContext, Error, Request, Route
from playwright.async_api import Page as BrowserPage

from research.adapters.fetch.chromium.browser_requests import (
    MAX_ASKED,
    AnswerFetcher,
    Asked,
    BrowserRequests,
    same_origin,
)
from research.adapters.fetch.chromium.chromium_process import (
    ChromiumSetup,
    OpenBrowser,
    open_browser,
)
from research.adapters.fetch.chromium.page_guard import PinnedResolver, reachable_networks
from research.adapters.fetch.chromium.shown_page import SettleLimits, shown_html
from research.adapters.fetch.guarded_transport import Resolver, resolve
from research.domain.errors import FetchError, RenderError
from research.domain.source import Page, RenderedPage
from research.text.cleaning import clean_line
from research.web.addresses import Network

MAX_BROWSERS = 2
SETTLE_SHARE = 0.6
"""Of the time that a page may take: then what it shows is taken, settled or not."""
MAX_WINDOWS = 10


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
                showing = self._show(opened, requests, document.url + fragment)
                html = await _unless_over(showing, opened, requests)
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

    async def _show(self, opened: OpenBrowser, requests: BrowserRequests, url: str) -> str:
        context = await opened.browser.new_context(
            accept_downloads=False,
            service_workers="block",
            locale=self._language or "en",
            permissions=[],
        )
        page = await context.new_page()
        _close_windows(context, page, requests)
        await context.route(
            lambda _: True, lambda route, asked: _answer(route, asked, requests, page)
        )
        session = await context.new_cdp_session(page)
        await page.goto(url, wait_until="commit", timeout=self._limits.seconds * 1_000)
        limits = SettleLimits(SETTLE_SHARE * self._limits.seconds, self._limits.max_bytes)
        return await shown_html(session, requests, limits)


async def _answer(
    route: Route, asked: Request, requests: BrowserRequests, page: BrowserPage
) -> None:
    """Give the browser what it asks for, or nothing. What has closed needs no answer."""
    with suppress(Error):
        try:
            reply = await requests.reply(_asked(asked, page))
        except FetchError:
            await route.abort("blockedbyclient")
        else:
            headers = dict(reply.headers)
            await route.fulfill(status=reply.status, headers=headers, body=reply.body)


def _asked(request: Request, page: BrowserPage) -> Asked:
    headers = request.headers
    return Asked(
        url=request.url,
        kind=request.resource_type,
        method=request.method,
        is_main_document=_is_main_document(request, page),
        accept=headers.get("accept", ""),
        origin=headers.get("origin", ""),
    )


def _is_main_document(request: Request, page: BrowserPage) -> bool:
    try:
        return request.is_navigation_request() and request.frame == page.main_frame
    except Error:  # of a window that has just been opened
        return False


def _close_windows(context: BrowserContext, page: BrowserPage, requests: BrowserRequests) -> None:
    """Close every window that the page opens; with too many it is given up."""
    opened = 0

    async def close(window: BrowserPage) -> None:
        nonlocal opened
        if window is page:
            return
        opened += 1
        if opened > MAX_WINDOWS:
            requests.flooded.set()
        with suppress(Error):
            await window.close()

    context.on("page", close)


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
