"""Embeds with a sentence transformer that the user exported to ONNX, from a folder.

Its vectors are better than static ones, and slower: on two cores a small model embeds fifty
passages a second, where static vectors take thousands.
"""

import asyncio
from collections.abc import Sequence
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from research.domain.errors import EmbedderError, InvalidSettingError
from research.ports import Matrix

MAX_TOKENS = 256
"""Per text, as most sentence transformers were trained; a passage has half as many."""
MAX_CHARACTERS = 5_000
"""Per text: far more than `MAX_TOKENS` have, to bound the tokenizer's time."""
_BATCH = 32
_MODELS = ("model.onnx", "onnx/model.onnx")
_TOKENIZER = "tokenizer.json"


class OnnxEmbedder:
    """`ports.Embedder` that averages a model's token vectors and scales them to length 1.

    The pooling is that of Sentence-BERT (Reimers and Gurevych, 2019), over the attention mask.
    """

    def __init__(self, folder: Path) -> None:
        """`folder` holds `model.onnx` or `onnx/model.onnx`, and `tokenizer.json`.

        Raises `InvalidSettingError` if a file is missing or is not of a sentence transformer.
        """
        model = next((folder / name for name in _MODELS if (folder / name).is_file()), None)
        tokenizer = folder / _TOKENIZER
        if model is None:
            raise _unusable(folder, f"it has no {' nor '.join(_MODELS)}")
        if not tokenizer.is_file():
            raise _unusable(folder, f"it has no {_TOKENIZER}")
        # The errors of neither library have a base class below Exception.
        try:
            self._tokenizer = Tokenizer.from_file(str(tokenizer))
            self._tokenizer.no_padding()
            self._tokenizer.enable_truncation(MAX_TOKENS)
            self._session = onnxruntime.InferenceSession(
                str(model), providers=["CPUExecutionProvider"]
            )
            self._inputs = {entry.name for entry in self._session.get_inputs()}
            found = self._token_vectors([[0, 0, 0]])
        except Exception as error:
            raise _unusable(folder, str(error)) from error
        if found.ndim != 3 or found.shape[:2] != (1, 3):
            raise _unusable(folder, f"the model has no vector a token, but {list(found.shape)}")
        self._dimensions = int(found.shape[2])
        self.name = f"onnx-{_digest(model, tokenizer)}-{self._dimensions}"

    async def embed(self, texts: Sequence[str]) -> Matrix:
        """One row a text, of length 1, or of zeros without tokens. Raises `EmbedderError`."""
        try:
            return await asyncio.to_thread(self._embed, texts)
        except Exception as error:
            raise EmbedderError(f"the ONNX model failed: {error}") from error

    def _embed(self, texts: Sequence[str]) -> Matrix:
        tokens = self._tokenizer.encode_batch([text[:MAX_CHARACTERS] for text in texts])
        ids = [encoding.ids for encoding in tokens]
        rows = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        # Texts of similar length share a batch, so that little is computed on padding.
        order = sorted((i for i in range(len(ids)) if ids[i]), key=lambda i: len(ids[i]))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            rows[batch] = self._pooled([ids[i] for i in batch])
        return rows

    def _pooled(self, ids: Sequence[Sequence[int]]) -> Matrix:
        sums = (self._token_vectors(ids) * _mask(ids)[:, :, np.newaxis]).sum(axis=1)
        # The sum, scaled to length 1, equals the mean scaled to length 1.
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        rows: Matrix = np.divide(sums, lengths, out=np.zeros_like(sums), where=lengths > 0)
        return rows

    def _token_vectors(self, ids: Sequence[Sequence[int]]) -> Matrix:
        """The vectors of all tokens, of shape (texts, tokens of the longest text, dimension)."""
        mask = _mask(ids)
        padded = np.zeros_like(mask)
        padded[mask == 1] = [token for text in ids for token in text]
        given = {
            "input_ids": padded,
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        found: list[Any] = self._session.run(
            None, {name: given[name] for name in self._inputs & given.keys()}
        )
        return np.asarray(found[0], dtype=np.float32)


def _mask(ids: Sequence[Sequence[int]]) -> "np.typing.NDArray[np.int64]":
    lengths = np.array([len(text) for text in ids])
    return (np.arange(lengths.max()) < lengths[:, np.newaxis]).astype(np.int64)


def _digest(model: Path, tokenizer: Path) -> str:
    """A hash of the model, of files beside it that hold its weights, and of the tokenizer."""
    whole = sha256()
    for path in (*sorted(model.parent.glob(f"{model.name}*")), tokenizer):
        with path.open("rb") as file:
            whole.update(file_digest(file, "sha256").digest())
    return whole.hexdigest()[:16]


def _unusable(folder: Path, why: str) -> InvalidSettingError:
    return InvalidSettingError(f"EMBEDDER_DIRECTORY: {folder} can't be used: {why}")
