"""OpenDocument texts: as they stand with changes accepted, with tables, notes and text boxes."""

from datetime import date

import pytest

from research.domain.errors import ExtractError
from research.domain.source import SourceKind
from tests.unit.adapters.extract.documents import extract
from tests.unit.adapters.extract.office.office_files import odt

FILE = "file:///a/x.odt"


def lines(body: str) -> list[str]:
    document = extract(odt(body), url=FILE)
    assert document.kind is SourceKind.ODT
    return document.text.split("\n")


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def test_text_with_its_properties() -> None:
    meta = ("<dc:title>On storks</dc:title><meta:initial-creator>Ana Costa</meta:initial-creator>"
            "<dc:date>2024-03-05T10:00:00</dc:date>")  # fmt: skip
    document = extract(odt("<text:h>Storks</text:h>" + p("Nine nests."), meta), url=FILE)
    assert document.text == "Storks\nNine nests."
    assert (document.title, document.author, document.published) == (
        "On storks", "Ana Costa", date(2024, 3, 5),
    )  # fmt: skip


def test_tracked_deletions_comments_and_hidden_text_are_not_read() -> None:
    tracked = (
        "<text:tracked-changes><text:changed-region><text:deletion>"
        f"{p('not ')}</text:deletion></text:changed-region></text:tracked-changes>"
    )
    text = p("The nests will <text:change text:change-id='1'/><text:change-start/>soon "
             "<text:change-end/>be moved<office:annotation><text:p>who says?</text:p>"
             "</office:annotation>.<text:hidden-text>secret</text:hidden-text>")  # fmt: skip
    hidden = f"<text:section text:display='none'>{p('gone')}</text:section>"
    assert lines(tracked + text + hidden) == ["The nests will soon be moved."]


def test_notes_and_text_boxes_follow_their_paragraph() -> None:
    note = (f"<text:note><text:note-citation>1</text:note-citation><text:note-body>"
            f"{p('Counted in May.')}</text:note-body></text:note>")  # fmt: skip
    box = f"<draw:frame><draw:text-box>{p('A box.')}</draw:text-box></draw:frame>"
    assert lines(p(f"Nine{note} nests{box}.") + p("Next.")) == [
        "Nine nests.", "Counted in May.", "A box.", "Next.",
    ]  # fmt: skip


def test_blanks_tabs_and_breaks() -> None:
    text = p("a<text:s text:c='3'/>b<text:tab/>c<text:line-break/>d<text:span>e</text:span>f")
    assert lines(text) == ["a b c", "def"]


def test_tables_and_lists() -> None:
    inner = f"<table:table><table:table-row>{cell('x')}{cell('y')}</table:table-row></table:table>"
    rows = "".join(
        f"<table:table-row>{first}{second}</table:table-row>"
        for first, second in (
            (cell("Village"), cell("Nests")),
            (cell("Kolm"), f"<table:table-cell>{inner}</table:table-cell>"),
        )
    )
    table = f"<table:table><table:table-header-rows>{rows}</table:table-header-rows></table:table>"
    items = f"<text:list><text:list-item>{p('one')}</text:list-item></text:list>"
    assert lines(table + items) == ["Village | Nests", "Kolm | x | y", "one"]


def cell(text: str) -> str:
    return f"<table:table-cell>{p(text)}</table:table-cell>"


def test_one_with_a_password_or_broken_is_refused() -> None:
    locked = '<manifest xmlns="urn:m"><file-entry><encryption-data/></file-entry></manifest>'
    with pytest.raises(ExtractError, match="password"):
        extract(odt("", **{"META-INF__manifest": locked}), url=FILE)
    for broken in ("<a", "<a/>", ""):
        with pytest.raises(ExtractError):
            extract(odt("", content=broken), url=FILE)
