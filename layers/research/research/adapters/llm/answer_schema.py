"""The JSON Schema of an answer, as servers that hold a model to a schema take it.

OpenAI's "strict" wants every object closed and every property required, and refuses a number of
keywords (https://developers.openai.com/api/docs/guides/structured-outputs, "supported schemas").
Which ones a server takes differs, so there are three forms of a schema; whatever is left out of it
is checked when the answer is here.
"""

from enum import IntEnum
from typing import Any

from pydantic import BaseModel

_NOTES = frozenset({"title", "default", "examples", "deprecated"})
_OF_TEXTS = frozenset({"minLength", "maxLength", "pattern", "format", "uniqueItems"})
_OF_NUMBERS = frozenset(
    {"minItems", "maxItems", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
    | {"multipleOf"}
)
_MAX_DEPTH = 20


class Keep(IntEnum):
    """Which limits stay in a schema."""

    EVERYTHING = 0
    NUMBERS = 1
    """How many and how large, but not how long a text: OpenAI's own servers."""
    NOTHING = 2


_LEFT_OUT = {
    Keep.EVERYTHING: _NOTES,
    Keep.NUMBERS: _NOTES | _OF_TEXTS,
    Keep.NOTHING: _NOTES | _OF_TEXTS | _OF_NUMBERS,
}


def answer_schema(form: type[BaseModel], keep: Keep) -> dict[str, Any]:
    """The schema of `form`, closed, all required, without references.

    Raises `ValueError` for a form that contains itself, which is a mistake of ours.
    """
    schema = form.model_json_schema()
    closed: dict[str, Any] = _closed(schema, schema.get("$defs", {}), _LEFT_OUT[keep], _MAX_DEPTH)
    return closed


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
        found.pop("description", None)  # the docstring of our class, which costs tokens
        found |= {"required": list(found["properties"]), "additionalProperties": False}
    return found
