"""A folder with a file of every kind: each is read, or named with why, wherever one looks."""

import html
import io
import json
from pathlib import Path
from urllib.parse import unquote

from pypdf import PdfReader, PdfWriter

from research.domain.uploads.file_kinds import CONTENT_TYPES
from tests.integration.offline_command import run_offline
from tests.unit.adapters.extract.documents import pdf, word, written
from tests.unit.adapters.extract.office.office_files import (
    epub,
    mail,
    odt,
    presentation,
    shape,
    slide,
    workbook,
    zipped,
)

QUERY = "Which villages keep nests of the white stork?"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED_ODT = '<manifest xmlns="urn:m"><file-entry><encryption-data/></file-entry></manifest>'


def said(village: str, count: str) -> str:
    return f"The village of {village} keeps {count} nests of the white stork on its old roofs."


def locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([[said("Lock", "two")]]))))
    writer.encrypt("secret", algorithm="RC4-128")
    return written(writer)


READ = {
    "arl.html": f"<html><body><article><p>{said('Arl', 'four')}</p><p>They were counted from the "
    "bell tower on a clear day in May.</p></article></body></html>".encode(),
    "berg.htm": f"<html><body><p>{said('Berg', 'seven')}</p><p>The old school has the largest one "
    "of them, which weighs a ton.</p></body></html>".encode(),
    "cole.xhtml": f"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>{said('Cole', 'ten')}</p>"
    "<p>Its smith mends the iron wheels under them every winter.</p></body></html>".encode(),
    "dorn.md": f"# Dorn\n\n{said('Dorn', 'three')}".encode(),
    "elm.markdown": f"# Elm\n\n{said('Elm', 'twelve')}".encode(),
    "furt.txt": said("Furt", "sixteen").encode(),
    "gau.csv": b"Village,Nests of the white stork\nGau,21\nGaulo,22\n",
    "hall.pdf": pdf([[said("Hall", "five")]]),
    "word.docx": word(),
    "inn.xlsx": workbook([("Village", "Nests of the white stork"), ("Inn", 31)]),
    "jena.pptx": presentation([slide(shape("Jena"), shape(said("Jena", "6")))]),
    "kolm.odt": odt(f"<text:p>{said('Kolm', 'nine')}</text:p>"),
    "lenz.rtf": rf"{{\rtf1\ansi {said('Lenz', 'eight')}}}".encode(),
    "mohn.epub": epub([f"<h1>Mohn</h1><p>{said('Mohn', 'fifteen')}</p>"]),
    "nau.eml": mail(said("Nau", "thirteen"), "Nests of Nau").as_bytes(),
}  # fmt: skip
NOT_READ = {
    "film.mp3": (b"ID3" + bytes(99), "not of a kind that can be read"),
    "many.zip": (zipped({"a.txt": said("Zip", "one")}), "not of a kind that can be read"),
    "setup.exe": (b"MZ\x90" + bytes(99), "not of a kind that can be read"),
    "old.doc": (OLE + bytes(600), "not of a kind that can be read"),
    "no-suffix": (b"text", "not of a kind that can be read"),
    "empty.txt": (b"", "empty"),
    "blank.docx": (b"", "empty"),
    "renamed.docx": (OLE + bytes(600), "older than 2007"),
    "locked.xlsx": (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
    "locked.pdf": (locked_pdf(), "password"),
    "locked.odt": (odt("", **{"META-INF__manifest": LOCKED_ODT}), "password"),
    "picture.pptx": (b"\x89PNG\r\n\x1a\n" + bytes(99), "an image"),
    "archive.epub": (zipped({"a.txt": "text"}), "an archive"),
    "broken.pptx": (presentation([slide(shape("x"))])[:-40], "broken"),
    "broken.docx": (word()[:-300], "broken"),
    "broken.pdf": (b"%PDF-1.7\n" + bytes(range(256)), "a PDF that can't be read"),
    "false.rtf": (b"no rich text at all", "its bytes are not"),
    "bomb.xlsx": (zipped({"xl/workbook.xml": bytes(9_000_000)}), "unpacks to more"),
    "headless.eml": (b"\n\nno head", "a mail without a head"),
}  # fmt: skip


def test_every_kind_that_is_found_is_here() -> None:
    assert {Path(name).suffix for name in READ} == set(CONTENT_TYPES)


def test_each_file_is_read_or_named_with_why(tmp_path: Path) -> None:
    folder = tmp_path / "all kinds"
    folder.mkdir()
    for name, body in READ.items():
        (folder / name).write_bytes(body)
    for name, (body, _) in NOT_READ.items():
        (folder / name).write_bytes(body)
    ended = run_offline(
        tmp_path, "run", QUERY, "--source", str(folder), "--out", str(tmp_path / "out"), "--json"
    )
    assert ended.returncode == 0, ended.stderr
    report = json.loads(ended.stdout)
    read = {unquote(source["url"].rpartition("/")[2]) for source in report["sources"]}
    assert read == set(READ)
    told = {
        unquote(one["subject"].rpartition("/")[2]): one["message"] for one in report["failures"]
    }
    assert set(told) == set(NOT_READ)
    [page] = (tmp_path / "out").glob("*.html")
    shown = html.unescape(page.read_text(encoding="utf-8"))
    for name, (_, why) in NOT_READ.items():
        assert why in told[name], (name, told[name])
        for where in (unquote(ended.stderr), shown):
            assert name in where
            assert told[name][:60] in where
