"""A program that others started for us: found by its argument, weighed, and ended with the rest."""

import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import pytest

from research.adapters.fetch.chromium.process_tree import ProcessTree

MARK = "--mark-of-the-tree-test"
HELPER = "import time; held = bytearray(60_000_000); print('up', flush=True); time.sleep(600)"
PROGRAM = (
    "import subprocess, sys, time;"
    f"subprocess.Popen([sys.executable, '-c', {HELPER!r}]); time.sleep(600)"
)
STARTER = (
    "import subprocess, sys, time;"
    f"subprocess.Popen([sys.executable, '-c', {PROGRAM!r}, {MARK!r}]); time.sleep(600)"
)


@pytest.fixture
def starter() -> Iterator["subprocess.Popen[str]"]:
    """A program that starts one with `MARK`, which starts a helper."""
    with subprocess.Popen(
        [sys.executable, "-c", STARTER], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        yield process
        if process.poll() is None:
            for one in psutil.Process(process.pid).children(recursive=True):
                one.kill()
            process.kill()


def living(starter: "subprocess.Popen[str]") -> int:
    """How many processes it has started that have not ended."""
    children = psutil.Process(starter.pid).children(recursive=True)
    return sum(one.status() != psutil.STATUS_ZOMBIE for one in children)


def test_what_it_takes_is_counted_and_it_ends_with_all_it_started(
    starter: "subprocess.Popen[str]",
) -> None:
    tree = ProcessTree.with_argument(MARK)
    assert tree is not None
    assert tree.root.pid == starter.pid
    assert tree.memory_bytes() > 60_000_000
    assert living(starter) == 2
    tree.kill_program()
    for _ in range(100):
        if not living(starter):
            break
        time.sleep(0.05)
    assert living(starter) == 0
    assert starter.poll() is None
    tree.kill()
    assert starter.wait(10) != 0
    assert tree.memory_bytes() == 0
    tree.kill()


def test_what_nobody_started_is_not_found() -> None:
    assert ProcessTree.with_argument("--never-started") is None
