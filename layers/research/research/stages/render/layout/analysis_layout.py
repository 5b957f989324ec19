"""Lays the analysis of a report's sources out for its page: lists, tables, and a chart of each."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from research.domain.analysis.analysis import Analysis, TimelineEvent, Topic
from research.domain.analysis.entities import Entity, EntityKind, Relationship, RelationshipBasis
from research.domain.analysis.tone import Tone, ToneClass
from research.domain.claim import Citation
from research.domain.report import Report
from research.domain.source import Source
from research.stages.render.analysis_view import (
    AnalysisView,
    EntityGroup,
    EntityView,
    EventView,
    QuoteView,
    RelationshipView,
    ToneView,
    TopicView,
    TrustView,
)
from research.stages.render.charts import Bar, Dot, Edge, bars, graph, time_line
from research.stages.render.layout.figures_layout import lay_out_figures, lay_out_words, words_chart
from research.stages.render.notes import cited_source, shown_line, snapshot_link
from research.stages.render.worth_showing import (
    events_worth_showing,
    names_worth_showing,
    questions_worth_asking,
)

MIN_DOTS = 3
_QUOTE_MARKS = frozenset("“\"‘'«„")
MAX_NODES = 12
MIN_EDGES = 3
_KINDS = {
    EntityKind.PERSON: "People",
    EntityKind.ORGANISATION: "Organisations",
    EntityKind.PLACE: "Places",
    EntityKind.PRODUCT: "Products",
    EntityKind.EVENT: "Events",
    EntityKind.LAW: "Laws and treaties",
    EntityKind.WORK: "Works",
    EntityKind.FACILITY: "Buildings",
    EntityKind.OTHER: "Other names",
}
_TONES = {
    ToneClass.POSITIVE: "rather positive",
    ToneClass.NEUTRAL: "neutral",
    ToneClass.NEGATIVE: "rather negative",
}


def lay_out_analysis(report: Report, sources: Mapping[int, Source]) -> AnalysisView | None:
    """The analysis as the page shows it; None where there is nothing to show.

    Raises `QuoteNotFoundError` for a citation whose quote is not where it says.
    """
    found = report.analysis
    if found is None or not found.credibility:
        return None
    titles = {one.id: shown_line(one.title or one.url, 80) for one in report.sources}
    names = names_worth_showing(found)
    events = events_worth_showing(report, found)
    shown = {one.name for one in names}
    ties = [
        one
        for one in found.relationships
        if one.basis is RelationshipBasis.STATED or {one.subject, one.object} <= shown
    ]
    words = lay_out_words(found)
    return AnalysisView(
        figures=lay_out_figures(found.figures, lambda citation: _quote(citation, sources), titles),
        events=tuple(
            EventView(
                number,
                one.day,
                shown_line(one.text, 600),
                tuple(_quote(citation, sources) for citation in one.citations),
            )
            for number, one in enumerate(events, start=1)
        ),
        events_chart=_events_chart(events),
        groups=_groups(names, sources),
        relationships=tuple(
            RelationshipView(
                shown_line(one.subject),
                shown_line(one.relation),
                shown_line(one.object),
                one.basis is RelationshipBasis.STATED,
                one.sentences,
                _quote(one.citation, sources),
            )
            for one in ties
        ),
        graph=_graph(names, ties),
        topics=tuple(_topic(one, sources) for one in found.topics),
        topics_chart=_topics_chart(found),
        words=words,
        words_chart=words_chart(words),
        tone=_overall(found, sources),
        tones=tuple(
            ToneView(
                one.source,
                titles.get(one.source, ""),
                _signed(one.polarity),
                _TONES[one.tone],
                tuple(_quote(citation, sources) for citation in one.drivers[:1]),
            )
            for one in found.source_tones
        ),
        tones_chart=_tones_chart(found, titles),
        trust=tuple(
            TrustView(
                one.source,
                titles.get(one.source, ""),
                f"{one.score:.2f}",
                "; ".join(one.reasons),
            )
            for one in sorted(found.credibility, key=lambda one: (-one.score, one.source))
        ),
        dates_chart=_dates_chart(report),
        questions=tuple(shown_line(text) for text in questions_worth_asking(report, found)),
        has_model=found.has_model,
    )


def _quote(citation: Citation, sources: Mapping[int, Source]) -> QuoteView:
    source = cited_source(citation, sources)
    href = snapshot_link(source, citation)
    text = shown_line(citation.quote, 600)
    return QuoteView(citation.source, text if text[:1] in _QUOTE_MARKS else f"“{text}”", href)


def _groups(entities: Sequence[Entity], sources: Mapping[int, Source]) -> tuple[EntityGroup, ...]:
    return tuple(
        EntityGroup(
            heading,
            tuple(
                EntityView(
                    shown_line(one.name),
                    shown_line(", ".join(one.aliases)),
                    one.mentions,
                    one.sources,
                    _quote(one.passages[0], sources),
                )
                for one in entities
                if one.kind is kind
            ),
        )
        for kind, heading in _KINDS.items()
        if any(one.kind is kind for one in entities)
    )


def _graph(entities: Sequence[Entity], found: Sequence[Relationship]) -> Markup:
    names = {one.name for one in entities}
    joined = {
        name
        for one in found
        if {one.subject, one.object} <= names
        for name in (one.subject, one.object)
    }
    shown = [one for one in entities if one.name in joined][:MAX_NODES]
    places = {one.name: number for number, one in enumerate(shown)}
    edges = [
        Edge(places[one.subject], places[one.object], one.basis is RelationshipBasis.TOGETHER)
        for one in found
        if one.subject in places and one.object in places
    ]
    if len(edges) < MIN_EDGES:
        return Markup("")
    most = max(one.mentions for one in shown)
    nodes = [(shown_line(one.name), one.mentions / most) for one in shown]
    return graph("Who and what the sources name together", nodes, edges)


def _events_chart(events: Sequence[TimelineEvent]) -> Markup:
    if len({one.day for one in events}) < MIN_DOTS:
        return Markup("")
    dots = [Dot(one.day, str(number)) for number, one in enumerate(events, start=1)]
    return time_line("The days of the events below, by their numbers", dots)


def _dates_chart(report: Report) -> Markup:
    about = {one.source for one in report.analysis.credibility} if report.analysis else set()
    dots = [
        Dot(one.published, str(one.id))
        for one in report.sources
        if one.published and one.id in about
    ]
    if len(dots) < MIN_DOTS or len({dot.day for dot in dots}) < 2:
        return Markup("")
    return time_line("When the sources were published, by their numbers", dots)


def _topics_chart(found: Analysis) -> Markup:
    if len(found.topics) < 2:
        return Markup("")
    rows = [
        Bar(one.name or ", ".join(one.words), one.weight, f"{round(100 * one.weight)}%")
        for one in found.topics
    ]
    return bars("Topics by their share of the sentences", rows)


def _tones_chart(found: Analysis, titles: Mapping[int, str]) -> Markup:
    if len(found.source_tones) < 2:
        return Markup("")
    rows = [
        Bar(f"{one.source}. {titles.get(one.source, '')}", one.polarity, _signed(one.polarity))
        for one in found.source_tones
    ]
    return bars("Tone of each source, from −1 to 1", rows)


def _topic(one: Topic, sources: Mapping[int, Source]) -> TopicView:
    drivers = one.sentiment.drivers[:1] if one.sentiment else ()
    return TopicView(
        shown_line(one.name),
        shown_line(", ".join(one.words)),
        round(100 * one.weight),
        _quote(one.passages[0], sources) if one.passages else None,
        _told_tone(one.sentiment),
        tuple(_quote(citation, sources) for citation in drivers),
    )


def _told_tone(tone: Tone | None) -> str:
    return f"{_signed(tone.polarity)}, {_TONES[tone.tone]}" if tone else ""


def _overall(found: Analysis, sources: Mapping[int, Source]) -> ToneView | None:
    if found.tone is None:
        return None
    quotes = tuple(_quote(citation, sources) for citation in found.tone.drivers)
    return ToneView(None, "", _signed(found.tone.polarity), _TONES[found.tone.tone], quotes)


def _signed(number: float) -> str:
    return "0.00" if abs(number) < 0.005 else f"{number:+.2f}".replace("-", "−")
