"""PowerPoint: slides in the order of the show, with their tables, diagrams and notes."""

import pytest

from research.domain.errors import ExtractError
from research.domain.source import SourceKind
from tests.unit.adapters.extract.documents import extract
from tests.unit.adapters.extract.office.office_files import (
    OOXML,
    paragraphs,
    presentation,
    relations,
    shape,
    slide,
)

FILE = "file:///a/x.pptx"


def lines(body: bytes) -> list[str]:
    document = extract(body, url=FILE)
    assert document.kind is SourceKind.PPTX
    return document.text.split("\n")


def test_slides_in_the_order_of_the_show_titles_first() -> None:
    first = slide(shape("Nine nests were counted."), shape("Storks", placeholder="ctrTitle"))
    second = slide(shape("Herons", placeholder="title"), shape("They stay.", "All year."))
    document = extract(presentation([first, second]), url=FILE)
    assert document.text.split("\n") == [
        "Storks", "Nine nests were counted.", "Herons", "They stay.", "All year.",
    ]  # fmt: skip
    assert document.title == "Storks"


def test_what_the_audience_does_not_see_is_not_read() -> None:
    shown = slide(
        shape("Storks"), shape("draft", hidden=True), shape("12", placeholder="sldNum"),
        shape("Mill Ltd", placeholder="ftr"),
        f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="2" name="g"/></p:nvGrpSpPr>{shape("in a group")}'
        "</p:grpSp>",
        f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="3" name="g" hidden="1"/></p:nvGrpSpPr>{shape("gone")}'
        "</p:grpSp>",
        f"<mc:AlternateContent><mc:Choice>{shape('chosen')}</mc:Choice><mc:Fallback>"
        f"{shape('chosen')}</mc:Fallback></mc:AlternateContent>",
    )  # fmt: skip
    hidden = slide(shape("A hidden slide"), show="0")
    assert lines(presentation([shown, hidden])) == ["Storks", "in a group", "chosen"]


def test_tables_breaks_diagrams_and_notes() -> None:
    cells = "".join(f"<a:tc><a:txBody>{paragraphs(text)}</a:txBody></a:tc>" for text in "ab")
    table = f"<p:graphicFrame><a:tbl><a:tr>{cells}</a:tr></a:tbl></p:graphicFrame>"
    broken = "<p:sp><a:p><a:r><a:t>Two</a:t></a:r><a:br/><a:r><a:t>lines</a:t></a:r></a:p></p:sp>"
    notes = slide(shape("Say: nine."), shape("7", placeholder="sldNum"), root="notes")
    diagram = f'<d xmlns:a="{OOXML}/drawingml/2006/main">{paragraphs("Egg", "Chick")}</d>'
    body = presentation(
        [slide(table, broken)],
        **{
            "ppt__slides___rels/slide1.xml.rels": relations(
                ("diagramData", "../diagrams/data1.xml"), ("notesSlide", "../notes/n1.xml")
            ),
            "ppt__diagrams__data1.xml": diagram,
            "ppt__notes__n1.xml": notes,
        },
    )
    assert lines(body) == ["a | b", "Two lines", "Egg", "Chick", "Say: nine."]


def test_a_slide_that_is_missing_or_broken_is_an_error() -> None:
    for broken in ("", "<p:sld", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;"):
        with pytest.raises(ExtractError):
            extract(presentation([broken]), url=FILE)
