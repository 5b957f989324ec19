"""A language model that is asked again, within limits, when another answer may be better."""

import time
from dataclasses import replace
from typing import Any

from research.domain.errors import (
    AnswerCutError,
    ModelAnswerError,
    ModelError,
    ModelInterruptedError,
)
from research.domain.model_call import A, ModelAnswer, ModelCall, OnText, Usage
from research.ports import LanguageModel

MORE_ROOM = 2
"""The factor on the tokens of an answer that had too few."""
CORRECTION = (
    "\n\nAn earlier answer could not be used: {fault}. Give the whole answer, and nothing but the "
    "JSON object asked for."
)


class RetryingModel:
    """`ports.LanguageModel` that repeats the calls of another, each of which may cost something.

    An answer that broke off is asked for again up to `max_retries` times; one that is not of the
    form once, with what was wrong; one that was cut at its limit once, with more tokens, and if
    that fails, its complete items are the answer. `on_text` then gets the text of every try.
    """

    def __init__(self, inner: LanguageModel, *, max_retries: int, patience_seconds: float) -> None:
        """No further try begins `patience_seconds` after the first."""
        self._inner = inner
        self._max_retries = max_retries
        self._patience_seconds = patience_seconds

    def usage(self) -> dict[str, Usage]:
        """What was used so far, by purpose, by all tries."""
        return self._inner.usage()

    async def ask(self, call: ModelCall[A], on_text: OnText | None = None) -> ModelAnswer[A]:
        """The answer, with the usage of the try that gave it. Raises `ModelError`."""
        tries = _Tries(call, self._max_retries, time.monotonic() + self._patience_seconds)
        while True:
            try:
                return await self._inner.ask(tries.call, on_text)
            except ModelError as error:
                if not tries.may_follow(error):
                    if isinstance(tries.partial, ModelAnswer):
                        return tries.partial
                    raise


class _Tries:
    """The call to make next, and the part that was kept of a cut answer."""

    def __init__(self, call: ModelCall[Any], max_retries: int, end: float) -> None:
        self.call = call
        self.partial: object = None
        self._left = max_retries
        self._end = end
        self._is_corrected = False
        self._is_wider = False

    def may_follow(self, error: ModelError) -> bool:
        """Whether to try again after `error`, with `call`, which is changed for it."""
        return self._prepare(error) and time.monotonic() < self._end

    def _prepare(self, error: ModelError) -> bool:
        match error:
            case AnswerCutError():
                self.partial = error.partial or self.partial
                room = MORE_ROOM * self.call.max_answer_tokens
                self.call = replace(self.call, max_answer_tokens=room)
                is_first, self._is_wider = not self._is_wider, True
                return is_first
            case ModelAnswerError():
                fault = CORRECTION.format(fault=error)
                self.call = replace(self.call, instructions=self.call.instructions + fault)
                is_first, self._is_corrected = not self._is_corrected, True
                return is_first
            case ModelInterruptedError():
                self._left -= 1
                return self._left >= 0
            case _:
                return False
