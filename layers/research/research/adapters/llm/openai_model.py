"""A model behind any server that speaks OpenAI's chat completions."""

import asyncio
from collections.abc import Callable
from typing import Any

from pydantic import SecretStr

from research.adapters.llm.answer_json import cut_answer, repaired_answer, whole_answer
from research.adapters.llm.call_costs import PriceTable
from research.adapters.llm.openai_chat import Ears, OpenAiChat
from research.adapters.llm.openai_reply import Reply
from research.domain.errors import (
    AnswerCutError,
    ModelAnswerError,
    ModelInterruptedError,
    ModelRefusedError,
)
from research.domain.model_call import A, ModelAnswer, ModelCall
from research.domain.usage import Usage

_FILTERED = "content_filter"
_FULL = "length"


class OpenAiModel:
    """`ports.LanguageModel`: one request that is answered, or none.

    A request that was refused before it cost anything (429, 5xx, no connection) is sent again; one
    that may have cost something is not: that is for `RetryingModel`, which asks the budget first.
    An answer is streamed where somebody hears of its pieces, and comes whole otherwise.
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
    ) -> None:
        """`timeout_seconds` is for one answer, from its request to its last word."""
        self._chat = OpenAiChat(
            api_key, base_url=base_url, timeout_seconds=timeout_seconds, max_retries=max_retries
        )
        self._models = {False: model, True: fast_model}
        self._prices = prices
        self._slots = asyncio.Semaphore(concurrency)
        self._usage: dict[str, Usage] = {}

    async def aclose(self) -> None:
        """Close the connections."""
        await self._chat.aclose()

    def usage(self) -> dict[str, Usage]:
        """What was used so far, by purpose; of answers that broke off, no less than was used."""
        return dict(self._usage)

    async def ask(
        self, call: ModelCall[A], on_text: Callable[[str], None] | None = None
    ) -> ModelAnswer[A]:
        """As the port says; a `ModelInterruptedError` or `AnswerCutError` is worth another try."""
        model = self._models[call.is_small]
        async with self._slots:
            reply = await self._chat.reply(call, model, Ears(on_text, self._count))
        if reply.refusal or reply.finish_reason == _FILTERED:
            raise ModelRefusedError("the model declined to answer")
        if reply.finish_reason in ("", _FULL):
            value = self._whole(reply, call)
        else:
            value = repaired_answer(reply.text, call.answer)
        return ModelAnswer(value, self._used(reply), model)

    def _whole(self, reply: Reply, call: ModelCall[A]) -> A:
        """The answer, if it is complete though it ended without saying so.

        Raises `AnswerCutError` where it met its limit, `ModelInterruptedError` where it just ended.
        """
        try:
            return whole_answer(reply.text, call.answer)
        except ModelAnswerError:
            if reply.finish_reason != _FULL:
                raise ModelInterruptedError("the answer broke off") from None
        part = cut_answer(reply.text, call.answer)
        model = self._models[call.is_small]
        raise AnswerCutError(
            f"it has no room in {call.max_answer_tokens} tokens",
            None if part is None else ModelAnswer(part, self._used(reply), model),
        )

    def _count(self, reply: Reply) -> None:
        purpose = reply.call.purpose
        self._usage[purpose] = self._usage.get(purpose, Usage()) + self._used(reply)

    def _used(self, reply: Reply) -> Usage:
        call: ModelCall[Any] = reply.call
        return self._prices.usage(self._models[call.is_small], *reply.tokens())
