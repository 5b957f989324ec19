"""What every report store must do, the fake one included."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from research.adapters.folder_reports import FolderReports
from research.errors import StoreError
from research.ports import ReportStore
from tests.fakes.report_store import FakeReportStore

HTML = "text/html; charset=utf-8"


@dataclass
class Stored:
    """A store, and a way to read it that does not go through it."""

    store: ReportStore
    read: Callable[[str], bytes]


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.fixture(params=["fake", "folder"])
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Stored:
    if request.param == "fake":
        fake = FakeReportStore()
        return Stored(fake, fake.body)
    folder = tmp_path / "made" / "when needed"
    return Stored(FolderReports(folder), lambda name: (folder / name).read_bytes())


async def test_what_is_put_is_there(stored: Stored) -> None:
    body = "<p>é \N{SNOWMAN}".encode() + bytes(range(256))
    address = await stored.store.put("job-1.html", body, HTML)
    assert stored.read("job-1.html") == body
    assert address.endswith("/job-1.html") or address == "memory:job-1.html"


async def test_a_second_put_replaces_the_first(stored: Stored) -> None:
    await stored.store.put("a.json", b"long first", "application/json")
    await stored.store.put("a.json", b"", "application/json")
    assert stored.read("a.json") == b""


async def test_names_may_have_folders(stored: Stored) -> None:
    name = f"snapshots/{'a' * 64}.txt"
    await stored.store.put(name, b"text", "text/plain; charset=utf-8")
    assert stored.read(name) == b"text"


async def test_many_at_once(stored: Stored) -> None:
    names = [f"snapshots/{number:064x}.raw" for number in range(40)]
    await asyncio.gather(*(stored.store.put(name, name.encode(), HTML) for name in names))
    assert [stored.read(name).decode() for name in names] == names


@pytest.mark.parametrize(
    "name",
    [
        "", ".", "..", "/", "/etc/passwd", "../up.html", "a/../../up.html", "a//b", "a/", "a/.b",
        ".hidden", "a\\b", "C:\\x", "c:x", "a\0b", "a\nb", "a.html\n", "snöw.html", "a b",
        "~/x", "-rf", "%2e%2e/x", "a" * 201,
    ],
)  # fmt: skip
async def test_a_name_that_could_lead_elsewhere_is_refused(stored: Stored, name: str) -> None:
    with pytest.raises(StoreError):
        await stored.store.put(name, b"x", HTML)


async def test_the_folder_holds_the_file_and_nothing_else(tmp_path: Path) -> None:
    address = await FolderReports(tmp_path).put("a.html", b"x", HTML)
    assert address == (tmp_path / "a.html").as_uri()
    assert names_in(tmp_path) == ["a.html"]


async def test_a_folder_that_is_a_file_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="can't write"):
        await FolderReports(tmp_path / "file").put("a.html", b"x", HTML)


async def test_a_failed_write_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a.html").mkdir()
    with pytest.raises(StoreError):
        await FolderReports(tmp_path).put("a.html", b"x", HTML)
    assert names_in(tmp_path) == ["a.html"]
