"""What is asked of a language model, what it answers, and what that costs."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BeforeValidator

from research.domain.usage import Usage
from research.domain.value import Value

A = TypeVar("A", bound=Value)


@dataclass(frozen=True, slots=True)
class ModelCall(Generic[A]):
    """One question to a model. The same call has the same answer, so it may come from a cache."""

    purpose: str
    """What it is for, such as ``plan`` or ``write``: cost is told by it."""
    instructions: str
    """What the model is to do. Ours alone: no text of a page, no query."""
    material: str
    """What it is to do it with: data, between delimiters that `instructions` name."""
    answer: type[A]
    """The form of the answer; its JSON Schema goes to the server."""
    max_answer_tokens: int
    is_small: bool = False
    """Whether the fast model is good enough."""


@dataclass(frozen=True, slots=True)
class ModelAnswer(Generic[A]):
    """An answer that has the form asked for."""

    value: A
    usage: Usage
    model: str


def cut_to(characters: int) -> BeforeValidator:
    """For a text of an answer: one that is too long is cut, not asked for anew.

    Many servers don't hold a model to a schema's ``maxLength``, and models can't count characters.
    """
    return BeforeValidator(lambda value: value[:characters] if isinstance(value, str) else value)
