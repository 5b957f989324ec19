"""How well the verifier tells true claims from spoiled ones without a model.

    python bench/verifier.py [--half tune|held|fresh] [--seed N] [--written | --pairs FILE] [--show]

Pairs of a claim and its quote are made by rule from the pages of miniweb's topics, half of them
true, half spoiled. A spoiled claim is caught, and a true one refused, when the verdict is not
`supported`. The pages fall into two halves, by their ids: rules and thresholds were set on `tune`,
and what counts is `held`. `--written` tries `written_pairs.jsonl` beside this file instead: pairs
written by hand, true ones said in other words and false ones subtly wrong. Rules were set on its
`tune` and then on its `held`; its third part, `fresh`, was written before the rules were looked at
and is only ever counted. Pairs that were labelled by others are read from a JSON-lines file with
`claim`, `quote`, `is_true` and, if any, `context`, `kind` and `half`.
"""

import argparse
import gzip
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from miniweb import FOLDER, MISSING, pages
from research.adapters.extract.page_extractor import PageExtractor
from research.domain.claim import Verdict
from research.domain.errors import ExtractError
from research.domain.source import Page
from research.stages.verify.checks.check_words import WordCheck, check_words
from research.text.terms import terms
from verifier_pairs import (
    Pair,
    Said,
    misquoted,
    names_of,
    paraphrased,
    sentences_of,
    spoiled,
)
from verifier_spoils import SPOILS

WRITTEN = Path(__file__).with_name("written_pairs.jsonl")
HALVES = ("tune", "held")
UNSEEN = "fresh"
SPOILED_A_KIND = 40


def half_of(page: str) -> str:
    """Which half the page with this id belongs to."""
    return HALVES[int(page[:8], 16) % 2]


def sentences(topics: Sequence[dict[str, Any]]) -> list[Said]:
    """The sentences of every page, as the project's extractor reads it.

    A page that is about no topic is one by itself.
    """
    about = {page: topic for topic in topics for page in topic["relevant"]}
    extractor = PageExtractor()
    found: list[Said] = []
    for page in pages():
        number, url = page["id"], page["url"]
        body = gzip.decompress((FOLDER / "pages" / f"{number}.html.gz").read_bytes())
        read = Page(url=url, final_url=url, content_type="text/html", body=body)
        topic = about.get(number, {"id": number, "facts": ()})
        patterns = [pattern for fact in topic["facts"] for pattern in fact["patterns"]]
        with suppress(ExtractError):
            text = extractor.extract(read).text
            found.extend(sentences_of(number, topic["id"], text, patterns))
    return found


def fact_pairs(topics: Sequence[dict[str, Any]], said: Sequence[Said]) -> Iterator[Pair]:
    """Each fact in the topic file's words, on the sentence of each page that says most of it.

    Only where that sentence has all its figures and names: the patterns may match a part of it.
    """
    for topic in topics:
        for fact in topic["facts"]:
            wanted = set(terms(fact["fact"]))
            particulars = set(re.findall(r"\d[\d,.]*\d|\d|(?<= )[A-Z]\w+", fact["fact"]))
            for page in fact["support"]:
                stating = [
                    one
                    for one in said
                    if one.page == page
                    and _states(one.text, fact["patterns"])
                    and all(part in one.text for part in particulars)
                ]
                if stating:
                    best = max(stating, key=lambda one: len(wanted & set(terms(one.text))))
                    yield Pair(page, "fact", True, fact["fact"], best.text, best.context)


def _states(sentence: str, patterns: Sequence[str]) -> bool:
    return any(re.search(pattern, sentence, re.IGNORECASE | re.DOTALL) for pattern in patterns)


def made_pairs(topics: Sequence[dict[str, Any]], seed: int) -> list[Pair]:
    """Pairs of all kinds, as many true ones as spoiled ones."""
    said = sentences(topics)
    chance = random.Random(seed)
    names = names_of(said)
    wrong: list[Pair] = []
    for kind in SPOILS:
        tried = (spoiled(one, kind, chance, names) for one in chance.sample(said, len(said)))
        wrong.extend([pair for pair in tried if pair][:SPOILED_A_KIND])
    for one in chance.sample([one for one in said if one.is_fact], SPOILED_A_KIND):
        wrong.extend(misquoted(one, chance, said))
    true = list(fact_pairs(topics, said))
    rest = chance.sample(said, len(said))
    true.extend(paraphrased(one, chance) for one in rest[: max(0, len(wrong) - len(true))])
    return true + wrong


def read_pairs(file: Path, half: str | None) -> list[Pair]:
    """Pairs from a JSON-lines file; of one half only where that is given."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]
    rows = [row for row in rows if half is None or row.get("half", half) == half]
    return [
        Pair(
            page=str(number),
            kind=row.get("kind") or ("true" if row["is_true"] else "false"),
            is_true=row["is_true"],
            claim=row["claim"],
            quote=row["quote"],
            context=row.get("context") or row["quote"],
        )
        for number, row in enumerate(rows)
    ]


def check(pair: Pair) -> WordCheck:
    """What the verifier says of a pair."""
    return check_words(pair.claim, [pair.quote], [pair.context])


def report(pairs: Sequence[Pair], *, show: bool) -> None:
    """Print how many of each kind were not taken as supported, and in all."""
    counts: defaultdict[tuple[bool, str], list[int]] = defaultdict(lambda: [0, 0])
    for pair in pairs:
        found = check(pair)
        is_refused = found.verdict is not Verdict.SUPPORTED
        for kind in (pair.kind, "all"):
            counts[pair.is_true, kind][0] += is_refused
            counts[pair.is_true, kind][1] += 1
        if show and is_refused == pair.is_true:
            print(f"\n[{pair.kind}] {pair.claim}\n  quote: {pair.quote}")
            print(f"  {'; '.join(found.reasons) or 'supported'}")
    print()
    for (is_true, kind), (refused, every) in sorted(counts.items()):
        label = f"true, {kind}: refused" if is_true else f"spoiled, {kind}: caught"
        print(f"{label:<34}{refused:>5} of {every:<5}{refused / every:>6.1%}")


def main() -> None:
    """Make or read the pairs that the command line asks for, and report on them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--half", choices=(*HALVES, UNSEEN), help="half to keep to; both without")
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--pairs", type=Path, metavar="FILE", help="labelled pairs to try instead")
    parser.add_argument("--written", action="store_true", help="try the pairs written by hand")
    parser.add_argument("--show", action="store_true", help="every pair that is judged wrongly")
    options = parser.parse_args()
    if file := WRITTEN if options.written else options.pairs:
        report(read_pairs(file, options.half), show=options.show)
        return
    if options.half == UNSEEN:
        parser.error(f"--half {UNSEEN} is of the written pairs only")
    if MISSING:
        sys.exit(MISSING)
    topics = json.loads((FOLDER / "topics.json").read_text(encoding="utf-8"))
    pairs = made_pairs(topics, options.seed)
    for half in HALVES:
        if options.half in (half, None):
            kept = [pair for pair in pairs if half_of(pair.page) == half]
            print(f"\n{half}: {len(kept)} pairs", end="")
            report(kept, show=options.show)


if __name__ == "__main__":
    main()
