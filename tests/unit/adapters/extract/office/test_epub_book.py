"""EPUB: chapters in the order of the spine, all of their text."""

from datetime import date

import pytest

from research.domain.errors import ExtractError
from research.domain.source import SourceKind
from tests.unit.adapters.extract.documents import STORK, extract
from tests.unit.adapters.extract.office.office_files import epub, zipped

FILE = "file:///a/x.epub"


def test_chapters_in_reading_order_with_the_books_properties() -> None:
    first = f"<h1>Spring</h1><p>{STORK}</p><aside><p>A note.</p></aside>"
    second = ("<h1>Autumn</h1><p>They <em>leave</em> in<br/>August.</p><table><tr><th>a</th>"
              "<td>1</td></tr></table><p hidden=''>gone</p><script>gone()</script>")  # fmt: skip
    document = extract(epub([first, second]), url=FILE)
    assert document.kind is SourceKind.EPUB
    assert document.text.split("\n") == [
        "Spring", STORK, "A note.", "Autumn", "They leave in", "August.", "a | 1",
    ]  # fmt: skip
    assert (document.title, document.author, document.published, document.language) == (
        "The stork year", "Ana Costa", date(2021, 5, 4), "en",
    )  # fmt: skip


def test_a_book_whose_chapters_are_encrypted_is_refused_and_fonts_may_be() -> None:
    def encrypted(name: str) -> str:
        return (
            '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><e:CipherReference'
            f' xmlns:e="http://www.w3.org/2001/04/xmlenc#" URI="{name}"/></encryption>'
        )

    with pytest.raises(ExtractError, match="encrypted"):
        extract(
            epub(["<p>x</p>"], **{"META-INF__encryption.xml": encrypted("OPS/text/c%201.xhtml")})
        )
    book = epub([f"<p>{STORK}</p>"], **{"META-INF__encryption.xml": encrypted("OPS/a.otf")})
    assert extract(book).text == STORK


def test_a_broken_book_is_refused() -> None:
    for parts in ({}, {"META-INF/container.xml": "<a"}, {"META-INF/container.xml": "<a/>"}):
        with pytest.raises(ExtractError):
            extract(zipped({"mimetype": "application/epub+zip", **parts}), url=FILE)
    with pytest.raises(ExtractError, match="missing"):
        extract(epub(["<p>x</p>"], **{"OPS__book.opf": epub_without_its_chapter()}), url=FILE)


def epub_without_its_chapter() -> str:
    return (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest><item id="a"'
        ' href="gone.xhtml" media-type="application/xhtml+xml"/></manifest><spine>'
        '<itemref idref="a"/></spine></package>'
    )
