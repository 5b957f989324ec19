"""What the search engines' adapters share: JSON over HTTP, and hits made of an engine's results.

An engine's answer is as untrusted as the pages that it found: it is bounded in time and bytes, and
its fields are checked for their type.
"""

import asyncio
import json
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice

import httpx

from research.domain.errors import SearchError
from research.domain.source import SearchHit
from research.text.cleaning import clean_line
from research.web.addresses import MAX_URL_CHARS

MAX_ANSWER_BYTES = 2_000_000
MAX_SNIPPET_CHARACTERS = 1_000
_MAX_REASON_CHARS = 160


@dataclass(frozen=True, slots=True)
class JsonAnswer:
    """An API's answer of any status. `location` is where a redirect points, or empty."""

    status: int
    content_type: str
    location: str
    body: bytes

    @property
    def status_line(self) -> str:
        """The status with its phrase, such as ``502 Bad Gateway``."""
        return f"{self.status} {httpx.codes.get_reason_phrase(self.status)}".rstrip()

    def value(self) -> object:
        """The body, parsed as JSON. Raises `SearchError` for a web page or any other text."""
        if self.content_type.startswith("text/html"):
            raise SearchError("it answered with a web page instead of JSON")
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):  # not JSON, not UTF-8; nested without end
            raise SearchError("its answer is not valid JSON") from None


class JsonClient:
    """Sends GET requests to an API, without cookies, redirects or a proxy from the environment.

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
        self, url: str, params: Mapping[str, str | int], headers: Mapping[str, str] | None = None
    ) -> JsonAnswer:
        """The answer to a GET.

        Raises `SearchError` when none comes in time, or one that is too large or compressed.
        """
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


@dataclass(frozen=True, slots=True)
class EngineResult:
    """One result as the engine sent it. `published` starts with an ISO date, or is ignored."""

    url: str
    title: str = ""
    snippet: str = ""
    published: str = ""


def web_hits(
    provider: str, results: Iterable[EngineResult], limit: int, *, is_news: bool = False
) -> list[SearchHit]:
    """The first `limit` of `results` with an http(s) address, ranked from 1, their text cleaned.

    Other schemes are left out, ``file:`` above all: no engine decides what is read from the disk.
    """
    on_the_web = (result for result in results if _is_web(result.url))
    return [
        SearchHit(
            url=result.url,
            title=clean_line(result.title),
            snippet=clean_line(result.snippet, MAX_SNIPPET_CHARACTERS),
            published=_date(result.published),
            provider=provider,
            rank=rank,
            is_news=is_news,
        )
        for rank, result in enumerate(islice(on_the_web, limit), start=1)
    ]


def entries(value: object, name: str) -> list[object]:
    """The list under `name` in the JSON object `value`; empty if there is none."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def text(value: object, name: str) -> str:
    """The string under `name` in the JSON object `value`; empty if there is none."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


@cache
def _usual_trust() -> ssl.SSLContext:
    """An SSL context with certifi's certificates, which take 40 ms to load.

    It is not shared with clients that use HTTP/2, because a context holds the protocols offered.
    """
    return httpx.create_ssl_context(trust_env=False)


async def _body(response: httpx.Response) -> bytes:
    if response.headers.get("content-encoding", "identity") != "identity":
        raise SearchError("its answer is compressed, which was not asked for")
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > MAX_ANSWER_BYTES:
            raise SearchError(f"its answer is larger than {MAX_ANSWER_BYTES:,} bytes")
    return bytes(body)


def _is_web(url: str) -> bool:
    # Plain characters: JSON can hold halves of surrogate pairs, which no address and no report can.
    is_plain = url.isprintable() and len(url) <= MAX_URL_CHARS
    return is_plain and url.lower().startswith(("http://", "https://"))


def _date(written: str) -> date | None:
    try:
        return date.fromisoformat(written.strip()[:10])
    except ValueError:
        return None
