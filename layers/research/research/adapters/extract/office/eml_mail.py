"""Reads mail (RFC 5322) with Python's own `email`: its subject, day, text, and what is attached."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage, Message, MIMEPart
from email.policy import default
from itertools import islice

from research.adapters.extract.charset_and_language import language_of
from research.adapters.extract.office.html_lines import html_lines
from research.adapters.extract.office.zip_package import BROKEN
from research.domain.errors import ExtractError
from research.domain.source import Document, Page, SourceKind
from research.text.cleaning import clean_line, join_wrapped_lines, text_of_lines

MAX_ATTACHMENTS = 50
_QUOTED = re.compile(r"^(?:>[ ]?)+", re.MULTILINE)
_ENCRYPTED = frozenset(
    ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
)

ReadAttachment = Callable[[Page], Document]


def extract_eml(page: Page, read_attachment: ReadAttachment) -> Document:
    """The document in a mail: its text, and after it each attachment that can be read.

    Of the attachments that can't be read, the document says why. Raises `ExtractError` for a mail
    that is encrypted or broken.
    """
    try:
        mail = message_from_bytes(page.body, policy=default)
        if not isinstance(mail, EmailMessage) or not mail.keys():
            raise ExtractError("a mail without a head")
        if mail.get_content_type() in _ENCRYPTED:
            raise ExtractError("an encrypted mail")
        left_out: list[str] = []
        lines = [*_body(mail), *_attached(mail, page, read_attachment, left_out)]
        return Document(
            kind=SourceKind.EML,
            text=(text := text_of_lines(lines)),
            title=clean_line(str(mail.get("subject", ""))),
            author=_sender(mail),
            published=_sent(mail),
            language=language_of(text),
            left_out=tuple(left_out),
        )
    except BROKEN as error:
        reason = clean_line(str(error), 120) or type(error).__name__
        raise ExtractError(f"a mail that can't be read: {reason}") from error


def _body(mail: EmailMessage) -> Iterator[str]:
    body = mail.get_body(("plain", "html"))
    if body is None:
        return
    content = _content(body)
    if body.get_content_subtype() == "html":
        yield from html_lines(content.encode(errors="replace"))
    else:
        lines = _QUOTED.sub("", content.replace("\r\n", "\n")).split("\n")
        yield from join_wrapped_lines(lines)


def _content(part: MIMEPart) -> str:
    """The part's text; where its charset is unknown or wrong, what can be told of it."""
    try:
        return str(part.get_content(errors="replace"))
    except (LookupError, UnicodeError):
        return bytes(part.get_payload(decode=True)).decode(errors="replace")


def _attached(
    mail: EmailMessage, page: Page, read: ReadAttachment, left_out: list[str]
) -> Iterator[str]:
    """The name and the lines of each attachment; why one is not read is added to `left_out`."""
    body = mail.get_body(("plain", "html"))
    parts = (part for part in mail.iter_attachments() if part is not body)
    for number, part in enumerate(islice(parts, MAX_ATTACHMENTS), start=1):
        name = clean_line(part.get_filename() or "", 100)
        if not name and part.get_content_maintype() == "image":
            continue  # a picture that the text shows
        name = name or f"attachment {number}"
        try:
            document = read(_page_of(part, name, page))
        except ExtractError as error:
            left_out.append(f"{name}: {error}")
        else:
            yield from (name, document.text)
            left_out.extend(f"{name}: {one}" for one in document.left_out)


def _page_of(part: MIMEPart, name: str, page: Page) -> Page:
    if part.get_content_maintype() == "message":
        inner = part.get_payload(0)
        body = inner.as_bytes() if isinstance(inner, Message) else b""
    else:
        body = bytes(part.get_payload(decode=True) or b"")
    return Page(
        url=page.url,
        final_url=name.replace("/", "_"),
        content_type=part.get_content_type(),
        body=body,
    )


def _sender(mail: EmailMessage) -> str:
    sender = mail.get("from")
    names = [one.display_name or one.addr_spec for one in getattr(sender, "addresses", ())]
    return clean_line(", ".join(names), 200)


def _sent(mail: EmailMessage) -> date | None:
    sent = getattr(mail.get("date"), "datetime", None)
    return sent.date() if sent else None
