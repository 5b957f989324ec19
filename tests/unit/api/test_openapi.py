"""The API's document: every call, its errors and its forms."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from research.api.app import whole_document
from research.domain.follow_up.watch import NewWatch
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


def test_the_document_is_openapi_3_1_with_tags_and_the_key() -> None:
    assert DOCUMENT["openapi"].startswith("3.1")
    assert {tag["name"] for tag in DOCUMENT["tags"]} == {"health", "research", "jobs", "watches"}
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
    names_uploads = path == "/research"  # in its body
    assert ("404" in statuses) == ("_id}" in path or (names_uploads and method == "post"))
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
    watched = DOCUMENT["paths"]["/watches"]["post"]["requestBody"]["content"]["application/json"]
    for example in watched["examples"].values():
        NewWatch.model_validate_json(json.dumps(example["value"]), strict=True)
    for example in [*shown, *DOCUMENT["components"]["schemas"]["NewJob"]["examples"]]:
        ResearchRequest.model_validate_json(json.dumps(example), strict=True)


async def test_answers_have_the_form_that_is_documented() -> None:
    api = Api()
    job_id = await api.submit()
    await api.finish(job_id)
    made = await api.call("POST", "/watches", json={"query": "How high?", "every": "daily"})
    watch_id = made.json()["watch_id"]
    for method, path, form in [
        ("GET", f"/status/{job_id}", "JobAnswer"),
        ("GET", "/jobs", "JobList"),
        ("GET", "/stats", "Stats"),
        ("GET", "/watches", "WatchList"),
        ("GET", f"/watches/{watch_id}", "WatchAnswer"),
        ("GET", "/watches/20261124-120000-0123456789abcdef", "Problem"),
        ("GET", "/health", "Health"),
        ("GET", "/jobs?limit=0", "Problem"),
        ("POST", "/research", "Problem"),
    ]:
        answer = await api.call(method, path)
        schema = {"$ref": f"#/components/schemas/{form}", "components": DOCUMENT["components"]}
        jsonschema.validate(answer.json(), schema)
