"""Whether a service grows: its memory and descriptors while many jobs go through it.

    python bench/soak.py [--jobs 1000] [--clients 20]

As bench/load.py, whose service and jobs it uses: ``serve`` with its children, without a model, on
miniweb. Of all its processes together the memory in use and the open files are noted twice a
second; what is compared are the medians of the second and of the last tenth of the jobs. The exit
code is 1 where the memory of the last is more than 10% above, or its descriptors are more than
`MORE_DESCRIPTORS` above, or a job was lost. Needs redis-server, and Linux.
"""

import argparse
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import NamedTuple

from job_listing import redis_port
from load import Load, press, told
from miniweb import MISSING, serve

GROWTH = 1.10
MORE_DESCRIPTORS = 8
"""Connections of clients come and go."""
PAUSE_SECONDS = 0.5
PAGE_BYTES = 4_096
TENTHS = 10


class Sample(NamedTuple):
    """What all processes had, when so many jobs had ended."""

    ended: int
    rss_bytes: int
    descriptors: int


class Watch:
    """Samples the processes of a service, in a thread, until the block ends."""

    def __init__(self, pid: int, load: Load, samples: list[Sample]) -> None:
        self._pid, self._load, self._samples = pid, load, samples
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _run(self) -> None:
        told_at = time.monotonic()
        while not self._is_over.wait(PAUSE_SECONDS):
            sample = sample_of(self._pid, len(self._load.ended))
            self._samples.append(sample)
            if time.monotonic() - told_at > 30:
                told_at = time.monotonic()
                megabytes = sample.rss_bytes / 1e6
                print(f"{sample.ended} jobs, {megabytes:.0f} MB, {sample.descriptors} descriptors")


def sample_of(pid: int, ended: int) -> Sample:
    """The memory and descriptors of `pid` and of all below it."""
    rss_bytes = descriptors = 0
    for one in family(pid):
        with suppress(OSError):  # it has ended
            pages = int(Path(f"/proc/{one}/statm").read_text().split()[1])
            descriptors += len(list(Path(f"/proc/{one}/fd").iterdir()))
            rss_bytes += pages * PAGE_BYTES
    return Sample(ended, rss_bytes, descriptors)


def family(pid: int) -> list[int]:
    """`pid` and all below it."""
    found = [pid]
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += family(int(child))
    return found


def tenth(samples: list[Sample], number: int, jobs: int) -> tuple[float, float]:
    """The medians of memory and descriptors in one tenth of the jobs, counted from 0."""
    size = jobs / TENTHS
    some = [one for one in samples if number * size <= one.ended < (number + 1) * size]
    if not some:
        raise SystemExit("too few jobs for a sample in each tenth")
    return median(one.rss_bytes for one in some), median(one.descriptors for one in some)


def main() -> int:
    """Print how it grew."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--jobs", type=int, default=1_000)
    parser.add_argument("--clients", type=int, default=20)
    options = parser.parse_args()
    if MISSING:
        sys.exit(MISSING)
    samples: list[Sample] = []
    with serve("--scale", "0.1") as web, redis_port() as redis:
        load = press(
            web,
            redis,
            clients=options.clients,
            jobs=options.jobs,
            seconds=3_600,
            watch=lambda pid, load: Watch(pid, load, samples),
        )
    print(told(load))
    for number in range(TENTHS):
        rss_bytes, descriptors = tenth(samples, number, options.jobs)
        print(f"tenth {number + 1:2}  {rss_bytes / 1e6:6.0f} MB  {descriptors:5.0f} descriptors")
    early, late = tenth(samples, 1, options.jobs), tenth(samples, TENTHS - 1, options.jobs)
    print(f"memory of the last tenth / of the second: {late[0] / early[0]:.3f}")
    is_flat = late[0] <= GROWTH * early[0] and late[1] <= early[1] + MORE_DESCRIPTORS
    return 0 if is_flat and load.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
