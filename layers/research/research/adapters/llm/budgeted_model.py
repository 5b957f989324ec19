"""A model that stops before it costs more than it may."""

from collections.abc import Callable
from typing import Any

from research.adapters.llm.call_costs import Price
from research.adapters.llm.token_bounds import most_prompt_tokens
from research.domain.errors import (
    BudgetSpentError,
    InvalidSettingError,
    ModelError,
    ModelInterruptedError,
)
from research.domain.model_call import A, ModelAnswer, ModelCall
from research.domain.usage import Usage
from research.ports import LanguageModel


class BudgetedModel:
    """`ports.LanguageModel` over another, whose `usage` has counted a call when it ends.

    A call is made only if the most it can cost fits into what is left, with every call under way
    taken at the most it can cost. So the budget holds whatever the answers are, as long as the
    server keeps to the limit of an answer.
    """

    def __init__(
        self,
        inner: LanguageModel,
        *,
        budget_usd: float,
        price: Price | None,
        fast_price: Price | None,
        spent_usd: float = 0.0,
    ) -> None:
        """`spent_usd` of the budget were spent before, by an earlier run of the job.

        Raises `InvalidSettingError` for a price that is not known: such a budget can't be kept.
        """
        if price is None or fast_price is None:
            raise InvalidSettingError(
                "LLM_PRICES: a budget needs the prices of LLM_MODEL and LLM_MODEL_FAST, which are "
                'not known; give them as {"model": [prompt, answer]} in USD per million tokens'
            )
        self._inner = inner
        self._budget_usd = budget_usd
        self._prices = {False: price, True: fast_price}
        self._spent_usd = spent_usd
        self._under_way: dict[object, float] = {}

    def usage(self) -> dict[str, Usage]:
        """What was used so far, by purpose."""
        return self._inner.usage()

    async def ask(
        self, call: ModelCall[A], on_text: Callable[[str], None] | None = None
    ) -> ModelAnswer[A]:
        """As the port says. Raises `BudgetSpentError` before a call that could cost too much."""
        most, left = self._most_usd(call), self._left_usd()
        if most > left:
            raise BudgetSpentError(
                f"{max(0.0, left):.6f} of {self._budget_usd:g} USD are left, and a call for "
                f"{call.purpose} may cost {most:.6f}"
            )
        mark = object()
        self._under_way[mark] = most
        try:
            answer = await self._inner.ask(call, on_text)
        except ModelInterruptedError:
            raise  # as after a cancellation: nobody counted to the end, so all may be charged
        except ModelError:
            del self._under_way[mark]
            raise
        del self._under_way[mark]
        return answer

    def _most_usd(self, call: ModelCall[Any]) -> float:
        return self._prices[call.is_small].usd(most_prompt_tokens(call), call.max_answer_tokens)

    def _left_usd(self) -> float:
        used = sum(usage.usd or 0.0 for usage in self._inner.usage().values())
        return self._budget_usd - self._spent_usd - used - sum(self._under_way.values())
