"""A language model behind any server that speaks OpenAI's chat completions, by the official SDK."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from openai import APIConnectionError, APIError, APIStatusError, APITimeoutError
from pydantic import SecretStr

from research.adapters.llm.answer_form import (
    cut_answer,
    repaired_answer,
    unended_answer,
    whole_answer,
)
from research.adapters.llm.call_costs import PriceTable
from research.adapters.llm.openai_client import is_passing, model_error, openai_client, with_retries
from research.adapters.llm.openai_dialect import Dialect
from research.adapters.llm.openai_reply import Reply, read_reply
from research.domain.errors import (
    AnswerCutError,
    ContextOverflowError,
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
LONG_PROMPT_CHARACTERS = 4_000
"""About a thousand tokens; servers whose prompts must be shorter are of no use."""
UNKNOWN_OVERFLOWS = (400, 413, 422)
"""Statuses of a request that is too long."""
SILENT_REFUSALS = (500, 501)
"""Statuses with which servers refuse a schema, and may not say so."""


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
        reasoning_effort: str = "",
    ) -> None:
        """`timeout_seconds` is for one answer, from its request to its last word.

        `json_values` reads answers that are not plain JSON. `reasoning_effort` goes to the server
        as it is, or not at all where it is empty.
        """
        self._key = api_key
        self._client = openai_client(api_key, base_url, timeout_seconds)
        self._models = {False: model, True: fast_model}
        self._prices = prices
        self._timeout_seconds = timeout_seconds
        self._max_retries = max_retries
        self._json_values = json_values
        self._slots = asyncio.Semaphore(concurrency)
        self._first_dialect = Dialect.expected_at(base_url, reasoning_effort)
        self._dialects: dict[str, Dialect] = {}
        self._proven: set[str] = set()
        """Models that have answered."""
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
        is_spent = not reply.text.strip() and reply.has_thought
        is_ended = reply.is_whole or reply.finish_reason
        if reply.finish_reason == _FULL or is_spent or not is_ended:
            value = await self._complete(reply, call, is_spent=is_spent)
        else:
            value = await self._repaired(reply, call)
        return self._answer(value, reply)

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
                dialect = self._dialect_after(error, dialect, call)
            except APIError as error:
                raise model_error(error, self._key) from None
            else:
                self._dialects[model] = dialect
                self._proven.add(model)
                return reply

    def _dialect_after(
        self, error: APIStatusError, dialect: Dialect, call: ModelCall[Any]
    ) -> Dialect:
        """The dialect to try next. Raises `ModelError` where `error` is not about the dialect.

        What an error names is remembered at once, so that of many calls one is refused. An error of
        no known meaning may be about anything: with a server that has taken such requests before
        and a long prompt, it is taken for an overflow, since a shorter prompt may then help.
        """
        found = model_error(error, self._key)
        if type(found) is not ModelError:
            raise found from None
        model = self._models[call.is_small]
        learned = self._dialects.get(model, self._first_dialect)
        if learned.is_simpler_than(dialect):
            return learned  # by another call, meanwhile
        named = dialect.after(error, call.max_answer_tokens)
        if named is not None:
            self._dialects[model] = named
            return named
        is_long = len(call.instructions) + len(call.material) >= LONG_PROMPT_CHARACTERS
        may_be_long = is_long and error.status_code in UNKNOWN_OVERFLOWS
        if may_be_long and model in self._proven:
            raise ContextOverflowError(str(found)) from None
        plainest = dialect.plainest(error)
        if plainest is None:
            raise (ContextOverflowError(str(found)) if may_be_long else found) from None
        return plainest

    async def _send(self, call: ModelCall[Any], dialect: Dialect, on_text: OnText | None) -> Reply:
        model = self._models[call.is_small]
        request = dialect.request(call, model, is_streamed=on_text is not None)

        failed = 0

        def is_worth_it(error: BaseException) -> bool:
            nonlocal failed
            if isinstance(error, APIStatusError) and error.status_code in SILENT_REFUSALS:
                failed += 1
                is_form = dialect.is_meant_by(error) or dialect.after(error, 0) is not None
                may_be_form = model not in self._proven and failed > 1
                return is_passing(error) and not (is_form or may_be_form)
            return is_passing(error)

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
                    sent = completions.with_streaming_response.create(**request)
                    await read_reply(reply, sent, on_text)
                except (APIConnectionError, APIStatusError) as error:
                    is_refused = not isinstance(error, APITimeoutError)
                    raise
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

    async def _complete(self, reply: Reply, call: ModelCall[A], *, is_spent: bool) -> A:
        """The answer in a reply without a proper end, if it is complete nevertheless.

        Raises `AnswerCutError` if it met its limit, or thought and did not answer (`is_spent`), and
        `ModelInterruptedError` if it just ended.
        """
        try:
            return unended_answer(reply.text, call.answer)
        except ModelAnswerError:
            if reply.finish_reason != _FULL and not is_spent:
                raise ModelInterruptedError("the answer broke off") from None
        part = cut_answer(await self._json_values(reply.text), call.answer)
        raise AnswerCutError(
            f"it has no room in {call.max_answer_tokens} tokens",
            None if part is None else self._answer(part, reply),
            thought_tokens=reply.thought_tokens,
        )

    def _answer(self, value: A, reply: Reply) -> ModelAnswer[A]:
        model = self._models[reply.call.is_small]
        return ModelAnswer(value, self._usage_of(reply), model, reply.thought_tokens)

    def _usage_of(self, reply: Reply) -> Usage:
        return self._prices.usage(self._models[reply.call.is_small], *reply.tokens())
