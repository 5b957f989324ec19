"""A report as a Word document, opened again by python-docx and read as XML."""

import base64
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from research.adapters.report_writers.docx_writer import DocxWriter
from research.domain.report import Report
from research.domain.source import Source
from tests.unit.stages.render.render_sample import (
    PREVIEW,
    analysed_report,
    answered_report,
    arabic_report,
    differing_report,
    followed_report,
    media_report,
    previewed_report,
    report_of_one_source,
    sample_report,
    sample_sources,
)
from tests.unit.stages.render.report_sizes import hostile_report, report_of_many
from tests.unit.stages.render.table_sample import COLUMNS, table_cells, tabled_report


def written(report: Report, sources: tuple[Source, ...]) -> bytes:
    return DocxWriter().write(report, {source.id: source for source in sources})


def footnotes(body: bytes) -> list[etree._Element]:
    with ZipFile(BytesIO(body)) as package:
        root = etree.fromstring(package.read("word/footnotes.xml"))
    return [one for one in root if one.get(qn("w:type")) is None]


def test_headings_are_headings_and_properties_are_set() -> None:
    body = written(sample_report(), sample_sources())
    document = Document(BytesIO(body))
    styles = [(p.style.name, p.text) for p in document.paragraphs]
    assert styles[0] == ("Title", sample_report().title)
    headings = [text for style, text in styles if style == "Heading 1"]
    assert headings[0] == "Key findings"
    assert "Sources" in headings
    assert {"List Bullet", "Normal"} <= {style for style, _ in styles}
    assert document.core_properties.title == sample_report().title
    assert document.core_properties.language == "en"
    with ZipFile(BytesIO(body)) as package:
        assert b'w:lang w:val="en"' in package.read("word/styles.xml")
        assert b'w:instr="PAGE"' in b"".join(
            package.read(name) for name in package.namelist() if "footer" in name
        )


