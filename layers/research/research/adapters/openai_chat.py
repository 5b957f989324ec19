"""Chat completions of a server that speaks OpenAI's wire format, by the official SDK."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from openai import APIConnectionError, APIError, APIStatusError, APITimeoutError
from pydantic import SecretStr

from research.adapters.openai_dialect import Dialect
from research.adapters.openai_errors import is_passing, model_error
from research.adapters.openai_reply import Reply
from research.adapters.openai_requests import openai_client, sent_again
from research.errors import ModelError, ModelInterruptedError
from research.model_calls import ModelCall


@dataclass(frozen=True, slots=True)
class Ears:
    """Who hears of an answer."""

    of_text: Callable[[str], None] | None
    """Of each piece."""
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
        request = dialect.request(call, model)

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
