"""What a run gives its stages."""

import pytest

from research.domain.request import ResearchRequest
from research.pipeline.run_context import Run
from research.pipeline.steps import relevance_of
from tests.unit.pipeline.pipeline_on_fakes import LIMITS, FakeWiring
from tests.unit.stages.sources import GARDEN, HARBOUR, source

ELSEWHERE = "Which prison sentence did the smuggler of Calypso receive?"


@pytest.mark.parametrize(
    ("addresses", "relevant"),
    [
        (("https://a.example/", "https://b.example/"), set()),
        (("file:///a.txt", "https://b.example/"), set()),
        (("file:///a.txt", "upload:/b.txt"), {1, 2}),
    ],
)
async def test_no_file_of_the_askers_own_is_ruled_out_where_all_would_be(
    addresses: tuple[str, str], relevant: set[int]
) -> None:
    run = Run(
        ResearchRequest(query=ELSEWHERE), "job-1", FakeWiring().ports(), LIMITS, lambda _: None, {}
    )
    texts = zip(addresses, (HARBOUR, GARDEN), strict=True)
    sources = [
        source(number, text).model_copy(update={"url": url})
        for number, (url, text) in enumerate(texts, start=1)
    ]
    assert set(await relevance_of(run, sources)) == relevant
