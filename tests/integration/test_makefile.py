"""`make research`: what was asked reaches the program as it is, and runs nothing on its way."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.servers import required_program

ROOT = Path(__file__).parents[2]
PROGRAM = f"""#!{sys.executable}
import json, sys
print(json.dumps(sys.argv[1:]))
"""
NASTY = (
    "$(shell touch pwned) $(touch pwned) `touch pwned` ; touch pwned | \"a\" 'b' $5 $$ \\ # % * é ؟"
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose environment is made, with a program that prints its arguments."""
    required_program("make", "apt-get install make")
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("pyproject.toml", "requirements.txt", "layers/research/requirements.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        os.utime(path, (0, 0))
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "QUESTION.txt").write_text("Do sails help?\n")
    program = tmp_path / ".venv" / "bin" / "content-research"
    program.parent.mkdir(parents=True)
    program.write_text(PROGRAM)
    program.chmod(0o755)
    for age, stamp in enumerate((".development", ".local", ".python")):
        (tmp_path / ".venv" / stamp).touch()
        os.utime(tmp_path / ".venv" / stamp, (time.time() - age,) * 2)
    return tmp_path


def make(
    checkout: Path, *arguments: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "research", *arguments],
        cwd=checkout,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"} | (environment or {}),
        capture_output=True,
        text=True,
        timeout=60,
    )


def arguments_of(ended: subprocess.CompletedProcess[str]) -> list[str]:
    assert ended.returncode == 0, ended.stderr
    passed: list[str] = json.loads(ended.stdout)
    return passed


def test_without_a_query_the_example_is_researched(checkout: Path) -> None:
    assert arguments_of(make(checkout)) == [
        "run", "--out", "reports", "--source", "examples/sailing-cargo", "--", "Do sails help?",
    ]  # fmt: skip


@pytest.mark.parametrize("query", ["", "   "])
def test_a_query_without_a_word_is_not_the_example(query: str, checkout: Path) -> None:
    for ended in (make(checkout, f"QUERY={query}"), make(checkout, environment={"QUERY": query})):
        asked = arguments_of(ended)
        assert asked[:-1] == ["run", "--out", "reports", "--"]
        assert asked[-1].strip() == ""


@pytest.mark.parametrize("given", ["Query=Do sails help?", "query=x", "SOURCE=minutes", "QUERRY=x"])
def test_a_name_that_it_does_not_know_is_refused(given: str, checkout: Path) -> None:
    ended = make(checkout, given)
    assert ended.returncode == 2
    assert ended.stdout == ""
    name = given.partition("=")[0]
    message = f"make research knows no {name}, only QUERY SOURCES OUT PYTHON, each in capitals"
    assert message in ended.stderr


def test_sources_are_split_at_spaces(checkout: Path) -> None:
    ended = make(
        checkout, "QUERY=-5 degrees?", "SOURCES=a *.pdf https://b.example/?c=$d", "OUT=o p"
    )
    assert arguments_of(ended) == [
        "run", "--out", "o p", "--source", "a", "--source", "*.pdf",
        "--source", "https://b.example/?c=$d", "--", "-5 degrees?",
    ]  # fmt: skip


@pytest.mark.parametrize("by", ["argument", "environment"])
def test_neither_make_nor_the_shell_reads_the_query(by: str, checkout: Path) -> None:
    if by == "argument":
        ended = make(checkout, f"QUERY={NASTY}")
    else:
        ended = make(checkout, environment={"QUERY": NASTY})
    assert arguments_of(ended)[-1] == NASTY
    assert not list(checkout.rglob("pwned"))


def test_sources_without_a_query_are_a_mistake(checkout: Path) -> None:
    ended = make(checkout, "SOURCES=a")
    assert ended.returncode != 0
    assert "SOURCES needs QUERY" in ended.stderr


@pytest.mark.parametrize(
    ("python", "message"),
    [("", "Python 3.11 or later is needed"), ("false", "false is older than Python 3.11")],
)
def test_a_python_that_is_missing_or_old_is_a_clear_line(
    python: str, message: str, checkout: Path
) -> None:
    shutil.rmtree(checkout / ".venv")
    ended = make(checkout, f"PYTHON={python}")
    assert ended.returncode != 0
    assert message in ended.stderr
