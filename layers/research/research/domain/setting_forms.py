"""Types of settings that are text: a value of another form is refused at the start, not when used.

No message holds the value: it may be a secret.
"""

import base64
import json
import re
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from research.domain.searching.mcp_servers import mcp_search_servers

SIGNING_PREFIX = "whsec_"


def signing_key(secret: str) -> bytes:
    """The bytes in a Standard Webhooks secret: base64, ``whsec_`` before it or not.

    Raises `ValueError`.
    """
    text = secret.removeprefix(SIGNING_PREFIX)
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError:
        key = b""
    if not key:
        raise ValueError(f"must be {SIGNING_PREFIX} and base64")
    return key


def split_commas(value: object) -> object:
    """The parts of a text that are not empty; anything else is returned as it is."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def parse_json(value: object) -> object:
    """What a text of JSON holds; anything else is returned as it is. Raises `ValueError`."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise ValueError("must be JSON") from None


def _form(pattern: str, must: str) -> Callable[[str], str]:
    whole = re.compile(pattern)

    def checked(value: str) -> str:
        if not whole.fullmatch(value):
            raise ValueError(f"must be {must}")
        return value

    return checked


def _secret(check: Callable[[str], object]) -> Callable[[SecretStr], SecretStr]:
    def checked(value: SecretStr) -> SecretStr:
        if text := value.get_secret_value():
            check(text)
        return value

    return checked


def _without_slash(value: object) -> object:
    return value.rstrip("/") if isinstance(value, str) else value


_HEADER = _form(r"[!-~]*", "plain characters without spaces")

Address = Annotated[
    str, AfterValidator(_form(r"(https?://[^\s/][^\s]*)?", "an address such as https://host/path"))
]
Origin = Annotated[
    str,
    BeforeValidator(_without_slash),
    AfterValidator(_form(r"\*|https?://[^\s/]+", "origins such as https://host")),
]
Network = Annotated[IPv4Network | IPv6Network, BeforeValidator(ip_network)]
Usd = Annotated[float, Field(ge=0, allow_inf_nan=False)]
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
McpServers = Annotated[SecretStr, AfterValidator(_secret(mcp_search_servers))]
SigningSecret = Annotated[SecretStr, AfterValidator(_secret(signing_key))]
