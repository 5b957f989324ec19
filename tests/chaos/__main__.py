"""``python -m tests.chaos --seed 7``: the whole run, or with ``--short`` what CI runs."""

import argparse
import sys

from tests.chaos.chaos_run import chaos
from tests.chaos.troubles import SHORT, Size


def main() -> int:
    """Print what came of it; the exit code is 1 where anything did not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--short", action="store_true")
    options = parser.parse_args()
    outcome = chaos(options.seed, SHORT if options.short else Size())
    print("\n".join([*outcome.lines, *(f"FAULT {fault}" for fault in outcome.faults)]))
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
