"""Sources of one publisher share a name that it goes by."""

import pytest

from research.domain.source import Source
from research.web.publishers import publishers_of
from tests.unit.stages.sources import source


def page(url: str, site: str = "") -> Source:
    return source(1, "x").model_copy(update={"url": url, "site": site})


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (page("https://news.vessa.example/a"), page("https://vessa.example/b"), True),
        (page("https://vessa.example/a"), page("https://nordholm.example/a"), False),
        (
            page("https://vessa.example/a", "Vessa Post"),
            page("https://vessa.test/b", "Vessa  post"),
            True,
        ),
        (page("http://127.0.0.1:80/a"), page("http://127.0.0.1:80/b"), False),
        (page("notes/a.txt"), page("notes/b.txt"), False),
    ],
)
def test_one_publisher(one: Source, other: Source, is_same: bool) -> None:
    assert bool(publishers_of(one) & publishers_of(other)) is is_same
