"""A proxy before a Chroma server that can fail, stall and remember what passed."""

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx


class ChromaProxy(ThreadingHTTPServer):
    """Passes requests on, unless a test says what to do with the next ones."""

    daemon_threads = True

    def __init__(self, behind: int, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        self.behind = f"http://127.0.0.1:{behind}"
        self.failures: list[int] = []
        """Statuses that the next requests are answered with, in a page of HTML."""
        self.stall_seconds = 0.0
        self.requests: list[tuple[str, dict[str, str]]] = []
        """The paths and headers that came."""

    @property
    def port(self) -> int:
        """Where it listens."""
        port: int = self.server_address[1]
        return port

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients here leave as they like."""


class _Handler(BaseHTTPRequestHandler):
    server: ChromaProxy

    def _pass_on(self) -> None:
        self.server.requests.append((self.path, dict(self.headers)))
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        time.sleep(self.server.stall_seconds)
        if self.server.failures:
            return self._answer(self.server.failures.pop(0), b"<html>" + b"gone " * 999)
        answer = httpx.request(
            self.command,
            self.server.behind + self.path,
            content=body,
            headers={"Content-Type": "application/json"},
            timeout=30,
        )
        return self._answer(answer.status_code, answer.content)

    do_GET = do_POST = do_DELETE = _pass_on  # noqa: N815, the server calls them so

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002, the parent's name
        """Print nothing."""


@contextmanager
def chroma_proxy(behind: int, tls: ssl.SSLContext | None = None) -> Iterator[ChromaProxy]:
    """A proxy before the server at port `behind`, closed at the end."""
    proxy = ChromaProxy(behind, tls)
    threading.Thread(target=proxy.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        proxy.server_close()
