"""What schemathesis can't read in the document, told to it.

Loaded by schemathesis itself: ``SCHEMATHESIS_HOOKS=tests.integration.schemathesis_hooks``.
"""

import re
from typing import Any

import schemathesis
from pydantic import TypeAdapter, ValidationError

from research.api.status import MAX_WAIT_SECONDS
from research.api.uploads.forms import MAX_SENT_CHARACTERS
from research.domain.errors import AddressRefusedError, SourceUnusableError
from research.domain.job import is_job_id
from research.domain.request_bounds import Every, Weekday
from research.domain.uploads.upload import MAX_UPLOADS
from research.domain.value import UPLOAD_PATTERN, WebUrl
from research.jobs.uploads.names import clean_name
from research.web.addresses import check_url

LONGEST_WAIT_SECONDS = 0.2
PUBLIC = "https://pages.example.com/one"
_WebUrl = TypeAdapter(WebUrl)


@schemathesis.hook
def before_call(
    _context: schemathesis.HookContext, case: schemathesis.Case, _options: dict[str, Any]
) -> None:
    """Wait, but not long: a run of thousands of calls would take days. And mend in a body what is
    refused for reasons that JSON Schema has no words for.
    """
    wait = (case.query or {}).get("wait")
    if isinstance(wait, int | float | str) and _is_long(str(wait)):
        case.query["wait"] = LONGEST_WAIT_SECONDS
    if isinstance(case.body, dict):
        _mend(case.body)
        _mend_uploads(case.body)


def _is_long(wait: str) -> bool:
    """Whether `wait`, some of which comes as text, is one that the service would wait for."""
    try:
        return LONGEST_WAIT_SECONDS < float(wait) <= MAX_WAIT_SECONDS
    except ValueError:
        return False


def _mend(body: dict[str, Any]) -> None:
    """Replace addresses of the right form that are not public; put days in order; follow no report
    that is not there; search where it says where; watch on a day of the week weekly alone, and
    without a plan to approve.
    """
    if _is_refused(body.get("callback_url")):
        body["callback_url"] = PUBLIC
    if isinstance(sources := body.get("sources"), list):
        body["sources"] = [PUBLIC if _is_refused(source) else source for source in sources]
    if isinstance(followed := body.get("follow_up_of"), str) and is_job_id(followed):
        body["follow_up_of"] = None
    since, until = body.get("since"), body.get("until")
    if isinstance(since, str) and isinstance(until, str) and since > until:
        body["since"], body["until"] = until, since
    if body.get("search") and body.get("search_web") is False:
        body["search_web"] = True
    if body.get("every") == Every.DAILY and body.get("weekday") in tuple(Weekday):
        body["weekday"] = None
    if "every" in body:
        for attended in ("confirm_plan", "clarify"):
            if body.get(attended) is True:
                body[attended] = False


def _mend_uploads(body: dict[str, Any]) -> None:
    """Upload a kind that is read; name no more uploads than a job reads, and none for a watch."""
    if _is_of_other_kind(body.get("name")):
        body["name"] = "minutes.pdf"
    if isinstance(sources := body.get("sources"), list):
        uploads = [source for source in sources if _is_upload(source)]
        if "every" in body or len(uploads) > MAX_UPLOADS:
            body["sources"] = [PUBLIC if source in uploads else source for source in sources]


def _is_upload(source: object) -> bool:
    return isinstance(source, str) and re.match(UPLOAD_PATTERN, source) is not None


def _is_of_other_kind(name: object) -> bool:
    if not isinstance(name, str) or not 0 < len(name) <= MAX_SENT_CHARACTERS:
        return False
    try:
        clean_name(name)
    except SourceUnusableError:
        return True
    return False


def _is_refused(url: object) -> bool:
    try:
        check_url(_WebUrl.validate_python(url, strict=True))
    except ValidationError:
        return False
    except AddressRefusedError:
        return True
    return False
