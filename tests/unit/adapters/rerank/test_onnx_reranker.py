"""A cross-encoder of the user's own: what its folder may hold, and what a score is."""

from pathlib import Path

import pytest

from research.adapters.rerank.onnx_reranker import OnnxReranker
from research.domain.errors import EmbedderError, InvalidSettingError
from research.domain.request import ResearchRequest
from research.settings import Settings
from research.wiring.run import open_run
from tests.tiny_cross_encoder import make_tiny_cross_encoder


@pytest.mark.parametrize("classes", [1, 2])
@pytest.mark.parametrize("model", ["model.onnx", "onnx/model.onnx"])
async def test_a_score_is_of_the_query_and_the_text_together(
    tmp_path: Path, model: str, classes: int
) -> None:
    reranker = OnnxReranker(make_tiny_cross_encoder(tmp_path, model=model, classes=classes))
    assert await reranker.score("ferry", ["bread", "ferries ferry", ""]) == [1.0, 3.0, 1.0]
    assert await reranker.score("ferry", []) == []


async def test_texts_of_any_length_keep_their_order(tmp_path: Path) -> None:
    reranker = OnnxReranker(make_tiny_cross_encoder(tmp_path))
    texts = ["bread " * (n % 9) + "ferry " * (n % 5) for n in range(70)]
    assert await reranker.score("bread", texts) == [float(n % 5) for n in range(70)]


async def test_a_score_that_is_no_number_is_the_lowest(tmp_path: Path) -> None:
    reranker = OnnxReranker(make_tiny_cross_encoder(tmp_path, worth=float("inf")))
    assert await reranker.score("bread", ["ferry", "bread"]) == [0.0, 0.0]


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("model.onnx", None, "it has no model.onnx nor onnx/model.onnx"),
        ("tokenizer.json", None, "it has no tokenizer.json"),
        ("model.onnx", b"no model", "can't be used"),
        ("tokenizer.json", b"{}", "can't be used"),
    ],
)
def test_a_folder_that_is_none_is_told(
    tmp_path: Path, name: str, body: bytes | None, why: str
) -> None:
    make_tiny_cross_encoder(tmp_path)
    if body is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(body)
    with pytest.raises(InvalidSettingError, match="RERANKER_DIRECTORY") as caught:
        OnnxReranker(tmp_path)
    assert why in str(caught.value)


async def test_a_model_that_fails_is_an_error_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reranker = OnnxReranker(make_tiny_cross_encoder(tmp_path))
    monkeypatch.setattr(reranker, "_classifier", None)
    with pytest.raises(EmbedderError, match="the ONNX reranker failed"):
        await reranker.score("ferry", ["bread"])


async def test_the_setting_chooses_it_and_needs_a_folder(tmp_path: Path) -> None:
    request, folder = ResearchRequest(query="q"), make_tiny_cross_encoder(tmp_path)
    async with open_run(Settings(reranker="onnx", reranker_directory=folder), request) as run:
        assert isinstance(run.ports.reranker, OnnxReranker)
    async with open_run(Settings(), request) as run:
        assert run.ports.reranker is None
    with pytest.raises(InvalidSettingError, match="RERANKER_DIRECTORY: RERANKER=onnx"):
        async with open_run(Settings(reranker="onnx"), request):
            pass
