"""Children end when they must, are replaced, and hand back nothing but bytes of bounded length."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

import pytest

from research.adapters.children import child_main
from research.adapters.children.child_pool import ChildPool
from research.adapters.children.frames import (
    MAX_REPLY_BYTES,
    ChildError,
    ChildLimits,
    Outcome,
)
from research.adapters.extract.child_extractor import ChildExtractor
from research.adapters.llm.child_json_values import ChildJsonValues
from research.domain.errors import (
    ModelAnswerError,
    NoTextError,
    PageOverLimitsError,
)
from research.domain.source import Page
from research.settings import loader_environment

MEMORY_BYTES = 512_000_000
SAID = "<p>The white stork winters south of the Sahara and returns to its old nest in March.</p>"
GENEROUS_SECONDS = 20.0
"""For what is done at once on an idle machine."""
SLOW_JSON = '{"claims":[' + 'a" ' * 20_000


def page(body: str, content_type: str = "text/html") -> Page:
    return Page(
        url="http://a.test/x",
        final_url="http://a.test/x",
        content_type=content_type,
        body=body.encode(),
    )


GOOD = page(f"<html><body><article>{SAID * 3}</article></body></html>")
SLOW = page(f"<article>{SAID * 3}<p {' '.join(f'a{n}=1' for n in range(50_000))}>x</p></article>")


Opened = Callable[..., ChildPool]


@pytest.fixture
async def opened() -> AsyncIterator[Opened]:
    """Opens pools that are closed at the end."""
    pools: list[ChildPool] = []

    def open_pool(seconds: float = GENEROUS_SECONDS, memory_bytes: int = MEMORY_BYTES) -> ChildPool:
        pools.append(ChildPool(1, ChildLimits(seconds, memory_bytes), loader_environment()))
        return pools[-1]

    yield open_pool
    for pool in pools:
        await pool.aclose()


def is_alive(pid: int) -> bool:
    """Whether it runs: one that ended and was not waited for does not."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def wait_for_end(pid: int) -> None:
    """Return once the process is gone, and fail where it goes on."""
    end = time.monotonic() + GENEROUS_SECONDS
    while is_alive(pid):
        assert time.monotonic() < end, "it goes on"
        time.sleep(0.02)
    time.sleep(0.1)  # until its parent has noticed


def environment_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


def command_of(pid: int) -> list[bytes]:
    return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")


async def test_a_page_that_takes_too_long_costs_itself_alone(opened: Opened) -> None:
    extractor = ChildExtractor(opened(seconds=1.0))
    began = time.monotonic()
    with pytest.raises(PageOverLimitsError, match="takes longer than 1 s"):
        await extractor.extract(SLOW)
    assert (await extractor.extract(GOOD)).text.count("stork") == 1
    assert time.monotonic() - began < GENEROUS_SECONDS


async def test_a_page_that_takes_too_much_memory_costs_itself_alone(opened: Opened) -> None:
    extractor = ChildExtractor(opened(memory_bytes=130_000_000))
    large = page(f"<article>{SAID * 50_000}</article>")
    with pytest.raises(PageOverLimitsError, match="needs more than 130 MB"):
        await extractor.extract(large)
    assert (await extractor.extract(GOOD)).text


async def test_errors_of_the_readers_keep_their_kind(opened: Opened) -> None:
    extractor = ChildExtractor(opened())
    with pytest.raises(NoTextError, match="empty"):
        await extractor.extract(page(" "))


async def test_one_child_does_one_task_after_another(opened: Opened) -> None:
    pool = opened()
    extractor = ChildExtractor(pool)
    await extractor.extract(GOOD)
    first = pids_of(pool)
    await asyncio.gather(*(extractor.extract(GOOD) for _ in range(4)))
    assert pids_of(pool) == first


def pids_of(pool: ChildPool) -> list[int]:
    return [child._process.pid for child in pool._idle]  # there is no other need to know


async def test_a_child_that_something_ended_is_replaced(opened: Opened) -> None:
    pool = opened()
    extractor = ChildExtractor(pool)
    await extractor.extract(GOOD)
    (pid,) = pids_of(pool)
    os.kill(pid, signal.SIGKILL)
    await asyncio.to_thread(wait_for_end, pid)
    assert (await extractor.extract(GOOD)).text
    assert pids_of(pool) != [pid]


