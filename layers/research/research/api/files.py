"""Routes of a service on one machine, which has no bucket: reports and snapshots from the report
store, and the files of the page.

What a page from the web may have brought along must not run at our address, nor reach what the
page of the service keeps in the browser: a report is served into a sandbox, a snapshot as text.
"""

import mimetypes
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse

from research.api.access import Serving
from research.domain.errors import InvalidKeyError, JobNotFoundError, NotStoredError
from research.domain.report_format import ALWAYS_MADE, MEDIA_TYPES, ReportFormat

_FORMATS = "|".join(re.escape(form) for form in ReportFormat)
# Job records, the steps of runs and idempotency keys lie in the same store, and stay there.
_SERVED = re.compile(
    rf"[0-9]{{8}}-[0-9]{{6}}-[0-9a-f]{{16,32}}\.(?P<report>{_FORMATS})"
    r"|snapshots/[0-9a-f]{64}\.(?P<snapshot>txt|raw)"
)
_TYPES: dict[str, str] = {
    **{form.value: media_type for form, media_type in MEDIA_TYPES.items()},
    "txt": "text/plain; charset=utf-8",
    "raw": "application/octet-stream",
}
_DOWNLOADED = frozenset(ReportFormat) - {*ALWAYS_MADE, ReportFormat.PDF}
"""What browsers don't show."""
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-scripts "
    "allow-popups allow-popups-to-escape-sandbox allow-downloads"
)
"""The page names its own script by hash, in a policy of its own; both must allow what runs."""
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)

router = APIRouter()


@router.get("/reports/{name:path}")
async def report_file(request: Request, service: Serving, name: str) -> Response:
    """A file of a report. Whoever knows its name may read it, since it can't be guessed; but who
    shows a key gets a report of the jobs alone that the key may see.
    """
    served = _SERVED.fullmatch(name)
    if served is None:
        raise HTTPException(404)
    if served["report"] and service.keys.is_required and (key := request.headers.get("X-API-Key")):
        try:
            await service.keys.caller_of(key).find(name.partition(".")[0], service.jobs)
        except (InvalidKeyError, JobNotFoundError):
            raise HTTPException(404) from None
    ending = served["report"] or served["snapshot"]
    try:
        file = await service.reports.get(name)
    except NotStoredError:
        raise HTTPException(404) from None
    tag = f'"{file.tag.strip(chr(34))}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if ending == "html":
        headers["Content-Security-Policy"] = REPORT_POLICY
    if ending == "raw" or ending in _DOWNLOADED:
        headers["Content-Disposition"] = f'attachment; filename="{name.rpartition("/")[2]}"'
    return Response(file.body, headers={**headers, "Content-Type": _TYPES[ending]})


def page_router(folder: Path) -> APIRouter:
    """A route for each file that is in `folder` now, and for ``/``; none without an index.

    Not one for whatever comes: that would answer 404 where the API answers 405.
    """
    page = APIRouter()
    if (folder / "index.html").is_file():
        for file in sorted(folder.rglob("*")):
            name = file.relative_to(folder).as_posix()
            if file.is_file() and not any(part.startswith(".") for part in name.split("/")):
                page.add_api_route(f"/{name}", _sender(file), methods=["GET"])
        page.add_api_route("/", _sender(folder / "index.html"), methods=["GET"])
    return page


def _sender(file: Path) -> Callable[[], Awaitable[FileResponse]]:
    media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    headers = {"Content-Security-Policy": PAGE_POLICY, "Cache-Control": "no-cache"}

    async def send() -> FileResponse:
        return FileResponse(file, media_type=media_type, headers=headers)

    return send
