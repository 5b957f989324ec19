"""When a page has settled, and what is taken of it, on a browser that is made up."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from playwright.async_api import Error

from research.adapters.fetch.chromium import shown_page
from research.adapters.fetch.chromium.shown_page import SettleLimits, shown_html
from research.adapters.fetch.httpx_fetcher import HttpAnswer
from research.domain.errors import RenderError

PAGE = "<html><body>Storks</body></html>"


class FakeSession:
    """Says how long the page's text is, once after another, and then what its HTML is."""

    def __init__(self, *lengths: Any, html: Any = PAGE, url: str = "https://storks.example/"):
        self.lengths = list(lengths)
        self.html = html
        self.url = url
        self.polls = 0

    async def send(self, method: str, params: Mapping[str, Any] | None = None) -> Any:
        match method:
            case "Page.getFrameTree":
                return {"frameTree": {"frame": {"id": "1", "url": self.url}}}
            case "Page.createIsolatedWorld":
                return {"executionContextId": 7}
        assert params is not None
        assert params["contextId"] == 7
        return {"result": {"value": self._value("innerText" in params["expression"])}}

    def _value(self, is_poll: bool) -> Any:
        if not is_poll:
            return self.html
        self.polls += 1
        length = self.lengths.pop(0) if len(self.lengths) > 1 else self.lengths[0]
        if isinstance(length, Exception):
            raise length
        return length


class Requests:
    """Awaits nothing, or something without end."""

    def __init__(self, pending: int = 0) -> None:
        self.pending = pending
        self.document = HttpAnswer("https://storks.example/nests", 200, "text/html", b"", {})


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown_page, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(shown_page, "QUIET_SECONDS", 0.05)


async def shown(session: FakeSession, pending: int = 0, seconds: float = 5) -> str:
    until_seconds = asyncio.get_running_loop().time() + seconds
    return await shown_html(session, Requests(pending), SettleLimits(until_seconds, 1_000))  # type: ignore[arg-type]


async def test_a_page_is_taken_once_it_no_longer_changes() -> None:
    session = FakeSession(0, 0, 10, 20, 20, 30, 30)
    assert await shown(session) == f"<!doctype html>\n{PAGE}"
    assert session.polls >= 6 + 3


@pytest.mark.parametrize(
    ("lengths", "pending"),
    [([0], 0), ([9], 1), ([*range(1, 10_000)], 0), ([Error("gone on")], 0), ([None, "x"], 0)],
    ids=["empty", "awaiting", "restless", "going on", "odd"],
)
async def test_one_that_does_not_settle_is_taken_when_its_time_is_up(
    lengths: list[Any], pending: int
) -> None:
    session = FakeSession(*lengths)
    assert PAGE in await shown(session, pending, seconds=0.3)
    assert session.polls > 5


@pytest.mark.parametrize("html", ["", None, 7])
async def test_one_that_is_too_large_is_given_up(html: object) -> None:
    with pytest.raises(RenderError, match="too large"):
        await shown(FakeSession(9, html=html))


@pytest.mark.parametrize("url", ["about:blank", "chrome-error://chromewebdata/", "data:,x"])
async def test_one_that_is_no_page_of_the_web_any_longer_is_given_up(url: str) -> None:
    with pytest.raises(RenderError, match="no page of the web"):
        await shown(FakeSession(9, url=url))


async def test_one_of_another_site_than_was_given_last_is_not_taken_for_it() -> None:
    with pytest.raises(RenderError, match="another page"):
        await shown(FakeSession(9, url="https://crows.example/"))
