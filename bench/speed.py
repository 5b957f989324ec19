"""How fast and how dear a report with a model is, beside GPT Researcher's on the same loopback web.

    python bench/speed.py [--queries N] [--words N] [--json] [--ours]

Both run as processes of their own, one after the other for each query, on a miniweb at its usual
latencies, with its stand-in for a model. Medians over the queries, and per 1,000 words of report:

wall seconds       from the first call of the library to the report; imports before it left out
first word         seconds from there to the first word that the model wrote; per report
pages              read, per report
tokens             of prompts and answers, as miniweb counted
CPU seconds        of the process, its imports included: user and system

`ratio` is ours through theirs. The stand-in draws sentences from its prompt, some of them twice;
what repeats an earlier sentence is left out of our reports, and its tokens are counted.

`tokens of` a purpose (plan, write, ...) are ours alone: the same tokens by what they were for, as
the report's own cost tells them.

`in_flight` is the wall time through the time in which at least one outside call was: searches,
pages, embeddings and model calls, an answer that is streamed to its last word. `by_trail` takes
miniweb's trail alone, in which such an answer ends with its first word.

GPT Researcher is installed into `.venv-gpt-researcher` when it is first run (1.4 GB).
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from statistics import median
from typing import Any

from miniweb import FOLDER, MISSING, Miniweb, serve

HERE = Path(__file__).resolve().parent
PEER_HOME = HERE.parent / ".venv-gpt-researcher"
PEER = "gpt-researcher==0.15.1"
SNIPPET = "90"
"""With longer ones GPT Researcher takes the snippets for whole pages and reads none."""
QUERIES = (
    "Which firms may now bid to carry NASA cargo to the surface of the Moon?",
    "What have scientists measured of water vapour over Europa, and with which telescope?",
    "Why did bedding make a man ill, and what made doctors think of it?",
    "Is Google Stadia worth buying at launch, according to reviews?",
)
"""Beside those of miniweb's topics: the same subjects in other words."""
_HANDED_ON = ("PATH", "HOME", "MINIWEB", "PYTHONPATH")
"""What a process is given of our environment: `PYTHONPATH` may name the code that is measured."""
WORDS = 1_200
"""What GPT Researcher asks its model for (its setting TOTAL_WORDS)."""


@dataclass(frozen=True, slots=True)
class Run:
    """One report."""

    words: float
    wall: float
    first_word: float
    pages: float
    tokens: float
    cpu: float
    in_flight: float
    by_trail: float
    by_purpose: dict[str, float] = field(default_factory=dict)
    """Tokens by what they were for; empty for theirs, which doesn't tell."""


_FIGURES = [one.name for one in fields(Run) if one.name != "by_purpose"]


def ours(web: Miniweb, query: str, words: int, folder: Path) -> dict[str, Any]:
    """Research `query` in a process of its own."""
    command = [sys.executable, str(HERE / "speed.py"), "--one", query, "--words", str(words)]
    return _measured(command, web, {
        "SEARXNG_URL": web.base_url,
        "FETCH_ALLOW_NETWORKS": "127.0.0.0/8",
        "REPORTS_DIRECTORY": str(folder),
    })  # fmt: skip


def theirs(web: Miniweb, query: str, *_: object) -> dict[str, Any]:
    """Let GPT Researcher do it; how many words it writes is its own choice."""
    python = PEER_HOME / "bin" / "python"
    command = [str(python), str(HERE / "peers" / "gpt_researcher.py"), query]
    return _measured(command, web, {"SEARX_URL": web.base_url, "PYTHONPATH": ""})


def _measured(command: Sequence[str], web: Miniweb, environment: dict[str, str]) -> dict[str, Any]:
    known = {"OPENAI_API_KEY": "none", "OPENAI_BASE_URL": f"{web.base_url}/v1"}
    env = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, env=env | known | environment, stdout=output, stderr=log, cwd=HERE
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        log.seek(0)
        if process.returncode:
            raise SystemExit(log.read().decode(errors="replace")[-2_000:])
        found: dict[str, Any] = json.loads(output.read())
    return found | {"cpu": usage.ru_utime + usage.ru_stime}


def run_of(found: dict[str, Any], stats: dict[str, Any]) -> Run:
    """The figures of one run, from what it said of itself and what miniweb counted."""
    trail = stats["trail"]
    told = [(call["start"], call["end"]) for call in trail]
    streamed = max(call["end"] for call in trail if call["kind"] == "chats")
    calls = [(start, end) for start, end in found.get("calls", [(streamed, found["ended"])])]
    wall = found["ended"] - found["started"]
    thousands = found["words"] / 1_000
    return Run(
        words=found["words"],
        wall=wall / thousands,
        first_word=found.get("first_word", streamed) - found["started"],
        pages=found["pages"],
        tokens=(stats["prompt_tokens"] + stats["completion_tokens"]) / thousands,
        cpu=found["cpu"] / thousands,
        in_flight=wall / _covered([*told, *calls]),
        by_trail=wall / _covered(told),
        by_purpose={name: n / thousands for name, n in found.get("by_purpose", {}).items()},
    )


