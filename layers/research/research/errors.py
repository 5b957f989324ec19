"""Every error the project raises on purpose.

::

    ResearchError                 code internal_error
    ├── UserError                 the caller can mend it: CLI exit 2, HTTP 4xx
    │   ├── InvalidRequestError   invalid_request
    │   ├── InvalidSettingError   invalid_setting
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
    ├── StoreError                store_failed
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


class StoreError(ResearchError):
    """A store of passages or reports could not be read or written."""

    code = "store_failed"


class QuoteNotFoundError(ResearchError):
    """A quote is not where its citation says. A bug of ours, so the run stops."""

    code = "quote_not_found"
