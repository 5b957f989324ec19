"""Tells what a page says about itself from what it reports: its furniture, and pages of that alone.

A page may stand in the place of the one asked for with a status of success: a check whether the
reader is human, a refusal, "page not found", a question for consent, a paywall. The phrases are
data, `words/withheld_pages.txt` and `words/page_furniture.txt`.
"""

import re
from collections.abc import Iterable
from functools import cache

from research.text.cleaning import reading_length
from research.text.sentences import sentence_spans
from research.text.words.word_lists import list_names, read_rows

MAX_OPENING_WORDS = 30
"""A longer sentence that begins like furniture goes on to say something."""
MAX_ANYWHERE_WORDS = 45
MAX_NOTICE_CHARACTERS = 2_500
"""A page with more text is an article, even one about captchas. Of a wall, a longer one."""
MAX_STUB_CHARACTERS = 700
"""What a paywall lets everyone read; with more in front of it, a page is worth reading."""
_MAX_TITLE_CHARACTERS = 120
MAX_SHORT_CHARACTERS = 450
"""So short a page that begins like a notice is one."""
_OWN_SHARE = 0.5
"""Of a notice's text, at most so much may be in sentences without a phrase of notices."""
MAX_BEHIND_CHARACTERS = 300
"""What may follow a wall without a phrase of walls: an article goes on."""
_TITLE_SHARE = 0.7
_UNSPACED_TITLE_SHARE = 0.5
"""Where no spaces part words, a phrase stands in a title with the endings of its verb."""
_TITLE_PARTS = re.compile(r" [|·»—\u2013-] | ?\| ?")
_UNSPACED_FROM = "\u0e00"
_PAYWALL = "a paywall"
_CONSENT = "a question for consent"
FILLED_BY_SCRIPT = "a page that only a script fills"
"""What `why_withheld` calls a page that asks for scripts."""
_TEASER = re.compile(
    r"\[(?:INSIGHT|ANALYSIS|REVEALED?|VIDEOS?|PICTURES?|PICS|PHOTOS?|LATEST|LIVE|OPINION|COMMENT"
    r"|INTERVIEW|EXCLUSIVE|WATCH|READ|MAP|POLL|REPORT|UPDATE|SPOTLIGHT|FORECAST)\](?: ?\|)?$"
    r"|^DON['’]T MISS\W{0,3}$"
)
"""A line that leads to another page: "Why it failed [INSIGHT]"."""
_QUOTES = str.maketrans("’‘“”", "''\"\"")
_MARKS = "\"'“”‘«»‹›([—–-•*>|· "


def is_furniture(sentence: str) -> bool:
    """Whether `sentence` is part of the page itself: an offer, an error, a notice of rights."""
    if _TEASER.search(sentence.rstrip()):
        return True
    plain = _plain(sentence).lstrip(_MARKS)
    words = len(plain.split())
    if words <= MAX_OPENING_WORDS and plain.startswith(_openings()):
        opening = max((row for row in _openings() if plain.startswith(row)), key=len)
        return not (opening[-1].isalnum() and plain[len(opening) :][:1].isalnum())
    return words <= MAX_ANYWHERE_WORDS and bool(_found("page_furniture", "anywhere", plain))


def without_furniture(text: str) -> str:
    """`text` without the lines of which every sentence is furniture."""
    return "\n".join(line for line in text.split("\n") if not _is_line_of_furniture(line))


def why_withheld(titles: Iterable[str], text: str, *, is_paid: bool = False) -> str:
    """What the page is, such as "a refusal", if it is not what was asked for; else empty.

    `titles` are all that it has; `is_paid`: it says of itself that it is not free.
    """
    if len(text) > MAX_NOTICE_CHARACTERS:
        return ""
    named = [_plain(title)[:_MAX_TITLE_CHARACTERS] for title in titles if title]
    sentences = [(_plain(span.of(text)), span.start) for span in sentence_spans(text)]
    for kind in list_names("withheld_pages"):
        hits = [_found("withheld_pages", kind, sentence) for sentence, _ in sentences]
        if kind == _PAYWALL:
            found = _is_stub(text, sentences, hits, is_paid=is_paid)
        else:
            found = _is_notice(kind, named, sentences, hits)
        if found:
            return kind
    return ""


