"""A proxy before a local AWS that lets S3 fail and SQS turn calls away, as Amazon's own do."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

HOP_BY_HOP = frozenset({"connection", "transfer-encoding", "content-length", "content-encoding"})


class FaultyAws(ThreadingHTTPServer):
    """Passes calls on, but for those of a service that is said to be away."""

    daemon_threads = True

    def __init__(self, behind: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behind = httpx.Client(base_url=behind, timeout=30)
        self.s3_fails = False
        """Each call of S3 is answered with 500."""
        self.sqs_throttles = False
        """Each call of SQS is turned away, for there were too many."""

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients here leave as they like."""


class _Handler(BaseHTTPRequestHandler):
    server: FaultyAws
    protocol_version = "HTTP/1.1"

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        target = self.headers.get("X-Amz-Target", "")
        if self.server.sqs_throttles and target.startswith("AmazonSQS"):
            said = b'{"__type": "com.amazonaws.sqs#RequestThrottled", "message": "too many"}'
            self._answer(400, {"Content-Type": "application/x-amz-json-1.0"}, said)
        elif self.server.s3_fails and not target:
            said = b"<Error><Code>InternalError</Code><Message>try again</Message></Error>"
            self._answer(500, {"Content-Type": "application/xml"}, said)
        else:
            answer = self.server.behind.request(
                self.command, self.path, content=body, headers=dict(self.headers)
            )
            self._answer(answer.status_code, dict(answer.headers), answer.content)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _pass_on  # noqa: N815, the server's names

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def faulty(behind: str) -> Iterator[FaultyAws]:
    """A proxy before the server at `behind`."""
    with FaultyAws(behind) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
