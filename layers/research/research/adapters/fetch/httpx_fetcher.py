"""Fetches pages from the web over httpx, bounded in time, bytes and redirects."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Self
from urllib.parse import urljoin

import httpx

from research.adapters.fetch.guarded_transport import GuardedTransport, Resolver, resolve
from research.adapters.fetch.html_elsewhere import AT_ONCE_SECONDS, refresh_target
from research.adapters.fetch.protego_robots import MAX_ROBOTS_BYTES, RobotsRules
from research.adapters.fetch.zlib_body import ACCEPT_ENCODING, drain, read_body, read_start
from research.domain.errors import (
    AddressRefusedError,
    FetchError,
    FetchTimeoutError,
    HttpStatusError,
    TooManyRedirectsError,
)
from research.domain.source import Page
from research.web.addresses import Network, WebAddress, check_url

ROBOTS_SECONDS = 5.0
"""The most that robots.txt may take of a page's own time, which includes it."""
_ROBOTS_REDIRECTS = 5  # RFC 9309, 2.3.1.2
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
PAGES = (
    "text/html,application/xhtml+xml,application/pdf;q=0.9,text/markdown;q=0.9,"
    "text/plain;q=0.9,*/*;q=0.5"
)
"""The kinds of content that a page's text is found in."""
_MAX_REASON_CHARS = 160
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})

