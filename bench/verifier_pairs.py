"""Claims with the words they cite, made by rule from pages: true ones, and ones that are spoiled.

A true claim is a page's sentence put a little otherwise; its quote is that sentence. A spoiled one
has one thing changed by one of `verifier_spoils`, or another quote. Every choice is seeded.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from research.text.sentences import sentence_spans
from research.text.standing.standalone import standalone
from verifier_spoils import SMALL_NUMBERS, SPOILS, names_in

MIN_STANDALONE = 0.5
MAX_SENTENCE_WORDS = 45
MIN_CLAIM_WORDS = 5
MAX_RULES = 4
CONTEXT_SENTENCES = 2
FAR_SENTENCES = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim, the words it cites and those around them. `kind` says how it was made."""

    page: str
    kind: str
    is_true: bool
    claim: str
    quote: str
    context: str


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a page: a claim can be made of it."""

    page: str
    topic: str
    text: str
    context: str
    far: tuple[str, ...]
    """Sentences of the page that stand elsewhere."""
    is_fact: bool


def sentences_of(page: str, topic: str, text: str, patterns: Sequence[str]) -> list[Said]:
    """The sentences of a page that stand alone; `is_fact` where one of `patterns` matches."""
    spans = list(sentence_spans(text))
    every = [span.of(text) for span in spans]
    found: list[Said] = []
    for place, sentence in enumerate(every):
        if standalone(sentence) < MIN_STANDALONE or len(sentence.split()) > MAX_SENTENCE_WORDS:
            continue
        around = spans[max(0, place - CONTEXT_SENTENCES) : place + CONTEXT_SENTENCES + 1]
        context = text[around[0].start : around[-1].end]
        far = [
            other
            for number, other in enumerate(every)
            if abs(number - place) > FAR_SENTENCES and standalone(other) >= MIN_STANDALONE
        ]
        is_fact = any(re.search(p, sentence, re.IGNORECASE | re.DOTALL) for p in patterns)
        found.append(Said(page, topic, sentence, context, tuple(far), is_fact))
    return found


# Ways to say the same: each returns the sentence as it was where it does not apply.

_MONTHS = {
    "January": "Jan.",
    "February": "Feb.",
    "August": "Aug.",
    "September": "Sept.",
    "October": "Oct.",
    "November": "Nov.",
    "December": "Dec.",
}
_CONTRACTIONS = {
    f" {verb} not ": f" {verb}n't " for verb in "did does do is was has have are were".split()
} | {" will not ": " won't ", " cannot ": " can't "}
_SYNONYMS = [
    tuple(pair.split(" > "))
    for pair in """company > firm; announced > said; said > stated; began > started;
    about > around; nearly > almost; however > though; people > persons; children > kids;
    buy > purchase; roughly > about; showed > revealed; used > made use of;
    during > in the course of; such as > like""".replace("\n    ", " ").split("; ")
]


def drop_opening(text: str, _: random.Random) -> str:
    """Without a leading clause that says when or by whom."""
    found = re.match(
        r"(?:In|On|At|After|During|According to|Last|Earlier)\b[^,.]{2,40}, (?=\w)", text
    )
    return _capital(text[found.end() :]) if found else text


def drop_speaker(text: str, _: random.Random) -> str:
    """Without who said it, at the end."""
    return re.sub(
        r",? (?:[A-Z]\w+|he|she|they|it|the \w+) (?:said|says|told \w+)[^,”\"]*\.$", ".", text
    )


def drop_brackets(text: str, _: random.Random) -> str:
    """Without what stands in brackets."""
    return re.sub(r" \([^()]*\)", "", text)


def drop_manner(text: str, _: random.Random) -> str:
    """Without small words that change nothing."""
    return re.sub(
        r" (?:also|just|currently|recently|already|however,|then)(?= )", "", text, count=1
    )


def contract(text: str, _: random.Random) -> str:
    """The short form of "did not", or the long one."""
    for long, short in _CONTRACTIONS.items():
        if long in text:
            return text.replace(long, short)
        for written in (short, short.replace("'", "’")):
            if written in text:
                return text.replace(written, long)
    return text


def small_numbers(text: str, _: random.Random) -> str:
    """A small number in figures, or in words."""
    words = "|".join(SMALL_NUMBERS[2:])
    other = re.sub(
        rf"\b(?:{words})\b(?! of\b)", lambda m: str(SMALL_NUMBERS.index(m.group())), text, count=1
    )
    if other != text:
        return other
    pattern = r"(?<![\w.,$€£/:-])(?:[2-9]|1[0-2])(?= [a-z])(?! (?:million|billion|a\.m|p\.m))"
    return re.sub(pattern, lambda m: SMALL_NUMBERS[int(m.group())], text, count=1)


def months(text: str, _: random.Random) -> str:
    """A day before its month, a month's short form, or its long one."""
    for long, short in _MONTHS.items():
        if re.search(rf"\b{long} \d{{1,2}}\b", text):
            return re.sub(rf"\b{long} (\d{{1,2}})\b", rf"\1 {long}", text)
        if f"{short} " in text:
            return text.replace(f"{short} ", f"{long} ")
        text = re.sub(rf"\b{long}(?= \d)", short, text)
    return text


