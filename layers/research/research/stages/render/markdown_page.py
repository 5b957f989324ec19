"""Renders a report as Markdown with footnotes, as GitHub and Pandoc read it."""

import re
from collections.abc import Iterable, Iterator

from research.stages.render.analysis_view import AnalysisView, FiguresView, QuoteView
from research.stages.render.frame import Frame, frame_of
from research.stages.render.messages import message_in
from research.stages.render.report_view import (
    EMPTY,
    NEARBY,
    ChangesView,
    ClaimView,
    DisagreementView,
    FoundMediaView,
    MediaView,
    Note,
    PartAnswerView,
    ReportView,
    SectionView,
    SideView,
    SourceView,
    TableView,
)
from research.text.captions import caption_tells

WROTE = "A language model planned and wrote: {cost}. What it wrote was checked against the sources"
_UNCITED = ("{n} source was read and not cited", "{n} sources were read and not cited")
_DROPPED = ("{n} claim was written and left out", "{n} claims were written and left out")
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&~|$@^#]")
_LINE_START = re.compile(r"^(?=[-+=:])|^(\d{1,9})(?=[.)])")
# GitHub makes links of what looks like an address.
_ADDRESS = re.compile(r"(?<=[a-z])(?=://)|(?<=\bwww)(?=\.)", re.IGNORECASE)
_ENDS = tuple(".?!…")
_WORD = re.compile(r"\w+")
_BLANKS = re.compile(r"\s+")


def markdown_page(view: ReportView) -> str:
    """`view` as Markdown. Whatever comes from pages is text in it: no link, image or HTML."""
    return "\n\n".join(_blocks(view, frame_of(view.language))) + "\n"


def escaped(text: str) -> str:
    """`text` on one line, so that Markdown shows it as it is."""
    line = _SPECIAL.sub(r"\\\g<0>", _BLANKS.sub(" ", text).strip())
    line = _ADDRESS.sub(r"\\", line)
    return _LINE_START.sub(lambda match: f"{match[1] or ''}\\", line)


def _blocks(view: ReportView, t: Frame) -> Iterator[str]:
    yield from _head(view, t)
    if view.answer:
        yield f"## {t('Answer')}"
    for part in view.answer:
        yield from _part_answer(part, t)
    yield from _changes(view.changes, t)
    if view.key_findings:
        yield f"## {t('Key findings')}"
        yield "\n".join(f"- {_claim(claim, t)}" for claim in view.key_findings)
    for section in view.sections:
        yield from _section(section, t)
    if view.disagreements:
        yield f"## {t('Where sources seem to differ')}"
        yield "\n".join(_disagreement(one, t) for one in view.disagreements)
    if view.open_questions:
        yield f"## {t('Open questions')}"
        yield "\n".join(f"- {escaped(_said(text, t))}" for text in view.open_questions)
    yield from _analysis(view.analysis, t)
    yield from _sources(view, t)
    for note in sorted(
        (note for source in view.cited for note in source.notes), key=lambda note: note.number
    ):
        yield _note(note, t)


def _head(view: ReportView, t: Frame) -> Iterator[str]:
    """The title, the question, and what the report is made of."""
    yield f"# {escaped(view.title)}"
    if view.question:
        yield f"**{t('The question')}:** {escaped(view.question)}"
    checked = t("every quote checked against its snapshot")
    yield f"*{t.provenance(view.stats)}; {checked}; {view.created_at:%Y-%m-%d}*"
    if view.basis:
        yield escaped(view.basis)


def _section(section: SectionView, t: Frame) -> Iterator[str]:
    yield f"## {escaped(t(section.heading))}"
    for paragraph in section.paragraphs:
        yield " ".join(_claim(claim, t) for claim in paragraph)
    for table in section.tables:
        yield _table(table, t)


