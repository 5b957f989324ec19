"""The fitted numbers: how they are read and what they make of features."""

from math import inf, nan

import pytest

from research.stages.answer.model import AnswerModel, Linear, fitted_model, shares


def test_a_linear_model_weighs_what_is_above_the_mean() -> None:
    model = Linear({"a": 2.0, "b": -1.0}, {"a": 0.5, "b": 0.0}, constant=0.25)
    assert model.score({"a": 1.5, "b": 1.0}) == pytest.approx(1.25)


@pytest.mark.parametrize("value", [nan, inf, -inf])
def test_what_is_no_number_counts_as_the_mean(value: float) -> None:
    model = Linear({"a": 2.0}, {"a": 0.5})
    assert model.score({"a": value}) == model.score({}) == 0.0


def test_shares_add_up_and_keep_the_order() -> None:
    found = shares([1.0, 3.0, 2.0, -1000.0])
    assert sum(found) == pytest.approx(1.0)
    assert sorted(range(4), key=lambda n: -found[n]) == [1, 2, 0, 3]
    assert shares([]) == []


def test_the_file_has_a_model() -> None:
    model = fitted_model()
    assert isinstance(model, AnswerModel)
    assert 0 < model.not_found_below < model.partly_below < 1
    assert model.answers.weights.keys() == model.answers.means.keys()
    assert 0 <= model.probability({}) <= 1
