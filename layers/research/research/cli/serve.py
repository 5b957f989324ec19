"""``content-research serve``: the API, its workers, the reports and the page, in one process."""

import asyncio
import signal
import socket
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager

import uvicorn
from fastapi import FastAPI

from research.cli.stopping import SIGNALS, StopSignal
from research.domain.errors import InvalidSettingError
from research.settings import Settings
from research.wiring.server import open_server

DRAIN_SECONDS = 3
"""How long open calls may take when the server stops."""


SWITCH_SECONDS = 0.001
"""How long a thread that weighs texts keeps the interpreter before calls get their turn: Python's 5
ms, several times an answer and for each job, would be felt."""


def serve(options: Namespace) -> None:
    """Serve until a signal comes, then raise `StopSignal`, every running job handed back.

    Raises `InvalidSettingError` for a host or port that can't be listened on.
    """
    given = {"api_host": options.host, "api_port": options.port}
    settings = Settings.load(**{name: value for name, value in given.items() if value is not None})
    sys.setswitchinterval(SWITCH_SECONDS)
    loop = asyncio.new_event_loop()
    # Not `asyncio.run`: that would wait for threads that read pages.
    try:
        number = loop.run_until_complete(_serve(settings))
    finally:
        loop.close()
    raise StopSignal(number)


async def _serve(settings: Settings) -> int:
    async with AsyncExitStack() as stack:
        listening = stack.enter_context(_listening(settings))
        app, stopping = await open_server(settings, stack)
        if not (page := settings.web_directory / "index.html").is_file():
            print(f"no page is served: there is no {page} (WEB_DIRECTORY)", file=sys.stderr)
        return await _until_signal(app, listening, stopping)


async def _until_signal(app: FastAPI, listening: socket.socket, stopping: asyncio.Event) -> int:
    """The number of the signal that ended it. `stopping` is set as soon as one comes."""
    server = _Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            proxy_headers=False,  # whoever can reach us could claim any address
            server_header=False,
            timeout_graceful_shutdown=DRAIN_SECONDS,
        )
    )
    received: list[int] = []

    def stop(number: int) -> None:
        """Stop the server; at the second signal, without waiting for open calls."""
        server.force_exit = bool(received)
        server.should_exit = True
        received.append(number)
        stopping.set()

    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        loop.add_signal_handler(number, stop, number)
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    print(f"http://{shown}:{port} serves; its API is shown at /docs. Ctrl-C stops.", flush=True)
    await server.serve(sockets=[listening])
    return received[0] if received else signal.SIGTERM


@contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    host, port = settings.api_host, settings.api_port
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, UnicodeError) as error:
        raise InvalidSettingError(
            f"API_HOST, API_PORT: can't listen on {host}:{port}: {error}"
        ) from error
    with listening:
        # asyncio sets it where it makes the socket itself; without, an answer that goes out in two
        # pieces waits for the other side's delayed acknowledgement, 40 ms.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield listening


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to us: uvicorn would end the process before jobs are handed back."""
        yield
