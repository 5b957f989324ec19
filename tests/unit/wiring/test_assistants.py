"""Where an assistant's links lead, and what it may do without a service of its own."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from research.client.in_process import HERE
from research.domain.errors import InvalidSettingError
from research.settings import Settings
from research.wiring import assistants
from research.wiring.assistants import _link_to_store, _open_desk

PAGE = "20261124-120000-0123456789abcdef.html"
SERVED = f"{HERE}/reports/{PAGE}"


def test_a_program_of_this_machine_links_to_where_the_report_is(tmp_path: Path) -> None:
    folder = Settings(_env_file=None, reports_directory=tmp_path / "my reports")
    assert _link_to_store(folder)(SERVED) == (tmp_path / "my reports" / PAGE).as_uri()
    bucket = Settings(_env_file=None, reports_bucket="our-reports")
    assert _link_to_store(bucket)(SERVED) == f"s3://our-reports/{PAGE}"
    elsewhere = f"https://reports.example/{PAGE}"
    assert _link_to_store(bucket)(elsewhere) == elsewhere


async def test_a_service_elsewhere_is_linked_to_as_it_says() -> None:
    async with AsyncExitStack() as stack:
        desk = await _open_desk(Settings(_env_file=None), "https://research.example", stack)
        assert desk.link("https://reports.example/a") == "https://reports.example/a"


async def test_a_folder_that_can_not_be_is_told_before_anything_starts(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings = Settings(_env_file=None, reports_directory=tmp_path / "file")
    async with AsyncExitStack() as stack:
        with pytest.raises(InvalidSettingError, match="is no folder"):
            await _open_desk(settings, "", stack)


async def test_without_the_sdk_there_is_no_router_and_the_log_says_why(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(assistants, "find_spec", lambda name: None)
    async with AsyncExitStack() as stack:
        assert await assistants.open_mcp_routers(Settings(_env_file=None), stack) == ()
    assert "/mcp is not served" in caplog.text
