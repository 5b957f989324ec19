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
from research.api import ask, health, status, submit
from research.api.documents import router as documents
from research.api.envelope import BodyLimit, Envelope
from research.api.openapi import DESCRIPTION, TAGS, TITLE, document_of
from research.api.problems import add_handlers
from research.api.service import Service
from research.api.uploads import offers
from research.api.watches import changes, reads

ROUTERS: dict[str, tuple[APIRouter, ...]] = {
    "submit": (submit.router, offers.router, changes.router),
    "ask": (ask.router,),
    "status": (status.router, reads.router, health.router, documents),
}
"""By part, which is the Lambda function that answers. The order is that of the document."""
EXPOSED = (
    "ETag", "Location", "Retry-After", "X-Request-Id",
    "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset",
)  # fmt: skip
TAKEN = ("Content-Type", "Idempotency-Key", "If-None-Match", "X-API-Key", "X-Request-Id")


def create_app(
    service: Service,
    parts: Iterable[str] = ("submit", "ask", "status"),
    others: Iterable[APIRouter] = (),
) -> FastAPI:
    """The app of `parts`, keys of `ROUTERS`, and of `others`, which the document does not show."""
    app = bare_app()
    app.state.service = service
    for part in parts:
        for router in ROUTERS[part]:
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


def _refusals() -> list[Route]:
    """Routes that answer 405 at the addresses of all parts to what no route there takes.

    A function is also sent the methods of addresses that it does not mount, or mounts in part.
    """
    allowed: dict[str, set[str]] = {}
    for routers in ROUTERS.values():
        for route in (route for router in routers for route in router.routes):
            if isinstance(route, Route):
                allowed.setdefault(route.path, set()).update(route.methods or ())
    return [Route(path, endpoint=_Refusal(methods)) for path, methods in allowed.items()]


class _Refusal:
    """An endpoint that answers 405 to every method."""

    def __init__(self, allowed: set[str]) -> None:
        self._allowed = ", ".join(sorted(allowed))

    async def __call__(self, *_call: object) -> None:
        raise HTTPException(405, headers={"Allow": self._allowed})


@cache
def whole_document() -> dict[str, Any]:
    """The OpenAPI document of every part."""
    app = bare_app()
    for routers in ROUTERS.values():
        for router in routers:
            app.include_router(router)
    return document_of(app)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(whole_document(), indent=1) + "\n")
