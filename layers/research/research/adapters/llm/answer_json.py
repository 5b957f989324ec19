"""Reads a model's answer, though it be wrapped in words, fenced, or not quite JSON.

An answer is text from outside: its length is bounded before it comes here, its depth here, and
what is said of it holds none of its words, for that may go into the next instructions.
"""

import re
from collections.abc import Iterator
from typing import Any, TypeVar

from json_repair import repair_json
from pydantic import BaseModel, ValidationError

from research.domain.errors import ModelAnswerError

A = TypeVar("A", bound=BaseModel)

_END_OF_THOUGHTS = "</think>"
"""Before it, some models write what they think, with or without a start."""
_FENCED = re.compile(r"```(?:json)?[ \t]*\n(.*?)(?:```|\Z)", re.DOTALL | re.IGNORECASE)
_MAX_OPEN = 100
"""Brackets open at once: far more than any form of ours has."""
_MAX_REASONS = 3


def whole_answer(text: str, form: type[A]) -> A:
    """The answer in `text`, which is JSON of `form` and nothing else, with more fields at most.

    Raises `ModelAnswerError`.
    """
    try:
        return form.model_validate_json(text, extra="ignore")
    except ValidationError as error:
        raise ModelAnswerError(_reasons(error)) from None


def repaired_answer(text: str, form: type[A]) -> A:
    """The answer in `text`: JSON with words or a fence around it, or with small faults.

    Raises `ModelAnswerError`, which says what is wrong with it.
    """
    first: ValidationError | None = None
    for found in _candidates(text, form):
        try:
            return form.model_validate(found, extra="ignore")
        except ValidationError as error:
            first = first or error
    raise ModelAnswerError(_reasons(first) if first else "there is no JSON object in it")


def cut_answer(text: str, form: type[A]) -> A | None:
    """What stands of an answer that was cut: without the last item of its last list, or None."""
    for found in _candidates(text, form):
        if not isinstance(found, dict) or not found:
            continue
        last = list(found)[-1]
        if isinstance(found[last], list):
            try:
                return form.model_validate(found | {last: found[last][:-1]}, extra="ignore")
            except ValidationError:
                continue
    return None


def _candidates(text: str, form: type[BaseModel]) -> Iterator[Any]:
    """What `text` may mean, the likeliest first."""
    text = text.rpartition(_END_OF_THOUGHTS)[2]
    fenced = _FENCED.search(text)
    for part in [fenced[1], text] if fenced else [text]:
        start = min((at for at in map(part.find, "{[") if at >= 0), default=-1)
        if start < 0 or _is_too_deep(part):
            continue
        try:
            found = repair_json(part[start:], return_objects=True)
        except (RecursionError, ValueError):
            continue
        yield from _objects(found, form)


def _objects(found: Any, form: type[BaseModel]) -> Iterator[Any]:
    """`found`; where it is a list, its objects, and the list as the one field of `form`."""
    if isinstance(found, dict):
        yield found
    if isinstance(found, list):
        fields = list(form.model_fields)
        if len(fields) == 1 and all(isinstance(item, dict) for item in found):
            yield {fields[0]: found}
        yield from (item for item in found if isinstance(item, dict))


def _is_too_deep(text: str) -> bool:
    depth = deepest = 0
    for sign in re.findall(r"[\[\]{}]", text):
        depth = depth + 1 if sign in "[{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest > _MAX_OPEN


def _reasons(error: ValidationError) -> str:
    """What is wrong, in pydantic's words and our field names: nothing that the model wrote."""
    faults = error.errors(include_url=False, include_input=False, include_context=False)
    said = [
        f"{'.'.join(map(str, fault['loc']))}: {fault['type']}" if fault["loc"] else fault["type"]
        for fault in faults[:_MAX_REASONS]
    ]
    return "; ".join(said)
