"""A model that is opened in a thread while other work goes on."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from research.domain.model_call import A, ModelAnswer, ModelCall
from research.domain.usage import Usage
from research.ports import LanguageModel


class ClosableModel(LanguageModel, Protocol):
    """A model that holds connections."""

    async def aclose(self) -> None:
        """Close them."""
        ...


class LazyModel:
    """`ports.LanguageModel` over one that is not there yet.

    To import an SDK takes half a second, longer than a first search; and nothing is asked sooner.
    """

    def __init__(self, open_model: Callable[[], ClosableModel]) -> None:
        """Begin to open it. Needs a running loop; what `open_model` raises, `ask` raises."""
        self._opening = asyncio.create_task(asyncio.to_thread(open_model))

    async def aclose(self) -> None:
        """Close it, once it is open."""
        (model,) = await asyncio.gather(self._opening, return_exceptions=True)
        if not isinstance(model, BaseException):
            await model.aclose()

    def usage(self) -> dict[str, Usage]:
        """What was used so far, by purpose."""
        return self._opening.result().usage() if self._is_open() else {}

    async def ask(
        self, call: ModelCall[A], on_text: Callable[[str], None] | None = None
    ) -> ModelAnswer[A]:
        """As the port says."""
        model = await asyncio.shield(self._opening)
        return await model.ask(call, on_text)

    def _is_open(self) -> bool:
        opening = self._opening
        return opening.done() and not opening.cancelled() and not opening.exception()
