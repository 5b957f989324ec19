"""Finds the subjects of search results: the names that several of them use."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from research.domain.source import SearchHit
from research.text.terms import terms, words
from research.text.words.word_lists import read_words

MIN_HITS = 2
"""A subject is what more than one page names: one page's own words are its own."""
MAX_WORDS = 4
NEAR_HIT = 0.5
"""A hit counts when title and snippet have half of what the best hit has of the query's terms."""
_SMALL_WORD_CHARACTERS = 3
_TITLE_CASE_SHARE = 0.6
# A run of capitalised words, with the small words that names have inside: "University of Oslo".
_NAME = re.compile(
    r"[A-Z][\w’'&-]*"
    r"(?:(?:\s+(?:of|the|for|de|la|von|van|der|du)){0,2}\s+[A-Z0-9][\w’'&-]*)*"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:|–—-]\s+|[“\"(])$")
_COMMON = read_words("hit_words", "no subject")


@dataclass(slots=True)
class _Subject:
    hits: set[int] = field(default_factory=set)
    forms: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    weight: float = 0.0


def subjects_of(query: str, hits: Sequence[SearchHit]) -> list[str]:
    """The names that several of `hits` use and `query` does not, the most used first.

    Only hits near the query count, each by how near it is. Of two subjects with a word in common
    the more used one stands for both.
    """
    asked = set(terms(query))
    found: defaultdict[tuple[str, ...], _Subject] = defaultdict(_Subject)
    for number, (text, nearness) in enumerate(_texts_near(asked, hits)):
        for name in set(_names(text)):
            key = tuple(terms(name))
            if key and not set(key) <= asked and len(name.split()) <= MAX_WORDS:
                subject = found[key]
                subject.weight += 0.0 if number in subject.hits else nearness
                subject.hits.add(number)
                subject.forms[name] += 1
    shared = [(key, s) for key, s in found.items() if len(s.hits) >= MIN_HITS]
    shared.sort(key=lambda item: (-item[1].weight * len(item[0]) ** 0.5, item[0]))
    kept: list[tuple[tuple[str, ...], str]] = []
    for key, subject in shared:
        if not any(set(key) & set(other) - asked for other, _ in kept):
            kept.append((key, max(subject.forms, key=lambda form: (subject.forms[form], form))))
    return [form for _, form in kept]


def _texts_near(asked: set[str], hits: Sequence[SearchHit]) -> list[tuple[str, float]]:
    """The text of each hit near the query, with its share of the terms that the nearest has."""
    texts = [
        hit.snippet if _is_title_case(hit.title) else f"{hit.title}. {hit.snippet}" for hit in hits
    ]
    shares = [len(asked & set(terms(text))) for text in texts]
    most = max(shares, default=0)
    if not most:
        return []
    return [
        (text, share / most)
        for text, share in zip(texts, shares, strict=True)
        if share >= NEAR_HIT * most
    ]


def _is_title_case(title: str) -> bool:
    """Whether most words have a capital, so that capitals mark no names."""
    long = [word for word in words(title) if len(word) > _SMALL_WORD_CHARACTERS]
    return sum(word[0].isupper() for word in long) > _TITLE_CASE_SHARE * len(long)


def _names(text: str) -> Iterator[str]:
    """Runs of capitalised words; a lone one only within a sentence, where capitals mean names."""
    for match in _NAME.finditer(text):
        parts = match.group().removesuffix("'s").removesuffix("’s").split()
        while parts and parts[0].casefold() in _COMMON:
            parts = parts[1:]
        while parts and (parts[-1].casefold() in _COMMON or parts[-1].islower()):
            parts = parts[:-1]
        is_lone = len(parts) == 1
        if not parts or (is_lone and _SENTENCE_START.search(text[: match.start()])):
            continue
        if len(parts[0]) > 2 or not is_lone:
            yield " ".join(parts)
