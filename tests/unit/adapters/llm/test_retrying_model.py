"""What is asked again, how, and how often."""

from dataclasses import replace

import pytest

from research.adapters.llm.retrying_model import RetryingModel
from research.domain.errors import (
    AnswerCutError,
    BudgetSpentError,
    ContextOverflowError,
    ModelAnswerError,
    ModelError,
    ModelInterruptedError,
    ModelRefusedError,
)
from research.domain.model_call import ModelAnswer, Usage
from tests.fakes.language_model import FakeLanguageModel, Said
from tests.model_forms import CALL, VALUE, Port, Ports

PART = Ports(ports=(Port(name="Le Havre", ships=1),))
CUT = AnswerCutError("no room", ModelAnswer(PART, Usage(calls=1), "fake"))


def scripted(
    *said: Said, max_retries: int = 2, patience_seconds: float = 5.0
) -> tuple[RetryingModel, FakeLanguageModel]:
    inner = FakeLanguageModel({"write": said})
    model = RetryingModel(inner, max_retries=max_retries, patience_seconds=patience_seconds)
    return model, inner


async def test_what_broke_off_is_asked_for_as_often_as_allowed() -> None:
    broke = ModelInterruptedError("broke off")
    model, inner = scripted(broke, broke, VALUE)
    assert (await model.ask(CALL)).value == VALUE
    assert inner.calls == [CALL] * 3
    assert model.usage()["write"].calls == 3
    model, inner = scripted(broke, broke, broke, VALUE)
    with pytest.raises(ModelInterruptedError):
        await model.ask(CALL)
    assert len(inner.calls) == 3


async def test_another_form_is_told_of_once() -> None:
    model, inner = scripted(ModelAnswerError("ports.0.name: missing"), VALUE)
    assert (await model.ask(CALL)).value == VALUE
    first, second = inner.calls
    assert second.instructions.startswith(first.instructions)
    assert "ports.0.name: missing" in second.instructions
    assert second.material == first.material
    model, inner = scripted(ModelAnswerError("one"), ModelAnswerError("two"), VALUE)
    with pytest.raises(ModelAnswerError, match="two"):
        await model.ask(CALL)


async def test_no_room_is_given_once() -> None:
    model, inner = scripted(AnswerCutError("no room"), VALUE)
    assert (await model.ask(CALL)).value == VALUE
    assert [call.max_answer_tokens for call in inner.calls] == [200, 400]


@pytest.mark.parametrize(
    "then", [AnswerCutError("no room"), BudgetSpentError("spent"), ContextOverflowError("much")]
)
async def test_what_stands_is_the_answer_where_more_room_won_t_do(then: ModelError) -> None:
    model, inner = scripted(CUT, then, VALUE)
    assert (await model.ask(CALL)).value == PART
    assert len(inner.calls) == 2


async def test_where_nothing_stands_it_is_an_error() -> None:
    model, _ = scripted(AnswerCutError("no room"), BudgetSpentError("spent"))
    with pytest.raises(BudgetSpentError):
        await model.ask(CALL)


@pytest.mark.parametrize(
    "final", [ModelError("no"), ModelRefusedError("no"), BudgetSpentError("no"),
              ContextOverflowError("no")]
)  # fmt: skip
async def test_nothing_else_is_asked_again(final: ModelError) -> None:
    model, inner = scripted(final, VALUE)
    with pytest.raises(type(final)):
        await model.ask(CALL)
    assert inner.calls == [CALL]


async def test_patience_ends() -> None:
    model, inner = scripted(ModelInterruptedError("broke off"), VALUE, patience_seconds=0.0)
    with pytest.raises(ModelInterruptedError):
        await model.ask(CALL)
    assert len(inner.calls) == 1


async def test_each_trouble_has_tries_of_its_own() -> None:
    model, inner = scripted(
        ModelInterruptedError("broke off"), ModelAnswerError("form"), AnswerCutError("room"), VALUE
    )
    assert (await model.ask(CALL)).value == VALUE
    assert len(inner.calls) == 4


async def test_a_model_that_thought_until_its_limit_gets_room_twice() -> None:
    spent = AnswerCutError("no room", thought_tokens=200)
    model, inner = scripted(spent, spent, VALUE)
    assert (await model.ask(CALL)).value == VALUE
    assert [call.max_answer_tokens for call in inner.calls] == [200, 8_200, 40_200]
    model, inner = scripted(spent, spent, spent, VALUE)
    with pytest.raises(AnswerCutError):
        await model.ask(CALL)
    assert len(inner.calls) == 3


async def test_further_calls_have_room_for_what_was_seen_to_be_thought() -> None:
    model, inner = scripted(VALUE, VALUE, VALUE)
    inner.thought_tokens = 1_400
    await model.ask(CALL)
    await model.ask(CALL)
    assert [call.max_answer_tokens for call in inner.calls] == [200, 3_000]
    await model.ask(replace(CALL, is_small=True))
    assert inner.calls[-1].max_answer_tokens == 200, "another model may not think"
