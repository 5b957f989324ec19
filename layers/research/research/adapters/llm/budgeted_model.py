"""A language model with a budget: a call that could exceed it is refused before it is made."""

from typing import Any

from research.adapters.llm.call_costs import Price, most_prompt_tokens
from research.domain.errors import (
    BudgetSpentError,
    InvalidSettingError,
    ModelError,
    ModelInterruptedError,
)
from research.domain.model_call import A, ModelAnswer, ModelCall, OnText, Usage
from research.ports import LanguageModel


class BudgetedModel:
    """`ports.LanguageModel` over another, whose `usage` must include a call once it has ended.

    A call is made only if its highest possible cost fits into what is left, where calls under way
    count at their highest possible cost, too. So the budget holds whatever the answers are, as
    long as the server keeps to the limit of an answer.
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
        """`spent_usd` of the budget was spent by an earlier run of the job.

        Raises `InvalidSettingError` for an unknown price, with which no budget can be kept.
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

    async def ask(self, call: ModelCall[A], on_text: OnText | None = None) -> ModelAnswer[A]:
        """The answer. Raises `BudgetSpentError` before a call that could cost too much."""
        max_usd, left_usd = self._max_usd(call), self._left_usd()
        if max_usd > left_usd:
            raise BudgetSpentError(
                f"{max(0.0, left_usd):.6f} of {self._budget_usd:g} USD are left, and a call for "
                f"{call.purpose} may cost {max_usd:.6f}"
            )
        key = object()
        self._under_way[key] = max_usd
        try:
            answer = await self._inner.ask(call, on_text)
        except ModelInterruptedError:
            raise  # its full cost stays reserved, as after a cancellation: it may be charged
        except ModelError:
            del self._under_way[key]
            raise
        del self._under_way[key]
        return answer

    def _max_usd(self, call: ModelCall[Any]) -> float:
        return self._prices[call.is_small].usd(most_prompt_tokens(call), call.max_answer_tokens)

    def _left_usd(self) -> float:
        used = sum(usage.usd or 0.0 for usage in self._inner.usage().values())
        return self._budget_usd - self._spent_usd - used - sum(self._under_way.values())
