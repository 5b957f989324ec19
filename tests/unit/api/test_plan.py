"""The route that approves a plan, and what the others say of a job that waits for that."""

from typing import Any

import pytest
from pydantic import SecretStr

from research.api.key_ring import KeyRing
from research.domain import job_transitions
from research.domain.job import JobStatus
from research.domain.question import PLAN_KEPT
from tests.fakes.plans import BACKGROUND, COST, PAYS, plan_of
from tests.unit.api.api_on_fakes import OWNER, Api, problem_of

UNKNOWN = "20261124-120000-0123456789abcdef"
EDITED = {"questions": [COST, "Who sails her?"], "clarification": "the new one"}


async def awaiting(api: Api, clarifying_question: str = "", **fields: Any) -> str:
    """A job whose worker left a plan."""
    job_id = await api.submit(**{"confirm_plan": True, **fields})
    await api.start(job_id)
    plan = plan_of(api.clock.now(), clarifying_question)
    await api.jobs.update(
        job_id, lambda job: job_transitions.await_plan(job, OWNER, api.clock.now(), plan=plan)
    )
    api.queue.sent.clear()
    return job_id


async def test_a_status_tells_the_questions_and_until_when_they_wait() -> None:
    api = Api()
    job_id = await awaiting(api, "The old ferry, or the new one?")
    told = (await api.call("GET", f"/status/{job_id}")).json()
    until = api.clock.now() + PLAN_KEPT
    assert told["status"] == "awaiting_plan"
    assert told["plan"] == {
        "questions": [COST, PAYS, BACKGROUND],
        "clarifying_question": "The old ferry, or the new one?",
        "clarification": "",
        "approved_at": None,
        "kept_until": until.isoformat().replace("+00:00", "Z"),
    }
    assert told["completed_at"] is None


async def test_an_edited_plan_is_kept_with_the_job_which_is_queued_anew() -> None:
    api = Api()
    job_id = await awaiting(api)
    answer = await api.call("PUT", f"/research/{job_id}/plan", json=EDITED)
    assert answer.status_code == 200
    told = answer.json()
    assert told["status"] == "pending"
    assert told["plan"]["questions"] == EDITED["questions"]
    assert told["plan"]["clarification"] == "the new one"
    assert told["plan"]["approved_at"]
    ((sent, request_id),) = api.queue.sent
    assert (sent, request_id) == (job_id, answer.headers["x-request-id"])
    kept = (await api.jobs.get(job_id)).plan
    assert kept is not None
    assert [one.search_query for one in kept.questions] == [COST.rstrip("?"), "Who sails her?"]


async def test_a_plan_is_approved_as_it_is_with_an_empty_body() -> None:
    api = Api()
    job_id = await awaiting(api)
    told = (await api.call("PUT", f"/research/{job_id}/plan", json={})).json()
    assert told["plan"]["questions"] == [COST, PAYS, BACKGROUND]


async def test_sent_twice_it_is_approved_once_and_another_is_refused() -> None:
    api = Api()
    job_id = await awaiting(api)
    path = f"/research/{job_id}/plan"
    first, second = [await api.call("PUT", path, json=EDITED) for _ in "ab"]
    assert first.json() == second.json()
    assert api.queue.sent[0][0] == api.queue.sent[1][0] == job_id
    problem_of(await api.call("PUT", path, json={"questions": [PAYS]}), 409, "illegal_move")


async def test_a_job_that_awaits_no_plan_refuses_one() -> None:
    api = Api()
    job_id = await api.submit()
    problem_of(await api.call("PUT", f"/research/{job_id}/plan", json={}), 409, "illegal_move")
    await api.finish(job_id)
    problem_of(await api.call("PUT", f"/research/{job_id}/plan", json={}), 409, "illegal_move")
    problem_of(await api.call("PUT", f"/research/{UNKNOWN}/plan", json={}), 404, "job_not_found")
    assert len(api.queue.sent) == 1


@pytest.mark.parametrize(
    "body",
    [{"questions": []}, {"questions": ["?"]}, {"questions": ["\u200b\u00ad?"]},
     {"questions": ["Why?"] * 11}, {"questions": "Why?"}, {"more": 1}, [], {"clarification": 7}],
)  # fmt: skip
async def test_a_body_of_another_form_is_refused(body: object) -> None:
    api = Api()
    job_id = await awaiting(api)
    answer = await api.call("PUT", f"/research/{job_id}/plan", json=body)
    problem_of(answer, 422, "invalid_request")
    assert (await api.jobs.get(job_id)).status is JobStatus.AWAITING_PLAN


