"""Which captions say what is to be seen."""

import pytest

from research.text.captions import caption_tells


@pytest.mark.parametrize(
    "caption",
    [
        "The roof of the old customs house in its second summer. Photo: M. Lindqvist",
        "U.S. states where marijuana has been legalized. Statista",
        "KEVIN MAYER",
        "Should Weed Be Legalized?",
        "A dog",
        "Foto: Ein Dach blüht",
        "سطح مزروع فوق سوق المدينة القديمة",
        "屋上庭園",
    ],
)
def test_a_caption_with_words_of_its_own_tells(caption: str) -> None:
    assert caption_tells(caption)


@pytest.mark.parametrize(
    "caption",
    [
        "", "  ", "Disney", "Disney.", "Credit...Anna Moneymaker/The New York Times",
        "Photograph: AFP via Getty", "Getty Images", "Mario Tama/Getty Images", "stock photo",
        "Courtesy of NASA", "© Anna Smith", "Anna Smith/The Observer", "Foto: dpa", "12", "图",
    ],
)  # fmt: skip
def test_a_credit_alone_or_nothing_does_not(caption: str) -> None:
    assert not caption_tells(caption)
