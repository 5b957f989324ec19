"""API Gateway's place in `local_stack.py`: HTTP in, events to functions, HTTP out."""

import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from deploy.api_events import DEFAULT_ROUTE, answer_of, event_of
from lambda_emulator import Emulator


class Gateway(ThreadingHTTPServer):
    """Calls as events to functions; each function takes one at a time, as one instance does."""

    daemon_threads = True

    def __init__(self, port: int, functions: Mapping[str, Emulator]) -> None:
        super().__init__(("127.0.0.1", port), _Call)
        self._functions = functions
        self._locks = {name: threading.Lock() for name in functions}

    def answer(self, event: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes]:
        """Status, headers and body of the function that the event is for."""
        name = "Status" if event["routeKey"] == DEFAULT_ROUTE else "Submit"
        with self._locks[name]:
            answer = self._functions[name].invoke(event)
        if "statusCode" not in answer:  # as API Gateway has it for a function that fails
            return (
                500,
                [("content-type", "application/json")],
                b'{"message":"Internal Server Error"}',
            )
        return answer_of(answer)


class _Call(BaseHTTPRequestHandler):
    server: Gateway

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


for _method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
    setattr(_Call, f"do_{_method}", _Call._call)  # noqa: SLF001, its own
