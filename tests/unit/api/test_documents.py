"""The API's document and the pages that show it."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from research.api.app import ROUTERS, create_app, whole_document
from research.domain.request import ResearchRequest
from tests.unit.api.api_on_fakes import Api

STORED = Path(__file__).parents[3] / "docs" / "openapi.json"
DOCUMENT: dict[str, Any] = json.loads(json.dumps(whole_document()))
OPERATIONS = [
    (method, path, operation)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
]


def test_the_stored_document_is_the_one_we_serve() -> None:
    assert json.loads(STORED.read_text()) == DOCUMENT, "run `make docs`"


@pytest.mark.parametrize("part", [*ROUTERS])
def test_each_function_knows_the_whole_document(part: str) -> None:
    assert create_app(Api().service, parts=[part]).openapi() == whole_document()


def test_the_parts_answer_for_different_calls_and_together_for_all() -> None:
    def routes(part: str) -> set[tuple[str, str]]:
        found = (route for router in ROUTERS[part] for route in router.routes)
        return {(m, r.path) for r in found for m in r.methods}  # type: ignore[attr-defined]

    assert not routes("submit") & routes("status")
    documented = {(method.upper(), path) for method, path, _ in OPERATIONS}
    assert documented <= routes("submit") | routes("status")


def test_the_document_is_openapi_3_1_with_tags_and_the_key() -> None:
    assert DOCUMENT["openapi"].startswith("3.1")
    assert {tag["name"] for tag in DOCUMENT["tags"]} == {"health", "research", "jobs"}
    scheme = DOCUMENT["components"]["securitySchemes"]["ApiKey"]
    assert (scheme["type"], scheme["in"], scheme["name"]) == ("apiKey", "header", "X-API-Key")


@pytest.mark.parametrize(
    ("method", "path", "operation"), OPERATIONS, ids=[f"{m} {p}" for m, p, _ in OPERATIONS]
)
def test_every_call_is_described_with_its_errors(
    method: str, path: str, operation: dict[str, Any]
) -> None:
    assert operation["summary"]
    assert operation["description"]
    assert len(operation["tags"]) == 1
    statuses = set(operation["responses"])
    if path == "/health":
        assert statuses == {"200", "503"}
        return
    assert operation["security"] == [{"ApiKey": []}, {}]
    assert {"401", "429", "503"} <= statuses
    assert ("404" in statuses) == ("{job_id}" in path)
    for status, answer in operation["responses"].items():
        if status >= "400":
            (content,) = answer["content"].items()
            assert content[0] == "application/problem+json"
            assert content[1]["examples"]


def test_every_reference_leads_somewhere() -> None:
    names = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(DOCUMENT)))
    assert names <= set(DOCUMENT["components"]["schemas"])
    assert "HTTPValidationError" not in DOCUMENT["components"]["schemas"]


def test_the_examples_of_a_body_are_what_they_show() -> None:
    body = DOCUMENT["paths"]["/research"]["post"]["requestBody"]["content"]["application/json"]
    shown = [example["value"] for example in body["examples"].values()]
    assert len(shown) >= 3
    for example in [*shown, *DOCUMENT["components"]["schemas"]["NewJob"]["examples"]]:
        ResearchRequest.model_validate_json(json.dumps(example), strict=True)


async def test_answers_have_the_form_that_is_documented() -> None:
    api = Api()
    job_id = await api.submit()
    await api.finish(job_id)
    for method, path, form in [
        ("GET", f"/status/{job_id}", "JobAnswer"),
        ("GET", "/jobs", "JobList"),
        ("GET", "/stats", "Stats"),
        ("GET", "/health", "Health"),
        ("GET", "/jobs?limit=0", "Problem"),
        ("POST", "/research", "Problem"),
    ]:
        answer = await api.call(method, path)
        schema = {"$ref": f"#/components/schemas/{form}", "components": DOCUMENT["components"]}
        jsonschema.validate(answer.json(), schema)


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
async def test_a_page_asks_no_other_server_for_anything(path: str) -> None:
    api = Api()
    page = await api.call("GET", path)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    assert "<script>" not in page.text
    assert "style=" not in page.text
    assets = re.findall(r'(?:<script src|<link rel="stylesheet" href)="([^"]+)"', page.text)
    assert assets
    for asset in assets:
        assert not asset.startswith(("http", "/"))
        answer = await api.call("GET", f"/{asset}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(("text/css", "text/javascript"))


async def test_the_page_to_read_shows_every_call_field_and_error() -> None:
    page = (await Api().call("GET", "/redoc")).text
    for method, path, operation in OPERATIONS:
        assert f"<code>{method.upper()} {path}</code>" in page
        assert all(f"<td>{status}</td>" in page for status in operation["responses"])
    for field in ResearchRequest.model_fields:
        assert f"<td><code>{field}</code>" in page
    assert "rate_limited" in page


@pytest.mark.parametrize("name", ["../app.py", "redoc.standalone.js", "favicon.png", "%2e%2e"])
async def test_only_named_files_of_the_package_are_served(name: str) -> None:
    assert (await Api().call("GET", f"/docs/{name}")).status_code == 404
