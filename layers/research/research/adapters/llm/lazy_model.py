"""A language model that is loaded in a thread while other work goes on."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from research.domain.model_call import A, ModelAnswer, ModelCall, OnText, Usage
from research.ports import LanguageModel


class ClosableModel(LanguageModel, Protocol):
    """A language model that holds connections."""

    async def aclose(self) -> None:
        """Close them."""


class LazyModel:
    """`ports.LanguageModel` over one that is still being loaded; the first call waits for it.

    Importing the SDK takes half a second. In a thread it overlaps with the first search, before
    which no model is asked.
    """

    def __init__(self, open_model: Callable[[], ClosableModel]) -> None:
        """Start `open_model` in a thread; `ask` raises what it raises. Needs a running loop."""
        self._opening = asyncio.create_task(asyncio.to_thread(open_model))

    async def aclose(self) -> None:
        """Wait until the model is open, and close it."""
        (model,) = await asyncio.gather(self._opening, return_exceptions=True)
        if not isinstance(model, BaseException):
            await model.aclose()

    def usage(self) -> dict[str, Usage]:
        """What was used so far, by purpose."""
        return self._opening.result().usage() if self._is_open() else {}

    async def ask(self, call: ModelCall[A], on_text: OnText | None = None) -> ModelAnswer[A]:
        """The answer of the model, once it is open. Raises as the model and `open_model` do."""
        model = await asyncio.shield(self._opening)
        return await model.ask(call, on_text)

    def _is_open(self) -> bool:
        opening = self._opening
        return opening.done() and not opening.cancelled() and not opening.exception()
