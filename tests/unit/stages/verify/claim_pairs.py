"""Claims with the words they cite, labelled, from `claim_pairs.txt`, which tells its form."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim on a quote. `wrong` names what is wrong with it; empty for a true one."""

    claim: str
    wrong: str
    quote: str
    context: str


def _read() -> list[Pair]:
    found: list[Pair] = []
    quote = context = ""
    for line in Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines():
        mark, _, said = line.partition(" ")
        if mark == ">":
            quote = context = said
        elif mark == "~":
            context = said
        elif mark == "+":
            found.append(Pair(said, "", quote, context))
        elif mark == "-":
            wrong, _, claim = said.partition(": ")
            found.append(Pair(claim, wrong, quote, context))
    return found


PAIRS = tuple(_read())
