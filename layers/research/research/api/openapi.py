"""The OpenAPI document, as FastAPI makes it from the routes, and what FastAPI does not know."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from research.api.forms import NewJob, Problem

TITLE = "Content research"
DESCRIPTION = """\
A question in, a cited report out: every statement carries a quote that was checked.

1. `POST /research` takes a question and answers with a job's id.
2. `GET /status/{job_id}?wait=25` tells how far it is, and at its end where the report is.

Every error is `application/problem+json` (RFC 9457) with a stable `code`. Every answer names its
call in `X-Request-Id`. Calls are limited by key, or by address where no key is asked for; what is
left is in `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` (seconds).

Where a job names a `callback_url`, a POST with the job goes there when it is completed or has
failed, signed after the [Standard Webhooks](https://www.standardwebhooks.com) specification.
"""
TAGS = [
    {"name": "research", "description": "Ask, and follow."},
    {"name": "jobs", "description": "What was asked before: list, cancel, delete."},
    {"name": "health", "description": "How the service is."},
]
_METHODS = ("get", "post", "delete")
_UNUSED = ("HTTPValidationError", "ValidationError")


def document_of(app: FastAPI) -> dict[str, Any]:
    """The document of all routes of `app`, whose paths are those of the service."""
    document = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
        license_info={"name": "MIT", "identifier": "MIT"},
        servers=[{"url": "/"}],
    )
    schemas = document["components"]["schemas"]
    for name in _UNUSED:
        schemas.pop(name, None)
    for form in (NewJob, Problem):
        made = form.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= made.pop("$defs", {})
        schemas[form.__name__] = made
    for path in document["paths"].values():
        for method in _METHODS:
            _finish(path.get(method, {}))
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    return document


def _finish(operation: dict[str, Any]) -> None:
    if "security" in operation:
        # Where no key is configured, none is asked for.
        operation["security"] = [*operation["security"], {}]
    responses = operation.get("responses", {})
    content = responses.get("422", {}).get("content", {})
    if "application/json" in content:
        # FastAPI's own, where it sees parameters; ours is there too if it can happen.
        del content["application/json"]
    if not content:
        responses.pop("422", None)
