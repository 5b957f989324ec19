"""The table of settings, and its place in the README."""

from pathlib import Path

import pytest

from research.cli.arguments import parse_arguments
from research.cli.entry import run_command
from research.cli.settings_table import BEGINNING, END, settings_table
from research.settings import Settings

README = Path(__file__).parents[3] / "README.md"


def test_the_readme_shows_every_setting(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(parse_arguments(["settings"])) == 0
    table = capsys.readouterr().out.strip()
    assert table == settings_table()
    for name in Settings.model_fields:
        assert f"\n| `{name.upper()}` | " in table
    assert table in README.read_text(encoding="utf-8"), "run `make docs`"


def test_the_table_is_put_into_a_file_and_nothing_else_changes(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text(f"Before é\n{BEGINNING}\nold\n{END}\nafter\n", encoding="utf-8")
    for _ in range(2):
        assert run_command(parse_arguments(["settings", "--into", str(path)])) == 0
        assert path.read_text(encoding="utf-8") == (
            f"Before é\n{BEGINNING}\n{settings_table()}\n\n{END}\nafter\n"
        )


@pytest.mark.parametrize("body", [None, b"no place", b"\xff", f"{BEGINNING} alone".encode()])
def test_a_file_without_a_place_for_the_table(
    body: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "README.md"
    if body is not None:
        path.write_bytes(body)
    assert run_command(parse_arguments(["settings", "--into", str(path)])) == 2
    assert str(path) in capsys.readouterr().err
    assert body is None or path.read_bytes() == body
