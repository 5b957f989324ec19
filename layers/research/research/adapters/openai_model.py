"""A model behind any server that speaks OpenAI's chat completions, by the official SDK."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import Any

from openai import APIConnectionError, APIError, APIStatusError, APITimeoutError
from pydantic import SecretStr

from research.adapters.answer_json import cut_answer, repaired_answer, whole_answer
from research.adapters.model_prices import Tariff
from research.adapters.openai_dialect import Dialect
from research.adapters.openai_errors import is_passing, model_error
from research.adapters.openai_reply import Reply
from research.adapters.openai_requests import openai_client, sent_again
from research.errors import (
    AnswerCutError,
    ModelAnswerError,
    ModelError,
    ModelInterruptedError,
    ModelRefusedError,
)
from research.model_calls import A, ModelAnswer, ModelCall, Usage

_FILTERED = "content_filter"
_FULL = "length"


class OpenAiModel:
    """`ports.LanguageModel`: one request that is answered, or none.

    A request that was refused before it cost anything (429, 5xx, no connection) is sent again; one
    that may have cost something is not: that is for `RetryingModel`, which asks the budget first.
    """

    def __init__(
        self,
        api_key: SecretStr,
        *,
        base_url: str,
        model: str,
        fast_model: str,
        tariff: Tariff,
        timeout_seconds: float,
        max_retries: int,
        concurrency: int,
    ) -> None:
        """`timeout_seconds` is for one answer, from its request to its last word."""
        self._key = api_key
        self._client = openai_client(api_key, base_url, timeout_seconds)
        self._models = {False: model, True: fast_model}
        self._tariff = tariff
        self._timeout_seconds = timeout_seconds
        self._max_retries = max_retries
        self._slots = asyncio.Semaphore(concurrency)
        self._dialects = dict.fromkeys((model, fast_model), Dialect.expected_at(base_url))
        self._usage: dict[str, Usage] = {}

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()

    def usage(self) -> dict[str, Usage]:
        """What was used so far, by purpose; of answers that broke off, no less than was used."""
        return dict(self._usage)

    async def ask(
        self, call: ModelCall[A], on_text: Callable[[str], None] | None = None
    ) -> ModelAnswer[A]:
        """As the port says; a `ModelInterruptedError` or `AnswerCutError` is worth another try."""
        model = self._models[call.is_small]
        async with self._slots:
            reply = await self._reply(call, model, on_text)
        usage = self._tariff.usage(model, *reply.tokens())
        if reply.refusal or reply.finish_reason == _FILTERED:
            raise ModelRefusedError("the model declined to answer")
        if reply.finish_reason in ("", _FULL):
            value = _whole(reply, call, usage, model)
        else:
            value = repaired_answer(reply.text, call.answer)
        return ModelAnswer(value, usage, model)

    async def _reply(
        self, call: ModelCall[Any], model: str, on_text: Callable[[str], None] | None
    ) -> Reply:
        """The answer, asked for in the fullest dialect that the server takes."""
        dialect = self._dialects[model]
        while True:
            try:
                reply = await self._sent(call, model, dialect, on_text)
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

    async def _sent(
        self,
        call: ModelCall[Any],
        model: str,
        dialect: Dialect,
        on_text: Callable[[str], None] | None,
    ) -> Reply:
        return await sent_again(
            lambda: self._once(call, model, dialect, on_text),
            max_retries=self._max_retries,
            within_seconds=self._timeout_seconds,
            is_worth_it=lambda error: (
                is_passing(error)
                and not (isinstance(error, APIStatusError) and dialect.is_meant_by(error))
            ),
        )

    async def _once(
        self,
        call: ModelCall[Any],
        model: str,
        dialect: Dialect,
        on_text: Callable[[str], None] | None,
    ) -> Reply:
        """One request. What it used is counted however it ends, unless it was refused."""
        reply = Reply(call)
        is_refused = False
        try:
            async with asyncio.timeout(self._timeout_seconds):
                try:
                    stream = await self._client.chat.completions.create(
                        **dialect.request(call, model)
                    )
                except APIConnectionError as error:
                    is_refused = not isinstance(error, APITimeoutError)
                    raise
                except APIStatusError:
                    is_refused = True
                    raise
                await self._read(stream, reply, on_text)
        except TimeoutError:
            raise ModelInterruptedError(
                f"the model takes longer than {self._timeout_seconds:g} s"
            ) from None
        finally:
            if not is_refused:
                used = self._tariff.usage(model, *reply.tokens())
                self._usage[call.purpose] = self._usage.get(call.purpose, Usage()) + used
        return reply

    async def _read(self, stream: Any, reply: Reply, on_text: Callable[[str], None] | None) -> None:
        try:
            async with aclosing(stream):
                async for chunk in stream:
                    reply.add(chunk, on_text)
        except APIError as error:
            found = model_error(error, self._key)
            if type(found) is not ModelError:
                raise found from None
            raise ModelInterruptedError(f"the answer broke off: {found}") from None
        except ValueError:
            raise ModelInterruptedError("the answer broke off: a piece is no JSON") from None


def _whole(reply: Reply, call: ModelCall[A], usage: Usage, model: str) -> A:
    """The answer, if it is complete though it ended without saying so.

    Raises `AnswerCutError` where it met its limit, `ModelInterruptedError` where it just ended.
    """
    try:
        return whole_answer(reply.text, call.answer)
    except ModelAnswerError:
        if reply.finish_reason != _FULL:
            raise ModelInterruptedError("the answer broke off") from None
    part = cut_answer(reply.text, call.answer)
    raise AnswerCutError(
        f"it has no room in {call.max_answer_tokens} tokens",
        None if part is None else ModelAnswer(part, usage, model),
    )
