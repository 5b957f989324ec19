"""Finds figures that one sentence sets side by side, each with its label in the same form."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from research.domain.analysis.figures import FigureChart
from research.stages.analyse.figures.amounts import Amount, amount_in, amount_of
from research.stages.analyse.material import SourceSentence
from research.text.figures.counted import counts_of
from research.text.figures.quantities import Quantity

MIN_BARS = 3
MAX_SENTENCE_CHARACTERS = 500
MAX_LABEL_WORDS = 6
MAX_BARS = 12
_LINKS = "for|in|at|from|on|by|with|against|during|under|among"
_VERBS = "is|are|was|were|has|have|had|won|got|took|costs?|handled|received|employs|weighs|measures"
_SEPARATORS = (
    r",? and|,? or|, (?:while|but|then|followed by|compared with|(?:up|down) from)|,|;|,? to"
)
_LABEL = r"(?P<label>[^\s,;][^,;]{0,60}?)"
_NOUN = r"(?P<noun>(?: [a-z-]+){0,3}?)"
_IN_BRACKETS = re.compile(r"\(([^()]{1,30})\)")
_NEXT_IN_BRACKETS = re.compile(
    rf"\s*(?:,? and finally|,? (?:and )?followed by|{_SEPARATORS})\s+{_LABEL}\s*"
)
_BEHIND = re.compile(rf"{_NOUN} (?P<link>{_LINKS}) {_LABEL}(?:(?:{_SEPARATORS})\s+)?")
_BEFORE = re.compile(
    rf"{_NOUN}(?:{_SEPARATORS}) {_LABEL}(?P<link> (?:on|at|with|{_VERBS}))?\s?",
)
_FIRST = re.compile(rf"{_LABEL} (?P<link>on|at|with|{_VERBS})\s?$")
_LAST = re.compile(rf"{_NOUN} (?:{_LINKS}) ")
_END = re.compile(
    r"[.,;:!?)]|(?<!\A) (?:as|while|when|after|because|according|compared|which|who)\b|$"
)
_COPULA = re.compile(r"\b(?:is|are|was|were|remains?)\b ?")
_FOREMOST = re.compile(r"the (?:most|top|main|leading|first|\w+est)\b")
_NAME = re.compile(r"(?:the )?[A-Z][\w’'.&-]*(?: (?:of|the|de|[A-Z][\w’'.&-]*))*$", re.ASCII)
_NO_LABEL = re.compile(
    r"(?:it|its|they|them|their|that|this|these|those|he|she|we|you|i|which|who|each|all|both|total"
    r"|average|about|less|more|than|up|down|compared|nearly|almost|just|only|another|or|and)\b"
    r"|.*\b(?:is|are|was|were|said|says|will|would|has|had|which|who|that|rose|fell|by|from|before|until)\b"
    r"|.*[()“”\"|%$€£]",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_JOINED = re.compile(r"\b(?:and|or)\b")


@dataclass(frozen=True, slots=True)
class _Item:
    label: str
    amount: Amount


def list_charts(sentence: SourceSentence) -> Iterator[FigureChart]:
    """The chart of the figures that `sentence` lists: three or more in one unit, with nothing
    between one and the next but a label of the same form.
    """
    text = sentence.text
    if len(text) > MAX_SENTENCE_CHARACTERS or "\n" in text:
        return
    for items in (_bracketed(text), *_told(text)):
        if _can_be_drawn(items):
            is_over_years = _YEAR.fullmatch(items[0].label)
            yield _chart(sentence, sorted(items, key=_label) if is_over_years else items)
            return


def _label(item: _Item) -> str:
    return item.label


def _chart(sentence: SourceSentence, items: Sequence[_Item]) -> FigureChart:
    return FigureChart(
        measure=sentence.text,
        unit=items[0].amount.unit,
        figures=tuple(one.amount.figure(one.label, sentence.citation) for one in items),
    )


def _can_be_drawn(items: Sequence[_Item]) -> bool:
    labels = [one.label.casefold() for one in items]
    return (
        MIN_BARS <= len(items) <= MAX_BARS
        and len(set(labels)) == len(labels)
        and len({one.amount.unit for one in items}) == 1
        and len({one.amount.value for one in items}) > 1
        and all(_is_label(one.label) for one in items)
        and len({bool(_YEAR.fullmatch(one.label)) for one in items}) == 1
    )


def _is_label(words: str) -> bool:
    return 0 < len(words.split()) <= MAX_LABEL_WORDS and not _NO_LABEL.match(words)


def _bracketed(text: str) -> list[_Item]:
    """Labels with figures in brackets: "The causes were rain (38%), frost (30%) and wind (25%)"."""
    found = list(_IN_BRACKETS.finditer(text))
    amounts = [amount_in(one[1]) for one in found]
    if len(found) < MIN_BARS or not all(one and one.unit for one in amounts):
        return []
    labels = [
        _NEXT_IN_BRACKETS.fullmatch(text, one.end(), other.start())
        for one, other in pairwise(found)
    ]
    others = [one["label"] for one in labels if one]
    if len(others) < len(labels):
        return []
    first = _first_label(text[: found[0].start()].strip(), others)
    return _items([first, *others], amounts)


def _items(labels: Sequence[str], amounts: Sequence[Amount | None]) -> list[_Item]:
    return [
        _Item(label.strip(), amount)
        for label, amount in zip(labels, amounts, strict=True)
        if amount is not None
    ]


def _first_label(before: str, others: Sequence[str]) -> str:
    """The label at the end of what stands before the first figure; empty where it can't be told."""
    after_colon = before.rpartition(": ")[2]
    if after_colon != before:
        return after_colon
    if all(_NAME.fullmatch(one) for one in others):
        named = _NAME.search(before)
        return named[0] if named else ""
    if copula := _COPULA.search(before):
        of_all, told = before[: copula.start()].strip(), before[copula.end() :]
        return of_all if _FOREMOST.match(told) else told
    return before


