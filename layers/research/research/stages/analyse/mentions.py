"""Finds the names in sentences, each with the kinds that its words and surroundings speak for."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from research.domain.analysis.entities import EntityKind
from research.stages.analyse.material import SourceSentence
from research.stages.analyse.name_forms import is_adjective_of_places, is_place
from research.stages.analyse.name_kinds import LEGAL_FORM, kind_votes
from research.stages.analyse.name_lists import listed, places, same_places
from research.text.clauses import Word
from research.text.names import Name, names
from research.text.terms import fold
from research.text.words.lexicon import is_word
from research.text.words.word_relations import country_words

MAX_NAME_WORDS = 7
MIN_SPELT = 3
"""Times that the sources spell a term out, before its letters are no name."""
_JOINT_BEFORE = re.compile(r"(?<!\w)([A-Z][a-z]{2,20}) and $")
_ACRONYM = re.compile(r"[A-Z]{2,5}")
_NUMBER = re.compile(
    r" (?:\d{1,2}|[IVX]{1,4})"
    r"(?=[,.;:!?)”\"]|$|\s(?:will|is|was|has|had|can|goes|went|and|or|were|are)\b)"
)
_JOINED = re.compile(r" (?:and|for)(?: the)? | the | ?/ ?")
_TITLE_AFTER = re.compile(r" (?:Minister|President|Chancellor|Secretary|Executive|Officer)\b")
_CONTRACTION = re.compile(r"['’](?:re|ve|ll|m|d|t)$")
_SMALL_WORD = re.compile(r"(?<![\w.@/#])[a-z]+(?![\w@/]|\.\w)")
"""A word in small letters, but for those of an address such as pic.twitter.com."""
_LIKENESS = re.compile(r"-(?:sized?|style|like|type|shaped|era)\b")
"""Behind a name that only tells what something else is like: "Olympic-size"."""
_CROWN = re.compile(r"(?<!\w)(Prince|Princess|King|Queen|Pope|Emperor|Sultan|Sheikh) $")
_IN_BRACKETS = re.compile(r"\(([A-Z]{2,6})\)")


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """A name in a sentence; `votes` says how much speaks for which kind."""

    sentence: SourceSentence
    written: str
    start: int
    end: int
    key: tuple[str, ...]
    """The folded words of the name, by which mentions are compared."""
    votes: Mapping[EntityKind, float] = field(default_factory=dict)


def mentions_in(sentences: Sequence[SourceSentence]) -> list[Mention]:
    """The names in `sentences`, in order.

    A word that is a name within some sentence is one at the beginning of another, too.
    """
    small = frozenset(word for sentence in sentences for word in _SMALL_WORD.findall(sentence.text))
    known = (_sure_words(sentences) | listed("organisations")) - small
    found = [mention for sentence in sentences for mention in _mentions(sentence, known, small)]
    terms = {term for sentence in sentences for term in _terms(sentence.text)}
    acronyms = {one.written for one in found if _ACRONYM.fullmatch(one.written)}
    terms |= _spelt_in_small_letters(acronyms, sentences)
    return [mention for mention in found if mention.written not in terms]


def key_of(written: str) -> tuple[str, ...]:
    """The folded words of a name, without "the" in front and what tells a firm's legal form."""
    words = [
        fold(word.replace(".", "").strip(","))
        for word in re.split(r"[\s-]+", written)
        if word.strip(".,&")
    ]
    while len(words) > 1 and words[-1] in listed("legal endings"):
        words.pop()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return same_places().get(tuple(words), tuple(words))


def _sure_words(sentences: Iterable[SourceSentence]) -> frozenset[str]:
    return frozenset(
        word.plain
        for sentence in sentences
        for name in names(sentence.text)
        if name.is_sure
        for word in name.words
    )


def _mentions(
    sentence: SourceSentence, known: frozenset[str], small: frozenset[str]
) -> Iterator[Mention]:
    text, last_end = sentence.text, 0
    for name in names(text, known):
        for words in _parted(text, name):
            start, end = _start(text, words, last_end), _end(text, words)
            last_end = end
            written = text[start:end]
            key = key_of(written)
            if not key or len(words) > MAX_NAME_WORDS or key[0] in listed("legal endings"):
                continue
            if not _is_name(text, words, key, small, is_sure=name.is_sure):
                continue
            if _LIKENESS.match(text, end):
                continue
            votes = kind_votes(text, start, end, key)
            start = _crowned(text, start, key)
            yield Mention(sentence, text[start:end], start, end, key, votes)


def _parted(text: str, name: Name) -> Iterator[list[Word]]:
    """The words of one name after the other, where "and", "'s" or a title stands between two."""
    part: list[Word] = []
    for word in name.words:
        ends = part and _ends_before(text[part[-1].end : word.start], part, name)
        if ends or _begins_person(word, part, name):
            yield part
            part = []
        if word.plain not in listed("titles") or word.text.endswith(("'s", "’s")):
            part.append(word)
            continue
        while part and part[-1].plain in listed("title openings"):  # "White House Press Secretary"
            part.pop()
        if part:  # "NASA Administrator Jim Bridenstine"
            yield part
        part = []
    if part:
        yield part


