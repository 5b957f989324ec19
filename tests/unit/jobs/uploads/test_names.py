"""Names of files as browsers and programs send them, hostile ones among them."""

import pytest

from research.domain.errors import SourceUnusableError
from research.domain.uploads.file_kinds import CONTENT_TYPES
from research.domain.uploads.upload import MAX_NAME_CHARACTERS
from research.jobs.uploads.names import clean_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("minutes.pdf", "minutes.pdf"),
        ("Protokoll März 2026.DOCX", "Protokoll März 2026.DOCX"),
        ("会议.txt", "会议.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\windows\\win.csv", "win.csv"),
        ("C:\\fakepath\\plan.md", "plan.md"),
        ("/etc/cron.d/x.html", "x.html"),
        ("plan\0.exe\0.pdf", "plan.exe.pdf"),
        ("a\nb\r\nc.txt", "a b c.txt"),
        ("\u202egnp.exe\u202c.pdf", "gnp.exe.pdf"),
        ("<img src=x onerror=alert(1)>.md", "<img src=x onerror=alert(1)>.md"),
        ("...txt", "...txt"),
    ],
)
def test_a_name_is_one_line_without_folders_and_what_hides(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept


def test_a_long_name_keeps_its_ending() -> None:
    kept = clean_name(f"{'x' * 300}.pdf")
    assert len(kept) == MAX_NAME_CHARACTERS
    assert kept.endswith("x.pdf")


@pytest.mark.parametrize(
    "sent",
    ["", ".", "..", "/", "x", "x.exe", "x.pdf.exe", ".pdf", "a/.txt", "x.pdf/", "x.pdf\0.js"],
)
def test_other_kinds_are_refused_with_those_that_are_read(sent: str) -> None:
    with pytest.raises(SourceUnusableError, match=r"pdf.*docx"):
        clean_name(sent)


@pytest.mark.parametrize("suffix", CONTENT_TYPES)
def test_every_kind_that_is_read_is_taken(suffix: str) -> None:
    assert clean_name(f"a{suffix.upper()}") == f"a{suffix.upper()}"
