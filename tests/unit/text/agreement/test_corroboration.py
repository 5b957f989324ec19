"""Which sentences of other sources a sentence is cited with: each publisher's once, no copies."""

from collections.abc import Iterator, Sequence
from itertools import islice

import pytest

from research.domain.source import Source
from research.text.agreement.corroboration import corroborating, independent, is_copy
from research.text.source_sentences import Sentence, sentences_of
from research.web.publishers import publishers_of
from tests.unit.stages.sources import source

CLAIM = "Olsen fell ill with copper roof fever."
OTHER = (
    "Where the dust of a copper roof makes a roofer ill after years of work on hot days, doctors "
    "call that copper roof fever."
)


@pytest.mark.parametrize(
    ("claim", "other", "is_support"),
    [
        (
            CLAIM,
            OTHER,
            False,
        ),
        (CLAIM, "The clinic says that Olsen fell ill with copper roof fever.", True),
        (
            "The port of Vessa closed its northern harbour in March after a storm.",
            "After a storm in March the port of Vessa has closed its northern harbour to ships.",
            True,
        ),
        (
            "The port of Vessa closed 3 of its quays in March after a storm.",
            "The port of Vessa closed 5 of its quays in March after a storm.",
            False,
        ),
    ],
)
def test_another_source_supports_a_sentence_when_it_says_the_same(
    claim: str, other: str, is_support: bool
) -> None:
    sources = [source(1, f"Vessa news\n{claim}"), source(2, f"Vessa news\n{other}")]
    (sentence,) = [s for s in sentences_of(sources[0]) if s.text == claim]
    texts = {one.id: one.text for one in sources}
    found = corroborating(sentence, sentences_of(sources[1]), texts, publishers_by_number(sources))
    assert bool(found) is is_support
    assert all(texts[2][one.start : one.end] == one.quote for one in found)


FIRST = "The port of Vessa closed its northern harbour in March after a storm broke the pier."
RETOLD = (
    "After a storm broke the pier of the northern harbour in March, the port of Vessa closed it."
)
AGAIN = "In March the port of Vessa closed the northern harbour, after a storm broke its pier."


def publishers_by_number(sources: Sequence[Source]) -> dict[int, frozenset[str]]:
    return {one.id: publishers_of(one) for one in sources}


def numbers_that_support(*pages: Source) -> list[int]:
    """The numbers of those `pages` that support the sentence of the first of them."""
    every = [one for page in pages for one in sentences_of(page)]
    texts = {page.id: page.text for page in pages}
    found = corroborating(every[0], every, texts, publishers_by_number(pages))
    return [one.source for one in found]


def page(number: int, text: str, url: str) -> Source:
    return source(number, text).model_copy(update={"url": url})


def test_a_publisher_counts_once() -> None:
    other = page(2, RETOLD, "https://news.ferry.example/a")
    assert numbers_that_support(
        page(1, FIRST, "https://harbour.example/a"),
        other,
        page(3, AGAIN, "https://ferry.example/b"),
    ) in ([2], [3])
    assert numbers_that_support(
        page(1, FIRST, "https://harbour.example/a"),
        other,
        page(3, AGAIN, "https://pier.example/b"),
    ) == [2, 3]
    assert numbers_that_support(page(1, FIRST, "https://ferry.example/c"), other) == []


def test_a_copy_is_no_second_source() -> None:
    copied = FIRST.replace("broke", "had broken")
    first = page(1, FIRST, "https://harbour.example/a")
    copy = page(2, copied, "https://pier.example/b")
    assert numbers_that_support(first, copy) == []
    assert numbers_that_support(
        page(1, RETOLD, "https://ferry.example/c"),
        first.model_copy(update={"id": 3}),
        copy,
    ) in ([3], [2])


def test_no_more_sentences_are_compared_than_are_cited() -> None:
    """Pages on one thing say it in a thousand sentences, and each is asked who else says it."""
    pages = [
        page(1, FIRST, "https://harbour.example/a"),
        page(2, RETOLD, "https://ferry.example/b"),
    ]

    def told() -> Iterator[Sentence]:
        yield from (one for own in pages for one in sentences_of(own))
        raise AssertionError

    found = islice(independent(told(), publishers_by_number(pages)), 2)
    assert [one.source for one in found] == [1, 2]


def test_few_words_may_well_be_the_same() -> None:
    one, other = (
        sentences_of(source(number, "The port of Vessa has 4,200 boats.")) for number in (1, 2)
    )
    assert not is_copy(one[0], other[0])
