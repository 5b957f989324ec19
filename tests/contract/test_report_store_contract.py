"""What every report store must do, the fake one included."""

import asyncio
import errno
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryFile

import boto3
import pytest

from research.adapters.reports.folder_reports import FolderReports
from research.adapters.reports.s3_reports import S3Reports
from research.domain.errors import (
    NotStoredError,
    StoreConflictError,
    StoreError,
    StoreUnavailableError,
)
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


def _no_links(_existing: str, _new: str) -> None:
    raise PermissionError(errno.EPERM, "as on a memory card")


@pytest.fixture(params=["fake", "folder", "folder without links", "s3"])
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Stored:
    if request.param == "fake":
        fake = FakeReportStore()
        return Stored(fake, fake.body)
    if request.param == "s3":
        url, bucket = request.getfixturevalue("s3"), request.getfixturevalue("bucket")
        client = boto3.client("s3", endpoint_url=url)
        return Stored(
            S3Reports(bucket, endpoint_url=url),
            lambda name: client.get_object(Bucket=bucket, Key=name)["Body"].read(),
        )
    folder = tmp_path / "made" / "when needed"
    if request.param == "folder without links":
        monkeypatch = request.getfixturevalue("monkeypatch")
        monkeypatch.setattr("os.link", _no_links)
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


async def test_what_is_put_can_be_had(stored: Stored) -> None:
    body = bytes(range(256))
    await stored.store.put("a/b.raw", body, "application/octet-stream")
    first = await stored.store.get("a/b.raw")
    assert first.body == body
    await stored.store.put("a/b.raw", b"other", "application/octet-stream")
    assert (await stored.store.get("a/b.raw")).tag != first.tag


async def test_what_is_not_there_is_an_error_of_its_own(stored: Stored) -> None:
    with pytest.raises(NotStoredError):
        await stored.store.get("none.json")


async def test_deleted_is_gone_and_may_be_deleted_again(stored: Stored) -> None:
    await stored.store.put("jobs/a.json", b"x", "application/json")
    await stored.store.delete("jobs/a.json")
    await stored.store.delete("jobs/a.json")
    with pytest.raises(NotStoredError):
        await stored.store.get("jobs/a.json")


async def test_a_file_is_stored_whole_from_wherever_it_was_read_to(stored: Stored) -> None:
    body = bytes(range(256)) * 5_000
    with TemporaryFile() as file:
        file.write(body)
        await stored.store.put_file("files/a", file, "application/octet-stream")
    assert stored.read("files/a") == body
    assert await stored.store.size("files/a") == len(body)
    await stored.store.put_file("files/a", BytesIO(b"less"), "application/octet-stream")
    assert (await stored.store.get("files/a")).body == b"less"


async def test_a_copy_is_a_file_of_its_own(stored: Stored) -> None:
    await stored.store.put("a/one", b"first", "text/plain")
    await stored.store.copy("a/one", "b/deep/two")
    await stored.store.copy("a/one", "b/deep/two")
    await stored.store.put("a/one", b"second", "text/plain")
    assert stored.read("b/deep/two") == b"first"
    await stored.store.copy("a/one", "b/deep/two")
    await stored.store.delete("a/one")
    assert stored.read("b/deep/two") == b"second"
    assert await stored.store.list("b/deep") == ("b/deep/two",)


async def test_what_is_not_there_has_no_size_and_no_copy(stored: Stored) -> None:
    await stored.store.put("b", b"kept", "text/plain")
    with pytest.raises(NotStoredError):
        await stored.store.size("a")
    with pytest.raises(NotStoredError):
        await stored.store.copy("a", "b")
    assert stored.read("b") == b"kept"
    for call in (stored.store.size("../b"), stored.store.copy("b", "../c")):
        with pytest.raises(StoreError):
            await call


async def test_a_folder_lists_its_own_names_in_order(stored: Stored) -> None:
    assert await stored.store.list("jobs") == ()
    for name in ("jobs/b.json", "jobs/a.json", "jobs/deep/c.json", "jobs-too/d.json", "e.json"):
        await stored.store.put(name, b"x", "application/json")
    await stored.store.put_if("jobs/f.json", b"x", "application/json", None)
    assert await stored.store.list("jobs") == ("jobs/a.json", "jobs/b.json", "jobs/f.json")


