"""Weights in eight bits."""

import numpy as np
import pytest

from research.adapters.embed.transformer import packed


def test_weights_in_eight_bits_are_nearly_what_they_were() -> None:
    rows = np.random.default_rng(7).normal(size=(20, 30)).astype(np.float32)
    rows[3] *= 100  # its own scale: it must not cost the others theirs
    found = packed({"a": rows, "b": rows[0]})
    assert found["a"].dtype == np.int8
    kept = found["a"] * found["a.scale"]
    assert np.abs(kept - rows).max(axis=1) == pytest.approx(0, abs=2.0)
    assert np.abs(kept - rows)[np.arange(20) != 3].max() < 0.02
    assert found["b"].tolist() == rows[0].tolist()


def test_a_row_of_nothing_stays_nothing() -> None:
    found = packed({"a": np.zeros((2, 3), dtype=np.float32)})
    assert not (found["a"] * found["a.scale"]).any()
