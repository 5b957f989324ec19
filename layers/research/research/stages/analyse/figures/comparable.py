"""Chooses the charts of figures that a report shows: those that have to do with its query."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from research.domain.analysis.figures import FigureChart
from research.domain.source import Source
from research.stages.analyse.figures.lists import list_charts
from research.stages.analyse.figures.statements import Statement, charts_of, statements_in
from research.stages.analyse.figures.tables import table_charts
from research.stages.analyse.material import SourceSentence
from research.text.terms import terms

MAX_CHARTS = 4
MAX_OF_SOURCE = 2


def comparable_figures(
    query: str,
    topic_words: Iterable[str],
    sources: Sequence[Source],
    sentences: Iterable[SourceSentence],
) -> list[FigureChart]:
    """Charts of figures that a table of `sources` or one of their `sentences` sets side by side, or
    that several sentences tell in the same words, those nearest to `query` first.

    A chart has a word of the query or of the topics in its measure, its labels or its quotes, or
    its source has one of the query in its title.
    """
    asked, topics = frozenset(terms(query)), frozenset(terms(" ".join(topic_words)))
    titles = {source.id: source.title for source in sources}
    found = [(_nearness(one, titles, asked, topics), one) for one in _charts(sources, sentences)]
    found.sort(key=lambda one: one[0], reverse=True)
    return _chosen(chart for nearness, chart in found if any(nearness))


def _charts(
    sources: Iterable[Source], sentences: Iterable[SourceSentence]
) -> Iterator[FigureChart]:
    for source in sources:
        yield from table_charts(source)
    listed: list[FigureChart] = []
    told: list[tuple[str, Statement]] = []
    for sentence in sentences:  # both look at one at a time, so that its numbers are read once
        listed += list_charts(sentence)
        told += statements_in(sentence)
    yield from listed
    yield from charts_of(told)


def _nearness(
    chart: FigureChart, titles: Mapping[int, str], asked: frozenset[str], topics: frozenset[str]
) -> tuple[int, int]:
    """How many words of the query the chart has, counted twice, and its source's title besides;
    then how many of the topics.
    """
    labels = (one.label for one in chart.figures)
    quotes = (one.citation.quote for one in chart.figures)
    said = frozenset(terms(" ".join((chart.measure, *labels, *quotes))))
    about = frozenset(terms(titles[chart.figures[0].citation.source]))
    return 2 * len(asked & said) + len((asked & about) - said), len(topics & said)


def _chosen(charts: Iterable[FigureChart]) -> list[FigureChart]:
    chosen: list[FigureChart] = []
    for chart in charts:
        source = chart.figures[0].citation.source
        same = [one for one in chosen if one.figures[0].citation.source == source]
        if len(same) < MAX_OF_SOURCE and not any(_is_same(one, chart) for one in chosen):
            chosen.append(chart)
    return chosen[:MAX_CHARTS]


def _is_same(one: FigureChart, other: FigureChart) -> bool:
    """Whether two sources, such as a page and its copy, show the same figures."""
    return [(f.label, f.value) for f in one.figures] == [(f.label, f.value) for f in other.figures]
