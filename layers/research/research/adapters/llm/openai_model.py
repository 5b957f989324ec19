"""A language model behind any server that speaks OpenAI's chat completions, by the official SDK."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from openai import APIConnectionError, APIError, APIStatusError, APITimeoutError
from pydantic import SecretStr

from research.adapters.llm.answer_form import cut_answer, repaired_answer, whole_answer
from research.adapters.llm.call_costs import PriceTable
from research.adapters.llm.openai_client import is_passing, model_error, openai_client, with_retries
from research.adapters.llm.openai_dialect import Dialect
from research.adapters.llm.openai_reply import Reply, read_stream, read_whole
from research.domain.errors import (
    AnswerCutError,
    ModelAnswerError,
    ModelError,
    ModelInterruptedError,
    ModelRefusedError,
)
from research.domain.model_call import A, ModelAnswer, ModelCall, OnText, Usage

JsonValues = Callable[[str], Awaitable[list[Any]]]
"""Finds the JSON values that an answer may mean. Raises `ModelAnswerError`."""
_FILTERED = "content_filter"
_FULL = "length"


class OpenAiModel:
    """`ports.LanguageModel` that makes one request a call, in the fullest dialect a server takes.

    A request that was refused before it cost anything (429, 5xx, no connection) is sent again. One
    that may have cost something is not: `RetryingModel` does that, which asks the budget first.
    An answer is streamed if the caller passes `on_text`, and otherwise comes in one piece.
    """

    def __init__(
        self,
        api_key: SecretStr,
        *,
        base_url: str,
        model: str,
        fast_model: str,
        prices: PriceTable,
        timeout_seconds: float,
        max_retries: int,
        concurrency: int,
        json_values: JsonValues,
    ) -> None:
        """`timeout_seconds` is for one answer, from its request to its last word.

        `json_values` reads answers that are not plain JSON.
        """
        self._key = api_key
        self._client = openai_client(api_key, base_url, timeout_seconds)
        self._models = {False: model, True: fast_model}
        self._prices = prices
        self._timeout_seconds = timeout_seconds
        self._max_retries = max_retries
        self._json_values = json_values
        self._slots = asyncio.Semaphore(concurrency)
        self._first_dialect = Dialect.expected_at(base_url)
        self._dialects: dict[str, Dialect] = {}
        self._usage: dict[str, Usage] = {}

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()

    def usage(self) -> dict[str, Usage]:
        """What was used so far, by purpose; an upper bound for answers that broke off."""
        return dict(self._usage)

    async def ask(self, call: ModelCall[A], on_text: OnText | None = None) -> ModelAnswer[A]:
        """The answer to `call`. Raises `ModelError`.

        After `ModelInterruptedError` and `AnswerCutError` another try may succeed.
        """
        async with self._slots:
            reply = await self._reply(call, on_text)
        if reply.refusal or reply.finish_reason == _FILTERED:
            raise ModelRefusedError("the model declined to answer")
        if reply.finish_reason in ("", _FULL):
            value = await self._complete(reply, call)
        else:
            value = await self._repaired(reply, call)
        return ModelAnswer(value, self._usage_of(reply), self._models[call.is_small])

    async def _reply(self, call: ModelCall[Any], on_text: OnText | None) -> Reply:
        """The reply to `call`, in a simpler dialect after each request that is refused for its own.

        Raises `ModelInterruptedError` for an answer that did not come to its end, and another
        `ModelError` for a request that was refused.
        """
        model = self._models[call.is_small]
        dialect = self._dialects.get(model, self._first_dialect)
        while True:
            try:
                reply = await self._send(call, dialect, on_text)
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

    async def _send(self, call: ModelCall[Any], dialect: Dialect, on_text: OnText | None) -> Reply:
        model = self._models[call.is_small]
        request = dialect.request(call, model, is_streamed=on_text is not None)

        def is_worth_it(error: BaseException) -> bool:
            is_form = isinstance(error, APIStatusError) and dialect.is_meant_by(error)
            return is_passing(error) and not is_form

        return await with_retries(
            lambda: self._send_once(request, Reply(call), on_text),
            max_retries=self._max_retries,
            within_seconds=self._timeout_seconds,
            is_worth_it=is_worth_it,
        )

    async def _send_once(
        self, request: dict[str, Any], reply: Reply, on_text: OnText | None
    ) -> Reply:
        """Read one request's answer into `reply`, and count what it used unless it was refused."""
        completions = self._client.chat.completions
        is_refused = False
        try:
            async with asyncio.timeout(self._timeout_seconds):
                try:
                    if on_text is None:
                        sent = completions.with_streaming_response.create(**request)
                        await read_whole(reply, sent)
                        return reply
                    stream = await completions.create(**request)
                except (APIConnectionError, APIStatusError) as error:
                    is_refused = not isinstance(error, APITimeoutError)
                    raise
                await read_stream(reply, stream, on_text, self._key)
        except TimeoutError:
            limit = f"{self._timeout_seconds:g} s"
            raise ModelInterruptedError(f"the model takes longer than {limit}") from None
        finally:
            if not is_refused:
                purpose = reply.call.purpose
                self._usage[purpose] = self._usage.get(purpose, Usage()) + self._usage_of(reply)
        return reply

    async def _repaired(self, reply: Reply, call: ModelCall[A]) -> A:
        """The answer in a reply that ended properly. Raises `ModelAnswerError`."""
        try:
            return whole_answer(reply.text, call.answer)
        except ModelAnswerError:
            return repaired_answer(await self._json_values(reply.text), call.answer)

    async def _complete(self, reply: Reply, call: ModelCall[A]) -> A:
        """The answer in a reply without a proper end, if it is complete nevertheless.

        Raises `AnswerCutError` if it met its limit, `ModelInterruptedError` if it just ended.
        """
        try:
            return whole_answer(reply.text, call.answer)
        except ModelAnswerError:
            if reply.finish_reason != _FULL:
                raise ModelInterruptedError("the answer broke off") from None
        part = cut_answer(await self._json_values(reply.text), call.answer)
        model = self._models[call.is_small]
        raise AnswerCutError(
            f"it has no room in {call.max_answer_tokens} tokens",
            None if part is None else ModelAnswer(part, self._usage_of(reply), model),
        )

    def _usage_of(self, reply: Reply) -> Usage:
        return self._prices.usage(self._models[reply.call.is_small], *reply.tokens())
