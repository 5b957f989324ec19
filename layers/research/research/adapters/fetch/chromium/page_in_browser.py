"""One page in the browser: its context, and where its requests and windows go."""

from contextlib import suppress

from playwright.async_api import Browser, BrowserContext, Error, Request, Route
from playwright.async_api import Page as BrowserPage

from research.adapters.fetch.chromium.browser_requests import BrowserRequests
from research.adapters.fetch.chromium.request_forms import Asked
from research.adapters.fetch.chromium.shown_page import SettleLimits, shown_html
from research.domain.errors import FetchError

MAX_WINDOWS = 10


async def show_page(
    browser: Browser,
    url: str,
    requests: BrowserRequests,
    limits: SettleLimits,
    language: str,
) -> str:
    """The HTML that the page at `url` shows, which is given by `requests` alone.

    Raises `RenderError` and Playwright's `Error`.
    """
    context = await browser.new_context(
        accept_downloads=False,
        service_workers="block",
        locale=language or "en",
        permissions=[],
    )
    page = await context.new_page()
    _close_windows(context, page, requests)
    await context.route(lambda _: True, lambda route, asked: _answer(route, asked, requests, page))
    session = await context.new_cdp_session(page)
    await page.goto(url, wait_until="commit", timeout=0)  # the whole has a time-out
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
