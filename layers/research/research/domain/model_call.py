"""A call of a language model: what is asked, what it answers, and what that costs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BeforeValidator, Field

from research.domain.value import Value

A = TypeVar("A", bound=Value)
OnText = Callable[[str], None]
"""Called with each piece of an answer as it is written."""


@dataclass(frozen=True, slots=True)
class ModelCall(Generic[A]):
    """One question to a model. Equal calls have equal answers, so a cache may answer."""

    purpose: str
    """What it is for, such as ``plan`` or ``write``: cost is listed by purpose."""
    instructions: str
    """What the model is to do. Our text alone: nothing of a page, nothing of the query."""
    material: str
    """What it is to do it with: data, between delimiters that `instructions` name."""
    answer: type[A]
    """The form of the answer; its JSON Schema goes to the server."""
    max_answer_tokens: int
    is_small: bool = False
    """Whether the fast model is good enough."""


class Usage(Value):
    """What one or several calls took."""

    calls: int = Field(default=0, ge=0)
    cached_calls: int = Field(default=0, ge=0)
    prompt_tokens: int = Field(default=0, ge=0)
    answer_tokens: int = Field(default=0, ge=0)
    usd: float | None = 0.0
    """None when the price of a model is not known."""

    def __add__(self, other: "Usage") -> "Usage":
        """Both together; a price that is not known makes the sum unknown."""
        known = self.usd is not None and other.usd is not None
        return Usage(
            calls=self.calls + other.calls,
            cached_calls=self.cached_calls + other.cached_calls,
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            answer_tokens=self.answer_tokens + other.answer_tokens,
            usd=(self.usd or 0.0) + (other.usd or 0.0) if known else None,
        )


class Cost(Value):
    """What a report cost in model calls."""

    total: Usage
    by_purpose: dict[str, Usage]


@dataclass(frozen=True, slots=True)
class ModelAnswer(Generic[A]):
    """An answer that has the form asked for."""

    value: A
    usage: Usage
    model: str
    thought_tokens: int = 0
    """Those of the answer's tokens that the model thought, and did not say."""


def cut_to(most: int) -> BeforeValidator:
    """For a text or a list of an answer: one that is too long is cut, not asked for anew.

    Many servers don't hold a model to a schema's ``maxLength``, and models can't count characters.
    A text is cut after a word, where its language has blanks: a quote that ends within one would
    not be found.
    """

    def cut(value: Any) -> Any:
        if not isinstance(value, str | list | tuple) or len(value) <= most:
            return value
        if isinstance(value, str) and not value[most].isspace():
            return value[:most].rpartition(" ")[0] or value[:most]
        return value[:most]

    return BeforeValidator(cut)
