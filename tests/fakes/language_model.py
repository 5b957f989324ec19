"""Stands behind `ports.LanguageModel`: says what the test wrote for it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from research.adapters.llm.call_costs import Price
from research.domain.model_call import A, ModelAnswer, ModelCall, Usage
from research.domain.value import Value

Said: TypeAlias = Value | Mapping[str, Any] | Exception
"""An answer, as a value or as what makes one; or what is raised instead."""
Script: TypeAlias = Callable[[ModelCall[Any]], Said] | Mapping[str, Said | Sequence[Said]]
"""A function of the call; or, by purpose, one answer for all calls, or one for each in turn."""

FREE = Price(0.0, 0.0)


class FakeLanguageModel:
    """Follows its script, and remembers what it was asked, in order.

    A call takes `tokens` (of prompt and answer) at `price`, those that raise included; and
    `pause_seconds`, in which others can be made.
    """

    def __init__(
        self,
        script: Script,
        *,
        tokens: Callable[[ModelCall[Any]], tuple[int, int]] = lambda _: (100, 50),
        price: Price = FREE,
        pause_seconds: float = 0.0,
    ) -> None:
        self.calls: list[ModelCall[Any]] = []
        self._script = script
        self.thought_tokens = 0
        self._tokens = tokens
        self._price = price
        self._pause_seconds = pause_seconds
        self._usage: dict[str, Usage] = {}

    def asked_for(self, purpose: str) -> list[ModelCall[Any]]:
        """The calls of one purpose."""
        return [call for call in self.calls if call.purpose == purpose]

    def usage(self) -> dict[str, Usage]:
        """What was used so far, by purpose."""
        return dict(self._usage)

    async def ask(
        self, call: ModelCall[A], on_text: Callable[[str], None] | None = None
    ) -> ModelAnswer[A]:
        """What the script says; `on_text` hears it in two pieces."""
        self.calls.append(call)
        said = self._said(call)
        await asyncio.sleep(self._pause_seconds)
        prompt, answer = self._tokens(call)
        usage = Usage(
            calls=1,
            prompt_tokens=prompt,
            answer_tokens=answer,
            usd=self._price.usd(prompt, answer),
        )
        self._usage[call.purpose] = self._usage.get(call.purpose, Usage()) + usage
        if isinstance(said, Exception):
            raise said
        found = said.model_dump() if isinstance(said, Value) else said
        value = call.answer.model_validate(found, extra="ignore")  # as what a server says is read
        if on_text is not None:
            text = value.model_dump_json()
            on_text(text[: len(text) // 2])
            on_text(text[len(text) // 2 :])
        return ModelAnswer(value, usage, "fake", self.thought_tokens)

    def _said(self, call: ModelCall[Any]) -> Said:
        if callable(self._script):
            return self._script(call)
        if call.purpose == "analyse" and call.purpose not in self._script:
            return {}  # it adds nothing to what rules find in the sources
        said = self._script[call.purpose]
        if isinstance(said, Value | Mapping | Exception):
            return said
        return said[len(self.asked_for(call.purpose)) - 1]
