"""Every error the project raises on purpose, and its code.

`UserError` and those under it are for the caller to correct: the command line exits with 2 for
them, with 1 for every other. The API's status for each is in `api.problems.STATUSES`.

`code` is stable: callers and dashboards may depend on it. The message is for people.
"""

from typing import Any, ClassVar, TypeVar


class ResearchError(Exception):
    """The root of all errors. Each class below names its own `code`."""

    code: ClassVar[str] = "internal_error"

    def __init_subclass__(cls, code: str = "", **options: Any) -> None:
        """A class that names no code has that of the class above it."""
        super().__init_subclass__(**options)
        cls.code = code or cls.code


E = TypeVar("E", bound=ResearchError)


def errors_by_code(root: type[E]) -> dict[str, type[E]]:
    """`root` and all errors under it by code; of those with one code the highest."""
    kinds = [root]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return {kind.code: kind for kind in reversed(kinds)}


# What the caller can correct


class UserError(ResearchError, code="user_error"):
    """The caller can correct it."""


class InvalidRequestError(UserError, code="invalid_request"):
    """The request is not one that can be researched."""


class InvalidSettingError(UserError, code="invalid_setting"):
    """An environment variable or option has a value that can't be used; the message names it."""


class SourceUnusableError(UserError, code="source_unusable"):
    """A folder or file that the caller named does not exist or can't be read."""


class JobNotFoundError(UserError, code="job_not_found"):
    """There is no such job, or no longer."""


class WatchNotFoundError(UserError, code="watch_not_found"):
    """There is no such watch, or no longer."""


class TooManyWatchesError(UserError, code="too_many_watches"):
    """The caller has as many watches as one may have; one that is removed makes room."""


class UploadNotFoundError(UserError, code="upload_not_found"):
    """There is no such upload of the caller's, or no longer."""


class UploadNotPostedError(UserError, code="upload_not_posted"):
    """An upload was announced, and its file has not come."""


class UploadTooLargeError(UserError, code="upload_too_large"):
    """A file has more bytes than an upload may have."""


class TooManyUploadsError(UserError, code="too_many_uploads"):
    """As many files of the caller wait as may; a job that takes them makes room."""


class InvalidKeyError(UserError, code="invalid_api_key"):
    """An API key is asked for, and none came or one that is not known."""


class KeyReusedError(UserError, code="idempotency_key_reused"):
    """An Idempotency-Key came with another body than the one it came with first."""


# What is refused for now


class LaterError(ResearchError, code="try_later"):
    """Refused for now: the same may be accepted after `retry_after_seconds`."""

    def __init__(self, message: str, retry_after_seconds: int) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class RateLimitedError(LaterError, UserError, code="rate_limited"):
    """More calls than the limit."""


class AnswerLateError(LaterError, code="answer_late"):
    """There was no answer while its asker could wait: too much is asked at once."""


class TooManyPendingError(LaterError, code="too_many_pending"):
    """As many jobs wait as may."""


# Searching, fetching and reading


class SearchError(ResearchError, code="search_failed"):
    """One search provider failed."""


class SearchKeyError(SearchError, code="search_key_refused"):
    """A provider wants a key, or refuses the one it got; the message names the setting."""


class SearchRateLimitedError(SearchError, code="search_rate_limited"):
    """A provider takes no more searches for now; `retry_after_seconds`, where it says how long."""

    def __init__(self, message: str, retry_after_seconds: int | None = None) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class SearchUnavailableError(SearchError, code="search_unavailable"):
    """A provider can't be reached, or has a fault of its own."""


class SearchTimeoutError(SearchUnavailableError, code="search_timeout"):
    """A provider did not answer in time."""


class SearchAnswerError(SearchError, code="search_answer_unusable"):
    """What a provider answered has not the form that it documents, or is too large."""


class AllSearchesFailedError(SearchError, code="all_searches_failed"):
    """Every search provider failed; the message says which and why."""


class FetchError(ResearchError, code="fetch_failed"):
    """A page could not be fetched."""


class AddressRefusedError(FetchError, code="address_refused"):
    """The address is not public, or its form hides where it leads."""


class RobotsDisallowedError(FetchError, code="robots_disallowed"):
    """The site's robots.txt asks us not to read this page."""


class FetchTimeoutError(FetchError, code="fetch_timeout"):
    """The page took longer than the limit."""


class HttpStatusError(FetchError, code="http_status"):
    """The server answered with a status other than success."""


class TooManyRedirectsError(FetchError, code="too_many_redirects"):
    """More redirects than the limit."""


class TooLargeError(FetchError, code="too_large"):
    """More bytes, after decompression, than the limit."""


class RenderError(FetchError, code="render_failed"):
    """A page could not be shown in a browser within its limits."""


class ExtractError(ResearchError, code="extract_failed"):
    """A page's text could not be extracted."""


class UnsupportedTypeError(ExtractError, code="unsupported_type"):
    """The page is of a kind that can't be read as text, such as an image."""


class ImageUnusableError(ResearchError, code="image_unusable"):
    """The bytes of an image are none that a small copy can be made of."""


class NoTextError(ExtractError, code="no_text"):
    """The page was understood and holds no text worth reading."""


class PageWithheldError(ExtractError, code="page_withheld"):
    """The page is not what was asked for, but a refusal, a check, a paywall or a notice."""


