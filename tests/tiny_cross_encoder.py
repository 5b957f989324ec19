"""Writes a tiny sequence classifier in the ONNX form, which counts ferries."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

WORDS = ("[PAD]", "[UNK]", "ferry", "ferries", "bread")


def make_tiny_cross_encoder(
    folder: Path, *, model: str = "model.onnx", classes: int = 1, worth: float = 1.0, of: int = -1
) -> Path:
    """Write a model whose logits are sums over all tokens of a pair; `folder`.

    "ferry" and "ferries" are each worth `worth` for the class `of`, all other tokens nothing.
    """
    table = np.zeros((len(WORDS), classes), dtype=np.float32)
    table[2:4, of] = worth
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
