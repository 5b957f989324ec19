"""A cross-encoder of the user's own, exported to ONNX, in a folder: ms-marco-MiniLM, bge-reranker.

It reads a query and a text together, which tells better than two vectors whether the one answers
the other, at the price of a run of the model for each pair: 50 sentences take a small one about a
second on two cores.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from research.domain.errors import EmbedderError, InvalidSettingError

MAX_TOKENS = 256
"""Of a query and a text together."""
MAX_CHARACTERS = 5_000
"""Of one text: far more than so many tokens have, and a tokenizer's time is bounded."""
_BATCH = 16
_MODELS = ("model.onnx", "onnx/model.onnx")
_TOKENIZER = "tokenizer.json"


class OnnxReranker:
    """`ports.Reranker` over the logit that a sequence classifier gives each pair.

    Of several classes the last is taken: it is "relevant" where there are two.
    """

    def __init__(self, folder: Path) -> None:
        """`folder` holds `model.onnx` or `onnx/model.onnx`, and `tokenizer.json`.

        Raises `InvalidSettingError` where it does not, or they are no cross-encoder's.
        """
        model = next((folder / name for name in _MODELS if (folder / name).is_file()), None)
        tokenizer = folder / _TOKENIZER
        if model is None:
            raise _unusable(folder, f"it has no {' nor '.join(_MODELS)}")
        if not tokenizer.is_file():
            raise _unusable(folder, f"it has no {_TOKENIZER}")
        # Neither library's errors have a root below Exception.
        try:
            self._tokenizer = Tokenizer.from_file(str(tokenizer))
            self._tokenizer.enable_truncation(MAX_TOKENS, strategy="longest_first")
            self._tokenizer.enable_padding()
            self._session = onnxruntime.InferenceSession(
                str(model), providers=["CPUExecutionProvider"]
            )
            self._inputs = {entry.name for entry in self._session.get_inputs()}
            found = self._logits(self._tokenizer.encode_batch([("a", "b"), ("a", "c")]))
        except Exception as error:
            raise _unusable(folder, str(error)) from error
        if found.ndim != 2 or found.shape[0] != 2:
            raise _unusable(folder, f"the model has no score a pair, but {list(found.shape)}")

    async def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """The logit of each of `texts`, higher for better; the lowest where it is no number."""
        try:
            return await asyncio.to_thread(self._score, query, texts)
        except Exception as error:
            raise EmbedderError(f"the ONNX reranker failed: {error}") from error

    def _score(self, query: str, texts: Sequence[str]) -> list[float]:
        asked = query[:MAX_CHARACTERS]
        # Texts as long as each other go together, so that little is computed on padding.
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        scores = np.zeros(len(texts), dtype=np.float32)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            pairs = [(asked, texts[place][:MAX_CHARACTERS]) for place in batch]
            scores[batch] = self._logits(self._tokenizer.encode_batch(pairs))[:, -1]
        finite = scores[np.isfinite(scores)]
        lowest = float(finite.min()) if finite.size else 0.0
        return [float(one) for one in np.where(np.isfinite(scores), scores, lowest)]

    def _logits(self, pairs: Sequence[Encoding]) -> "np.typing.NDArray[np.float32]":
        """Shape (pairs, classes)."""
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


def _unusable(folder: Path, why: str) -> InvalidSettingError:
    return InvalidSettingError(f"RERANKER_DIRECTORY: {folder} can't be used: {why}")
