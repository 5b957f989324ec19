"""The order in which the sentences of an answer are read."""

from research.adapters.embed.answer_encoder import AnswerEncoder
from research.adapters.embed.wordllama_embedder import WordllamaEmbedder
from research.stages.answer.order import in_order, unrepeated
from research.stages.answer.parts import parts_of
from research.stages.answer.pool import Pool, pool_of
from tests.unit.stages.sources import source

MATCHES = (
    "Cup: Vessa beats Lund in the last race\n"
    "Aldvik passed Moen by nine lengths in the other race of the afternoon. "
    "Vessa beat Lund when the Petrel took the wind at the last buoy. "
    "The wind of the morning had been too weak for any race."
)
JAM = (
    "Plum jam\n"
    "Wash the plums and take out their stones with a small knife. "
    "Boil the jam until it thickens on a cold spoon and no water runs from it. "
    "Fill the jam into warm jars up to the rim and close them at once."
)


async def _pool(query: str, *pages: str) -> Pool:
    sources = [source(number, page) for number, page in enumerate(pages, 1)]
    return await pool_of(
        query,
        parts_of(query),
        sources,
        {one.id: 1.0 for one in sources},
        embedder=WordllamaEmbedder(),
        encoder=AnswerEncoder(),
    )


def _row(pool: Pool, words: str) -> int:
    return next(n for n, one in enumerate(pool.candidates) if words in one.sentence.text)


async def test_what_tells_of_others_stands_behind_what_tells_of_those_asked_about() -> None:
    query = "How did Vessa beat Lund?"
    pool = await _pool(query, MATCHES)
    (part,) = parts_of(query)
    others, asked, nobody = (_row(pool, words) for words in ("Moen", "Petrel", "weak"))
    likely = [0.3] * len(pool.candidates)
    assert in_order(part, [others, nobody, asked], likely, pool) == [nobody, asked, others]
    likely[asked] = 0.1
    assert in_order(part, [others, nobody, asked], likely, pool) == [others, nobody, asked]


async def test_who_names_nobody_has_the_likeliest_first() -> None:
    pool = await _pool("how was the race won?", MATCHES)
    (part,) = parts_of("how was the race won?")
    rows = [_row(pool, words) for words in ("Moen", "Petrel")]
    likely = [0.3] * len(pool.candidates)
    assert in_order(part, rows, likely, pool) == rows


async def test_steps_stand_in_the_order_of_their_page() -> None:
    query = "How do I make plum jam?"
    pool = await _pool(query, JAM)
    (part,) = parts_of(query)
    steps = [_row(pool, words) for words in ("Wash", "Boil", "Fill")]
    likely = [0.3] * len(pool.candidates)
    assert in_order(part, steps[::-1], likely, pool) == steps
    (asked_why,) = parts_of("Why is plum jam boiled?")
    assert in_order(asked_why, steps[::-1], likely, pool) == steps[::-1]
    both = await _pool(query, JAM, "Pear jam\nWash the pears, and boil the jam for an hour.")
    rows = [_row(both, "pears"), _row(both, "Wash the plums")]
    assert in_order(part, rows, [0.3] * len(both.candidates), both) == rows


async def test_what_is_said_in_a_part_before_is_kept_first_and_not_said_again() -> None:
    pool = await _pool("How did Vessa beat Lund?", MATCHES, MATCHES)
    asked = [n for n, one in enumerate(pool.candidates) if "Petrel" in one.sentence.text]
    weak = _row(pool, "weak")
    assert unrepeated([[asked[0]], [weak, asked[0]]], pool) == [[asked[0]], [asked[0], weak]]
    assert unrepeated([[asked[0], asked[1]]], pool) == [[asked[0]]]
