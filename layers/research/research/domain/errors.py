"""Every error the project raises on purpose.

::

    ResearchError                 code internal_error
    ├── UserError                 the caller can mend it: CLI exit 2, HTTP 4xx
    │   ├── InvalidRequestError   invalid_request
    │   ├── InvalidSettingError   invalid_setting
    │   ├── JobNotFoundError      job_not_found
    │   ├── InvalidKeyError       invalid_api_key      no API key, or one that is not known
    │   ├── RateLimitedError      rate_limited         too many calls; later is fine
    │   ├── KeyReusedError        idempotency_key_reused  with another body than before
    │   └── SourceUnusableError   source_unusable      a folder or file that was named can't be read
    ├── SearchError               search_failed        one provider failed
    │   └── AllSearchesFailedError  all_searches_failed  every one did
    ├── FetchError                fetch_failed         one page failed; costs the run only that page
    │   ├── AddressRefusedError   address_refused
    │   ├── RobotsDisallowedError robots_disallowed
    │   ├── FetchTimeoutError     fetch_timeout
    │   ├── HttpStatusError       http_status
    │   ├── TooManyRedirectsError too_many_redirects
    │   └── TooLargeError         too_large
    ├── ExtractError              extract_failed       one page's text can't be had
    │   ├── UnsupportedTypeError  unsupported_type
    │   └── NoTextError           no_text
    ├── NothingFoundError         nothing_found        no page to read, or none with an answer
    ├── EmbedderError             embedder_failed
    ├── ModelError                model_failed         the language model stays away, after retries
    │   ├── ModelRefusedError     model_refused
    │   ├── ModelInterruptedError model_interrupted    an answer broke off, or took too long
    │   ├── ModelAnswerError      model_answer_unusable
    │   │   └── AnswerCutError    model_answer_cut     it did not fit into what it may be long
    │   ├── ContextOverflowError  context_overflow
    │   └── BudgetSpentError      budget_spent
    ├── JobRefusedError           job_refused          the job is not in a state that allows it
    │   ├── JobExistsError        job_exists
    │   ├── IllegalMoveError      illegal_move         its status can't change that way
    │   ├── LeaseHeldError        lease_held           someone runs it
    │   ├── LeaseLostError        lease_lost           someone else runs it, or nobody any more
    │   └── VersionConflictError  version_conflict     others wrote it again and again meanwhile
    ├── LaterError                try_later            refused now, but not for long
    │   └── TooManyPendingError   too_many_pending     the queue is as long as it may get
    ├── QueueError                queue_failed         a job could not be queued
    ├── MessageUnreadableError    message_unreadable   what the queue brought names no job
    ├── GivenUpError              given_up             workers took a job up and never came back
    ├── CallbackError             callback_failed      who asked to be told of an end was not
    ├── ServiceError              service_failed       the service answered what a client can't use
    │   └── ServiceAwayError      service_away         it can't be reached
    ├── PartsFailedError          parts_failed         what was set up does not work: see the doctor
    ├── RunStoppedError           run_stopped          between two steps, and what they made is kept
    │   ├── OutOfTimeError        out_of_time
    │   └── JobCancelledError     job_cancelled
    ├── StoreError                store_failed
    │   ├── StoreUnavailableError store_unavailable    it can't be reached, or can't serve now
    │   ├── NotStoredError        not_stored           there is no file of that name
    │   ├── StoreConflictError    store_conflict       the file is not what the writer had read
    │   └── JobUnreadableError    job_unreadable       what is stored under its id is no job
    ├── ValueNotStorableError     value_not_storable   it would not come back as it is
    │   └── ValueTooLargeError    value_too_large
    ├── ValueDamagedError         value_damaged        stored bytes that are no value of ours
    ├── FalseQuoteError           false_quote          a writer quotes what its source does not say
    └── QuoteNotFoundError        quote_not_found      our bug: a quote is not where it should be

`code` is stable: callers and dashboards may depend on it. The message is for people.
"""

from typing import ClassVar


class ResearchError(Exception):
    """The root of the tree."""

    code: ClassVar[str] = "internal_error"


