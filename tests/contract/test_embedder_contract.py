"""What every embedder must do, the fake one included."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pytest
from pydantic import SecretStr

from miniweb import serve
from research.adapters.embed.answer_encoder import AnswerEncoder
from research.adapters.embed.cached_embedder import CachedEmbedder
from research.adapters.embed.onnx_embedder import OnnxEmbedder
from research.adapters.embed.openai_embedder import OpenAiEmbedder
from research.adapters.embed.wordllama_embedder import WordllamaEmbedder
from research.cache import CacheManager
from research.ports import Embedder
from tests.fakes.cache import FakeCache
from tests.fakes.clock import StillClock
from tests.fakes.embedder import FakeEmbedder
from tests.tiny_onnx import make_tiny_onnx

CARGO = "The ship carries cargo under sail."
BAKING = "Knead the dough, then let the bread rise overnight."


class OpenAiOnMiniweb:
    """One for each call, for its connections belong to the loop of a test."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self.name = self._one().name

    def _one(self) -> OpenAiEmbedder:
        return OpenAiEmbedder(
            SecretStr("none"),
            base_url=self._base_url,
            model="text-embedding-3-small",
            dimensions=None,
            timeout_seconds=10.0,
            max_retries=1,
        )

    async def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        one = self._one()
        try:
            return await one.embed(texts)
        finally:
            await one.aclose()


@pytest.fixture(scope="module", params=["fake", "cached", "wordllama", "encoder", "onnx", "openai"])
def embedder(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Embedder]:
    match request.param:
        case "fake":
            yield FakeEmbedder()
        case "cached":
            yield CachedEmbedder(FakeEmbedder(), CacheManager(FakeCache(StillClock())))
        case "encoder":
            yield AnswerEncoder()
        case "wordllama":
            yield WordllamaEmbedder()
        case "onnx":
            yield OnnxEmbedder(make_tiny_onnx(tmp_path_factory.mktemp("onnx")))
        case _:
            with serve("--scale", "0") as server:
                yield OpenAiOnMiniweb(f"{server.base_url}/v1")


async def test_one_row_a_text_of_length_one(embedder: Embedder) -> None:
    rows = await embedder.embed([CARGO, BAKING, "Sails, ships and cargo"])
    assert rows.shape[0] == 3
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-4)


async def test_texts_about_the_same_are_nearer(embedder: Embedder) -> None:
    cargo, baking, ships = await embedder.embed([CARGO, BAKING, "Sails, ships and cargo"])
    assert cargo @ ships > cargo @ baking


async def test_the_same_text_has_the_same_vector(embedder: Embedder) -> None:
    first = await embedder.embed([CARGO])
    second = await embedder.embed([BAKING, CARGO])
    assert np.allclose(first[0], second[1], atol=1e-6)


async def test_nothing_and_blanks_are_no_error(embedder: Embedder) -> None:
    assert (await embedder.embed([])).shape[0] == 0
    rows = await embedder.embed(["", " ", "\u200b", "🧭" * 10])
    assert rows.shape[0] == 4
    assert np.isfinite(rows).all()


async def test_a_long_text_is_no_error(embedder: Embedder) -> None:
    assert np.isfinite(await embedder.embed([f"{CARGO} " * 20_000])).all()


async def test_the_name_is_fit_for_a_key(embedder: Embedder) -> None:
    assert embedder.name.replace("-", "").isalnum()
