"""The middleware around every call: its ``X-Request-Id``, a limit for its body, security headers on
its answer, and a 500 for a bug. Plain ASGI, because that is quickest.
"""

import logging
import re
from collections.abc import Mapping
from secrets import token_hex

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from research.api.problems import problem

MAX_BODY_BYTES = 64 * 1024
SECURITY_HEADERS: Mapping[str, str] = {
    # Nothing in an answer may run or be framed; our pages set a policy of their own.
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
    "Cache-Control": "no-store",
}
_SECURITY = [(n.lower().encode(), value.encode()) for n, value in SECURITY_HEADERS.items()]
TOO_LARGE = 413
_FILE_PATH = re.compile(r"/uploads/[^/]+")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

_log = logging.getLogger(__name__)


class BodyTooLargeError(HTTPException):
    """More than `MAX_BODY_BYTES`."""

    def __init__(self) -> None:
        super().__init__(413)


class Envelope:
    """Adds security headers and ``X-Request-Id``, and answers 500 to an uncaught exception."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one call. The caller's own ``X-Request-Id`` is kept if it is harmless."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = Headers(scope=scope).get("x-request-id", "")
        request_id = sent if _REQUEST_ID.fullmatch(sent) else token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        has_started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal has_started
            if message["type"] == "http.response.start":
                has_started = True
                headers = message["headers"]
                there = {name for name, _ in headers}
                headers += [header for header in _SECURITY if header[0] not in there]
                headers.append((b"x-request-id", request_id.encode()))
                if message["status"] == TOO_LARGE:  # what follows of it is not waited for
                    headers.append((b"connection", b"close"))
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception:
            _log.exception("request %s: a bug", request_id)
            if has_started:
                raise
            await problem(request_id, 500)(scope, receive, send_with_headers)


class BodyLimit:
    """Refuses a body of more than `MAX_BODY_BYTES`, by its declared and by its received length.

    But for files that are posted (`api.uploads.receipts`), which are measured as they come.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one call, counting the bytes of its body."""
        if scope["type"] != "http" or _is_file(scope):
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        if not declared.isdecimal() or int(declared) > MAX_BODY_BYTES:
            await problem(scope["state"]["request_id"], 413)(scope, receive, send)
            return
        received = 0

        async def receive_some() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_BODY_BYTES:
                raise BodyTooLargeError
            return message

        await self._app(scope, receive_some, send)


def _is_file(scope: Scope) -> bool:
    return scope["method"] == "POST" and _FILE_PATH.fullmatch(scope["path"]) is not None
