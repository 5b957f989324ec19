"""What every extractor must do, the fake one included."""

from collections.abc import AsyncIterator

import pytest

from research.adapters.children.child_pool import ChildPool
from research.adapters.children.frames import ChildLimits
from research.adapters.extract.child_extractor import ChildExtractor
from research.domain.errors import NoTextError, UnsupportedTypeError
from research.domain.source import Page
from research.ports import Extractor
from research.settings import loader_environment
from tests.fakes.extractor import FakeExtractor, NearExtractor

PROSE = (
    "Storks\n\n"
    "The white stork winters south of the Sahara and returns to its old nest in March.\r\n"
)


def page(body: bytes, content_type: str = "text/plain") -> Page:
    return Page(
        url="http://a.test/x", final_url="http://a.test/x", content_type=content_type, body=body
    )


@pytest.fixture(
    params=[FakeExtractor, NearExtractor, ChildExtractor], ids=lambda kind: kind.__name__
)
async def extractor(request: pytest.FixtureRequest) -> AsyncIterator[Extractor]:
    if request.param is not ChildExtractor:
        yield request.param()
        return
    children = ChildPool(1, ChildLimits(30.0, 512_000_000), loader_environment())
    yield ChildExtractor(children)
    await children.aclose()


async def test_text_and_title_are_found(extractor: Extractor) -> None:
    document = await extractor.extract(page(PROSE.encode()))
    assert document.title == "Storks"
    assert document.text.splitlines()[1].startswith("The white stork winters")


async def test_text_has_single_newlines_and_no_control_characters(extractor: Extractor) -> None:
    document = await extractor.extract(page(PROSE.replace("white", "whi\x00te\u202e").encode()))
    assert "\n\n" not in document.text
    assert all(c == "\n" or c.isprintable() for c in document.text)


async def test_the_same_page_gives_the_same_document(extractor: Extractor) -> None:
    first = await extractor.extract(page(PROSE.encode()))
    assert await extractor.extract(page(PROSE.encode())) == first


@pytest.mark.parametrize("body", [b"", b"  \n ", b"Too short to be worth reading."])
async def test_too_little_text_is_an_error(extractor: Extractor, body: bytes) -> None:
    with pytest.raises(NoTextError):
        await extractor.extract(page(body))


async def test_an_image_is_refused(extractor: Extractor) -> None:
    with pytest.raises(UnsupportedTypeError):
        await extractor.extract(page(b"\x89PNG\r\n\x1a\n" + bytes(200), "image/png"))
