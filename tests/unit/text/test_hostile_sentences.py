"""Sentences are found in pages that are nothing but stops."""

import pytest

from research.text.sentences import sentence_spans

CHARACTERS = 1_000_000


@pytest.mark.parametrize("stops", [". ", ".", "Mr. ", '."', '"', "J. "])
def test_a_page_of_stops_is_read_to_its_end(stops: str) -> None:
    """Each of them looked at again from every stop would take an hour."""
    text = "." + stops * (CHARACTERS // len(stops)) + "a"
    spans = list(sentence_spans(text))
    assert "".join(span.of(text) for span in spans).replace(" ", "") == text.replace(" ", "")
