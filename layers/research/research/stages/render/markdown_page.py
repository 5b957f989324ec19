"""Renders a report as Markdown with footnotes, as GitHub and Pandoc read it."""

import re
from collections.abc import Iterator

from research.stages.render.report_view import (
    NEARBY,
    ClaimView,
    MediaView,
    Note,
    PartAnswerView,
    ReportView,
    SourceView,
)

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&~|$@^#]")
_LINE_START = re.compile(r"^(?=[-+=:])|^(\d{1,9})(?=[.)])")
# GitHub makes links of what looks like an address.
_ADDRESS = re.compile(r"(?<=[a-z])(?=://)|(?<=\bwww)(?=\.)", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")


def markdown_page(view: ReportView) -> str:
    """`view` as Markdown. Whatever comes from pages is text in it: no link, image or HTML."""
    return "\n\n".join(_blocks(view)) + "\n"


def escaped(text: str) -> str:
    """`text` on one line, so that Markdown shows it as it is."""
    line = _SPECIAL.sub(r"\\\g<0>", _BLANKS.sub(" ", text).strip())
    line = _ADDRESS.sub(r"\\", line)
    return _LINE_START.sub(lambda match: f"{match[1] or ''}\\", line)


def _blocks(view: ReportView) -> Iterator[str]:
    yield f"# {escaped(view.title)}"
    if view.question:
        yield f"**Question:** {escaped(view.question)}"
    yield (
        f"*{view.stats.claims} claims from {view.stats.sources_cited} of "
        f"{view.stats.sources_read} sources read; every quote checked against its snapshot; "
        f"{view.created_at:%Y-%m-%d}*"
    )
    if view.answer:
        yield "## Answer"
    for part in view.answer:
        yield from _part_answer(part)
    if view.key_findings:
        yield "## Key findings"
        yield "\n".join(f"- {_claim(claim)}" for claim in view.key_findings)
    for section in view.sections:
        yield f"## {escaped(section.heading)}"
        for paragraph in section.paragraphs:
            yield " ".join(_claim(claim) for claim in paragraph)
    if view.disagreements:
        yield "## Where sources seem to differ"
        yield "\n".join(
            f"- {_claim(one.sides[0])}\n  - {_claim(one.sides[1])}" for one in view.disagreements
        )
    if view.open_questions:
        yield "## Open questions"
        yield "\n".join(f"- {escaped(text)}" for text in view.open_questions)
    yield from _sources(view)
    for note in sorted(
        (note for source in view.cited for note in source.notes), key=lambda note: note.number
    ):
        yield _note(note)


def _part_answer(part: PartAnswerView) -> Iterator[str]:
    if part.heading:
        yield f"**{escaped(part.heading)}**"
    if part.message:
        yield escaped(part.message)
    if part.claims:
        yield " ".join(map(_claim, part.claims))
    if part.nearby:
        yield f"{NEARBY} " + " ".join(map(_claim, part.nearby))


def _sources(view: ReportView) -> Iterator[str]:
    if view.cited or view.uncited:
        yield "## Sources"
    if view.cited:
        yield "\n".join(_source(source) for source in view.cited)
    if view.uncited:
        yield "### Read, not cited"
        yield "\n".join(_source(source) for source in view.uncited)
    if view.failures:
        yield "### Not read"
        yield "\n".join(
            f"- {escaped(f.subject)}: {escaped(f.message)} ({escaped(f.code)})"
            for f in view.failures
        )
    if view.media:
        yield "## Images and videos in the sources"
        yield "\n".join(_medium(one) for one in view.media)
    if view.dropped:
        yield "## Written and left out"
        yield "\n".join(f"- {escaped(d.text)} ({escaped(d.reason)})" for d in view.dropped)
    if view.cost:
        yield f"*Written with a language model: {escaped(view.cost)}.*"
    if view.warnings:
        yield "## Warnings"
        yield "\n".join(f"- {escaped(warning)}" for warning in view.warnings)


def _claim(claim: ClaimView) -> str:
    marks = "".join(f"[^{mark.note.number}]" for mark in claim.marks)
    return f"{escaped(claim.text)}{marks}" + (f" *({claim.caveat})*" if claim.caveat else "")


def _source(source: SourceView) -> str:
    published = source.published.isoformat() if source.published else ""
    facts = (source.site, source.author, published, source.kind)
    address = f"<{source.href}>" if source.href else escaped(source.url)
    return (
        f"- **{source.id}** {escaped(source.title or source.url)}. "
        + ", ".join(escaped(fact) for fact in facts if fact)
        + f". {address} ([snapshot]({source.snapshot_href}))"
    )


def _medium(one: MediaView) -> str:
    caption = escaped(one.caption or "No caption").rstrip(".")
    return f"- {one.kind}: {caption}. <{one.href}> (source {one.source})"


def _note(note: Note) -> str:
    links = f"[snapshot]({note.snapshot_href})"
    if note.live_href:
        links = f"[{note.live_label.lower()}](<{note.live_href}>), {links}"
    return (
        f"[^{note.number}]: Source {note.source}, {escaped(note.title)}: "
        f"“{escaped(note.quote)}” ({links}; characters {note.start}–{note.end})"
    )
