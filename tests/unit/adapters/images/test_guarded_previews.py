"""Images go through a fetcher and a child process, and what fails there is an error of ours."""

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from PIL import Image

from research.adapters.children.child_pool import ChildPool
from research.adapters.children.frames import ChildLimits
from research.adapters.images.guarded_previews import GuardedPreviews
from research.domain.errors import FetchError, ImageUnusableError
from research.settings import loader_environment
from tests.fakes.fetcher import FakeFetcher

URL = "https://m.example/a.jpg"
SECONDS = 20.0


def picture() -> bytes:
    stream = BytesIO()
    Image.new("RGB", (1000, 500), "teal").save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
async def children() -> AsyncIterator[ChildPool]:
    pool = ChildPool(1, ChildLimits(SECONDS, 512_000_000), loader_environment())
    yield pool
    await pool.aclose()


async def test_an_image_is_fetched_and_made_small(children: ChildPool) -> None:
    fetcher = FakeFetcher({URL: picture()})
    made = await GuardedPreviews(fetcher, children).preview(URL)
    assert (made.width, made.height) == (480, 240)


async def test_what_is_no_image_is_refused_and_the_next_is_read(children: ChildPool) -> None:
    fetcher = FakeFetcher({URL: b"<html>", "https://m.example/b.png": picture()})
    previews = GuardedPreviews(fetcher, children)
    with pytest.raises(ImageUnusableError, match="no image of the kinds"):
        await previews.preview(URL)
    assert (await previews.preview("https://m.example/b.png")).width == 480


async def test_what_can_not_be_fetched_is_the_fetchers_error(children: ChildPool) -> None:
    with pytest.raises(FetchError):
        await GuardedPreviews(FakeFetcher({}), children).preview(URL)


async def test_one_that_takes_more_than_it_may_costs_itself_alone() -> None:
    pool = ChildPool(1, ChildLimits(SECONDS, 140_000_000), loader_environment())
    stream = BytesIO()
    Image.new("L", (4900, 5000)).save(stream, "PNG")
    fetcher = FakeFetcher({URL: stream.getvalue(), "https://m.example/b.png": picture()})
    previews = GuardedPreviews(fetcher, pool)
    try:
        with pytest.raises(ImageUnusableError, match="limits of an image"):
            await previews.preview(URL)
        assert (await previews.preview("https://m.example/b.png")).width == 480
    finally:
        await pool.aclose()
