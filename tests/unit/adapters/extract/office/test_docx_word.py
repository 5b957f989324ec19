"""Word: what is read of it, and within which bounds."""

import io
import zipfile
from datetime import UTC, date, datetime
from time import process_time

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from research.domain.errors import ExtractError
from research.domain.source import SourceKind
from tests.unit.adapters.extract.documents import STORK, extract, word


def test_docx() -> None:
    changed = datetime(2024, 3, 5, tzinfo=UTC)
    document = extract(word(title="On storks", author="Ana Costa", modified=changed))
    assert document.kind is SourceKind.DOCX
    assert document.text.split("\n") == [
        "Storks of the valley", STORK, "Bird | Weight x", "Stork | 3.5 kg | y",
        "The last paragraph stands after the table.",
    ]  # fmt: skip
    assert (document.title, document.author, document.published) == (
        "On storks",
        "Ana Costa",
        date(2024, 3, 5),
    )


def repacked(body: bytes, **files: bytes) -> bytes:
    target = io.BytesIO()
    names = {
        name.replace("__", "/").replace("_xml", ".xml"): content for name, content in files.items()
    }
    with (
        zipfile.ZipFile(io.BytesIO(body)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in names:
                new.writestr(name, old.read(name))
        for name, content in names.items():
            new.writestr(name, content)
    return target.getvalue()


def test_docx_bombs_and_broken_ones_are_refused() -> None:
    whole = word()
    with pytest.raises(ExtractError, match="unpacks"):
        extract(repacked(whole, word__document_xml=b" " * 11_000_000))
    with pytest.raises(ExtractError, match="unpacks"):
        extract(repacked(whole, word__media__a=bytes(51_000_000)))
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    ) + b"]><x>&j;</x>"  # fmt: skip
    for broken in (b"<w:document", b"", entities, b"<a/>", b"<a>" * 10_000):
        with pytest.raises(ExtractError):
            extract(repacked(whole, word__document_xml=broken))
    with pytest.raises(ExtractError):
        extract(whole[:-300])


NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
LONG = "The storks of the valley came back early this spring and built nine nests on the old mill."


def text_of(body: str) -> list[str]:
    """The lines read of a document that holds `body`, after a first paragraph."""
    xml = f"<w:document {NAMES}><w:body>{paragraph(run(LONG))}{body}</w:body></w:document>"
    first, *lines = extract(repacked(word(), word__document_xml=xml.encode())).text.split("\n")
    assert first == LONG
    return lines


def run(text: str, tag: str = "t", settings: str = "") -> str:
    return f'<w:r>{settings}<w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def paragraph(*inline: str, settings: str = "") -> str:
    return f"<w:p>{settings}{''.join(inline)}</w:p>"


def inserted(text: str, tag: str = "ins") -> str:
    return f'<w:{tag} w:id="1" w:author="A">{run(text)}</w:{tag}>'


def deleted(text: str, tag: str = "del") -> str:
    return f'<w:{tag} w:id="2" w:author="A">{run(text, "delText")}</w:{tag}>'


def test_tracked_changes_are_accepted() -> None:
    body = paragraph(
        run("The nests will "), inserted("not "), run("be moved, the "), deleted("mayor"),
        inserted("miller"), run(" said on "), deleted("Monday", "moveFrom"),
        inserted("Friday", "moveTo"), run("."),
    )  # fmt: skip
    assert text_of(body) == ["The nests will not be moved, the miller said on Friday."]


def test_a_paragraph_whose_mark_was_deleted_runs_on_in_the_next() -> None:
    mark = '<w:pPr><w:rPr><w:del w:id="3" w:author="A"/></w:rPr></w:pPr>'
    body = paragraph(run("Nine nests were "), settings=mark) + paragraph(run("counted in May."))
    assert text_of(body) == ["Nine nests were counted in May."]


def test_a_deleted_row_is_gone_and_an_inserted_cell_is_there() -> None:
    cells = "".join(f"<w:tc>{paragraph(run(text))}</w:tc>" for text in ("Mill", "nine"))
    gone = '<w:trPr><w:del w:id="4" w:author="A"/></w:trPr>'
    rows = f"<w:tr>{cells}</w:tr><w:tr>{gone}{cells}</w:tr>"
    assert text_of(f"<w:tbl>{rows}</w:tbl>") == ["Mill | nine"]


def control(content: str) -> str:
    return f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def test_content_controls_are_read_wherever_they_stand() -> None:
    inline = paragraph(run("The mill costs "), control(run("84,000 euros")), run(" a year."))
    cell = f"<w:tc>{paragraph(run('Rent'))}</w:tc>" + control(
        f"<w:tc>{paragraph(run('due'))}</w:tc>"
    )
    row = control(f"<w:tr>{cell}</w:tr>")
    block = control(control(paragraph(run("The lease runs for twelve years."))))
    assert text_of(inline + f"<w:tbl>{row}</w:tbl>" + block) == [
        "The mill costs 84,000 euros a year.",
        "Rent | due",
        "The lease runs for twelve years.",
    ]


def test_a_text_box_is_read_once_after_the_paragraph_that_anchors_it() -> None:
    box = f"<w:txbxContent>{paragraph(run('In the box: nine nests.'))}</w:txbxContent>"
    drawn = (
        "<w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    body = paragraph(run("Before "), drawn, run("and after.")) + paragraph(run("The next."))
    assert text_of(body) == ["Before and after.", "In the box: nine nests.", "The next."]


def test_tags_links_fields_and_formulas_are_read_and_hidden_text_and_codes_are_not() -> None:
    body = paragraph(
        f"<w:smartTag w:element='place'>{run('Kolm')}</w:smartTag>",
        f"<w:hyperlink r:id='x'>{run(' counts')}</w:hyperlink>",
        run(" PAGE ", "instrText"), f"<w:fldSimple w:instr='NUMPAGES'>{run(' 9')}</w:fldSimple>",
        run(" secret", settings="<w:rPr><w:vanish/></w:rPr>"),
        run(" nests", settings='<w:rPr><w:vanish w:val="0"/></w:rPr>'),
        "<m:oMath><m:r><m:t> = 3²</m:t></m:r></m:oMath>",
    )  # fmt: skip
    assert text_of(body) == ["Kolm counts 9 nests = 3²"]


def test_a_table_in_a_cell_is_read_in_its_cell() -> None:
    two = "".join(f"<w:tc>{paragraph(run(text))}</w:tc>" for text in "ab")
    inner = f"<w:tbl><w:tr>{two}</w:tr></w:tbl>"
    cells = f"<w:tc>{paragraph(run('Nests'))}{inner}</w:tc><w:tc>{paragraph(run('nine'))}</w:tc>"
    (row,) = text_of(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
    assert row.startswith("Nests a")
    assert row.endswith("| nine")


def test_a_note_is_read_after_the_paragraph_that_refers_to_it() -> None:
    document = docx.Document()
    document.add_paragraph(LONG)
    notes = (
        f"<w:footnotes {NAMES}><w:footnote w:id='2'>{paragraph(run('Counted from a boat.'))}"
        "</w:footnote></w:footnotes>"
    )
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        notes.encode(),
        document.part.package,
    )
    document.part.relate_to(part, RT.FOOTNOTES)
    mark = document.paragraphs[0].add_run()._r
    mark.append(OxmlElement("w:footnoteReference", {qn("w:id"): "2"}))
    document.add_paragraph("The mill has stood empty since.")
    document.sections[0].header.paragraphs[0].text = "Valley Stork Society"
    saved = io.BytesIO()
    document.save(saved)
    assert extract(saved.getvalue()).text.split("\n") == [
        LONG, "Counted from a boat.", "The mill has stood empty since.", "Valley Stork Society",
    ]  # fmt: skip


def test_hostile_nesting_and_spans_end() -> None:
    span = '<w:tcPr><w:gridSpan w:val="300000000"/></w:tcPr>'
    row = f"<w:tr><w:tc>{span}{paragraph(run('one cell'))}</w:tc></w:tr>"
    assert text_of(f"<w:tbl>{row}</w:tbl>") == ["one cell"]
    opened = field_mark("begin") + field_mark("separate")
    started = process_time()
    assert text_of(paragraph(opened * 50_000, run("x") * 50_000)) == ["x" * 50_000]
    assert process_time() - started < 8
    with pytest.raises(ExtractError):
        text_of("<w:sdt>" * 3_000 + "</w:sdt>" * 3_000)


def test_a_deleted_cell_is_gone() -> None:
    gone = '<w:tcPr><w:cellDel w:id="5" w:author="A"/></w:tcPr>'
    cells = f"<w:tc>{gone}{paragraph(run('ten'))}</w:tc><w:tc>{paragraph(run('nine'))}</w:tc>"
    assert text_of(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>") == ["nine"]


def test_what_was_inserted_and_then_deleted_is_gone_and_moves_are_read_where_they_went() -> None:
    both = f'<w:ins w:id="6" w:author="A">{deleted("ten")}</w:ins>'
    mark = '<w:pPr><w:rPr><w:moveFrom w:id="7" w:author="A"/></w:rPr></w:pPr>'
    body = (
        paragraph(deleted("It rained.", "moveFrom"), settings=mark)
        + paragraph(run("Of "), both, inserted("nine"), run(" nests two fell."))
        + paragraph(inserted("It rained.", "moveTo"))
    )  # fmt: skip
    assert text_of(body) == ["Of nine nests two fell.", "It rained."]


def test_the_prompt_of_a_content_control_that_nobody_filled_in_is_no_text() -> None:
    def prompt(content: str) -> str:
        settings = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
        return f"<w:sdt>{settings}<w:sdtContent>{content}</w:sdtContent></w:sdt>"

    click = run("Click to enter.")
    cell = f"<w:tc>{paragraph(run('Rent'))}</w:tc>" + prompt(f"<w:tc>{paragraph(click)}</w:tc>")
    body = paragraph(run("Signed: "), prompt(click)) + prompt(paragraph(click))
    assert text_of(f"{body}<w:tbl><w:tr>{cell}</w:tr></w:tbl>") == ["Signed:", "Rent"]


def test_a_stand_in_is_read_where_the_first_choice_has_no_text() -> None:
    box = f"<w:txbxContent>{paragraph(run('In the box.'))}</w:txbxContent>"
    drawn = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='x'><w:drawing/></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert text_of(paragraph(run("Before."), drawn)) == ["Before.", "In the box."]


def field_mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def test_of_a_field_with_fields_in_its_code_only_what_it_shows_is_read() -> None:
    inner = (
        field_mark("begin"), run("MERGEFIELD n", "instrText"), field_mark("separate"), run("1"),
        field_mark("end"),
    )  # fmt: skip
    outer = (
        field_mark("begin"), run("IF ", "instrText"), *inner, run('= 1 "one" "more"', "instrText"),
        field_mark("separate"), run("one"), field_mark("end"),
    )  # fmt: skip
    assert text_of(paragraph(run("There is "), *outer, run(" nest."))) == ["There is one nest."]
    contents = paragraph(
        field_mark("begin"), run("TOC", "instrText"), field_mark("separate"), run("1 Nests")
    )
    assert text_of(contents + paragraph(run("2 Eggs"), field_mark("end"))) == ["1 Nests", "2 Eggs"]


def test_powers_and_fractions_are_not_run_together() -> None:
    raised = "<w:rPr><w:vertAlign w:val='superscript'/></w:rPr>"

    def part(name: str, text: str) -> str:
        return f"<m:{name}><m:r><m:t>{text}</m:t></m:r></m:{name}>"

    body = paragraph(
        run("10"), run("6", settings=raised), run(" birds, the 3"), run("rd", settings=raised),
        f"<m:oMath><m:f>{part('num', '1')}{part('den', '2')}</m:f></m:oMath>",
        f"<m:oMath><m:sSup>{part('e', ' x')}{part('sup', '-3')}</m:sSup></m:oMath>",
        f"<m:oMath><m:f>{part('num', ' a')}{part('den', 'b+c')}</m:f></m:oMath>",
    )  # fmt: skip
    assert text_of(body) == ["10⁶ birds, the 3rd1/2 x⁻³ a/(b+c)"]


def test_heads_that_are_switched_off_are_not_read() -> None:
    document = docx.Document()
    document.add_paragraph(LONG)
    section = document.sections[0]
    section.first_page_footer.paragraphs[0].text = "On the first page"
    section.even_page_header.paragraphs[0].text = "On even pages"

    def lines() -> list[str]:
        saved = io.BytesIO()
        document.save(saved)
        return extract(saved.getvalue()).text.split("\n")

    assert lines() == [LONG]
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    assert lines() == [LONG, "On the first page", "On even pages"]
