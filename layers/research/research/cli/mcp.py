"""``content-research mcp``: research as tools of an assistant that starts this program."""

import asyncio
from argparse import Namespace

from research.cli.stopping import SIGNALS, StopSignal
from research.settings import Settings
from research.wiring.assistants import serve_assistant


def serve_mcp(options: Namespace) -> None:
    """Serve on standard input and output until the input ends; a signal raises `StopSignal`.

    Raises `InvalidSettingError` for a setting that can't be used, and where the MCP SDK is not
    installed.
    """
    settings = Settings.load()
    loop = asyncio.new_event_loop()
    # Not `asyncio.run`: that would wait for the thread that reads standard input.
    try:
        number = loop.run_until_complete(_until_signal(settings, options.remote or ""))
    finally:
        loop.close()
    if number:
        raise StopSignal(number)


async def _until_signal(settings: Settings, remote: str) -> int:
    """The number of the signal that ended it; 0 where the input did."""
    stopping = asyncio.Event()
    received: list[int] = []

    def stop(number: int) -> None:
        received.append(number)
        stopping.set()

    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        loop.add_signal_handler(number, stop, number)
    await serve_assistant(settings, remote, stopping)
    return received[0] if received else 0
