"""A job that waits for its plan: nobody works on it, nothing is done or paid twice, and what was
approved is what is researched.
"""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from research.domain import job_transitions
from research.domain.errors import (
    InvalidRequestError,
    InvalidTransitionError,
    QueueError,
    StoreUnavailableError,
)
from research.domain.job import Job, JobStatus
from research.domain.question import PLAN_KEPT, PlanApproval
from research.domain.request import ResearchRequest
from research.jobs.delete import purge_job
from research.jobs.deliveries import Delivery, deliver
from research.jobs.plans import approve_plan, clean_approval
from research.jobs.sweep import give_up_plans
from research.jobs.worker import JobOutcome, run_job
from tests.fakes.job_queue import FakeJobQueue
from tests.fakes.messages import FakeMessages
from tests.unit.jobs.test_worker import Shop
from tests.unit.pipeline.pipeline_on_fakes import QUERY, FakeWiring
from tests.unit.pipeline.test_rounds import Writer

DIESEL = "How much diesel will the battery ferry save?"
GARDEN = "When are neglected apple trees pruned?"


def shop_with(wiring: FakeWiring | None = None, **asked: Any) -> Shop:
    shop = Shop(wiring)
    request = ResearchRequest(query=QUERY, **({"confirm_plan": True} | asked))
    shop.job = shop.job.model_copy(update={"request": request})
    return shop


async def approve(shop: Shop, *questions: str, clarification: str = "") -> Job:
    queue = FakeJobQueue()
    approval = PlanApproval(questions=questions or None, clarification=clarification)
    return await approve_plan(
        shop.job.job_id, approval, jobs=shop.jobs, queue=queue, clock=shop.clock, request_id="r"
    )


async def report_of(shop: Shop) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(shop.wiring.reports.body(f"{shop.job.job_id}.json"))
    return body


async def test_a_job_waits_with_its_questions_and_no_worker() -> None:
    shop = shop_with()
    assert await shop.work() is JobOutcome.AWAITING_PLAN
    job = await shop.now()
    assert (job.status, job.lease, shop.announced) == (JobStatus.AWAITING_PLAN, None, [])
    assert job.plan is not None
    assert job.plan.questions[0].heading.startswith("What does the battery ferry")
    assert shop.wiring.search.asked == []
    assert shop.wiring.fetcher.asked == []


async def test_a_message_that_comes_again_does_not_start_it() -> None:
    shop = shop_with()
    await shop.work()
    waiting = await shop.now()
    for _ in range(2):
        assert await shop.work() is JobOutcome.SKIPPED
    assert await shop.now() == waiting
    given_up = Delivery(
        f'{{"job_id": "{shop.job.job_id}"}}', receipt="r", times=9, is_given_up=True
    )
    await deliver(given_up, shop.dependencies(), FakeMessages(), lambda: 900.0)
    assert await shop.now() == waiting
    assert shop.wiring.search.asked == []


async def test_what_was_approved_is_what_is_researched() -> None:
    shop = shop_with()
    await shop.work()
    assert (await approve(shop, DIESEL)).status is JobStatus.PENDING
    assert await shop.work() is JobOutcome.COMPLETED
    assert shop.wiring.search.asked == [QUERY, DIESEL]
    report = await report_of(shop)
    (answered,) = report["answer"]
    assert answered["part"] == DIESEL
    assert any("diesel" in claim["text"] for claim in answered["claims"] + answered["nearby"])
    assert report["query"] == QUERY
    assert [one.job_id for one in shop.announced] == [shop.job.job_id]
    assert not [name for name in shop.wiring.reports.files if name.startswith("journal/")]


async def test_an_added_question_has_the_sources_that_are_about_it() -> None:
    shop = shop_with()
    await shop.work()
    await approve(shop, DIESEL, GARDEN)
    await shop.work()
    report = await report_of(shop)
    assert [part["part"] for part in report["answer"]] == [DIESEL, GARDEN]
    told = [claim["text"] for claim in report["answer"][1]["claims"]]
    assert any("three winters" in text or "buds swell" in text for text in told)


