"""Which sources are about the query."""

import pytest

from research.stages.select.source_relevance import names_in, relevant_sources
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
