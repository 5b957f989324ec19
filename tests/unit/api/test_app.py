"""The app of one function or of all."""

import httpx
import pytest

from research.api.app import ALLOWED, PARTS, create_app, routers_of, whole_document
from tests.unit.api.api_on_fakes import Api, problem_of

UNKNOWN = "20261124-120000-0123456789abcdef"


@pytest.mark.parametrize(
    ("part", "method", "path", "allowed"),
    [
        ("status", "PUT", "/research", "POST"),
        ("status", "GET", "/jobs/20261125-081500-1e2403f9c0de1a2b4c5d6", "DELETE"),
        ("submit", "DELETE", "/health", "GET"),
    ],
)
async def test_one_function_refuses_a_method_at_anothers_address(
    part: str, method: str, path: str, allowed: str
) -> None:
    transport = httpx.ASGITransport(create_app(Api().service, [part]))
    async with httpx.AsyncClient(transport=transport, base_url="http://api.test") as client:
        answer = await client.request(method, path)
    problem_of(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == allowed


@pytest.mark.parametrize("part", PARTS)
def test_each_function_knows_the_whole_document(part: str) -> None:
    assert create_app(Api().service, parts=[part]).openapi() == whole_document()


def test_the_parts_answer_for_different_calls_and_together_for_all() -> None:
    def routes(part: str) -> set[tuple[str, str]]:
        found = (route for router in routers_of(part) for route in router.routes)
        return {(m, r.path) for r in found for m in r.methods}  # type: ignore[attr-defined]

    every = [one for part in PARTS for one in routes(part)]
    assert len(every) == len(set(every))
    paths = whole_document()["paths"]
    documented = {(method.upper(), path) for path in paths for method in paths[path]}
    assert documented <= set(every)
    assert {
        address: ", ".join(sorted(method for method, path in every if path == address))
        for _, address in every
    } == ALLOWED


def test_there_is_no_other_part() -> None:
    with pytest.raises(ValueError, match="'worker' is none of"):
        create_app(Api().service, ["worker"])


async def test_pages_of_named_origins_may_call_and_no_others() -> None:
    api = Api(cors_origins=("https://app.example",))
    asks = {
        "Origin": "https://app.example",
        "Access-Control-Request-Method": "DELETE",
        "Access-Control-Request-Headers": "X-API-Key",
    }
    allowed = await api.call("OPTIONS", f"/jobs/{UNKNOWN}", headers=asks)
    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == "https://app.example"
    stranger = await api.call(
        "OPTIONS", f"/jobs/{UNKNOWN}", headers={**asks, "Origin": "https://evil.example"}
    )
    assert "access-control-allow-origin" not in stranger.headers
    # Also on an error, or a page could not read why it failed.
    refused = await api.call("GET", f"/status/{UNKNOWN}", headers={"Origin": "https://app.example"})
    assert refused.headers["access-control-allow-origin"] == "https://app.example"
    assert "etag" in refused.headers["access-control-expose-headers"].lower()
