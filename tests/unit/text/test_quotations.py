"""What is quoted in a text is found whatever marks it is quoted with, whole or in part."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.text.quotations import quotations, without_quotations


def test_what_is_left_without_quotations_is_where_it_was() -> None:
    assert without_quotations("Holt said “it sank” and left.") == "Holt said “       ” and left."


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Holt said “it sank” and left.", ["“it sank”"]),
        ('"It sank," said Holt, "and we swam."', ['"It sank,"', '"and we swam."']),
        ("‘It’s gone,’ said Holt.", ["‘It’s gone,’"]),
        ("'We don't know,' said Holt of the workers' union.", ["'We don't know,'"]),
        ("“He called it ‘lost’ today.”", ["“He called it ‘lost’ today.”"]),
        ("“It sank yesterday.", ["“It sank yesterday."]),
        ("It sank yesterday,” said Holt.", ["It sank yesterday,”"]),
        ('A screen of 27" was sold.', []),
        ("The crew's boat and the men's oars sank.", []),
    ],
)
def test_what_is_quoted(text: str, quoted: list[str]) -> None:
    assert [one.of(text) for one in quotations(text)] == quoted


@given(st.text(alphabet="ab .'\"“”‘’«»", max_size=80))
def test_quotations_of_any_text_come_in_order_and_apart(text: str) -> None:
    found = quotations(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
