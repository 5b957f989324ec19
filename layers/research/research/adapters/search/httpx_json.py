"""JSON from an API that the user configured, over httpx: one GET, bounded in time and bytes."""

import asyncio
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import httpx

from research.domain.errors import SearchError

MAX_ANSWER_BYTES = 2_000_000
_MAX_REASON_CHARS = 160


@dataclass(frozen=True, slots=True)
class JsonAnswer:
    """What came back, whatever its status. `location` is where a redirect points, or empty."""

    status: int
    content_type: str
    location: str
    body: bytes

    @property
    def status_line(self) -> str:
        """The status as people read it: ``502 Bad Gateway``."""
        return f"{self.status} {httpx.codes.get_reason_phrase(self.status)}".rstrip()

    def value(self) -> object:
        """The body, parsed. Raises `SearchError`, which says so if it is a web page instead."""
        if self.content_type.startswith("text/html"):
            raise SearchError("it answered with a web page instead of JSON")
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):  # not JSON, not UTF-8; nested without end
            raise SearchError("its answer is not valid JSON") from None


@cache
def _usual_trust() -> ssl.SSLContext:
    """Certifi's list, whose reading takes 40 ms. Not shared with clients that speak HTTP/2: what a
    connection offers to speak is noted in it.
    """
    return httpx.create_ssl_context(trust_env=False)


class JsonClient:
    """Asks an API. No cookies, no redirects, no proxy from the environment.

    Errors hold neither the address nor a header, so no key that was sent can show in one.
    """

    def __init__(
        self,
        *,
        timeout_seconds: float,
        user_agent: str,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._timeout_seconds = timeout_seconds
        self._client = httpx.AsyncClient(
            transport=transport,
            verify=_usual_trust(),
            timeout=timeout_seconds,
            follow_redirects=False,
            trust_env=False,
            # Not compressed: httpx would decompress a chunk whole, however large it becomes.
            headers={
                "User-Agent": user_agent,
                "Accept": "application/json",
                "Accept-Encoding": "identity",
            },
        )

    async def get(
        self, url: str, params: Mapping[str, str | int], headers: Mapping[str, str] | None = None
    ) -> JsonAnswer:
        """The answer to a GET. Raises `SearchError` when there is none, or it is too large."""
        try:
            async with (
                asyncio.timeout(self._timeout_seconds),
                self._client.stream("GET", url, params=params, headers=headers) as response,
            ):
                return JsonAnswer(
                    status=response.status_code,
                    content_type=response.headers.get("content-type", "").lower(),
                    location=response.headers.get("location", ""),
                    body=await _body(response),
                )
        except (TimeoutError, httpx.TimeoutException):
            raise SearchError(f"no answer within {self._timeout_seconds:g} s") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            detail = " ".join(str(error).split())[:_MAX_REASON_CHARS]
            raise SearchError(f"no answer: {detail or type(error).__name__}") from error

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()


async def _body(response: httpx.Response) -> bytes:
    if response.headers.get("content-encoding", "identity") != "identity":
        raise SearchError("its answer is compressed, which was not asked for")
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > MAX_ANSWER_BYTES:
            raise SearchError(f"its answer is larger than {MAX_ANSWER_BYTES:,} bytes")
    return bytes(body)
