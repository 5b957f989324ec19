"""Chat completions of a server that speaks OpenAI's wire format, by the official SDK."""

import asyncio
import json
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import httpx2
from openai import APIConnectionError, APIError, APIStatusError, APITimeoutError
from pydantic import SecretStr

from research.adapters.llm.openai_dialect import Dialect
from research.adapters.llm.openai_errors import is_passing, model_error
from research.adapters.llm.openai_reply import Reply
from research.adapters.llm.openai_requests import openai_client, sent_again
from research.domain.errors import ModelAnswerError, ModelError, ModelInterruptedError
from research.domain.model_call import ModelCall

BYTES_PER_CHARACTER = 12
"""Of JSON, at most: two escapes of six."""
MOST_FRAME_BYTES = 1 << 20
"""What a server may put around an answer that comes whole."""


@dataclass(frozen=True, slots=True)
class Ears:
    """Who hears of an answer."""

    of_text: Callable[[str], None] | None
    """Of each piece; None: nobody, and the answer comes whole."""
    of_reply: Callable[[Reply], None]
    """Of what came of a request that may have cost something, however it ended."""


class OpenAiChat:
    """Gets the answer to a call, in the fullest dialect that the server takes."""

    def __init__(
        self, api_key: SecretStr, *, base_url: str, timeout_seconds: float, max_retries: int
    ) -> None:
        """`timeout_seconds` is for one answer, from its request to its last word."""
        self._key = api_key
        self._client = openai_client(api_key, base_url, timeout_seconds)
        self._timeout_seconds = timeout_seconds
        self._max_retries = max_retries
        self._expected = Dialect.expected_at(base_url)
        self._dialects: dict[str, Dialect] = {}

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def reply(self, call: ModelCall[Any], model: str, ears: Ears) -> Reply:
        """The answer of `model`, to its end. Raises `ModelError` and those under it.

        `ModelInterruptedError` is for an answer that did not come to its end; everything else was
        refused before it began, and is tried again here where that may help.
        """
        dialect = self._dialects.get(model, self._expected)
        while True:
            try:
                reply = await self._sent(call, model, dialect, ears)
            except APIStatusError as error:
                found = model_error(error, self._key)
                simpler = dialect.after(error) if type(found) is ModelError else None
                if simpler is None:
                    raise found from None
                dialect = simpler
            except APIError as error:
                raise model_error(error, self._key) from None
            else:
                self._dialects[model] = dialect
                return reply

    async def _sent(self, call: ModelCall[Any], model: str, dialect: Dialect, ears: Ears) -> Reply:
        request = dialect.request(call, model, is_streamed=ears.of_text is not None)

        def is_worth_it(error: BaseException) -> bool:
            is_form = isinstance(error, APIStatusError) and dialect.is_meant_by(error)
            return is_passing(error) and not is_form

        return await sent_again(
            lambda: self._once(request, Reply(call), ears),
            max_retries=self._max_retries,
            within_seconds=self._timeout_seconds,
            is_worth_it=is_worth_it,
        )

    async def _once(self, request: dict[str, Any], reply: Reply, ears: Ears) -> Reply:
        is_refused = False
        try:
            async with asyncio.timeout(self._timeout_seconds):
                try:
                    if ears.of_text is None:
                        await self._read_whole(request, reply)
                        return reply
                    stream = await self._client.chat.completions.create(**request)
                except (APIConnectionError, APIStatusError) as error:
                    is_refused = not isinstance(error, APITimeoutError)
                    raise
                await self._read(stream, reply, ears)
        except TimeoutError:
            limit = f"{self._timeout_seconds:g} s"
            raise ModelInterruptedError(f"the model takes longer than {limit}") from None
        finally:
            if not is_refused:
                ears.of_reply(reply)
        return reply

    async def _read(self, stream: Any, reply: Reply, ears: Ears) -> None:
        try:
            async with aclosing(stream):
                async for chunk in stream:
                    reply.add(chunk, ears.of_text)
        except APIError as error:
            found = model_error(error, self._key)
            if type(found) is not ModelError:
                raise found from None
            raise ModelInterruptedError(f"the answer broke off: {found}") from None
        except ValueError:
            raise ModelInterruptedError("the answer broke off: a piece is no JSON") from None

    async def _read_whole(self, request: dict[str, Any], reply: Reply) -> None:
        """An answer that comes at once: of a connection that breaks, nobody knows what it cost."""
        most = BYTES_PER_CHARACTER * reply.most_characters + MOST_FRAME_BYTES
        body = bytearray()
        try:
            sent = self._client.chat.completions.with_streaming_response.create(**request)
            async with sent as response:
                async for part in response.iter_bytes():
                    body += part
                    if len(body) > most:
                        raise ModelAnswerError("it is far longer than it may be")
            reply.add(json.loads(body, object_hook=lambda fields: SimpleNamespace(**fields)), None)
        except APIConnectionError as error:
            if isinstance(error, APITimeoutError) or isinstance(
                error.__cause__, httpx2.ConnectError
            ):
                raise
            raise ModelInterruptedError("the connection broke off") from None
        except httpx2.RequestError:
            raise ModelInterruptedError("the answer broke off") from None
        except (ValueError, RecursionError):
            raise ModelInterruptedError("the answer broke off: it is no JSON") from None
