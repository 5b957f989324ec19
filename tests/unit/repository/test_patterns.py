"""No pattern of ours backtracks: each takes time in proportion to the text, whatever it says.

Every compiled pattern of the package is found, a text is made of each character and each run of
letters that it knows (alone, in pairs, with a near miss at the end), and of what each of its parts
repeats behind what stands before that; and the pattern is searched in it as our code does: with
`match` where it only ever matches at a place, else everywhere.
"""

import ast
import importlib
import inspect
import pkgutil
import re
import signal
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import pytest

import research
from research.jobs.new import MAX_QUERY_CHARACTERS
from research.text.sentences import MAX_SENTENCE_CHARACTERS

Pattern = re.Pattern[Any]
ROOT = Path(research.__file__).parent
SHORT, SUSPECT_SECONDS = 2_000, 0.003
"""Two thousand steps take 0.1 ms; two million, which a pattern takes that begins anew everywhere,
six."""
SIZES = (22, 44, 200, SHORT)
"""A step at a time: one that takes twice as long for each further character shows at the first."""
LONG, LONGEST_SECONDS = 100_000, 1.0
GIVEN_UP_SECONDS = 5
"""By the clock on the wall, after which a search is ended: it may take years."""
MAX_SIGNS, MAX_PAIRED = 14, 6
NEAR_MISS = '\x01\n,;."'
"""Ends each text: a sign that no pattern knows, and those that most leave out."""
MANY, TURNS = 10, 4
"""What may come so often is tried repeated, in so many ways."""
SENTENCE, QUERY, NAME = MAX_SENTENCE_CHARACTERS, MAX_QUERY_CHARACTERS, 300
BOUNDED = {
    "adapters.extract.pdf.pypdf_pdf:_PAGE_NUMBER": 40,
    "stages.analyse.figures.lists:_NAME": SENTENCE,
    "stages.analyse.related:_CLAUSE_END": SENTENCE,
    "stages.answer.expectation.amounts:MONEY": SENTENCE,
    "stages.answer.expectation.amounts:AMOUNT": SENTENCE,
    "stages.answer.expectation.amounts:SPAN": SENTENCE,
    "stages.answer.expectation.holds:_LIST": SENTENCE,
    "stages.answer.parts:_OWNER": QUERY,
    "stages.compare.date_conflicts:_NOT_BEFORE": SENTENCE,
    "stages.answer.parts:NEXT_QUESTION": QUERY,
    "stages.verify.checks.numbers:_TWO_NAMED": SENTENCE,
    "stages.write.sections:_CUES[1]": SENTENCE,
    "text.figures.counted:_BEFORE_AGE": SENTENCE,
    "text.names:_START": SENTENCE,
    "text.prompts.quoting:_ORDER": SENTENCE,
    "text.sentences:_LAST_WORD": 40,
    "text.standing.standalone:_ENDS_UNMARKED": SENTENCE,
    "text.standing.people:_NAMED": SENTENCE,
    "text.standing.speech:_QUOTED": SENTENCE,
}
"""Patterns that take the square of the length, and of which no longer text is asked than so many
characters: the cleaned title of a page, a query, a sentence."""
BOUNDED_SECONDS = 0.25
MATCHED = {"text.source_sentences:_DATELINE"}
"""Only matched at a place, by another name than their own."""


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(research.__path__, "research."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def patterns_in(value: object, depth: int = 0) -> Iterator[Pattern]:
    """The patterns that `value` is or holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from patterns_in([*value.keys(), *value.values()], depth)
    elif isinstance(value, list | tuple | set | frozenset) and depth < 4:
        for one in value:
            yield from patterns_in(one, depth + 1)


def built(value: object) -> object:
    """What the function `value` builds, if that is patterns, once and of nothing; else `value`."""
    is_kept = hasattr(value, "cache_info") and not inspect.signature(value).parameters
    builds = str(inspect.signature(value).return_annotation) if is_kept else ""
    return value() if "Pattern" in builds else value


def own_text(module: ModuleType) -> str:
    return Path(str(module.__file__)).read_text()


def every_pattern() -> dict[str, tuple[Pattern, bool]]:
    """Each pattern of the package by its place, and whether it is searched for, or only matched."""
    found: dict[str, tuple[Pattern, bool]] = {}
    seen: set[tuple[str | bytes, int]] = set()
    sources = "\n".join(path.read_text() for path in ROOT.rglob("*.py"))
    for module in modules():
        for name, value in vars(module).items():
            for number, pattern in enumerate(patterns_in(built(value))):
                if (pattern.pattern, pattern.flags) in seen:
                    continue
                seen.add((pattern.pattern, pattern.flags))
                place = f"{module.__name__.removeprefix('research.')}:{name}"
                is_alone = isinstance(value, re.Pattern)
                users = own_text(module) if name.startswith("_") else sources
                uses = re.findall(rf"\b{re.escape(name)}\.(\w+)\(", users) if is_alone else []
                is_searched = place not in MATCHED and (
                    not uses or not set(uses) <= {"match", "fullmatch"}
                )
                found[place if is_alone else f"{place}[{number}]"] = (pattern, is_searched)
    for text, is_searched in written_in_calls():
        if (text, re.compile(text).flags) not in seen:
            found[f"in a call: {text}"] = (re.compile(text), is_searched)
    return found


def written_in_calls() -> Iterator[tuple[str, bool]]:
    """The patterns that are written where they are used, such as `re.sub("a+", ...)`."""
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            called, first = node.func, node.args[0] if node.args else None
            is_ours = isinstance(called.value, ast.Name) and called.value.id == "re"
            if is_ours and called.attr != "compile" and isinstance(first, ast.Constant):
                yield str(first.value), called.attr not in ("match", "fullmatch")


_OF_CATEGORY = {
    "CATEGORY_DIGIT": "1",
    "CATEGORY_SPACE": " ",
    "CATEGORY_WORD": "a",
    "CATEGORY_NOT_SPACE": "x",
    "CATEGORY_NOT_WORD": "-",
    "CATEGORY_NOT_DIGIT": "y",
}
REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


def nodes(parsed: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """What a parsed pattern is made of, by kind, groups and branches opened."""
    for kind, value in parsed:
        name = str(kind)
        yield name, value
        if name == "BRANCH":
            for branch in value[1]:
                yield from nodes(branch)
                yield "END", None
        elif name == "SUBPATTERN":
            yield from nodes(value[3])
        elif name in REPEATS:
            yield from nodes(value[2])
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from nodes(value[1])
        elif name == "ATOMIC_GROUP" or name == "IN":
            yield from nodes(value)


def fitting(choices: Sequence[Any], turn: int) -> str:
    """A character that fits a set, another in each `turn`."""
    found = [
        chr(value)
        if str(kind) == "LITERAL"
        else _OF_CATEGORY.get(str(value), "a")
        if str(kind) == "CATEGORY"
        else chr(value[0])
        for kind, value in choices
        if str(kind) != "NEGATE"
    ]
    if str(choices[0][0]) == "NEGATE":
        found = [one for one in "x 1.\u0431" if one not in found] or ["\u0431"]
    return found[turn % len(found)]


def shortest(parsed: Iterable[Any], turn: int) -> str:
    """A short text that `parsed` fits, or nearly; of its choices each `turn` takes others."""
    text = ""
    for kind, value in parsed:
        name = str(kind)
        if name == "LITERAL":
            text += chr(value)
        elif name in ("ANY", "NOT_LITERAL"):
            text += "x"
        elif name == "IN":
            text += fitting(value, turn)
        elif name == "BRANCH":
            text += shortest(value[1][turn % len(value[1])], turn)
        elif name in ("SUBPATTERN", "ATOMIC_GROUP"):
            text += shortest(value[3] if name == "SUBPATTERN" else value, turn)
        elif name in REPEATS:
            text += shortest(value[2], turn) * value[0]
    return text


def repeated(parsed: Iterable[Any], before: str, turn: int) -> Iterator[tuple[str, str]]:
    """What each part of `parsed` repeats that may come often, and the text in front of it."""
    done: list[Any] = []
    for kind, value in parsed:
        name, here = str(kind), before + shortest(done, turn)
        if name in REPEATS:
            if value[1] >= MANY:
                yield here, shortest(value[2], turn)
            yield from repeated(value[2], here, turn)
        elif name == "BRANCH":
            for branch in value[1]:
                yield from repeated(branch, here, turn)
        elif name in ("SUBPATTERN", "ATOMIC_GROUP"):
            yield from repeated(value[3] if name == "SUBPATTERN" else value, here, turn)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from repeated(value[1], here, turn)
        done.append((kind, value))


def beginnings(pattern: Pattern) -> dict[tuple[str, str], None]:
    """Texts to begin with, each with what to repeat behind it that the pattern nearly fits."""
    parsed = _parser.parse(pattern.pattern, pattern.flags)
    turns = [pair for turn in range(TURNS) for pair in repeated(parsed, "", turn)]
    return dict.fromkeys(
        [pair for pair in turns if pair[1]] + [("", one) for one in units(pattern)]
    )


def units(pattern: Pattern) -> list[str]:
    """What texts are made of that the pattern nearly fits."""
    signs: dict[str, None] = {}
    runs: dict[str, None] = {}
    run = ""
    for kind, value in nodes(_parser.parse(pattern.pattern, pattern.flags)):
        if kind == "LITERAL":
            signs[chr(value)] = None
            run += chr(value)
            continue
        if len(run) > 1:
            runs[run] = None
        run = ""
        if kind == "RANGE":
            signs[chr(value[0])] = None
        elif kind == "CATEGORY":
            signs[_OF_CATEGORY.get(str(value), "a")] = None
        elif kind in ("ANY", "NEGATE", "NOT_LITERAL"):
            signs["x"] = None
    if len(run) > 1:
        runs[run] = None
    few = [*signs][:MAX_PAIRED]
    pairs = [one + other for one in few for other in few if one != other]
    whole = [*runs][:4]
    return [
        *[*signs][:MAX_SIGNS],
        *pairs,
        *whole,
        *(f"{word} " for word in whole),
        "a ",
        "1,",
        "a. ",
    ]


@pytest.fixture(autouse=True)
def alarm() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    yield
    signal.signal(signal.SIGALRM, before)


def seconds(pattern: Pattern, text: str | bytes, *, is_searched: bool) -> float:
    """What the search takes, until it is given up."""
    began = time.process_time()
    signal.alarm(GIVEN_UP_SECONDS)
    try:
        if is_searched:
            for _ in pattern.finditer(text):
                pass
        else:
            pattern.match(text)
            pattern.fullmatch(text)
    except TimeoutError:
        pass
    finally:
        signal.alarm(0)
    return time.process_time() - began


def text_of(pattern: Pattern, before: str, unit: str, size: int) -> str | bytes:
    text = before + (unit * (size // len(unit) + 1))[:size] + NEAR_MISS
    return text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text


def slow_text(pattern: Pattern, longest: int, *, is_searched: bool) -> str:
    """The first text that takes the pattern too long, and how often it repeats; else empty."""
    for before, unit in beginnings(pattern):
        for size in (*SIZES, 4_000, 16_000, longest):
            text = text_of(pattern, before, unit, min(size, longest))
            took = seconds(pattern, text, is_searched=is_searched)
            if SUSPECT_SECONDS < took < LONGEST_SECONDS:  # or the machine was busy with others
                took = seconds(pattern, text, is_searched=is_searched)
            limit = LONGEST_SECONDS * max(size, LONG / 20) / LONG
            if took > (limit if longest == LONG else BOUNDED_SECONDS):
                return f"{before!r} and {size} characters of {unit!r}"
            if size == SHORT and took < SUSPECT_SECONDS:
                break
    return ""


def test_no_pattern_backtracks() -> None:
    every = every_pattern()
    assert len(every) > 200
    assert set(BOUNDED) | MATCHED <= set(every)
    slow = {
        place: found
        for place, (pattern, is_searched) in every.items()
        if (found := slow_text(pattern, BOUNDED.get(place, LONG), is_searched=is_searched))
    }
    assert slow == {}


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+$",
        r"\s+-\s+",
        r"[\s|:-]*-{2,}[\s|:-]*$",
        r"\w+@",
        r"by\s*:?\s*[a-z]",
        r"[\u0e00-\u0eff](?:\s?\d{1,4})*$",
        r"(?:\.{2,}|\s)+$",
        r"\A(?:<!--.*?-->){0,20}<p",
    ],
)
def test_patterns_that_backtrack_are_found_out(pattern: str) -> None:
    assert slow_text(re.compile(pattern), LONG, is_searched=True)


def test_a_pattern_that_backtracks_where_all_must_fit_is_found_out() -> None:
    whole = re.compile(r"who (?:is|was) (?:(?!known\b)[^\s,]+\s*)+")
    assert slow_text(whole, LONG, is_searched=False)
