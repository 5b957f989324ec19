"""Which paragraphs of a page with many items are about what is asked."""

from research.domain.value import Span
from research.text.round_ups import places_about
from research.text.terms import terms
from tests.unit.stages.sources import source

ASKED = frozenset(terms("What does the battery ferry to Nordholm cost?"))
ITEMS = (
    "Six things to know today",
    "The battery ferry of Vessa is sold. Ragna Holt hands the keys to a new owner in May.",
    "Peng Aune leads the paper mill of Lund since the strike of the printers ended.",
    "A game about dragons was shown to three thousand guests in the opera house.",
    "The bank of Moen lends its clients money against their houses and gardens.",
    "Two bakers of Tveit won the prize for the best rye bread of the whole year.",
)


def places(title: str, asked: frozenset[str] = ASKED) -> list[str]:
    page = source(1, "\n".join(ITEMS)).model_copy(update={"title": title})
    is_about = places_about(page, asked)
    ends = [page.text.index(one) + len(one) for one in ITEMS]
    starts = [end - len(one) for one, end in zip(ITEMS, ends, strict=True)]
    return [
        one
        for one, start, end in zip(ITEMS, starts, ends, strict=True)
        if is_about(Span(start=start + 3, end=end))
    ]


def test_of_many_items_the_one_with_the_terms_is_about_it() -> None:
    assert places("Six things to know today") == [ITEMS[1]]


def test_all_of_a_page_is_that_has_them_in_its_title_or_nowhere() -> None:
    assert places("The battery ferry, and five other things") == list(ITEMS)
    assert places("Six things", frozenset({"submarine"})) == list(ITEMS)
    assert places("Six things", frozenset()) == list(ITEMS)
