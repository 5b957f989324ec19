"""The file of settings that `init` writes: whole, switched off, and never over another."""

import os
import re
from pathlib import Path

import pytest

from research.cli import init as init_module
from research.cli.arguments import parse_arguments
from research.cli.entry import run_command
from research.cli.init import settings_file
from research.settings import Settings


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def init() -> int:
    return run_command(parse_arguments(["init"]))


def test_every_setting_is_there_and_none_is_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert init() == 0
    assert "content-research doctor" in capsys.readouterr().out
    text = Path(".env").read_text(encoding="utf-8")
    assert text == settings_file()
    assert [line for line in text.splitlines() if line and not line.startswith("# ")] == [
        "#"  # the heading's empty line
    ]
    assert re.findall(r"^# ([A-Z_0-9]+)=", text, re.MULTILINE) == [
        name.upper() for name in Settings.model_fields
    ]
    assert Settings.load() == Settings(_env_file=None)


def test_switched_on_each_line_sets_what_it_is_without(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    switched_on = re.sub(r"^# ([A-Z_0-9]+=)", r"\1", settings_file(), flags=re.MULTILINE)
    Path(".env").write_text(switched_on, encoding="utf-8")
    assert Settings.load() == Settings(_env_file=None)


def test_it_is_for_its_owner_alone() -> None:
    assert init() == 0
    assert Path(".env").stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_left_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    Path(".env").write_text("OPENAI_API_KEY=mine\n")
    assert init() == 2
    assert "is there already" in capsys.readouterr().err
    assert Path(".env").read_text() == "OPENAI_API_KEY=mine\n"
    Path(".env").unlink()
    Path(".env").symlink_to("elsewhere")  # nor is what a link leads to made
    assert init() == 2
    assert not Path("elsewhere").exists()


def test_a_file_that_can_not_be_written_leaves_no_half(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full() -> str:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(init_module, "settings_file", full)
    assert init() == 2
    assert "can't write .env: No space left on device" in capsys.readouterr().err
    assert not Path(".env").exists()
