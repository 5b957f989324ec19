"""What the bench of the answers reads of a report: its sources with their texts, and its claims."""

from pathlib import Path

from answer_cases import case_of
from miniweb import serve, topics


async def test_a_question_is_read_as_the_product_reads_it(tmp_path: Path) -> None:
    row = {"id": "one", "query": topics()[0]["query"], "parts": [], "bad": []}
    with serve("--scale", "0") as web:
        case = await case_of(row, web, tmp_path)
    assert case.sources
    assert all(source.text for source in case.sources)
    assert case.today
    assert case.relevance.keys() <= case.page_ids.keys()
