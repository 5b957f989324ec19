"""Prices, and bounds of tokens."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.adapters.llm.call_costs import (
    PRICES,
    PRICES_AS_OF,
    Price,
    PriceTable,
    most_prompt_tokens,
    most_tokens,
)
from research.domain.errors import InvalidSettingError
from research.domain.model_call import Usage
from research.settings import Settings
from tests.model_forms import CALL


def test_the_models_of_the_settings_have_a_price() -> None:
    settings = Settings(_env_file=None)
    assert PriceTable().price(settings.llm_model) is not None


def test_a_dated_version_costs_what_the_model_does() -> None:
    prices = PriceTable()
    assert prices.price("gpt-5.4-mini-2026-03-17") == prices.price("gpt-5.4-mini")
    assert prices.price("claude-haiku-4-5-20251001") == prices.price("claude-haiku-4-5")
    assert prices.price("gpt-5.4-mini-large") is None


def test_given_prices_come_first() -> None:
    prices = PriceTable({"gpt-4o": (1.0, 2.0), "mine": (0.0, 0.0)})
    assert prices.price("gpt-4o") == Price(1.0, 2.0)
    assert prices.price("mine") == Price(0.0, 0.0)
    assert prices.usage("mine", 5, 5).usd == 0.0


def test_an_unknown_model_is_counted_in_tokens_alone() -> None:
    used = PriceTable().usage("unheard-of", 10, 20)
    assert used == Usage(calls=1, prompt_tokens=10, answer_tokens=20, usd=None)


def test_the_table_is_dated_and_makes_sense() -> None:
    assert date.fromisoformat(PRICES_AS_OF) < date(2030, 1, 1)
    assert all(0 < price.prompt <= price.answer for price in PRICES.values())


@pytest.mark.parametrize("given", ['{"m": [1]}', '{"m": [-1, 2]}', "{", '{"m": ["x", 1]}', "[]"])
def test_prices_that_are_none_are_told(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_PRICES", given)
    with pytest.raises(InvalidSettingError, match="LLM_PRICES"):
        Settings.load(_env_file=None)


def test_prices_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_PRICES", '{"m": [0.15, 0.6]}')
    assert Settings.load(_env_file=None).llm_prices == {"m": (0.15, 0.6)}


@given(st.text(), st.text())
def test_tokens_are_bounded_by_bytes_and_add_up(one: str, other: str) -> None:
    size = len(one.encode("utf-8", "replace"))
    assert size / 2 <= most_tokens(one) <= size
    assert most_tokens(one + other) <= most_tokens(one) + most_tokens(other)


def test_prose_is_counted_two_to_three_times() -> None:
    prose = "The ship carries forty tonnes of cargo, and sails on Friday. " * 100
    assert 1.5 < most_tokens(prose) / (len(prose) / 4) < 3


def test_a_prompt_has_no_more_than_its_bound() -> None:
    assert most_prompt_tokens(CALL) > most_tokens(CALL.instructions + CALL.material)
