"""Finds the names in a text: capitals that no sentence's beginning and no headline explains."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from research.text.clauses import Word, clause_words
from research.text.words.lexicon import is_word
from research.text.words.word_lists import read_words
from research.text.words.word_relations import country_words

_NOT_NAMES = read_words("names", "no names")
_START = re.compile(r"(?:^|[.!?:\n])[\s\"'“‘«(\[-]*$")
_LINKS = re.compile(r"(?: (?:of|de|la|le|von|van|der|du|del|al|bin|and|&|for|the))* |[-/]")
_SAYS = re.compile(
    r"(?:['’]s\b|,? (?:said|says|is|was|has|had|will|told|announced|added|wrote|did|does|would"
    r"|could|may|can|won|lost|bought|sold|made|began|became|plans|denied|paid))(?!\w)"
)
_COMMON_END = re.compile(
    r"(?:s|ing|ed|ly|tion|ment|ness|ity|ance|ence|ism|ure|ship|er|or|ist|ian)$"
)
_ROLE_END = re.compile(r"(?:ers?|ors?|ists?|ing|ed|ly)$")
_COMMON = read_words("names", "common openings")
_TITLE_SHARE = 0.7
_LONG = 4
_NAME_LETTERS, _LETTERS = 2, 3
_MIN_TITLE_WORDS = 4
_INNER_CAPITAL = re.compile(r".+[A-Z]")
_FOREIGN = read_words("names", "foreign small words")
_FOREIGN_SHARE = 0.12


@dataclass(frozen=True, slots=True)
class Name:
    """The words of a name, in order. `is_sure` is False where the capital may be the sentence's."""

    words: tuple[Word, ...]
    is_sure: bool

    @property
    def written(self) -> str:
        """The name as it is written, without its function words."""
        return " ".join(word.text.removesuffix("'s").removesuffix("’s") for word in self.words)


def names(text: str, known: frozenset[str] = frozenset()) -> list[Name]:
    """The names of `text` in order; of a headline, or a text not in English, only evident ones.

    `known`: folded words that are names elsewhere, and so are names where they begin a sentence.
    """
    found = list(clause_words(text))
    is_marked = _capitals_mark_names(found)
    kept: list[Name] = []
    for word in found:
        sure = (word.text[0].isupper() and word.plain in known) or _is_name(
            text, word, is_marked=is_marked
        )
        if sure is None:
            continue
        if kept and _LINKS.fullmatch(text, kept[-1].words[-1].end, word.start):
            is_sure = kept[-1].is_sure or sure
            kept[-1] = Name((*kept[-1].words, word), is_sure=is_sure)
            continue
        kept.append(Name((word,), is_sure=sure))
    return kept


def has_name(name_word: Word, others: Iterator[Word] | Sequence[Word]) -> bool:
    """Whether one of `others` is the same word as that of a name, or names the same country."""
    same = country_words(name_word.plain) | {name_word.plain}
    return any(word.plain in same or word.term == name_word.term for word in others)


def initials(found: Sequence[Word]) -> str:
    """The first letters of those words that an acronym is made of."""
    return "".join(word.plain[0] for word in found if word.plain not in _SMALL)


def is_spelt_out(acronym: str, found: Sequence[Word]) -> bool:
    """Whether `acronym` is made of the initials of words in `found`, in their order: of one name,
    or of words side by side, capitals or none.

    The latter of three letters at least: two stand side by side somewhere in any text. That of a
    country or of what countries have formed stands for its name alone.
    """
    if len(acronym) < _NAME_LETTERS or country_words(acronym):
        return False
    return any(acronym in initials(run) for run in _capitalised_runs(found)) or (
        len(acronym) >= _LETTERS
        and any(initials(words) == acronym for words in _side_by_side(acronym, found))
    )


def _capitalised_runs(found: Sequence[Word]) -> Iterator[list[Word]]:
    """The words with capitals between which nothing but small words stand, clause by clause."""
    run: list[Word] = []
    for word in found:
        if run and (word.clause != run[-1].clause or not _may_be_within(word)):
            yield run
            run = []
        if word.text[0].isupper():
            run.append(word)
    if run:
        yield run


def _may_be_within(word: Word) -> bool:
    return word.text[0].isupper() or word.plain in _SMALL


def _side_by_side(acronym: str, found: Sequence[Word]) -> Iterator[list[Word]]:
    """As many words as `acronym` has letters, wherever nothing but a blank or a hyphen parts them,
    small words left out, and the first begins as it does.
    """
    for place, first in enumerate(found):
        if first.plain[0] != acronym[0] or first.plain in _SMALL:
            continue
        words, last = [first], first
        for number in range(place + 1, len(found)):
            word = found[number]
            is_beside = word.start == last.end + 1 and word.clause == last.clause
            if len(words) == len(acronym) or not is_beside:
                break
            last = word
            if word.plain not in _SMALL:
                words.append(word)
        yield words


_SMALL = frozenset("of and the for in on to a de la".split())


def _is_name(text: str, word: Word, *, is_marked: bool) -> bool | None:
    """True for the word of a name, False for what may be one, None for no name."""
    if word.plain in _NOT_NAMES or not word.text[0].isalpha():
        return None
    if text.endswith("°", 0, word.start):
        return None  # the C of 20 °C
    if _INNER_CAPITAL.match(word.text.replace(".", "")) and len(word.plain) > 1:
        return True
    if not word.text[0].isupper() or not is_marked or not word.has_content:
        return None
    if not _START.search(text[max(0, word.start - 10) : word.start]):
        return True
    if word.plain in _COMMON:
        return None
    if country_words(word.plain) or not (is_word(word.plain) or "-" in word.text):
        return True
    if text[word.end : word.end + 2].strip()[:1].isupper():
        return None if _ROLE_END.search(word.plain) else False
    follows = _SAYS.match(text, word.end)
    return False if follows and not _COMMON_END.search(word.plain) else None


def _capitals_mark_names(found: Sequence[Word]) -> bool:
    """Whether a capital means a name: not in a headline, nor where all nouns have capitals."""
    long = [word for word in found if len(word.text) >= _LONG and word.has_content]
    if len(long) >= _MIN_TITLE_WORDS and (
        sum(word.text[0].isupper() for word in long) > _TITLE_SHARE * len(long)
    ):
        return any(not word.has_content and word.text.islower() for word in found[1:]) and any(
            word.text.islower() for word in long
        )
    foreign = sum(word.plain in _FOREIGN for word in found)
    return foreign < _FOREIGN_SHARE * len(found) or len(found) < 2 * _MIN_TITLE_WORDS
