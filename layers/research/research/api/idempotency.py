"""Idempotency-Key: one key of one caller gives one job, however often and from wherever it is sent.

The job's id of a key is a file of the report store, written on the condition that there is none:
of fifty clients at once one decides the id, and no cache can lose it.
"""

import re
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from fastapi import Request
from pydantic import AwareDatetime, ValidationError

from research.domain.errors import (
    InvalidRequestError,
    KeyReusedError,
    NotStoredError,
    StoreConflictError,
)
from research.domain.value import JobId, Sha256, Value
from research.ports import ReportStore

FOLDER = "idempotency"
KEPT = timedelta(hours=24)
ATTEMPTS = 5
"""An attempt fails only when another caller wrote the file, which is then valid for a day."""

_HEADER = "Idempotency-Key"
_KEY = re.compile("[!-~]{1,255}")
KEY_DOCUMENTED: dict[str, Any] = {
    "parameters": [
        {
            "name": _HEADER,
            "in": "header",
            "required": False,
            "schema": {"type": "string", "pattern": f"^{_KEY.pattern}$"},
            "description": "The same key with the same body gives the same job for 24 hours, so a "
            "submit can be repeated safely; another body is refused.",
        }
    ]
}
"""What OpenAPI says of the header: FastAPI does not see one that is read this way."""


class KeyRecord(Value):
    """The body that a key was first sent with, and the id of its job."""

    body_sha256: Sha256
    job_id: JobId
    at: AwareDatetime


def idempotency_key_of(request: Request) -> str | None:
    """The call's key, if it has one. Raises `InvalidRequestError` for a malformed one."""
    key = request.headers.get(_HEADER)
    if key is not None and not _KEY.fullmatch(key):
        raise InvalidRequestError(f"{_HEADER}: 1 to 255 visible ASCII characters")
    return key


async def job_id_for(
    key: str, body: bytes, job_id: str, *, owner: str, reports: ReportStore, now: datetime
) -> str:
    """The id of the job of `key`, as `owner` uses it: `job_id`, unless the key was sent before.

    Raises `KeyReusedError` when it came with another body then, and `StoreError`.
    """
    whose = f"{owner} {key}" if owner else key  # a key has no space
    name = f"{FOLDER}/{sha256(whose.encode()).hexdigest()}.json"
    ours = KeyRecord(body_sha256=sha256(body).hexdigest(), job_id=job_id, at=now)
    for _ in range(ATTEMPTS):
        held, tag = await _held(name, reports)
        if held is not None and held.at + KEPT > now:
            if held.body_sha256 != ours.body_sha256:
                raise KeyReusedError("this Idempotency-Key was used with another body")
            return held.job_id
        try:
            await reports.put_if(name, ours.model_dump_json().encode(), "application/json", tag)
        except StoreConflictError:
            continue
        return job_id
    raise StoreConflictError(f"{name} is written again and again")


async def _held(name: str, reports: ReportStore) -> tuple[KeyRecord | None, str | None]:
    """The record, if there is a valid one, and the file's tag, if there is a file."""
    try:
        file = await reports.get(name)
    except NotStoredError:
        return None, None
    try:
        return KeyRecord.model_validate_json(file.body), file.tag
    except ValidationError:
        return None, file.tag
