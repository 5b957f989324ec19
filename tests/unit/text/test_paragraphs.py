"""Whole paragraphs around a quote: what a judge reads."""

import pytest

from research.domain.claim import Citation
from research.domain.source import Source
from research.text.paragraphs import pack_places
from tests.unit.stages.sources import source

OPENING = "The harbour of Lund was dredged in 2019, and the county paid for all of it."
SAID = (
    "She told the council that the silt came back within two winters. “We paid once. We will not "
    "pay again,” said the treasurer of the county, who asked for 4 million crowns."
)
OTHER = "Boats are sold on the quay every Sunday, as they were a hundred years ago in Lund."
LAST = "The ferry of Lund leaves at noon and carries forty people, dogs included."
PAGE = source(1, "\n".join(("Lund dredged again", OPENING, SAID, "Trade on the quay", OTHER, LAST)))


def cited(page: Source, words: str) -> Citation:
    start = page.text.index(words)
    return Citation(source=page.id, quote=words, start=start, end=start + len(words))


def test_what_is_cited_comes_in_its_paragraph_once() -> None:
    places = [cited(PAGE, words) for words in ("We paid once.", "the treasurer of the county")]
    assert [one.text for one in pack_places(places, {1: PAGE})] == [f"{OPENING}\n{SAID}"]


def test_what_stands_between_two_cited_paragraphs_is_not_shown() -> None:
    places = [cited(PAGE, "dredged in 2019"), cited(PAGE, "carries forty people")]
    assert [one.text for one in pack_places(places, {1: PAGE})] == [
        f"Lund dredged again\n{OPENING}".removeprefix("Lund dredged again\n"),
        LAST,
    ]


def test_sources_come_in_the_order_in_which_they_are_cited() -> None:
    second = source(2, f"Lund sails\n{LAST}")
    places = [cited(second, "at noon"), cited(PAGE, "every Sunday"), cited(second, "dogs included")]
    shown = pack_places(places, {1: PAGE, 2: second})
    assert [one.source for one in shown] == [2, 1]
    assert [one.text for one in shown] == [LAST, f"Trade on the quay\n{OTHER}"]


@pytest.mark.parametrize("credit", ["[The Lund Post]", "— Ada Holm, of the harbour"])
def test_a_quotation_comes_with_who_is_named_below_it(credit: str) -> None:
    page = source(1, "\n".join(("What the papers say", OPENING, credit, OTHER, LAST)))
    (shown,) = pack_places([cited(page, "dredged in 2019")], {1: page})
    assert shown.text.endswith(f"{OPENING}\n{credit}")
    (last,) = pack_places([cited(page, "carries forty people")], {1: page})
    assert last.text == LAST
