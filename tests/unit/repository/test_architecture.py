"""docs/architecture.md shows the house as it stands."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / "layers/research/research"
TEXT = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
PATHS = sorted(set(re.findall(r"`([\w./-]+(?:/|\.py))`", TEXT)))


@pytest.mark.parametrize("path", PATHS)
def test_what_it_names_is_there(path: str) -> None:
    assert (ROOT / path).exists() or (PACKAGE / path).exists()


def test_it_names_every_floor() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    floors = re.findall(r"\w+", " ".join(contracts["contracts"][0]["layers"]))
    assert len(floors) > len(contracts["contracts"][0]["layers"])
    for floor in set(floors) - {"__main__"}:
        assert f"`{floor}/`" in TEXT or f"`{floor}.py`" in TEXT


def test_no_folder_is_too_full_to_find_ones_way_in() -> None:
    folders = [PACKAGE, *(folder for folder in PACKAGE.rglob("*") if folder.is_dir())]
    full = {folder.name: len(list(folder.glob("*.py"))) for folder in folders}
    assert full[PACKAGE.name] <= 7
    assert max(full.values()) <= 20
