"""The route of a service on one machine to which files are posted; in the cloud S3 takes them.

Whoever knows the id of an upload may post its file, for 15 minutes: it can't be guessed, and no key
goes with a form. The file is measured as it comes and lies on the disk, never in memory, until it
is complete.
"""

import asyncio
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from research.api.access import Serving
from research.api.parameters import UploadIdInPath
from research.domain.errors import InvalidRequestError
from research.domain.uploads.upload import MAX_UPLOAD_BYTES
from research.jobs.uploads.waiting import find_upload, missing, receive_upload, too_large

if TYPE_CHECKING:
    from starlette.datastructures import FormData

AROUND_BYTES = 64 * 1024
"""What a form may have beside the file."""
MAX_FIELDS = 20
MAX_FIELD_BYTES = 8_192
RECEIPT_SECONDS = 600.0

router = APIRouter()


@router.post("/uploads/{upload_id}", status_code=204)
async def receive_file(request: Request, service: Serving, upload_id: UploadIdInPath) -> None:
    """Keep the file that is posted. Posted again, it replaces what came before."""
    upload = await find_upload(upload_id, service.reports)
    if not upload.may_be_posted(service.clock.now()):
        raise missing(upload_id)
    try:
        async with asyncio.timeout(RECEIPT_SECONDS):
            form = await _form(request)
    except TimeoutError:
        raise HTTPException(408) from None
    try:
        file = form.get("file")
        if file is None or isinstance(file, str) or not file.size:
            raise InvalidRequestError("post the file, which is not empty, under the name `file`")
        if file.size > MAX_UPLOAD_BYTES:
            raise too_large()
        await receive_upload(upload, file.file, service.reports)
    finally:
        await form.close()


async def _form(request: Request) -> "FormData":
    """The form that is posted. Raises `InvalidRequestError`, `UploadTooLargeError`."""
    from starlette.formparsers import MultiPartException, MultiPartParser

    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise InvalidRequestError("post the file as multipart/form-data")
    parser = MultiPartParser(
        request.headers,
        _measured(request),
        max_files=1,
        max_fields=MAX_FIELDS,
        max_part_size=MAX_FIELD_BYTES,
    )
    try:
        return await parser.parse()
    except ClientDisconnect:
        raise HTTPException(400) from None  # whom nobody hears
    except MultiPartException as error:
        raise InvalidRequestError(f"the form can't be read: {error.message}") from None


async def _measured(request: Request) -> AsyncGenerator[bytes, None]:
    """The body as it comes. Raises `UploadTooLargeError` as soon as it is too long."""
    most = MAX_UPLOAD_BYTES + AROUND_BYTES
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > most:
        raise too_large()
    received = 0
    async for piece in request.stream():
        received += len(piece)
        if received > most:
            raise too_large()
        yield piece
