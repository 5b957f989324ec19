"""Which kind of document a page is, whatever it is sent as."""

import io
import zipfile

import pytest

from research.domain.errors import ExtractError, NoTextError, UnsupportedTypeError
from research.domain.source import SourceKind
from tests.unit.adapters.extract.documents import STORK, WRAPPED, extract, pdf, word

HTML = f"<!DOCTYPE html><html><body><article><p>{STORK}</p><p>Herons stay.</p></article>".encode()


@pytest.mark.parametrize(
    ("body", "content_type", "url", "kind"),
    [
        (pdf([WRAPPED]), "text/html", "http://a.test/x", SourceKind.PDF),
        (b"\n\n" + pdf([WRAPPED]), "application/octet-stream", "http://a.test/x", SourceKind.PDF),
        (word(), "application/zip", "http://a.test/x", SourceKind.DOCX),
        (HTML, "application/octet-stream", "http://a.test/x", SourceKind.HTML),
        (HTML, "text/plain", "http://a.test/x.txt", SourceKind.HTML),
        (HTML, "", "/home/x.html", SourceKind.HTML),
        (HTML, "application/x-strange", "http://a.test/x", SourceKind.HTML),
        (
            b"<!-- a --> <!-- b -->" + HTML,
            "application/x-strange",
            "http://a.test/x",
            SourceKind.HTML,
        ),
        (STORK.encode(), "", "http://a.test/x?y=.pdf", SourceKind.TEXT),
        (STORK.encode(), "text/plain", "file:///a/README.md", SourceKind.MARKDOWN),
        (STORK.encode("utf-16"), "", "http://a.test/x", SourceKind.TEXT),
    ],
)
def test_kind(body: bytes, content_type: str, url: str, kind: SourceKind) -> None:
    assert extract(body, content_type, url).kind is kind


ZIP = io.BytesIO()
with zipfile.ZipFile(ZIP, "w") as archive:
    archive.writestr("x.txt", STORK)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "text/html"),
        (b"\xff\xd8\xff\xe0" + bytes(99), "image/jpeg"),
        (b"\x7fELF\x02\x01" + bytes(99), ""),
        (b"\x00\x00\x00\x20ftypmp42" + bytes(99), "video/mp4"),
        (ZIP.getvalue(), "application/zip"),
        (bytes(range(256)) * 9, "application/octet-stream"),
        (b'{"a": 1}', "application/json"),
        (b"body { color: red }", "text/css"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        (b"<!---->" * 500, "application/x-strange"),  # a comment may end at any mark but the first
    ],
)
def test_what_is_no_text_is_refused(body: bytes, content_type: str) -> None:
    with pytest.raises(UnsupportedTypeError):
        extract(body, content_type)


@pytest.mark.parametrize(
    "content_type",
    ["application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
)
def test_what_is_not_what_it_claims_is_refused(content_type: str) -> None:
    with pytest.raises(ExtractError, match="its bytes are not"):
        extract(STORK.encode(), content_type)


def test_a_named_file_may_be_short_but_a_saved_page_that_only_sends_on_is_none() -> None:
    assert extract(b"The stork is back.", "text/plain", "file:///a/note.txt").text
    page = "<html><head><title>Storks</title></head><body><p>{}</p></body></html>"
    stork = page.format("The stork is back.").encode()
    assert extract(stork, "text/html", "file:///a/storks.html").text == "The stork is back."
    for notice in ("Redirecting...", "Wait…", "Menu", "The stork is <a href=x>here</a>."):
        with pytest.raises(NoTextError):
            extract(page.format(notice).encode(), "text/html", "file:///a/storks.html")
    with pytest.raises(NoTextError):
        extract(stork, "text/html", "https://a.test/storks.html")
