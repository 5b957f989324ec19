"""One child process as its parent sees it: started, given a task at a time, ended."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from research.adapters.children.frames import (
    MAX_REPLY_BYTES,
    REPLY,
    REQUEST,
    ChildError,
    ChildLimitError,
    ChildLimits,
    ChildRefusedError,
    Outcome,
)

START_SECONDS = 30.0
"""It takes 0.4 s on a laptop, and some seconds on a machine that does much else."""
_MODULE = "research.adapters.children.child_main"


class ChildProcess:
    """A running child. It holds none of its parent's secrets, and ends when its parent does."""

    def __init__(self, process: Process, limits: ChildLimits) -> None:
        self._process, self._limits = process, limits
        self.is_usable = True
        """False once it was ended, or is worn out."""

    @classmethod
    async def start(cls, limits: ChildLimits, environment: Mapping[str, str]) -> "ChildProcess":
        """A child that is ready for tasks, with no other variables than `environment`.

        Raises `ChildError`.
        """
        options = ["-P", "-B"] if sys.dont_write_bytecode else ["-P"]  # as its parent was told
        process = await asyncio.create_subprocess_exec(
            sys.executable, *options, "-m", _MODULE,
            str(limits.seconds), str(limits.memory_bytes),
            stdin=PIPE, stdout=PIPE, env={**environment, "PYTHONPATH": _import_path()},
            start_new_session=True,  # Ctrl-C is for the parent
        )  # fmt: skip
        child = cls(process, limits)
        try:
            async with asyncio.timeout(START_SECONDS):
                await child._reply()
        except TimeoutError:
            await child.end()
            raise ChildError(
                f"the process that reads did not start in {START_SECONDS:g} s"
            ) from None
        except BaseException:
            await child.end()
            raise
        return child

    @property
    def has_ended(self) -> bool:
        """Whether it is gone, by itself or because something ended it."""
        return self._process.returncode is not None

    async def call(self, task: str, fields: Mapping[str, Any], body: bytes) -> bytes:
        """The result of `task`, JSON. Afterwards the child is usable only if `is_usable` says so.

        Raises `ChildRefusedError`, `ChildLimitError`, and `ChildError` for a child that broke down.
        """
        said = json.dumps({"task": task, **fields}).encode()
        self.is_usable = False
        try:
            async with asyncio.timeout(self._limits.seconds):
                writer = self._process.stdin
                assert writer is not None
                with suppress(BrokenPipeError, ConnectionResetError):  # then its reply says why
                    writer.write(REQUEST.pack(len(said), len(body)) + said + body)
                    await writer.drain()
                return await self._reply()
        except TimeoutError:
            raise ChildLimitError(self._too_slow()) from None

    async def _reply(self) -> bytes:
        reader = self._process.stdout
        assert reader is not None
        try:
            outcome, is_spent, length = REPLY.unpack(await reader.readexactly(REPLY.size))
            if length > MAX_REPLY_BYTES:
                raise ChildLimitError(_TOO_LONG)
            result = await reader.readexactly(length)
        except asyncio.IncompleteReadError:
            raise await self._ended() from None
        self.is_usable = not is_spent
        match outcome:
            case Outcome.DONE:
                return result
            case Outcome.REFUSED:
                said = json.loads(result)
                raise ChildRefusedError(str(said["code"]), str(said["message"]))
            case Outcome.OUT_OF_MEMORY:
                raise ChildLimitError(f"it needs more than {_mb(self._limits.memory_bytes)}")
            case Outcome.TOO_LONG:
                raise ChildLimitError(_TOO_LONG)
            case _:
                raise ChildError(f"a fault of ours: {result[:200].decode(errors='replace')}")

    async def _ended(self) -> ChildError:
        """Why there is no reply."""
        status = await self._process.wait()
        if status == -signal.SIGALRM:
            return ChildLimitError(self._too_slow())
        name = signal.Signals(-status).name if status < 0 else f"status {status}"
        return ChildError(f"the process that read it ended: {name}")

    def _too_slow(self) -> str:
        return f"it takes longer than {self._limits.seconds:g} s"

    async def end(self) -> None:
        """End it at once, whatever it does."""
        self.is_usable = False
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()


def _import_path() -> str:
    """Where this process imports from; not its working folder, where strangers' files may be."""
    return os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path if entry)


_TOO_LONG = f"it comes to more than {MAX_REPLY_BYTES // 1_000_000} MB"


def _mb(count: int) -> str:
    return f"{count // 1_000_000} MB of memory"
