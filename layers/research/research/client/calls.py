"""The calls of the API as data, and what their responses mean, for both clients."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import urljoin
from uuid import uuid4

import httpx
from pydantic import BaseModel, SecretStr, ValidationError

from research.api.forms import JobAccepted, JobAnswer, JobList, Problem
from research.api.watches.forms import WatchAnswer
from research.domain import errors
from research.domain.errors import LaterError, ResearchError, ServiceError, ServiceUnavailableError
from research.domain.follow_up.question import ReportAnswer, ReportQuestion
from research.domain.job import JobStatus
from research.domain.question import PlanApproval
from research.domain.report import Report
from research.domain.request import ResearchRequest
from research.domain.value import validation_message

TIMEOUT_SECONDS = 10.0
WAIT_SECONDS = 25.0
"""One call waits as long as the service lets it."""
SUBMIT_ATTEMPTS = 3
"""A submit whose answer was lost is sent again: its Idempotency-Key makes that safe."""
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Call(Generic[M]):
    """One call: its options are those of httpx's ``request``."""

    method: str
    url: str
    answer: type[M]
    """The form of what a success answers."""
    options: Mapping[str, Any] = field(default_factory=dict)
    attempts: int = 1


def submit(query: str, fields: Mapping[str, Any]) -> Call[JobAccepted]:
    """Submit a job; `fields` are those beside the query. Raises `InvalidRequestError`."""
    body = body_of(ResearchRequest, {"query": query, **fields})
    options = json_options(body, is_new=True)
    return Call("POST", "/research", JobAccepted, options, SUBMIT_ATTEMPTS)


def status(job_id: str, wait_seconds: float, until: str) -> Call[JobAnswer]:
    """Get a job, after what `until` names if that comes within `wait_seconds`."""
    params = {"wait": f"{wait_seconds:g}", "until": until}
    return Call("GET", f"/status/{job_id}", JobAnswer, {"params": params})


def statuses_until_end(job_id: str, timeout_seconds: float) -> Iterator[Call[JobAnswer]]:
    """The calls that wait until a job has ended or awaits its plan, all of them together no longer
    than the time-out.
    """
    left = timeout_seconds
    while left > 0:
        yield status(job_id, min(WAIT_SECONDS, left), "plan")
        left -= WAIT_SECONDS


def is_awaited(job: JobAnswer) -> bool:
    """Whether `job` is what `statuses_until_end` waits for."""
    return job.status.is_finished or job.status is JobStatus.AWAITING_PLAN


def approve_plan(
    job_id: str, questions: Sequence[str] | None, clarification: str
) -> Call[JobAnswer]:
    """Approve a plan, which may be sent again. Raises `InvalidRequestError`."""
    given = {"questions": questions, "clarification": clarification}
    options = json_options(body_of(PlanApproval, given))
    return Call("PUT", f"/research/{job_id}/plan", JobAnswer, options, SUBMIT_ATTEMPTS)


def jobs(limit: int, status: JobStatus | None, cursor: str | None, text: str) -> Call[JobList]:
    """List jobs."""
    given = {"limit": str(limit), "status": status and status.value, "cursor": cursor, "q": text}
    params = {name: value for name, value in given.items() if value}
    return Call("GET", "/jobs", JobList, {"params": params})


def cancel(job_id: str) -> Call[JobAnswer]:
    """Cancel a job."""
    return Call("POST", f"/jobs/{job_id}/cancel", JobAnswer)


def delete(job_id: str) -> Call[JobAnswer]:
    """Delete a job. A success has no body."""
    return Call("DELETE", f"/jobs/{job_id}", JobAnswer)


def report(job: JobAnswer) -> Call[Report]:
    """Get the report of `job`. Raises `NotStoredError`, which says why there is none."""
    _check_report(job)
    return Call("GET", job.report_json_url, Report)


def markdown(job: JobAnswer) -> Call[JobAnswer]:
    """Get the report of `job` as Markdown. A success is text. Raises as `report` does."""
    _check_report(job)
    return Call("GET", job.report_markdown_url, JobAnswer)


