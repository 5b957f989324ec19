"""The features of a sentence for a part of a query."""

from research.stages.answer.features import features
from research.stages.answer.parts import parts_of
from tests.unit.stages.answer.pools import pool_for
from tests.unit.stages.sources import source

PAGE = """\
Harbour ferry Nordholm Vessa electric diesel council

The ferry costs 24 million euros, the council said on Tuesday in Nordholm.
"""


async def test_a_heading_that_says_all_that_is_known_counts_once() -> None:
    query = "Can the electric ferry cut the cost and length of trips from Nordholm?"
    parts, pool = parts_of(query), await pool_for(query, [source(1, PAGE)])
    found = [features(0, parts[0], one, pool)["heading"] for one in pool.candidates]
    assert max(found) == 1.0
