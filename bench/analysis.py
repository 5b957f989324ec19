"""How right the analysis of sources is: names and their kinds, days, tone, on labelled sentences.

    python bench/analysis.py [--part first|second] [--wrong] [--json]

`analysis_sentences.txt` holds sentences in the style of news, labelled by hand: the part `first`
before there was code to measure, `second` before it was measured. Each sentence is analysed alone,
which is harder than among others that name the same. Counted are:

names     precision and recall of names, compared without "the" and legal forms; F1 of both
kinds     of the names that were found, the share whose kind is right
days      precision and recall of the days that a sentence tells
tone      the share of sentences whose tone is the label's

Beside each stands what a library alone gives: for names the capitalised spans that
`research.text.names` finds, none of which has a kind; for days what dateparser's `search_dates`
finds, where it is installed (trafilatura brings it); for tone VADER as it is, while ours takes the
names out first and some words of business.
"""

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from research.adapters.sentiment.vader_sentiment import VaderSentiment
from research.domain.analysis.entities import EntityKind
from research.domain.analysis.tone import ToneClass
from research.domain.source import Source, SourceKind
from research.domain.value import Span
from research.stages.analyse.entities import group_mentions
from research.stages.analyse.events.told_days import told_days
from research.stages.analyse.material import SourceSentence
from research.stages.analyse.mentions import key_of, mentions_in
from research.stages.analyse.tones import class_of, texts_without_names
from research.text.names import names

FILE = Path(__file__).with_name("analysis_sentences.txt")
PUBLISHED = date(2026, 3, 11)
KINDS = {
    "P": EntityKind.PERSON, "O": EntityKind.ORGANISATION, "L": EntityKind.PLACE,
    "R": EntityKind.PRODUCT, "E": EntityKind.EVENT, "A": EntityKind.LAW, "W": EntityKind.WORK,
    "F": EntityKind.FACILITY,
}  # fmt: skip
TONES = {"+": ToneClass.POSITIVE, "0": ToneClass.NEUTRAL, "-": ToneClass.NEGATIVE}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence with what is right of it."""

    text: str
    names: dict[tuple[str, ...], EntityKind]
    days: frozenset[date]
    tone: ToneClass


@dataclass(slots=True)
class Score:
    """Right, wrong and missed ones of one thing."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    mistakes: list[str] = field(default_factory=list)

    def add(self, found: set[object], labelled: set[object], text: str) -> None:
        """Count what was `found` in a sentence against its labels."""
        self.right += len(found & labelled)
        self.wrong += len(found - labelled)
        self.missed += len(labelled - found)
        if found != labelled:
            self.mistakes.append(
                f"{text}\n    too many {sorted(map(str, found - labelled))}, "
                f"missed {sorted(map(str, labelled - found))}"
            )

    @property
    def precision(self) -> float:
        """Of those found, the share that is right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of those labelled, the share that is found."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


def read_labelled(part: str | None = None) -> list[Labelled]:
    """The labelled sentences of `part`, or all."""
    found, now = [], ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            now = line.strip("[]")
        elif line and not line.startswith("#") and part in (None, now):
            text, named, days, tone = (field.strip() for field in line.split("|"))
            pairs = [one.strip().rpartition(":") for one in named.split(";") if one.strip()]
            found.append(
                Labelled(
                    text,
                    {key_of(name): KINDS[kind] for name, _, kind in pairs},
                    frozenset(date.fromisoformat(day) for day in days.split()),
                    TONES[tone],
                )
            )
    return found


def source_of(text: str) -> Source:
    """A page that says `text` and nothing else."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Source(
        id=1, url="https://x.example/", title="", published=PUBLISHED, language="en",
        kind=SourceKind.HTML, sha256=sha256, raw_sha256=sha256, text=text, raw=b"",
    )  # fmt: skip


def sentence_of(text: str) -> SourceSentence:
    """`text` as the only sentence of its page."""
    return SourceSentence(source_of(text), Span(start=0, end=len(text)), text)


def found_names(text: str) -> dict[tuple[str, ...], EntityKind]:
    """The names that the analysis finds in a sentence, with their kinds."""
    groups = group_mentions(mentions_in([sentence_of(text)]))
    return {mention.key: group.kind for group in groups for mention in group.mentions}


def days_by_library(text: str) -> Iterator[date]:
    """The days that dateparser finds; none where it is not installed."""
    try:
        from dateparser.search import search_dates
    except ImportError:
        return
    base = datetime(PUBLISHED.year, PUBLISHED.month, PUBLISHED.day)  # noqa: DTZ001 (a page's day)
    settings = {"RELATIVE_BASE": base, "REQUIRE_PARTS": ["day", "month"]}
    for _, moment in search_dates(text, languages=["en"], settings=settings) or ():
        yield moment.date()


def measure(labelled: Sequence[Labelled]) -> dict[str, Score]:
    """The scores of the analysis, and of the libraries alone, by what was measured."""
    scores = {
        name: Score()
        for name in (
            *("names", "names alone", "kinds", "days", "days by dateparser"),
            *("tone", "tone by VADER"),
        )
    }
    scorer, vader = VaderSentiment(), SentimentIntensityAnalyzer()
    for one in labelled:
        found = found_names(one.text)
        scores["names"].add(set(found), set(one.names), one.text)
        both = set(found) & set(one.names)
        scores["kinds"].add(
            {(key, found[key].value) for key in both},
            {(key, one.names[key].value) for key in both},
            one.text,
        )
        alone = {key_of(name.written) for name in names(one.text)}
        scores["names alone"].add(alone, set(one.names), one.text)
        scores["days"].add(set(told_days(one.text, PUBLISHED)), set(one.days), one.text)
        scores["days by dateparser"].add(set(days_by_library(one.text)), set(one.days), one.text)
        sentence = sentence_of(one.text)
        (text,) = texts_without_names([sentence], mentions_in([sentence]))
        for name, judged in (
            ("tone", scorer.score([text])[0].polarity),
            ("tone by VADER", vader.polarity_scores(one.text)["compound"]),
        ):
            scores[name].add({class_of(judged).value}, {one.tone.value}, one.text)
    return scores


def main() -> None:
    """Print the scores of the part that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--part", choices=("first", "second"))
    parser.add_argument("--wrong", action="store_true", help="print each mistake")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    labelled = read_labelled(options.part)
    scores = measure(labelled)
    if options.json:
        print(json.dumps({name: asdict(score) for name, score in scores.items()}))
        return
    tones = Counter(one.tone.value for one in labelled)
    print(f"{len(labelled)} sentences; tones {dict(tones)}")
    print(f"{'':<20}{'precision':>10}{'recall':>8}{'F1':>6}{'right':>7}{'wrong':>7}{'missed':>8}")
    for name, score in scores.items():
        print(
            f"{name:<20}{score.precision:>10.0%}{score.recall:>8.0%}{score.f1:>6.0%}"
            f"{score.right:>7}{score.wrong:>7}{score.missed:>8}"
        )
        for mistake in score.mistakes if options.wrong and " " not in name else ():
            print(f"  {mistake}")


if __name__ == "__main__":
    main()
