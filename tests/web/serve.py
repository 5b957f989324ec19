"""A small web on loopback for tests: twenty pages, a search, and a model's stand-in.

``python tests/web/serve.py --port 8899`` serves on one port

- the pages of ``index.json``, of our own writing, at ``/<host>/<path>``; no place, firm or person
  in them exists
- ``GET /search?q=...&format=json``, SearXNG's JSON: pages by how rare the query's words in them are
- ``POST /v1/chat/completions`` and ``/v1/embeddings``, OpenAI's wire format
- ``GET /stats``: what was asked for, by kind, and when

It takes the place of miniweb (``bench/miniweb.py``) where that isn't there, with the same options:
``--scale`` multiplies every latency, ``--fail N`` spoils N percent of the pages, ``--llm-fail N``
refuses every Nth call of the model. Standard library only.

The model copies: each sentence that it writes is a sentence of its prompt, quoted as it stands.
"""

import argparse
import json
import math
import re
import struct
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle, islice
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zlib import crc32

PAGES = json.loads(Path(__file__).with_name("index.json").read_text(encoding="utf-8"))
SEARCH_SECONDS, PAGE_SECONDS, MODEL_SECONDS, TOKEN_SECONDS = 0.3, 0.3, 0.35, 0.01
SNIPPET_CHARACTERS, HITS = 240, 20
STALL_SECONDS = 60.0
DIMENSIONS = 256
_WORD = re.compile(r"\w{4,}")
_SENTENCE = re.compile(r"[A-Z](?:[^\n.!?]|\.(?=\d)){40,300}[.!?](?=\s|$)")
_NUMBER = re.compile(r"\[(\d+)\] |^(\d+)\. ", re.MULTILINE)
_LISTED = re.compile(r"^\d+\. \(\d", re.MULTILINE)
_QUESTIONS = re.compile(r"<<(\w+) questions\n(.*?)\n\1>>", re.DOTALL)
_PARTS = re.compile(r"<<(\w+) parts of the query\n(.*?)\n\1>>", re.DOTALL)


def words(text: str) -> set[str]:
    """The words of `text` that a search goes by."""
    return set(_WORD.findall(text.lower()))


def page_html(page: dict[str, str]) -> bytes:
    """The page as a site would send it."""
    title = escape(page["title"])
    body = "".join(f"<p>{escape(part)}</p>" for part in page["text"].split("\n\n"))
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>'
        f'<meta property="article:published_time" content="{page["published"]}"></head>'
        f"<body><nav><a href='/'>Home</a> <a href='/about'>About</a></nav>"
        f"<article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


def found(query: str) -> list[dict[str, str]]:
    """The pages that have a word of `query`, best first."""
    holding = [(page, words(f"{page['title']} {page['text']}")) for page in PAGES]
    weights = {
        word: math.log(1 + len(PAGES) / times)
        for word in words(query)
        if (times := sum(word in held for _, held in holding))
    }
    scores = [
        (sum(weights[word] for word in held & weights.keys()), page) for page, held in holding
    ]
    ranked = sorted((pair for pair in scores if pair[0]), key=lambda pair: -pair[0])
    return [page for _, page in ranked[:HITS]]


