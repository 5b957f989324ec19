"""Starts a Chromium for one page, which can connect to nothing, and ends it with all it started."""

import asyncio
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

from playwright.async_api import Browser, Error, Playwright, async_playwright

from research.adapters.fetch.chromium.process_tree import ProcessTree
from research.domain.errors import RenderError
from research.text.cleaning import clean_line

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
"""What the program is called, in the order in which it is looked for on the PATH."""
ARGUMENTS = (
    "--host-resolver-rules=MAP * ~NOTFOUND",  # no name leads anywhere, and no address
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--deny-permission-prompts",
    "--disable-3d-apis",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-crash-reporter",
    "--disable-gpu",
    "--disable-notifications",
    "--disable-quic",
    "--disable-speech-api",
    "--disable-sync",
    "--no-first-run",
)
LEFT_OUT = ("--disable-popup-blocking",)
"""Arguments of Playwright's that are not given."""
WATCH_SECONDS = 0.2
START_SECONDS = 15.0
CLOSE_SECONDS = 2.0
_NO_SANDBOX = (
    "Chromium can't open its sandbox here: run as another user than root, or set "
    "FETCH_RENDER_SANDBOX=false where a container confines it"
)
_NO_BROWSER = (
    "no Chromium was found: install it (`apt-get install chromium`, or `playwright install "
    "chromium`), or say where it is in FETCH_RENDER_EXECUTABLE"
)


@dataclass(frozen=True, slots=True)
class ChromiumSetup:
    """Which Chromium is started, and how."""

    executable: Path | None
    """None: the first of `NAMES` on the PATH, or the one that Playwright has downloaded."""
    has_sandbox: bool
    environment: Mapping[str, str]
    """All that it is told of ours."""
    max_memory_bytes: int


@dataclass(frozen=True, slots=True)
class OpenBrowser:
    """A browser for one page, and its processes."""

    browser: Browser
    tree: ProcessTree
    max_memory_bytes: int

    async def outgrown(self) -> None:
        """Return once its processes take more memory than they may."""
        # Nobody tells of memory, so it is looked at.
        while await self._memory_bytes() <= self.max_memory_bytes:  # noqa: ASYNC110
            await asyncio.sleep(WATCH_SECONDS)

    async def _memory_bytes(self) -> int:
        return await asyncio.to_thread(self.tree.memory_bytes)


@asynccontextmanager
async def open_browser(setup: ChromiumSetup) -> AsyncIterator[OpenBrowser]:
    """A Chromium of its own, killed at the end. Raises `RenderError` where none can be started.

    All its connections would go to a port that nobody listens on.
    """
    executable = setup.executable or _on_path()
    if executable is not None and not await asyncio.to_thread(executable.is_file):
        raise RenderError(_NO_BROWSER)
    mark = f"--research-page={token_hex(8)}"
    with (
        closing(socket.socket()) as nobody,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home,
    ):
        nobody.bind(("127.0.0.1", 0))
        proxy = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        starting = asyncio.create_task(async_playwright().start())
        try:
            playwright = await asyncio.shield(starting)
            browser = await _launched(playwright, setup, executable, proxy, home, mark)
            tree = await asyncio.to_thread(ProcessTree.with_argument, mark)
            if tree is None:
                raise RenderError("Chromium ended as soon as it had started")
            yield OpenBrowser(browser, tree, setup.max_memory_bytes)
        finally:
            await _seen_through(_end(starting, mark))


async def _launched(
    playwright: Playwright,
    setup: ChromiumSetup,
    executable: Path | None,
    proxy: str,
    home: str,
    mark: str,
) -> Browser:
    try:
        return await playwright.chromium.launch(
            executable_path=executable,
            args=[*ARGUMENTS, mark],
            ignore_default_args=[*LEFT_OUT],
            chromium_sandbox=setup.has_sandbox,
            env={**setup.environment, "HOME": home},
            proxy={"server": proxy},
            artifacts_dir=home,
            timeout=START_SECONDS * 1_000,
        )
    except Error as error:
        raise RenderError(_why_not(error.message)) from None


async def _seen_through(ending: Coroutine[Any, Any, None]) -> None:
    """Wait for `ending` even if cancelled meanwhile, once or more: else a browser would live on."""
    work, is_cancelled = asyncio.create_task(ending), False
    while not work.done():
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            is_cancelled = True
    work.result()
    if is_cancelled:
        raise asyncio.CancelledError


async def _end(starting: asyncio.Task[Playwright], mark: str) -> None:
    """Kill what was started with `mark`, even if only just, and end what started it.

    What has not started yet is waited for: given up, it would be left behind.
    """
    await asyncio.wait([starting], timeout=START_SECONDS)
    tree = await asyncio.to_thread(ProcessTree.with_argument, mark)
    if tree is not None:
        await asyncio.to_thread(tree.kill_program)
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await starting.result().stop()
    except (Error, OSError, TimeoutError, asyncio.InvalidStateError):
        if tree is not None:
            await asyncio.to_thread(tree.kill)


def _on_path() -> Path | None:
    return next((Path(path) for name in NAMES if (path := shutil.which(name))), None)


def _why_not(message: str) -> str:
    plain = message.lower()
    if "executable doesn't exist" in plain or "enoent" in plain:
        return _NO_BROWSER
    if "sandbox" in plain:
        return _NO_SANDBOX
    return f"Chromium did not start: {clean_line(message, 200)}"
