"""Tells whether a sentence names those of whom it speaks as "he", "her" or "they"."""

import re

from research.text.standing.openings import IT_IS_THAT
from research.text.standing.speech import unquoted
from research.text.terms import fold
from research.text.words.lexicon import is_word

FIRST_WORD = re.compile(r"[^\W_]+")
_UNNAMED = re.compile(r"(?:^|[,;:”\"] )(?:he|she|they|it)(?:'s|’s)? [a-z]", re.IGNORECASE)
_NAMED = re.compile(r"[A-Z][\w’'.-]+ [A-Z][\w’'-]+|(?<=[a-z,] )[A-Z][\w’'-]+")
_OWNED = re.compile(r"\b(?:her|hers|his|him)\b")
# "Across the Atlantic" names a place, and nobody.
_PLACE = re.compile(
    r"\b(?:in|at|from|to|across|on|near|over)(?: the)? [A-Z][\w’'.-]+(?: [A-Z]\w+)*"
)
_PERSON = re.compile(
    r"\b(?:\w+(?:ist|ian)s?|\w*(?:wo)?m[ae]n|boy|girl|mother|father|daughter|son|sister|brother"
    r"|wife|husband|king|queen|captain|chief|coach|guest|pupil|student|child|nurse"
    r"|worker|teacher|leader|minister|player|singer|writer|director|actor|author|doctor|professor"
    r"|officer|owner|president|patient|manager|winner|driver|mayor|senator|governor|farmer"
    r"|researcher|engineer|lawyer|reporter|founder|who|everyone|anyone|someone|each|people)\b",
    re.IGNORECASE,
)
# “It saves nothing,” he said: who did, stands before the quotation or nowhere.
_SAID_BY = re.compile(r"[”\"] (?:he|she|they|it) [a-z]", re.IGNORECASE)
# "Guests laughed when he fell", "the day on which she left".
_OF_SOMEONE = re.compile(
    r"\b(?:when|whenever|as|because|after|before|while|if|that|which|where|until|since|how|why) "
    r"(?:he|she)\b"
)


def mentions_somebody(text: str) -> bool:
    """Whether `text` has a name within a sentence, or a word for a person."""
    return bool(_NAMED.search(text) or _PERSON.search(text))


def has_speaker(text: str) -> bool:
    """Whether `text` quotes somebody and says whom, so that a quotation after it is theirs, too."""
    beside = unquoted(text)
    return beside != text and mentions_somebody(beside)


def is_about_someone_unnamed(sentence: str) -> bool:
    """Whether "he", "she" or "they" is a subject before anyone was named."""
    sentence = IT_IS_THAT.sub("", sentence)
    unnamed = _UNNAMED.search(sentence)
    return unnamed is not None and not _NAMED.search(sentence[: unnamed.start() + 1])


def is_of_someone_unnamed(sentence: str) -> bool:
    """Whether "her" or "his" comes before anyone was named."""
    owned = _OWNED.search(sentence)
    if owned is None:
        return False
    before = _PLACE.sub("", sentence[: owned.start()])
    return not _names_somebody(before)


def _names_somebody(text: str) -> bool:
    """Whether `text`, how a sentence begins, has a name, or a word for a person."""
    if mentions_somebody(text):
        return True
    first = FIRST_WORD.search(text)
    return first is not None and first.group()[0].isupper() and not is_word(fold(first.group()))


def is_told_of_someone_unnamed(sentence: str) -> bool:
    """Whether "when he" comes before anyone was named."""
    said = unquoted(sentence)
    found = _OF_SOMEONE.search(said)
    return found is not None and not _names_somebody(_PLACE.sub("", said[: found.start()]))


def speaker_is_unnamed(sentence: str) -> bool:
    """Whether "he said" follows a quotation before which nobody is named."""
    said = _SAID_BY.search(sentence)
    if said is None:
        return False
    before = unquoted(sentence[: said.start() + 1])
    return not mentions_somebody(before)