class UserError(ResearchError):
    """The caller can mend it."""

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


class LaterError(ResearchError):
    """Refused now; the same may do in `retry_after_seconds`."""

    code = "try_later"

    def __init__(self, message: str, retry_after_seconds: int) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class RateLimitedError(LaterError, UserError):
    """More calls than the limit."""

    code = "rate_limited"


class KeyReusedError(UserError):
    """An Idempotency-Key came with another body than the one it came with first."""

    code = "idempotency_key_reused"


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


class EmbedderError(ResearchError):
    """Text could not be turned into vectors."""

    code = "embedder_failed"


class JobRefusedError(ResearchError):
    """A job is not in a state that allows what was asked."""

    code = "job_refused"


class JobExistsError(JobRefusedError):
    """There is a job of that id already."""

    code = "job_exists"


class IllegalMoveError(JobRefusedError):
    """A job's status can't change that way, or the job is finished and changes no more."""

    code = "illegal_move"


class LeaseHeldError(JobRefusedError):
    """Someone runs the job, and the lease lasts."""

    code = "lease_held"


class LeaseLostError(JobRefusedError):
    """Whoever speaks does not run the job: someone else took it over, or it was cancelled."""

    code = "lease_lost"


class VersionConflictError(JobRefusedError):
    """Others wrote the job again and again between our reading and writing."""

    code = "version_conflict"


class ModelError(ResearchError):
    """A language model could not be asked, or did not answer, though asked again."""

    code = "model_failed"


class ModelRefusedError(ModelError):
    """The model declined to answer."""

    code = "model_refused"


class ModelAnswerError(ModelError):
    """The model's answer has not the form asked for, and could not be repaired."""

    code = "model_answer_unusable"


class ModelInterruptedError(ModelError):
    """An answer broke off, or took longer than the limit; it may have cost something."""

    code = "model_interrupted"


class AnswerCutError(ModelAnswerError):
    """An answer did not fit into the tokens it may have; with more room it may."""

    code = "model_answer_cut"

    def __init__(self, message: str, partial: object = None) -> None:
        """`partial` is a `ModelAnswer` of what stands of it, or None where nothing does."""
        super().__init__(message)
        self.partial = partial


class ContextOverflowError(ModelError):
    """The model can't take so much material at once; less of it may do."""

    code = "context_overflow"


class BudgetSpentError(ModelError):
    """What is left of the job's budget may not be enough for the next call."""

    code = "budget_spent"


class TooManyPendingError(LaterError):
    """As many jobs wait as may."""

    code = "too_many_pending"


class QueueError(ResearchError):
    """A job could not be put into the queue."""

    code = "queue_failed"


class MessageUnreadableError(ResearchError):
    """What a queue brought is no message about a job."""

    code = "message_unreadable"


class GivenUpError(ResearchError):
    """Workers took a job up, one after another, and none came back."""

    code = "given_up"


class CallbackError(ResearchError):
    """A callback's address did not take the message, though tried again."""

    code = "callback_failed"


class ServiceError(ResearchError):
    """The service failed, or answered something that its API does not say."""

    code = "service_failed"


class ServiceAwayError(ServiceError):
    """The service can't be reached, or does not answer in time."""

    code = "service_away"


class PartsFailedError(ResearchError):
    """Something that was set up does not work."""

    code = "parts_failed"


class RunStoppedError(ResearchError):
    """A run ended between two steps, on purpose; what its steps made is kept."""

    code = "run_stopped"


class OutOfTimeError(RunStoppedError):
    """There is too little time for the next step: another worker goes on from here."""

    code = "out_of_time"


class JobCancelledError(RunStoppedError):
    """Nobody wants the report any longer."""

    code = "job_cancelled"


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


class ValueDamagedError(ResearchError):
    """Stored bytes are cut, changed, someone else's, or name a class that is not known here."""

    code = "value_damaged"


class FalseQuoteError(ResearchError):
    """A writer quotes words that its source does not say; costs the report that citation."""

    code = "false_quote"


class QuoteNotFoundError(ResearchError):
    """A quote is not where its citation says. A bug of ours, so the run stops."""

    code = "quote_not_found"
