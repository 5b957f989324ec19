"""The processes that are troubled: services on fixed ports, and a Redis that may keep its data."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from tests.servers import RedisServer, free_port

ROOT = Path(__file__).parents[2]
WAIT_SECONDS = 20.0


class Machine:
    """A process of Python with a clock, a disk and a log of its own, which can be started again."""

    def __init__(
        self, name: str, folder: Path, command: list[str], settings: Mapping[str, str]
    ) -> None:
        self._folder = folder
        self._clock = folder / f"{name}.clock"
        self._command = [
            sys.executable, "-m", "tests.chaos.shifted", str(self._clock), *command
        ]  # fmt: skip
        self.log = folder / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.is_stopped = False
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": os.pathsep.join([str(ROOT / "layers" / "research"), str(ROOT)]),
            **settings,
        }
        self.set_clock(0)

    @property
    def pid(self) -> int:
        """Of the process that was started last."""
        assert self.process is not None
        return self.process.pid

    def start(self) -> None:
        """Start it, with its disk and clock as they should be; what it says goes to its log."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self._command,
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        self.is_stopped = False

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """End it and wait for that."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)
            if self.is_stopped:
                self.process.send_signal(signal.SIGCONT)
            self.process.wait(WAIT_SECONDS)
            assert self.process.stdin is not None
            self.process.stdin.close()

    def stop(self) -> None:
        """SIGSTOP: it does nothing until `go_on`."""
        self.is_stopped = True
        self._send(signal.SIGSTOP)

    def go_on(self) -> None:
        """SIGCONT."""
        self.is_stopped = False
        self._send(signal.SIGCONT)

    def limit_files(self, most_bytes: int | None) -> None:
        """Let it write no file over `most_bytes`: its disk is full. None: any."""
        most = resource.RLIM_INFINITY if most_bytes is None else most_bytes
        if self.process is not None and self.process.poll() is None:
            resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

    def set_clock(self, seconds: float) -> None:
        """Set its clock so far ahead of this machine's, or behind."""
        written = self._clock.with_suffix(".new")
        written.write_text(f"{seconds:+.1f}")
        written.replace(self._clock)

    def _send(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)


class ServeMachine(Machine):
    """``content-research serve`` on a port that it keeps."""

    def __init__(self, name: str, folder: Path, settings: Mapping[str, str]) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        super().__init__(name, folder, ["research", "serve", "--port", str(port)], settings)


class ChaosRedis(RedisServer):
    """A Redis that is killed, and comes back empty or with what it once saved."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._saved = folder / "dump.rdb"
        self._kept = folder / "kept.rdb"

    def save(self) -> None:
        """Keep what it has now for a later restart."""
        self.client("SAVE")
        shutil.copy(self._saved, self._kept)
        self._saved.unlink()

    def restart(self, *, has_old_data: bool, pause_seconds: float) -> None:
        """SIGKILL, a pause, and back."""
        self.kill()
        if has_old_data and self._kept.exists():
            shutil.copy(self._kept, self._saved)
        else:
            self._saved.unlink(missing_ok=True)
        time.sleep(pause_seconds)
        self.start()
        self._saved.unlink(missing_ok=True)

    def client(self, *command: str) -> str:
        """What ``redis-cli`` says."""
        done = subprocess.run(
            ["redis-cli", "-p", str(self.port), *command],
            capture_output=True,
            text=True,
            timeout=WAIT_SECONDS,
            check=False,
        )
        return done.stdout