def _told(text: str) -> Iterator[list[_Item]]:
    """Lists of figures in running text: each behind its label, or each before it."""
    numbers = [one for one in counts_of(text) if amount_of(one) and not _is_each(text, one)]
    for _, run in groupby(numbers, key=lambda one: one.readings[0].unit):
        chain = list(run)
        if len(chain) >= MIN_BARS:
            yield _labels_behind(text, chain)
            yield _labels_before(text, chain)


def _is_each(text: str, number: Quantity) -> bool:
    """Whether it is the month of "$9 a month"."""
    return number.is_word and text[number.start : number.start + 2].strip().lower() in ("a", "an")


def _labels_behind(text: str, chain: Sequence[Quantity]) -> list[_Item]:
    """Each figure with its label behind it: "46 in Leeds, 23 in York and 12 in Hull"."""
    found = [_BEHIND.fullmatch(text, one.end, other.phrase_start) for one, other in pairwise(chain)]
    rest = text[chain[-1].end :]
    last = _LAST.match(rest)
    end = _END.search(rest, last.end()) if last else None
    found.append(_BEHIND.fullmatch(rest[: end.start()]) if end else None)
    whole = [one for one in found if one]
    links = {one["link"] for one in whole}
    if len(whole) < len(found) or len(links) > 1 or not _is_one_noun(whole):
        return []
    return _joined_items([one["label"] for one in whole], chain)


def _labels_before(text: str, chain: Sequence[Quantity]) -> list[_Item]:
    """Each figure with its label before it: "Labour on 30%, the Greens on 12% and others on 9%"."""
    found = [_BEFORE.fullmatch(text, one.end, other.phrase_start) for one, other in pairwise(chain)]
    whole = [one for one in found if one]
    first = _FIRST.search(text[: chain[0].phrase_start])
    if first is None or len(whole) < len(found) or not _is_one_noun(whole):
        return []
    links = {first["link"], *(one["link"].strip() for one in whole if one["link"])}
    if len(links) > 1:
        return []
    others = [one["label"] for one in whole]
    return _joined_items([_first_label(first["label"], others), *others], chain)


def _is_one_noun(found: Sequence[re.Match[str]]) -> bool:
    """Whether all figures count the same: a noun that is left out is that of another."""
    return len({one["noun"] for one in found} - {""}) <= 1


def _joined_items(labels: Sequence[str], chain: Sequence[Quantity]) -> list[_Item]:
    """The items of a list in running text, where "and" would begin something else."""
    if any(_JOINED.search(label) for label in labels):
        return []
    return _items(labels, [amount_of(number) for number in chain])
