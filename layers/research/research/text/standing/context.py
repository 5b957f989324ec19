"""Tells whether a reader of a sentence needs the one before it: who "he" is, which "the wings".

For what is read first of all, and so stricter than `standalone`, which weighs.
"""

import re

from research.text.clauses import Word, clause_words
from research.text.standing.chaff import is_chaff
from research.text.standing.openings import IT_IS_THAT
from research.text.standing.people import (
    has_speaker,
    is_told_of_someone_unnamed,
    mentions_somebody,
    speaker_is_unnamed,
)
from research.text.standing.speech import (
    is_bare_quotation,
    is_cut_quote,
    is_to_somebody_else,
    speaks_of_self,
)
from research.text.standing.standalone import LONG_WORDS
from research.text.statements import predicate_place
from research.text.terms import terms, word_count
from research.text.words.lexicon import may_be
from research.text.words.word_lists import read_words

_POINTING_ALONE = frozenset(
    "he she it they this that these those both such another especially".split()
)
_HE_OR_SHE = frozenset(("he", "she"))
_OWN_VOICE = frozenset("i we my our".split())
_PARTIES = read_words("small_words", "parties")
# "But this, too, fell": beside what was told before.
_TOO = re.compile(r"^(?:\w+ )?(?:this|that|these|those|it|he|she|they),? too\b", re.IGNORECASE)
# "In a separate tweet, ...": separate from what was told before.
_BESIDE = re.compile(
    r"In (?:another|the same|an? (?:separate|further|later|similar|second|third))\b"
)
# "Amid all this, ...", "In that case ...": not "On this Monday", nor "Given that the ferry ...".
_POINTS_BEFORE = re.compile(
    r"(?:After|Against|Along with|Amid|Among|Apart from|As for|At|Because of|Before|Besides|Beyond"
    r"|By|Despite|Due to|During|Following|For|From|Given|In|In addition to|In light of|In spite of"
    r"|Instead of|Like|Of|On|On top of|Over|Since|Thanks to|Through|To|Together with|Under|Unlike"
    r"|Until|Upon|With|Within|Without)(?: all| both| each| one| any| some| many| most)?(?: of)? "
    r"(?:(?:this|that|these|those|it|them),|(?:this|that|these|those) (?!(?:same|days?|dates?"
    r"|years?|weeks?|weekend|months?|morning|afternoon|evening|night|summer|autumn|fall|winter"
    r"|spring|season|quarter|century|decade|time|planet|world|who|whose|which|of|in|with|that|not"
    r"|the|an?|he|she|it|they|we|you|there|his|her|its|their|our|your|no|all|some|many|most|any|\w+ed|\w+ing|born|hurt"
    r"|killed|known|left|lost|shown|taken|seen|given|found|held|sent|hit)\b)[a-z])"
)
_LEAD = re.compile(
    r"(?:In|On|At|During|After|Before|By|Since|For|With|Under|Until|Following|Despite|Separately"
    r"|Earlier|Later|Last|This|Today|Yesterday)\b[^,;:]{0,60},\s+(?=the )"
)
# "So the other costs twice as much": it follows from something, not "So far nobody knows".
_CONCLUDES = re.compile(
    r"(?:So(?! (?:far|many|much|few|little|long)\b)|Thus(?! far\b)|Hence|Therefore|Consequently"
    r"|Accordingly|As a result(?! of\b)|Instead(?! of\b)|Otherwise|Likewise|Similarly)(?![\w-])"
)
# "just as much reason for doubt": as for what was told before, where no "as" follows.
_AS_MUCH = re.compile(
    r"\b(?:just|almost|nearly|half|twice|(?:three|four|five|ten) times|equally) as"
    r" [a-z]+\b(?!.* (?:as|than)\b)"
)
# "a difference in the two services", "on all three counts": which is told before it or in it, or
# by what follows.
_THE_TWO = re.compile(
    r"\ball (?:three|four|five) [a-z]+s\b(?! (?:of|in|that|who|which)\b)"
    r"|\b(?:the|these|those) (?:two|three|four|five|latter)\b(?! (?:most|\w+est|years?|days?|weeks?"
    r"|months?|hours?|minutes?|decades?|centuries|seasons?)\b)(?: [a-z]+){0,2}? [a-z]+s"
    r"(?=[,.;:]| (?:is|are|was|were|has|have|had|will|would|can|could|may|might|do|did)\b)"
)
_NAMES_OF_TWO = 2
_OWNERS = frozenset("his her hers its their theirs him them".split())
_SAYS_WHICH = frozenset(
    "of in on at for from to by with between about who which that whose".split()
)
_SUBJECT_WORDS = 3
"""Where no verb is known, the subject is taken to end before the word of this number."""
_MARKS_BEFORE = re.compile(r"^\W+")
# ", which is expected to ...": it says more of something, and not which it is.
_ADDED = re.compile(r",\s+(?:which|who|whose)\b")


