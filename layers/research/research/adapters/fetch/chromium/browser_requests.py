"""Answers what a page in the browser asks for, by our own guarded fetcher and within limits.

The browser has no connection of its own: what is not answered here, it does not get.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Protocol

from research.adapters.fetch.chromium.request_forms import (
    NO_STYLE,
    NOTHING,
    Asked,
    Reply,
    going_on,
    headers_of,
    passed_on,
    same_origin,
)
from research.adapters.fetch.httpx_fetcher import HttpAnswer
from research.domain.errors import (
    AddressRefusedError,
    FetchError,
    RenderError,
    TooLargeError,
    TooManyRedirectsError,
)
from research.text.cleaning import clean_line
from research.web.addresses import Network, check_url, origin_of

MAX_FETCHED = 100
"""Scripts and data of one page."""
MAX_ASKED = 2_000
"""A page that asks for more, answered or not, is given up."""
MAX_NAVIGATIONS = 5
MAX_AT_ONCE = 6
MAX_REFUSALS_NOTED = 10
_FETCHED_KINDS = frozenset(("script", "xhr", "fetch"))
_READ_KINDS = frozenset(("xhr", "fetch"))
"""What a script may read: of another origin only where that one says so."""
_PAGE_TYPES = ("text/html", "application/xhtml+xml")


class AnswerFetcher(Protocol):
    """What `HttpxFetcher` does for a browser."""

    async def answer(self, url: str, headers: Mapping[str, str] = ...) -> HttpAnswer:
        """What the server of `url` answers, after redirects. Raises `FetchError`."""


class BrowserRequests:
    """The requests of one page, answered until its limits are reached."""

    def __init__(
        self,
        fetcher: AnswerFetcher,
        document: HttpAnswer,
        *,
        networks: Sequence[Network],
        max_bytes: int,
    ) -> None:
        """`document` is the page itself; `networks` may be reached beside public addresses.

        A page that may reach some does not go on to another site, which then could, too.
        """
        self.document = document
        """The page that is shown: it changes where a script goes on to another."""
        self.pending = 0
        self.flooded = asyncio.Event()
        """Set once the page has asked for more than `MAX_ASKED` things."""
        self._fetcher = fetcher
        self._networks = tuple(networks)
        self._bytes_left = max_bytes
        self._known = {document.url: document}
        self._first_origin = origin_of(document.url)
        self._asked = self._fetched = self._navigations = 0
        self._refused: dict[str, str] = {}
        self._turns = asyncio.Semaphore(MAX_AT_ONCE)
        self._fetching: set[asyncio.Task[HttpAnswer]] = set()
        self._is_closed = False

    async def close(self) -> None:
        """End what is fetched, and refuse what is asked for from now on."""
        self._is_closed = True
        for fetching in self._fetching:
            fetching.cancel()
        await asyncio.gather(*self._fetching, return_exceptions=True)

    @property
    def refused(self) -> tuple[str, ...]:
        """What was refused, each with why; the first `MAX_REFUSALS_NOTED`."""
        return tuple(f"{url} ({why})" for url, why in self._refused.items())

    async def reply(self, asked: Asked) -> Reply:
        """The answer to `asked`. Raises `FetchError` where it is refused or there is none."""
        self._asked += 1
        if self._asked > MAX_ASKED:
            self.flooded.set()
            raise RenderError(f"more than {MAX_ASKED:,} requests")
        self.pending += 1
        try:
            return await self._reply(asked)
        except FetchError as error:
            self._note(asked, error)
            raise
        finally:
            self.pending -= 1

    def _note(self, asked: Asked, error: FetchError) -> None:
        if len(self._refused) < MAX_REFUSALS_NOTED:
            self._refused.setdefault(clean_line(asked.url, 120), str(error))

    async def _reply(self, asked: Asked) -> Reply:
        if asked.is_main_document:
            return await self._document_or_stay(asked)
        if asked.kind == "stylesheet":
            return NO_STYLE
        if asked.kind not in _FETCHED_KINDS:
            return NOTHING  # pictures, fonts, frames: nothing of them is read
        answer = await self._answer(asked)
        if asked.kind in _READ_KINDS and not same_origin(answer.url, self._normal(asked.url)):
            raise AddressRefusedError("it redirects to another site, and a script would read it")
        return passed_on(answer)

    async def _document_or_stay(self, asked: Asked) -> Reply:
        """The page that is gone on to; where that is refused, the one that is shown stays.

        Refused in so many words, the browser would show a page of its own, about the refusal.
        """
        try:
            return await self._document(asked)
        except FetchError as error:
            self._note(asked, error)
            return NOTHING

    async def _document(self, asked: Asked) -> Reply:
        url = self._normal(asked.url)
        self._navigations += 1
        if self._navigations > MAX_NAVIGATIONS:
            raise TooManyRedirectsError(f"the page goes on more than {MAX_NAVIGATIONS} times")
        answer = self._known[url] if url in self._known else await self._answer(asked)
        if not answer.content_type.lower().startswith(_PAGE_TYPES):
            raise RenderError("the page goes on to something that is no page")
        if answer.url != url:  # the browser must know whose page it is
            self._known[answer.url] = answer
            return going_on(answer.url)
        if self._networks and origin_of(url) != self._first_origin:
            raise AddressRefusedError("a page of an allowed network goes on to another site")
        self.document = answer
        return passed_on(answer)

    async def _answer(self, asked: Asked) -> HttpAnswer:
        if asked.method != "GET":
            raise RenderError(f"{asked.method}: pages are read, and nothing is sent")
        url = self._normal(asked.url)
        self._fetched += 1
        if self._fetched > MAX_FETCHED:
            raise RenderError(f"more than {MAX_FETCHED} files")
        async with self._turns:
            self._must_have_room()
            answer = await self._fetched_answer(url, asked)
        self._bytes_left -= len(answer.body)
        self._must_have_room()
        return answer

    def _must_have_room(self) -> None:
        if self._is_closed:
            raise RenderError("the page was given up")
        if self._bytes_left < 0:
            raise TooLargeError("more bytes than a page may have, its scripts and data included")

    async def _fetched_answer(self, url: str, asked: Asked) -> HttpAnswer:
        """What the fetcher answers, in a task that `close` can end."""
        fetching = asyncio.ensure_future(self._fetcher.answer(url, headers_of(asked)))
        self._fetching.add(fetching)
        try:
            await asyncio.wait([fetching])
        finally:
            fetching.cancel()
            self._fetching.discard(fetching)
        if fetching.cancelled():
            raise RenderError("the page was given up")
        return fetching.result()

    def _normal(self, url: str) -> str:
        """The form of `url` that a fetcher's answer has. Raises `AddressRefusedError`."""
        return check_url(url, self._networks).url
