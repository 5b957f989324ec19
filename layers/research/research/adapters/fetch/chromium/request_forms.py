"""What a browser asks for and is answered, and what of either is passed on."""

import html
from collections.abc import Mapping
from dataclasses import dataclass

from research.adapters.fetch.httpx_fetcher import HttpAnswer
from research.web.addresses import origin_of

_PASSED_HEADERS = (
    "content-type",
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-expose-headers",
)
_MAX_ACCEPT_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of the browser. `kind` is one of Playwright's resource types."""

    url: str
    kind: str
    method: str = "GET"
    is_main_document: bool = False
    accept: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the browser is answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


NOTHING = Reply(204, {})
NO_STYLE = Reply(200, {"content-type": "text/css"})


def headers_of(asked: Asked) -> dict[str, str]:
    """What is passed on of a request: no cookie, no key, nothing of the page's own making."""
    told = {"Accept": asked.accept[:_MAX_ACCEPT_CHARACTERS], "Origin": asked.origin}
    return {name: value for name, value in told.items() if value and value.isascii()}


def passed_on(answer: HttpAnswer) -> Reply:
    """`answer`, with the few headers that a browser needs of it."""
    headers = {name: value for name in _PASSED_HEADERS if (value := answer.headers.get(name))}
    return Reply(answer.status, headers, answer.body)


def going_on(url: str) -> Reply:
    """A page that sends the browser on to `url`."""
    page = f'<!doctype html><meta http-equiv="refresh" content="0;url={html.escape(url)}">'
    return Reply(200, {"content-type": "text/html; charset=utf-8"}, page.encode())


def same_origin(one: str, other: str) -> bool:
    """Whether two addresses in their normal form have scheme, host and port in common."""
    return origin_of(one) == origin_of(other)
