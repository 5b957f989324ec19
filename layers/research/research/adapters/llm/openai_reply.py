"""Reads a chat completion from a server that speaks OpenAI's API, whichever way it comes.

A server may stream what was asked for in one piece, send in one piece what was to be streamed, end
one with the other's mark, give text as a list of parts, or put an error into a success.
"""

from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import httpx2
from openai import APIConnectionError, APITimeoutError

from research.adapters.llm.call_costs import most_prompt_tokens, most_tokens
from research.adapters.llm.event_stream import AnswerPieces
from research.adapters.llm.openai_client import error_in
from research.adapters.llm.thoughts import without_thoughts
from research.domain.errors import ModelAnswerError, ModelInterruptedError
from research.domain.model_call import ModelCall, OnText

CHARACTERS_PER_TOKEN = 20
"""More than any answer has: a server that sends more does not keep to the limit of the answer."""
MAX_COUNTED_TOKENS = 10**9
"""A larger count, which no call can have, is ignored."""
BYTES_PER_TOKEN = 1_000
"""More than a piece of a stream has, with all that is around its token."""
MAX_FRAME_BYTES = 1 << 20
"""What a server may put around an answer in one piece."""
_THOUGHTS = ("reasoning_content", "reasoning", "thinking")
"""Names under which servers give thoughts apart from the answer."""


@dataclass
class Reply:
    """The answer to `call`, as far as it was received."""

    call: ModelCall[Any]
    pieces: list[str] = field(default_factory=list)
    refusal: str = ""
    finish_reason: str = ""
    is_whole: bool = False
    """Whether it came in one piece, so that it is complete though nothing says why it ended."""
    characters: int = 0
    prompt_tokens: int | None = None
    answer_tokens: int | None = None
    counted_thoughts: int | None = None
    thoughts: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    """Arguments of functions, which some models call where they should answer."""

    @property
    def text(self) -> str:
        """The answer so far, without thoughts."""
        return without_thoughts("".join(self.pieces)) or "".join(self.calls)

    @property
    def has_thought(self) -> bool:
        """Whether thoughts were seen, or counted by the server."""
        said = "".join(self.pieces)
        return bool(self.counted_thoughts or self.thoughts or said != without_thoughts(said))

    @property
    def thought_tokens(self) -> int:
        """How many tokens of the answer were thought: as counted by the server, else at least."""
        if self.counted_thoughts:
            return self.counted_thoughts
        if self.answer_tokens is not None:
            return max(0, self.answer_tokens - most_tokens(self.text))
        said = "".join(self.pieces)
        apart = "".join(self.thoughts)
        return most_tokens(apart + said[: len(said) - len(without_thoughts(said))]) // 2

    @property
    def max_characters(self) -> int:
        """More characters than an answer that keeps to its limit has."""
        return CHARACTERS_PER_TOKEN * (self.call.max_answer_tokens + 100)

    def add(self, chunk: object, on_text: OnText | None) -> None:
        """Add a chunk of a streamed completion, or a whole one.

        Its fields may be missing or of any type. Raises `ModelAnswerError` if the answer becomes
        longer than `max_characters`.
        """
        usage = getattr(chunk, "usage", None)
        self.prompt_tokens = _tokens(usage, "prompt_tokens", self.prompt_tokens)
        self.answer_tokens = _tokens(usage, "completion_tokens", self.answer_tokens)
        details = getattr(usage, "completion_tokens_details", None)
        self.counted_thoughts = _tokens(details, "reasoning_tokens", self.counted_thoughts)
        choices = getattr(chunk, "choices", None)
        for choice in choices[:1] if isinstance(choices, list) else []:
            self.finish_reason = str(getattr(choice, "finish_reason", None) or self.finish_reason)
            delta = getattr(choice, "delta", None) or getattr(choice, "message", None)
            self.refusal += _text(delta, "refusal")
            for name in _THOUGHTS:
                self._count(_text(delta, name), self.thoughts)
            arguments = "".join(_arguments(delta))
            self._count(arguments, self.calls)
            piece = _text(delta, "content") or _text(choice, "text")
            self._count(piece, self.pieces)
            if on_text is not None and (heard := piece or arguments):
                on_text(heard)

    def tokens(self) -> tuple[int, int]:
        """The tokens of the prompt and of the answer, as the server counted them.

        Where it did not, as for an answer that broke off, upper bounds.
        """
        prompt, answer = self.prompt_tokens, self.answer_tokens
        said = most_tokens("".join([*self.pieces, *self.thoughts, *self.calls]))
        return (
            most_prompt_tokens(self.call) if prompt is None else prompt,
            min(said, self.call.max_answer_tokens) if answer is None else answer,
        )

    def _count(self, piece: str, among: list[str]) -> None:
        self.characters += len(piece)
        if self.characters > self.max_characters:
            raise ModelAnswerError("it is far longer than it may be")
        if piece:
            among.append(piece)


