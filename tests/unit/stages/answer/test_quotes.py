"""When two sentences say the same, and when one brings the other along."""

import pytest

from research.stages.answer.quotes import brings, claim_of, says_again
from tests.unit.stages.answer.pools import pool_for
from tests.unit.stages.sources import source

CUT = (
    "The Western Harbour Authority estimated in 2024 that sails on every ship would cut the"
    " emissions of shipping in its waters by 7% by 2035."
)


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (
            (
                "The study of 2024 estimated that sails on every ship would reduce the emissions of"
                " shipping in the Western Harbour by 7% by 2035."
            ),
            True,
        ),
        (
            (
                "The study of 2024 estimated that sails on every ship would reduce the emissions of"
                " shipping in the Western Harbour by 9% by 2031."
            ),
            False,
        ),
    ],
)
async def test_the_same_figures_in_other_words_are_the_same(other: str, is_same: bool) -> None:
    sources = [source(1, CUT), source(2, other)]
    pool = await pool_for("Can sails cut the emissions of shipping?", sources)
    one, two = pool.candidates
    assert says_again(one, two) is is_same


async def test_a_sentence_that_leans_brings_the_one_before() -> None:
    text = f"{CUT} So the ships of the Western Harbour Authority would emit 9 tonnes less."
    pool = await pool_for("Can sails cut emissions?", [source(1, text)])
    assert brings(1, 0, pool)
    assert not brings(0, 1, pool)


@pytest.mark.parametrize(
    ("said", "site", "told"),
    [
        (
            "We paid 24 million euros for the “quiet” ferry in 2024.",
            "Vessa Ferries",
            "Vessa Ferries: “We paid 24 million euros for the ‘quiet’ ferry in 2024.”",
        ),
        ("We paid 24 million euros for the ferry in 2024.", "", None),
        ("I paid 24 million euros for the ferry in 2024.", "Vessa Ferries", None),
        ("“We paid 24 million euros in 2024,” said Ragna Holt.", "Vessa Ferries", None),
        ("The county paid 24 million euros for the ferry in 2024.", "Vessa Ferries", None),
    ],
)
async def test_we_are_told_as_the_site(said: str, site: str, told: str | None) -> None:
    page = source(1, f"The ferry\n{said}").model_copy(update={"site": site})
    pool = await pool_for("What did the ferry cost?", [page])
    one = next(one for one in pool.candidates if one.sentence.text == said)
    assert claim_of(one, pool).text == (told or said)
    if said[0] in "IW":
        assert one.answers_alone is (told is not None)
