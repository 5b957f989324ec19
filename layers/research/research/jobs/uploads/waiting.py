"""Uploads that wait for a job, each a record and, once it was posted, a file."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO

from pydantic import ValidationError

from research.domain.errors import (
    NotStoredError,
    StoreError,
    TooManyUploadsError,
    UploadNotFoundError,
    UploadNotPostedError,
    UploadTooLargeError,
)
from research.domain.uploads.upload import KEPT_WAITING, MAX_UPLOAD_BYTES, MAX_WAITING, Upload
from research.ports import ReportStore

RECORD_FOLDER = "uploads"
FILE_FOLDER = "upload-files"
NO_OWNER = "anyone"
"""The folder of those who need no key. The name of an owner begins otherwise (`api.key_ring`)."""
_log = logging.getLogger(__name__)


def waiting_file(upload_id: str, owner: str) -> str:
    """Where the bytes of an upload are stored while it waits: under its owner."""
    return f"{FILE_FOLDER}/{owner or NO_OWNER}/{upload_id}"


def record_name(upload_id: str) -> str:
    """Where the record of an upload is stored."""
    return f"{RECORD_FOLDER}/{upload_id}.json"


async def announce_upload(upload: Upload, reports: ReportStore) -> None:
    """Keep the record of a file that is to come. Raises `TooManyUploadsError`, `StoreError`."""
    waiting = await reports.list(f"{FILE_FOLDER}/{upload.owner or NO_OWNER}")
    if len(waiting) >= MAX_WAITING:
        raise TooManyUploadsError(
            f"{len(waiting)} of your files wait for a job, and no more may: submit one that reads "
            "some, or wait until they are removed, a day after they came"
        )
    body = upload.model_dump_json().encode()
    await reports.put(record_name(upload.upload_id), body, "application/json")


async def find_upload(upload_id: str, reports: ReportStore) -> Upload:
    """The record of an upload that waits. Raises `UploadNotFoundError`, `StoreError`."""
    try:
        return Upload.model_validate_json((await reports.get(record_name(upload_id))).body)
    except (NotStoredError, ValidationError):
        raise missing(upload_id) from None


async def receive_upload(upload: Upload, file: BinaryIO, reports: ReportStore) -> None:
    """Store the bytes that were posted. Raises `StoreError`, and `UploadNotFoundError` where a job
    took what was posted before, or the time was over, while they came.
    """
    name = waiting_file(upload.upload_id, upload.owner)
    await reports.put_file(name, file, "application/octet-stream")
    try:
        await find_upload(upload.upload_id, reports)
    except UploadNotFoundError:
        await reports.delete(name)  # no record names it
        raise


async def posted_upload(upload_id: str, owner: str, now: datetime, reports: ReportStore) -> Upload:
    """The upload of `owner` that waits, whose file has come.

    Raises `UploadNotFoundError` in the same words where there is none and where it is another's,
    `UploadNotPostedError`, `UploadTooLargeError` and `StoreError`.
    """
    upload = await find_upload(upload_id, reports)
    if upload.owner != owner or upload.at + KEPT_WAITING <= now:
        raise missing(upload_id)
    try:
        size = await reports.size(waiting_file(upload_id, owner))
    except NotStoredError:
        raise UploadNotPostedError(
            f"the file of upload {upload_id} has not been posted to the address it was given"
        ) from None
    if size > MAX_UPLOAD_BYTES:  # not every store that takes forms looks at what they say
        raise too_large()
    return upload


async def remove_upload(upload_id: str, owner: str, reports: ReportStore) -> None:
    """Remove an upload; its record goes last, for nothing else names its file."""
    await reports.delete(waiting_file(upload_id, owner))
    await reports.delete(record_name(upload_id))


async def release_uploads(upload_ids: Sequence[str], owner: str, reports: ReportStore) -> None:
    """Remove what a job has taken from what waits. What can't be removed goes within a day."""
    try:
        await asyncio.gather(*(remove_upload(each, owner, reports) for each in upload_ids))
    except StoreError as error:
        _log.warning("uploads that a job took wait to be removed: %s", error)


def too_large() -> UploadTooLargeError:
    """The error for a file of more than `MAX_UPLOAD_BYTES`."""
    return UploadTooLargeError(f"a file may have {MAX_UPLOAD_BYTES:,} bytes, and this has more")


def missing(upload_id: str) -> UploadNotFoundError:
    """The error for an upload that is not there, or not the caller's."""
    return UploadNotFoundError(f"there is no upload {upload_id}, or no longer")
