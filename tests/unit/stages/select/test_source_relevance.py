"""Which sources are about the query."""

import pytest

from research.stages.select.source_relevance import names_in, relevant_sources
from tests.fakes.embedder import FakeEmbedder
from tests.unit.stages.sources import ferry_sources

QUERY = "What does the battery ferry to Nordholm cost?"


async def test_relevance_is_that_of_the_words_not_of_the_order() -> None:
    forward = await relevant_sources(QUERY, ferry_sources(), FakeEmbedder())
    backward = await relevant_sources(QUERY, ferry_sources()[::-1], FakeEmbedder())
    assert forward == pytest.approx(backward)


def test_names_are_the_capitalised_words_after_the_first() -> None:
    assert names_in("Which companies did NASA and Blue Origin pay?") == ["nasa", "blue", "origin"]
    assert names_in("") == []
