"""What every language model must do, the fake one included."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from miniweb import serve
from research.adapters.llm.budgeted_model import BudgetedModel
from research.adapters.llm.call_costs import Price
from research.adapters.llm.retrying_model import RetryingModel
from research.domain.errors import (
    ContextOverflowError,
    ModelAnswerError,
    ModelError,
    ModelRefusedError,
)
from research.ports import LanguageModel
from tests.fakes.language_model import FakeLanguageModel
from tests.loopback_model import LoopbackModel, declines, fails, says
from tests.model_forms import CALL, SMALL_CALL, TEXT, VALUE, Ports, openai_model

Open = Callable[[str], AbstractAsyncContextManager[LanguageModel]]
SERVED = {
    "answers": says(TEXT),
    "refuses": declines("I won't"),
    "wrong form": says('{"harbours": []}'),
    "overflows": fails(400, "too long", code="context_length_exceeded"),
    "away": fails(503),
}
FAKED = {
    "answers": VALUE,
    "refuses": ModelRefusedError("no"),
    "wrong form": ModelAnswerError("no"),
    "overflows": ContextOverflowError("no"),
    "away": ModelError("no"),
}


@asynccontextmanager
async def fake(what: str) -> AsyncIterator[LanguageModel]:
    yield FakeLanguageModel(lambda _: FAKED[what])


@asynccontextmanager
async def openai(what: str) -> AsyncIterator[LanguageModel]:
    async with LoopbackModel([SERVED[what]]) as server:
        model = openai_model(server.base_url, max_retries=0)
        yield model
        await model.aclose()


@asynccontextmanager
async def as_wired(what: str) -> AsyncIterator[LanguageModel]:
    async with openai(what) as model:
        price = Price(1.0, 2.0)
        budgeted = BudgetedModel(model, budget_usd=1.0, price=price, fast_price=price)
        yield RetryingModel(budgeted, max_retries=1, patience_seconds=5)


@asynccontextmanager
async def miniweb(what: str) -> AsyncIterator[LanguageModel]:
    assert what == "answers"  # it always does
    with serve("--scale", "0.05") as server:
        model = openai_model(f"{server.base_url}/v1")
        yield model
        await model.aclose()


@pytest.fixture(params=[fake, openai, as_wired, miniweb])
def open_model(request: pytest.FixtureRequest) -> Open:
    opened: Open = request.param
    return opened


async def test_an_answer_has_the_form_asked_for_and_says_what_it_took(open_model: Open) -> None:
    async with open_model("answers") as model:
        answer = await model.ask(CALL)
    assert isinstance(answer.value, Ports)
    assert answer.model
    assert answer.usage.calls == 1
    assert answer.usage.prompt_tokens > 0
    assert answer.usage.answer_tokens > 0


async def test_usage_is_told_by_purpose(open_model: Open) -> None:
    async with open_model("answers") as model:
        assert model.usage() == {}
        large = [(await model.ask(CALL)).usage for _ in range(2)]
        small = await model.ask(SMALL_CALL)
        assert model.usage() == {"write": large[0] + large[1], "judge": small.usage}


async def test_what_is_heard_is_the_answer(open_model: Open) -> None:
    heard: list[str] = []
    async with open_model("answers") as model:
        answer = await model.ask(CALL, heard.append)
    assert len(heard) > 1
    assert Ports.model_validate_json("".join(heard)) == answer.value


async def test_many_calls_at_once_are_all_answered(open_model: Open) -> None:
    async with open_model("answers") as model:
        answers = await asyncio.gather(*(model.ask(CALL) for _ in range(20)))
        assert all(isinstance(answer.value, Ports) for answer in answers)
        assert model.usage()["write"].calls == 20


@pytest.mark.parametrize("open_model", [fake, openai, as_wired], indirect=True)
@pytest.mark.parametrize(
    ("what", "error"),
    [
        ("refuses", ModelRefusedError),
        ("wrong form", ModelAnswerError),
        ("overflows", ContextOverflowError),
        ("away", ModelError),
    ],
)
async def test_what_can_be_told_apart_is(
    open_model: Open, what: str, error: type[ModelError]
) -> None:
    async with open_model(what) as model:
        with pytest.raises(ModelError) as raised:
            await model.ask(CALL)
    assert type(raised.value) is error
