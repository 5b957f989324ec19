"""Which sources are about the query."""

import pytest

from research.stages.select.source_relevance import (
    names_in,
    relevant_sources,
    relevant_to_any,
)
from tests.fakes.embedder import FakeEmbedder
from tests.unit.stages.sources import ferry_sources, source

QUERY = "What does the battery ferry to Nordholm cost?"


async def test_relevance_is_that_of_the_words_not_of_the_order() -> None:
    forward = await relevant_sources(QUERY, ferry_sources(), FakeEmbedder())
    backward = await relevant_sources(QUERY, ferry_sources()[::-1], FakeEmbedder())
    assert forward == pytest.approx(backward)


def test_names_are_the_capitalised_words_after_the_first() -> None:
    assert names_in("Which companies did NASA and Blue Origin pay?") == ["nasa", "blue", "origin"]
    assert names_in("") == []


async def test_a_source_without_the_names_asked_for_is_about_something_else() -> None:
    elsewhere = source(
        5,
        "Council hears about the battery ferry\n"
        "The battery ferry of the council will cost 3 million euros and save diesel each year. "
        "Passengers of the ferry pay as before, and its quay has a new transformer.",
    )
    sources = [*ferry_sources(), elsewhere]
    with_name = await relevant_sources(
        "What does a battery ferry to Nordholm cost?", sources, FakeEmbedder()
    )
    without = await relevant_sources("what does a battery ferry cost?", sources, FakeEmbedder())
    assert 5 in without
    assert 5 not in with_name
    assert {1, 3} <= set(with_name)


async def test_a_name_may_be_written_in_another_script() -> None:
    other = source(5, "Паром Нордхольм\nПаром в Нордхольм стоит 24 миллиона. " * 4)
    found = await relevant_sources("паром Нордхольм стоит сколько", [other], FakeEmbedder())
    assert 5 in found
    latin = await relevant_sources("паром стоит сколько Nordholm", [other], FakeEmbedder())
    assert 5 in latin


LARK = "The Lark, a sailing freighter\nThe Lark is a freighter under sail with two masts. " * 3
TERN = "The Tern, a motor ship\nThe Tern burns diesel and carries ninety containers a trip. " * 3
ROUND_UP = "Ships of the year\nFive were named. The harbour of Aldvik is busy. " * 25 + "Tern."


async def test_of_a_comparison_sources_about_one_side_are_relevant_and_less() -> None:
    both = source(1, "Lark or Tern?\nThe Lark and the Tern sail to Nordholm. " * 3)
    sources = [both, source(2, LARK), source(3, TERN), source(4, ROUND_UP)]
    query = ["How does the Lark compare with the Tern of Nordholm when they sail?"]
    found = await relevant_to_any(query, sources, FakeEmbedder())
    assert found[1] > max(found[2], found[3])
    assert 4 not in found
    asked_of_one = await relevant_to_any(
        ["How does the Lark of Nordholm sail?"], sources, FakeEmbedder()
    )
    assert 3 not in asked_of_one


async def test_where_sources_tell_of_the_whole_comparison_those_of_one_side_are_left_out() -> None:
    both = "Lark or Tern?\nThe Lark and the Tern of Nordholm sail, and they compare well. " * 3
    whole = [source(number, f"{both} {number}") for number in (1, 2, 3)]
    query = ["How does the Lark compare with the Tern of Nordholm when they sail?"]
    found = await relevant_to_any(query, [*whole, source(4, TERN)], FakeEmbedder())
    assert set(found) == {1, 2, 3}
