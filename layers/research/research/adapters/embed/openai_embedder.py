"""Embeds with any server that speaks OpenAI's embeddings API, by the official SDK."""

import asyncio
import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import numpy as np
from openai import APIError, APITimeoutError, omit
from pydantic import SecretStr

from research.adapters.llm.openai_client import (
    clean_message,
    is_passing,
    openai_client,
    with_retries,
)
from research.domain.errors import EmbedderError, InvalidSettingError
from research.ports import Matrix

MAX_CHARACTERS = 2_000
"""Per text: its bytes, and so its tokens, are fewer than the 8,191 that OpenAI's models take."""
BATCH = 64
CONCURRENCY = 4
_SHORTENED = "text-embedding-3-"
"""Prefix of the models that return shorter vectors on request."""
_DIMENSIONS = {
    "text-embedding-3-small": 512,
    "text-embedding-3-large": 1024,
    "text-embedding-ada-002": 1536,
}
"""A third of the dimensions that the first two have: OpenAI measured a loss of less than one point
of MTEB (https://openai.com/index/new-embedding-models-and-api-updates/)."""


class OpenAiEmbedder:
    """`ports.Embedder` over a server's vectors, scaled to length 1."""

    def __init__(
        self,
        api_key: SecretStr,
        *,
        base_url: str,
        model: str,
        dimensions: int | None,
        timeout_seconds: float,
        max_retries: int,
    ) -> None:
        """`dimensions` is the length of the vectors; None for that of a known `model`.

        Raises `InvalidSettingError` for None with an unknown model, and for an impossible key.
        """
        known = dimensions or _DIMENSIONS.get(model)
        if known is None:
            raise InvalidSettingError(
                f"EMBEDDING_DIMENSIONS: say how long the vectors of {model!r} are"
            )
        self._key = api_key
        self._client = openai_client(api_key, base_url, timeout_seconds)
        self._model = model
        self._dimensions = known
        self._timeout_seconds = timeout_seconds
        self._max_retries = max_retries
        self._slots = asyncio.Semaphore(CONCURRENCY)
        self.name = f"openai-{_named(model, base_url)}-{known}"

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def embed(self, texts: Sequence[str]) -> Matrix:
        """One row a text, of length 1, or of zeros for a blank one. Raises `EmbedderError`."""
        rows = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        # No server takes a blank one.
        filled = [number for number, text in enumerate(texts) if text.strip()]
        batches = [filled[start : start + BATCH] for start in range(0, len(filled), BATCH)]
        found = await asyncio.gather(
            *(self._batch([texts[number][:MAX_CHARACTERS] for number in b]) for b in batches)
        )
        for batch, vectors in zip(batches, found, strict=True):
            rows[batch] = vectors
        return rows

    async def _batch(self, texts: list[str]) -> Matrix:
        async with self._slots:
            try:
                answer = await with_retries(
                    lambda: self._once(texts),
                    max_retries=self._max_retries,
                    within_seconds=self._timeout_seconds,
                    is_worth_it=lambda error: (
                        is_passing(error) or isinstance(error, APITimeoutError | TimeoutError)
                    ),
                )
                return self._matrix(answer, len(texts))
            except APIError as error:
                raise EmbedderError(clean_message(error, self._key)) from None
            except TimeoutError:
                limit = f"{self._timeout_seconds:g} s"
                raise EmbedderError(f"the embeddings take longer than {limit}") from None
            except (AttributeError, TypeError, ValueError):  # the SDK checks nothing it receives
                raise EmbedderError("the embeddings' server sent something else") from None

    async def _once(self, texts: list[str]) -> Any:
        is_shortened = self._model.startswith(_SHORTENED)
        async with asyncio.timeout(self._timeout_seconds):
            return await self._client.embeddings.create(
                model=self._model,
                input=texts,
                dimensions=self._dimensions if is_shortened else omit,
            )

    def _matrix(self, answer: Any, texts: int) -> Matrix:
        """The vectors in the order of their texts. Raises `EmbedderError` for other vectors."""
        data = sorted(answer.data, key=lambda one: one.index)
        vectors = np.asarray([one.embedding for one in data], dtype=np.float32)
        if vectors.shape != (texts, self._dimensions):
            raise EmbedderError(
                f"{self._model} gave vectors of shape {list(vectors.shape)}, not "
                f"{[texts, self._dimensions]}: check EMBEDDING_DIMENSIONS"
            )
        if not np.isfinite(vectors).all():
            raise EmbedderError(f"{self._model} gave vectors with numbers that are none")
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        rows: Matrix = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
        return rows


def _named(model: str, base_url: str) -> str:
    """A name for keys; with the server, since two may give one name to different models."""
    readable = re.sub(r"[^a-zA-Z0-9]+", "-", model).strip("-")[:40].strip("-")
    return f"{readable}-{sha256(f'{base_url} {model}'.encode()).hexdigest()[:8]}"
