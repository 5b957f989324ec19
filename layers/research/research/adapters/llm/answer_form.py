"""The form of a model's answer: the JSON Schema that is sent, and the parser of what comes back.

OpenAI's "strict" mode wants every object closed and every property required, and refuses a number
of keywords (https://developers.openai.com/api/docs/guides/structured-outputs, "supported schemas").
Servers differ in the keywords they take, so a schema can keep all limits, some or none. Whatever is
left out of the schema is checked when the answer is parsed.

An answer is untrusted text: its length is bounded before it is parsed, what is not plain JSON is
repaired elsewhere (`json_values`), and error messages quote nothing of it, because they may become
part of the next instructions.
"""

import json
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from research.domain.errors import ModelAnswerError

A = TypeVar("A", bound=BaseModel)
_DECODER = json.JSONDecoder()

_NOTES = frozenset({"title", "default", "examples", "deprecated"})
_TEXT_LIMITS = frozenset({"minLength", "maxLength", "pattern", "format", "uniqueItems"})
_NUMBER_LIMITS = frozenset(
    {"minItems", "maxItems", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
    | {"multipleOf"}
)
_MAX_SCHEMA_DEPTH = 20
_MAX_REASONS = 3


class Keep(IntEnum):
    """Which limits a schema keeps."""

    EVERYTHING = 0
    NUMBERS = 1
    """Limits of counts and numbers, but not of the length of texts: for OpenAI's servers."""
    NOTHING = 2


_LEFT_OUT = {
    Keep.EVERYTHING: _NOTES,
    Keep.NUMBERS: _NOTES | _TEXT_LIMITS,
    Keep.NOTHING: _NOTES | _TEXT_LIMITS | _NUMBER_LIMITS,
}


def answer_schema(form: type[BaseModel], keep: Keep) -> dict[str, Any]:
    """The JSON Schema of `form`: objects closed, all properties required, references resolved.

    Raises `ValueError` for a form that contains itself.
    """
    schema = form.model_json_schema()
    closed: dict[str, Any] = _closed(
        schema, schema.get("$defs", {}), _LEFT_OUT[keep], _MAX_SCHEMA_DEPTH
    )
    return closed


def whole_answer(text: str, form: type[A]) -> A:
    """Parse `text`, which must be JSON of `form` and nothing else. Further fields are ignored.

    Raises `ModelAnswerError`.
    """
    try:
        return form.model_validate_json(text, extra="ignore")
    except ValidationError as error:
        raise ModelAnswerError(_reasons(error)) from None


def unended_answer(text: str, form: type[A]) -> A:
    """Parse a text that may have broken off: the first JSON value in it must be whole.

    Words or a fence around it are passed over, and nothing is repaired. Raises `ModelAnswerError`.
    """
    start = text.find("{")
    try:
        found, _ = _DECODER.raw_decode(text, max(start, 0))
    except (ValueError, RecursionError):
        raise ModelAnswerError("it is not whole") from None
    return repaired_answer([found], form)


def repaired_answer(values: Sequence[Any], form: type[A]) -> A:
    """The first of `values`, JSON that the answer may mean, that is of `form`.

    Raises `ModelAnswerError`, which says what is wrong.
    """
    first: ValidationError | None = None
    for found in _objects_in(values, form):
        try:
            return form.model_validate(found, extra="ignore")
        except ValidationError as error:
            first = first or error
    raise ModelAnswerError(_reasons(first) if first else "there is no JSON object in it")


def cut_answer(values: Sequence[Any], form: type[A]) -> A | None:
    """The answer that was cut off, without the last item of its last list. None if invalid."""
    for found in _objects_in(values, form):
        if not found:
            continue
        last = list(found)[-1]
        if isinstance(found[last], list):
            try:
                return form.model_validate(found | {last: found[last][:-1]}, extra="ignore")
            except ValidationError:
                continue
    return None


def _closed(node: Any, named: dict[str, Any], left_out: frozenset[str], depth: int) -> Any:
    if depth == 0:
        raise ValueError("the form of an answer is nested too deep")
    if isinstance(node, list):
        return [_closed(item, named, left_out, depth - 1) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        node = named[node["$ref"].rsplit("/", 1)[-1]]
    found = {
        key: value
        if key in ("enum", "const", "required")
        else {name: _closed(one, named, left_out, depth - 1) for name, one in value.items()}
        if key == "properties"
        else _closed(value, named, left_out, depth - 1)
        for key, value in node.items()
        if key not in left_out and key != "$defs"
    }
    if "properties" in found:
        found.pop("description", None)  # the docstring of our class, which would cost tokens
        found |= {"required": list(found["properties"]), "additionalProperties": False}
    return found


def _objects_in(values: Sequence[Any], form: type[BaseModel]) -> Iterator[dict[str, Any]]:
    """The objects of `values`; for a list, it as the only field of `form`, then its objects."""
    for found in values:
        if isinstance(found, dict):
            yield found
        if isinstance(found, list):
            fields = list(form.model_fields)
            if len(fields) == 1 and all(isinstance(item, dict) for item in found):
                yield {fields[0]: found}
            yield from (item for item in found if isinstance(item, dict))


def _reasons(error: ValidationError) -> str:
    """What is wrong, in pydantic's words and with our field names: no text of the model's."""
    faults = error.errors(include_url=False, include_input=False, include_context=False)
    said = [
        f"{'.'.join(map(str, fault['loc']))}: {fault['type']}" if fault["loc"] else fault["type"]
        for fault in faults[:_MAX_REASONS]
    ]
    return "; ".join(said)