def test_each_quote_is_one_footnote_and_a_second_mark_refers_to_it() -> None:
    body = written(sample_report(), sample_sources())
    notes = footnotes(body)
    texts = ["".join(note.itertext()) for note in notes]
    assert len(set(texts)) == len(texts)
    quotes = {c.quote for claim in sample_report().key_findings for c in claim.citations}
    for quote in quotes:
        assert sum(quote in text for text in texts) == 1
    with ZipFile(BytesIO(body)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
        links = package.read("word/_rels/footnotes.xml.rels")
    ids = [one.get(qn("w:id")) for one in root.iter(qn("w:footnoteReference"))]
    assert ids == [note.get(qn("w:id")) for note in notes]
    fields = [one.get(qn("w:instr")) for one in root.iter(qn("w:fldSimple"))]
    names = {one.get(qn("w:name")) for one in root.iter(qn("w:bookmarkStart"))}
    assert fields
    assert {field.split()[1] for field in fields} <= names
    assert b"https://lindhaven-observer.example/science/green-roofs-2026#:~:text=" in links


def test_what_was_not_found_is_told() -> None:
    text = "\n".join(
        p.text for p in Document(BytesIO(written(answered_report(), sample_sources()))).paragraphs
    )
    assert "do not say who <b>invented</b> them" in text


@pytest.mark.parametrize("count", [0, 1, 60])
def test_reports_of_any_number_of_sources(count: int) -> None:
    report, sources = report_of_many(count)
    assert len(footnotes(written(report, sources))) == count


def test_hostile_words_are_text() -> None:
    report, sources = hostile_report()
    body = written(report, sources)
    (note,) = footnotes(body)
    assert "<w:p>" in "".join(note.itertext())
    with ZipFile(BytesIO(body)) as package:
        assert b"javascript:" not in b"".join(
            package.read(name) for name in package.namelist() if name.endswith(".rels")
        )


def test_what_has_changed_is_told_with_both_sides_and_their_sources() -> None:
    body = written(followed_report(), sample_sources())
    told = [(p.style.name, p.text) for p in Document(BytesIO(body)).paragraphs]
    start = told.index(("Heading 1", "What has changed since 24 November 2026"))
    end = told.index(("Heading 1", "Key findings"))
    styles = [style for style, _ in told[start:end]]
    assert styles == [
        "Heading 1", "Heading 2", "List Bullet", "List Bullet 2", "Heading 2", "List Bullet",
        "Heading 2", "List Bullet", "Normal",
    ]  # fmt: skip
    texts = [text for _, text in told[start:end]]
    before = "An [old](http://x.example) <b>roof</b> cost 12 euros. (Before <i>roofs</i>)"
    assert texts[2] == f"Before: {before}"
    assert texts[3].startswith("Now: ")
    assert [texts[1], texts[4], texts[6]] == ["Changed", "New", "No longer said"]
    assert texts[7] == before
    assert texts[8] == "The same in both reports: 3 claims."
    with ZipFile(BytesIO(body)) as package:
        links = package.read("word/_rels/document.xml.rels")
    assert links.count(b'"https://earlier.example/roofs"') == 1


def test_a_report_in_which_nothing_has_changed_says_so() -> None:
    report = followed_report()
    assert report.changes is not None
    still = report.model_copy(update={"changes": report.changes.model_copy(update={"changes": ()})})
    texts = [p.text for p in Document(BytesIO(written(still, sample_sources()))).paragraphs]
    assert "Nothing new, gone or changed was found." in texts
    assert "Changed" not in texts


def test_small_copies_of_images_have_their_words_and_a_link() -> None:
    body = written(previewed_report(), sample_sources())
    report = previewed_report()
    shown = [one for one in (*report.media, *report.found_media) if one.preview]
    with ZipFile(BytesIO(body)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
        (picture,) = {name for name in package.namelist() if name.startswith("word/media/")}
        assert package.read(picture) == base64.b64decode(PREVIEW.data)
        links = package.read("word/_rels/document.xml.rels").decode()
    described = [one.get("descr") for one in root.iter() if one.tag.endswith("}docPr")]
    assert described == [one.caption for one in shown]
    for one in shown:
        assert one.url in links


def test_without_copies_there_is_no_picture() -> None:
    with ZipFile(BytesIO(written(media_report(), sample_sources()))) as package:
        assert not [name for name in package.namelist() if name.startswith("word/media/")]


def test_figures_are_a_table_with_a_heading_row_and_a_footnote_each() -> None:
    body = written(analysed_report(), sample_sources())
    (table,) = Document(BytesIO(body)).tables
    assert [[cell.text for cell in row.cells] for row in table.rows][:2] == [
        ["Of", "Figure"],
        ["over three years", "61%"],
    ]
    assert table._tbl.xpath(".//w:tr[1]/w:trPr/w:tblHeader")
    told = ["".join(note.itertext()) for note in footnotes(body)]
    without = footnotes(written(sample_report(), sample_sources()))
    assert len(told) == len(without) + len(table.rows) - 1
    assert "Source 2" in told[-1]
    assert "In January, when the substrate was already wet" in told[-1]


def test_what_sources_differ_on_stands_above_their_words() -> None:
    report = differing_report()
    told = report.disagreements[0].model_copy(update={"explanation": "They count other roofs."})
    report = report.model_copy(update={"disagreements": (told,)})
    document = Document(BytesIO(written(report, sample_sources())))
    listed = [(one.text, one.style and one.style.name) for one in document.paragraphs]
    at = listed.index(("They count other roofs.", "List Bullet"))
    assert [style for _, style in listed[at + 1 : at + 3]] == ["List Bullet 2", "List Bullet 2"]


def test_a_table_of_a_section_is_a_table_whose_cells_have_footnotes() -> None:
    body = written(tabled_report(hostile="<w:tbl> "), sample_sources())
    (table,) = Document(BytesIO(body)).tables
    shown = [[cell.text for cell in row.cells] for row in table.rows]
    assert shown[0] == ["", *(f"<w:tbl> {name}" for name in COLUMNS)]
    assert shown[1] == ["<w:tbl> Of the rain", "<w:tbl> 61%", "<w:tbl> 34%", "<w:tbl> 9%"]
    assert shown[2][1:] == ["–", "<w:tbl> The first 12 mm", "–"]
    root = table._tbl
    assert len(list(root.iter(qn("w:tblHeader")))) == 1
    first = len(list(root.iter(qn("w:footnoteReference"))))
    again = len(list(root.iter(qn("w:fldSimple"))))
    assert (first, again) == (3, 2)
    assert not list(root.iter(qn("w:bidiVisual")))
    texts = [p.text for p in Document(BytesIO(body)).paragraphs]
    assert not any("61%" in text and "<w:tbl>" in text for text in texts)


def test_a_table_of_a_report_that_is_read_from_the_right_begins_there() -> None:
    report = arabic_report()
    first, *others = report.sections
    cells = [one.model_copy(update={"citations": first.claims[0].citations})
             for one in table_cells()]  # fmt: skip
    with_table = first.model_copy(update={"claims": (*first.claims, *cells)})
    sections = (with_table, *others)
    body = written(report.model_copy(update={"sections": sections}), sample_sources())
    (table,) = Document(BytesIO(body)).tables
    root = table._tbl
    assert list(root.iter(qn("w:bidiVisual")))
    assert len(list(root.iter(qn("w:bidi")))) == len(list(root.iter(qn("w:p"))))


def test_what_a_program_wrote_is_in_the_language_of_the_report() -> None:
    told = "“Wer baut sie?”: nothing about it was found in the pages read."
    report = arabic_report().model_copy(
        update={
            "warnings": ("The sources read do not answer the query.",),
            "open_questions": (told,),
        }
    )
    document = Document(BytesIO(written(report, sample_sources())))
    text = "\n".join(one.text for one in document.paragraphs)
    assert "المصادر المقروءة لا تجيب عن السؤال." in text
    assert "Wer baut sie?" in text
    assert "nothing about it" not in text


def test_that_all_rests_on_one_source_is_told() -> None:
    document = Document(BytesIO(written(report_of_one_source(), sample_sources())))
    told = "All of this rests on one source: The Lindhaven Observer, 12 March 2026. "
    assert any(one.text.startswith(told) for one in document.paragraphs)


def test_from_which_days_the_cited_sources_are_is_told() -> None:
    document = Document(BytesIO(written(sample_report(), sample_sources())))
    told = "Cited sources are from 2 July 2024 to 12 March 2026."
    assert any(one.text.startswith(told) for one in document.paragraphs)