async def test_a_folder_says_whether_it_has_files(stored: Stored) -> None:
    assert not await stored.store.has_files("users")
    await stored.store.put("users-too/a", b"x", "text/plain")
    assert not await stored.store.has_files("users")
    await stored.store.put("users/deep/a", b"x", "text/plain")
    assert await stored.store.has_files("users")
    assert await stored.store.has_files("users/deep")
    await stored.store.delete("users/deep/a")
    assert not await stored.store.has_files("users")


async def test_put_if_writes_only_over_what_was_read(stored: Stored) -> None:
    first = await stored.store.put_if("a.json", b"1", "application/json", None)
    assert (await stored.store.get("a.json")).tag == first
    with pytest.raises(StoreConflictError):
        await stored.store.put_if("a.json", b"2", "application/json", None)
    second = await stored.store.put_if("a.json", b"2", "application/json", first)
    with pytest.raises(StoreConflictError):
        await stored.store.put_if("a.json", b"3", "application/json", first)
    assert stored.read("a.json") == b"2"
    await stored.store.delete("a.json")
    with pytest.raises(StoreConflictError):
        await stored.store.put_if("a.json", b"3", "application/json", second)


async def test_of_many_writers_at_once_each_write_counts(stored: Stored) -> None:
    async def add_one() -> None:
        while True:
            file = await stored.store.get("count")
            try:
                body = str(int(file.body) + 1).encode()
                await stored.store.put_if("count", body, "text/plain", file.tag)
            except StoreConflictError:
                await asyncio.sleep(0)
            else:
                return

    await stored.store.put_if("count", b"0", "text/plain", None)
    await asyncio.gather(*(add_one() for _ in range(12)))
    assert stored.read("count") == b"12"


def _make_first(folder: Path) -> int:
    """How many of 50 names this process was the first to write."""

    async def made() -> int:
        store, first = FolderReports(folder), 0
        for number in range(50):
            try:
                await store.put_if(f"jobs/{number}.json", b"x", "application/json", None)
            except StoreConflictError:
                continue
            first += 1
        return first

    return asyncio.run(made())


def test_of_many_processes_one_makes_a_file(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        assert sum(pool.map(_make_first, [tmp_path] * 4)) == 50


async def test_s3_objects_are_private_and_typed(s3: str, bucket: str) -> None:
    store = S3Reports(bucket, endpoint_url=s3, base_url="https://reports.example/")
    assert await store.put("a.html", b"x", HTML) == "https://reports.example/a.html"
    client = boto3.client("s3", endpoint_url=s3)
    assert client.head_object(Bucket=bucket, Key="a.html")["ContentType"] == HTML
    grants = client.get_object_acl(Bucket=bucket, Key="a.html")["Grants"]
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]


async def test_a_bucket_that_is_not_there_or_not_reached_is_unavailable(s3: str) -> None:
    for store in (
        S3Reports("no-such-bucket", endpoint_url=s3),
        S3Reports("reports", endpoint_url="http://127.0.0.1:9"),
    ):
        with pytest.raises(StoreUnavailableError):
            await store.get("a.json")
        with pytest.raises(StoreUnavailableError):
            await store.put_if("a.json", b"x", "application/json", None)


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


async def test_a_folder_goes_with_its_last_file(tmp_path: Path) -> None:
    store = FolderReports(tmp_path)
    for name in ("journal/one/a.json", "journal/one/b.json", "c.json"):
        await store.put(name, b"x", "application/json")
    await store.delete("journal/one/a.json")
    assert names_in(tmp_path / "journal" / "one") == ["b.json"]
    await store.delete("journal/one/b.json")
    assert names_in(tmp_path / "journal") == []
    await store.delete("journal/one/b.json")
    await store.delete("c.json")
    assert names_in(tmp_path) == ["journal"]


async def test_who_writes_while_another_empties_the_folder_makes_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, times = tmp_path / "marks", 3

    def removed_meanwhile(_bytes: int) -> str:
        nonlocal times
        if times and folder.exists():
            times -= 1
            folder.rmdir()
        return "name"

    monkeypatch.setattr("research.adapters.reports.folder_reports.token_hex", removed_meanwhile)
    store = FolderReports(tmp_path)
    await store.put("marks/a", b"x", "text/plain")
    assert times == 0
    assert (await store.get("marks/a")).body == b"x"
