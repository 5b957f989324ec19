"""Looks up English words: their base forms, kinds and opposites, and which mean nearly the same.

The table `wordnet.txt.gz` is made of Princeton's WordNet 3.0 by `bench/word_table.py`: words of one
part and without capitals, with the first four senses of each kind. Its licence is in
`wordnet_licence.txt`. It is read when a word is first asked for, in about 0.1 s.
"""

import gzip
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from research.text.terms import stem
from research.text.words.word_lists import read_rows, read_words

TABLE = Path(__file__).with_name("wordnet.txt.gz")
_BASE = 36
SENSES_KEPT = 4
"""Senses of each kind that the table has of a word."""
PARTICLES = frozenset("up down off out over away back in on through apart together".split())
"""What makes another verb of one: "turn down"."""
_UP = 2
"""Steps up from a word's senses to what they are kinds of: a lorry is a vehicle."""
# Endings, and what stands in their place in the base form: WordNet's own rules (morphy).
_ENDINGS = {
    "n": "ies:y ves:f ses:s xes:x zes:z ches:ch shes:sh men:man s:",
    "v": "ies:y ied:y es:e es: ed:e ed: ing:e ing: s:",
    "a": "ier:y iest:y er: est: er:e est:e",
    "r": "",
}
_RULES = {
    kind: [(end, base) for end, _, base in (rule.partition(":") for rule in rules.split())]
    for kind, rules in _ENDINGS.items()
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of the table: by kind (n, v, a or r) how often a tagged text has it, and its senses.

    The first sense is the most common. `derived` are words that are derived from it.
    """

    counts: dict[str, int]
    senses: dict[str, tuple[int, ...]]
    opposites: frozenset[str]
    derived: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Table:
    """The table's three parts."""

    rows: dict[str, str]
    """The rest of each word's row."""
    above: list[str]
    """For each sense the senses that it is a kind of."""
    irregular: dict[str, list[tuple[str, str]]]
    """The base forms of words that no rule leads to, each with its kind."""


@cache
def _table() -> _Table:
    text = gzip.decompress(TABLE.read_bytes()).decode("ascii")
    rows, above, forms = text.split("\n=\n")
    parted = (row.partition("\t") for row in rows.split("\n"))
    irregular: dict[str, list[tuple[str, str]]] = {}
    for form, kind, base in map(str.split, forms.split("\n")):
        irregular.setdefault(form, []).append((base, kind))
    return _Table({word: rest for word, _, rest in parted}, above.split("\n"), irregular)


@lru_cache(maxsize=16_384)
def entry(base: str) -> Entry | None:
    """The entry of a word in its base form; none where the table hasn't it."""
    row = _table().rows.get(base)
    if row is None:
        return None
    senses, opposites, derived = row.split("\t")
    counts: dict[str, int] = {}
    numbers: dict[str, tuple[int, ...]] = {}
    for part in senses.split():
        kind, _, rest = part.partition(":")
        counts[kind[0]] = int(kind[1:])
        numbers[kind[0]] = tuple(int(number, _BASE) for number in rest.split(","))
    return Entry(counts, numbers, frozenset(opposites.split()), frozenset(derived.split()))


@lru_cache(maxsize=16_384)
def bases(word: str) -> tuple[tuple[str, str], ...]:
    """The base forms that a folded `word` may be of, each with its kind: n, v, a or r."""
    found = dict.fromkeys(_table().irregular.get(word, ()))
    for kind, rules in _RULES.items():
        for base in (word, *_shortened(word, rules)):
            known = entry(base)
            if known and kind in known.senses:
                found[base, kind] = None
    return tuple(found)


def _shortened(word: str, rules: list[tuple[str, str]]) -> list[str]:
    found = []
    for end, base in rules:
        if word.endswith(end) and len(word) > len(end) + 1:
            short = word[: -len(end)] + base
            found.append(short)
            if not base and len(short) > 2 and short[-1] == short[-2]:
                found.append(short[:-1])  # "planned" is of "plan"
    return found


def base_term(word: str) -> str:
    """The term of a folded `word`; "bought" has that of "buy"."""
    return stem(_irregular_verbs().get(word, word))


def is_irregular_form(word: str) -> bool:
    """Whether a folded `word` is an irregular form of a listed verb, such as "bought"."""
    return word in _irregular_verbs()


@cache
def _irregular_verbs() -> dict[str, str]:
    """Each irregular past form of a listed verb, with the verb."""
    listed = read_words("verbs", "irregular verbs")
    forms = {
        form: base
        for form, found in _table().irregular.items()
        for base, kind in found
        if kind == "v" and base in listed and form not in listed and not form.endswith("ing")
    }
    for base, *others in map(str.split, read_rows("verbs", "regular verbs that no stemmer knows")):
        forms.update(dict.fromkeys(others, base))
    return forms


def is_word(word: str) -> bool:
    """Whether a folded `word` is an English word that is written without a capital."""
    return bool(bases(word))


def phrasal(word: str, particle: str) -> str:
    """The verb of two parts that they are a form of, such as `turn_down`; empty where of none."""
    joined = (f"{base}_{particle}" for base, kind in bases(word) if kind == "v")
    return next((verb for verb in joined if entry(verb)), "")


def may_be(word: str, kind: str) -> bool:
    """Whether a folded `word` is, among others, of a kind: n, v, a or r."""
    return any(of == kind for _, of in bases(word))


@lru_cache(maxsize=16_384)
def main_kind(word: str) -> str:
    """What a folded `word` mostly is: n, v, a or r; empty for what is no word."""
    counted = [(known.counts[kind], kind) for base, kind in bases(word) if (known := entry(base))]
    return max(counted, key=lambda pair: pair[0])[1] if counted else ""


@lru_cache(maxsize=65_536)
def is_near(word: str, other: str) -> bool:
    """Whether two folded words may mean nearly the same, or `word` a kind of thing `other` is of.

    Words nearly the same share a sense, are derived from each other, or one says in general what
    the other says: "vehicles" for "cars". Opposites are never near.
    """
    mine, theirs = bases(word), bases(other)
    if {base for base, _ in mine} & {base for base, _ in theirs}:
        return True
    return any(
        _are_near(base, kind, other_base, other_kind)
        for base, kind in mine
        for other_base, other_kind in theirs
    )


def _are_near(base: str, kind: str, other: str, other_kind: str) -> bool:
    one, two = entry(base), entry(other)
    if one is None or two is None or other in one.opposites:
        return False
    if other in one.derived or base in two.derived:
        return True
    if kind != other_kind:
        return False
    return _reaches(one.senses[kind], two.senses[kind]) or _reaches(
        two.senses[kind], one.senses[kind]
    )


def _reaches(senses: tuple[int, ...], others: tuple[int, ...]) -> bool:
    """Whether a sense is one of `others`, or of a kind that is."""
    above = _table().above
    wanted, level = set(others), set(senses)
    for _ in range(_UP):
        if level & wanted:
            return True
        level = {int(number, _BASE) for sense in level for number in above[sense].split()}
    return bool(level & wanted)
