"""What the package reads beside its code is installed with it: pip takes only what is declared."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / "layers/research/research"


def test_every_file_beside_the_code_is_declared_as_package_data() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    declared = {
        path for pattern in settings["package-data"]["research"] for path in PACKAGE.glob(pattern)
    }
    beside = {
        path
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"} and "static" not in path.parts
    }
    assert len(beside) > 20
    assert beside <= declared, sorted(map(str, beside - declared))
