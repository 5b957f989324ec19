"""Makes the word table that `research.text.words.lexicon` reads, of Princeton's WordNet 3.0.

    apt-get install wordnet-base
    python bench/word_table.py [--from /usr/share/wordnet]

The table has three parts, with a line `=` between: the words, each with its kinds, how often the
tagged texts have it so, its first senses, its opposites and the words derived from it; for each
sense the senses that it is a kind of, or near, in base 36; the irregular forms. The same WordNet
gives the same bytes.
"""

import argparse
import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from research.text.words.lexicon import PARTICLES, SENSES_KEPT, TABLE

_FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
_KINDS = {"1": "n", "2": "v", "3": "a", "5": "a", "4": "r"}
_WORD = re.compile("[a-z]{2,}")
_PHRASAL = re.compile(f"[a-z]{{2,}}_(?:{'|'.join(sorted(PARTICLES))})")
_ABOVE, _OPPOSITE, _DERIVED = "@&", "!", "+<\\"
_HEX = 16
_MOST_COUNTED = 999
_SAME_ROOT = 4
"""Derived words with so many first letters in common are found to be near without the table."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

Sense = tuple[str, str]
Pointer = tuple[str, Sense, str]


def main() -> None:
    """Write the table where the package reads it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--from", dest="folder", type=Path, default=Path("/usr/share/wordnet"))
    text = table(parser.parse_args().folder)
    TABLE.write_bytes(gzip.compress(text.encode("ascii"), 9, mtime=0))
    print(f"{text.count(chr(10)):,} lines, {TABLE.stat().st_size:,} bytes")


def table(folder: Path) -> str:
    """The table's text."""
    senses = dict(_senses(folder))
    index = _index(folder, senses)
    counts = _counts(folder)
    opposites, derived = _relations(senses, index)
    used = {sense for kinds in index.values() for those in kinds.values() for sense in those}
    used |= {to for sense in used for kind, to, _ in senses[sense][1] if kind in _ABOVE}
    order = sorted(used)
    number = {sense: _base36(place) for place, sense in enumerate(order)}
    rows = [
        "\t".join(
            (
                word,
                " ".join(_kinds(word, index[word], counts, number)),
                " ".join(sorted(opposites[word])),
                " ".join(sorted(derived[word])),
            )
        )
        for word in sorted(index)
    ]
    above = [
        " ".join(number[to] for kind, to, _ in senses[sense][1] if kind in _ABOVE and to in number)
        for sense in order
    ]
    return "\n=\n".join(map("\n".join, (rows, above, sorted(_irregular(folder, index)))))


def _kinds(
    word: str, kinds: dict[str, list[Sense]], counts: Counter[Sense], number: dict[Sense, str]
) -> Iterator[str]:
    for kind in sorted(kinds, key=lambda kind: -counts[word, kind]):
        often = min(counts[word, kind], _MOST_COUNTED)
        yield f"{kind}{often}:{','.join(number[sense] for sense in kinds[kind])}"


def _senses(folder: Path) -> Iterator[tuple[Sense, tuple[list[str], list[Pointer]]]]:
    """Each sense with its words and what it points to: the sort, the sense, between which words."""
    for kind, name in _FILES.items():
        for line in (folder / f"data.{name}").read_text("latin-1").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split("|")[0].split()
            size = int(fields[3], _HEX)
            words = [re.sub(r"\(\w+\)$", "", fields[4 + 2 * n]) for n in range(size)]
            rest = fields[5 + 2 * size : 5 + 2 * size + 4 * int(fields[4 + 2 * size])]
            yield (
                (kind, fields[0]),
                (
                    words,
                    [
                        (
                            rest[n],
                            ("a" if rest[n + 2] == "s" else rest[n + 2], rest[n + 1]),
                            rest[n + 3],
                        )
                        for n in range(0, len(rest), 4)
                    ],
                ),
            )


def _index(
    folder: Path, senses: dict[Sense, tuple[list[str], list[Pointer]]]
) -> dict[str, dict[str, list[Sense]]]:
    """The words that are kept, by kind with their first senses in which they have no capital."""
    index: defaultdict[str, dict[str, list[Sense]]] = defaultdict(dict)
    for kind, name in _FILES.items():
        for line in (folder / f"index.{name}").read_text("latin-1").splitlines():
            if line.startswith("  "):
                continue
            word, _, _, pointers, *rest = line.split()
            if not _WORD.fullmatch(word) and not (kind == "v" and _PHRASAL.fullmatch(word)):
                continue
            found = [(kind, offset) for offset in rest[int(pointers) + 2 :]]
            if kept := [sense for sense in found if word in senses[sense][0]][:SENSES_KEPT]:
                index[word][kind] = kept
    return dict(index)


def _counts(folder: Path) -> Counter[Sense]:
    counts: Counter[Sense] = Counter()
    for line in (folder / "cntlist.rev").read_text("latin-1").splitlines():
        key, _, count = line.split()
        word, _, rest = key.partition("%")
        counts[word, _KINDS[rest[0]]] += int(count)
    return counts


def _relations(
    senses: dict[Sense, tuple[list[str], list[Pointer]]], index: dict[str, dict[str, list[Sense]]]
) -> tuple[defaultdict[str, set[str]], defaultdict[str, set[str]]]:
    """The opposites of each word, and the words derived from it."""
    opposites: defaultdict[str, set[str]] = defaultdict(set)
    derived: defaultdict[str, set[str]] = defaultdict(set)
    for words, pointers in senses.values():
        for sort, to, between in pointers:
            if sort not in _OPPOSITE + _DERIVED or between == "0000":
                continue
            one = words[int(between[:2], _HEX) - 1]
            other = senses[to][0][int(between[2:], _HEX) - 1]
            if one not in index or other not in index or one == other:
                continue
            if sort == _OPPOSITE:
                opposites[one].add(other)
            elif one[:_SAME_ROOT] != other[:_SAME_ROOT]:
                derived[one].add(other)
    return opposites, derived


def _irregular(folder: Path, index: dict[str, dict[str, list[Sense]]]) -> Iterator[str]:
    for kind, name in _FILES.items():
        for line in (folder / f"{name}.exc").read_text("latin-1").splitlines():
            form, *bases = line.split()
            known = [base for base in bases if kind in index.get(base, {}) and "_" not in base]
            if _WORD.fullmatch(form) and known and form not in bases:
                yield f"{form} {kind} {known[0]}"


def _base36(number: int) -> str:
    head, last = divmod(number, len(_DIGITS))
    return (_base36(head) if head else "") + _DIGITS[last]


if __name__ == "__main__":
    main()
