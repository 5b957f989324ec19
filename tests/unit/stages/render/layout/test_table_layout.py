"""A table of claims on the page and in Markdown."""

from typing import Any

from lxml import html as lxml_html
from markdown_it import MarkdownIt

from research.domain.report import Report
from research.stages.render.layout.report_layout import lay_out
from research.stages.render.markdown_page import markdown_page
from research.stages.render.render import render
from tests.unit.stages.render.render_sample import sample_sources
from tests.unit.stages.render.table_sample import COLUMNS, tabled_report

SOURCES = {one.id: one for one in sample_sources()}
HOSTILE = "<b>a</b> | `b` ![c](https://x.example/d.png) "


def document(report: Report) -> Any:
    return lxml_html.document_fromstring(render(report, sample_sources())[0].body.decode())


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_rows_and_columns_are_those_that_have_a_cell_in_their_order() -> None:
    report = tabled_report()
    first, *others = report.sections
    cells = [one for one in first.claims if one.cell and one.cell.column_number != 2]
    turned = first.model_copy(update={"claims": tuple(reversed(cells))})
    view = lay_out(report.model_copy(update={"sections": (turned, *others)}), SOURCES)
    (table,) = view.sections[0].tables
    assert view.sections[0].paragraphs == ()
    assert table.columns == ("Three years", "January")
    shown = [(row.name, [one and one.text for one in row.cells]) for row in table.rows]
    assert shown == [("Of the rain", ["61%", "9%"]),
                     ("When the soil is wet already", [None, "Hardly any | none"])]  # fmt: skip


def test_the_page_has_a_table_with_headings_for_rows_and_columns() -> None:
    (table,) = document(tabled_report()).xpath("//section[@class='answer']//table")
    assert [words(one) for one in table.xpath(".//th[@scope='col']")] == list(COLUMNS)
    assert words(table.xpath(".//th[@scope='row']")[0]) == "Of the rain"
    assert [words(one) for one in table.xpath(".//tbody/tr[2]/td")] == [
        "–", "The first 12 mm2d", "–"
    ]  # fmt: skip
    assert len(table.xpath(".//td/span[@class='claim']")) == 5
    (around,) = table.xpath("..")
    assert words(table.xpath("//*[@id=$id]", id=around.get("aria-labelledby"))[0]) == "Side by side"


def test_each_mark_of_a_cell_leads_to_its_quote_and_back() -> None:
    page = document(tabled_report())
    marks = page.xpath("//table//a[@class='cite']")
    assert len(marks) == 5
    for mark in marks:
        note = page.get_element_by_id(mark.get("href").removeprefix("#"))
        assert f"#{mark.get('id')}" in note.xpath(".//p[@class='backlinks']/a/@href")


def test_what_stands_in_a_cell_stands_in_no_paragraph() -> None:
    for paragraph in document(tabled_report()).xpath("//section[@class='answer']/p"):
        assert "34%" not in words(paragraph)
        assert "Heaviest storms" not in words(paragraph)


def test_hostile_cells_rows_and_columns_stay_text_in_markdown() -> None:
    text = markdown_page(lay_out(tabled_report(hostile=HOSTILE), SOURCES))
    lines = text.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("| --- |")) - 1
    found = MarkdownIt("commonmark").enable("table").parse("\n".join(lines[start : start + 5]))
    kinds = [one.type for one in found]
    assert (kinds.count("th_open"), kinds.count("tr_open"), kinds.count("td_open")) == (4, 4, 12)
    children = [child for one in found for child in one.children or []]
    assert {child.type for child in children} <= {
        "text", "text_special", "strong_open", "strong_close"
    }  # fmt: skip
    inline = [one for one in found if one.type == "inline"]
    first = "".join(child.content for child in inline[5].children or [])
    assert first.startswith("<b>a</b> | `b` ![c](https://x.example/d.png) 61%")
    assert lines[start - 1] == lines[start + 5] == ""