@dataclass(frozen=True)
class Writer:
    """Fills a JSON schema with the sentences of a prompt, each with the number it stands under."""

    forms: dict[str, Any]
    sentences: Iterator[tuple[str, int]]
    listed: int
    """How many sentences the prompt lists for a judge."""
    asked: int
    """How many sections it asks a writer for."""
    parts: int
    """How many parts of the query it asks to be answered."""

    def fill(self, schema: dict[str, Any], said: tuple[str, int], name: str = "") -> Any:
        """A value of `schema`, of which `name` is the field; `said` is what its object says."""
        schema = self.forms[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        match schema.get("type"):
            case "object":
                fields = schema.get("properties", {})
                return {key: self.fill(form, said, key) for key, form in fields.items()}
            case "array":
                return self._list(schema, said, name)
            case "integer":
                is_number = name in {"cites", "title_cites", "claim", "question", "part"}
                return said[1] if is_number else max(1, schema.get("minimum", 1))
            case "boolean":
                return True
        if "enum" in schema:
            return "supported" if "supported" in schema["enum"] else schema["enum"][0]
        return "" if name in {"missing", "reason"} else said[0][: schema.get("maxLength", 500)]

    def _list(self, schema: dict[str, Any], said: tuple[str, int], name: str) -> list[Any]:
        form = schema["items"]
        numbered = {"judgements": self.listed, "sections": self.asked, "answers": self.parts}
        if name in numbered:
            return [self.fill(form, one, name) for one in count_up(numbered[name])]
        if name in {"paragraphs", "cites", "title_cites", "claims", "queries"}:
            return [self.fill(form, said, "claim" if name == "claims" else name)]
        if name == "computed":
            return []
        count = min(schema.get("maxItems", 5), max(schema.get("minItems", 0), 5))
        return [self.fill(form, one, name) for one in islice(self.sentences, count)]


def count_up(count: int) -> list[tuple[str, int]]:
    """Nothing said, under each number from 1 to `count`."""
    return [("", number) for number in range(1, count + 1)]


def model_answer(call: dict[str, Any]) -> str:
    """What the model says to `call`: JSON in the form asked for."""
    prompt = str(call["messages"][-1]["content"])
    schema = call.get("response_format", {}).get("json_schema", {}).get("schema", {})
    places = [(0, 1), *((one.start(), int(one[1] or one[2])) for one in _NUMBER.finditer(prompt))]
    said = [
        (one[0], max(place for place in places if place[0] <= one.start())[1])
        for one in _SENTENCE.finditer(prompt)
    ] or [(prompt.strip()[:100] or "Nothing.", 1)]
    # Two sections of a report begin at different sentences of the same pages.
    first = crc32(prompt.encode()) % len(said)
    sentences = cycle([*said[first:], *said[:first]])
    asked, parts = _QUESTIONS.search(prompt), _PARTS.search(prompt)
    writer = Writer(
        schema.get("$defs", {}),
        sentences,
        listed=len(_LISTED.findall(prompt)),
        asked=len(asked[2].splitlines()) if asked else 0,
        parts=len(parts[2].splitlines()) if parts else 0,
    )
    return json.dumps(writer.fill(schema, next(sentences)))


def embedding(text: str, dimensions: int) -> list[float]:
    """A vector of length 1: texts that share words lie near each other."""
    row = [0.0] * dimensions
    for word in words(text):
        place = crc32(word.encode())
        row[place % dimensions] += 1.0 if place & 0x8000_0000 else -1.0
    length = math.sqrt(sum(value * value for value in row)) or 1.0
    return [value / length for value in row]


@dataclass
class Counts:
    """What was asked for."""

    by_kind: Counter[str] = field(default_factory=Counter)
    trail: list[dict[str, Any]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def add(self, kind: str, count: int = 1) -> int:
        """Count it. How many there are now."""
        with self.lock:
            self.by_kind[kind] += count
            return self.by_kind[kind]


class Web(ThreadingHTTPServer):
    """The pages, the search and the model, on one port."""

    request_queue_size = 256
    daemon_threads = True

    def __init__(self, options: argparse.Namespace) -> None:
        super().__init__(("127.0.0.1", options.port), Call)
        self.options = options
        self.counts = Counts()
        self.numbers = {
            page["url"].partition("://")[2]: number for number, page in enumerate(PAGES)
        }


class Call(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Web

    def do_GET(self) -> None:
        """A page, a search or the counts."""
        asked = urlsplit(self.path)
        if asked.path == "/search":
            self._search(parse_qs(asked.query).get("q", [""])[0])
        elif asked.path == "/stats":
            counts = self.server.counts
            self._send_json({**counts.by_kind, "trail": counts.trail})
        elif asked.path == "/v1/models":
            self._send_json({"object": "list", "data": [{"id": "copyist", "object": "model"}]})
        elif asked.path.endswith("/robots.txt"):
            self._send(200, b"User-agent: *\nDisallow: /private/\n", "text/plain")
        else:
            self._page(asked.path.lstrip("/"))

    def do_POST(self) -> None:
        """The model."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/v1/embeddings":
            self._embed(body)
        else:
            self._chat(body)

    def _wait(self, kind: str, seconds: float) -> None:
        self.server.counts.add(kind)
        start = time.monotonic()
        time.sleep(seconds * self.server.options.scale)
        self.server.counts.trail.append({"kind": kind, "start": start, "end": time.monotonic()})

    def _search(self, query: str) -> None:
        self._wait("searches", SEARCH_SECONDS)
        base = f"http://127.0.0.1:{self.server.server_port}"
        self._send_json({"query": query, "results": [
            {
                "url": f"{base}/{page['url'].partition('://')[2]}", "title": page["title"],
                "content": page["text"][:SNIPPET_CHARACTERS], "publishedDate": page["published"],
            }
            for page in found(query)
        ]})  # fmt: skip

    def _page(self, address: str) -> None:
        self._wait("pages", PAGE_SECONDS)
        number = self.server.numbers.get(address)
        if number is None:
            self._send(404, b"<title>Not found</title>", "text/html")
        elif number * 37 % 100 < self.server.options.fail:
            self._fail(number % 4)
        else:
            self._send(200, page_html(PAGES[number]), "text/html; charset=utf-8")

    def _fail(self, kind: int) -> None:
        """An error, a stall, half a body, or a redirect without end."""
        if kind == 0:
            self._send(500, b"broken", "text/html")
        elif kind == 1:
            time.sleep(STALL_SECONDS)
            self.close_connection = True
        elif kind == 2:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500000\r\n\r\n<html><p>cut")
            self.close_connection = True
        else:
            self._send(302, b"", "text/html", Location=self.path)

    def _chat(self, call: dict[str, Any]) -> None:
        number = self.server.counts.add("asked")
        every = self.server.options.llm_fail
        if every and number % every == 0:
            status = 429 if number // every % 2 else 500
            self.server.counts.add("chats")
            self.server.counts.add(f"chats_{status}")
            error = json.dumps({"error": {"message": "try again", "type": "stand_in"}}).encode()
            self._send(status, error, "application/json", **{"Retry-After": "1"})
            return
        text = model_answer(call)
        usage = {"prompt_tokens": len(json.dumps(call["messages"])) // 4,
                 "completion_tokens": len(text) // 4 + 1}  # fmt: skip
        for kind, count in usage.items():
            self.server.counts.add(kind, count)
        usage["total_tokens"] = sum(usage.values())
        seconds = MODEL_SECONDS + TOKEN_SECONDS * usage["completion_tokens"]
        head = {"id": f"chat-{number}", "created": int(time.time()), "model": call["model"]}
        self._wait("chats", seconds)
        if call.get("stream"):
            self._stream(head, text, usage)
        else:
            said = {"role": "assistant", "content": text}
            choice = {"index": 0, "finish_reason": "stop", "message": said}
            made = {**head, "object": "chat.completion", "choices": [choice], "usage": usage}
            self._send_json(made)

    def _stream(self, head: dict[str, Any], text: str, usage: dict[str, int]) -> None:
        half = len(text) // 2
        last: list[dict[str, Any]] = [{"index": 0, "delta": {}, "finish_reason": "stop"}]
        pieces: list[dict[str, Any]] = [
            {"choices": [{"index": 0, "delta": {"content": part}, "finish_reason": None}]}
            for part in (text[:half], text[half:])
        ]
        pieces += [{"choices": last}, {"choices": [], "usage": usage}]
        chunk = {**head, "object": "chat.completion.chunk"}
        lines = "".join(f"data: {json.dumps({**chunk, **piece})}\n\n" for piece in pieces)
        self._send(200, f"{lines}data: [DONE]\n\n".encode(), "text/event-stream")

    def _embed(self, call: dict[str, Any]) -> None:
        texts = [call["input"]] if isinstance(call["input"], str) else call["input"]
        self._wait("embeddings", MODEL_SECONDS)
        rows = [
            {"object": "embedding", "index": index, "embedding": self._coded(call, text)}
            for index, text in enumerate(texts)
        ]
        tokens = sum(len(text) // 4 for text in texts)
        usage = {"prompt_tokens": tokens, "total_tokens": tokens}
        self._send_json({"object": "list", "data": rows, "model": call["model"], "usage": usage})

    @staticmethod
    def _coded(call: dict[str, Any], text: str) -> list[float] | str:
        row = embedding(text, call.get("dimensions") or DIMENSIONS)
        if call.get("encoding_format") != "base64":
            return row
        return b64encode(struct.pack(f"<{len(row)}f", *row)).decode()

    def _send_json(self, value: Any) -> None:
        self._send(200, json.dumps(value).encode(), "application/json")

    def _send(self, status: int, body: bytes, kind: str, **headers: str) -> None:
        with suppress(ConnectionError):  # who asked may have gone
            self.send_response(status)
            for name, value in {"Content-Type": kind, **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--port", type=int, default=8899)
    parser.add_argument("--scale", type=float, default=1.0, help="multiply every latency")
    parser.add_argument("--fail", type=float, default=0.0, help="percent of pages that fail")
    parser.add_argument("--llm-fail", type=int, default=0, help="every Nth call of the model fails")
    with Web(parser.parse_args()) as web, suppress(KeyboardInterrupt):
        web.serve_forever()
