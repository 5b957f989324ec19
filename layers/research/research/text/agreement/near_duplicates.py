"""Finds texts that are almost the same words: reprints, mirrors, print versions.

Shingling and containment after Broder, "On the resemblance and containment of documents" (1997).
"""

import re
from itertools import islice
from zlib import crc32

SHINGLE_WORDS = 5
MAX_WORDS = 20_000
"""Only so many words of a text are compared, from its beginning."""
NEAR_DUPLICATE_CONTAINMENT = 0.8
"""Two reports of one event share under a tenth of their 5-word shingles, reprints over nine tenths
(seen on 181 news pages); anything between would do."""

# Scripts without spaces between words: each character counts as one.
_WORD = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|[^\\W_]+")


def shingles(text: str) -> frozenset[int]:
    """Hashes of every run of 5 words of `text`; of all its words where there are fewer."""
    found = islice(_WORD.finditer(text.casefold()), MAX_WORDS)
    words = [match.group() for match in found]
    starts = range(max(1, len(words) - SHINGLE_WORDS + 1))
    return frozenset(crc32(" ".join(words[i : i + SHINGLE_WORDS]).encode()) for i in starts)


def containment(part: frozenset[int], whole: frozenset[int]) -> float:
    """The share of `part` that is in `whole`, 0 to 1. Never less than their Jaccard similarity."""
    return len(part & whole) / len(part) if part else 0.0


def is_near_duplicate(later: frozenset[int], earlier: frozenset[int]) -> bool:
    """Whether the text of `later` adds next to nothing to that of `earlier`.

    Not symmetric: a full article after its own teaser is no duplicate of it.
    """
    return containment(later, earlier) >= NEAR_DUPLICATE_CONTAINMENT
