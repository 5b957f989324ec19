"""Whether a text states something: it is a sentence with a verb, no heading ("Why sails return").

For English; a text of which the lexicon knows too few words passes.
"""

import re
from collections.abc import Sequence

from research.text.clauses import SAYING, Word, clause_words
from research.text.page_furniture import is_furniture
from research.text.words.lexicon import bases, is_word, main_kind, may_be
from research.text.words.word_lists import read_words

AUXILIARIES = read_words("small_words", "auxiliaries") | read_words(
    "small_words", "first-person and contracted auxiliaries"
)
_BEFORE_NOUNS = frozenset(
    """the a an its his her their our my your this that these those of in on at for from by with
    about into over under between and or to no every each some""".split()
)
_AFTER_VERBS = frozenset("the a an its his her their this that these those it them him to".split())
_WHY = frozenset(("why", "how"))
_PRONOUNS = frozenset("he she it they we i you who which".split())
_LONG = 5
"""Words of a sentence with a full stop from which on any word that may be a verb is one."""
_ASKING = frozenset("why how when where what which who whose whether".split())
_ANSWERED = re.compile(
    r"\b(?:remain\w*|unclear|unknown|uncertain|depend\w*|var(?:y|ies|ied)|matter\w*|disputed|debated"
    r"|not|isn['’]t|(?:is|are|was|were) (?:a|an|the|that|still))\b",
    re.IGNORECASE,
)
_KNOWN_SHARE = 0.6
# What surrounds an article: who wrote it, who would not speak, to whom it went.
_CREDITS = re.compile(r"\W*(?:additional |with )?(?:reporting|writing|editing) by\b", re.IGNORECASE)
_NO_COMMENT = re.compile(
    r"\b(?:(?:declined|refused) to (?:comment|elaborate)\b"
    r"|(?:did not|didn['’]t) (?:immediately )?(?:respond|reply|return)\b[^.]{0,40}"
    r"\b(?:comment|requests?|questions|calls?|messages?|e-?mails?|inquir(?:y|ies))\b"
    r"|(?:could not|couldn['’]t) (?:immediately )?be (?:immediately )?reached for comment\b)",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(r"(?:memo(?:randum)?|letter|note|e-?mail) (?:to|from)\b", re.IGNORECASE)
_NO_COMMENT_WORDS = 20
"""A longer sentence than this says something else too."""
# "Kristi NoemKristi Lynn NoemSouth Dakota governor ...": a link's text run into a name.
_RUN_TOGETHER = re.compile(
    r"\b([A-Z][a-z]{1,30})(?: [A-Z][\w.’'-]{0,30}){0,2} [A-Z][\w.’'-]{0,30}?[a-z]\1\b"
    r"|\bMORE \([A-Z](?:-[A-Z][a-z.]{1,6})?\)"
)
# "Sept. 5 -- White River Amphitheatre.": a place and a date of a tour, and no statement.
_DATED_ROW = re.compile(
    r"\W*(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,? )?(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2}\.? "
    r"[A-Z][a-z]{2,8}\.?|\d{1,2}[./]\d{1,2}\.?)(?:,? \d{4})? ?(?:--?|[—–:|]) "
)
ASKING = (
    r"(?:what|how|why|who|whom|whose|which|when|where|whether|is|are|was|were|do|does|did|can|could"
    r"|will|would|should|may|might|has|have|had)"
)
"""A pattern of the words with which an English question begins."""
ASKED = re.compile(
    r"\b(?:who|how many|how much|how|why|when|where|which|what|whose|whom)\b", re.IGNORECASE
)
"""The words that ask wherever they stand."""
_BEGINS_TO_ASK = re.compile(rf"{ASKING}\b", re.IGNORECASE)
NEXT_QUESTION = re.compile(
    rf"(?<=\?)\s+(?=\w)|(?<=[a-z]{{3}}[.!])\s+(?={ASKING}\b)|[,;]\s+(?:and\s+|but\s+|or\s+)?(?={ASKING}\b)"
    rf"|\s+(?:and|or)\s+(?={ASKING}\b)",
    re.IGNORECASE,
)
"""What parts a text where it asks again: "..., and what can they bid for"."""


def asks_nothing(text: str) -> bool:
    """Whether `text` only says what a report is to be about: "Stadia", "the quay of Nordholm"."""
    return not (_BEGINS_TO_ASK.match(text) or ASKED.search(text))


def says_something(text: str) -> bool:
    """Whether a sentence of a page is part of what it reports.

    False for the page's own furniture, for credits, for who would not comment, for to whom a letter
    goes, for a line of a table or a programme, and for words of links that run into each other.
    """
    if _CREDITS.match(text) or _RUN_TOGETHER.search(text) or is_furniture(text):
        return False
    if text.count(" | ") > 1:
        return False
    if (" | " in text or _DATED_ROW.match(text)) and predicate_place(clause_words(text)) is None:
        return False
    if _NO_COMMENT.search(text):
        return len(text.split()) > _NO_COMMENT_WORDS
    return not _ADDRESSED.match(text) or predicate_place(clause_words(text)) is not None


def is_statement(text: str) -> bool:
    """Whether `text` says of something that it is so: it has a verb with a subject before it."""
    words = clause_words(text)
    if sum(is_word(word.plain) or not word.has_content for word in words) < _KNOWN_SHARE * len(
        words
    ):
        return True
    is_marked = text.rstrip("\"”’' ").endswith((".", "!"))
    if words and words[0].plain in (_WHY if is_marked else _ASKING):
        return bool(_ANSWERED.search(text))
    if predicate_place(words) is not None:
        return True
    return is_marked and len(words) >= _LONG and any(map(_may_be_verb, words, words[1:]))


def _may_be_verb(before: Word, word: Word) -> bool:
    return before.plain not in _BEFORE_NOUNS and may_be(word.plain, "v")


def predicate_place(words: Sequence[Word]) -> int | None:
    """The place of the first verb with a subject before it; None without one."""
    return next((place for place in range(1, len(words)) if _is_finite(words, place)), None)


def _is_finite(words: Sequence[Word], place: int) -> bool:
    word, before = words[place], words[place - 1].plain
    if word.plain in AUXILIARIES or word.plain in SAYING or word.text.endswith(("n't", "n’t")):
        return True
    if before in _BEFORE_NOUNS or word.plain.endswith("ing"):
        return False
    verbs = [base for base, kind in bases(word.plain) if kind == "v"]
    if not verbs or (
        word.text[0].isupper() and word.text[1:].islower() and not words[0].text.isupper()
    ):
        return False
    if before in _PRONOUNS or (word.plain not in verbs and not word.plain.endswith("s")):
        return True  # it cost; a past form
    after = words[place + 1] if place + 1 < len(words) else None
    has_object = after is not None and (after.plain in _AFTER_VERBS or after.text[0].isupper())
    return main_kind(word.plain) == "v" or has_object
