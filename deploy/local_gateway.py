"""API Gateway's place in `local_stack.py`: HTTP in, events to functions, HTTP out."""

import threading
from collections.abc import Mapping
from http.server import ThreadingHTTPServer
from typing import Any

from deploy.api_events import EventCall, answer_of, function_of
from lambda_emulator import Emulator


class Gateway(ThreadingHTTPServer):
    """Calls as events to functions; each function takes one at a time, as one instance does."""

    daemon_threads = True

    def __init__(self, port: int, functions: Mapping[str, Emulator]) -> None:
        super().__init__(("127.0.0.1", port), EventCall)
        self._functions = functions
        self._locks = {name: threading.Lock() for name in functions}

    def answer(self, event: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes]:
        """Status, headers and body of the function that the event is for."""
        name = function_of(event["routeKey"]).capitalize()
        with self._locks[name]:
            answer = self._functions[name].invoke(event)
        if "statusCode" not in answer:  # as API Gateway has it for a function that fails
            return (
                500,
                [("content-type", "application/json")],
                b'{"message":"Internal Server Error"}',
            )
        return answer_of(answer)
