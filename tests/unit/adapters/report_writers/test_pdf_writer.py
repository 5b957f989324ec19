"""A report as PDF, read again by pypdf: tags, title, language, page numbers."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from research.adapters.report_writers.pdf_writer import PdfWriter
from research.domain.report import Report
from research.domain.source import Source
from tests.unit.stages.render.render_sample import (
    media_report,
    previewed_report,
    sample_report,
    sample_sources,
)
from tests.unit.stages.render.report_sizes import hostile_report, report_of_many


def read(report: Report, sources: tuple[Source, ...]) -> PdfReader:
    body = PdfWriter().write(report, {source.id: source for source in sources})
    return PdfReader(BytesIO(body))


def test_it_is_tagged_and_has_title_language_and_page_numbers() -> None:
    pdf = read(sample_report(), sample_sources())
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert pdf.metadata is not None
    assert pdf.metadata.title == sample_report().title
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    pages = [page.extract_text() for page in pdf.pages]
    assert f"2 / {len(pages)}" in pages[1]
    assert "Also as" not in "".join(pages)


@pytest.mark.parametrize("count", [0, 1, 60])
def test_reports_of_any_number_of_sources(count: int) -> None:
    report, sources = report_of_many(count)
    text = "\n".join(page.extract_text() for page in read(report, sources).pages)
    assert text.count("Page number") == count


def test_hostile_words_are_text_and_ask_for_nothing() -> None:
    report, sources = hostile_report()
    pdf = read(report, sources)
    assert "/JavaScript" not in str(pdf.trailer["/Root"])
    assert "/EmbeddedFiles" not in str(pdf.trailer["/Root"])
    assert "<script>" in "\n".join(page.extract_text() for page in pdf.pages)


def alternatives(element: Any) -> Iterator[str]:
    """The words for pictures in a tree of structure."""
    if "/Alt" in element:
        yield element["/Alt"]
    below = element.get("/K", [])
    for one in below if isinstance(below, list) else [below]:
        child = one.get_object()
        if isinstance(child, dict):
            yield from alternatives(child)


def test_small_copies_of_images_are_drawn_and_described() -> None:
    pdf = read(previewed_report(), sample_sources())
    assert any(len(page.images) for page in pdf.pages)
    captions = [one.caption for one in previewed_report().media if one.preview]
    assert [one for one in alternatives(pdf.trailer["/Root"]["/StructTreeRoot"]) if one in captions]
    assert not any(len(page.images) for page in read(media_report(), sample_sources()).pages)
