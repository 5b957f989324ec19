"""The words around a report's content, such as "Key findings", in the report's language.

Each file of `frames/` has one language's words by the English ones. What a language has no file
for stays English.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from research.domain.report import ReportStats

HEADINGS = (
    "Contents",
    "Answer",
    "Key findings",
    "What is uncertain or contested",
    "Assessment",
    "Where sources seem to differ",
    "Open questions",
    "More in the sources",
    "Timeline",
    "Related questions",
    "Sources",
    "Not read",
    "Images and videos",
    "Images and videos in the sources",
    "Images and videos from search",
    "How this was made",
    "Warnings",
)
"""Those of a report's own parts."""
_ENGLISH = "en"
_DECIMAL_POINT = frozenset(("en", "ar", "hi", "ja", "th", "ur", "zh"))
_THIN_SPACE = "\u202f"
"""Between groups of three digits where a comma would be the decimal mark (ISO 80000-1)."""
_COMMAS = {"ar": "، ", "ja": "、", "th": " ", "ur": "، ", "zh": "，"}


@dataclass(frozen=True, slots=True)
class Frame:
    """The words of one language."""

    language: str
    """The language of these words: `en` where the wanted one has no file."""
    words: Mapping[str, str]

    def __call__(self, english: str, **values: object) -> str:
        """`english` in this language, its placeholders filled with `values`."""
        text = self.words.get(english, english)
        return text.format_map(values) if values else text

    def count(self, number: int, singular: str, plural: str) -> str:
        """`singular` or `plural`, whichever goes with `number`, which is its `{n}`."""
        return self(singular if number == 1 else plural, n=self.number(number))

    def number(self, number: int) -> str:
        """`number` with its digits in groups of three."""
        grouped = f"{number:,}"
        return grouped if self.language in _DECIMAL_POINT else grouped.replace(",", _THIN_SPACE)

    def decimal(self, number: float) -> str:
        """`number` with one decimal, behind the mark that the language writes (CLDR)."""
        shown = f"{number:.1f}"
        return shown if self.language in _DECIMAL_POINT else shown.replace(".", ",")

    def listed(self, *items: str) -> str:
        """`items` with the comma of the language between them."""
        return _COMMAS.get(self.language, ", ").join(items)

    def day(self, day: date) -> str:
        """The day in words in English, and as numbers elsewhere (ISO 8601)."""
        return f"{day.day} {day:%B %Y}" if self.language == _ENGLISH else f"{day:%Y-%m-%d}"

    def moment(self, moment: datetime) -> str:
        """The day and the minute; `moment` is in UTC."""
        parts = ", " if self.language == _ENGLISH else " "
        return f"{self.day(moment)}{parts}{moment:%H:%M} UTC"

    def provenance(self, stats: ReportStats) -> str:
        """How many claims the report has, and from how many of the sources read."""
        return self(
            "{claims} from {cited} of {sources} read",
            claims=self.count(stats.claims, "{n} claim", "{n} claims"),
            cited=self.number(stats.sources_cited),
            sources=self.count(stats.sources_read, "{n} source", "{n} sources"),
        )

    def rests_on(self, site: str, title: str, published: date | None) -> str:
        """That one source is all that a report rests on, named as a reader knows it."""
        days = [self.day(published)] if published else []
        return self(
            "All of this rests on one source: {source}.", source=self.listed(site or title, *days)
        )

    def dated(self, days: tuple[date, date]) -> str:
        """From which days the cited sources are: the first and the last of `days`."""
        first, last = days
        if first == last:
            return self("Cited sources are from {day}.", day=self.day(first))
        begins = self.day(first)
        if self.language == _ENGLISH and first.year == last.year:
            begins = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
        return self("Cited sources are from {first} to {last}.", first=begins, last=self.day(last))

    def counts(self, stats: ReportStats) -> str:
        """What was found, read, cited and written, in how long."""
        found, read, cited = stats.sources_found, stats.sources_read, stats.sources_cited
        return self(
            "{found} and {read}, in {seconds} seconds. {cited}. The report has {claims} in"
            " {words}.",
            found=self.count(found, "{n} page was found", "{n} pages were found"),
            read=self.count(read, "{n} was read", "{n} were read"),
            seconds=self.decimal(stats.seconds),
            cited=self.count(cited, "{n} is cited", "{n} are cited"),
            claims=self.count(stats.claims, "{n} claim", "{n} claims"),
            words=self.count(stats.words, "{n} word", "{n} words"),
        )


@cache
def own_headings() -> frozenset[str]:
    """The headings of a report's own parts in all languages, in lower case: a section under one of
    them would be taken for that part.
    """
    names = (one.name for one in (files("research.stages.render") / "frames").iterdir())
    frames = [frame_of(language) for language in (_ENGLISH, *(n.partition(".")[0] for n in names))]
    return frozenset(t(heading).casefold() for t in frames for heading in HEADINGS)


@cache
def frame_of(language: str) -> Frame:
    """The frame in `language`, an ISO 639 code, or in English where there is none in it."""
    file = files("research.stages.render") / "frames" / f"{language}.json"
    if language == _ENGLISH or not file.is_file():
        return Frame(_ENGLISH, {})
    return Frame(language, json.loads(file.read_text(encoding="utf-8")))
