"""The evidence of quotes: their sentences, paragraphs, titles, and what stands on either side."""

from datetime import date

from research.domain.value import Span
from research.stages.verify.checks.citation_evidence import citation_evidence
from tests.unit.stages.sources import source

TEXT = (
    "The county met on Monday.\n"
    "The ferry cost 24 million euros. The state paid nine of them.\n"
    "Bread was served."
)
PAGE = source(1, TEXT).model_copy(
    update={"title": "The new ferry", "site": "Vessa News", "published": date(2026, 5, 12)}
)


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words))


def test_said_is_the_sentence_and_around_its_paragraph_with_the_one_before() -> None:
    found = citation_evidence([(PAGE, span("cost 24 million"))])
    assert found.said == "The ferry cost 24 million euros."
    assert found.around.startswith("The county met on Monday.\nThe ferry cost")
    assert "The state paid nine of them." in found.around
    assert "Bread" not in found.around
    assert "Bread" in found.after
    assert found.before.endswith("The ferry ")


def test_title_site_and_day_head_it() -> None:
    found = citation_evidence([(PAGE, span("cost 24 million"))])
    assert found.heading == "The new ferry\nVessa News\nMay 12, 2026"
    assert found.published == date(2026, 5, 12)


def test_two_quotes_are_evidence_together() -> None:
    other = source(2, "It sails in June.")
    found = citation_evidence(
        [(PAGE, span("cost 24 million")), (other, span("sails", "It sails in June."))]
    )
    assert found.said == "The ferry cost 24 million euros.\nIt sails in June."


def test_of_a_page_without_paragraphs_what_is_near_is_shown() -> None:
    text = f"{'A word. ' * 600}The ferry cost 24 million euros. {'A word. ' * 600}"
    found = citation_evidence([(source(1, text), span("cost 24 million", text))])
    assert "24 million" in found.around
    assert len(found.around) < 2_100
