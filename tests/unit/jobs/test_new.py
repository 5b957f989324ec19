"""What may be asked: checked in one place, for the command line and whoever comes later."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.domain.errors import InvalidRequestError
from research.jobs.new import MAX_QUERY_CHARACTERS, clean_query, new_job_id


@pytest.mark.parametrize("query", ["", "   ", "\n\t\n", "\x00\x01\x7f", "\u200b\u202e", "?!…", "—"])
def test_a_query_without_a_word_is_refused(query: str) -> None:
    with pytest.raises(InvalidRequestError, match="the query is empty"):
        clean_query(query)


def test_a_long_query_is_refused_by_its_length_without_the_blanks_around_it() -> None:
    assert len(clean_query("  " + "x" * MAX_QUERY_CHARACTERS + "\n")) == MAX_QUERY_CHARACTERS
    with pytest.raises(InvalidRequestError, match="3,000 characters, more than 2,000"):
        clean_query("word" * 750)


@pytest.mark.parametrize(
    ("query", "cleaned"),
    [
        ("who\x00 is\x1b[31m it?", "who is[31m it?"),
        ("  two\n lines ", "two lines"),
        ("هل تبرد \u202eالأسطح؟", "هل تبرد الأسطح؟"),
        ("谁在建造着陆器", "谁在建造着陆器"),
        ("\udcffquery", "query"),
    ],
)
def test_a_query_is_cleaned_and_keeps_its_words(query: str, cleaned: str) -> None:
    assert clean_query(query) == cleaned


@given(st.text(max_size=3_000))
def test_any_text_is_a_request_of_one_plain_line_or_is_refused(query: str) -> None:
    try:
        asked = clean_query(query)
    except InvalidRequestError:
        return
    assert asked
    assert asked == asked.strip()
    assert len(asked) <= MAX_QUERY_CHARACTERS
    assert not re.search(r"[\x00-\x1f\x7f\n\u202a-\u202e]", asked)
    assert clean_query(asked) == asked


def test_job_ids_sort_by_time_and_differ() -> None:
    earlier, later = (datetime(2026, 11, 25, 8, 15, 0, us, tzinfo=UTC) for us in (7, 999_999))
    assert new_job_id(earlier) < new_job_id(later)
    assert new_job_id(earlier) != new_job_id(earlier)
