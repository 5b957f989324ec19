"""What every answer has, whatever it is."""

import pytest
from fastapi import APIRouter

from research.api.app import create_app
from research.api.envelope import SECURITY_HEADERS
from tests.unit.api.api_on_fakes import Api, problem_of


async def test_a_bug_is_a_500_without_a_trace(caplog: pytest.LogCaptureFixture) -> None:
    api, router = Api(), APIRouter()

    @router.get("/bug")
    async def bug() -> None:
        raise KeyError("secret.internal")

    api.app = create_app(api.service, others=[router])
    answer = await api.call("GET", "/bug", headers={"X-Request-Id": "r-7"})
    problem_of(answer, 500, "internal_error")
    assert "secret" not in answer.text
    assert "KeyError" not in answer.text
    assert "r-7" in caplog.text
    assert "secret.internal" in caplog.text


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/jobs"), ("GET", "/nothing"), ("POST", "/research"), ("GET", "/openapi.json")],
)
async def test_every_answer_has_the_security_headers(method: str, path: str) -> None:
    answer = await Api().call(method, path)
    assert {name.lower() for name in SECURITY_HEADERS} <= set(answer.headers)
    assert "server" not in answer.headers


@pytest.mark.parametrize("sent", ["", "a b", "x" * 65, "<script>"])
async def test_a_calls_name_is_ours_unless_it_is_harmless(sent: str) -> None:
    answer = await Api().call("GET", "/jobs", headers={"X-Request-Id": sent})
    assert answer.headers["x-request-id"] not in ("", sent)
    kept = await Api().call("GET", "/jobs", headers={"X-Request-Id": "trace-1.2_3"})
    assert kept.headers["x-request-id"] == "trace-1.2_3"
