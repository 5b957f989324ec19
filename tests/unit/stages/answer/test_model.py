"""The fitted numbers: how they are read and what they make of features."""

import pytest

from research.stages.answer.model import AnswerModel, fitted_model, shares


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
