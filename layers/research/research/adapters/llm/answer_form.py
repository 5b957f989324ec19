"""The form of a model's answer: the JSON Schema that is sent, and the parser of what comes back.

OpenAI's "strict" mode wants every object closed and every property required, and refuses a number
of keywords (https://developers.openai.com/api/docs/guides/structured-outputs, "supported schemas").
Servers differ in the keywords they take, so a schema can keep all limits, some or none. Whatever is
left out of the schema is checked when the answer is parsed.

An answer is untrusted text: its length is bounded before it is parsed and its depth here, and error
messages quote nothing of it, because they may become part of the next instructions.
"""

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from research.domain.errors import ModelAnswerError

A = TypeVar("A", bound=BaseModel)

_NOTES = frozenset({"title", "default", "examples", "deprecated"})
_TEXT_LIMITS = frozenset({"minLength", "maxLength", "pattern", "format", "uniqueItems"})
_NUMBER_LIMITS = frozenset(
    {"minItems", "maxItems", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
    | {"multipleOf"}
)
_MAX_SCHEMA_DEPTH = 20
_END_OF_THOUGHTS = "</think>"
"""What some models write before this tag is reasoning, with or without a start tag."""
_FENCED = re.compile(r"```(?:json)?[ \t]*\n(.*?)(?:```|\Z)", re.DOTALL | re.IGNORECASE)
_MAX_OPEN_BRACKETS = 100
"""Far more than the form of any answer needs."""
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


def repaired_answer(text: str, form: type[A]) -> A:
    """Parse the JSON in `text`, which may have words or a fence around it, or small faults.

    Raises `ModelAnswerError`, which says what is wrong.
    """
    first: ValidationError | None = None
    for found in _candidates(text, form):
        try:
            return form.model_validate(found, extra="ignore")
        except ValidationError as error:
            first = first or error
    raise ModelAnswerError(_reasons(first) if first else "there is no JSON object in it")


def cut_answer(text: str, form: type[A]) -> A | None:
    """Parse an answer that was cut off, without the last item of its last list. None if invalid."""
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


def _candidates(text: str, form: type[BaseModel]) -> Iterator[Any]:
    """The JSON values that `text` may mean, the likeliest first."""
    from json_repair import repair_json  # here, because sending a schema does not need it

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
    """`found` if it is an object; for a list, it as the only field of `form`, then its objects."""
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
    return deepest > _MAX_OPEN_BRACKETS


def _reasons(error: ValidationError) -> str:
    """What is wrong, in pydantic's words and with our field names: no text of the model's."""
    faults = error.errors(include_url=False, include_input=False, include_context=False)
    said = [
        f"{'.'.join(map(str, fault['loc']))}: {fault['type']}" if fault["loc"] else fault["type"]
        for fault in faults[:_MAX_REASONS]
    ]
    return "; ".join(said)