async def test_a_queue_that_is_away_keeps_the_approval_for_who_sends_it_again() -> None:
    api = Api()
    job_id = await awaiting(api)
    api.queue.away = True
    problem_of(await api.call("PUT", f"/research/{job_id}/plan", json=EDITED), 503, "queue_failed")
    api.queue.away = False
    answer = await api.call("PUT", f"/research/{job_id}/plan", json=EDITED)
    assert (answer.status_code, len(api.queue.sent)) == (200, 1)


async def test_the_plan_of_another_is_not_there() -> None:
    api = Api(keys=KeyRing.of(SecretStr("ann:a-key,bob:b-key")))

    async def call(key: str, method: str, path: str, body: object = None) -> Any:
        return await api.call(method, path, headers={"X-API-Key": key}, json=body)

    asked = {"query": "How high?", "confirm_plan": True}
    job_id = (await call("a-key", "POST", "/research", asked)).json()["job_id"]
    await api.start(job_id)
    plan = plan_of(api.clock.now())
    await api.jobs.update(
        job_id, lambda job: job_transitions.await_plan(job, OWNER, api.clock.now(), plan=plan)
    )
    for body in (EDITED, {"questions": []}):
        foreign = await call("b-key", "PUT", f"/research/{job_id}/plan", body)
        problem_of(foreign, 404, "job_not_found")
    assert (await api.jobs.get(job_id)).status is JobStatus.AWAITING_PLAN
    assert (await call("a-key", "PUT", f"/research/{job_id}/plan", EDITED)).status_code == 200


async def test_a_job_that_waits_is_listed_counted_cancelled_and_deleted() -> None:
    api = Api()
    job_id = await awaiting(api)
    listed = (await api.call("GET", "/jobs?status=awaiting_plan")).json()
    assert [job["job_id"] for job in listed["jobs"]] == [job_id]
    assert (await api.call("GET", "/stats")).json()["jobs"]["awaiting_plan"] == 1
    problem_of(await api.call("DELETE", f"/jobs/{job_id}"), 409, "illegal_move")
    cancelled = await api.call("POST", f"/jobs/{job_id}/cancel")
    assert cancelled.json()["status"] == "cancelled"
    problem_of(await api.call("PUT", f"/research/{job_id}/plan", json=EDITED), 409, "illegal_move")
    assert (await api.call("DELETE", f"/jobs/{job_id}")).status_code == 204


async def test_who_waits_for_the_plan_is_answered_with_it_and_who_waits_for_the_end_is_not() -> (
    None
):
    api = Api()
    job_id = await awaiting(api)
    told = await api.call("GET", f"/status/{job_id}?wait=20&until=plan")
    assert told.json()["status"] == "awaiting_plan"
    api.service.stopping.set()  # or the next would take its time
    told = await api.call("GET", f"/status/{job_id}?wait=20&until=end")
    assert told.json()["status"] == "awaiting_plan"


async def test_who_follows_a_report_asks_by_the_plan_that_was_approved_for_it() -> None:
    api = Api()
    first = await awaiting(api, query="How high is it?")
    await api.call("PUT", f"/research/{first}/plan", json=EDITED)
    await api.finish(first)
    plan = (await api.jobs.get(first)).plan
    again = await api.jobs.get(await api.submit("How high is it?", follow_up_of=first))
    assert (again.plan, again.request.confirm_plan) == (plan, False)
    other = await api.jobs.get(await api.submit("How old is it?", follow_up_of=first))
    assert other.plan is None
    anew = await api.submit("How high is it?", follow_up_of=first, confirm_plan=True)
    assert (await api.jobs.get(anew)).plan is None


async def test_a_browser_of_another_origin_may_send_it() -> None:
    api = Api(cors_origins=("https://page.example",))
    answer = await api.call(
        "OPTIONS", f"/research/{UNKNOWN}/plan",
        headers={"Origin": "https://page.example", "Access-Control-Request-Method": "PUT"},
    )  # fmt: skip
    assert answer.status_code == 200
    assert "PUT" in answer.headers["access-control-allow-methods"]