async def test_a_plan_that_is_approved_as_it_is_gives_the_same_answers_as_none() -> None:
    asked, plain = shop_with(), shop_with(confirm_plan=False)
    await asked.work()
    await approve(asked)
    assert await asked.work() is await plain.work() is JobOutcome.COMPLETED
    assert (await report_of(asked))["answer"] == (await report_of(plain))["answer"]
    assert asked.wiring.search.asked == plain.wiring.search.asked


@pytest.mark.parametrize("depth", ["standard", "deep"])
async def test_a_model_plans_once_and_what_it_cost_is_counted_once(depth: str) -> None:
    model = Writer()
    shop = shop_with(FakeWiring(model=model), depth=depth)
    assert await shop.work() is JobOutcome.AWAITING_PLAN
    assert len(model.calls) == 1
    planned = (await shop.now()).plan
    assert planned is not None
    assert planned.questions[0].heading == "How much diesel will be saved?"
    assert shop.wiring.fetcher.asked == []
    searched = list(shop.wiring.search.asked)
    kept = [one.heading for one in planned.questions][:2]
    await approve(shop, *kept, GARDEN)
    shop.wiring.model = model = Writer()  # each run opens its own, which has used nothing yet
    assert await shop.work() is JobOutcome.COMPLETED
    assert searched == [QUERY]
    assert shop.wiring.search.asked.count(QUERY) == 1
    written = [call.material for call in model.asked_for("write")]
    assert written
    for material in written:  # each has the whole plan, as such or as what it is to answer
        told = re.findall(r"^(?:-|\d\.) (.*)$", material, re.MULTILINE)
        assert {*kept, GARDEN} <= {*told}
        assert planned.questions[2].heading not in told
    assert not [c for c in model.asked_for("plan") if "questions" in c.answer.model_fields]
    cost = (await report_of(shop))["cost"]["by_purpose"]
    assert cost["plan"]["calls"] == 1 + len(model.asked_for("plan"))


async def test_a_quick_run_with_a_model_shows_what_it_would_write() -> None:
    shop = shop_with(FakeWiring(model=Writer()), depth="quick")
    assert await shop.work() is JobOutcome.AWAITING_PLAN
    plan = (await shop.now()).plan
    assert plan is not None
    assert [one.heading for one in plan.questions] == [
        "What does the battery ferry to Nordholm cost?", "Who pays for it?",
    ]  # fmt: skip
    await approve(shop, GARDEN)
    assert await shop.work() is JobOutcome.COMPLETED
    (written,) = shop.wiring.model.asked_for("write")  # type: ignore[union-attr]
    assert f". {GARDEN}\n" in written.material
    assert "- Who pays for it?\n" not in written.material


def asking_back(question: str, **script: Any) -> Writer:
    def plan(call: Any) -> Any:
        if "clarifying_question" in call.answer.model_fields:
            return {"clarifying_question": question}
        return writer._plan(call)

    writer = Writer(plan=plan, **script)
    return writer


async def test_a_vague_question_is_asked_back_beside_the_plan_and_answered_with_it() -> None:
    model = asking_back("The ferry of 2025, or the one before?")
    shop = shop_with(FakeWiring(model=model), confirm_plan=False, clarify=True)
    assert await shop.work() is JobOutcome.AWAITING_PLAN
    plan = (await shop.now()).plan
    assert plan is not None
    assert plan.clarifying_question == "The ferry of 2025, or the one before?"
    assert len(plan.questions) == 3
    await approve(shop, clarification="the new battery ferry")
    assert await shop.work() is JobOutcome.COMPLETED
    meant = f"{QUERY} (the new battery ferry)"
    assert meant in shop.wiring.search.asked
    assert all(
        query.endswith(("the new battery ferry", "(the new battery ferry)"))
        for query in shop.wiring.search.asked[1:]
    )
    assert all(f"query: {meant}" in call.material for call in model.asked_for("write"))
    assert (await report_of(shop))["query"] == meant


async def test_a_clear_question_goes_on_at_once_and_its_search_is_made_once() -> None:
    model = asking_back("")
    shop = shop_with(FakeWiring(model=model), confirm_plan=False, clarify=True)
    assert await shop.work() is JobOutcome.COMPLETED
    assert (await shop.now()).plan is None
    assert shop.wiring.search.asked.count(QUERY) == 1


