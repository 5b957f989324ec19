"""The JSON values that a model's answer may mean: with words or a fence around, or small faults.

Repairing takes up to the square of the length, or longer: it belongs where it can be ended.
"""

import re
from typing import Any

from json_repair import repair_json

from research.adapters.llm.thoughts import without_thoughts

_FENCED = re.compile(r"```(?:json)?[ \t]*\n(.*?)(?:```|\Z)", re.DOTALL | re.IGNORECASE)
_MAX_OPEN_BRACKETS = 100
"""Far more than the form of any answer needs."""


def json_values(text: str) -> list[Any]:
    """The JSON values that `text` may mean, the likeliest first; empty where it holds none."""
    text = without_thoughts(text)
    fenced = _FENCED.search(text)
    found: list[Any] = []
    for part in [fenced[1], text] if fenced else [text]:
        start = min((at for at in map(part.find, "{[") if at >= 0), default=-1)
        if start < 0 or _is_too_deep(part):
            continue
        try:
            found.append(repair_json(part[start:], return_objects=True))
        except (RecursionError, ValueError, AssertionError):
            continue
    return found


def _is_too_deep(text: str) -> bool:
    depth = deepest = 0
    for sign in re.findall(r"[\[\]{}]", text):
        depth = depth + 1 if sign in "[{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest > _MAX_OPEN_BRACKETS
