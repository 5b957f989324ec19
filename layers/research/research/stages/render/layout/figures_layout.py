"""Lays charts of figures and the words of the topics out for a report's page."""

from collections.abc import Callable, Iterable, Mapping

from markupsafe import Markup

from research.domain.analysis.analysis import Analysis
from research.domain.analysis.figures import FigureChart
from research.domain.claim import Citation
from research.stages.render.analysis_view import FiguresView, FigureView, QuoteView, WordView
from research.stages.render.charts import Bar, bars
from research.stages.render.notes import shown_line
from research.stages.render.word_cloud import word_cloud

MIN_WORDS = 6
"""With fewer, a cloud of words shows nothing that their list doesn't."""

MAX_MEASURE_CHARACTERS = 500
Quoted = Callable[[Citation], QuoteView]


def lay_out_figures(
    found: Iterable[FigureChart], quoted: Quoted, titles: Mapping[int, str]
) -> tuple[FiguresView, ...]:
    """Each chart with the figures behind it. Raises as `quoted` does."""
    return tuple(_figures(one, quoted, titles) for one in found)


def _figures(one: FigureChart, quoted: Quoted, titles: Mapping[int, str]) -> FiguresView:
    measure = shown_line(one.measure, MAX_MEASURE_CHARACTERS)
    rows = [Bar(shown_line(f.label), f.value, shown_line(f.written)) for f in one.figures]
    sources = {figure.citation.source for figure in one.figures}
    return FiguresView(
        measure,
        bars(measure, rows),
        sources.pop() if len(sources) == 1 else None,
        tuple(
            FigureView(
                row.label,
                row.shown,
                quoted(figure.citation),
                titles.get(figure.citation.source, ""),
            )
            for row, figure in zip(rows, one.figures, strict=True)
        ),
    )


def lay_out_words(found: Analysis) -> tuple[WordView, ...]:
    """The words of the topics, the most frequent first."""
    return tuple(WordView(shown_line(one.word), one.sentences) for one in found.words)


def words_chart(words: tuple[WordView, ...]) -> Markup:
    """A cloud of `words`; empty where they are too few."""
    if len(words) < MIN_WORDS:
        return Markup("")
    return word_cloud(
        "Words of the topics, the larger the more sentences have them",
        [(one.word, one.sentences) for one in words],
    )
