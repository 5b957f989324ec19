"""Finds what a page repeats in order to judge it: the claim of a fact check, the myth of a list.

A report that printed it would tell as the page's own word what the page denies.
"""

import re
from collections.abc import Iterator

from research.domain.value import Span
from research.text.words.word_lists import read_rows

_LABELS = "|".join(map(re.escape, read_rows("disputed_claims", "labels")))
_NUMBER = r"(?:\s{0,2}(?:#|no\.?\s?)?\d{1,2})?"
_MARKS = r"[ \t#*_>•–-]{0,8}"
# A line that is a label alone, and the line of text below it; or what follows label and colon.
_LABELLED = re.compile(
    rf"^{_MARKS}(?:{_LABELS}){_NUMBER}{_MARKS}"
    rf"(?:[:.]?{_MARKS}\n\s{{0,8}}|:{_MARKS})(?P<said>\S[^\n]*)",
    re.IGNORECASE | re.MULTILINE,
)


def disputed_claims(text: str) -> Iterator[Span]:
    """Where in the `text` of a page stands what a label such as "Claim" is above or before."""
    for found in _LABELLED.finditer(text):
        yield Span(start=found.start("said"), end=found.end("said"))
