"""Events of an HTTP API, as API Gateway makes them of calls, for gateways that stand in for it."""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote
from uuid import uuid4

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY")
DEFAULT_ROUTE = "$default"
_TEMPLATE = Path(__file__).parent / "stacks" / "service.yaml"
_ROUTES = re.findall(
    r"RouteKey: \"?(?P<method>[A-Z]+) (?P<path>[^\s\"]+)", _TEMPLATE.read_text(encoding="utf-8")
)
"""Those that submit and ask answer; the function status answers all others."""
ASK_ROUTE = "POST /research/{job_id}/ask"


def route_of(method: str, path: str) -> str:
    """The route key that API Gateway would find."""
    for known, template in _ROUTES:
        pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))
        if method == known and re.fullmatch(pattern, path):
            return f"{known} {template}"
    return DEFAULT_ROUTE


def function_of(route: str) -> str:
    """The name of the function behind a route key."""
    return {DEFAULT_ROUTE: "status", ASK_ROUTE: "ask"}.get(route, "submit")


def event_of(
    method: str, target: str, headers: Iterable[tuple[str, str]], body: bytes
) -> dict[str, Any]:
    """The event, of payload format 2.0."""
    path, _, query = target.partition("?")
    path = unquote(path)
    route = route_of(method, path)
    joined: dict[str, str] = {}
    for name, value in ((name.lower(), value) for name, value in headers):
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    event = {
        "version": "2.0",
        "routeKey": route,
        "rawPath": path,
        "rawQueryString": query,
        "headers": joined | {"x-forwarded-proto": "http", "x-forwarded-port": "80"},
        "requestContext": {
            "accountId": "111122223333",
            "apiId": "abcde12345",
            "domainName": joined.get("host", "localhost"),
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "203.0.113.7",
                "userAgent": joined.get("user-agent", ""),
            },
            "requestId": uuid4().hex,
            "routeKey": route,
            "stage": "$default",
        },
        "isBase64Encoded": False,
    }
    if body:
        try:
            event["body"] = body.decode()
        except UnicodeDecodeError:
            event |= {"body": b64encode(body).decode(), "isBase64Encoded": True}
    return event


def answer_of(answer: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes]:
    """Status, headers and body of what a function answered."""
    body = answer.get("body", "").encode()
    body = b64decode(body) if answer.get("isBase64Encoded") else body
    cookies = [("set-cookie", cookie) for cookie in answer.get("cookies", ())]
    return answer["statusCode"], [*answer.get("headers", {}).items(), *cookies], body


class Answering(Protocol):
    """A server that has a function answer the event of a call."""

    def answer(self, event: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes]:
        """Status, headers and body."""
        ...


class EventCall(BaseHTTPRequestHandler):
    """A call of any method, answered by its server, which is `Answering`, as an event."""

    server: Answering  # type: ignore[assignment]

    def _call(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        event = event_of(self.command, self.path, self.headers.items(), body)
        status, headers, answer = self.server.answer(event)
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


for _method in METHODS:
    setattr(EventCall, f"do_{_method}", EventCall._call)  # noqa: SLF001, its own
