"""The same call is paid for once."""

import asyncio
from dataclasses import replace

import pytest
from pydantic import create_model

from research.adapters.llm.cached_model import KEEP_SECONDS, CachedModel
from research.cache import CacheManager
from research.domain.errors import ModelAnswerError
from research.domain.model_call import Usage
from tests.fakes.cache import FakeCache
from tests.fakes.clock import StillClock
from tests.fakes.language_model import FakeLanguageModel, Script
from tests.model_forms import CALL, VALUE, Ports

TOOK = Usage(calls=1, prompt_tokens=100, answer_tokens=50, usd=0.0)


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def manager(clock: StillClock) -> CacheManager:
    return CacheManager(FakeCache(clock))


def cached(
    manager: CacheManager, script: Script, model: str = "large", server: str = "here"
) -> tuple[CachedModel, FakeLanguageModel]:
    inner = FakeLanguageModel(script, pause_seconds=0.001)
    return CachedModel(inner, manager, model=model, fast_model="fast", server=server), inner


async def test_the_same_call_is_made_once(manager: CacheManager) -> None:
    model, inner = cached(manager, {"write": VALUE})
    first, second = await model.ask(CALL), await model.ask(CALL)
    assert first.value == second.value == VALUE
    assert (first.usage, second.usage) == (TOOK, Usage(cached_calls=1))
    assert len(inner.calls) == 1
    assert model.usage() == {"write": TOOK + Usage(cached_calls=1)}


async def test_another_run_of_the_same_model_finds_it(manager: CacheManager) -> None:
    await cached(manager, {"write": VALUE})[0].ask(CALL)
    model, inner = cached(manager, {})
    heard: list[str] = []
    assert (await model.ask(CALL, heard.append)).value == VALUE
    assert inner.calls == []
    assert Ports.model_validate_json("".join(heard)) == VALUE
    assert model.usage() == {"write": Usage(cached_calls=1)}


async def test_many_at_once_are_one(manager: CacheManager) -> None:
    model, inner = cached(manager, {"write": VALUE})
    answers = await asyncio.gather(*(model.ask(CALL) for _ in range(5)))
    assert {answer.value for answer in answers} == {VALUE}
    assert len(inner.calls) == 1
    assert model.usage() == {"write": TOOK + Usage(cached_calls=4)}


async def test_a_call_for_something_else_is_another(manager: CacheManager) -> None:
    narrower = create_model("Ports", __base__=Ports, hint=(str, "none"))
    others = [
        CALL,
        replace(CALL, instructions="Name harbours."),
        replace(CALL, material="Brest sends three ships."),
        replace(CALL, max_answer_tokens=201),
        replace(CALL, is_small=True),
        replace(CALL, answer=narrower),
    ]
    model, inner = cached(manager, {"write": VALUE})
    for call in others:
        await model.ask(call)
    for name, server in [("other", "here"), ("large", "there")]:
        other, other_inner = cached(manager, {"write": VALUE}, name, server)
        await other.ask(CALL)
        assert len(other_inner.calls) == 1
    assert inner.calls == others


async def test_its_purpose_does_not_make_a_call_another(manager: CacheManager) -> None:
    model, inner = cached(manager, {"write": VALUE})
    await model.ask(CALL)
    await model.ask(replace(CALL, purpose="rewrite"))
    assert len(inner.calls) == 1
    assert model.usage() == {"write": TOOK, "rewrite": Usage(cached_calls=1)}


async def test_what_failed_is_not_kept(manager: CacheManager) -> None:
    model, inner = cached(manager, {"write": [ModelAnswerError("no"), VALUE]})
    with pytest.raises(ModelAnswerError):
        await model.ask(CALL)
    assert (await model.ask(CALL)).value == VALUE
    assert len(inner.calls) == 2


async def test_what_is_kept_is_forgotten_in_time(manager: CacheManager, clock: StillClock) -> None:
    model, inner = cached(manager, {"write": VALUE})
    await model.ask(CALL)
    clock.advance(KEEP_SECONDS + 1)
    await model.ask(CALL)
    assert len(inner.calls) == 2


async def test_something_else_in_its_place_is_a_miss(clock: StillClock) -> None:
    store = FakeCache(clock)
    manager = CacheManager(store)
    model, inner = cached(manager, {"write": VALUE})
    await model.ask(CALL)
    [key] = store.entries
    for other in ('{"ports": []}', "no JSON", 7):
        await manager.set(key, other)
        assert (await model.ask(CALL)).value == VALUE
    assert len(inner.calls) == 4
