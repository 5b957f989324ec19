"""Short pairs of sources: most contradictions are shown, and hardly anything that is none."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from research.stages.compare.compare import compare
from tests.unit.stages.sources import source
from tests.unit.stages.verify.claim_pairs import PAIRS as CLAIM_PAIRS

MIN_FOUND = 0.9
MAX_FALSE = 0.02
"""Of those that are compatible, though they were written to look as if they were not."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What two sources say, and whether they contradict each other. `about` says why."""

    about: str
    contradicts: bool
    one: str
    other: str


def _read() -> list[Pair]:
    text = Path(__file__).with_name("disagreement_pairs.txt").read_text(encoding="utf-8")
    blocks = [block.strip().splitlines() for block in text.split("\n\n")]
    return [Pair(b[0][2:], b[0][0] == "!", b[1], b[2]) for b in blocks if b[0][:2] in ("! ", "= ")]


PAIRS = _read()


def shows(one: str, other: str) -> bool:
    return bool(compare([source(1, one), source(2, other)]))


def test_most_contradictions_are_shown() -> None:
    every = [pair for pair in PAIRS if pair.contradicts]
    found = [pair for pair in every if shows(pair.one, pair.other)]
    assert len(every) >= 80
    assert len(found) >= MIN_FOUND * len(every), [p.about for p in every if p not in found]


def test_what_is_compatible_is_not_shown() -> None:
    every = [pair for pair in PAIRS if not pair.contradicts]
    false = [pair.about for pair in every if shows(pair.one, pair.other)]
    assert len(every) >= 80
    assert len(false) <= MAX_FALSE * len(every), false


def test_what_says_the_same_in_other_words_is_not_shown() -> None:
    true = [pair for pair in CLAIM_PAIRS if not pair.wrong]
    false = [pair.claim for pair in true if shows(pair.claim, pair.quote)]
    assert len(false) <= MAX_FALSE * len(true), false


@pytest.mark.parametrize("pair", PAIRS[::4], ids=lambda pair: pair.about)
def test_it_does_not_matter_which_source_comes_first(pair: Pair) -> None:
    assert shows(pair.one, pair.other) == shows(pair.other, pair.one)
