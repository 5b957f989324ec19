"""What every value is made of: the frozen base model, spans, the forms of short texts, and the
messages for texts of another form.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

MAX_WEB_URL_CHARACTERS = 2_000
QUERY_PATTERN = r"[\p{L}\p{N}]"
WEB_URL_PATTERN = r"^[Hh][Tt][Tt][Pp][Ss]?://[^\u0000-\u0020/]"
UPLOAD_PATTERN = "^upload:[0-9]{8}-[0-9]{6}-[0-9a-f]{16,32}$"
SOURCE_PATTERN = f"{WEB_URL_PATTERN}|{UPLOAD_PATTERN}"
DOMAIN_PATTERN = r"^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$"
JOB_ID_PATTERN = "^[0-9]{8}-[0-9]{6}-[0-9a-f]{16,32}$"
LANGUAGE_PATTERN = r"^([a-z]{2,3}(-[A-Z]{2})?)?$"

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
JobId = Annotated[str, StringConstraints(pattern=JOB_ID_PATTERN)]
WebUrl = Annotated[
    str, StringConstraints(pattern=WEB_URL_PATTERN, max_length=MAX_WEB_URL_CHARACTERS)
]
"""An http or https address by its form; `web.addresses` decides whether it may be read.

The pattern has no ``\\s``, which stands for other characters in each regular expression engine."""
SourceName = Annotated[
    str, StringConstraints(pattern=SOURCE_PATTERN, max_length=MAX_WEB_URL_CHARACTERS)
]
"""An address as `WebUrl` has it, or ``upload:`` and the id of an upload."""
DomainName = Annotated[str, StringConstraints(pattern=DOMAIN_PATTERN, max_length=253)]
"""A domain as it is looked up: lower case, ASCII, without a dot at either end."""
Language = Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN)]
"""ISO 639 with an optional country; empty: that of the query."""

_MESSAGES = {
    QUERY_PATTERN: "the query is empty: ask something, in words",
    LANGUAGE_PATTERN: "must be a language code such as de or pt-BR",
    WEB_URL_PATTERN: "only http and https addresses can be read",
    SOURCE_PATTERN: "only http and https addresses can be read, and uploads by `upload:` and their "
    "id",
    JOB_ID_PATTERN: "is not a job's id",
    DOMAIN_PATTERN: "must be a domain such as example.org, in lower case",
}
_CHOICE = re.compile(r"\^\((\w+(?:\|\w+)+)\)\$")
_OUR_ERROR = "Value error, "


class Value(BaseModel):
    """A frozen model that refuses fields it does not know."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64"
    )


class Span(Value):
    """A place in a source's text: Unicode code points `start` to `end`, end exclusive."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)

    def of(self, text: str) -> str:
        """The words of `text` at this place."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the two, of one source, have a character in common."""
        return self.start < other.end and other.start < self.end


def validation_message(fault: Mapping[str, Any]) -> str:
    """The message for people of one of `ValidationError.errors`, which must include its context.

    A pattern is explained in words. The message never holds the value: that may be long, or a
    secret.
    """
    if fault["type"] == "string_pattern_mismatch":
        pattern = fault.get("ctx", {}).get("pattern", "")
        if choice := _CHOICE.fullmatch(pattern):
            *others, last = choice[1].split("|")
            return f"must be {', '.join(others)} or {last}"
        return _MESSAGES.get(pattern, "has a form that can't be used")
    if fault["type"] == "finite_number":
        return "must be a finite number"
    return str(fault["msg"]).removeprefix(_OUR_ERROR)
