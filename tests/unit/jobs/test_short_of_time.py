"""Workers that have time for a step or two: together they do what one would, and nothing twice."""

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from research.domain.model_call import ModelAnswer, ModelCall
from research.jobs.worker import JobOutcome
from research.ports import Journal
from tests.unit.jobs.test_worker import Shop
from tests.unit.pipeline.pipeline_on_fakes import FakeWiring
from tests.unit.pipeline.test_rounds import Writer

TURNS = 20
"""How often others run before a model has answered: long enough for any of them to be tried."""


class SlowWriter(Writer):
    """Answers after a while, so that a step with it is under way while others are begun."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: Counter[str] = Counter()

    async def ask(
        self, call: ModelCall[Any], on_text: Callable[[str], None] | None = None
    ) -> ModelAnswer[Any]:
        self.asked[f"{call.purpose} {call.instructions} {call.material}"] += 1
        for _ in range(TURNS):
            await asyncio.sleep(0)
        return await super().ask(call, on_text)


class HurriedShop(Shop):
    """Each of its workers has time for `steps` steps, and then one second left."""

    def __init__(self, steps: int, model: SlowWriter) -> None:
        super().__init__(FakeWiring(model=model))
        self.steps = steps

    def _journal(self, job_id: str, remaining_seconds: Callable[[], float]) -> Journal:
        begun = 0

        def left() -> float:
            nonlocal begun
            begun += 1
            return 900.0 if begun <= self.steps else 1.0

        return super()._journal(job_id, left)


@pytest.mark.parametrize("steps", [1, 2, 3])
async def test_no_call_is_paid_for_twice_and_no_page_read_twice(steps: int) -> None:
    """A step that is under way is ended before the worker goes, when the next may not begin."""
    model = SlowWriter()
    shop = HurriedShop(steps, model)
    workers = 1
    while await shop.work() is JobOutcome.HANDED_OVER:
        workers += 1
        assert workers < 20
    assert (await shop.now()).status == "completed"
    assert workers > 2
    assert max(model.asked.values()) == 1
    fetched = Counter(shop.wiring.fetcher.asked)
    assert max(fetched.values()) == 1
    one = SlowWriter()
    whole = HurriedShop(1000, one)
    assert await whole.work() is JobOutcome.COMPLETED
    assert sum(model.asked.values()) == sum(one.asked.values())
    assert sum(fetched.values()) == len(whole.wiring.fetcher.asked)
