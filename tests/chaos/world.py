"""All that the services ask of the outside, in one server on loopback: a search, its pages, a model
and those who get callbacks. What was asked, and when, is kept.

Each job asks about a town of its own, so that every call can be told to be a job's.
"""

import asyncio
import json
import random
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.chaos.model_answers import answer_to
from tests.loopback_model import DONE, STREAM, event, piece
from tests.servers import free_port

_STARTS = ("Ald", "Bren", "Cal", "Dorn", "Esk", "Fal", "Gunn", "Hest", "Ing", "Jor", "Kol", "Lund")
_ENDS = ("vik", "heim", "stad", "by", "havn", "nes", "dal", "borg", "fjord", "holm", "strand", "ey")
TOWNS = tuple(start + end for start in _STARTS for end in _ENDS)
_TOWN = re.compile(rf"\b({'|'.join(TOWNS)})\b")
PAGES = 3
GONE, FAILS_ONCE, SLOW = "gone", "fails-once", "slow"
SLOW_SECONDS = 4.0


@dataclass
class ModelCall:
    """One call, which is the same as another if its `key` is."""

    town: str
    key: str
    began: float
    ended: float | None = None
    """When it was answered; None where nobody waited for that."""


@dataclass
class Told:
    """A callback as it came, and what was answered."""

    path: str
    message_id: str
    at: float
    status: int


@dataclass
class World:
    """Serves on `port`. Times are `time.monotonic`."""

    seed: int
    port: int = field(default_factory=free_port)
    calls: list[ModelCall] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Serve, in a thread, while the block lasts."""
        routes = [
            Route("/search", self._search),
            Route("/page/{town}/{number:int}", self._page),
            Route("/v1/chat/completions", self._chat, methods=["POST"]),
            Route("/callback/{kind}/{town}", self._callback, methods=["POST"]),
        ]
        config = uvicorn.Config(
            Starlette(routes=routes),
            host="127.0.0.1",
            port=self.port,
            log_level="error",
            lifespan="off",
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield
        finally:
            server.should_exit = server.force_exit = True
            thread.join()

    async def _search(self, request: Request) -> Response:
        named = _TOWN.search(request.query_params["q"])
        urls = [f"{self.url}/page/{named[0]}/{number}" for number in range(PAGES)] if named else []
        found = [{"url": url, "title": f"The ferry {url[-1]}", "content": ""} for url in urls]
        return JSONResponse({"results": found})

    async def _page(self, request: Request) -> Response:
        town, number = request.path_params["town"], request.path_params["number"]
        body = "".join(f"<p>{sentence}</p>" for sentence in _sentences(town, number))
        html = f"<html><head><title>The {town} ferry</title></head><body><article>{body}</article>"
        return Response(html, media_type="text/html")

    async def _chat(self, request: Request) -> Response:
        body = await request.json()
        prompt = json.dumps(body["messages"], ensure_ascii=False)
        found = _TOWN.search(prompt)
        call = ModelCall(
            found[0] if found else "", sha256(prompt.encode()).hexdigest(), time.monotonic()
        )
        self.calls.append(call)
        chance = random.Random(f"{self.seed} {call.key}")
        await asyncio.sleep(chance.uniform(0.1, 0.5))
        if await request.is_disconnected():
            return Response()
        call.ended = time.monotonic()
        text = json.dumps(answer_to(body, call.town))
        usage = {"prompt_tokens": len(prompt) // 4, "completion_tokens": len(text) // 4}
        sent = STREAM + piece(text) + piece(finish="stop") + event(usage=usage) + DONE
        return Response(sent.partition(b"\r\n\r\n")[2], media_type="text/event-stream")

    async def _callback(self, request: Request) -> Response:
        kind = request.path_params["kind"]
        is_first = all(told.path != request.url.path for told in self.told)
        status = 410 if kind == GONE else 500 if kind == FAILS_ONCE and is_first else 204
        message_id = request.headers["webhook-id"]
        self.told.append(Told(request.url.path, message_id, time.monotonic(), status))
        if kind == SLOW and is_first:
            await asyncio.sleep(SLOW_SECONDS)
        return Response(status_code=status)


def _sentences(town: str, number: int) -> list[str]:
    chance = random.Random(f"{town} {number}")
    return [
        f"The {town} ferry cost {cost} million euros, of which the county of {town} paid "
        f"{cost // 3} million. In {1990 + cost % 30} it carried {cost * 7} people a day, "
        f"the harbour office of {town} said in its report number {number + 1}."
        for cost in chance.sample(range(20, 90), 5)
    ]
