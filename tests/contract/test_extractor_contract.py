"""What every extractor must do, the fake one included."""

import pytest

from research.adapters.extract.page_extractor import PageExtractor
from research.domain.errors import NoTextError, UnsupportedTypeError
from research.domain.source import Page
from research.ports import Extractor
from tests.fakes.extractor import FakeExtractor

PROSE = (
    "Storks\n\n"
    "The white stork winters south of the Sahara and returns to its old nest in March.\r\n"
)


def page(body: bytes, content_type: str = "text/plain") -> Page:
    return Page(
        url="http://a.test/x", final_url="http://a.test/x", content_type=content_type, body=body
    )


@pytest.fixture(params=[FakeExtractor, PageExtractor], ids=lambda kind: kind.__name__)
def extractor(request: pytest.FixtureRequest) -> Extractor:
    made: Extractor = request.param()
    return made


def test_text_and_title_are_found(extractor: Extractor) -> None:
    document = extractor.extract(page(PROSE.encode()))
    assert document.title == "Storks"
    assert document.text.splitlines()[1].startswith("The white stork winters")


def test_text_has_single_newlines_and_no_control_characters(extractor: Extractor) -> None:
    document = extractor.extract(page(PROSE.replace("white", "whi\x00te\u202e").encode()))
    assert "\n\n" not in document.text
    assert all(c == "\n" or c.isprintable() for c in document.text)


def test_the_same_page_gives_the_same_document(extractor: Extractor) -> None:
    assert extractor.extract(page(PROSE.encode())) == extractor.extract(page(PROSE.encode()))


@pytest.mark.parametrize("body", [b"", b"  \n ", b"Too short to be worth reading."])
def test_too_little_text_is_an_error(extractor: Extractor, body: bytes) -> None:
    with pytest.raises(NoTextError):
        extractor.extract(page(body))


def test_an_image_is_refused(extractor: Extractor) -> None:
    with pytest.raises(UnsupportedTypeError):
        extractor.extract(page(b"\x89PNG\r\n\x1a\n" + bytes(200), "image/png"))
