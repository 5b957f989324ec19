"""An answer as it comes in, piece by piece."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from research.adapters.llm.token_bounds import most_prompt_tokens, most_tokens
from research.domain.errors import ModelAnswerError
from research.domain.model_call import ModelCall

CHARACTERS_PER_TOKEN = 20
"""More than an answer has for each token it may have: a server that sends more has no limit."""
MOST_TOKENS = 10**9
"""No call has so many: a server that counts more has not counted, and no price could be told."""


@dataclass
class Reply:
    """What has come of the answer to `call`. Fields of a chunk may be of any type or missing."""

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
    def most_characters(self) -> int:
        """More than an answer that keeps to its limit has."""
        return CHARACTERS_PER_TOKEN * (self.call.max_answer_tokens + 100)

    def add(self, chunk: object, on_text: Callable[[str], None] | None) -> None:
        """Take in one more piece of a completion, or the whole of it.

        Raises `ModelAnswerError` for an answer without end.
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
        """Tokens of the prompt and of the answer, as the server counted.

        Where it did not count, or the answer broke off, no fewer than there were.
        """
        prompt, answer = self.prompt_tokens, self.answer_tokens
        return (
            most_prompt_tokens(self.call) if prompt is None else prompt,
            min(most_tokens(self.text), self.call.max_answer_tokens) if answer is None else answer,
        )

    def _take(self, piece: str) -> None:
        self.characters += len(piece)
        if self.characters > self.most_characters:
            raise ModelAnswerError("it is far longer than it may be")
        self.pieces.append(piece)


def _tokens(usage: object, name: str, before: int | None) -> int | None:
    found = getattr(usage, name, None)
    return found if isinstance(found, int) and 0 <= found <= MOST_TOKENS else before


def _text(delta: object, name: str) -> str:
    found = getattr(delta, name, None)
    return found if isinstance(found, str) else ""