def percents(text: str, _: random.Random) -> str:
    """Percents and dollars in words, thousands without a comma."""
    text = re.sub(r"(?<=\d)%", " percent", text)
    text = re.sub(r"\$(\d[\d.]*) (million|billion)", r"\1 \2 dollars", text)
    return re.sub(r"(?<![\d,$])(\d),(\d{3})(?![\d,])", r"\1\2", text)


def synonyms(text: str, chance: random.Random) -> str:
    """A word or two in another's place."""
    there = [(a, b) for a, b in _SYNONYMS if re.search(rf"\b{a}\b", text)]
    for a, b in chance.sample(there, min(2, len(there))):
        text = re.sub(rf"\b{a}\b", b, text, count=1)
    return text


PARAPHRASES: tuple[Callable[[str, random.Random], str], ...] = (
    drop_opening,
    drop_speaker,
    drop_brackets,
    drop_manner,
    contract,
    small_numbers,
    months,
    percents,
    synonyms,
)


def paraphrased(said: Said, chance: random.Random) -> Pair:
    """The sentence put otherwise by up to four rules."""
    text, used = said.text, 0
    for rule in chance.sample(PARAPHRASES, len(PARAPHRASES)):
        other = rule(text, chance)
        if other != text and len(other.split()) >= MIN_CLAIM_WORDS and used < MAX_RULES:
            text, used = other, used + 1
    return Pair(said.page, "paraphrase", True, text, said.text, said.context)


def spoiled(said: Said, kind: str, chance: random.Random, names: Sequence[str]) -> Pair | None:
    """The sentence put otherwise and spoiled in the way of `kind`; None where it can't be."""
    true = paraphrased(said, chance)
    others = [name for name in names if name.split()[0] not in said.text]
    claim = SPOILS[kind](true.claim, chance, others)
    if not claim or claim == true.claim:
        return None
    return replace(true, kind=kind, is_true=False, claim=claim)


def names_of(said: Sequence[Said]) -> list[str]:
    """The names that the sentences use, each once."""
    return sorted({match.group() for one in said for match in names_in(one.text)})


def misquoted(said: Said, chance: random.Random, others: Sequence[Said]) -> Iterator[Pair]:
    """The claim on a sentence from elsewhere in its page, and on one of another topic's page."""
    claim = paraphrased(said, chance).claim
    if said.far:
        quote = chance.choice(said.far)
        yield Pair(said.page, "elsewhere", False, claim, quote, quote)
    other = chance.choice([one for one in others if one.topic != said.topic])
    yield Pair(said.page, "other source", False, claim, other.text, other.context)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
