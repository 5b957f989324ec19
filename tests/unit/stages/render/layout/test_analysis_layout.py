"""The analysis on the page: a chart where there is enough for one, its table always."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from research.domain.analysis.analysis import Analysis, SourceCredibility, TimelineEvent
from research.domain.analysis.entities import Entity, EntityKind
from research.domain.analysis.figures import Figure, FigureChart
from research.domain.claim import Citation
from research.domain.errors import QuoteNotFoundError
from research.domain.report import Report
from research.domain.source import Source
from research.stages.render.html_page import html_page
from research.stages.render.layout.report_layout import lay_out
from research.stages.render.markdown_page import markdown_page
from tests.unit.stages.render.render_sample import (
    analysed_report,
    arabic_report,
    cite,
    sample_report,
    sample_sources,
)
from tests.unit.stages.render.report_sizes import HOSTILE, hostile_report, report_of_many

MAX_BYTES = 1_500_000


def page(report: Report, sources: tuple[Source, ...]) -> str:
    return html_page(lay_out(report, {one.id: one for one in sources}))


def many(count: int) -> tuple[Report, tuple[Source, ...]]:
    """A report on so many sources, each of which names someone, tells a day and is judged."""
    report, sources = report_of_many(count)
    whole = [cite(one, one.text) for one in sources]
    analysis = Analysis(
        entities=tuple(
            Entity(name=f"Person {c.source}", kind=EntityKind.PERSON, mentions=c.source,
                   sources=(c.source,), passages=(c,))
            for c in whole
        ),
        timeline=tuple(
            TimelineEvent(day=date(2026, 1, 1) + timedelta(c.source), text=c.quote, citations=(c,))
            for c in whole[:12]
        ),
        credibility=tuple(
            SourceCredibility(source=c.source, score=0.5, reasons=("has no date",)) for c in whole
        ),
    )  # fmt: skip
    return report.model_copy(update={"analysis": analysis}), sources


def test_each_part_has_its_chart_and_the_table_behind_it() -> None:
    shown = page(analysed_report(), sample_sources())
    assert shown.count('<svg class="chart"') == 7
    assert len(re.findall(r'<svg class="chart"[^>]*role="img" aria-label="[^"]+"', shown)) == 7
    for words in (
        "Ines Okafor",
        "Lindhaven",
        "12 March 2026",
        "rather positive",
        "names no author",
        "Rain held back by planted roofs",
        "in the five heaviest storms of the three years that were measured</bdi></th><td><bdi>34%",
        "stormwater management</bdi></th><td>1",
    ):
        assert words in shown
    assert (
        shown.index('id="key-findings"') < shown.index('id="insight"') < shown.index('id="sources"')
    )
    assert "<script" not in shown[shown.index('id="insight"') : shown.index('id="sources"')]


def test_a_report_without_analysis_and_one_in_another_language_show_none() -> None:
    assert 'id="insight"' not in page(sample_report(), sample_sources())
    arabic = arabic_report().model_copy(update={"analysis": analysed_report().analysis})
    assert 'id="insight"' not in page(arabic, sample_sources())


@pytest.mark.parametrize("count", [1, 2, 60])
def test_any_number_of_sources(count: int) -> None:
    report, sources = many(count)
    shown = page(report, sources)
    assert len(shown.encode()) < MAX_BYTES
    assert ("The days of the events below" in shown) == (count >= 3)
    assert shown.count("has no date") == count


def test_hostile_names_are_text() -> None:
    report, sources = hostile_report()
    quote = cite(sources[0], sources[0].text)
    analysis = Analysis(
        entities=(
            Entity(
                name=HOSTILE, kind=EntityKind.PERSON, mentions=1, sources=(1,), passages=(quote,)
            ),
        ),
        credibility=(SourceCredibility(source=1, score=0, reasons=("has no date",)),),
    )
    shown = page(report.model_copy(update={"analysis": analysis}), sources)
    assert "<script>alert" not in shown
    assert "<w:p>" not in shown


WRONG = Citation(source=1, quote="not there", start=0, end=9)
SIDE_BY_SIDE = FigureChart(
    measure="Shares", unit="percent",
    figures=tuple(
        Figure(label=f"<b>{n}</b>", value=n, written=f"{n}%", citation=WRONG) for n in range(3)
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    "found",
    [
        {
            "timeline": [
                TimelineEvent(
                    day=date(2026, 1, day), text="So cool was the roof.", citations=(WRONG,)
                )
                for day in range(1, 5)
            ]
        },
        {"figures": [SIDE_BY_SIDE]},
    ],
)
def test_a_quote_that_is_not_there_is_a_bug(found: dict[str, Any]) -> None:
    judged = SourceCredibility(source=1, score=0, reasons=("has no date",))
    analysis = Analysis(**found, credibility=(judged,))
    with pytest.raises(QuoteNotFoundError):
        page(sample_report().model_copy(update={"analysis": analysis}), sample_sources())


def test_markdown_tells_the_days_and_the_figures_and_neither_scores_nor_names() -> None:
    sources = {one.id: one for one in sample_sources()}
    shown = markdown_page(lay_out(analysed_report(), sources))
    assert "## More in the sources" in shown
    assert "- 12 March 2026: " in shown
    assert "**People:**" not in shown
    assert "Credibility" not in shown
    assert "### Rain held back by planted roofs" in shown
    assert "\n| in January | 9% | “In January, when the substrate was already wet" in shown


def test_markdown_has_no_heading_over_a_single_score() -> None:
    report, sources = many(1)
    view = lay_out(report, {one.id: one for one in sources})
    assert view.analysis is not None
    assert view.analysis.trust
    assert "More in the sources" not in markdown_page(view)


def test_a_bar_is_as_long_as_its_figure_and_begins_at_0() -> None:
    shown = page(analysed_report(), sample_sources())
    chart = shown[shown.index('aria-label="Rain held back') :]
    bars = re.findall(r'<rect class="bar" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', chart)[:3]
    assert [x for x, _ in bars] == ["0", "0", "0"]
    lengths = [float(width) for _, width in bars]
    assert lengths == pytest.approx([420, 420 * 34 / 61, 420 * 9 / 61], abs=0.1)


def test_few_words_have_no_cloud() -> None:
    report = analysed_report()
    assert report.analysis is not None
    words = report.analysis.words[:3]
    fewer = report.analysis.model_copy(update={"words": words})
    shown = page(report.model_copy(update={"analysis": fewer}), sample_sources())
    assert "Words of the topics" not in shown


def test_figures_of_several_sources_name_each_and_no_source_of_all() -> None:
    report = analysed_report()
    assert report.analysis is not None
    (chart,) = report.analysis.figures
    roofs = sample_sources()[0]
    moved = chart.figures[0].model_copy(update={"citation": cite(roofs, "214 roofs since 2019")})
    several = chart.model_copy(update={"figures": (moved, *chart.figures[1:])})
    analysis = report.analysis.model_copy(update={"figures": (several,)})
    shown = page(report.model_copy(update={"analysis": analysis}), sample_sources())
    assert 'class="lead">From <a' in page(report, sample_sources())
    assert 'class="lead">From <a' not in shown
    assert "Snapshot of source 1, at the quote for over three years" in shown
