"""After `preload`, the first run loads nothing on the loop that answers calls."""

import subprocess
import sys

CODE = """
import asyncio, sys
from research.domain.request import ResearchRequest
from research.settings import Settings
from research.text.words import lexicon
from research.wiring.run import open_run, preload

async def main():
    settings = Settings(_env_file=None)
    await preload(settings)
    before = set(sys.modules)
    async with open_run(settings, ResearchRequest(query="What does a run need?")):
        print(sorted(set(sys.modules) - before), lexicon._table.cache_info().currsize)

asyncio.run(main())
"""


def test_the_first_run_loads_nothing() -> None:
    environment = {"PYTHONPATH": ":".join(sys.path)}
    ended = subprocess.run(
        [sys.executable, "-c", CODE],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert ended.stdout.splitlines()[-1] == "[] 1"
