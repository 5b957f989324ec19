"""PDF: what is read of it, and within which bounds."""

import io
from contextlib import suppress

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from research.adapters.extract.pdf import pdf_pages
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
    monkeypatch.setattr(pdf_pages, "MAX_PAGES", 2)
    document = extract(body)
    assert document.text.count("stork") == 2
    assert document.left_out == ("pages 3–4: more than 2 pages",)
    monkeypatch.setattr(pdf_pages, "MAX_SECONDS", -1.0)
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


def with_fields(body: bytes, *fields: dict[str, object], page: int = 0) -> bytes:
    """`body` with a widget for each of `fields` on one of its pages."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(body)))
    widgets = ArrayObject()
    for keys in fields:
        widget = DictionaryObject({NameObject("/Subtype"): NameObject("/Widget")})
        for key, value in keys.items():
            shown = TextStringObject(value) if isinstance(value, str) else value
            named = NameObject(value) if str(value).startswith("/") else shown
            widget[NameObject(f"/{key}")] = NumberObject(value) if isinstance(value, int) else named
        widgets.append(writer._add_object(widget))
    writer.pages[page][NameObject("/Annots")] = widgets
    return written(writer)


def test_what_is_filled_in_on_a_form_is_read_with_its_name() -> None:
    parent = DictionaryObject({NameObject("/FT"): NameObject("/Tx"),
                               NameObject("/T"): TextStringObject("Rent")})  # fmt: skip
    options = ArrayObject([TextStringObject("May"), TextStringObject("June")])
    body = with_fields(
        pdf([[STORK]]),
        {"Parent": parent, "V": "84,000 euros a year"},
        {"FT": "/Tx", "T": "f1", "TU": "Name of the tenant:", "V": "Ana Costa"},
        {"FT": "/Ch", "T": "Months", "V": options},
        {"FT": "/Btn", "T": "Paid in advance", "AS": "/On"},
        {"FT": "/Btn", "T": "Renewable", "AS": "/Off"},
        {"FT": "/Tx", "T": "Notes"},
        {"FT": "/Tx", "T": "Secret", "V": "hidden words", "F": 2},
        {"FT": "/Tx", "T": "Pin", "V": "1234", "Ff": 0x2000},
        {"FT": "/Tx", "T": "Bird", "V": "white stork"},
    )
    assert extract(body).text.split("\n") == [
        STORK, "Rent: 84,000 euros a year", "Name of the tenant: Ana Costa", "Months: May, June",
        "Paid in advance: yes",
    ]  # fmt: skip


def test_a_form_without_other_text_is_read() -> None:
    body = with_fields(pdf([[]]), {"FT": "/Tx", "T": "Report", "V": STORK})
    assert extract(body).text == f"Report: {STORK}"


def picture_page(writer: PdfWriter) -> None:
    page = writer.add_blank_page(612, 792)
    picture = StreamObject()
    picture[NameObject("/Subtype")] = NameObject("/Image")
    drawn = DictionaryObject({NameObject("/I"): writer._add_object(picture)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): drawn})


def test_pages_that_are_pictures_are_named_and_blank_ones_are_not() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([[STORK], []]))))
    picture_page(writer)
    picture_page(writer)
    assert extract(written(writer)).left_out == (
        "pages 3–4: pictures without text, scanned perhaps",
    )


def test_a_page_that_loses_letters_is_left_out_and_named() -> None:
    lost = [rf"The o\356\200\200ce \237rst told the \237shers of a \237ne at the o\237ce {n}."
            for n in range(9)]  # fmt: skip
    document = extract(pdf([[STORK], lost, [STORK.replace("stork", "heron")]]))
    assert "told" not in document.text
    assert "heron" in document.text
    assert document.left_out == ("page 2: fonts lose letters, and many words are broken",)