def _is_notice(
    kind: str, titles: list[str], sentences: list[tuple[str, int]], hits: list[set[str]]
) -> bool:
    """Whether a title says so, or most of the text does in more than one phrase."""
    own = sum(
        reading_length(sentence)
        for (sentence, _), hit in zip(sentences, hits, strict=True)
        if not hit
    )
    whole = sum(reading_length(sentence) for sentence, _ in sentences)
    titled = kind != _CONSENT and any(_is_title_of(kind, title) for title in titles)
    if titled and (any(hits) or whole < MAX_SHORT_CHARACTERS):
        return True
    phrases = set[str]().union(*hits)
    is_mostly = own <= _OWN_SHARE * whole
    if whole > MAX_SHORT_CHARACTERS:
        return is_mostly and len(phrases) > 1
    opening = [(text, hit) for (text, _), hit in zip(sentences[:2], hits[:2], strict=True)]
    begins = any(text not in titles and _is_its_own(text, hit) for text, hit in opening)
    is_told_twice = len(phrases) > 1 and any(hits[:2])
    return begins or is_told_twice or (is_mostly and bool(phrases))


def _is_its_own(sentence: str, hits: set[str]) -> bool:
    """Whether a phrase begins the sentence or is most of it."""
    text = sentence.lstrip(_MARKS)
    return any(text.startswith(row) or len(row) >= _OWN_SHARE * len(text) for row in hits)


def _is_title_of(kind: str, title: str) -> bool:
    """Whether `title`, or one of its parts such as before a site's name, is a phrase of `kind`."""
    if title.startswith(("404 -", "403 -", "404 |", "403 |")):
        return kind == (
            "a refusal" if title[:3] == "403" else "a notice that there is no such page"
        )
    parts = [part for part in _TITLE_PARTS.split(title) if part]
    return any(
        len(phrase) >= _share(phrase) * len(part)
        for part in parts
        for phrase in _found("withheld_pages", kind, part)
    )


def _share(phrase: str) -> float:
    """How much of a title `phrase` must be."""
    return _TITLE_SHARE if phrase[0] < _UNSPACED_FROM else _UNSPACED_TITLE_SHARE


def _is_stub(
    text: str, sentences: list[tuple[str, int]], hits: list[set[str]], *, is_paid: bool
) -> bool:
    """Whether a wall with two phrases of walls, or one of a paid page, ends a short beginning."""
    phrases = set[str]().union(*hits)
    if len(phrases) + is_paid < 2:
        return False
    walls = [place for place, hit in enumerate(hits) if hit]
    first = walls[0] if walls else len(sentences)
    behind = sum(
        reading_length(sentence)
        for (sentence, _), hit in zip(sentences[first:], hits[first:], strict=True)
        if not hit
    )
    start = sentences[first][1] if walls else len(text)
    return reading_length(text[:start]) <= MAX_STUB_CHARACTERS and behind <= MAX_BEHIND_CHARACTERS


def _is_line_of_furniture(line: str) -> bool:
    if len(line) > 12 * MAX_ANYWHERE_WORDS:
        return False
    return bool(line) and all(is_furniture(span.of(line)) for span in sentence_spans(line))


def _plain(text: str) -> str:
    return text.translate(_QUOTES).lower()


def _found(file: str, name: str, text: str) -> set[str]:
    """The phrases of a list that stand in `text`, as whole words where they have spaces."""
    return {
        row
        for row, is_word in _phrases(file, name)
        if (row in text and (not is_word or _is_whole(row, text))) or _has_parts(row, text)
    }


def _has_parts(row: str, text: str) -> bool:
    """Whether the parts of a row with "…" in it stand in `text` in their order."""
    first, gap, second = row.partition(" … ")
    if not gap:
        return False
    at = text.find(first)
    return at >= 0 and text.find(second, at + len(first)) >= 0


def _is_whole(row: str, text: str) -> bool:
    """Whether `row` stands anywhere in `text` without a letter before or behind it."""
    at = text.find(row)
    while at >= 0:
        before, behind = text[at - 1 : at], text[at + len(row) : at + len(row) + 1]
        if not (row[0].isalnum() and before.isalnum()) and not (
            row[-1].isalnum() and behind.isalnum()
        ):
            return True
        at = text.find(row, at + 1)
    return False


@cache
def _phrases(file: str, name: str) -> tuple[tuple[str, bool], ...]:
    """The phrases of a list; with each, whether its script puts spaces between words."""
    rows = (row.strip() for row in read_rows(file, name))
    return tuple((row, row[0] < _UNSPACED_FROM and row[-1] < _UNSPACED_FROM) for row in rows)


@cache
def _openings() -> tuple[str, ...]:
    return tuple(row for row, _ in _phrases("page_furniture", "openings"))
