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
"""The factor on the tokens of an answer that had too few, and on those of thoughts seen before:
another call may want longer ones.
"""
ROOM_TO_THINK_TOKENS = (8_000, 32_000)
"""What is added for a model that thought until its limit, at the second try and at the third.
DeepSeek R1 and Qwen3 think some hundred to some thousand tokens on questions like ours, and their
makers advise a limit of 32,768.
"""
CORRECTION = (
    "\n\nAn earlier answer could not be used: {fault}. Give the whole answer, and nothing but the "
    "JSON object asked for."
)


class RetryingModel:
    """`ports.LanguageModel` that repeats the calls of another, each of which may cost something.

    An answer that broke off is asked for again up to `max_retries` times; one that is not of the
    form once, with what was wrong; one that was cut at its limit once, with more tokens, and if
    that fails, its complete items are the answer. A model that thinks gets room for that in each
    further call, and up to two more tries where it had none. `on_text` gets the text of every try.
    """

    def __init__(self, inner: LanguageModel, *, max_retries: int, patience_seconds: float) -> None:
        """No further try begins `patience_seconds` after the first."""
        self._inner = inner
        self._max_retries = max_retries
        self._patience_seconds = patience_seconds
        self._most_thought = {False: 0, True: 0}
        """Tokens that the model, and the fast one, were seen to think before an answer."""

    def usage(self) -> dict[str, Usage]:
        """What was used so far, by purpose, by all tries."""
        return self._inner.usage()

    async def ask(self, call: ModelCall[A], on_text: OnText | None = None) -> ModelAnswer[A]:
        """The answer, with the usage of the try that gave it. Raises `ModelError`."""
        room = MORE_ROOM * self._most_thought[call.is_small]
        first = replace(call, max_answer_tokens=call.max_answer_tokens + room)
        tries = _Tries(first, self._max_retries, time.monotonic() + self._patience_seconds)
        while True:
            try:
                answer = await self._inner.ask(tries.call, on_text)
            except ModelError as error:
                if not tries.may_follow(error):
                    if isinstance(tries.partial, ModelAnswer):
                        return tries.partial
                    raise
            else:
                most = max(self._most_thought[call.is_small], answer.thought_tokens)
                self._most_thought[call.is_small] = most
                return answer


class _Tries:
    """The call to make next, and the part that was kept of a cut answer."""

    def __init__(self, call: ModelCall[Any], max_retries: int, end: float) -> None:
        self.call = call
        self.partial: object = None
        self._left = max_retries
        self._end = end
        self._is_corrected = False
        self._times_widened = 0

    def may_follow(self, error: ModelError) -> bool:
        """Whether to try again after `error`, with `call`, which is changed for it."""
        return self._prepare(error) and time.monotonic() < self._end

    def _prepare(self, error: ModelError) -> bool:
        match error:
            case AnswerCutError():
                self.partial = error.partial or self.partial
                return self._widen(error.thought_tokens)
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

    def _widen(self, thought_tokens: int) -> bool:
        """Give the next try more tokens; False where it had more already."""
        most_times = len(ROOM_TO_THINK_TOKENS) if thought_tokens else 1
        if self._times_widened >= most_times:
            return False
        room = MORE_ROOM * self.call.max_answer_tokens
        if thought_tokens:
            room = max(
                room, self.call.max_answer_tokens + ROOM_TO_THINK_TOKENS[self._times_widened]
            )
        self.call = replace(self.call, max_answer_tokens=room)
        self._times_widened += 1
        return True