async def test_who_is_cancelled_ends_the_task(opened: Opened) -> None:
    pool = opened()
    extractor = ChildExtractor(pool)
    await extractor.extract(GOOD)
    (pid,) = pids_of(pool)
    task = asyncio.create_task(extractor.extract(SLOW))
    await asyncio.sleep(0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not is_alive(pid)
    assert (await extractor.extract(GOOD)).text


async def test_closing_leaves_no_process(opened: Opened) -> None:
    pool = opened()
    await ChildExtractor(pool).extract(GOOD)
    pids = pids_of(pool)
    await pool.aclose()
    assert pids
    assert not any(map(is_alive, pids))


async def test_a_fault_is_named_by_its_place_and_costs_the_task_alone(opened: Opened) -> None:
    pool = opened()
    with pytest.raises(ChildError, match=r"a fault of ours: KeyError at child_main.py:\d+"):
        await pool.call("a task that there is not", {})
    assert (await ChildExtractor(pool).extract(GOOD)).text


async def test_a_child_has_none_of_our_secrets(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "planted")
    pool = opened()
    await ChildExtractor(pool).extract(GOOD)
    (pid,) = pids_of(pool)
    assert b"planted" not in environment_of(pid)


@pytest.mark.parametrize("told", [True, False])
async def test_it_writes_bytecode_where_its_parent_does(
    told: bool, monkeypatch: pytest.MonkeyPatch, opened: Opened
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", told)
    pool = opened()
    await ChildExtractor(pool).extract(GOOD)
    (pid,) = pids_of(pool)
    assert (b"-B" in command_of(pid)) is told


async def test_an_answer_that_takes_too_long_to_repair_is_unusable(opened: Opened) -> None:
    pool = opened(seconds=1.0)
    values = ChildJsonValues(pool)
    with pytest.raises(ModelAnswerError, match="takes longer than 1 s"):
        await values(SLOW_JSON)
    assert await values('Here: {"claims": [1,]}') == [{"claims": [1]}]


@pytest.mark.parametrize("text", ["", "no", '["```json\n{":```', "[" * 100_000, "\ud800{"])
async def test_no_answer_breaks_its_reader(text: str, opened: Opened) -> None:
    with suppress(ModelAnswerError):
        assert isinstance(await ChildJsonValues(opened())(text), list)


def test_results_are_bounded_and_errors_are_named() -> None:
    def refuse(*_: object) -> bytes:
        raise NoTextError("nothing there")

    def need_much(*_: object) -> bytes:
        raise MemoryError

    long = bytes(MAX_REPLY_BYTES + 1)
    assert child_main._outcome(lambda *_: long, {}, b"") == (Outcome.TOO_LONG, b"")
    assert child_main._outcome(need_much, {}, b"") == (Outcome.OUT_OF_MEMORY, b"")
    outcome, said = child_main._outcome(refuse, {}, b"")
    assert outcome is Outcome.REFUSED
    assert json.loads(said) == {"code": NoTextError.code, "message": "nothing there"}


ORPHANING = """
import asyncio, os, signal, sys
from tests.unit.adapters.children.test_child_pool import GOOD, SLOW, pids_of
from research.adapters.children.child_pool import ChildPool
from research.adapters.children.frames import ChildLimits
from research.adapters.extract.child_extractor import ChildExtractor

async def main():
    pool = ChildPool(1, ChildLimits(2.0, 512_000_000), {})
    extractor = ChildExtractor(pool)
    await extractor.extract(GOOD)
    print(*pids_of(pool), flush=True)
    if sys.argv[1] == "busy":
        asyncio.create_task(extractor.extract(SLOW))
        await asyncio.sleep(0.3)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


@pytest.mark.parametrize("state", ["idle", "busy"])
def test_a_child_does_not_outlive_its_parent_for_long(state: str) -> None:
    root = Path(__file__).parents[4]
    done = subprocess.run(
        [sys.executable, "-c", ORPHANING, state],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={"PYTHONPATH": f"{root}:{root / 'layers' / 'research'}", "PATH": os.environ["PATH"]},
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    pid = int(done.stdout)
    wait_for_end(pid)
