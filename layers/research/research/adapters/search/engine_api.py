"""What the search engines' adapters share: requests over HTTP, and answers that are bounded.

An engine's answer is as untrusted as the pages that it found: it is bounded in time and bytes, and
its fields are checked for their type (`engine_results`).
"""

import asyncio
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import httpx

from research.domain.errors import SearchAnswerError, SearchTimeoutError, SearchUnavailableError

MAX_ANSWER_BYTES = 2_000_000
_MAX_REASON_CHARS = 160

Params = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class EngineAnswer:
    """An API's answer of any status; the names of its `headers` are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def status_line(self) -> str:
        """The status with its phrase, such as ``502 Bad Gateway``."""
        return f"{self.status} {httpx.codes.get_reason_phrase(self.status)}".rstrip()

    @property
    def location(self) -> str:
        """Where a redirect points, or empty."""
        return self.headers.get("location", "")

    def value(self) -> object:
        """The body, parsed as JSON. Raises `SearchAnswerError` for a web page or other text."""
        if self.headers.get("content-type", "").lower().startswith("text/html"):
            raise SearchAnswerError("it answered with a web page instead of JSON")
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):  # not JSON, not UTF-8; nested without end
            raise SearchAnswerError("its answer is not valid JSON") from None


class EngineClient:
    """Sends requests to an API, without cookies, redirects or a proxy from the environment.

    Errors contain neither the address nor a header, so no key that was sent can show in one.
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
        self, url: str, params: Params, headers: Mapping[str, str] | None = None
    ) -> EngineAnswer:
        """The answer to a GET.

        Raises `SearchUnavailableError` where none comes, `SearchTimeoutError` where none comes in
        time, `SearchAnswerError` for one that is too large or compressed.
        """
        return await self._answer(
            self._client.build_request("GET", url, params=params, headers=headers)
        )

    async def post(
        self, url: str, body: Mapping[str, object], headers: Mapping[str, str] | None = None
    ) -> EngineAnswer:
        """The answer to a POST of `body` as JSON. Raises what `get` raises."""
        return await self._answer(
            self._client.build_request("POST", url, json=body, headers=headers)
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _answer(self, request: httpx.Request) -> EngineAnswer:
        try:
            async with asyncio.timeout(self._timeout_seconds):
                response = await self._client.send(request, stream=True)
                try:
                    headers = {name.lower(): value for name, value in response.headers.items()}
                    return EngineAnswer(response.status_code, headers, await _body(response))
                finally:
                    await response.aclose()
        except (TimeoutError, httpx.TimeoutException):
            raise SearchTimeoutError(f"no answer within {self._timeout_seconds:g} s") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            detail = " ".join(str(error).split())[:_MAX_REASON_CHARS]
            raise SearchUnavailableError(f"no answer: {detail or type(error).__name__}") from error


@cache
def _usual_trust() -> ssl.SSLContext:
    """An SSL context with certifi's certificates, which take 40 ms to load.

    It is not shared with clients that use HTTP/2, because a context holds the protocols offered.
    """
    return httpx.create_ssl_context(trust_env=False)


async def _body(response: httpx.Response) -> bytes:
    if response.headers.get("content-encoding", "identity") != "identity":
        raise SearchAnswerError("its answer is compressed, which was not asked for")
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > MAX_ANSWER_BYTES:
            raise SearchAnswerError(f"its answer is larger than {MAX_ANSWER_BYTES:,} bytes")
    return bytes(body)