def needs_context(
    sentence: str, introduced: frozenset[str], *, introduced_by_text: bool = False
) -> bool:
    """Whether a reader who knows only the terms `introduced` would ask which, whose or who.

    Who has read them in the text before it, `introduced_by_text`, knows as much as what, and which
    two.
    """
    text = _MARKS_BEFORE.sub("", sentence)
    words = clause_words(text)
    if not words:
        return False
    added = _ADDED.search(text)
    opening = clause_words(text[: added.start()]) if added else words
    leans = points_back(sentence, introduced, introduced_by_text=introduced_by_text)
    return leans or _asks_which(opening, introduced)


def points_back(
    sentence: str, introduced: frozenset[str], *, introduced_by_text: bool = False
) -> bool:
    """Whether it speaks of what stands before it, be it by "he" or "this", or by "her size".

    "The report says ..." does not: who reads it as an answer takes it for the source's report.
    """
    text = _MARKS_BEFORE.sub("", sentence)
    words = clause_words(text)
    return bool(words) and (
        (words[0].plain in _POINTING_ALONE and not IT_IS_THAT.match(text))
        or any(mark.match(text) for mark in (_CONCLUDES, _BESIDE, _POINTS_BEFORE))
        or _TOO.search(text) is not None
        or is_bare_quotation(sentence)
        or speaker_is_unnamed(sentence)
        or is_told_of_someone_unnamed(sentence)
        or _asks_which_party(text, introduced)
        or _owner_is_missing(words)
        or (not introduced_by_text and _compares_with_told(words, text))
    )


def is_as_much(sentence: str) -> bool:
    """Whether it tells of "just as much" or "twice as many", and not as what."""
    return _AS_MUCH.search(sentence) is not None


def reads_on(sentence: str, before: str, introduced: frozenset[str]) -> bool:
    """Whether `sentence` makes sense to a reader who knows `introduced` and has just read `before`.

    Who "he" is and which "the wings" are has to be told there, and whose words a quotation has,
    which may also end here and have begun there.
    """
    said = f"{before} {sentence}"
    is_odd = (
        word_count(sentence) > LONG_WORDS
        or "?" in sentence[-3:]
        or is_chaff(sentence, word_count(sentence))
        or speaks_of_self(said)
        or is_cut_quote(said)
        or is_to_somebody_else(sentence, introduced)
    )
    words = clause_words(_MARKS_BEFORE.sub("", sentence))
    if is_odd or not words or words[0].plain in _OWN_VOICE:
        return False
    if is_bare_quotation(sentence):
        return has_speaker(before)
    if words[0].plain in _HE_OR_SHE:
        return mentions_somebody(before)
    if words[0].plain in _POINTING_ALONE or _POINTS_BEFORE.match(_MARKS_BEFORE.sub("", sentence)):
        return True
    return not needs_context(sentence, introduced.union(terms(before)), introduced_by_text=True)


def _owner_is_missing(words: tuple[Word, ...]) -> bool:
    """Whether it has "her size" with nothing before that "her" could mean.

    A name before it will do, and so will any subject with its verb: "A ferry lost its mast".
    """
    for place, word in enumerate(words):
        if word.plain in _OWNERS:
            named = any(before.text[0].isupper() for before in words[1:place])
            first_is_name = place > 0 and words[0].has_content
            verb = predicate_place(words[:place])
            return not (named or first_is_name or verb is not None)
    return False


def _compares_with_told(words: tuple[Word, ...], text: str) -> bool:
    """Whether it is "just as much" as something, or speaks of "the two services" and names no two
    things before.
    """
    if is_as_much(text):
        return True
    found = _THE_TWO.search(text)
    if found is None:
        return False
    before = [word for word in words if word.end <= found.start()]
    return sum(word.text[0].isupper() for word in before[1:]) < _NAMES_OF_TWO


def _asks_which(words: tuple[Word, ...], introduced: frozenset[str]) -> bool:
    """Whether it begins with "The wings", and neither says which wings nor names any."""
    if words[0].plain != "the" or len(words) < 2:
        return False
    subject = words[1 : max(2, _verb_place(words))]
    if any(not word.text[0].islower() or word.plain in _SAYS_WHICH for word in subject):
        return False
    return introduced.isdisjoint(word.term for word in subject)


def _asks_which_party(text: str, introduced: frozenset[str]) -> bool:
    """Whether it goes on with "the company" after "In June,", and does not say which."""
    lead = _LEAD.match(text)
    words = clause_words(text[lead.end() :]) if lead else ()
    return len(words) > 1 and words[1].plain in _PARTIES and _asks_which(words, introduced)


def _verb_place(words: tuple[Word, ...]) -> int:
    """Where the subject ends; "cost" before a figure is a verb, though it is mostly a noun."""
    known = predicate_place(words)
    before_figure = (
        place
        for place in range(2, len(words) - 1)
        if words[place + 1].text[0].isdigit() and may_be(words[place].plain, "v")
    )
    return min(_SUBJECT_WORDS if known is None else known, next(before_figure, len(words)))