class PageNeedsScriptError(PageWithheldError, code="page_needs_script"):
    """The page asks for scripts, which bring its text."""


class PageOverLimitsError(ExtractError, code="page_over_limits"):
    """Reading the page would take more time, memory or output than one page may."""


class NothingFoundError(ResearchError, code="nothing_found"):
    """There is nothing to report: no page was found, read, or about the question."""


# Models


class EmbedderError(ResearchError, code="embedder_failed"):
    """Text could not be turned into vectors."""


class ModelError(ResearchError, code="model_failed"):
    """A language model could not be reached, or did not answer, after retries."""


class ModelRefusedError(ModelError, code="model_refused"):
    """The model declined to answer."""


class ModelInterruptedError(ModelError, code="model_interrupted"):
    """An answer broke off, or took longer than the limit; it may have cost something."""


class ModelAnswerError(ModelError, code="model_answer_unusable"):
    """The model's answer has not the form asked for, and could not be repaired."""


class AnswerCutError(ModelAnswerError, code="model_answer_cut"):
    """An answer is longer than its limit of tokens; with a higher limit it may fit."""

    def __init__(self, message: str, partial: object = None, *, thought_tokens: int = 0) -> None:
        """`partial` is a `ModelAnswer` of the part that is usable, or None; `thought_tokens` of the
        limit were thought.
        """
        super().__init__(message)
        self.partial = partial
        self.thought_tokens = thought_tokens


class ContextOverflowError(ModelError, code="context_overflow"):
    """The material is more than the model takes at once; less of it may fit."""


class BudgetSpentError(ModelError, code="budget_spent"):
    """What is left of the job's budget may not be enough for the next call."""


# Writing


class FalseQuoteError(ResearchError, code="false_quote"):
    """A writer quotes words that its source does not say; costs the report that citation."""


class QuoteNotFoundError(ResearchError, code="quote_not_found"):
    """A quote is not where its citation says. A bug of ours, so the run stops."""


# Jobs and their runs


class JobRefusedError(ResearchError, code="job_refused"):
    """A job is not in a state that allows what was asked."""


class JobExistsError(JobRefusedError, code="job_exists"):
    """There is a job of that id already."""


class InvalidTransitionError(JobRefusedError, code="illegal_move"):
    """A job's status can't change that way, or the job is finished and changes no more."""


class JobNotEndedError(JobRefusedError, code="job_not_ended"):
    """The job waits or runs, and what was asked needs its report."""


class NoReportError(JobRefusedError, code="no_report"):
    """The job has ended without a report."""


class LeaseHeldError(JobRefusedError, code="lease_held"):
    """Another runs the job, and its lease lasts."""


class LeaseLostError(JobRefusedError, code="lease_lost"):
    """The caller does not run the job any more: another took it over, or it was cancelled."""


class VersionConflictError(JobRefusedError, code="version_conflict"):
    """Others wrote the job again and again between our reading and writing."""


class RunStoppedError(ResearchError, code="run_stopped"):
    """A run ended between two steps, on purpose; the results of its steps are kept."""


class OutOfTimeError(RunStoppedError, code="out_of_time"):
    """There is too little time left for the next step; another worker continues."""


class GivenUpError(ResearchError, code="given_up"):
    """Workers began the job, one after another, and none ended it or handed it over."""


class PlanNotApprovedError(ResearchError, code="plan_not_approved"):
    """Nobody approved the plan of the job, within a day."""


class QueueError(ResearchError, code="queue_failed"):
    """A job could not be put into the queue."""


class MessageUnreadableError(ResearchError, code="message_unreadable"):
    """What a queue brought is no message about a job."""


class CallbackError(ResearchError, code="callback_failed"):
    """A callback's address did not accept the message, after retries."""


class CallbackGoneError(CallbackError, code="callback_gone"):
    """The receiver of callbacks wants no more of them."""


# Stores and caches


class StoreError(ResearchError, code="store_failed"):
    """A store of passages, reports or jobs could not be read or written."""


class StoreUnavailableError(StoreError, code="store_unavailable"):
    """A store can't be reached, or can't serve now; another may, and later it may again."""


class NotStoredError(StoreError, code="not_stored"):
    """There is no file of that name."""


class StoreConflictError(StoreError, code="store_conflict"):
    """A file is not, or no longer, what the writer had read."""


class ReportUnreadableError(StoreError, code="report_unreadable"):
    """What is stored as a report has not the form of one."""


class JobUnreadableError(StoreError, code="job_unreadable"):
    """What is stored under a job's id is no job."""


class ValueNotStorableError(ResearchError, code="value_not_storable"):
    """A value holds something that could not be stored and come back equal and of its type."""


class ValueTooLargeError(ValueNotStorableError, code="value_too_large"):
    """A value takes more bytes, once written, than the limit."""


class CorruptValueError(ResearchError, code="value_damaged"):
    """Stored bytes are cut, changed, someone else's, or name a class that is not known here."""


# The service and its parts


class ServiceError(ResearchError, code="service_failed"):
    """The service failed, or answered something that its API does not say."""


class ServiceUnavailableError(ServiceError, code="service_away"):
    """The service can't be reached, or does not answer in time."""


class PartsFailedError(ResearchError, code="parts_failed"):
    """Something that a run would use does not work; `content-research doctor` raises it."""
