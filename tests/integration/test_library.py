"""A program researches in a small web, beside a file of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import miniweb
from research import ResearchRequest, Settings, research

FILE = (
    "An inspector said on 20 November 2025 that the array in Skerry Sound would be lit at night.\n"
)


@pytest.fixture(scope="module")
def web() -> Iterator[miniweb.Miniweb]:
    with miniweb.serve("--scale", "0.2") as served:
        yield served


async def test_a_file_is_read_alone_or_beside_the_web(web: miniweb.Miniweb, tmp_path: Path) -> None:
    query = miniweb.topics()[0]["query"]
    own = tmp_path / "inspector.txt"
    own.write_text(FILE * 3, encoding="utf-8")
    settings = Settings.model_validate(
        {
            "searxng_url": web.base_url,
            "fetch_allow_networks": "127.0.0.0/8",
            "reports_directory": tmp_path / "reports",
        }
    )
    alone = await research(query, sources=[own], settings=settings)
    assert [source.url for source in alone.sources] == [own.as_uri()]
    both = await research(
        ResearchRequest(query=query, search_web=True), sources=[own], settings=settings
    )
    schemes = {source.url.partition(":")[0] for source in both.sources}
    assert schemes == {"file", "http"}
    assert (tmp_path / "reports" / f"{both.job_id}.html").is_file()
