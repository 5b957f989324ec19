"""PDF fonts that write ligatures as one character, or lose them."""

import pytest

from research.adapters.extract.pdf.pdf_glyphs import has_lost_glyphs, has_lost_ligatures
from research.domain.errors import ExtractError
from tests.unit.adapters.extract.documents import STORK, extract
from tests.unit.adapters.extract.pdf.placed_pdf import across, placed_pdf

LINES = [
    "The new turbine is e\\002cient and gives 46 megawatts.",
    "The of\\001ce for water \\001rst allowed \\001shing in 1994.",
    "The out\\003ow has been measured by the of\\001ce since 1961.",
]
RANGES = (
    "1 begincodespacerange <00> <FF> endcodespacerange"
    " 1 beginbfrange <20> <7E> <0020> endbfrange 3 beginbfchar"
)


def _map(one: str, two: str, three: str) -> str:
    return f"{RANGES} <01> <{one}> <02> <{two}> <03> <{three}> endbfchar"


def _read(to_unicode: str) -> str:
    return extract(placed_pdf(across(LINES, lefts=(50,)), to_unicode=to_unicode)).text


def test_ligatures_are_read_as_their_letters() -> None:
    text = _read(_map("FB01", "FB03", "FB02"))
    assert "is efficient and" in text
    assert "office for water first allowed fishing" in text
    assert "outflow" in text


@pytest.mark.parametrize("lost", ["0000", "FFFD", "E001", "", "001F"])
def test_text_whose_ligatures_are_lost_is_refused(lost: str) -> None:
    with pytest.raises(ExtractError, match="fonts lose letters"):
        _read(_map(lost, lost, lost))


def test_ligatures_lost_without_a_trace_are_told_by_the_words_left() -> None:
    assert has_lost_ligatures(
        "The ofce for water rst allowed shing in 1994. The turbine is ecient, and its outow has "
        "been measured since. " + STORK
    )


def test_bullets_of_a_private_font_are_no_lost_letters() -> None:
    assert not has_lost_glyphs("\uf0b7 one thing\n\uf0b7 another\n\uf0b7 a third\n\uf0b7 a fourth")


def test_rare_lost_glyphs_and_unknown_words_are_borne() -> None:
    assert not has_lost_glyphs(f"of\ufffdce {STORK * 10}")
    assert not has_lost_ligatures(f"The ofce and the kolm of tarn, a zyzzyx. {STORK}")
    assert not has_lost_ligatures(STORK * 5)
