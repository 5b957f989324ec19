"""Writers that die in a folder of reports leave nothing there for ever; those that live keep on."""

import asyncio
import subprocess
import sys
from pathlib import Path

from research.adapters.reports import folder_reports
from research.adapters.reports.folder_reports import FolderReports

DIES = """
import os, sys
from pathlib import Path
from research.adapters.reports.folder_reports import _temporary_copy
with _temporary_copy(Path(sys.argv[1]), lambda file: file.write(b"half a report")):
    os._exit(9)
"""


def test_what_a_writer_that_died_left_goes_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "journal" / "job-1" / "read-1.json.gz"
    subprocess.run([sys.executable, "-c", DIES, str(path)], env={"PYTHONPATH": ":".join(sys.path)})
    assert [one.name[:9] for one in path.parent.iterdir()] == [".writing-"]
    assert asyncio.run(FolderReports(tmp_path).list("journal/job-1")) == ()
    assert not path.parent.exists()


def test_what_a_writer_that_lives_writes_is_left_to_it(tmp_path: Path) -> None:
    path = tmp_path / "journal" / "job-1" / "read-1.json.gz"
    reports = FolderReports(tmp_path)
    with folder_reports._temporary_copy(path, lambda file: file.write(b"whole")) as temporary:
        assert asyncio.run(reports.list("journal/job-1")) == ()
        assert Path(temporary).read_bytes() == b"whole"
    assert not Path(temporary).exists()


async def test_listing_and_writing_at_once_loses_nothing(tmp_path: Path) -> None:
    reports = FolderReports(tmp_path)
    written = [f"journal/job-1/{number}.json" for number in range(200)]

    async def write() -> None:
        await asyncio.gather(*(reports.put(name, b"x", "application/json") for name in written))

    writing = asyncio.create_task(write())
    while not writing.done():
        await reports.list("journal/job-1")
    await writing
    assert set(await reports.list("journal/job-1")) == set(written)
