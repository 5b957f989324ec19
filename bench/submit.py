"""How long a submit takes, beside a bare FastAPI route that validates the same form.

All are asked in turn over loopback, on kept connections, in one run: the service as it is on one
machine, with jobs in a folder, and with Redis before it. Needs redis-server.

    python bench/submit.py [--calls 2000] [--folder PLACE]

The folders are in memory, where a machine has such a place: a disk's part in it is its own. On ext4
a new file takes 15 µs longer, and 500 µs for some minutes after thousands of others were removed,
as they are at the end of a run. `--folder` names a disk.
"""

import argparse
import asyncio
import multiprocessing
import socket
import statistics
import subprocess
import tempfile
import time
from contextlib import AsyncExitStack, ExitStack, closing
from multiprocessing.connection import Connection
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI

BODY = b'{"query": "How do green roofs cool cities?", "max_results": 12}'
HEADERS = {"Content-Type": "application/json"}
WARM_UP_CALLS = 100
MEMORY = Path("/dev/shm")
BARE, FOLDER, REDIS = "bare", "folder", "folder, redis"


class _NoQueue:
    """Takes every job and runs none."""

    async def send(self, job_id: str, request_id: str = "") -> None:
        """Nothing."""

    async def check(self) -> None:
        """Nothing."""


def bare_app() -> FastAPI:
    """One route that validates the form, and answers as submit does."""
    from research.api.forms import JobAccepted
    from research.domain.job import JobStatus
    from research.domain.request import ResearchRequest

    app = FastAPI()

    @app.post("/research", status_code=202)
    async def submit(body: ResearchRequest) -> JobAccepted:
        job_id = "20261125-081500-1e2403f9c0de1a2b4c5d6"
        return JobAccepted(
            job_id=job_id, status=JobStatus.PENDING, message=body.query, status_url=job_id
        )

    return app


def _serve(name: str, port: int, redis_port: int, folder: Path, ready: Connection) -> None:
    asyncio.run(_serve_until_killed(name, port, redis_port, folder, ready))


async def _serve_until_killed(
    name: str, port: int, redis_port: int, folder: Path, ready: Connection
) -> None:
    async with AsyncExitStack() as stack:
        app = bare_app() if name == BARE else _service_app(name, redis_port, folder, stack)
        listening = stack.enter_context(socket.create_server(("127.0.0.1", port)))
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ready.send(True)
        config = uvicorn.Config(app, log_level="error", access_log=False, lifespan="off")
        await uvicorn.Server(config).serve(sockets=[listening])


def _service_app(name: str, redis_port: int, folder: Path, stack: AsyncExitStack) -> FastAPI:
    from research.api.app import create_app
    from research.settings import Settings
    from research.wiring.service import open_service
    from research.wiring.stores import open_stores

    settings = Settings(
        _env_file=None,
        redis_host="127.0.0.1" if name == REDIS else "",
        redis_port=redis_port,
        reports_directory=folder / name,
        rate_limit_per_minute=100_000,
        max_pending_jobs=1_000_000,
    )
    return create_app(open_service(settings, open_stores(settings, stack), _NoQueue()))


def _servers(stack: ExitStack, place: Path | None) -> dict[str, str]:
    """The addresses of servers that run until the end of `stack`, with their folders in `place`."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=place)))
    redis_port = _free_port()
    redis = subprocess.Popen(
        ["redis-server", "--port", str(redis_port), "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
    )
    stack.callback(redis.terminate)
    # Not forked: each has a memory of its own, as it would have elsewhere.
    apart = multiprocessing.get_context("spawn")
    urls: dict[str, str] = {}
    for name in (BARE, FOLDER, REDIS):
        port, (here, there) = _free_port(), apart.Pipe()
        server = apart.Process(target=_serve, args=(name, port, redis_port, folder, there))
        server.start()
        stack.callback(server.join)
        stack.callback(server.kill)
        here.recv()
        urls[name] = f"http://127.0.0.1:{port}"
    time.sleep(1)
    return urls


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def measure(urls: dict[str, str], calls: int) -> dict[str, list[float]]:
    """Milliseconds of `calls` to each of `urls`, in turn."""
    taken: dict[str, list[float]] = {name: [] for name in urls}
    with httpx.Client(headers=HEADERS) as client:
        for number in range(WARM_UP_CALLS + calls):
            for name, url in urls.items():
                began = time.perf_counter()
                client.post(f"{url}/research", content=BODY).raise_for_status()
                if number >= WARM_UP_CALLS:
                    taken[name].append(1_000 * (time.perf_counter() - began))
    return taken


def main() -> None:
    """Print the medians, and how many times as long as the bare route each takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=2_000)
    parser.add_argument("--folder", type=Path, default=MEMORY if MEMORY.is_dir() else None)
    options = parser.parse_args()
    with ExitStack() as stack:
        taken = measure(_servers(stack, options.folder), options.calls)
    bare = statistics.median(taken[BARE])
    for name, found in taken.items():
        p50, p99 = statistics.median(found), statistics.quantiles(found, n=100)[98]
        print(f"{name:<15}p50 {p50:.2f} ms, p99 {p99:.2f} ms, {p50 / bare:.2f} times bare")


if __name__ == "__main__":
    main()
