"""An embedder of the user's own: what its folder may hold, its name, and what a row is made of."""

from pathlib import Path

import numpy as np
import pytest

from research.adapters.embed.onnx_embedder import MAX_TOKENS, OnnxEmbedder
from research.domain.errors import EmbedderError, InvalidSettingError
from research.domain.request import ResearchRequest
from research.settings import Settings
from research.wiring.run import open_run
from tests.tiny_onnx import make_tiny_onnx, write_model


async def test_a_row_is_the_mean_of_the_tokens_at_length_one(tmp_path: Path) -> None:
    [row] = await OnnxEmbedder(make_tiny_onnx(tmp_path)).embed(["Ship ships bread"])
    assert row == pytest.approx(np.array([2.0, 1.0, 0.0, 0.0]) / np.sqrt(5), abs=1e-6)


async def test_short_texts_beside_long_ones_stay_as_they_are(tmp_path: Path) -> None:
    embedder = OnnxEmbedder(make_tiny_onnx(tmp_path))
    texts = ["ship bread " * (n % 7) + "sail" for n in range(100)]
    together = await embedder.embed(texts)
    alone = np.concatenate([await embedder.embed([text]) for text in texts])
    assert together == pytest.approx(alone, abs=1e-6)


async def test_only_the_first_tokens_count(tmp_path: Path) -> None:
    [row] = await OnnxEmbedder(make_tiny_onnx(tmp_path)).embed(
        ["ship " * MAX_TOKENS + "bread " * 99]
    )
    assert row == pytest.approx(np.array([1.0, 0.0, 0.0, 0.0]), abs=1e-6)


def test_the_name_changes_with_the_model_and_with_nothing_else(tmp_path: Path) -> None:
    first, copy, other = (
        OnnxEmbedder(make_tiny_onnx(tmp_path / name, model=model, scale=scale)).name
        for name, model, scale in (
            ("a", "model.onnx", 1.0),
            ("b", "onnx/model.onnx", 1.0),
            ("c", "model.onnx", 2.0),
        )
    )
    assert first == copy
    assert first != other
    assert first.endswith("-4")


def test_weights_beside_the_model_are_part_of_its_name(tmp_path: Path) -> None:
    before = OnnxEmbedder(make_tiny_onnx(tmp_path)).name
    (tmp_path / "model.onnx_data").write_bytes(b"other weights")
    assert OnnxEmbedder(tmp_path).name != before


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("model.onnx", None, "it has no model.onnx nor onnx/model.onnx"),
        ("tokenizer.json", None, "it has no tokenizer.json"),
        ("model.onnx", b"garbage", "can't be used"),
        ("tokenizer.json", b'{"version": "1.0"}', "can't be used"),
    ],
)
def test_a_folder_that_lacks_something_is_a_clear_error(
    tmp_path: Path, name: str, body: bytes | None, why: str
) -> None:
    make_tiny_onnx(tmp_path)
    (tmp_path / name).unlink()
    if body is not None:
        (tmp_path / name).write_bytes(body)
    with pytest.raises(InvalidSettingError, match=f"^EMBEDDER_DIRECTORY: .*{why}"):
        OnnxEmbedder(tmp_path)


def test_a_model_of_another_kind_is_a_clear_error(tmp_path: Path) -> None:
    make_tiny_onnx(tmp_path)
    write_model(tmp_path / "model.onnx", np.zeros((8, 4), dtype=np.float32), output="Shape")
    with pytest.raises(InvalidSettingError, match="no vector a token"):
        OnnxEmbedder(tmp_path)


async def test_a_model_that_fails_later_is_an_error_of_the_embedder(tmp_path: Path) -> None:
    make_tiny_onnx(tmp_path)
    # Token 7 has no row, and the model was only tried with token 0.
    write_model(tmp_path / "model.onnx", np.ones((3, 4), dtype=np.float32))
    with pytest.raises(EmbedderError, match="the ONNX model failed"):
        await OnnxEmbedder(tmp_path).embed(["bread"])


async def test_the_setting_chooses_it_and_needs_a_folder(tmp_path: Path) -> None:
    request, folder = ResearchRequest(query="q"), make_tiny_onnx(tmp_path)
    async with open_run(Settings(embedder="onnx", embedder_directory=folder), request) as wired:
        assert wired.ports.embedder.name.startswith("onnx-")
    with pytest.raises(InvalidSettingError, match="EMBEDDER_DIRECTORY: EMBEDDER=onnx"):
        async with open_run(Settings(embedder="onnx"), request):
            pass