async def read_reply(
    reply: Reply, sent: AbstractAsyncContextManager[Any], on_text: OnText | None
) -> None:
    """Read the response that `sent` gives into `reply`.

    Raises `ModelInterruptedError` when the connection breaks after the request was sent, because
    the answer may have cost something, and the SDK's error when there was no connection, and for an
    error that came in the place of an answer.
    """
    most_bytes = BYTES_PER_TOKEN * (reply.call.max_answer_tokens + 100) + MAX_FRAME_BYTES
    received = 0
    pieces = AnswerPieces()
    try:
        async with sent as response:
            async for part in response.iter_bytes():
                received += len(part)
                if received > most_bytes:
                    raise ModelAnswerError("it is far longer than it may be")
                _add_all(reply, pieces.feed(part), on_text)
        _add_all(reply, pieces.end(), on_text)
        reply.is_whole = pieces.is_whole
    except APIConnectionError as error:
        is_sent = not isinstance(error.__cause__, httpx2.ConnectError)
        if isinstance(error, APITimeoutError) or not is_sent or on_text is not None:
            raise
        raise ModelInterruptedError("the connection broke off") from None
    except httpx2.RequestError:
        raise ModelInterruptedError("the answer broke off") from None
    except (ValueError, RecursionError):
        raise ModelInterruptedError("the answer broke off: a piece is no JSON") from None


def _add_all(reply: Reply, answers: Iterator[Any], on_text: OnText | None) -> None:
    for answer in answers:
        if error := error_in(answer):
            if reply.characters:
                raise ModelInterruptedError(f"the answer broke off: {error.code or 'an error'}")
            raise error
        reply.add(_as_object(answer), on_text)


def _as_object(value: Any) -> Any:
    """`value` with its objects as what has attributes."""
    if isinstance(value, dict):
        return SimpleNamespace(**{key: _as_object(one) for key, one in value.items()})
    return [_as_object(one) for one in value] if isinstance(value, list) else value


def _tokens(usage: object, name: str, before: int | None) -> int | None:
    found = getattr(usage, name, None)
    return found if isinstance(found, int) and 0 <= found <= MAX_COUNTED_TOKENS else before


def _text(delta: object, name: str) -> str:
    """A text, or those in a list of parts; parts that are thoughts are none."""
    found = getattr(delta, name, None)
    if isinstance(found, list):
        return "".join(_text(part, "text") for part in found if not _is_thought(part))
    return found if isinstance(found, str) else ""


def _is_thought(part: object) -> bool:
    return str(getattr(part, "type", "")).startswith(("think", "reason", "redacted"))


def _arguments(delta: object) -> Iterator[str]:
    called = getattr(delta, "tool_calls", None)
    for one in called[:1] if isinstance(called, list) else []:
        yield _text(getattr(one, "function", None), "arguments")
    yield _text(getattr(delta, "function_call", None), "arguments")
