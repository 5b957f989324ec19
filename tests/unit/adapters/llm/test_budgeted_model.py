"""A budget holds, whatever is asked and however it ends."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.adapters.llm.budgeted_model import BudgetedModel
from research.adapters.llm.call_costs import Price, most_prompt_tokens
from research.domain.errors import (
    BudgetSpentError,
    ContextOverflowError,
    InvalidSettingError,
    ModelAnswerError,
    ModelError,
    ModelInterruptedError,
)
from research.domain.model_call import ModelCall, Usage
from tests.fakes.language_model import FakeLanguageModel
from tests.model_forms import CALL, SMALL_CALL, VALUE

PRICE = Price(1.0, 4.0)
ENDINGS = [
    VALUE,
    ModelAnswerError("no"),
    ContextOverflowError("no"),
    ModelInterruptedError("no"),
    ModelError("no"),
]


def most_usd(call: ModelCall[Any]) -> float:
    return PRICE.usd(most_prompt_tokens(call), call.max_answer_tokens)


def all_tokens(call: ModelCall[Any]) -> tuple[int, int]:
    return most_prompt_tokens(call), call.max_answer_tokens


def budgeted(inner: FakeLanguageModel, budget_usd: float, **options: Any) -> BudgetedModel:
    return BudgetedModel(inner, budget_usd=budget_usd, price=PRICE, fast_price=PRICE, **options)


class Cost:
    """Plays a run: calls of drawn sizes, some at once, each with a drawn ending and a drawn use."""

    def __init__(self, data: st.DataObject) -> None:
        self._data = data
        self.inner = FakeLanguageModel(
            lambda _: data.draw(st.sampled_from(ENDINGS)), tokens=self._tokens, price=PRICE
        )

    def _tokens(self, call: ModelCall[Any]) -> tuple[int, int]:
        prompt, answer = all_tokens(call)
        return self._data.draw(st.integers(0, prompt)), self._data.draw(st.integers(0, answer))

    def usd(self) -> float:
        return sum(usage.usd or 0.0 for usage in self.inner.usage().values())

    def call(self) -> ModelCall[Any]:
        return replace(
            CALL,
            material="x" * self._data.draw(st.integers(0, 3_000)),
            max_answer_tokens=self._data.draw(st.integers(1, 2_000)),
            purpose=self._data.draw(st.sampled_from(["plan", "write"])),
            is_small=self._data.draw(st.booleans()),
        )


@given(st.data(), st.floats(0.0, 0.05), st.lists(st.integers(1, 5), max_size=6))
async def test_a_budget_is_never_exceeded(
    data: st.DataObject, budget_usd: float, waves: list[int]
) -> None:
    run = Cost(data)
    model = budgeted(run.inner, budget_usd)
    for at_once in waves:
        calls = [run.call() for _ in range(at_once)]
        ended = await asyncio.gather(*map(model.ask, calls), return_exceptions=True)
        assert all(not isinstance(one, Exception) or isinstance(one, ModelError) for one in ended)
        assert run.usd() <= budget_usd + 1e-9


async def test_a_call_that_fits_is_made_and_one_more_is_not() -> None:
    inner = FakeLanguageModel({"write": VALUE}, tokens=all_tokens, price=PRICE)
    model = budgeted(inner, 2.5 * most_usd(CALL))
    await model.ask(CALL)
    await model.ask(CALL)
    with pytest.raises(BudgetSpentError, match="a call for write may cost") as raised:
        await model.ask(CALL)
    assert raised.value.code == "budget_spent"
    assert len(inner.calls) == 2
    assert model.usage()["write"].calls == 2


async def test_calls_under_way_count_at_their_most() -> None:
    inner = FakeLanguageModel(
        {"write": VALUE}, tokens=lambda _: (1, 1), price=PRICE, pause_seconds=0.01
    )
    model = budgeted(inner, 2.5 * most_usd(CALL))
    ended = await asyncio.gather(*(model.ask(CALL) for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(one, BudgetSpentError) for one in ended) == 2
    await model.ask(CALL)  # those two took little, so there is room again


async def test_what_broke_off_counts_in_full_and_what_failed_as_it_was_counted() -> None:
    for ending, is_charged in [(ModelInterruptedError("no"), True), (ModelError("no"), False)]:
        inner = FakeLanguageModel(
            {"write": [ending, VALUE, VALUE]}, tokens=lambda _: (0, 0), price=PRICE
        )
        model = budgeted(inner, 1.5 * most_usd(CALL))
        with pytest.raises(type(ending)):
            await model.ask(CALL)
        if is_charged:
            with pytest.raises(BudgetSpentError):
                await model.ask(CALL)
        else:
            await model.ask(CALL)


async def test_a_cancelled_call_counts_in_full() -> None:
    inner = FakeLanguageModel({"write": VALUE}, price=PRICE, pause_seconds=60)
    model = budgeted(inner, 1.5 * most_usd(CALL))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(model.ask(CALL), 0.01)
    with pytest.raises(BudgetSpentError):
        await model.ask(CALL)


async def test_what_an_earlier_run_spent_is_gone() -> None:
    inner = FakeLanguageModel({"write": VALUE}, price=PRICE)
    model = budgeted(inner, 1.5 * most_usd(CALL), spent_usd=most_usd(CALL))
    with pytest.raises(BudgetSpentError):
        await model.ask(CALL)
    assert inner.calls == []


async def test_a_small_call_has_the_fast_models_price() -> None:
    inner = FakeLanguageModel({"judge": VALUE, "write": VALUE})
    model = BudgetedModel(inner, budget_usd=1e-6, price=PRICE, fast_price=Price(0.0, 0.0))
    await model.ask(SMALL_CALL)
    with pytest.raises(BudgetSpentError):
        await model.ask(CALL)


def test_a_budget_in_unknown_money_is_a_setting_to_mend() -> None:
    for price, fast_price in [(None, PRICE), (PRICE, None)]:
        with pytest.raises(InvalidSettingError, match="LLM_PRICES"):
            BudgetedModel(FakeLanguageModel({}), budget_usd=1.0, price=price, fast_price=fast_price)


async def test_hears_what_the_model_says() -> None:
    heard: list[str] = []
    model = budgeted(FakeLanguageModel({"write": VALUE}), 1.0)
    await model.ask(CALL, heard.append)
    assert "".join(heard) == VALUE.model_dump_json()
    assert model.usage() == {"write": Usage(calls=1, prompt_tokens=100, answer_tokens=50, usd=0.0)}
