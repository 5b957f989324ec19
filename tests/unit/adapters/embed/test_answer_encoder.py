"""The encoder that is in the package: what it finds near, and what it makes of odd input."""

from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from research.adapters.embed.answer_encoder import AnswerEncoder
from research.domain.errors import EmbedderError

QUESTION = "What do they charge for a boat ride?"
TOLD = [
    "Trips along the canal cost £8 for adults and £5 for children.",
    "The canal was dug by hand between 1791 and 1794.",
    "The boat is painted green, and its captain is called Mabel.",
]


async def test_what_answers_in_other_words_is_nearest() -> None:
    question, *told = await AnswerEncoder().embed([QUESTION, *TOLD])
    near = np.array(told) @ question
    assert near.argmax() == 0
    assert near[0] - near[1:].max() > 0.1


async def test_a_text_is_read_alike_alone_and_among_longer_ones() -> None:
    encoder = AnswerEncoder()
    together = await encoder.embed(["Short.", *TOLD, f"{' '.join(TOLD)} " * 3])
    for row, text in zip(together[1:4], TOLD, strict=True):
        (alone,) = await encoder.embed([text])
        assert row == pytest.approx(alone, abs=1e-4)


async def test_it_works_on_one_core() -> None:
    await AnswerEncoder().embed([QUESTION])
    found = [one for one in threadpool_info() if one["user_api"] == "blas"]
    assert found
    assert all(one["num_threads"] == 1 for one in found)


@pytest.mark.parametrize("text", ["", "🛶", "x" * 100_000, "word " * 100_000, "\x00\ud7ff"])
async def test_any_text_has_a_vector_of_length_one(text: str) -> None:
    (row,) = await AnswerEncoder().embed([text])
    assert np.linalg.norm(row) == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_no_model_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "model.npz"
    file.write_bytes(content)
    with pytest.raises(EmbedderError, match="encoder can't be loaded"):
        AnswerEncoder(file)
