"""Ways to spoil a claim: each changes one thing, or gives an empty text where there is none."""

import random
import re
from collections.abc import Callable, Sequence

Spoil = Callable[[str, random.Random, Sequence[str]], str]
"""From a claim, chance and names that are not in its source, to another claim."""

SMALL_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_OTHER_UNIT = dict(
    pair.split(" > ")
    for pair in """metric tons > tons; tons > tonnes; miles > kilometers; kilometers > miles;
    pounds > kilograms; feet > meters; meters > feet; million > billion; billion > million;
    percent > percentage points; % > points; years > months; months > weeks; weeks > days;
    days > hours; hours > minutes; minutes > seconds; year > month; month > week; GB > MB;
    fps > Hz; $ > €; £ > $; € > £""".replace("\n    ", " ").split("; ")
)
_UNIT_WORDS = "|".join(unit for unit in _OTHER_UNIT if unit[0].isalpha())
_UNIT = re.compile(
    rf"(?:(?<=\d )|(?<=\btwo )|(?<=\bthree )|(?<=\bfive )|(?<=\bsix ))(?:{_UNIT_WORDS})\b"
    r"|(?<=\d)%|[$£€](?=\d)"
)
_MONTHS = """January February March April May June July August September October November
December Jan. Feb. Aug. Sept. Oct. Nov. Dec.""".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_CALENDAR = "|".join(map(re.escape, [*_MONTHS, *_WEEKDAYS]))
_YEAR = r"\b(?:19|20)\d\d\b"
_DATE = re.compile(
    rf"(?:(?<=\bin )|(?<=\bon )|(?<=\bsince )|\b(?!May|March))(?:{_CALENDAR})(?!\w)|{_YEAR}"
)
_NUMBER = re.compile(
    rf"(?!{_YEAR})(?<![\w.,-])\d+(?:,\d{{3}})*(?:\.\d+)?(?!\w|[.,]\d)"
    rf"|\b(?:{'|'.join(SMALL_NUMBERS[2:])})\b"
)
_AFTER_MONTH = re.compile(rf"(?:{_CALENDAR}) $")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})*")
_NOT = re.compile(r"(?<!\bca)(?<!\bwo)n['’]t\b| not\b(?! only)")
_VERB = re.compile(
    r"\b(?:is|was|are|were|will|can|could|would|has|have|had|should)\b(?! (?:not|no|never)|n)"
)
_SUBJECT = r"(?!CEO|The|A|In|On|By)[A-Z][a-z]\w+(?: [A-Z]\w+)*(?![’'\w])"
_DEED = r"(?:[a-z]+ed|bought|sold|sued|gave|took|led|said|told|paid|beat|makes?|owns?|backs?|uses?)"
_DOES_TO = re.compile(
    rf"\b({_SUBJECT}) ((?:has |have |had |will |also )*{_DEED} (?:[a-z]+ ){{0,4}})({_SUBJECT})"
)


def another_number(claim: str, chance: random.Random, _: Sequence[str]) -> str:
    """One number, no date's, is another."""
    found = [m for m in _NUMBER.finditer(claim) if not _AFTER_MONTH.search(claim[: m.start()])]
    if not found:
        return ""
    match = chance.choice(found)
    written = match.group()
    if written in SMALL_NUMBERS:
        other = chance.choice([word for word in SMALL_NUMBERS[2:] if word != written])
    else:
        at = chance.choice([place for place, sign in enumerate(written) if sign.isdigit()])
        digit = chance.choice([digit for digit in "123456789" if digit != written[at]])
        other = written[:at] + digit + written[at + 1 :]
    return _with(claim, match, other)


def another_date(claim: str, chance: random.Random, _: Sequence[str]) -> str:
    """One month, weekday or year is another."""
    found = list(_DATE.finditer(claim))
    if not found:
        return ""
    match = chance.choice(found)
    written = match.group()
    if written.isdigit():
        return _with(claim, match, str(int(written) + chance.choice([-11, -2, -1, 1, 2, 10])))
    kind = _WEEKDAYS if written in _WEEKDAYS else _MONTHS
    return _with(claim, match, chance.choice([name for name in kind if name[:3] != written[:3]]))


def another_unit(claim: str, chance: random.Random, _: Sequence[str]) -> str:
    """One number is in another unit or currency."""
    found = list(_UNIT.finditer(claim))
    if not found:
        return ""
    match = chance.choice(found)
    return _with(claim, match, _OTHER_UNIT[match.group()])


def another_name(claim: str, chance: random.Random, others: Sequence[str]) -> str:
    """One name is another."""
    found = list(names_in(claim))
    if not found or not others:
        return ""
    return _with(claim, chance.choice(found), chance.choice(others))


def another_sign(claim: str, _: random.Random, __: Sequence[str]) -> str:
    """There is a "not" less, or one more."""
    without = _NOT.sub("", claim, count=1)
    if without != claim:
        return without
    found = _VERB.search(claim)
    return _with(claim, found, f"{found.group()} not") if found else ""


def another_doer(claim: str, _: random.Random, __: Sequence[str]) -> str:
    """Two names on both sides of a verb have changed places."""
    found = _DOES_TO.search(claim)
    if not found or found[1] == found[3]:
        return ""
    return _with(claim, found, f"{found[3]} {found[2]}{found[1]}")


SPOILS: dict[str, Spoil] = {
    "number": another_number,
    "date": another_date,
    "unit": another_unit,
    "name": another_name,
    "negation": another_sign,
    "subject": another_doer,
}


def names_in(text: str) -> list[re.Match[str]]:
    """The names within `text` that are no dates."""
    return [m for m in _NAME.finditer(text) if m.group() not in (*_MONTHS, *_WEEKDAYS)]


def _with(claim: str, match: re.Match[str], other: str) -> str:
    return claim[: match.start()] + other + claim[match.end() :]
