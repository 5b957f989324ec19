"""Mail: subject, sender and day, the text, and what is attached."""

from datetime import date

import pytest

from research.domain.errors import ExtractError
from research.domain.source import Document, SourceKind
from tests.unit.adapters.extract.documents import STORK, extract
from tests.unit.adapters.extract.office.office_files import mail, workbook

FILE = "file:///a/x.eml"


def read(body: bytes) -> Document:
    document = extract(body, "message/rfc822", FILE)
    assert document.kind is SourceKind.EML
    return document


def test_its_head_and_its_text() -> None:
    document = read(mail(f"{STORK}\n\n> > As you said.\n", "Nests für 2024").as_bytes())
    assert document.text.split("\n") == [STORK, "As you said."]
    assert (document.title, document.author, document.published) == (
        "Nests für 2024", "Ana Costa", date(2024, 3, 5),
    )  # fmt: skip


def test_plain_text_is_preferred_and_html_is_read_where_it_is_alone() -> None:
    both = mail("Plain words.")
    both.add_alternative("<p>Marked words.</p>", subtype="html")
    assert read(both.as_bytes()).text == "Plain words."
    alone = mail("")
    alone.set_content(
        "<table role='presentation'><tr><td><h1>Hello</h1><p>Nine nests.</p></td></tr></table>"
        "<div style='display:none'>gone</div>", subtype="html")  # fmt: skip
    assert read(alone.as_bytes()).text == "Hello\nNine nests."


def test_attachments_are_read_or_named_with_why() -> None:
    message = mail("See the table.", nests__xlsx=workbook([("Village", "Nests"), ("Kolm", 9)]),
                   film__mp4=b"\x00\x00\x00\x20ftypmp42" + bytes(50))  # fmt: skip
    message.add_attachment(mail("An earlier mail.", "Earlier"))
    document = read(message.as_bytes())
    assert document.text.split("\n") == [
        "See the table.", "nests.xlsx", "Storks", "Village: Kolm | Nests: 9", "attachment 3",
        "An earlier mail.",
    ]  # fmt: skip
    assert document.left_out == ("film.mp4: an image, sound, film, archive or program",)


def test_mails_in_mails_end() -> None:
    message = mail("0")
    for number in range(1, 9):
        outer = mail(str(number))
        outer.add_attachment(message)
        message = outer
    document = read(message.as_bytes())
    assert document.text.startswith("8\n")
    assert "0" not in document.text.split("\n")
    assert "a mail in a mail" in document.left_out[0]


@pytest.mark.parametrize("charset", ["x-unknown", "utf-8", "us-ascii"])
def test_a_wrong_charset_loses_no_more_than_its_characters(charset: str) -> None:
    head = f"From: a@b.test\nSubject: x\nContent-Type: text/plain; charset={charset}\n\n"
    assert "nests" in read(head.encode() + b"Nine nests \xff.").text


def test_encrypted_and_headless_ones_are_refused() -> None:
    for body in (b"Subject: x\nContent-Type: application/pkcs7-mime\n\nMIIB", b"\n\nno head"):
        with pytest.raises(ExtractError):
            read(body)