def _ends_before(between: str, part: Sequence[Word], name: Name) -> bool:
    """Whether the name that `part` begins ends there."""
    if part[-1].text.endswith(("'s", "’s")):
        return True
    if between in (" of ", " of the "):
        return len(part) > 1 and (
            part[0].plain in listed("first names") or _is_of_a_place(part, name)
        )
    return _JOINED.fullmatch(between) is not None and not _is_joint(part, name)


def _is_of_a_place(part: Sequence[Word], name: Name) -> bool:
    """Whether behind `part` stands where it is, "Argus Leader of Sioux Falls"; "University of
    Leeds" is one name.
    """
    first = tuple(word.plain for word in part)
    rest = tuple(word.plain for word in name.words if word.start > part[-1].end)
    has_head = any(
        word in listed(heads)
        for word in first
        for heads in ("organisation heads", "facility heads", "place heads", "titles")
    )
    return not has_head and first not in places() and is_place(rest)


def _begins_person(word: Word, part: Sequence[Word], name: Name) -> bool:
    """Whether a full name begins behind a place: "ambassador to Ukraine Marie Yovanovitch"."""
    place = tuple(one.plain for one in part)
    return (
        place in places()
        and place[0] not in listed("first names")
        and word.plain in listed("first names")
        and word is not name.words[-1]
    )


def _is_joint(part: Sequence[Word], name: Name) -> bool:
    """Whether "and" stands within a name, as in "Ministry of Health and Sport"."""
    if any(word.plain in listed("heads with a subject") for word in part):
        return True
    ends_in_head = name.words[-1].plain in listed("organisation heads")
    is_whole = part[-1].plain in listed("organisation heads")  # "Ceres Robotics and Tyvak"
    return ends_in_head and not is_whole and is_word(part[-1].plain)


def _start(text: str, words: Sequence[Word], last_end: int) -> int:
    """Where a name begins: "Securities and" before "Exchange Commission" is part of it.

    Behind "U.S." the first word looks like that of a sentence, and was found to be no name.
    """
    start = words[0].start
    before = _JOINT_BEFORE.search(text, last_end, start)
    if before and words[-1].plain in listed("organisation heads") and is_word(fold(before[1])):
        return before.start(1)
    return start


def _crowned(text: str, start: int, key: tuple[str, ...]) -> int:
    """Where a name begins that nobody has without its title: "Andrew" behind "Prince"."""
    found = _CROWN.search(text, 0, start) if len(key) == 1 else None
    return found.start(1) if found else start


def _end(text: str, words: Sequence[Word]) -> int:
    end = words[-1].end - (2 if words[-1].text.endswith(("'s", "’s")) else 0)
    for more in (LEGAL_FORM, _NUMBER):
        if end == words[-1].end and (found := more.match(text, end)):
            return found.end()
    return end


def _is_name(
    text: str,
    words: Sequence[Word],
    key: tuple[str, ...],
    small: frozenset[str],
    *,
    is_sure: bool,
) -> bool:
    """Whether it is a name, and no adjective such as "British" or first half of "Prime Minister".

    A word that the sources also write in small letters, such as "the Company", is none by itself.
    """
    if _CONTRACTION.search(words[-1].text):
        return False
    if key not in places() and is_adjective_of_places(text[words[0].start : words[-1].end], key):
        return False
    if len(key) > 1:
        return True
    only = key[0]
    if key not in places() and (country_words(only) or "." in words[-1].text):
        return False
    if _TITLE_AFTER.match(text, words[-1].end) or len(only) < 2:
        return False
    if only in listed("common acronyms"):
        return False
    return only not in small and (is_sure or not is_word(only))


def _spelt_in_small_letters(
    acronyms: Iterable[str], sentences: Sequence[SourceSentence]
) -> set[str]:
    """The acronyms of words in small letters that the sources repeat: HP of a disease."""
    text = "\n".join(sentence.text for sentence in sentences)
    found = set()
    for acronym in acronyms:
        if acronym.lower() in listed("organisations") or (acronym.lower(),) in places():
            continue
        spelt = " ".join(rf"{letter}[a-z]{{3,}}" for letter in acronym.lower())
        counted = Counter(re.findall(rf"\b{spelt}\b", text))
        if counted and counted.most_common(1)[0][1] >= MIN_SPELT:
            found.add(acronym)
    return found


def _terms(text: str) -> Iterator[str]:
    """What is short for words in small letters: "hypersensitivity pneumonitis (HP)"."""
    for found in _IN_BRACKETS.finditer(text):
        before = re.findall(r"\w+", text[: found.start()])[-len(found[1]) :]
        if "".join(one[0] for one in before) == found[1].lower():
            yield found[1]
