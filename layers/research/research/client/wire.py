"""What goes to the service and what comes back, for both clients."""

from collections.abc import Iterator
from typing import Any, TypeVar
from uuid import uuid4

import httpx
from pydantic import BaseModel, SecretStr, ValidationError

from research.api.forms import JobAnswer, NewJob, Problem
from research.domain import errors
from research.domain.errors import LaterError, ResearchError, ServiceAwayError, ServiceError
from research.domain.job import JobStatus
from research.domain.value import validation_message

TIMEOUT_SECONDS = 10.0
WAIT_SECONDS = 25.0
"""One call waits as long as the service lets it."""
ATTEMPTS = 3
"""Of a submit whose answer was lost: its Idempotency-Key makes that safe."""
M = TypeVar("M", bound=BaseModel)


def options_for(base_url: str) -> dict[str, Any]:
    """What both of httpx's clients are made with."""
    timeout = httpx.Timeout(TIMEOUT_SECONDS, read=TIMEOUT_SECONDS + WAIT_SECONDS)
    return {"base_url": base_url, "timeout": timeout}


def headers_for(url: str, api_key: SecretStr | str) -> dict[str, str]:
    """The key, for the service alone: a report may lie at another address."""
    key = api_key if isinstance(api_key, str) else api_key.get_secret_value()
    return {"X-API-Key": key} if key and url.startswith("/") else {}


def submission(query: str, options: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
    """A submit's body and headers. Raises `InvalidRequestError`."""
    try:
        body = NewJob.model_validate({"query": query, **options})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, first["loc"])) or "the request"
        raise errors.InvalidRequestError(f"{field}: {validation_message(first)}") from None
    headers = {"Content-Type": "application/json", "Idempotency-Key": uuid4().hex}
    return body.model_dump_json(exclude_unset=True).encode(), headers


def waiting(wait_seconds: float, *, until_end: bool) -> dict[str, str]:
    """The parameters of a status that waits."""
    return {"wait": f"{wait_seconds:g}", "until": "end" if until_end else "change"}


def waits(timeout_seconds: float) -> Iterator[float]:
    """How long each call should wait, so that all of them together take no longer."""
    left = timeout_seconds
    while left > 0:
        yield min(WAIT_SECONDS, left)
        left -= WAIT_SECONDS


def page(limit: int, status: JobStatus | None, cursor: str | None) -> dict[str, str]:
    """The parameters of a list."""
    given = {"limit": str(limit), "status": status and status.value, "cursor": cursor}
    return {name: value for name, value in given.items() if value}


def report_url(job: JobAnswer) -> str:
    """Where the report's JSON is. Raises `NotStoredError`, which says why there is none."""
    if job.error:
        told = f"job {job.job_id} has {job.status}: {job.error.code}: {job.error.message}"
        raise errors.NotStoredError(told)
    if not job.report_json_url:
        raise errors.NotStoredError(f"job {job.job_id} is {job.status}: it has no report")
    return job.report_json_url


def understood(response: httpx.Response, form: type[M]) -> M:
    """The answer as a `form`. Raises what `checked` does, and `ServiceError`."""
    try:
        return form.model_validate_json(checked(response).content)
    except ValidationError as error:
        raise ServiceError(f"{response.url} answered something else") from error


def checked(response: httpx.Response) -> httpx.Response:
    """The answer, if it is a success. Raises the error that the service met."""
    if not response.is_success:
        raise _refusal(response)
    return response


def _refusal(response: httpx.Response) -> ResearchError:
    """The error that the service met, by its code."""
    try:
        problem = Problem.model_validate_json(response.content)
    except ValidationError:
        return ServiceError(f"{response.url} answered {response.status_code}")
    faults = "; ".join(f"{fault.field}: {fault.message}" for fault in problem.errors)
    message = f"{problem.detail} {faults}".rstrip()
    kind = _kinds().get(problem.code, ServiceError)
    if issubclass(kind, LaterError):
        return kind(message, int(response.headers.get("retry-after", "1")))
    return kind(message)


def _kinds() -> dict[str, type[ResearchError]]:
    """Every error by its code."""
    kinds = [ResearchError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return {kind.code: kind for kind in reversed(kinds)}


def away(error: Exception) -> ServiceAwayError:
    """What httpx raised, as ours."""
    return ServiceAwayError(f"the service can't be reached: {type(error).__name__}: {error}")