def _covered(spans: Sequence[Sequence[float]]) -> float:
    """The length of the union of `spans`."""
    total, reached = 0.0, float("-inf")
    for start, end in sorted(spans):
        total += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return total


async def one(query: str, words: int) -> dict[str, Any]:
    """One report of ours in this process: when it began, first wrote and ended, and its calls."""
    from dataclasses import replace

    from research.domain.progress import Stage, Step
    from research.domain.request import ResearchRequest
    from research.jobs.new import new_job_id
    from research.pipeline.research import research
    from research.settings import Settings
    from research.wiring.run import open_run

    first: list[float] = []
    calls: list[tuple[float, float]] = []

    class Watched:
        def __init__(self, inner: Any) -> None:
            self._inner, self.usage = inner, inner.usage

        async def ask(self, call: Any, on_text: Any = None) -> Any:
            began = time.monotonic()
            try:
                return await self._inner.ask(call, on_text)
            finally:
                calls.append((began, time.monotonic()))

    def tell(step: Step) -> None:
        if step.stage is Stage.WRITE and step.message.startswith("writing"):
            first.append(time.monotonic())

    started = time.monotonic()
    request = ResearchRequest(query=query, max_words=words)
    async with open_run(Settings.load(), request) as wired:
        finished = await research(
            request,
            job_id=new_job_id(wired.ports.clock.now()),
            ports=replace(wired.ports, model=Watched(wired.ports.model)),
            limits=wired.limits,
            progress=tell,
            warnings=wired.warnings,
        )
    stats, cost = finished.report.stats, finished.report.cost
    return {
        "started": started,
        "ended": time.monotonic(),
        "first_word": first[0] if first else time.monotonic(),
        "words": stats.words,
        "pages": stats.sources_read,
        "calls": calls,
        "by_purpose": {
            purpose: used.prompt_tokens + used.answer_tokens
            for purpose, used in (cost.by_purpose if cost else {}).items()
        },
    }


def install_peer() -> None:
    """Make the peer's environment, if it is not there."""
    if not (PEER_HOME / "bin" / "python").exists():
        venv.create(PEER_HOME, with_pip=True)
    python = str(PEER_HOME / "bin" / "python")
    if subprocess.run([python, "-c", "import gpt_researcher"], check=False).returncode:
        subprocess.run([python, "-m", "pip", "install", "--quiet", PEER], check=True)


def measure(
    queries: Sequence[str], words: int, sides: dict[str, Callable[..., dict[str, Any]]]
) -> dict[str, list[Run]]:
    """Each query researched by each side, one after the other."""
    runs: dict[str, list[Run]] = {name: [] for name in sides}
    for query in queries:
        for name, side in sides.items():
            with serve("--snippet", SNIPPET) as web, tempfile.TemporaryDirectory() as folder:
                found = side(web, query, words, Path(folder))
                runs[name].append(run_of(found, web.stats()))
    return runs


def show(runs: dict[str, list[Run]]) -> None:
    """Print the medians, and ours through theirs."""
    medians = {
        name: {figure: median(getattr(run, figure) for run in made) for figure in _FIGURES}
        for name, made in runs.items()
    }
    print(
        f"{'':12}" + "".join(f"{name:>12}" for name in medians),
        *(["      ratio"] * (len(runs) > 1)),
    )
    for figure in _FIGURES:
        values = [made[figure] for made in medians.values()]
        ratio = f"{values[0] / values[1]:11.2f}" if len(values) > 1 else ""
        print(f"{figure:12}" + "".join(f"{value:12.2f}" for value in values), ratio)
    for purpose in sorted({purpose for run in runs["ours"] for purpose in run.by_purpose}):
        tokens = median(run.by_purpose.get(purpose, 0.0) for run in runs["ours"])
        print(f"{f'tokens of {purpose}':18}{tokens:6.0f}")


def main() -> None:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--queries", type=int, default=10)
    parser.add_argument("--words", type=int, default=WORDS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--ours", action="store_true", help="without the peer")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(asyncio.run(one(options.one, options.words))))
        return
    if MISSING:
        raise SystemExit(MISSING)
    topics = json.loads((FOLDER / "topics.json").read_text(encoding="utf-8"))
    queries = [*(topic["query"] for topic in topics), *QUERIES][: options.queries]
    sides: dict[str, Callable[..., dict[str, Any]]] = {"ours": ours}
    if not options.ours:
        install_peer()
        sides["theirs"] = theirs
    runs = measure(queries, options.words, sides)
    if options.json:
        print(json.dumps({name: [asdict(run) for run in made] for name, made in runs.items()}))
    else:
        show(runs)


if __name__ == "__main__":
    main()
