"""A model that is opened while other work goes on."""

import asyncio
import threading

import pytest

from research.adapters.llm.lazy_model import LazyModel
from research.domain.errors import InvalidSettingError
from tests.fakes.language_model import FakeLanguageModel
from tests.model_forms import CALL, VALUE


class Closable(FakeLanguageModel):
    """Knows whether it was closed."""

    is_closed = False

    async def aclose(self) -> None:
        self.is_closed = True


async def test_what_is_asked_waits_for_the_model_and_is_counted() -> None:
    may_open = threading.Event()
    inner = Closable(lambda _: VALUE)

    def open_model() -> Closable:
        may_open.wait(10)
        return inner

    model = LazyModel(open_model)
    asked = [asyncio.create_task(model.ask(CALL)) for _ in range(3)]
    await asyncio.sleep(0)
    assert model.usage() == {}
    asked[0].cancel()
    may_open.set()
    assert [(await one).value for one in asked[1:]] == [VALUE, VALUE]
    assert model.usage()["write"].calls == 2
    await model.aclose()
    assert inner.is_closed


async def test_a_model_that_does_not_open_says_so_to_who_asks() -> None:
    def open_model() -> Closable:
        raise InvalidSettingError("OPENAI_BASE_URL: no")

    model = LazyModel(open_model)
    with pytest.raises(InvalidSettingError):
        await model.ask(CALL)
    assert model.usage() == {}
    await model.aclose()