def _table(table: TableView, t: Frame) -> str:
    """A table as GitHub has them; a pipe in a cell is escaped like all that Markdown reads."""
    rows = (
        [f"**{escaped(row.name)}**", *(_claim(one, t) if one else EMPTY for one in row.cells)]
        for row in table.rows
    )
    head = ["", *map(escaped, table.columns)]
    lines = (f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows))
    return "\n".join(lines)


def _changes(found: ChangesView | None, t: Frame) -> Iterator[str]:
    if found is None:
        return
    yield f"## {t('What has changed since {day}', day=t.day(found.since))}"
    if found.changed:
        yield f"### {t('Changed')}"
        yield "\n".join(
            f"- {t('Before')}: {_side(before)}\n  - {t('Now')}: {_side(now)}"
            for before, now in found.changed
        )
    for heading, sides in (("New", found.new), ("No longer said", found.gone)):
        if sides:
            yield f"### {t(heading)}"
            yield "\n".join(f"- {_side(one)}" for one in sides)
    if not (found.changed or found.new or found.gone):
        yield t("Nothing new, gone or changed was found.")
    same = t.count(found.same, "{n} claim", "{n} claims")
    yield f"{t('The same in both reports: {claims}', claims=same)}."


def _side(one: SideView) -> str:
    named = escaped(one.source)
    return f"{escaped(one.text)} ({named})" if named else escaped(one.text)


def _part_answer(part: PartAnswerView, t: Frame) -> Iterator[str]:
    if part.heading:
        yield f"**{escaped(part.heading)}**"
    if part.message:
        yield escaped(_said(part.message, t))
    if part.claims:
        yield " ".join(_claim(claim, t) for claim in part.claims)
    if part.nearby:
        yield f"{t(NEARBY)} " + " ".join(_claim(claim, t) for claim in part.nearby)


def _analysis(found: AnalysisView | None, t: Frame) -> Iterator[str]:
    if found is None:
        return
    if blocks := list(_in_the_sources(found, t)):
        yield "## More in the sources"
        yield from blocks
    if found.questions:
        yield "## Related questions"
        yield "\n".join(f"- {escaped(text)}" for text in found.questions)


def _in_the_sources(found: AnalysisView, t: Frame) -> Iterator[str]:
    """What stands there without more words: no names, and no scores, whose reasons the page has."""
    for chart in found.figures:
        yield f"### {escaped(chart.measure)}"
        yield "\n".join(_figures(chart))
    if found.events:
        yield "### Timeline"
        yield "\n".join(
            f"- {t.day(one.day)}: {escaped(one.text)} ({_sources_of(one.quotes, t)})"
            for one in found.events
        )


def _figures(chart: FiguresView) -> Iterator[str]:
    """A table of the figures of `chart`, with their quotes where one says more than its row."""
    is_told = any(
        not _words(one.quote.text) <= _words(f"{one.label} {one.written}") for one in chart.figures
    )
    yield f"| Of | Figure | {'As it is told' if is_told else 'Source'} |"
    yield "|---|---|---|"
    for one in chart.figures:
        told = f"{escaped(one.quote.text)} ({one.quote.source})" if is_told else one.quote.source
        yield f"| {escaped(one.label)} | {escaped(one.written)} | {told} |"


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _uncited(view: ReportView, t: Frame) -> Iterator[str]:
    """The sources without a quote in a claim: those that the analysis names, and how many more."""
    told = _told_of(view.analysis)
    named = [source for source in view.uncited if source.id in told]
    if named:
        yield "\n".join(_source(source, t) for source in named)
    if count := len(view.uncited) - len(named):
        yield f"*{t.count(count, *_UNCITED)}.*"


def _told_of(found: AnalysisView | None) -> set[int]:
    """The sources that the analysis names by their numbers."""
    if found is None:
        return set()
    quotes = [quote for one in found.events for quote in one.quotes]
    quotes += [one.quote for chart in found.figures for one in chart.figures]
    return {quote.source for quote in quotes}


