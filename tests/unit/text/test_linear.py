"""Weighted sums of features."""

from math import inf, nan

import pytest

from research.text.linear import Linear


def test_a_linear_model_weighs_what_is_above_the_mean() -> None:
    model = Linear({"a": 2.0, "b": -1.0}, {"a": 0.5, "b": 0.0}, constant=0.25)
    assert model.score({"a": 1.5, "b": 1.0}) == pytest.approx(1.25)


@pytest.mark.parametrize("value", [nan, inf, -inf])
def test_what_is_no_number_counts_as_the_mean(value: float) -> None:
    model = Linear({"a": 2.0}, {"a": 0.5})
    assert model.score({"a": value}) == model.score({}) == 0.0


def test_a_sum_is_a_probability_however_large() -> None:
    model = Linear({"a": 1.0}, {"a": 0.0})
    assert model.probability({"a": 0.0}) == 0.5
    assert 0 <= model.probability({"a": -1e9}) < 0.01 < 0.99 < model.probability({"a": 1e9}) <= 1
