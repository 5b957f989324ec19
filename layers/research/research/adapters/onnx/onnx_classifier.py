"""A sequence classifier in the ONNX form, in a folder of the user's own: it reads pairs of texts.

Rerankers and models of natural language inference are both of that kind.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from research.domain.errors import InvalidSettingError

MAX_CHARACTERS = 5_000
"""Of one text: far more than a model reads, and a tokenizer's time is bounded."""
_BATCH = 16
_MODELS = ("model.onnx", "onnx/model.onnx")
_TOKENIZER = "tokenizer.json"


class OnnxClassifier:
    """Gives each pair of texts the logits of a model's classes."""

    def __init__(self, folder: Path, *, setting: str, max_tokens: int) -> None:
        """`folder` holds `model.onnx` or `onnx/model.onnx`, and `tokenizer.json`.

        `max_tokens` are a pair's; of a longer one the longer text is cut. Raises
        `InvalidSettingError`, which names `setting`, where the folder has not these, or they are no
        classifier's.
        """
        model = next((folder / name for name in _MODELS if (folder / name).is_file()), None)
        tokenizer = folder / _TOKENIZER
        if model is None:
            raise unusable(setting, folder, f"it has no {' nor '.join(_MODELS)}")
        if not tokenizer.is_file():
            raise unusable(setting, folder, f"it has no {_TOKENIZER}")
        # Neither library's errors have a root below Exception.
        try:
            self._tokenizer = Tokenizer.from_file(str(tokenizer))
            self._tokenizer.enable_truncation(max_tokens, strategy="longest_first")
            self._tokenizer.enable_padding()
            self._session = onnxruntime.InferenceSession(
                str(model), providers=["CPUExecutionProvider"]
            )
            self._inputs = {entry.name for entry in self._session.get_inputs()}
            found = self._run(self._tokenizer.encode_batch([("a", "b"), ("a", "c")]))
        except Exception as error:
            raise unusable(setting, folder, str(error)) from error
        if found.ndim != 2 or found.shape[0] != 2:
            why = f"the model has no score a pair, but {list(found.shape)}"
            raise unusable(setting, folder, why)
        self.classes = int(found.shape[1])

    def logits(self, pairs: Sequence[tuple[str, str]]) -> "np.typing.NDArray[np.float32]":
        """Shape (pairs, classes)."""
        # Pairs as long as each other go together, so that little is computed on padding.
        cut = [(one[:MAX_CHARACTERS], other[:MAX_CHARACTERS]) for one, other in pairs]
        order = sorted(range(len(cut)), key=lambda place: sum(map(len, cut[place])))
        found = np.zeros((len(cut), self.classes), dtype=np.float32)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            found[batch] = self._run(self._tokenizer.encode_batch([cut[place] for place in batch]))
        return found

    def _run(self, pairs: Sequence[Encoding]) -> "np.typing.NDArray[np.float32]":
        given = {
            "input_ids": [one.ids for one in pairs],
            "attention_mask": [one.attention_mask for one in pairs],
            "token_type_ids": [one.type_ids for one in pairs],
        }
        found: list[Any] = self._session.run(
            None,
            {name: np.array(given[name], dtype=np.int64) for name in self._inputs & given.keys()},
        )
        return np.asarray(found[0], dtype=np.float32)


def unusable(setting: str, folder: Path, why: str) -> InvalidSettingError:
    """The error that `setting` names a folder that can't be used."""
    return InvalidSettingError(f"{setting}: {folder} can't be used: {why}")
