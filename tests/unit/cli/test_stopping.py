"""Ctrl-C and SIGTERM, inside one process. The process's own end is tried in `integration`."""

import asyncio
import signal
import threading
import time

import pytest

from research.cli import stopping
from research.cli.stopping import StopSignal, run_to_end


async def returns() -> str:
    await asyncio.sleep(0)
    return "done"


async def raises() -> None:
    await asyncio.sleep(0)
    raise ValueError("its own")


def test_what_work_returns_or_raises_comes_through() -> None:
    assert run_to_end(returns()) == "done"
    with pytest.raises(ValueError, match="its own"):
        run_to_end(raises())


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_cancels_the_work_and_lets_it_tidy_up(number: signal.Signals, code: int) -> None:
    tidied = []

    async def work() -> None:
        signal.raise_signal(number)
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0)
            tidied.append("up")

    before = signal.getsignal(number)
    with pytest.raises(StopSignal) as stopped:
        run_to_end(work())
    assert stopped.value.exit_code == code
    assert tidied == ["up"]
    assert signal.getsignal(number) is before


def test_work_that_does_not_stop_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "GRACE_SECONDS", 0.05)
    release = threading.Event()

    async def work() -> None:
        signal.raise_signal(signal.SIGTERM)
        await asyncio.shield(asyncio.to_thread(release.wait, 30))

    started = time.monotonic()
    try:
        with pytest.raises(StopSignal):
            run_to_end(work())
        assert time.monotonic() - started < 5
    finally:
        release.set()


def test_threads_that_work_left_behind_are_not_waited_for() -> None:
    release = threading.Event()

    async def work() -> str:
        left = asyncio.create_task(asyncio.to_thread(release.wait, 30))
        await asyncio.sleep(0.01)
        left.cancel()
        return "done"

    started = time.monotonic()
    try:
        assert run_to_end(work()) == "done"
        assert time.monotonic() - started < 5
    finally:
        release.set()


def test_a_signal_that_is_ignored_stays_so() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)

    async def work() -> str:
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(0.01)
        return "done"

    try:
        assert run_to_end(work()) == "done"
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
