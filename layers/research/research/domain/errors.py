"""Every error the project raises on purpose, and its code.

`UserError` and those under it are for the caller to correct: the command line exits with 2 for
them, with 1 for every other. The API's status for each is in `api.problems.STATUSES`.

`code` is stable: callers and dashboards may depend on it. The message is for people.
"""

from typing import ClassVar


class ResearchError(Exception):
    """The root of all errors."""

    code: ClassVar[str] = "internal_error"


# What the caller can correct


class UserError(ResearchError):
    """The caller can correct it."""

    code = "user_error"


class InvalidRequestError(UserError):
    """The request is not one that can be researched."""

    code = "invalid_request"


class InvalidSettingError(UserError):
    """An environment variable or option has a value that can't be used; the message names it."""

    code = "invalid_setting"


class SourceUnusableError(UserError):
    """A folder or file that the caller named does not exist or can't be read."""

    code = "source_unusable"


class JobNotFoundError(UserError):
    """There is no such job, or no longer."""

    code = "job_not_found"


class InvalidKeyError(UserError):
    """An API key is asked for, and none came or one that is not known."""

    code = "invalid_api_key"


class KeyReusedError(UserError):
    """An Idempotency-Key came with another body than the one it came with first."""

    code = "idempotency_key_reused"


# What is refused for now


class LaterError(ResearchError):
    """Refused for now: the same may be accepted after `retry_after_seconds`."""

    code = "try_later"

    def __init__(self, message: str, retry_after_seconds: int) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class RateLimitedError(LaterError, UserError):
    """More calls than the limit."""

    code = "rate_limited"


class TooManyPendingError(LaterError):
    """As many jobs wait as may."""

    code = "too_many_pending"


# Searching, fetching and reading


class SearchError(ResearchError):
    """One search provider failed."""

    code = "search_failed"


class AllSearchesFailedError(SearchError):
    """Every search provider failed; the message says which and why."""

    code = "all_searches_failed"


class FetchError(ResearchError):
    """A page could not be fetched."""

    code = "fetch_failed"


class AddressRefusedError(FetchError):
    """The address is not public, or its form hides where it leads."""

    code = "address_refused"


class RobotsDisallowedError(FetchError):
    """The site's robots.txt asks us not to read this page."""

    code = "robots_disallowed"


class FetchTimeoutError(FetchError):
    """The page took longer than the limit."""

    code = "fetch_timeout"


class HttpStatusError(FetchError):
    """The server answered with a status other than success."""

    code = "http_status"


class TooManyRedirectsError(FetchError):
    """More redirects than the limit."""

    code = "too_many_redirects"


class TooLargeError(FetchError):
    """More bytes, after decompression, than the limit."""

    code = "too_large"


class ExtractError(ResearchError):
    """A page's text could not be extracted."""

    code = "extract_failed"


class UnsupportedTypeError(ExtractError):
    """The page is of a kind that can't be read as text, such as an image."""

    code = "unsupported_type"


class NoTextError(ExtractError):
    """The page was understood and holds no text worth reading."""

    code = "no_text"


class NothingFoundError(ResearchError):
    """There is nothing to report: no page was found, read, or about the question."""

    code = "nothing_found"


# Models


class EmbedderError(ResearchError):
    """Text could not be turned into vectors."""

    code = "embedder_failed"


class ModelError(ResearchError):
    """A language model could not be reached, or did not answer, after retries."""

    code = "model_failed"


class ModelRefusedError(ModelError):
    """The model declined to answer."""

    code = "model_refused"


class ModelInterruptedError(ModelError):
    """An answer broke off, or took longer than the limit; it may have cost something."""

    code = "model_interrupted"


class ModelAnswerError(ModelError):
    """The model's answer has not the form asked for, and could not be repaired."""

    code = "model_answer_unusable"


class AnswerCutError(ModelAnswerError):
    """An answer is longer than its limit of tokens; with a higher limit it may fit."""

    code = "model_answer_cut"

    def __init__(self, message: str, partial: object = None) -> None:
        """`partial` is a `ModelAnswer` of the part that is usable, or None."""
        super().__init__(message)
        self.partial = partial


class ContextOverflowError(ModelError):
    """The material is more than the model takes at once; less of it may fit."""

    code = "context_overflow"


class BudgetSpentError(ModelError):
    """What is left of the job's budget may not be enough for the next call."""

    code = "budget_spent"


# Writing


class FalseQuoteError(ResearchError):
    """A writer quotes words that its source does not say; costs the report that citation."""

    code = "false_quote"


class QuoteNotFoundError(ResearchError):
    """A quote is not where its citation says. A bug of ours, so the run stops."""

    code = "quote_not_found"


# Jobs and their runs


class JobRefusedError(ResearchError):
    """A job is not in a state that allows what was asked."""

    code = "job_refused"


class JobExistsError(JobRefusedError):
    """There is a job of that id already."""

    code = "job_exists"


class InvalidTransitionError(JobRefusedError):
    """A job's status can't change that way, or the job is finished and changes no more."""

    code = "illegal_move"


class LeaseHeldError(JobRefusedError):
    """Another runs the job, and its lease lasts."""

    code = "lease_held"


class LeaseLostError(JobRefusedError):
    """The caller does not run the job any more: another took it over, or it was cancelled."""

    code = "lease_lost"


class VersionConflictError(JobRefusedError):
    """Others wrote the job again and again between our reading and writing."""

    code = "version_conflict"


class RunStoppedError(ResearchError):
    """A run ended between two steps, on purpose; the results of its steps are kept."""

    code = "run_stopped"


class OutOfTimeError(RunStoppedError):
    """There is too little time left for the next step; another worker continues."""

    code = "out_of_time"


class GivenUpError(ResearchError):
    """Workers began the job, one after another, and none ended it or handed it over."""

    code = "given_up"


class QueueError(ResearchError):
    """A job could not be put into the queue."""

    code = "queue_failed"


class MessageUnreadableError(ResearchError):
    """What a queue brought is no message about a job."""

    code = "message_unreadable"


class CallbackError(ResearchError):
    """A callback's address did not accept the message, after retries."""

    code = "callback_failed"


# Stores and caches


class StoreError(ResearchError):
    """A store of passages, reports or jobs could not be read or written."""

    code = "store_failed"


class StoreUnavailableError(StoreError):
    """A store can't be reached, or can't serve now; another may, and later it may again."""

    code = "store_unavailable"


class NotStoredError(StoreError):
    """There is no file of that name."""

    code = "not_stored"


class StoreConflictError(StoreError):
    """A file is not, or no longer, what the writer had read."""

    code = "store_conflict"


class JobUnreadableError(StoreError):
    """What is stored under a job's id is no job."""

    code = "job_unreadable"


class ValueNotStorableError(ResearchError):
    """A value holds something that could not be stored and come back equal and of its type."""

    code = "value_not_storable"


class ValueTooLargeError(ValueNotStorableError):
    """A value takes more bytes, once written, than the limit."""

    code = "value_too_large"


class CorruptValueError(ResearchError):
    """Stored bytes are cut, changed, someone else's, or name a class that is not known here."""

    code = "value_damaged"


# The service and its parts


class ServiceError(ResearchError):
    """The service failed, or answered something that its API does not say."""

    code = "service_failed"


class ServiceUnavailableError(ServiceError):
    """The service can't be reached, or does not answer in time."""

    code = "service_away"


class PartsFailedError(ResearchError):
    """Something that was configured does not work; `content-research doctor` raises it."""

    code = "parts_failed"
