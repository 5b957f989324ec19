"""Word: what is read of it, and within which bounds."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest

from research.domain.errors import ExtractError
from research.domain.source import SourceKind
from tests.unit.adapters.extract.documents import STORK, extract, word


def test_docx() -> None:
    changed = datetime(2024, 3, 5, tzinfo=UTC)
    document = extract(word(title="On storks", author="Ana Costa", modified=changed))
    assert document.kind is SourceKind.DOCX
    assert document.text.split("\n") == [
        "Storks of the valley", STORK, "Bird | Weightx", "Stork | 3.5 kg | y",
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
