"""Tells by a name's words what it can't be: no place and no word of the language is a surname."""

import re

from research.stages.analyse.name_lists import Key, cities, listed, places
from research.text.terms import fold
from research.text.words.lexicon import is_word, main_kind
from research.text.words.word_relations import country_words

_LAST_PART = re.compile(r"(?<=[a-z])[A-Z][a-z]+$")
_SEAT = re.compile(r"[DRI]-[A-Z][A-Za-z]+")
_OF_PEOPLE = ("ns", "n", "ans", "an", "ians", "ian", "ites", "ite", "ers", "er", "ese")
MIN_PLURAL = 4


def is_plural_word(word: str) -> bool:
    """Whether it is several of a thing or a person, such as "democrats"."""
    one = word.removesuffix("s")
    return one != word and len(one) >= MIN_PLURAL and main_kind(one) == "n"


def is_place(key: Key) -> bool:
    """Whether it is a place by the lists, or by its last word: "Sioux Falls"."""
    has_head = len(key) > 1 and key[-1] in listed("place heads")
    return key in places() or key in cities() or has_head


def is_of_place(key: Key) -> bool:
    """Whether it is several of a place, "Virginia Democrats", and nobody called Virginia."""
    return key[:1] in places() and is_plural_word(key[-1])


def is_of_words(key: Key) -> bool:
    """Whether it is made of words of the language, as few persons' names are: "Big Machine"."""
    if len(key) == 1:
        return is_plural_word(key[0])
    return key[0] not in listed("first names") and all(map(is_word, key))


def plural_thing(written: str) -> bool:
    """Whether it is several of a thing by a name in one word, "AirPods"; "DigiTimes" is a firm."""
    last = _LAST_PART.search(written)
    if last is None:
        return False
    word = fold(last[0])
    return word not in listed("organisation heads") and is_plural_word(word)


def is_adjective_of_places(written: str, key: Key) -> bool:
    """Whether it tells of a place who lives there, what is between two, or whom a politician is
    for: "Delhiites", "US-China", "D-Minn".
    """
    if _SEAT.fullmatch(written):
        return True
    if "-" in written and len(key) > 1:
        return all((part,) in places() or country_words(part) for part in key)
    last = key[-1]
    stems = {last.removesuffix(end) for end in _OF_PEOPLE if last.endswith(end)}
    return any((*key[:-1], stem) in places() for stem in stems)
