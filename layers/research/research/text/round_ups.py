"""Of a page with one item about what is asked among others, such as a round-up of news, the
paragraphs that are about it.
"""

import re
from collections.abc import Callable, Collection

from research.domain.source import Source
from research.domain.value import Span
from research.text.terms import terms

ABOUT_IT = 0.25
"""The share of a page's paragraphs with a term of the question from which on all of it may be."""
MIN_PARAGRAPH_TERMS = 4
"""Shorter ones are headings, captions and links."""


def places_about(
    source: Source, asked: frozenset[str], also: frozenset[str] = frozenset()
) -> Callable[[Span], bool]:
    """Tells of a place in `source` whether its paragraph has one of the terms `asked`, or `also`.

    Of most pages all may be used, so that it says yes to any place: where a fair share of the
    paragraphs has the terms, or the title has. So it is where none has them: a page in another
    language was found by its meaning.
    """
    if not is_round_up(source, asked):
        return lambda _: True
    lines = re.finditer("[^\n]+", source.text)
    wanted = asked | also
    about = {line.start() for line in lines if not wanted.isdisjoint(terms(line[0]))}
    return lambda place: source.text.rfind("\n", 0, place.start) + 1 in about


def is_round_up(source: Source, asked: Collection[str]) -> bool:
    """Whether `source` speaks of the terms `asked` in a few of its paragraphs alone."""
    if not asked or not set(terms(source.title)).isdisjoint(asked):
        return False
    paragraphs = [set(terms(line)) for line in source.text.split("\n")]
    long = [found for found in paragraphs if len(found) >= MIN_PARAGRAPH_TERMS]
    naming = sum(not found.isdisjoint(asked) for found in long)
    return 0 < naming < ABOUT_IT * len(long)
