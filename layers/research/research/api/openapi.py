"""The OpenAPI document: what FastAPI makes of the routes, and what it does not see: the body of a
submit, and the errors of each route.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from research.api.forms import Problem
from research.api.problems import CODES, MEDIA_TYPE, phrase, status_of
from research.domain.errors import (
    InvalidKeyError,
    RateLimitedError,
    ResearchError,
    StoreUnavailableError,
)
from research.domain.value import Value

TITLE = "Content research"
DESCRIPTION = """\
A question in, a cited report out: every statement carries a quote that was checked.

1. `POST /research` takes a question and answers with a job's id.
2. `GET /status/{job_id}?wait=25` tells how far it is, and at its end where the report is.
3. With `confirm_plan`, `PUT /research/{job_id}/plan` approves the questions before that.
4. `POST /research/{job_id}/ask` answers a question from the sources of that report.
5. `POST /uploads` tells where to post a file that a question shall read.
6. `POST /watches` has a question researched again, daily or weekly, to tell what has changed.

Every error is `application/problem+json` (RFC 9457) with a stable `code`. Every answer names its
call in `X-Request-Id`. Calls are limited by key, or by address where no key is asked for; what is
left is in `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` (seconds).

Where a job names a `callback_url`, a POST with the job goes there when it is completed or has
failed, signed after the [Standard Webhooks](https://www.standardwebhooks.com) specification.
"""
TAGS = [
    {"name": "research", "description": "Ask, and follow."},
    {"name": "jobs", "description": "What was asked before: list, cancel, delete."},
    {"name": "watches", "description": "Have a question researched again, daily or weekly."},
    {"name": "health", "description": "How the service is."},
]
COMMON_ERRORS = (InvalidKeyError, RateLimitedError, StoreUnavailableError)
"""Of every route that asks for a key."""
REQUEST_SCHEMA = "NewJob"
"""The published name of `ResearchRequest`, after which generated clients name their class."""
_SCHEMAS = "#/components/schemas/"


def documented_body(schema: str, examples: dict[str, Any]) -> dict[str, Any]:
    """What OpenAPI says of a body that FastAPI does not see, since its route reads it itself."""
    content = {"schema": {"$ref": _SCHEMAS + schema}, "examples": examples}
    return {"requestBody": {"required": True, "content": {"application/json": content}}}


BODY_DOCUMENTED = documented_body(
    REQUEST_SCHEMA,
    {
        "shortest": {
            "summary": "A question, and all else as usual",
            "value": {"query": "How do green roofs cool cities?"},
        },
        "confirmed": {
            "summary": "Show me the questions before they are researched",
            "value": {
                "query": "What has changed in deep-sea mining rules?",
                "confirm_plan": True,
                "clarify": True,
            },
        },
        "narrowed": {
            "summary": "Deep, of this year, from these places",
            "value": {
                "query": "What has changed in deep-sea mining rules?",
                "depth": "deep",
                "max_results": 20,
                "since": "2026-01-01",
                "domains": {"allow": ["isa.example", "law.example"]},
                "budget_usd": 0.5,
            },
        },
        "named": {
            "summary": "These pages and no others, and tell me at the end",
            "value": {
                "query": "What do these say on heat in cities?",
                "sources": ["https://city.example/heat"],
                "callback_url": "https://app.example/hooks/research",
            },
        },
        "uploaded": {
            "summary": "A file of mine, and the web besides",
            "value": {
                "query": "What do our minutes say on heat, and what do others?",
                "sources": ["upload:20261125-081500-1e2403f9c0de1a2b4c5d6"],
                "search_web": True,
            },
        },
    },
)
UPLOAD_DOCUMENTED = documented_body(
    "NewUpload",
    {"minutes": {"summary": "A PDF", "value": {"name": "minutes.pdf"}}},
)
QUESTION_DOCUMENTED = documented_body(
    "ReportQuestion",
    {
        "question": {
            "summary": "One question, or several in one sentence",
            "value": {"question": "How long did the crossing take, and why?"},
        }
    },
)
PLAN_DOCUMENTED = documented_body(
    "PlanApproval",
    {
        "as it is": {"summary": "The plan as it is", "value": {}},
        "edited": {
            "summary": "These questions, and what was meant",
            "value": {
                "questions": ["How hot is Mercury?", "Who has flown there?"],
                "clarification": "the planet",
            },
        },
    },
)
WATCH_DOCUMENTED = documented_body(
    "NewWatch",
    {
        "shortest": {
            "summary": "Each day at this time, from now on",
            "value": {"query": "Who builds the lunar lander?", "every": "daily"},
        },
        "weekly": {
            "summary": "Each Monday at six, and tell me",
            "value": {
                "query": "What has changed in deep-sea mining rules?",
                "every": "weekly",
                "weekday": "monday",
                "hour": 6,
                "callback_url": "https://app.example/hooks/research",
            },
        },
    },
)
_REQUEST_EXAMPLES = [
    {"query": "How do green roofs cool cities?"},
    {
        "budget_usd": 0.5,
        "depth": "deep",
        "domains": {"deny": ["mining.example"]},
        "max_results": 20,
        "query": "What has changed in deep-sea mining rules?",
        "since": "2026-01-01",
    },
]
_METHODS = ("get", "post", "put", "delete")
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
    for form, name, more in _read_by_routes():
        schema = form.model_json_schema(ref_template=_SCHEMAS + "{model}") | more
        schemas |= schema.pop("$defs", {})
        schemas[name] = dict(sorted(schema.items()))
    for path in document["paths"].values():
        for method in _METHODS:
            _finish(path.get(method, {}))
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    return document


def _read_by_routes() -> Iterator[tuple[type[Value], str, dict[str, Any]]]:
    """Yield the bodies that FastAPI does not see, with their names and what else is said of them.

    Loaded here: a process that never shows the document has few of them.
    """
    from research.api.uploads.forms import NewUpload
    from research.domain.follow_up.question import ReportQuestion
    from research.domain.follow_up.watch import NewWatch
    from research.domain.question import PlanApproval
    from research.domain.request import ResearchRequest

    more = {"title": REQUEST_SCHEMA, "examples": _REQUEST_EXAMPLES}
    yield ResearchRequest, REQUEST_SCHEMA, more
    for form in (ReportQuestion, NewUpload, NewWatch, PlanApproval, Problem):
        yield form, form.__name__, {}


def documented(*kinds: type[ResearchError], http: Iterable[int] = ()) -> dict[int | str, Any]:
    """What FastAPI's ``responses`` should say of a route that raises `kinds`.

    `http` are statuses that no error of ours stands behind.
    """
    codes: dict[int, dict[str, str]] = {}
    for kind in kinds:
        line = (kind.__doc__ or "").partition("\n")[0]
        codes.setdefault(status_of(kind), {})[kind.code] = line
    for status in http:
        code, line = CODES[status]
        codes.setdefault(status, {})[code] = line
    return {status: _answer(status, details) for status, details in sorted(codes.items())}


def _answer(status: int, details: Mapping[str, str]) -> dict[str, Any]:
    problems = [
        Problem(
            title=phrase(status),
            status=status,
            detail=detail,
            code=code,
            request_id="5f2b9c1e8d7a4f60",
        )
        for code, detail in details.items()
    ]
    examples = {problem.code: {"value": problem.model_dump(mode="json")} for problem in problems}
    schema = {"$ref": f"{_SCHEMAS}Problem"}
    return {
        "description": " ".join(f"`{code}`: {detail}" for code, detail in details.items()),
        "content": {MEDIA_TYPE: {"schema": schema, "examples": examples}},
    }


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