def _sources_of(quotes: Iterable[QuoteView], t: Frame) -> str:
    return ", ".join(dict.fromkeys(t("Source {n}", n=one.source) for one in quotes))


def _sources(view: ReportView, t: Frame) -> Iterator[str]:
    if view.cited or view.uncited:
        yield f"## {t('Sources')}"
    if view.cited:
        yield "\n".join(_source(source, t) for source in view.cited)
    yield from _uncited(view, t)
    if view.failures:
        yield f"### {t('Not read')}"
        yield "\n".join(
            f"- {escaped(f.subject)}: {escaped(_said(f.message, t, f.code))} ({escaped(f.code)})"
            for f in view.failures
        )
    if media := [one for one in view.media if caption_tells(one.caption)]:
        yield f"## {t('Images and videos in the sources')}"
        yield "\n".join(_medium(one, t) for one in media)
    if found := [one for one in view.found_media if one.caption]:
        yield f"## {t('Images and videos from search')}"
        yield "\n".join(_found_medium(one, t) for one in found)
    if view.warnings:
        yield f"## {t('Warnings')}"
        yield "\n".join(f"- {escaped(_said(warning, t))}" for warning in view.warnings)
    made = [t(WROTE, cost=escaped(view.cost))] if view.cost else []
    made += [t.count(len(view.dropped), *_DROPPED)] if view.dropped else []
    if made:
        yield f"## {t('How this was made')}"
        yield f"*{'; '.join(made)}.*"


def _said(message: str, t: Frame, code: str = "") -> str:
    """What a program wrote; in English, behind what its code stands for, where it has no words."""
    about = message_in(t, code)
    return message_in(t, message) or (f"{about}: {message}" if about else message)


def _disagreement(one: DisagreementView, t: Frame) -> str:
    told = [escaped(one.explanation)] if one.explanation else []
    first, *others = [*told, *(_claim(side, t) for side in one.sides)]
    return "\n  - ".join([f"- {first}", *others])


def _claim(claim: ClaimView, t: Frame) -> str:
    marks = "".join(f"[^{mark.note.number}]" for mark in claim.marks)
    return f"{escaped(claim.text)}{marks}" + (f" *({t(claim.caveat)})*" if claim.caveat else "")


def _source(source: SourceView, t: Frame) -> str:
    published = source.published.isoformat() if source.published else ""
    origin = t(source.origin) if source.origin else ""
    facts = (source.site, source.author, published, t(source.kind), origin)
    address = f"<{source.href}>" if source.href else escaped(source.url)
    title = source.title or source.url
    return (
        f"- **{source.id}** {escaped(title)}{'' if title.endswith(_ENDS) else '.'} "
        + ", ".join(escaped(fact) for fact in facts if fact)
        + f". {address} ([{t('Snapshot').lower()}]({source.snapshot_href}))"
    )


def _medium(one: MediaView, t: Frame) -> str:
    caption = escaped(one.caption).rstrip(".")
    return f"- {t(one.kind)}: {caption}. <{one.href}> ({t('Source {n}', n=one.source)})"


def _found_medium(one: FoundMediaView, t: Frame) -> str:
    page = f"<{one.page_href}>, " if one.page_href else ""
    caption = escaped(one.caption).rstrip(".")
    return f"- {t(one.kind)}: {caption}. <{one.href}> ({page}{escaped(one.provider)})"


def _note(note: Note, t: Frame) -> str:
    links = f"[{t('Snapshot').lower()}]({note.snapshot_href})"
    if note.live_href:
        links = f"[{t(note.live_label).lower()}](<{note.live_href}>), {links}"
    place = t("characters {start}–{end}", start=note.start, end=note.end)
    return (
        f"[^{note.number}]: {t('Source {n}', n=note.source)}, {escaped(note.name)}: "
        f"“{escaped(note.quote)}” ({links}; {place})"
    )
