"""Whatever goes wrong is a problem in one form, and tells strangers nothing of our insides."""

import pytest

from research.api.openapi import documented
from research.api.problems import STATUSES, problem_for, status_of
from research.domain import errors
from research.domain.errors import LaterError, ResearchError
from tests.unit.api.api_on_fakes import Api, problem_of


def every_error() -> list[type[ResearchError]]:
    found = [ResearchError]
    for kind in found:
        found += kind.__subclasses__()
    return list(dict.fromkeys(found))


def made(kind: type[ResearchError]) -> ResearchError:
    return kind("secret.internal", 7) if issubclass(kind, LaterError) else kind("secret.internal")


@pytest.mark.parametrize("kind", every_error())
def test_every_error_has_a_status_and_only_users_errors_speak(kind: type[ResearchError]) -> None:
    answer = problem_for(made(kind), "r-1")
    assert answer.status_code == status_of(kind)
    assert answer.media_type == "application/problem+json"
    assert kind.code.encode() in answer.body
    is_told = b"secret.internal" in answer.body
    assert is_told == (answer.status_code < 500 or issubclass(kind, LaterError))
    assert ("retry-after" in answer.headers) == (answer.status_code in (429, 503))


def test_users_errors_are_never_our_fault() -> None:
    kinds = [kind for kind in every_error() if issubclass(kind, errors.UserError)]
    ours = {kind for kind in kinds if status_of(kind) >= 500}
    assert ours == {errors.InvalidSettingError}


def test_codes_are_unlike_each_other() -> None:
    codes = [kind.code for kind in every_error()]
    assert len(set(codes)) == len(codes)
    assert set(STATUSES) <= set(every_error())


def test_what_is_documented_is_what_is_answered() -> None:
    told = documented(errors.JobNotFoundError, errors.TooManyPendingError, http=[413])
    assert list(told) == [404, 413, 503]
    examples = told[503]["content"]["application/problem+json"]["examples"]
    assert examples["too_many_pending"]["value"]["status"] == 503


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/", 404, "not_found"),
        ("GET", "/nothing", 404, "not_found"),
        ("GET", "/jobs/", 404, "not_found"),
        ("PUT", "/jobs", 405, "method_not_allowed"),
        ("GET", "/research", 405, "method_not_allowed"),
    ],
)
async def test_what_is_not_there_is_a_problem_too(
    method: str, path: str, status: int, code: str
) -> None:
    answer = await Api().call(method, path)
    problem_of(answer, status, code)
    assert ("allow" in answer.headers) == (status == 405)


async def test_what_was_sent_is_not_told_back() -> None:
    answer = await Api().call("POST", "/research", json={"query": 1, "api_key": "hunter2"})
    problem = problem_of(answer, 422, "invalid_request")
    assert "hunter2" not in answer.text
    assert len(problem["errors"]) == 2


async def test_a_thousand_faults_are_told_in_part() -> None:
    body = {"query": "a", **{f"x{number}": 1 for number in range(1_000)}}
    problem = problem_of(await Api().call("POST", "/research", json=body), 422, "invalid_request")
    assert len(problem["errors"]) == 20
