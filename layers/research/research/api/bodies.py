"""Reading a body strictly, in one pass from bytes to a form: JSON types are taken as they are."""

from typing import Any

from fastapi import Request
from starlette.exceptions import HTTPException

from research.api.forms import NewJob


async def new_job_of(request: Request) -> NewJob:
    """The body as a form. Raises `ValidationError`, and `HTTPException` for another media type."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise HTTPException(415)
    return NewJob.model_validate_json(await request.body(), strict=True)


NEW_JOB_DOCUMENTED: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"$ref": "#/components/schemas/NewJob"},
                "examples": {
                    "shortest": {
                        "summary": "A question, and all else as usual",
                        "value": {"query": "How do green roofs cool cities?"},
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
                },
            }
        },
    }
}
"""What OpenAPI says of it: FastAPI does not see a body that is read this way."""