ReadBody = Callable[[httpx.Response, int], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """The response after all redirects. The body is empty unless the status is 2xx."""

    url: str
    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    """By names in lower case; of several with one name, the last."""

    def checked(self) -> Self:
        """This answer, if the server has the page. Raises `HttpStatusError`."""
        if not 200 <= self.status < 300:
            phrase = httpx.codes.get_reason_phrase(self.status)
            raise HttpStatusError(f"the server answered {self.status} {phrase}".rstrip())
        return self


class HttpxFetcher:
    """`ports.Fetcher` for public pages that robots.txt allows.

    It is made for one run: it keeps its connections and each robots.txt until `aclose`, and
    nothing else: no cookies, no credentials, no cache. The caller limits how many pages are
    fetched at once.
    """

    def __init__(
        self,
        *,
        timeout_seconds: float,
        max_bytes: int,
        max_redirects: int,
        allow_networks: Sequence[Network],
        user_agent: str,
        language: str = "",
        accept: str = PAGES,
        resolver: Resolver = resolve,
        ssl_context: ssl.SSLContext | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """`timeout_seconds` bounds a page in all; `max_bytes` counts decompressed bytes.

        `language`, such as ``pt-BR``, is asked for where a server has a page in several.
        `accept` says what kinds of content are wanted (RFC 9110, 12.5.1).
        `resolver` and `ssl_context` go to the guarded transport. A `transport` replaces it, and
        with it the check of the addresses that names resolve to.
        """
        self._timeout_seconds = timeout_seconds
        self._max_bytes = max_bytes
        self._max_redirects = max_redirects
        self._allow_networks = tuple(allow_networks)
        self._headers = {
            "User-Agent": user_agent,
            "Accept": accept,
            "Accept-Language": accept_language(language),
            "Accept-Encoding": ACCEPT_ENCODING,
        }
        self._transport = transport or GuardedTransport(
            self._allow_networks, resolver=resolver, ssl_context=ssl_context
        )
        self._robots = RobotsRules(self._robots_txt, user_agent)

    async def fetch(self, url: str) -> Page:
        """The page at `url`, decompressed. Raises `FetchError`."""
        answer = (await self.answer(url)).checked()
        return Page(
            url=url,
            final_url=answer.url,
            content_type=answer.content_type,
            body=answer.body,
        )

    async def answer(self, url: str, headers: Mapping[str, str] = _NO_HEADERS) -> HttpAnswer:
        """What the server of `url` answers, whatever its status, after redirects.

        `headers` are sent beside the usual ones, or in place of them. Raises `FetchError`.
        """
        return await _within(self._timeout_seconds, self._page(url, headers))

    async def aclose(self) -> None:
        """Close every connection and cancel what is under way."""
        await self._robots.aclose()
        await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.aclose()

    async def _page(self, url: str, headers: Mapping[str, str]) -> HttpAnswer:
        address = check_url(url, self._allow_networks)
        seen: set[str] = set()
        while len(seen) <= self._max_redirects:
            seen.add(address.url)
            await self._robots.check(address.origin, address.url)
            answer = await self._get(address, read_body, self._max_bytes, headers)
            if isinstance(answer, HttpAnswer):
                return answer
            address = answer
            if address.url in seen:
                raise TooManyRedirectsError("the page redirects in a circle")
        raise TooManyRedirectsError(f"the page redirects more than {self._max_redirects} times")

    async def _robots_txt(self, url: str) -> tuple[int, bytes]:
        seconds = min(ROBOTS_SECONDS, self._timeout_seconds)
        answer = await _within(seconds, self._robots_answer(url))
        return answer.status, answer.body

    async def _robots_answer(self, url: str) -> HttpAnswer:
        address = check_url(url, self._allow_networks)
        for _ in range(_ROBOTS_REDIRECTS + 1):
            answer = await self._get(address, read_start, MAX_ROBOTS_BYTES)
            if isinstance(answer, HttpAnswer):
                return answer
            address = answer
        raise TooManyRedirectsError(f"it redirects more than {_ROBOTS_REDIRECTS} times")

    async def _get(
        self,
        address: WebAddress,
        read: ReadBody,
        max_bytes: int,
        headers: Mapping[str, str] = _NO_HEADERS,
    ) -> HttpAnswer | WebAddress:
        """Send one request: the answer, or the checked address that it redirects to."""
        try:
            request = httpx.Request("GET", address.url, headers={**self._headers, **headers})
            response = await self._transport.handle_async_request(request)
            try:
                return await self._answer_or_redirect(address, response, read, max_bytes)
            finally:
                await response.aclose()
        except httpx.InvalidURL:
            raise AddressRefusedError("the address is malformed") from None
        except httpx.ConnectError as error:
            raise FetchError(_reason("no connection to the server", error)) from error
        except httpx.TransportError as error:
            raise FetchError(_reason("the connection broke", error)) from error

    async def _answer_or_redirect(
        self, address: WebAddress, response: httpx.Response, read: ReadBody, max_bytes: int
    ) -> HttpAnswer | WebAddress:
        content_type = response.headers.get("content-type", "")
        delay_seconds, target = refresh_target(response.headers.get("refresh", ""), address.url)
        if response.is_success and target and delay_seconds <= AT_ONCE_SECONDS:
            await drain(response)
            return self._redirect(address, target)
        if response.is_success:
            body = await read(response, max_bytes)
            return HttpAnswer(
                address.url, response.status_code, content_type, body, dict(response.headers)
            )
        await drain(response)
        if response.status_code in _REDIRECTS and "location" in response.headers:
            return self._redirect(address, response.headers["location"])
        return HttpAnswer(address.url, response.status_code, content_type, b"")

    def _redirect(self, address: WebAddress, location: str) -> WebAddress:
        try:
            target = urljoin(address.url, location)
        except ValueError:
            raise AddressRefusedError("the page redirects to a malformed address") from None
        try:
            return check_url(target, self._allow_networks)
        except AddressRefusedError as error:
            raise AddressRefusedError(f"the page redirects: {error}") from None


def accept_language(language: str) -> str:
    """The header that asks for `language`, then English, then any (RFC 9110, 12.5.4)."""
    tag = language or "en"
    wider = tag.partition("-")[0]
    names = dict.fromkeys((tag, wider, "en"))
    weights = ("", ";q=0.9", ";q=0.6") if wider != tag else ("", ";q=0.6")
    return ",".join([*map("".join, zip(names, weights, strict=False)), "*;q=0.5"])


async def _within(seconds: float, answer: Awaitable[HttpAnswer]) -> HttpAnswer:
    try:
        async with asyncio.timeout(seconds):
            return await answer
    except TimeoutError:
        raise FetchTimeoutError(f"no complete answer within {seconds:g} s") from None


def _reason(what: str, error: Exception) -> str:
    """`what` with the library's message, which may quote the server, on one line."""
    detail = " ".join(str(error).split())[:_MAX_REASON_CHARS]
    return f"{what}: {detail}" if detail else what
