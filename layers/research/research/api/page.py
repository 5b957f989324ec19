"""The page of the service, from a folder, under ``/``."""

import mimetypes
from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import APIRouter
from starlette.responses import FileResponse

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


def page_router(folder: Path) -> APIRouter:
    """A route for each file that is in `folder` now, and for ``/``; none without an index.

    Not one for whatever comes: that would answer 404 where the API answers 405.
    """
    router = APIRouter()
    if (folder / "index.html").is_file():
        for file in sorted(folder.rglob("*")):
            name = file.relative_to(folder).as_posix()
            if file.is_file() and not any(part.startswith(".") for part in name.split("/")):
                router.add_api_route(f"/{name}", _sender(file), methods=["GET"])
        router.add_api_route("/", _sender(folder / "index.html"), methods=["GET"])
    return router


def _sender(file: Path) -> Callable[[], Awaitable[FileResponse]]:
    media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    headers = {"Content-Security-Policy": PAGE_POLICY, "Cache-Control": "no-cache"}

    async def send() -> FileResponse:
        return FileResponse(file, media_type=media_type, headers=headers)

    return send
