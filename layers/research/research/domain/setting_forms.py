"""The forms that settings of text have: what can't be one is told at the start, not when used.

No message holds the value: it may be a secret.
"""

import base64
import re
from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, SecretStr

SIGNING_PREFIX = "whsec_"


def _form(pattern: str, must: str) -> Callable[[str], str]:
    whole = re.compile(pattern)

    def checked(value: str) -> str:
        if not whole.fullmatch(value):
            raise ValueError(f"must be {must}")
        return value

    return checked


def _secret(check: Callable[[str], object]) -> Callable[[SecretStr], SecretStr]:
    def checked(value: SecretStr) -> SecretStr:
        check(value.get_secret_value())
        return value

    return checked


def _check_signing_key(value: str) -> None:
    text = value.removeprefix(SIGNING_PREFIX)
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError:
        key = b""
    if value and not key:
        raise ValueError(f"must be {SIGNING_PREFIX} and base64")


_HEADER = _form(r"[!-~]*", "plain characters without spaces")

Address = Annotated[
    str, AfterValidator(_form(r"(https?://[^\s/][^\s]*)?", "an address such as https://host/path"))
]
Origin = Annotated[
    str, AfterValidator(_form(r"\*|https?://[^\s/]+", "origins such as https://host"))
]
Host = Annotated[str, AfterValidator(_form(r"[^\s/@]*", "a host's name, or its number"))]
Name = Annotated[str, AfterValidator(_form(r"[!-~]*", "a name without spaces"))]
Bucket = Annotated[
    str, AfterValidator(_form(r"([A-Za-z0-9][A-Za-z0-9._-]{2,62}|arn:[!-~]+)?", "a bucket's name"))
]
HeaderLine = Annotated[str, AfterValidator(_form(r"[ -~]*", "a line of plain characters"))]
HeaderSecret = Annotated[SecretStr, AfterValidator(_secret(_HEADER))]
HeaderSecrets = Annotated[
    SecretStr, AfterValidator(_secret(_form(r"[ -~]*", "plain characters, comma-separated")))
]
SigningSecret = Annotated[SecretStr, AfterValidator(_secret(_check_signing_key))]
