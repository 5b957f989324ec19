"""One job for one Idempotency-Key."""

import asyncio
from datetime import timedelta

import pytest

from research.api.submit import QUEUED_AGAIN_SECONDS
from tests.unit.api.api_on_fakes import Api, problem_of

QUESTION = {"query": "How high is it?"}


async def test_one_key_is_one_job_for_fifty_clients_at_once() -> None:
    api = Api()

    async def submit() -> str:
        answer = await api.call(
            "POST", "/research", json=QUESTION, headers={"Idempotency-Key": "k-1"}
        )
        assert answer.status_code == 202
        return str(answer.json()["job_id"])

    job_ids = await asyncio.gather(*(submit() for _ in range(50)))
    assert len(set(job_ids)) == len(api.jobs.records) == len(api.queue.sent) == 1


async def test_a_key_with_another_body_is_refused_for_a_day() -> None:
    api = Api()
    key = {"Idempotency-Key": "k-1"}
    first = await api.call("POST", "/research", json=QUESTION, headers=key)
    same = await api.call("POST", "/research", json={**QUESTION, "depth": "standard"}, headers=key)
    assert same.json() == first.json()
    other = await api.call("POST", "/research", json={"query": "How low?"}, headers=key)
    problem_of(other, 409, "idempotency_key_reused")
    api.clock.advance(timedelta(hours=24).total_seconds())
    later = await api.call("POST", "/research", json={"query": "How low?"}, headers=key)
    assert later.status_code == 202
    assert later.json()["job_id"] != first.json()["job_id"]


async def test_a_damaged_key_record_is_written_anew() -> None:
    api = Api()
    key = {"Idempotency-Key": "k-1"}
    await api.call("POST", "/research", json=QUESTION, headers=key)
    (name,) = api.reports.files
    api.reports.files[name] = b"{", "application/json"
    answer = await api.call("POST", "/research", json=QUESTION, headers=key)
    assert answer.status_code == 202
    assert len(api.jobs.records) == 2


@pytest.mark.parametrize("key", ["", "k" * 256, "ключ".encode(), "a b"])
async def test_a_key_of_another_form_is_refused(key: str | bytes) -> None:
    answer = await Api().call("POST", "/research", json=QUESTION, headers={"Idempotency-Key": key})
    problem_of(answer, 422, "invalid_request")


async def test_a_repeated_submit_queues_a_job_again_whose_message_may_be_lost() -> None:
    api = Api()
    key = {"Idempotency-Key": "k-1"}
    await api.call("POST", "/research", json=QUESTION, headers=key)
    await api.call("POST", "/research", json=QUESTION, headers=key)
    assert len(api.queue.sent) == 1
    api.clock.advance(QUEUED_AGAIN_SECONDS + 1)
    await api.call("POST", "/research", json=QUESTION, headers=key)
    assert len(api.queue.sent) == 2
