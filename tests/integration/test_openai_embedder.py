"""The embedder against a server that misbehaves, over sockets."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import numpy as np
import pytest

from research.adapters.embed.openai_embedder import (
    BATCH,
    CONCURRENCY,
    MAX_CHARACTERS,
    OpenAiEmbedder,
)
from research.domain.errors import EmbedderError, InvalidSettingError
from tests.loopback_model import Answer, Body, LoopbackModel, fails, sends
from tests.model_forms import KEY

DIMENSIONS = 8
Vector = Callable[[str], list[Any]]


def vector(text: str) -> list[Any]:
    """Not of length 1, and telling texts apart by their first letter and length."""
    return [float(ord(text[0])), float(len(text)), *[0.5] * (DIMENSIONS - 2)]


def embeds(make: Vector = vector, *, backwards: bool = False, leave_out: int = 0) -> Answer:
    async def write(body: Body, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.005)
        data = [
            {"object": "embedding", "index": number, "embedding": make(text)}
            for number, text in enumerate(body["input"])
        ]
        data = data[leave_out:][:: -1 if backwards else 1]
        sent = json.dumps({"object": "list", "data": data, "model": "m"})
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(sent)}"
        writer.write(f"{head}\r\nConnection: close\r\n\r\n{sent}".encode())

    return write


@asynccontextmanager
async def served(
    *answers: Answer, **options: Any
) -> AsyncIterator[tuple[LoopbackModel, OpenAiEmbedder]]:
    async with LoopbackModel(answers) as server:
        given: dict[str, Any] = {
            "model": "own/embed.1",
            "dimensions": DIMENSIONS,
            "timeout_seconds": 5.0,
            "max_retries": 1,
        }
        embedder = OpenAiEmbedder(KEY, base_url=server.base_url, **(given | options))
        try:
            yield server, embedder
        finally:
            await embedder.aclose()


async def test_many_texts_go_in_batches_some_at_once_and_come_back_in_order() -> None:
    texts = [chr(97 + n % 26) * (1 + n) for n in range(5 * BATCH + 3)]
    async with served(embeds(backwards=True)) as (server, embedder):
        rows = await embedder.embed(texts)
    assert len(server.asked) == 6
    assert 1 < server.most_at_once <= CONCURRENCY
    wanted = np.array([vector(text) for text in texts], dtype=np.float32)
    wanted /= np.linalg.norm(wanted, axis=1, keepdims=True)
    assert np.allclose(rows, wanted, atol=1e-6)
    assert rows.dtype == np.float32


async def test_blank_texts_are_not_sent_and_long_ones_cut() -> None:
    async with served(embeds()) as (server, embedder):
        rows = await embedder.embed(["", "a" * 50_000, " \n"])
        assert (await embedder.embed([""])).shape == (1, DIMENSIONS)
    [asked] = server.asked
    assert asked["input"] == ["a" * MAX_CHARACTERS]
    assert not rows[[0, 2]].any()
    assert np.isclose(np.linalg.norm(rows[1]), 1.0)


async def test_a_shorter_vector_is_asked_for_where_the_model_has_them() -> None:
    async with served(embeds(), model="text-embedding-3-small") as (server, embedder):
        await embedder.embed(["a"])
    assert server.asked[0]["dimensions"] == DIMENSIONS
    async with served(embeds()) as (server, embedder):
        await embedder.embed(["a"])
    assert "dimensions" not in server.asked[0]


async def test_the_name_tells_model_server_and_dimension() -> None:
    async with served(embeds()) as (_, one), served(embeds()) as (_, other):
        assert one.name.startswith("openai-own-embed-1-")
        assert one.name.endswith(f"-{DIMENSIONS}")
        assert one.name != other.name


def test_an_unknown_model_needs_its_dimension() -> None:
    with pytest.raises(InvalidSettingError, match="EMBEDDING_DIMENSIONS"):
        OpenAiEmbedder(
            KEY,
            base_url="http://m.test",
            model="own",
            dimensions=None,
            timeout_seconds=1,
            max_retries=0,
        )


async def test_what_passes_is_waited_for() -> None:
    busy = fails(429, headers=["Retry-After: 0.05"])
    async with served(busy, embeds()) as (server, embedder):
        assert (await embedder.embed(["a"])).any()
        assert len(server.asked) == 2


JSON_OF = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
WRONG = {
    "away": fails(503, headers=["Retry-After: 0"]),
    "no such model": fails(404, "no such model"),
    "longer vectors": embeds(lambda _: [1.0] * (DIMENSIONS + 1)),
    "vectors of two lengths": embeds(lambda text: [1.0] * len(text)),
    "too few": embeds(leave_out=1),
    "words": embeds(lambda _: ["x"] * DIMENSIONS),
    "nothing": embeds(lambda _: [None] * DIMENSIONS),
    "no numbers": embeds(lambda _: [float("nan")] * DIMENSIONS),
    "no JSON": sends(JSON_OF + b"5\r\n\r\n<html"),
    "another JSON": sends(JSON_OF + b"2\r\n\r\n[]"),
    "a page": sends(JSON_OF.replace(b"application/json", b"text/html") + b"4\r\n\r\n<p>x"),
    "cut": sends(JSON_OF + b"9\r\n\r\n{"),
}


@pytest.mark.parametrize("answer", WRONG.values(), ids=WRONG)
async def test_anything_else_is_an_error_of_the_embedder(answer: Answer) -> None:
    async with served(answer) as (_, embedder):
        with pytest.raises(EmbedderError) as raised:
            await embedder.embed(["aa", "bbb"])
    assert raised.value.code == "embedder_failed"


async def test_it_ends_in_time() -> None:
    async with served(sends(hold=True), timeout_seconds=0.2) as (_, embedder):
        began = time.monotonic()
        with pytest.raises(EmbedderError):
            await embedder.embed(["a"])
        assert time.monotonic() - began < 2


async def test_the_key_is_nowhere_to_be_seen(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    key = KEY.get_secret_value()
    async with served(fails(401, f"Incorrect API key provided: {key}")) as (_, embedder):
        with pytest.raises(EmbedderError, match="401") as raised:
            await embedder.embed(["a"])
    assert key not in f"{raised.value!r}{embedder!r}{vars(embedder)!r}"
    assert key not in caplog.text
