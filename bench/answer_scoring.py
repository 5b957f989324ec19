"""Scores a report against a question's known answers, as ``../shared/answers/README.md`` says."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from research.text.sentences import sentence_spans

PARTLY = 0.4
_FOLDED = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


def plain(text: str) -> str:
    """`text` with white space collapsed, quotes and dashes plain, and no citation marks."""
    return re.sub(r"\s+", " ", re.sub(r"\[\d+\]", "", text.translate(_FOLDED))).strip()


def grade(part: Mapping[str, Any], sentence: str) -> float:
    """1 where `sentence` answers the part, `PARTLY` where it does in part, else 0."""
    text = plain(sentence)
    if any(re.search(one, text, re.IGNORECASE | re.DOTALL) for one in part["patterns"]):
        return 1.0
    found = [one["grade"] for one in part["answers"] if plain(one["sentence"]) in text]
    if 3 in found:
        return 1.0
    return PARTLY if found else 0.0


def sentences_of(claims: Iterable[str]) -> list[str]:
    """The sentences of a report's claims, each of which may have two."""
    return [span.of(claim) for claim in claims for span in sentence_spans(claim)]


def is_answered(part: Mapping[str, Any], sentences: Sequence[str], limit: float) -> bool:
    """Whether one of `sentences` that starts within `limit` words answers the part.

    An answer may be two sentences of the file, which then both have to be there.
    """
    start = 0
    for place, sentence in enumerate(sentences):
        if start >= limit:
            return False
        two = " ".join(sentences[place : place + 2])
        if grade(part, sentence) == 1.0 or _holds_both(part, two):
            return True
        start += len(sentence.split())
    return False


def _holds_both(part: Mapping[str, Any], text: str) -> bool:
    told = plain(text)
    return any(one["grade"] == 3 and plain(one["sentence"]) in told for one in part["answers"])


def bad_printed(bad: Sequence[Mapping[str, Any]], sentences: Sequence[str]) -> int:
    """How many of the sentences that must not be printed are, unless what they need is ahead."""
    texts = [plain(sentence) for sentence in sentences]
    count = 0
    for one in bad:
        wanted = plain(one["sentence"])
        before = plain(one.get("before") or "")
        for place, text in enumerate(texts):
            if wanted in text and not (before and before in texts[place - 1 : place]):
                count += 1
                break
    return count
