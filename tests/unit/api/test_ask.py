"""A question about a report: who may ask, what is refused, and what goes on to be answered."""

import pytest

from research.domain import job_transitions
from research.domain.errors import AnswerLateError, NotStoredError
from research.domain.job import JobError
from tests.unit.api.api_on_fakes import OWNER, Api, problem_of

QUESTION = {"question": "How long did it take?"}
UNKNOWN = "20261124-120000-0123456789abcdef"


async def test_a_finished_job_is_asked_with_its_own_request() -> None:
    api = Api()
    job_id = await api.submit(language="en", budget_usd=0.5)
    await api.finish(job_id)
    answer = await api.call("POST", f"/research/{job_id}/ask", json=QUESTION)
    assert answer.status_code == 200
    assert answer.json()["answer"][0]["message"] == "Not said."
    ((asked, question, request),) = api.asked
    assert (asked, question, request.budget_usd) == (job_id, QUESTION["question"], 0.5)


async def test_a_job_that_is_not_there_or_was_deleted_has_no_report() -> None:
    api = Api()
    job_id = await api.submit()
    await api.finish(job_id)
    await api.call("DELETE", f"/jobs/{job_id}")
    for missing in (job_id, UNKNOWN):
        answer = await api.call("POST", f"/research/{missing}/ask", json=QUESTION)
        problem_of(answer, 404, "job_not_found")
    assert api.asked == []


async def test_a_job_that_has_not_ended_says_so() -> None:
    api = Api()
    job_id = await api.submit()
    problem_of(
        await api.call("POST", f"/research/{job_id}/ask", json=QUESTION), 409, "job_not_ended"
    )
    await api.start(job_id)
    told = await api.call("POST", f"/research/{job_id}/ask", json=QUESTION)
    assert "running" in problem_of(told, 409, "job_not_ended")["detail"]


async def test_a_job_that_failed_has_no_report_to_ask() -> None:
    api = Api()
    job_id = await api.submit()
    await api.start(job_id)
    await api.jobs.update(
        job_id,
        lambda job: job_transitions.fail(
            job, OWNER, api.clock.now(), error=JobError(code="nothing_found", message="none")
        ),
    )
    answer = await api.call("POST", f"/research/{job_id}/ask", json=QUESTION)
    assert "failed" in problem_of(answer, 409, "no_report")["detail"]


@pytest.mark.parametrize(
    "body",
    [{}, {"question": ""}, {"question": "?!"}, {"question": "w" * 501}, {**QUESTION, "more": 1},
     {"question": 7}],
)  # fmt: skip
async def test_a_question_of_another_form_is_refused(body: dict[str, object]) -> None:
    api = Api()
    job_id = await api.submit()
    await api.finish(job_id)
    answer = await api.call("POST", f"/research/{job_id}/ask", json=body)
    assert problem_of(answer, 422, "invalid_request")["errors"]
    assert api.asked == []


async def test_questions_are_counted_as_jobs_are_and_apart_from_them() -> None:
    api = Api(rate_limit_per_minute=1)
    job_id = await api.submit()
    await api.finish(job_id)
    assert (await api.call("POST", f"/research/{job_id}/ask", json=QUESTION)).status_code == 200
    refused = await api.call("POST", f"/research/{job_id}/ask", json=QUESTION)
    problem_of(refused, 429, "rate_limited")


async def test_a_late_answer_says_when_to_ask_again() -> None:
    api = Api()
    job_id = await api.submit()
    await api.finish(job_id)
    api.answer_error = AnswerLateError("too late", 10)
    answer = await api.call("POST", f"/research/{job_id}/ask", json=QUESTION)
    problem_of(answer, 503, "answer_late")
    assert answer.headers["retry-after"] == "10"
    api.answer_error = NotStoredError("there is no report of it")
    problem_of(await api.call("POST", f"/research/{job_id}/ask", json=QUESTION), 404, "not_stored")
