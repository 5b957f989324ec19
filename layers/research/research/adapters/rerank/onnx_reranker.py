"""A cross-encoder of the user's own, exported to ONNX, in a folder: ms-marco-MiniLM, bge-reranker.

It reads a query and a text together, which tells better than two vectors whether the one answers
the other, at the price of a run of the model for each pair: 50 sentences take a small one about a
second on two cores.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from research.adapters.onnx.onnx_classifier import OnnxClassifier
from research.domain.errors import EmbedderError

MAX_TOKENS = 256
"""Of a query and a text together."""


class OnnxReranker:
    """`ports.Reranker` over the logit that a sequence classifier gives each pair.

    Of several classes the last is taken: it is "relevant" where there are two.
    """

    def __init__(self, folder: Path) -> None:
        """`folder` holds `model.onnx` or `onnx/model.onnx`, and `tokenizer.json`.

        Raises `InvalidSettingError` where it does not, or they are no cross-encoder's.
        """
        self._classifier = OnnxClassifier(
            folder, setting="RERANKER_DIRECTORY", max_tokens=MAX_TOKENS
        )

    async def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """The logit of each of `texts`, higher for better; the lowest where it is no number."""
        try:
            return await asyncio.to_thread(self._score, query, texts)
        except Exception as error:  # ONNX Runtime's errors have no root below it
            raise EmbedderError(f"the ONNX reranker failed: {error}") from error

    def _score(self, query: str, texts: Sequence[str]) -> list[float]:
        scores = self._classifier.logits([(query, text) for text in texts])[:, -1]
        finite = scores[np.isfinite(scores)]
        lowest = float(finite.min()) if finite.size else 0.0
        return [float(one) for one in np.where(np.isfinite(scores), scores, lowest)]
