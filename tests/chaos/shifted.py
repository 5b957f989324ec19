"""``python -m tests.chaos.shifted CLOCK MODULE ...`` runs MODULE with another time of day.

The file CLOCK says how many seconds the package's clock is ahead, or behind; it may change at any
time. It is shifted here and not by libfaketime, under which each `time.sleep` of Python 3.11 fails
(0.9.10, with the monotonic clock left alone): locks of files are waited for by that.
"""

import runpy
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from research.adapters.clock.system_clock import SystemClock


def shift(file: Path) -> None:
    """Have `SystemClock.now` follow `file`."""

    def now(_: SystemClock) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(file.read_text()))

    SystemClock.now = now  # type: ignore[method-assign]


if __name__ == "__main__":
    shift(Path(sys.argv[1]))
    module, *sys.argv = sys.argv[2:]
    sys.argv = [module, *sys.argv]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