def snapshot(job: JobAnswer, report: Report, source: int) -> Call[JobAnswer]:
    """Get the text of a source of `report`. A success is text.

    Raises `NotStoredError` for a number that none of its sources has.
    """
    for record in report.sources:
        if record.id == source:
            name = f"snapshots/{record.sha256}.txt"  # lies beside the report, wherever that is
            return Call("GET", urljoin(job.report_json_url, name), JobAnswer)
    raise errors.NotStoredError(f"the report of job {job.job_id} has no source {source}")


def _check_report(job: JobAnswer) -> None:
    if job.error:
        raise errors.NotStoredError(
            f"job {job.job_id} has {job.status}: {job.error.code}: {job.error.message}"
        )
    if not job.report_json_url:
        raise errors.NotStoredError(f"job {job.job_id} is {job.status}: it has no report")


def ask(job_id: str, question: str) -> Call[ReportAnswer]:
    """Ask the report of a job. Raises `InvalidRequestError`."""
    options = json_options(body_of(ReportQuestion, {"question": question}))
    return Call("POST", f"/research/{job_id}/ask", ReportAnswer, options)


def body_of(form: type[M], fields: Mapping[str, Any]) -> M:
    """A body of that form. Raises `InvalidRequestError`, which names the first field at fault."""
    try:
        return form.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(map(str, first["loc"])) or "the request"
        raise errors.InvalidRequestError(f"{name}: {validation_message(first)}") from None


def json_options(body: BaseModel, *, is_new: bool = False) -> dict[str, Any]:
    """The options that send `body`: once, however often, and without what was not given, where it
    makes something new.
    """
    key = {"Idempotency-Key": uuid4().hex} if is_new else {}
    return {
        "content": body.model_dump_json(exclude_unset=is_new).encode(),
        "headers": {"Content-Type": "application/json", **key},
    }


def client_options(base_url: str) -> dict[str, Any]:
    """What both of httpx's clients are made with."""
    timeout = httpx.Timeout(TIMEOUT_SECONDS, read=TIMEOUT_SECONDS + WAIT_SECONDS)
    return {"base_url": base_url, "timeout": timeout}


def request_options(call: Call[M], api_key: SecretStr | str) -> dict[str, Any]:
    """The options of `call`, with the key for the service alone: a report may lie elsewhere."""
    key = api_key if isinstance(api_key, str) else api_key.get_secret_value()
    headers = {"X-API-Key": key} if key and call.url.startswith("/") else {}
    return {**call.options, "headers": headers | call.options.get("headers", {})}


def parsed(response: httpx.Response, form: type[M]) -> M:
    """The answer as a `form`, without fields of a newer service. Raises what `check` does, and
    `ServiceError`.
    """
    check(response)
    try:
        return form.model_validate_json(response.content, extra="ignore")
    except ValidationError as error:
        raise ServiceError(f"{response.url} answered something else") from error


def text_of(response: httpx.Response) -> str:
    """The answer as text, in UTF-8. Raises what `check` does."""
    check(response)
    return response.content.decode("utf-8", errors="replace")


def with_whole_addresses(answer: M, base_url: str) -> M:
    """`answer`, where the paths of reports are addresses below `base_url`, the service's."""
    if isinstance(answer, JobAnswer):
        return answer.at(base_url)
    if isinstance(answer, WatchAnswer):
        return answer.at(base_url)
    if isinstance(answer, JobList):
        return answer.model_copy(update={"jobs": tuple(job.at(base_url) for job in answer.jobs)})
    return answer


def check(response: httpx.Response) -> None:
    """Raise the error that the service met, unless the response is a success."""
    if not response.is_success:
        raise _refusal(response)


def away(error: Exception) -> ServiceUnavailableError:
    """The error for what httpx raised."""
    return ServiceUnavailableError(f"the service can't be reached: {type(error).__name__}: {error}")


def _refusal(response: httpx.Response) -> ResearchError:
    try:
        problem = Problem.model_validate_json(response.content)
    except ValidationError:
        return ServiceError(f"{response.url} answered {response.status_code}")
    faults = "; ".join(f"{fault.field}: {fault.message}" for fault in problem.errors)
    message = f"{problem.detail} {faults}".rstrip()
    kind = errors.errors_by_code(ResearchError).get(problem.code, ServiceError)
    if issubclass(kind, LaterError):
        return kind(message, int(response.headers.get("retry-after", "1")))
    return kind(message)
