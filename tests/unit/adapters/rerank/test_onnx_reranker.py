"""A cross-encoder of the user's own: what its folder may hold, and what a score is."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from research.adapters.rerank.onnx_reranker import OnnxReranker
from research.domain.errors import EmbedderError, InvalidSettingError
from research.domain.request import ResearchRequest
from research.settings import Settings
from research.wiring.run import open_run

WORDS = ("[PAD]", "[UNK]", "ferry", "ferries", "bread")


def make_tiny_cross_encoder(
    folder: Path, *, model: str = "model.onnx", classes: int = 1, worth: float = 1.0
) -> Path:
    """Write a model whose logits are sums over all tokens of a pair; `folder`.

    "ferry" and "ferries" are each worth `worth`, padding and all others nothing.
    """
    table = np.zeros((len(WORDS), classes), dtype=np.float32)
    table[2:4, -1] = worth
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["vectors"]),
        helper.make_node("ReduceSum", ["vectors", "axis"], ["logits"], keepdims=0),
    ]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "sequence"])
        for name in ("input_ids", "attention_mask")
    ]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", classes])]
    constants = [
        numpy_helper.from_array(table, "table"),
        numpy_helper.from_array(np.array([1], dtype=np.int64), "axis"),
    ]
    made = helper.make_model(
        helper.make_graph(nodes, "tiny", inputs, outputs, constants),
        opset_imports=[helper.make_opsetid("", 17)],
    )
    made.ir_version = 10
    (folder / model).parent.mkdir(parents=True, exist_ok=True)
    onnx.save(made, str(folder / model))
    tokenizer = Tokenizer(
        models.WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]")
    )
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


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
    monkeypatch.setattr(reranker, "_session", None)
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
