"""A stage is a folder, and its file of the same name all that the package may import of it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import research.stages

STAGES_FOLDER = Path(research.stages.__file__).parent
PACKAGE = STAGES_FOLDER.parent
FUNCTIONS = Path(__file__).parents[3] / "functions"
PREFIX = "research.stages."
STAGES = sorted(path.name for path in STAGES_FOLDER.iterdir() if (path / "__init__.py").is_file())


def test_there_are_stages() -> None:
    assert {"plan", "search", "read", "index", "select", "write", "verify", "render"} <= {*STAGES}


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_has_a_file_of_its_own_name_and_says_what_it_does(stage: str) -> None:
    assert (STAGES_FOLDER / stage / f"{stage}.py").is_file()
    package = ast.parse((STAGES_FOLDER / stage / "__init__.py").read_text(encoding="utf-8"))
    assert ast.get_docstring(package)
    assert len(package.body) == 1, "what a stage offers is in its file, not in its package"


@pytest.mark.parametrize("stage", STAGES)
def test_nothing_else_of_a_stage_is_imported_elsewhere(stage: str) -> None:
    found = {
        (str(path.relative_to(root)), module.removeprefix(PREFIX))
        for root in (PACKAGE, FUNCTIONS)
        for path in root.rglob("*.py")
        if STAGES_FOLDER / stage not in path.parents
        for module in _imported(path)
        if f"{module}.".startswith(f"{PREFIX}{stage}.") and module != f"{PREFIX}{stage}.{stage}"
    }
    assert found == set()


def _imported(path: Path) -> Iterator[str]:
    """The modules that the file at `path` imports, wherever in it; of a package, what it takes."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            is_folder = (PACKAGE.parent / node.module.replace(".", "/")).is_dir()
            yield from (
                f"{node.module}.{alias.name}" if is_folder else node.module for alias in node.names
            )
