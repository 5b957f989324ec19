"""The forms that short texts have: addresses, domain names, languages, digests."""

from typing import Annotated

from pydantic import StringConstraints

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
MAX_WEB_URL_CHARACTERS = 2_000
QUERY_PATTERN = r"[\p{L}\p{N}]"
WEB_URL_PATTERN = r"^[Hh][Tt][Tt][Pp][Ss]?://[^\u0000-\u0020/]"
DOMAIN_PATTERN = r"^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$"
LANGUAGE_PATTERN = r"^([a-z]{2,3}(-[A-Z]{2})?)?$"
WebUrl = Annotated[
    str, StringConstraints(pattern=WEB_URL_PATTERN, max_length=MAX_WEB_URL_CHARACTERS)
]
"""An address of the web by its form; whether it may be read is for `addresses` to say.

Without `\\s`, of which each language's regular expressions have their own idea."""
DomainName = Annotated[str, StringConstraints(pattern=DOMAIN_PATTERN, max_length=253)]
"""As it is looked up: lower case, ASCII, without a dot at either end."""
Language = Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN)]
"""ISO 639 with, where it matters, a country; empty: that of the query."""
