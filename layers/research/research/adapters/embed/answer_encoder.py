"""Embeds with a sentence transformer fitted to bring a question near to the sentences answering it.

It reads a sentence as a whole, so that "What do they charge?" is near "Tickets cost £30", which
static vectors don't see. It takes some 10 ms a sentence, so it is for the sentences that others
found, not for all of a page. It is all-MiniLM-L6-v2 (Apache 2.0), fitted by `bench/fit_encoder.py`.
"""

import asyncio
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from threadpoolctl import threadpool_limits
from tokenizers import BertWordPieceTokenizer

from research.adapters.embed.transformer import Transformer
from research.domain.errors import EmbedderError
from research.ports import Matrix

FILE = Path(__file__).parent / "answer_encoder.npz"
MAX_TOKENS = 64
"""Of a text. Nineteen in twenty sentences have fewer."""
MAX_CHARACTERS = 1_000
"""Of a text: more than `MAX_TOKENS` have, and a tokenizer's time is bounded."""
VOCABULARY = "vocabulary"
"""The name under which the file has the tokens, each on a line, as bytes."""
_BATCH = 8
"""Texts per batch: each is padded to the longest."""


class AnswerEncoder:
    """`ports.Embedder` over the fitted transformer, which a process loads once."""

    name = "answer-encoder"

    def __init__(self, file: Path = FILE) -> None:
        """Raises `EmbedderError` where `file` has no such model."""
        try:
            self._tokenizer, self._transformer = _load(file)
        except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
            raise EmbedderError(f"the answer encoder can't be loaded: {error}") from error

    async def embed(self, texts: Sequence[str]) -> Matrix:
        """One row a text, of length 1."""
        return await asyncio.to_thread(self._embed, texts)

    def _embed(self, texts: Sequence[str]) -> Matrix:
        cut = [text[:MAX_CHARACTERS] for text in texts]
        order = sorted(range(len(cut)), key=lambda place: len(cut[place]))
        found = np.zeros((len(cut), self._transformer.dimensions), dtype=np.float32)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            read = self._tokenizer.encode_batch([cut[place] for place in batch])
            tokens = np.array([one.ids for one in read], dtype=np.int64)
            mask = np.array([one.attention_mask for one in read], dtype=np.int64)
            found[batch] = self._transformer(tokens, mask)
        return found


@cache
def _load(file: Path) -> tuple[BertWordPieceTokenizer, Transformer]:
    """The model of `file`, loaded once a process: any number of threads may read it.

    From then on the process makes a product of matrices on one core. Its matrices are so small that
    two are no faster, and a core that waits for the other is busy: beside other work, both together
    took six times as long.
    """
    threadpool_limits(limits=1, user_api="blas")
    with np.load(file, allow_pickle=False) as weights:
        lines = weights[VOCABULARY].tobytes().decode().split("\n")
        transformer = Transformer({name: weights[name] for name in weights.files})
    tokenizer = BertWordPieceTokenizer({token: number for number, token in enumerate(lines)})
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.enable_padding()
    return tokenizer, transformer
