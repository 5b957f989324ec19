"""A vector store on a Chroma server. Needs chromadb-client, or chromadb, which holds it too."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import httpx
from chromadb.api.async_fastapi import AsyncFastAPI
from chromadb.api.models.AsyncCollection import AsyncCollection
from chromadb.config import Settings, System
from chromadb.errors import ChromaError
from pydantic import SecretStr
from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from research.adapters.vectors.chroma import COSINE, ChromaPassages, collection_name, token_headers
from research.domain.errors import StoreError, StoreUnavailableError
from research.text.cleaning import clean_line

T = TypeVar("T")
ATTEMPTS = 3
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 1.0
MAX_REASON_CHARACTERS = 200
_TOO_MANY_REQUESTS = 429
_SERVER_FAILED = 500


class ChromaServerVectors(ChromaPassages):
    """`ports.VectorStore` on a Chroma server; one collection an embedder.

    Every call, its retries included, ends within the time-out; since a row's id comes from its
    content, a call that is repeated stores nothing twice. Connects at the first call. Close it with
    `aclose`, in the loop that used it.
    """

    def __init__(
        self,
        embedder_name: str,
        *,
        host: str,
        port: int,
        ssl: bool,
        token: SecretStr,
        timeout_seconds: float,
        batch_size: int,
    ) -> None:
        """`embedder_name` names model and dimension, and so the collection.

        `token` is sent in `token_headers`.
        `batch_size` is how many passages one call stores, at most, if the server takes so many.
        """
        self._collection_name = collection_name(embedder_name)
        self._timeout_seconds = timeout_seconds
        self._batch_size = batch_size
        self._server = _Server(
            System(
                Settings(
                    chroma_api_impl="chromadb.api.async_fastapi.AsyncFastAPI",
                    chroma_server_host=host,
                    chroma_server_http_port=port,
                    chroma_server_ssl_enabled=ssl,
                    chroma_server_ssl_verify=True,  # unset, the client takes any certificate
                    chroma_server_headers=token_headers(token),
                    anonymized_telemetry=False,
                )
            )
        )
        self._opened: AsyncCollection | None = None

    async def aclose(self) -> None:
        """Close the connections."""
        await self._server.__aexit__(None, None, None)

    async def _max_batch(self) -> int:
        return min(self._batch_size, await self._ask(lambda _: self._server.get_max_batch_size()))

    async def _ask(self, call: Callable[[AsyncCollection], Awaitable[T]]) -> T:
        # The client raises a bare Exception where a proxy answers, so nothing narrower will do.
        try:
            async with asyncio.timeout(self._timeout_seconds):
                return await _RETRYING.copy()(self._attempt, call)
        except TimeoutError as error:
            raise StoreUnavailableError(
                f"Chroma did not answer within {self._timeout_seconds:g} s"
            ) from error
        except Exception as error:
            kind = StoreUnavailableError if _is_passing(error) else StoreError
            # What a proxy says is a page.
            reason = clean_line(str(error), MAX_REASON_CHARACTERS) or type(error).__name__
            raise kind(f"Chroma failed: {reason}") from error

    async def _attempt(self, call: Callable[[AsyncCollection], Awaitable[T]]) -> T:
        if self._opened is None:
            model = await self._server.get_or_create_collection(
                self._collection_name, configuration=COSINE
            )
            self._opened = AsyncCollection(self._server, model, embedding_function=None)
        return await call(self._opened)


class _Server(AsyncFastAPI):
    """The client without what `chromadb.AsyncHttpClient` shares in the process.

    That keeps every client ever made, and one pool of connections a loop for all servers, found by
    the loop's address, which the next loop may have too.
    """

    def __init__(self, system: System) -> None:
        super().__init__(system)
        self._clients = {}


def _is_passing(error: BaseException) -> bool:
    if isinstance(error, ChromaError):
        return _is_passing_status(error.code())
    answer = error.__context__
    if isinstance(answer, httpx.HTTPStatusError):
        return _is_passing_status(answer.response.status_code)
    return isinstance(error, httpx.TransportError)


def _is_passing_status(status: int) -> bool:
    return status == _TOO_MANY_REQUESTS or status >= _SERVER_FAILED


_RETRYING = AsyncRetrying(
    stop=stop_after_attempt(ATTEMPTS),
    wait=wait_exponential_jitter(
        multiplier=FIRST_PAUSE_SECONDS, max=LONGEST_PAUSE_SECONDS, jitter=FIRST_PAUSE_SECONDS
    ),
    retry=retry_if_exception(_is_passing),
    reraise=True,
)
