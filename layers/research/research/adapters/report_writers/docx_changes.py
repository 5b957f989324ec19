"""What has changed since the report that a report follows, in a Word document."""

from collections.abc import Callable

from docx.text.paragraph import Paragraph

from research.adapters.report_writers.docx_links import add_link
from research.stages.render.render import ChangesView, Frame, SideView, shown

AddHeading = Callable[[str, int], None]
AddParagraph = Callable[[str, str], Paragraph]


def add_changes(
    found: ChangesView, t: Frame, *, heading: AddHeading, paragraph: AddParagraph
) -> None:
    """Add what changed, with both sides, what is new, and what is gone, in the page's order."""
    heading(t("What has changed since {day}", day=t.day(found.since)), 1)
    if found.changed:
        heading(t("Changed"), 2)
    for before, now in found.changed:
        _side(before, paragraph(f"{t('Before')}: ", "List Bullet"))
        _side(now, paragraph(f"{t('Now')}: ", "List Bullet 2"))
    for name, sides in (("New", found.new), ("No longer said", found.gone)):
        if sides:
            heading(t(name), 2)
        for one in sides:
            _side(one, paragraph("", "List Bullet"))
    if not (found.changed or found.new or found.gone):
        paragraph(t("Nothing new, gone or changed was found."), "Normal")
    same = t.count(found.same, "{n} claim", "{n} claims")
    paragraph(f"{t('The same in both reports: {claims}', claims=same)}.", "Normal")


def _side(one: SideView, paragraph: Paragraph) -> None:
    """The statement, and behind it the source that it cites first."""
    paragraph.add_run(shown(one.text))
    if not one.source:
        return
    paragraph.add_run(" (")
    if one.href:
        add_link(paragraph, shown(one.source), one.href)
    else:
        paragraph.add_run(shown(one.source))
    paragraph.add_run(")")
