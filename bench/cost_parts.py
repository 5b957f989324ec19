"""The parts of a run's cost, each for a process of its own; `resources.py` starts them.

    python bench/cost_parts.py sampled FILE ARGUMENT ...   the program, watched
    python bench/cost_parts.py imports FILE                nothing but what FILE says it imported
    python bench/cost_parts.py trafilatura FOLDER MODE     trafilatura on a folder's .raw files

The first writes `Watched` to FILE as JSON; the others print CPU seconds by name.
"""

import asyncio
import json
import signal
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from time import process_time, thread_time
from types import FrameType
from typing import ParamSpec, TypedDict, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

CHROMA = "research.adapters.vectors.chroma_vectors"
OURS = "research"
IMPORTS = "imports"
PACKAGE_PARENTS = ("/layers/research/", "/site-packages/")
SAMPLE_SECONDS = 0.001


class Watched(TypedDict):
    """A run: the modules it had at its end, in order, and CPU seconds by whose code ran."""

    modules: list[str]
    seconds: dict[str, float]


class Sampler:
    """Looks, as CPU time passes, at whose code runs in the main thread.

    That of the innermost package on the stack; the standard library works for who called it, and
    so does compiled code. The kernel looks less often than asked, so a look weighs what has passed.
    """

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._last = thread_time()
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, SAMPLE_SECONDS, SAMPLE_SECONDS)

    def stop(self) -> None:
        """Look no more."""
        signal.setitimer(signal.ITIMER_PROF, 0)

    def _look(self, _number: int, frame: FrameType | None) -> None:
        now = thread_time()
        self.seconds[_owner(frame)] += now - self._last
        self._last = now


def sampled(report: Path, arguments: list[str]) -> None:
    """Run `content-research` with `arguments`, its threads' work in the main one, and watch."""
    sampler = Sampler()
    asyncio.to_thread = _at_once
    from research.cli.arguments import parse_arguments
    from research.cli.entry import run_command

    code = run_command(parse_arguments(arguments))
    sampler.stop()
    watched = Watched(modules=list(sys.modules), seconds=dict(sampler.seconds))
    report.write_text(json.dumps(watched))
    sys.exit(code)


def imports(report: Path) -> dict[str, float]:
    """Import what a run did: first what it needs without Chroma, then Chroma, then stragglers."""
    watched: Watched = json.loads(report.read_text())
    ours = [name for name in watched["modules"] if name.split(".")[0] == OURS]
    _load(name for name in ours if name != CHROMA)
    before = process_time()  # counts from the interpreter's own start
    _load([CHROMA])
    after = process_time()
    _load(watched["modules"])
    return {IMPORTS: before + process_time() - after, "chroma": after - before}


def trafilatura(folder: Path, mode: str) -> dict[str, float]:
    """Extract the text of every raw page in `folder`, at its defaults or ``as_used`` in a run."""
    from trafilatura import extract

    chosen = extract if mode == "default" else partial(extract, fast=True, include_comments=False)
    bodies = [path.read_bytes() for path in sorted(folder.glob("*.raw"))]
    started = process_time()
    for body in bodies:
        chosen(body)
    return {mode: process_time() - started}


async def _at_once(function: Callable[P, T], /, *arguments: P.args, **named: P.kwargs) -> T:
    return function(*arguments, **named)


def _owner(frame: FrameType | None) -> str:
    owner = ""
    while frame:
        path = frame.f_code.co_filename
        if path.startswith("<frozen importlib"):
            return IMPORTS
        for parent in PACKAGE_PARENTS:
            if not owner and parent in path:
                owner = path.rpartition(parent)[2].split("/")[0]
        frame = frame.f_back
    return owner or "asyncio"


def _load(names: Iterable[str]) -> None:
    for name in names:
        with suppress(ImportError):  # made up as their parents ran, such as six.moves
            import_module(name)


if __name__ == "__main__":
    part, place, *others = sys.argv[1:]
    if part == "sampled":
        sampled(Path(place), others)
    elif part == "imports":
        print(json.dumps(imports(Path(place))))
    else:
        print(json.dumps(trafilatura(Path(place), *others)))
