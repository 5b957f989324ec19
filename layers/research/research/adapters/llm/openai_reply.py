"""Reads a chat completion from a server that speaks OpenAI's API, streamed or in one piece."""

import json
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import httpx2
from openai import APIConnectionError, APIError, APITimeoutError
from pydantic import SecretStr

from research.adapters.llm.call_costs import most_prompt_tokens, most_tokens
from research.adapters.llm.openai_client import model_error
from research.domain.errors import ModelAnswerError, ModelError, ModelInterruptedError
from research.domain.model_call import ModelCall, OnText

CHARACTERS_PER_TOKEN = 20
"""More than any answer has: a server that sends more does not keep to the limit of the answer."""
MAX_COUNTED_TOKENS = 10**9
"""A larger count, which no call can have, is ignored."""
BYTES_PER_CHARACTER = 12
"""Of JSON, at most: two escapes of six."""
MAX_FRAME_BYTES = 1 << 20
"""What a server may put around an answer in one piece."""


@dataclass
class Reply:
    """The answer to `call`, as far as it was received."""

    call: ModelCall[Any]
    pieces: list[str] = field(default_factory=list)
    refusal: str = ""
    finish_reason: str = ""
    characters: int = 0
    prompt_tokens: int | None = None
    answer_tokens: int | None = None

    @property
    def text(self) -> str:
        """The answer so far."""
        return "".join(self.pieces)

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
        choices = getattr(chunk, "choices", None)
        for choice in choices[:1] if isinstance(choices, list) else []:
            self.finish_reason = str(getattr(choice, "finish_reason", None) or self.finish_reason)
            delta = getattr(choice, "delta", None) or getattr(choice, "message", None)
            self.refusal += _text(delta, "refusal")
            piece = _text(delta, "content")
            if piece:
                self._take(piece)
                if on_text is not None:
                    on_text(piece)

    def tokens(self) -> tuple[int, int]:
        """The tokens of the prompt and of the answer, as the server counted them.

        Where it did not, as for an answer that broke off, upper bounds.
        """
        prompt, answer = self.prompt_tokens, self.answer_tokens
        return (
            most_prompt_tokens(self.call) if prompt is None else prompt,
            min(most_tokens(self.text), self.call.max_answer_tokens) if answer is None else answer,
        )

    def _take(self, piece: str) -> None:
        self.characters += len(piece)
        if self.characters > self.max_characters:
            raise ModelAnswerError("it is far longer than it may be")
        self.pieces.append(piece)


async def read_stream(reply: Reply, stream: Any, on_text: OnText, key: SecretStr) -> None:
    """Read `stream`, the SDK's, into `reply`.

    Raises `ModelInterruptedError` when it breaks off, and `ModelError` for an error that the server
    sends in it.
    """
    try:
        async with aclosing(stream):
            async for chunk in stream:
                reply.add(chunk, on_text)
    except APIError as error:
        found = model_error(error, key)
        if type(found) is not ModelError:
            raise found from None
        raise ModelInterruptedError(f"the answer broke off: {found}") from None
    except ValueError:
        raise ModelInterruptedError("the answer broke off: a piece is no JSON") from None


async def read_whole(reply: Reply, sent: AbstractAsyncContextManager[Any]) -> None:
    """Read the response that `sent` gives, a completion in one piece, into `reply`.

    Raises `ModelInterruptedError` when the connection breaks after the request was sent, because
    the answer may have cost something, and the SDK's error when there was no connection.
    """
    max_bytes = BYTES_PER_CHARACTER * reply.max_characters + MAX_FRAME_BYTES
    body = bytearray()
    try:
        async with sent as response:
            async for part in response.iter_bytes():
                body += part
                if len(body) > max_bytes:
                    raise ModelAnswerError("it is far longer than it may be")
        reply.add(json.loads(body, object_hook=lambda fields: SimpleNamespace(**fields)), None)
    except APIConnectionError as error:
        if isinstance(error, APITimeoutError) or isinstance(error.__cause__, httpx2.ConnectError):
            raise
        raise ModelInterruptedError("the connection broke off") from None
    except httpx2.RequestError:
        raise ModelInterruptedError("the answer broke off") from None
    except (ValueError, RecursionError):
        raise ModelInterruptedError("the answer broke off: it is no JSON") from None


def _tokens(usage: object, name: str, before: int | None) -> int | None:
    found = getattr(usage, name, None)
    return found if isinstance(found, int) and 0 <= found <= MAX_COUNTED_TOKENS else before


def _text(delta: object, name: str) -> str:
    found = getattr(delta, name, None)
    return found if isinstance(found, str) else ""
