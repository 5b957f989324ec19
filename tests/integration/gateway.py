"""API Gateway in small: HTTP in, events of an HTTP API to the functions' handlers, HTTP out.

Run as ``python -m tests.integration.gateway``, with settings from the environment. It sends each
call to the function that template.yaml's routes name, one after the other, as one instance of a
function takes them. Of three jobs one is completed, one fails and one goes on running.
"""

import asyncio
import importlib.util
import json
import sys
from contextlib import AsyncExitStack, redirect_stdout
from dataclasses import dataclass
from http.server import HTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

from deploy.api_events import EventCall, answer_of, function_of
from research.settings import Settings
from research.wiring.stores import Stores, open_stores
from tests.integration.api_server import pretend

ROOT = Path(__file__).parents[2]
_SUBMITTED = 202


@dataclass(frozen=True)
class Context:
    """What Lambda tells a handler of its call."""

    aws_request_id: str
    function_name: str = "function"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:us-east-1:111122223333:function:function"

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds."""
        return 29_000


def function(name: str) -> ModuleType:
    """The module of a function, as Lambda loads it: by its file, with nothing beside it."""
    spec = importlib.util.spec_from_file_location(
        f"{name}_app", ROOT / "functions" / name / "app.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Gateway(HTTPServer):
    """Calls the handlers in the thread it serves in, where their event loop is."""

    def __init__(self, stores: Stores) -> None:
        super().__init__(("127.0.0.1", 0), EventCall)
        self._functions = {name: function(name) for name in ("submit", "ask", "status")}
        self._stores = stores

    def answer(self, event: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes]:
        """What the function that is meant answers."""
        function = self._functions[function_of(event["routeKey"])]
        answer = function.handler(event, Context(event["requestContext"]["requestId"]))
        status, headers, body = answer_of(answer)
        if status == _SUBMITTED:
            job_id = json.loads(body)["job_id"]
            asyncio.get_event_loop().run_until_complete(self._work(job_id))
        return status, headers, body

    async def _work(self, job_id: str) -> None:
        if (await self._stores.jobs.get(job_id)).attempts == 0:
            await pretend(job_id, self._stores)


if __name__ == "__main__":
    _stores = open_stores(Settings.load(), AsyncExitStack())
    # The functions log to where nobody here would read on.
    with redirect_stdout(sys.stderr), Gateway(_stores) as _gateway:
        address = f"http://127.0.0.1:{_gateway.server_address[1]}"
        print(address, file=sys.__stdout__, flush=True)
        _gateway.serve_forever()