async def test_without_a_model_nothing_is_asked_back_and_the_report_says_so() -> None:
    shop = shop_with(confirm_plan=False, clarify=True)
    assert await shop.work() is JobOutcome.COMPLETED
    assert any("asked back" in warning for warning in (await shop.now()).warnings)


async def test_a_worker_that_dies_with_the_plan_in_hand_is_made_up_for() -> None:
    """It planned, and ended before the store had the plan: no second plan is paid for."""
    model = Writer()
    shop = shop_with(FakeWiring(model=model))
    await shop.jobs.create(shop.job)
    update = shop.jobs.update

    async def dies(job_id: str, change: Callable[[Job], Job]) -> Job:
        after = change(await shop.jobs.get(job_id))
        if after.status is JobStatus.AWAITING_PLAN:
            raise StoreUnavailableError("away")
        return await update(job_id, change)

    shop.jobs.update = dies  # type: ignore[method-assign]
    with pytest.raises(StoreUnavailableError):
        await run_job(shop.job.job_id, shop.dependencies(), lambda: 900.0)
    shop.jobs.update = update  # type: ignore[method-assign]
    assert (await shop.now()).status is JobStatus.PENDING
    assert await shop.work() is JobOutcome.AWAITING_PLAN
    assert len(model.calls) == 1
    assert shop.wiring.search.asked == [QUERY]


async def test_a_plan_that_a_store_kept_and_could_not_confirm_still_waits() -> None:
    shop = shop_with()
    await shop.jobs.create(shop.job)
    update = shop.jobs.update

    async def unconfirmed(job_id: str, change: Callable[[Job], Job]) -> Job:
        after = await update(job_id, change)
        if after.status is JobStatus.AWAITING_PLAN:
            raise StoreUnavailableError("its answer was lost")
        return after

    shop.jobs.update = unconfirmed  # type: ignore[method-assign]
    with pytest.raises((StoreUnavailableError, job_transitions.LeaseLostError)):
        await run_job(shop.job.job_id, shop.dependencies(), lambda: 900.0)
    assert (await shop.now()).status is JobStatus.AWAITING_PLAN
    assert await shop.work() is JobOutcome.SKIPPED


async def test_the_same_approval_may_come_again_and_another_may_not() -> None:
    shop = shop_with()
    await shop.work()
    first = await approve(shop, DIESEL)
    assert await approve(shop, DIESEL) == first
    with pytest.raises(InvalidTransitionError, match="awaits no plan"):
        await approve(shop, GARDEN)
    await shop.work()
    assert (await approve(shop, DIESEL)).status is JobStatus.COMPLETED
    with pytest.raises(InvalidTransitionError):
        await approve(shop, GARDEN)


async def test_an_approval_whose_message_is_lost_is_kept_and_can_be_sent_again() -> None:
    shop = shop_with()
    await shop.work()
    queue = FakeJobQueue()
    queue.away = True

    async def send() -> Job:
        return await approve_plan(
            shop.job.job_id, PlanApproval(questions=(DIESEL,)),
            jobs=shop.jobs, queue=queue, clock=shop.clock, request_id="r",
        )  # fmt: skip

    with pytest.raises(QueueError):
        await send()
    assert (await shop.now()).status is JobStatus.PENDING
    queue.away = False
    await send()
    assert queue.sent == [(shop.job.job_id, "r")]


async def test_a_cancelled_job_stays_cancelled_whatever_is_approved() -> None:
    shop = shop_with()
    await shop.work()
    await shop.jobs.update(
        shop.job.job_id, lambda job: job_transitions.cancel(job, shop.clock.now())
    )
    with pytest.raises(InvalidTransitionError):
        await approve(shop)
    assert await shop.work() is JobOutcome.SKIPPED


async def test_a_job_that_waited_is_cancelled_and_deleted_with_all_it_had() -> None:
    shop = shop_with(FakeWiring(model=Writer()))
    await shop.work()
    with pytest.raises(InvalidTransitionError, match="cancel it first"):
        await purge(shop)
    await shop.jobs.update(
        shop.job.job_id, lambda job: job_transitions.cancel(job, shop.clock.now())
    )
    assert [name for name in shop.wiring.reports.files if name.startswith("journal/")]
    await purge(shop)
    assert shop.wiring.reports.files == {}
    assert not await shop.jobs.exists(shop.job.job_id)


