"""Quotes that follow one another become one, as far as it can be read."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from research.domain.claim import Citation
from research.domain.passage import Passage
from research.stages.verify.joined_quotes import LONGEST_WORDS, join_quotes, without_parts
from research.text.terms import word_count

TEXT = "Ana won.  Ben lost. Cy drew.\nDee ran. It rained. " + "Very " * 74 + "hot."


def _shown(source: int, text: str) -> tuple[Passage, list[Citation]]:
    passage = Passage(id=str(source), source=source, start=10, end=10 + len(text), text=text)
    return passage, [
        Citation(source=source, quote=found[0], start=10 + found.start(), end=10 + found.end())
        for found in re.finditer(r"[A-Z][^.]*\.", text)
    ]


PASSAGE, (ANA, BEN, CY, DEE, RAIN, HOT) = _shown(1, TEXT)
OTHER, (_, BEN_OF_OTHER, *_) = _shown(2, TEXT)
PASSAGES = (OTHER, PASSAGE)


def test_neighbours_are_one_quote_whatever_their_order() -> None:
    (whole,) = join_quotes([CY, ANA, BEN, ANA], PASSAGES)
    assert whole.quote == "Ana won.  Ben lost. Cy drew."
    assert (whole.start, whole.end) == (ANA.start, CY.end)


def test_what_others_part_a_line_or_a_source_stays_apart() -> None:
    for apart in ([ANA, CY], [CY, DEE], [ANA, BEN_OF_OTHER]):
        assert join_quotes(apart, PASSAGES) == tuple(apart)


def test_each_stands_where_its_first_part_was_named() -> None:
    first, then = join_quotes([CY, DEE, BEN], PASSAGES)
    assert (first.quote, then) == ("Ben lost. Cy drew.", DEE)


def test_a_quote_that_would_be_too_long_is_left_in_two() -> None:
    first, then = join_quotes([HOT, RAIN, DEE], PASSAGES)
    assert (first, then.quote) == (HOT, "Dee ran. It rained.")


def test_quotes_of_two_passages_stay_apart_where_none_shows_both() -> None:
    parted = [
        PASSAGE.model_copy(update={"end": ANA.end, "text": TEXT[: ANA.end - 10]}),
        PASSAGE.model_copy(update={"start": BEN.start, "text": TEXT[BEN.start - 10 :]}),
    ]
    assert join_quotes([ANA, BEN], parted) == (ANA, BEN)


def test_a_part_of_another_quote_is_left_out() -> None:
    (both,) = join_quotes([ANA, BEN], PASSAGES)
    assert without_parts([ANA, both, DEE, BEN_OF_OTHER]) == (both, DEE, BEN_OF_OTHER)


@given(st.lists(st.sampled_from([ANA, BEN, CY, DEE, RAIN, HOT]), min_size=1))
def test_every_word_stays_cited_where_it_stands_and_once(named: list[Citation]) -> None:
    joined = join_quotes(named, PASSAGES)
    assert all(one.quote == TEXT[one.start - 10 : one.end - 10] for one in joined)
    assert all(any(o.start <= n.start and n.end <= o.end for o in joined) for n in named)
    in_order = sorted(joined, key=lambda one: one.start)
    assert all(one.end <= other.start for one, other in pairwise(in_order))
    assert all(word_count(one.quote) <= LONGEST_WORDS for one in joined)
