"""A small BERT in NumPy: from tokens to one vector a text, without a library that runs models.

ONNX Runtime does the same in half the time, and has 78 MB; a function and its layers may have 262
together. The weights are kept as whole numbers of eight bits, a scale for each row, which moves a
cosine by less than .01.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import pi, sqrt
from typing import Any

import numpy as np

Array = np.typing.NDArray[np.float32]
Integers = np.typing.NDArray[np.int64]

HEADS = 12
_TINY = 1e-12
_CUBIC = 0.044715
"""Of the approximation of GELU by tanh: Hendrycks and Gimpel, arXiv:1606.08415."""
_MASKED = np.float32(-1e9)
"""What is added where a text has ended, so that nothing attends to it."""


@dataclass(frozen=True, slots=True)
class _Dense:
    """A product with a matrix, and what is added."""

    weight: Array
    bias: Array

    def __call__(self, rows: Array) -> Array:
        found: Array = rows @ self.weight
        found += self.bias
        return found


@dataclass(frozen=True, slots=True)
class _Norm:
    """Each row with a mean of 0 and a spread of 1, scaled and moved."""

    weight: Array
    bias: Array

    def __call__(self, rows: Array) -> Array:
        found: Array = rows - rows.mean(axis=-1, keepdims=True)
        found /= np.sqrt(np.square(found).mean(axis=-1, keepdims=True) + _TINY)
        found *= self.weight
        found += self.bias
        return found


@dataclass(frozen=True, slots=True)
class _Layer:
    """Attention of each token to all of its text, and a network on each."""

    query_key_value: _Dense
    """Side by side."""
    attention_output: _Dense
    attention_norm: _Norm
    intermediate: _Dense
    output: _Dense
    output_norm: _Norm

    def __call__(self, rows: Array, mask_bias: Array, shape: tuple[int, int]) -> Array:
        size = rows.shape[-1]
        parts = self.query_key_value(rows).reshape(*shape, 3, HEADS, size // HEADS)
        query, key, value = parts.transpose(2, 0, 3, 1, 4)
        scores = query @ key.swapaxes(-1, -2)
        scores /= np.float32(sqrt(size // HEADS))
        scores += mask_bias
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        attended = (scores @ value).transpose(0, 2, 1, 3).reshape(rows.shape)
        rows = self.attention_norm(rows + self.attention_output(attended))
        return self.output_norm(rows + self.output(_gelu(self.intermediate(rows))))


class Transformer:
    """Gives each text of a batch its vector: the mean of what its tokens became."""

    def __init__(self, weights: Mapping[str, Any]) -> None:
        """`weights` by the names that BERT's have, as `packed` packs them.

        Raises `KeyError` where one is missing.
        """
        self._tokens = weights["embeddings.word_embeddings.weight"]
        self._scales = weights["embeddings.word_embeddings.weight.scale"]
        self._places = _unpacked(weights, "embeddings.position_embeddings.weight")
        self._places = (
            self._places + _unpacked(weights, "embeddings.token_type_embeddings.weight")[0]
        )
        self._norm = _norm(weights, "embeddings.LayerNorm")
        count = sum(name.endswith("intermediate.dense.bias") for name in weights)
        self._layers = [_layer(weights, f"encoder.layer.{number}") for number in range(count)]

    @property
    def dimensions(self) -> int:
        """Of a vector."""
        return int(self._places.shape[1])

    def __call__(self, tokens: Integers, mask: Integers) -> Array:
        """A row a text, of length 1. `mask` is 1 where `tokens` has a token of the text."""
        shape = (tokens.shape[0], tokens.shape[1])
        read: Array = self._tokens[tokens] * self._scales[tokens] + self._places[: shape[1]]
        rows = self._norm(read).reshape(-1, self.dimensions)
        mask_bias = np.where(mask[:, np.newaxis, np.newaxis, :] == 1, np.float32(0), _MASKED)
        for layer in self._layers:
            rows = layer(rows, mask_bias, shape)
        summed = (rows.reshape(*shape, -1) * mask[:, :, np.newaxis].astype(np.float32)).sum(axis=1)
        found: Array = summed / np.linalg.norm(summed, axis=1, keepdims=True)
        return found


def packed(weights: Mapping[str, Array]) -> dict[str, Any]:
    """`weights` in eight bits: each matrix's rows between -127 and 127, each with a scale."""
    found: dict[str, Any] = {}
    for name, one in weights.items():
        if one.ndim == 1:
            found[name] = one.astype(np.float32)
            continue
        scale = np.abs(one).max(axis=1, keepdims=True) / 127 + _TINY
        found[name] = np.round(one / scale).astype(np.int8)
        found[f"{name}.scale"] = scale.astype(np.float32)
    return found


def _unpacked(weights: Mapping[str, Any], name: str) -> Array:
    found: Array = weights[name] * weights[f"{name}.scale"]
    return found


def _dense(weights: Mapping[str, Any], names: Sequence[str]) -> _Dense:
    """The products of `names`, side by side."""
    columns = [_unpacked(weights, f"{name}.weight").T for name in names]
    biases = [weights[f"{name}.bias"] for name in names]
    return _Dense(np.ascontiguousarray(np.hstack(columns)), np.concatenate(biases))


def _norm(weights: Mapping[str, Any], name: str) -> _Norm:
    return _Norm(weights[f"{name}.weight"], weights[f"{name}.bias"])


def _layer(weights: Mapping[str, Any], name: str) -> _Layer:
    return _Layer(
        _dense(weights, [f"{name}.attention.self.{one}" for one in ("query", "key", "value")]),
        _dense(weights, [f"{name}.attention.output.dense"]),
        _norm(weights, f"{name}.attention.output.LayerNorm"),
        _dense(weights, [f"{name}.intermediate.dense"]),
        _dense(weights, [f"{name}.output.dense"]),
        _norm(weights, f"{name}.output.LayerNorm"),
    )


def _gelu(rows: Array) -> Array:
    """GELU of `rows`, by tanh."""
    curved: Array = np.square(rows)
    curved *= _CUBIC
    curved += 1
    curved *= rows
    curved *= sqrt(2 / pi)
    np.tanh(curved, out=curved)
    curved += 1
    curved *= rows
    curved *= 0.5
    return curved
