"""What a run costs: peak memory and CPU seconds, and whose they are.

    python bench/resources.py [--runs N] [--scale X] [--json]

One question is researched on miniweb by the command that a user types, and each part that is not
our own work is measured alone, in a fresh process, right after the run it belongs to:

run                 `content-research run QUERY --json`
imports             the interpreter, and every module that the run had imported at its end
Chroma's import     the part of them that only the embedded Chroma needs
trafilatura         `trafilatura.extract` at its defaults, on the bytes of the pages that were read
  as the run uses   the same, in its fast mode and without comments
rest                the run without all imports and without trafilatura as the run uses it
  our own code      the part of it in which our code ran and no library's, by sampling a second run;
                    the others are libraries that load vectors, embed, fetch, index, render

CPU seconds are user and system time of all threads. Every figure is the median of N runs.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from cost_parts import IMPORTS, OURS, Watched
from miniweb import MISSING, serve

QUERY = "Which companies did NASA add to its commercial lunar lander program?"
RUN = ("run", QUERY, "--json")
LIBRARIES_TOLD = 8
PARTS = Path(__file__).with_name("cost_parts.py")
PROGRAM = Path(sys.executable).with_name("content-research")
BYTES_PER_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU and wall-clock seconds, peak resident megabytes, and what was printed."""

    cpu: float
    wall: float
    peak_megabytes: float
    output: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One run with its parts: CPU seconds, unless their name says otherwise."""

    run: float
    run_wall_seconds: float
    run_peak_megabytes: float
    imports: float
    imports_peak_megabytes: float
    chroma: float
    trafilatura: float
    trafilatura_as_used: float
    trafilatura_peak_megabytes: float
    rest: float
    own_code: float
    libraries: dict[str, float]
    """By package, while the run was sampled: imports left out."""


def cost_of(command: list[str], environment: dict[str, str]) -> Cost:
    """What `command` costs from its start to its end. Raises `SystemExit` when it fails."""
    started = perf_counter()
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        wall = perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if process.returncode:
            sys.exit(f"{command[:3]} failed: {errors.read().decode(errors='replace')[-2000:]}")
        printed = output.read().decode()
    return Cost(
        cpu=usage.ru_utime + usage.ru_stime,
        wall=wall,
        peak_megabytes=usage.ru_maxrss * BYTES_PER_RSS_UNIT / 1e6,
        output=printed,
    )


def sample(environment: dict[str, str], folder: Path) -> Sample:
    """One run into `folder`, which is new, and its parts."""
    run = cost_of([str(PROGRAM), *RUN, "--out", str(folder)], environment)
    watching, pages = folder / "watched.json", folder / "snapshots"
    _part(environment, "sampled", watching, *RUN, "--out", folder / "sampled")
    watched: Watched = json.loads(watching.read_text())
    parts = [
        _part(environment, "imports", watching),
        _part(environment, "trafilatura", pages, "default"),
        _part(environment, "trafilatura", pages, "as_used"),
    ]
    told: dict[str, float] = {}
    for part in parts:
        told |= json.loads(part.output)
    return Sample(
        run=run.cpu,
        run_wall_seconds=run.wall,
        run_peak_megabytes=run.peak_megabytes,
        imports=told["imports"],
        imports_peak_megabytes=parts[0].peak_megabytes,
        chroma=told["chroma"],
        trafilatura=told["default"],
        trafilatura_as_used=told["as_used"],
        trafilatura_peak_megabytes=parts[1].peak_megabytes,
        rest=run.cpu - told["imports"] - told["chroma"] - told["as_used"],
        own_code=watched["seconds"][OURS],
        libraries={k: v for k, v in watched["seconds"].items() if k not in (OURS, IMPORTS)},
    )


def _part(environment: dict[str, str], *arguments: str | Path) -> Cost:
    return cost_of([sys.executable, str(PARTS), *map(str, arguments)], environment)


def measure(runs: int, scale: float) -> list[Sample]:
    """As many `runs`, each with its parts, on a miniweb with latencies times `scale`."""
    with tempfile.TemporaryDirectory() as name, serve("--scale", str(scale)) as web:
        environment = {
            **os.environ,
            "SEARXNG_URL": web.base_url,
            "FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
            "GOOGLE_API_KEY": "",
        }
        return [sample(environment, Path(name, str(number))) for number in range(runs)]


def medians(samples: Sequence[Sample]) -> Sample:
    """The median of each figure."""
    rows = [asdict(each) for each in samples]
    figures = {name: median(row[name] for row in rows) for name in rows[0] if name != "libraries"}
    names = {name for each in samples for name in each.libraries}
    libraries = {
        name: median(each.libraries.get(name, 0.0) for each in samples) for name in sorted(names)
    }
    return Sample(**figures, libraries=libraries)


def table(found: Sample, runs: int) -> str:
    """`found` for people."""
    rows: list[tuple[str, float, float | None]] = [
        ("run", found.run, found.run_peak_megabytes),
        ("imports", found.imports, found.imports_peak_megabytes),
        ("Chroma's import", found.chroma, None),
        ("trafilatura on the same pages", found.trafilatura, found.trafilatura_peak_megabytes),
        ("  as the run uses it", found.trafilatura_as_used, None),
        ("rest", found.rest, None),
        ("  our own code", found.own_code, None),
    ]
    largest = sorted(found.libraries.items(), key=lambda pair: -pair[1])[:LIBRARIES_TOLD]
    lines = [f"{f'medians of {runs}':<32}{'CPU s':>7}{'peak MB':>9}"]
    for name, cpu, peak in rows:
        lines.append(f"{name:<32}{cpu:>7.2f}" + (f"{peak:>9.0f}" if peak else ""))
    lines.append("libraries' code in the run: " + ", ".join(f"{n} {s:.3f}" for n, s in largest))
    lines.append(f"seconds from start to end: {found.run_wall_seconds:.1f}")
    return "\n".join(lines)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--scale", type=float, default=1.0, help="multiplies miniweb's latencies")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if MISSING:
        sys.exit(MISSING)
    found = medians(measure(options.runs, options.scale))
    print(json.dumps(asdict(found), indent=2) if options.json else table(found, options.runs))


if __name__ == "__main__":
    main()
