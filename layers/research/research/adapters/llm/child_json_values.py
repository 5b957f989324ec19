"""Finds the JSON values in a model's answer in a child process, within limits."""

import json
from typing import Any

from research.adapters.children.child_pool import ChildPool
from research.adapters.children.frames import ChildError
from research.domain.errors import ModelAnswerError

_TASK = "repair_json"


class ChildJsonValues:
    """`JsonValues` of `openai_model`, by `json_values` in a process that can be ended."""

    def __init__(self, children: ChildPool) -> None:
        self._children = children

    async def __call__(self, text: str) -> list[Any]:
        """What `text` may mean. Raises `ModelAnswerError` where that takes more than it may."""
        try:
            found = json.loads(await self._children.call(_TASK, {}, text.encode(errors="replace")))
        except (ChildError, ValueError, RecursionError) as error:
            reason = str(error) if isinstance(error, ChildError) else "no JSON came of it"
            raise ModelAnswerError(f"it could not be repaired: {reason}") from None
        return found if isinstance(found, list) else []
