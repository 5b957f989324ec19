"""Finds dated events in the sources: the day each happened, one sentence, who tells it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from research.domain.analysis.analysis import TimelineEvent
from research.domain.claim import Citation
from research.domain.source import Source
from research.stages.analyse.events.event_days import event_day
from research.stages.analyse.events.same_events import (
    Happening,
    happening,
    is_same_happening,
    tells_same,
)
from research.text.agreement.corroboration import independent
from research.text.days.relative_days import dated
from research.text.quotations import quotations
from research.text.source_sentences import Sentence
from research.text.terms import terms
from research.web.publishers import publishers_of

MAX_EVENTS = 12
MAX_WORDS = 45
MAX_CITATIONS = 3
_SUPPOSES = re.compile(r"\b(?:may|might|could|would|if)\b")
"""What did not happen, or is not known to."""
_UNNAMED = re.compile(
    r"(?:(?:On|In|At|By|Until|From|Since|After|Before) [^,—]{1,60}(?:,|(?: — [^—]{1,40})? —) )?"
    r"(?:he|she|they|we|it|i)\b",
    re.IGNORECASE,
)
"""After the day, nobody who is named: "On Tuesday morning, he posted"."""
MIN_ASKED = 2
"""Terms of the query in an event of a page that is mainly about something else."""
MOST_QUOTED = 4_000
"""Characters before a sentence that may be of the quotation that it is part of."""
_NEXT_DAY = timedelta(days=1)
FURTHEST_AHEAD = timedelta(days=3_653)
"""Ten years after the page: what is told of later days is a forecast of something else."""


@dataclass(slots=True)
class _Event:
    day: date
    best: Sentence
    happening: Happening
    also: list[Sentence] = field(default_factory=list)
    told: list[Sentence] = field(default_factory=list)
    """Of all these, those that tell it independently of each other."""


def timeline(
    query: str,
    sentences: Sequence[Sentence],
    sources: Mapping[int, Source],
    named: Iterable[str] = (),
) -> list[TimelineEvent]:
    """The events that most sources tell, or that have most to do with `query`, by their days.

    An event has a word of the query, of its source's title, or of one of the names in `named`; on
    a page whose title has nothing of the query, more of the query's own words.
    """
    asked = frozenset(terms(query))
    told_of = frozenset(term for name in named for term in terms(name))
    by_day: defaultdict[date, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        if day := _day_of(sentence, sources[sentence.source], asked, told_of):
            by_day[day].append(sentence)
    events = [event for day, told in by_day.items() for event in _merged(day, told, asked, sources)]
    publishers = {number: publishers_of(source) for number, source in sources.items()}
    for event in events:
        event.told = list(independent([event.best, *event.also], publishers))
    events = [event for event in events if not _is_of_another_day(event, events)]
    events.sort(key=lambda event: (len(event.told), _fitness(event.best, asked)[0]), reverse=True)
    return [
        TimelineEvent(
            day=event.day,
            text=dated(event.best.text, sources[event.best.source].published),
            citations=_citations(event, sources),
        )
        for event in sorted(events[:MAX_EVENTS], key=lambda event: (event.day, event.best.source))
    ]


def _day_of(
    sentence: Sentence, source: Source, asked: frozenset[str], told_of: frozenset[str]
) -> date | None:
    about = asked | frozenset(terms(source.title))
    if sentence.words > MAX_WORDS or not sentence.stands_alone(about):
        return None
    if not _is_about(sentence, source, asked, told_of) or _SUPPOSES.search(sentence.text):
        return None
    if _UNNAMED.match(sentence.text):
        return None
    published = None if _is_within_quotation(sentence, source) else source.published
    day = event_day(sentence.text, published, sentence.around)
    if day and source.published and day > source.published + FURTHEST_AHEAD:
        return None
    return day


def _is_about(
    sentence: Sentence, source: Source, asked: frozenset[str], told_of: frozenset[str]
) -> bool:
    """Whether `sentence` has to do with what is asked, by the words that it shares with it."""
    title = frozenset(terms(source.title))
    if not asked or title & asked:
        return bool(sentence.terms & (asked | title | told_of))
    return len(sentence.terms & asked) >= min(MIN_ASKED, len(asked))


def _is_within_quotation(sentence: Sentence, source: Source) -> bool:
    """Whether all of `sentence` is of a quotation that begins before it in its paragraph."""
    start = source.text.rfind("\n", 0, sentence.span.start) + 1
    paragraph = source.text[max(start, sentence.span.start - MOST_QUOTED) : sentence.span.end]
    place = len(paragraph) - (sentence.span.end - sentence.span.start)
    return any(
        one.start < place and one.end >= len(paragraph.rstrip()) for one in quotations(paragraph)
    )


def _merged(
    day: date,
    told: Iterable[Sentence],
    asked: frozenset[str],
    sources: Mapping[int, Source],
) -> list[_Event]:
    events: list[_Event] = []
    for sentence in sorted(told, key=lambda one: _fitness(one, asked), reverse=True):
        own = happening(sentence, sources[sentence.source].published)
        same = next((event for event in events if tells_same(event.happening, own)), None)
        if same is None:
            events.append(_Event(day, sentence, own))
        else:
            same.also.append(sentence)
    return events


def _is_of_another_day(event: _Event, events: Iterable[_Event]) -> bool:
    """Whether more sources tell it of the day before or after: papers of two time zones differ."""
    return any(
        abs(event.day - other.day) == _NEXT_DAY
        and len(other.told) > len(event.told)
        and is_same_happening(event.happening, other.happening)
        for other in events
    )


def _fitness(sentence: Sentence, asked: frozenset[str]) -> tuple[float, int]:
    return len(sentence.terms & asked) + sentence.standalone, -sentence.words


def _citations(event: _Event, sources: Mapping[int, Source]) -> tuple[Citation, ...]:
    cited = event.told[:MAX_CITATIONS]
    return tuple(one.citation(sources[one.source].text) for one in cited)
