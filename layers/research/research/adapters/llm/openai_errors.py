"""What a server that speaks OpenAI's wire format says when it can't, in our errors.

Servers agree on the format and not on the words, so what they mean is told by status, code and
message together. A message is cut and cleared of the key before anyone sees it, and the SDK's own
error is not chained to ours, for it would show the rest.
"""

import re
import time
from contextlib import suppress
from email.utils import parsedate_to_datetime

from openai import APIConnectionError, APIError, APIStatusError, APITimeoutError
from pydantic import SecretStr

from research.domain.errors import (
    ContextOverflowError,
    ModelError,
    ModelInterruptedError,
    ModelRefusedError,
)
from research.text.cleaning import clean_line

MAX_MESSAGE_CHARACTERS = 200
_MIN_KEY_CHARACTERS = 6
"""A shorter key is none, such as the `none` that local servers are given."""
_OVERFLOWS = re.compile(
    r"context_length_exceeded|exceed_context_size|maximum context|context (?:length|size|window)"
    r"|prompt is too long|input is too long|request too large|exceeds the maximum number of tokens"
    r"|reduce the length|too many (?:input )?tokens|max_new_tokens` must be <=",
    re.IGNORECASE,
)
"""OpenAI, vLLM, llama.cpp, llama-cpp-python, Anthropic, Bedrock, Gemini, TGI, Mistral."""
_REFUSES = re.compile(r"content_?filter|content_policy_violation|ResponsibleAIPolicyViolation")
_ADVICE = {
    401: "check OPENAI_API_KEY",
    403: "check OPENAI_API_KEY",
    404: "check LLM_MODEL and OPENAI_BASE_URL",
}
_NO_CREDIT = "insufficient_quota"


def what_was_said(error: APIError) -> str:
    """Everything a server said of its error that may name a cause."""
    return f"{error.code} {error.type} {error.param} {error.message}"


def model_error(error: APIError, key: SecretStr) -> ModelError:
    """Our error for one of the SDK's."""
    said = what_was_said(error)
    message = clean_message(error, key)
    if _REFUSES.search(said):
        return ModelRefusedError(message)
    if is_overflow(error):
        return ContextOverflowError(message)
    if isinstance(error, APITimeoutError):
        return ModelInterruptedError(message)
    if isinstance(error, APIStatusError):
        advice = _ADVICE.get(error.status_code)
        return ModelError(f"{message}; {advice}" if advice else message)
    return ModelError(message)


def is_overflow(error: APIError) -> bool:
    """Whether the server says that the material is too much for the model."""
    is_too_large = isinstance(error, APIStatusError) and error.status_code == 413
    return is_too_large or bool(_OVERFLOWS.search(what_was_said(error)))


def is_passing(error: BaseException) -> bool:
    """Whether the same request may do a little later, and has cost nothing yet.

    A time-out may have cost something, so it is not for whoever sends a request again.
    """
    if isinstance(error, APIStatusError):
        is_status = error.status_code in (408, 409, 425, 429) or error.status_code >= 500
        return is_status and error.code != _NO_CREDIT and not is_overflow(error)
    return isinstance(error, APIConnectionError) and not isinstance(error, APITimeoutError)


def retry_after_seconds(error: BaseException | None) -> float | None:
    """What `Retry-After` says (RFC 9110, 10.2.3: seconds or a date), where an error has one."""
    if not isinstance(error, APIStatusError):
        return None
    headers = error.response.headers
    with suppress(ValueError):
        return max(0.0, float(headers.get("retry-after-ms", "")) / 1_000)
    said = headers.get("retry-after", "")
    with suppress(ValueError):
        return max(0.0, float(said))
    with suppress(ValueError):
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    return None


def clean_message(error: APIError, key: SecretStr) -> str:
    """What a server said, on one line, cut, and without the key."""
    said = error.message
    if len(key.get_secret_value()) >= _MIN_KEY_CHARACTERS:
        said = said.replace(key.get_secret_value(), "***")
    return f"the server at OPENAI_BASE_URL: {clean_line(said, MAX_MESSAGE_CHARACTERS)}"
