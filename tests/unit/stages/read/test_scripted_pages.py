"""Pages whose text only scripts bring: shown in a browser, where there is one."""

import asyncio

import pytest

from research.domain.errors import NothingFoundError, RenderError
from research.domain.progress import Step
from research.domain.source import Page, RenderedPage, SearchHit
from research.stages.read.read import ReadLimits, ReadOutcome, read
from tests.fakes.extractor import FakeExtractor
from tests.fakes.fetcher import FakeFetcher

TEXT = b"The white stork returns in March. " * 5
SHELL = b"<div id=app></div><script src=/app.js></script>"


class FakeRenderer:
    """Shows every page as `shown`, after some seconds."""

    def __init__(
        self, shown: bytes | Exception = TEXT, refused: tuple[str, ...] = (), seconds: float = 0
    ) -> None:
        self.shown, self.refused, self.seconds = shown, refused, seconds
        self.asked: list[str] = []

    async def render(self, page: Page) -> RenderedPage:
        self.asked.append(page.final_url)
        await asyncio.sleep(self.seconds)
        if isinstance(self.shown, Exception):
            raise self.shown
        shown = page.model_copy(update={"body": self.shown, "final_url": f"{page.final_url}#shown"})
        return RenderedPage(page=shown, refused=self.refused)


async def run(
    bodies: dict[str, bytes],
    renderer: FakeRenderer | None,
    content_type: str = "text/html",
    steps: list[Step] | None = None,
    deadline: float = 5.0,
) -> ReadOutcome:
    hits = [SearchHit(url=url, provider="p", rank=rank) for rank, url in enumerate(bodies, 1)]
    return await read(
        hits,
        fetcher=FakeFetcher(bodies, content_type=content_type),
        extractor=FakeExtractor(),
        limits=ReadLimits(len(hits), 9, 9, deadline, 0.05),
        progress=[].append if steps is None else steps.append,
        renderer=renderer,
    )


async def test_a_page_without_text_is_read_as_the_browser_shows_it() -> None:
    renderer = FakeRenderer()
    steps: list[Step] = []
    outcome = await run({"http://a.test/": SHELL}, renderer, steps=steps)
    [source] = outcome.sources
    assert (source.url, source.raw) == ("http://a.test/#shown", TEXT)
    assert outcome.failures == ()
    assert "a.test: its scripts are run in a browser" in [step.message for step in steps]


async def test_a_page_with_text_is_not_shown() -> None:
    renderer = FakeRenderer()
    await run({"http://a.test/": TEXT + b"<script>"}, renderer)
    assert renderer.asked == []


@pytest.mark.parametrize(
    ("url", "body", "content_type"),
    [
        ("http://a.test/", b"<p>too short", "text/html"),
        ("http://a.test/", SHELL, "text/plain"),
        ("file:///a.html", SHELL, "text/html"),
    ],
)
async def test_what_no_script_could_fill_is_not_shown(
    url: str, body: bytes, content_type: str
) -> None:
    renderer = FakeRenderer()
    with pytest.raises(NothingFoundError, match="too short"):
        await run({url: body}, renderer, content_type)
    assert renderer.asked == []


async def test_without_a_browser_the_page_has_no_text() -> None:
    with pytest.raises(NothingFoundError, match=r"too short$"):
        await run({"http://a.test/": SHELL}, None)


async def test_a_page_that_cant_be_shown_costs_itself_alone_and_says_why() -> None:
    renderer = FakeRenderer(RenderError("its scripts were not done within 3 s"))
    outcome = await run({"http://a.test/": TEXT, "http://b.test/": SHELL}, renderer)
    assert [source.url for source in outcome.sources] == ["http://a.test/"]
    [failure] = outcome.failures
    assert failure.subject == "http://b.test/"
    assert failure.code == "render_failed"
    assert failure.message == "its scripts were not done within 3 s"


async def test_a_page_without_text_even_so_says_what_it_was_refused() -> None:
    renderer = FakeRenderer(SHELL, ("http://10.0.0.1/ (not public)", "b", "c", "d"))
    outcome = await run({"http://a.test/": TEXT, "http://b.test/": SHELL}, renderer)
    [failure] = outcome.failures
    assert failure.code == "no_text"
    assert failure.message == (
        "too short, also after its scripts ran; "
        "they were refused http://10.0.0.1/ (not public); b; c"
    )


async def test_a_page_that_is_being_shown_is_waited_for() -> None:
    renderer = FakeRenderer(b"Cranes dance in April. " * 9, seconds=0.5)
    bodies = {f"http://{n}.test/": TEXT + bytes(str(n), "ascii") * 300 for n in range(3)}
    outcome = await run({**bodies, "http://b.test/": SHELL}, renderer)
    assert "http://b.test/#shown" in [source.url for source in outcome.sources]


async def test_but_not_beyond_the_deadline() -> None:
    renderer = FakeRenderer(seconds=60)
    outcome = await run({"http://a.test/": TEXT, "http://b.test/": SHELL}, renderer, deadline=0.3)
    [failure] = outcome.failures
    assert failure.code == "page_over_limits"
