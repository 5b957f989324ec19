"""What /health writes to see whether a store is full or read-only."""

import asyncio
from pathlib import Path

import pytest

from research.adapters.reports.folder_reports import FolderReports
from research.domain.errors import StoreUnavailableError
from research.wiring.probes import FRESH_SECONDS, RecentProbe, write_to_reports
from tests.fakes.clock import StillClock


async def test_many_who_ask_make_one_write_and_hear_of_a_change_soon() -> None:
    clock, written, is_full = StillClock(), [], False

    async def write() -> None:
        written.append("once")
        await asyncio.sleep(0)
        if is_full:
            raise StoreUnavailableError("full")

    probe = RecentProbe(write, clock)
    await asyncio.gather(*(probe() for _ in range(50)))
    assert len(written) == 1
    is_full = True
    await probe()
    clock.advance(FRESH_SECONDS)
    for _ in range(3):
        with pytest.raises(StoreUnavailableError, match="full"):
            await probe()
    assert len(written) == 2
    is_full = False
    clock.advance(FRESH_SECONDS)
    await probe()


async def test_a_folder_that_takes_no_file_is_told_of(tmp_path: Path) -> None:
    await write_to_reports(FolderReports(tmp_path / "reports"))
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreUnavailableError):
        await write_to_reports(FolderReports(tmp_path / "file"))
