"""A sentence transformer of seven words, as a folder that `EMBEDDER_DIRECTORY` may name."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

SEA = ("ship", "ships", "cargo", "sail", "sails")
BREAD = ("dough", "bread")
UNKNOWN = "[UNK]"
"""Also what padding looks like, so a vector that forgets the mask is another."""
DIMENSIONS = 4


def make_tiny_onnx(folder: Path, *, model: str = "model.onnx", scale: float = 1.0) -> Path:
    """Write a model whose token vectors are looked up in a table times `scale`; `folder`."""
    words = [UNKNOWN, *SEA, *BREAD]
    table = np.zeros((len(words), DIMENSIONS), dtype=np.float32)
    table[0, 3] = 0.3
    table[1 : 1 + len(SEA), 0] = 1.0
    table[1 + len(SEA) :, 1] = 1.0
    write_model(folder / model, table * scale)
    tokenizer = Tokenizer(models.WordLevel({w: n for n, w in enumerate(words)}, unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def write_model(path: Path, table: npt.NDArray[np.float32], *, output: str = "Gather") -> None:
    """A model that looks token ids up in `table`, or with `output="Shape"` does nothing like it."""
    ids = ["batch", "sequence"]
    node = helper.make_node(
        output, ["table", "input_ids"] if output == "Gather" else ["input_ids"], ["found"]
    )
    kind, shape = (
        (TensorProto.FLOAT, [*ids, table.shape[1]])
        if output == "Gather"
        else (TensorProto.INT64, [2])
    )
    graph = helper.make_graph(
        [node],
        "tiny",
        [
            helper.make_tensor_value_info(name, TensorProto.INT64, ids)
            for name in ("input_ids", "attention_mask")
        ],
        [helper.make_tensor_value_info("found", kind, shape)],
        [numpy_helper.from_array(table, "table")],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    made.ir_version = 10
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(made, str(path))
