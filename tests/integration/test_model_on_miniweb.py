"""The model as it is wired, against miniweb's, which fails now and then."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from itertools import pairwise

import pytest

from miniweb import Miniweb, serve
from research.domain.errors import BudgetSpentError, InvalidSettingError
from research.ports import LanguageModel
from research.settings import Settings
from research.wiring.models import open_language_model
from research.wiring.search_and_fetch import open_children
from tests.model_forms import CALL, KEY, Ports


def wired(server: Miniweb, stack: AsyncExitStack, **options: float | None) -> LanguageModel:
    settings = Settings(_env_file=None, openai_api_key=KEY, openai_base_url=f"{server.base_url}/v1")
    model = open_language_model(settings, stack, open_children(settings, stack), **options)
    assert model is not None
    return model


async def test_what_failed_is_made_again_and_what_did_not_is_made_once() -> None:
    with serve("--scale", "0.02", "--llm-fail", "3") as server:
        async with AsyncExitStack() as stack:
            model = wired(server, stack)
            calls = [replace(CALL, material=f"Port {number}.") for number in range(20)]
            answers = await asyncio.gather(*map(model.ask, calls))
            assert all(isinstance(answer.value, Ports) for answer in answers)
            used = model.usage()["write"]
        stats = server.stats()
    failed = stats.get("chats_429", 0) + stats.get("chats_500", 0)
    assert failed > 0
    assert stats["chats"] - failed == used.calls == 20
    assert used.prompt_tokens == stats["prompt_tokens"]
    assert used.answer_tokens == stats["completion_tokens"]


async def test_a_budget_holds() -> None:
    with serve("--scale", "0") as server:
        async with AsyncExitStack() as stack:
            model = wired(server, stack, budget_usd=0.01)
            spent, is_spent = [0.0], False
            for number in range(200):
                try:
                    await model.ask(replace(CALL, material=f"Port {number}."))
                except BudgetSpentError:
                    is_spent = True
                spent.append(model.usage()["write"].usd or 0.0)
    assert is_spent
    assert 0.005 < spent[-1] <= 0.01
    assert all(one <= other for one, other in pairwise(spent))


async def test_without_a_key_there_is_no_model_and_without_a_price_no_budget() -> None:
    async with AsyncExitStack() as stack:
        children = open_children(Settings(_env_file=None), stack)
        assert open_language_model(Settings(_env_file=None), stack, children) is None
        settings = Settings(_env_file=None, openai_api_key=KEY, llm_model="unheard-of")
        assert open_language_model(settings, stack, children) is not None
        with pytest.raises(InvalidSettingError, match="LLM_PRICES"):
            open_language_model(settings, stack, children, budget_usd=1.0)
