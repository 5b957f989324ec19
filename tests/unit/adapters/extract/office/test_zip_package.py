"""The opener of zip archives: its bounds hold for every reader."""

import zipfile
from io import BytesIO

import pytest

from research.adapters.extract.office import zip_package
from research.adapters.extract.office.zip_package import ZipPackage, target
from research.domain.errors import ExtractError
from tests.unit.adapters.extract.office.office_files import zipped


def test_files_bytes_and_ratio_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ExtractError, match="unpacks"):
        ZipPackage(zipped({"a": bytes(2_000_000)}))
    with pytest.raises(ExtractError, match="unpacks"):
        ZipPackage(zipped({str(n): b"" for n in range(2_001)}))
    monkeypatch.setattr(zip_package, "MAX_UNZIPPED_BYTES", 100)
    with pytest.raises(ExtractError, match="unpacks"):
        ZipPackage(zipped({"a": bytes(60), "b": bytes(60)}))
    monkeypatch.setattr(zip_package, "MAX_XML_BYTES", 50)
    with pytest.raises(ExtractError, match="unpacks"), ZipPackage(zipped({"a": bytes(60)})) as one:
        one.read("a")


def test_a_part_that_lies_about_its_size_is_never_unpacked_further() -> None:
    whole = zipped({"a.xml": b"<a>" + b"x" * 5_000 + b"</a>"})
    size = (5_007).to_bytes(4, "little")
    with (
        pytest.raises(ExtractError),
        ZipPackage(whole.replace(size, (9).to_bytes(4, "little"))) as p,
    ):
        p.xml("a.xml")


def test_entities_are_not_expanded_and_depth_is_bounded() -> None:
    outside = "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><a>x&b;y</a>"
    bomb = "<!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;&b;'>]><a>&c;</a>"
    with ZipPackage(zipped({"o.xml": outside, "b.xml": bomb, "d.xml": "<a>" * 300})) as package:
        assert "".join(package.xml("o.xml").itertext("a")) == "x"
        assert "bbbb" not in "".join(package.xml("b.xml").itertext("a"))
        with pytest.raises(ExtractError):
            package.xml("d.xml")
        with pytest.raises(ExtractError, match="entities"):
            package.check_parts()


@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_declarations_are_found_in_any_charset(charset: str) -> None:
    part = f"<?xml version='1.0' encoding='{charset}'?><!DOCTYPE a><a/>".encode(charset)
    with pytest.raises(ExtractError, match="entities"), ZipPackage(zipped({"a.xml": part})) as one:
        one.check_parts()


def test_broken_archives_and_passwords() -> None:
    whole = zipped({"a": b"text"})
    for broken in (b"", whole[:-10], b"PK\x03\x04" + bytes(30)):
        with pytest.raises(ExtractError, match="broken"):
            ZipPackage(broken)
    locked = bytearray(whole)
    with zipfile.ZipFile(BytesIO(whole)) as archive:
        central = archive.start_dir
    locked[central + 8] |= 1
    with pytest.raises(ExtractError, match="password"):
        ZipPackage(bytes(locked))


def test_where_names_lead() -> None:
    assert target("ppt/slides/s1.xml", "../notes/n1.xml") == "ppt/notes/n1.xml"
    assert target("OPS/book.opf", "a%20b.xhtml#c") == "OPS/a b.xhtml"
    assert target("ppt/p.xml", "/ppt/x.xml") == "ppt/x.xml"