async def purge(shop: Shop) -> None:
    await purge_job(
        shop.job.job_id,
        jobs=shop.jobs,
        reports=shop.wiring.reports,
        forget_passages=shop._forget_passages,
    )


async def test_a_plan_that_nobody_approves_is_given_up_told_and_forgotten() -> None:
    shop = shop_with(FakeWiring(model=Writer()))
    await shop.work()
    queue = FakeJobQueue()
    shop.clock.advance(PLAN_KEPT.total_seconds() - 1)
    assert await give_up_plans(shop.jobs, queue, shop.clock, "sweep") == 0
    shop.clock.advance(1)
    assert await give_up_plans(shop.jobs, queue, shop.clock, "sweep") == 1
    assert await give_up_plans(shop.jobs, queue, shop.clock, "sweep") == 0
    assert queue.sent == [(shop.job.job_id, "sweep")]
    job = await shop.now()
    assert job.error is not None
    assert (job.status, job.error.code) == (JobStatus.FAILED, "plan_not_approved")
    assert await shop.work() is JobOutcome.SKIPPED  # the message of the sweep
    assert shop.announced == [job]
    assert not [name for name in shop.wiring.reports.files if name.startswith("journal/")]


async def test_one_that_is_approved_as_it_is_given_up_is_one_of_the_two(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shop = shop_with()
    await shop.work()
    shop.clock.advance(PLAN_KEPT.total_seconds())
    listed, queue = shop.jobs.list, FakeJobQueue()

    async def then_approved(*asked: Any) -> Any:
        page = await listed(*asked)
        await approve(shop, DIESEL)
        return page

    monkeypatch.setattr(shop.jobs, "list", then_approved)
    assert await give_up_plans(shop.jobs, queue, shop.clock, "sweep") == 0
    assert (await shop.now()).status is JobStatus.PENDING


def test_what_an_owner_writes_is_cleaned() -> None:
    approval = PlanApproval(
        questions=("Who\u202e\npays?\x1b[2J",), clarification=" the\x00 planet "
    )
    assert clean_approval(approval) == PlanApproval(
        questions=("Who pays?[2J",), clarification="the planet"
    )
    assert clean_approval(PlanApproval()) == PlanApproval()
    hidden = PlanApproval.model_construct(questions=("\u200b?",), clarification="")
    with pytest.raises(InvalidRequestError, match=r"questions\.0"):
        clean_approval(hidden)


async def test_a_run_short_of_time_hands_its_approved_plan_over() -> None:
    shop = shop_with()
    await shop.work()
    await approve(shop, DIESEL)
    shop.left_seconds = 1.0
    assert await shop.work() is JobOutcome.HANDED_OVER
    shop.left_seconds = 900.0
    assert await shop.work() is JobOutcome.COMPLETED
    assert [part["part"] for part in (await report_of(shop))["answer"]] == [DIESEL]


async def test_an_end_that_comes_with_the_plan_is_told_apart() -> None:
    """A worker whose job was cancelled while it planned does not make it wait."""
    shop = shop_with()
    update = shop.jobs.update

    async def cancelled_first(job_id: str, change: Callable[[Job], Job]) -> Job:
        await update(job_id, lambda job: job_transitions.cancel(job, shop.clock.now()))
        return await update(job_id, change)

    await shop.jobs.create(shop.job)
    claim = shop.jobs.claim

    async def claimed(job_id: str, owner: str, lease_seconds: float) -> Job:
        job = await claim(job_id, owner, lease_seconds)
        shop.jobs.update = cancelled_first  # type: ignore[method-assign]
        return job

    shop.jobs.claim = claimed  # type: ignore[method-assign]
    outcome = await run_job(shop.job.job_id, shop.dependencies(), lambda: 900.0)
    assert outcome is JobOutcome.STOPPED
    assert (await shop.now()).status is JobStatus.CANCELLED
