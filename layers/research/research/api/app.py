"""The FastAPI app of the service or of a part of it. Each process mounts the routers of its parts,
and each serves the OpenAPI document of the whole.
"""

import json
import sys
from collections.abc import Iterable
from functools import cache
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route

from research import __version__
from research.api.envelope import BodyLimit, Envelope
from research.api.openapi import DESCRIPTION, TAGS, TITLE, document_of
from research.api.problems import add_handlers
from research.api.service import Service

PARTS = ("submit", "ask", "status")
"""Each is what one Lambda function answers. The order is that of the document."""
ALLOWED = {
    "/research": "POST",
    "/research/{job_id}/plan": "PUT",
    "/research/{job_id}/ask": "POST",
    "/status/{job_id}": "GET",
    "/jobs": "GET",
    "/jobs/{job_id}": "DELETE",
    "/jobs/{job_id}/cancel": "POST",
    "/uploads": "POST",
    "/watches": "GET, POST",
    "/watches/{watch_id}": "DELETE, GET",
    "/health": "GET",
    "/stats": "GET",
    "/openapi.json": "GET",
    "/docs": "GET",
    "/docs/{name}": "GET",
    "/redoc": "GET",
}
"""The methods of each address of all parts, told here since no part loads the routes of others."""
EXPOSED = (
    "ETag", "Location", "Retry-After", "X-Request-Id",
    "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset",
)  # fmt: skip
TAKEN = ("Content-Type", "Idempotency-Key", "If-None-Match", "X-API-Key", "X-Request-Id")


def create_app(
    service: Service,
    parts: Iterable[str] = PARTS,
    others: Iterable[APIRouter] = (),
) -> FastAPI:
    """The app of some of `PARTS`, and of `others`, which the document does not show."""
    app = bare_app()
    app.state.service = service
    for part in parts:
        for router in routers_of(part):
            app.include_router(router)
    for router in others:
        app.include_router(router, include_in_schema=False)
    app.router.routes += _refusals()
    # Each wraps those before it.
    app.add_middleware(BodyLimit)
    if service.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=service.cors_origins,
            allow_methods=["GET", "POST", "PUT", "DELETE"],
            allow_headers=TAKEN,
            expose_headers=EXPOSED,
            max_age=3_600,
        )
    app.add_middleware(Envelope)
    return app


def bare_app() -> FastAPI:
    """An app without routes, which answers errors as problems and has the whole document."""
    app = FastAPI(
        title=TITLE,
        version=__version__,
        description=DESCRIPTION,
        openapi_tags=TAGS,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.openapi = whole_document  # type: ignore[method-assign]
    add_handlers(app)
    return app


def routers_of(part: str) -> tuple[APIRouter, ...]:
    """The routes of one of `PARTS`, loaded now: a function starts sooner without those of others.

    Raises `ValueError` for another name.
    """
    if part == "submit":
        from research.api import submit
        from research.api.uploads import offers
        from research.api.watches import changes

        return submit.router, offers.router, changes.router
    if part == "ask":
        from research.api import ask

        return (ask.router,)
    if part == "status":
        from research.api import documents, health, status
        from research.api.watches import reads

        return status.router, reads.router, health.router, documents.router
    raise ValueError(f"{part!r} is none of {PARTS}")


def _refusals() -> list[Route]:
    """Routes that answer 405 at the addresses of all parts to what no route there takes.

    A function is also sent the methods of addresses that it does not mount, or mounts in part.
    """
    return [Route(path, endpoint=_Refusal(allowed)) for path, allowed in ALLOWED.items()]


class _Refusal:
    """An endpoint that answers 405 to every method."""

    def __init__(self, allowed: str) -> None:
        self._allowed = allowed

    async def __call__(self, *_call: object) -> None:
        raise HTTPException(405, headers={"Allow": self._allowed})


@cache
def whole_document() -> dict[str, Any]:
    """The OpenAPI document of every part."""
    app = bare_app()
    for part in PARTS:
        for router in routers_of(part):
            app.include_router(router)
    return document_of(app)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(whole_document(), indent=1) + "\n")
