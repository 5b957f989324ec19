"""PDF: what is read of it, and within which bounds."""

import io
from contextlib import suppress

import pytest
from pypdf import PdfReader, PdfWriter

from research.adapters.extract import pypdf_pdf
from research.domain.errors import ExtractError, NoTextError
from research.domain.source import SourceKind
from tests.unit.adapters.extract.documents import STORK, WRAPPED, extract, pdf, written


def test_pdf_lines_become_paragraphs() -> None:
    document = extract(pdf([WRAPPED], title="On storks", author="Ana Costa"), "application/pdf")
    assert document.kind is SourceKind.PDF
    assert document.title == "On storks"
    assert document.author == "Ana Costa"
    lines = document.text.split("\n")
    assert lines[0] == "Storks of the valley"
    assert lines[1].startswith(
        "The white stork winters south of the Sahara and comes back to the same nest every"
    )
    assert lines[1].endswith("anyone who asks.")
    assert lines[2].endswith("most of it.")


def test_pdf_headers_footers_and_page_numbers_are_dropped() -> None:
    pages = [
        ["Annual report 2024", *(f"Row {n} of the {word} part says what the {word} birds did."
                                 for n in range(3)), f"Page {number} of 4"]
        for number, word in enumerate(("first", "second", "third", "fourth"), start=1)
    ]  # fmt: skip
    text = extract(pdf(pages)).text
    assert "Annual report" not in text
    assert "Page 3" not in text
    assert text.count("third birds did") == 3


def test_pdf_title_falls_back_to_the_first_line() -> None:
    assert (
        extract(pdf([WRAPPED], title="Microsoft Word - draft3.docx")).title
        == "Storks of the valley"
    )


def test_pdf_without_text_says_that_it_may_be_scanned() -> None:
    with pytest.raises(NoTextError, match="scanned"):
        extract(pdf([[], []]))


def test_pdf_with_an_owner_password_alone_is_read_and_with_a_password_refused() -> None:
    for user_password, is_read in (("", True), ("secret", False)):
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([WRAPPED]))))
        writer.encrypt(user_password, "owner", algorithm="RC4-128")
        if is_read:
            assert "Storks" in extract(written(writer)).text
        else:
            with pytest.raises(ExtractError, match="password"):
                extract(written(writer))


def test_pdf_pages_and_time_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    body = pdf([[f"{STORK} On page {n * 'x'}."] for n in range(1, 5)])
    monkeypatch.setattr(pypdf_pdf, "MAX_PAGES", 2)
    assert extract(body).text.count("stork") == 2
    monkeypatch.setattr(pypdf_pdf, "MAX_SECONDS", -1.0)
    with pytest.raises(ExtractError):
        extract(body)


@pytest.mark.parametrize("cut", [9, 40, 200, 500, 700])
def test_broken_pdf_is_an_extract_error_or_read_as_far_as_it_goes(cut: int) -> None:
    whole = pdf([WRAPPED])
    for body in (
        whole[:cut],
        whole[:cut] + whole[cut + 30 :],
        whole.replace(b"/Pages", b"/Pagez", 1),
    ):
        with suppress(ExtractError):
            assert extract(body).text
