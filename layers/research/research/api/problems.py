"""The error table: each error's HTTP status, and its answer as problem details (RFC 9457)."""

import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from math import ceil
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from research.api.access import rate_headers
from research.api.forms import Fault, Problem
from research.domain import errors
from research.domain.errors import LaterError, ResearchError
from research.domain.value import validation_message

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 5
"""For a store or queue that is away: about what a restart takes."""
MAX_FAULTS = 20

STATUSES: Mapping[type[ResearchError], int] = {
    ResearchError: 500,
    errors.UserError: 400,
    errors.InvalidRequestError: 422,
    errors.SourceUnusableError: 422,
    errors.AddressRefusedError: 422,
    errors.InvalidSettingError: 500,
    errors.InvalidKeyError: 401,
    errors.RateLimitedError: 429,
    errors.JobNotFoundError: 404,
    errors.NotStoredError: 404,
    errors.WatchNotFoundError: 404,
    errors.UploadNotFoundError: 404,
    errors.KeyReusedError: 409,
    errors.TooManyUploadsError: 409,
    errors.UploadNotPostedError: 409,
    errors.TooManyWatchesError: 409,
    errors.JobRefusedError: 409,
    errors.UploadTooLargeError: 413,
    errors.LaterError: 503,
    errors.TooManyPendingError: 503,
    errors.QueueError: 503,
    errors.StoreUnavailableError: 503,
}
"""The status of each kind of error; a kind that is not named has that of the nearest above it."""

CODES: Mapping[int, tuple[str, str]] = {
    400: ("malformed_json", "The body is no JSON."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take that method."),
    413: ("body_too_large", "The body is larger than 64 KB."),
    415: ("unsupported_media_type", "Send the body as application/json."),
    422: ("invalid_request", "The request can't be used as it is."),
    500: ("internal_error", "Something went wrong on our side; the log knows what."),
    503: ("store_unavailable", "A part of the service is away. Try again in a moment."),
}
"""The code and detail of an answer that no error of ours stands behind, and the detail in place of
an internal error's message, which may name hosts and paths.
"""

_PHRASES: Mapping[int, str] = {413: "Content Too Large", 422: "Unprocessable Content"}
"""RFC 9110's, which older versions of Python do not know."""

_log = logging.getLogger(__name__)


def status_of(kind: type[ResearchError]) -> int:
    """The HTTP status of an error of this kind."""
    return next(STATUSES[above] for above in kind.__mro__ if above in STATUSES)


def phrase(status: int) -> str:
    """What RFC 9110 calls the status."""
    return _PHRASES.get(status) or HTTPStatus(status).phrase


def problem(
    request_id: str,
    status: int,
    *,
    code: str = "",
    detail: str = "",
    faults: Iterable[Fault] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The response for an error; without `code` and `detail`, what `CODES` says."""
    usual_code, usual_detail = CODES.get(status, ("http_error", phrase(status)))
    body = Problem(
        title=phrase(status),
        status=status,
        detail=detail or usual_detail,
        code=code or usual_code,
        request_id=request_id,
        errors=tuple(faults),
    )
    return Response(body.model_dump_json(), status, headers, MEDIA_TYPE)


def add_handlers(app: FastAPI) -> None:
    """Make `app` answer every error it raises as a problem."""
    app.add_exception_handler(ResearchError, _on_research_error)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(ValidationError, _on_invalid_body)


def request_id_of(request: Request) -> str:
    """The call's id, which `envelope.Envelope` set."""
    return str(getattr(request.state, "request_id", ""))


def problem_for(error: ResearchError, request_id: str) -> Response:
    """The response for `error`: its message is sent if the caller can act on it, else logged."""
    status = status_of(type(error))
    headers: dict[str, str] = {}
    if isinstance(error, LaterError):
        headers["Retry-After"] = str(ceil(error.retry_after_seconds))
    elif status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'ApiKey realm="content-research"'
    is_ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR and not isinstance(error, LaterError)
    if is_ours:
        _log.error("request %s: %s: %s", request_id, error.code, error)
    detail = "" if is_ours else str(error)
    return problem(request_id, status, code=error.code, detail=detail, headers=headers)


async def _on_research_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ResearchError)
    response = problem_for(error, request_id_of(request))
    if allowance := getattr(request.state, "allowance", None):
        response.headers.update(rate_headers(allowance))
    return response


async def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem(request_id_of(request), error.status_code, headers=error.headers)


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if all(fault["loc"][0] == "path" for fault in found):
        # An id that can't be one names nothing.
        missing: ResearchError = errors.JobNotFoundError("there is no such job")
        if any(fault["loc"][1] == "watch_id" for fault in found):
            missing = errors.WatchNotFoundError("there is no such watch")
        if any(fault["loc"][1] == "upload_id" for fault in found):
            missing = errors.UploadNotFoundError("there is no such upload")
        return problem_for(missing, request_id_of(request))
    return _faulty(request, found)


async def _on_invalid_body(request: Request, error: Exception) -> Response:
    assert isinstance(error, ValidationError)
    found = error.errors(include_url=False, include_input=False)
    if any(fault["type"] == "json_invalid" for fault in found):
        return problem(request_id_of(request), 400)
    return _faulty(request, found)


def _faulty(request: Request, found: Iterable[Mapping[str, Any]]) -> Response:
    """What a caller sent is not repeated: it may be long, and it may hold a secret."""
    faults = [
        Fault(field=".".join(str(part) for part in fault["loc"]), message=validation_message(fault))
        for fault in found
    ][:MAX_FAULTS]
    return problem(request_id_of(request), 422, faults=faults)
