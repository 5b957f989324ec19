"""What is wrong with a value, in words: pydantic speaks of patterns, people of what to write."""

import re
from collections.abc import Mapping
from typing import Any

from research.domain.forms import DOMAIN_PATTERN, LANGUAGE_PATTERN, QUERY_PATTERN, WEB_URL_PATTERN

_WORDS = {
    QUERY_PATTERN: "the query is empty: ask something, in words",
    LANGUAGE_PATTERN: "must be a language code such as de or pt-BR",
    WEB_URL_PATTERN: "only http and https addresses can be read",
    DOMAIN_PATTERN: "must be a domain such as example.org, in lower case",
}
_CHOICE = re.compile(r"\^\((\w+(?:\|\w+)+)\)\$")
_OUR_ERROR = "Value error, "


def validation_message(fault: Mapping[str, Any]) -> str:
    """The message of one of `ValidationError.errors`, its context included, for whoever sent the
    value. It never holds the value: that may be long, or a secret.
    """
    if fault["type"] == "string_pattern_mismatch":
        pattern = fault.get("ctx", {}).get("pattern", "")
        if choice := _CHOICE.fullmatch(pattern):
            *others, last = choice[1].split("|")
            return f"must be {', '.join(others)} or {last}"
        return _WORDS.get(pattern, "has a form that can't be used")
    if fault["type"] == "finite_number":
        return "must be a finite number"
    return str(fault["msg"]).removeprefix(_OUR_ERROR)
