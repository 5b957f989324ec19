"""How well a sentence stands alone, and whether a reader needs the one before it.

Rules of thumb for English; other languages pass what does not apply to them. The weights of
`standalone` were set by hand and kept because reports on news pages read better with them, not
worse. `needs_context` is stricter and does not weigh: it is for what is read first of all.
"""

import re

from research.text.clauses import Word, clause_words
from research.text.prompts.quoting import instructs_model
from research.text.sentences import TERMINALS
from research.text.statements import predicate_place
from research.text.terms import fold, terms, word_count
from research.text.words.lexicon import is_word, may_be
from research.text.words.word_lists import read_words

MIN_WORDS = 6
LONG_WORDS = 45
MAX_WORDS = 70
_ENDS = re.compile(rf"[{TERMINALS}፡][\"'”’»)\]」』）]*$|[\u0370-\u03ff];$")
# Thai and Lao have no mark for it; what is shorter is taken for a heading.
_ENDS_UNMARKED = re.compile(r"[\u0e00-\u0eff](?:[\"'”’»)\]]|\s?\d)*$")
_MIN_UNMARKED_WORDS = 15
_OPENING = re.compile(r"^[\"'“‘«(\[「『]+")
_FIRST_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r"[“\"«].*?(?:[”\"»]|$)")
_POINTING = read_words("small_words", "pointing words")
_CONNECTING = read_words("small_words", "connectives")
_SPEAKING_OF_SELF = re.compile(
    r"\b(?:I|I'm|I’m|we|we're|we’re|me|my|mine|ours|us"
    r"|our(?! (?:planet|universe|world|galaxy|solar system|sun|species|ancestors)\b))\b"
)
_ADDRESSING = re.compile(r"\b(?:you|your|yours|yourself|[Yy]ou['’]\w+)\b", re.IGNORECASE)
_CHAFF = re.compile(
    r"\b(?:subscribe|sign up|read more|read also|photo by|image credit|all rights reserved"
    r"|follow us|editor's note|this (?:story|article|post) was|originally published"
    r"|contributed to this|terms of (?:use|service)|privacy policy|continue reading"
    r"|may (?:earn|receive|get) (?:an? |some )?(?:\w+ )?commissions?\b.{0,60}\b(?:links?"
    r"|th(?:is|ese) (?:pages?|sites?|articles?|posts?|links?|products?|deals?)))\b"
    r"|@\w|^(?:disclosure|disclaimer):"
    r"|^(?:pro tip: )?(?:get|find|see|read|watch|check|learn|buy|shop|book|listen|view|visit"
    r"|download|order|more)\b.*\bhere[.!]$",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"\b(?:click|newsletter|cookies?|getty|copyright|affiliate|advertisement|e-?mail|log in)\b",
    re.IGNORECASE,
)
"""What pages say of themselves, to "you", "us" or in few words; news is made of it as well."""
_FEW_WORDS = 10
_TO_OR_OF_US = re.compile(r"\b(?:[Yy]ou|[Yy]our|we|our|us|[Pp]lease)\b|^(?:We|Our)\b")
# "One study found" names no study that was told of before; "One of them" and "One was" do.
_ONE_SUCH = re.compile(
    r"one (?!(?:of (?:the[mse]+|those|which|whom)|is|was|has|had|will|would|can|could|may|might"
    r"|must|should|says|said|then|also|more|by|in|on|at)\b)",
    re.IGNORECASE,
)
# "It is likely that the ferry will sail" means no thing; "it is expected to sail" means one.
_IT_IS_THAT = re.compile(
    r"\bit(?:['’]s| is| was| remains| seems| would be| may be)(?: \w+ly| not| still| also)?"
    r" (?:\w+ (?:that|whether|if|how|why|who|what|when|where)\b"
    r"|(?:hard|difficult|easy|easier|possible|impossible|important|necessary|legal|illegal|safe"
    r"|dangerous|common|rare|time)(?: for [^,.;]{1,40})? to\b|worth \w+ing\b)",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:to|of|from|for|about|with|like) (?:that|this|it|them|those|these)"
    r"(?=[,.;]| (?:towards?|in|on|at|by|and|but|as|when|where|too|either)\b)"
)
_ASKS_FOR_ADVICE = re.compile(
    r"\b(?:(?:can|could|do|does|should|must|would|will|may|might) (?:one|I|we|someone|anyone)"
    r"|(?:how|what|where|when|which|why)\b[^?]{0,60}? (?:can|could|do|should|must|would|may) you"
    r"|should you|how to|what to|where to|when to|is it worth|best way"
    r"|(?:one|I|you|we) (?:should|must|need))\b",
    re.IGNORECASE,
)
"""Not "Can you explain …" and "Tell me about …", which ask for a report."""
_POINTS_AT_NOTHING = re.compile(
    rf"{_ONE_SUCH.pattern}|{_IT_IS_THAT.pattern}|there(?: also| still| now)?"
    r"(?:['’](?:s|ll)| (?:is|are|was|were|has|have|had|will|may|might|can|could|would|must))\b",
    re.IGNORECASE,
)
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
# "The wings can turn" leaves open whose; "The wings of the ship" does not.
_DEFINITE = re.compile(
    r"The (?P<what>(?:[a-z][\w-]*ed |[a-z][\w-]* )?[a-z][\w-]*) (?:is|are|was|were|has|have|had"
    r"|will|would|can|could|may|might|must|should|does|do|did|also|then|now|still|\w+ed)\b"
)
_WHOSE = 0.6
_WHICH = 0.8
_POINTS_BACK = 0.45
_NAMES_NOBODY = 0.6
_CONNECTS = 0.7
_BROKEN_QUOTE = 0.5
_OF_SELF = 0.5
_TO_READER = 0.6
_IS_CHAFF = 0.2
_IS_LONG = 0.6
_ASKS = 0.1
_POINTING_ALONE = frozenset(
    "he she it they this that these those both such another especially".split()
)
_YOU = "you"
_HE_OR_SHE = frozenset(("he", "she"))
_OWN_VOICE = frozenset("i we my our".split())
_PARTIES = read_words("small_words", "parties")
# “It saves nothing,” he said: who did, stands before the quotation or nowhere.
_SAID_BY = re.compile(r"[”\"] (?:he|she|they|it) [a-z]", re.IGNORECASE)
# "Guests laughed when he fell", "the day on which she left".
_OF_SOMEONE = re.compile(
    r"\b(?:when|whenever|as|because|after|before|while|if|that|which|where|until|since|how|why) "
    r"(?:he|she)\b"
)
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
_OWNERS = frozenset("his her hers its their theirs him them".split())
_SAYS_WHICH = frozenset(
    "of in on at for from to by with between about who which that whose".split()
)
_SUBJECT_WORDS = 3
"""Where no verb is known, the subject is taken to end before the word of this number."""
_MARKS_BEFORE = re.compile(r"^\W+")
# ", which is expected to ...": it says more of something, and not which it is.
_ADDED = re.compile(r",\s+(?:which|who|whose)\b")


def standalone(sentence: str, introduced: frozenset[str] = frozenset()) -> float:
    """From 0, no sentence or only part of one, to 1, one that needs nothing around it.

    `introduced` are the terms that its reader knows already, such as those of its source's title.
    """
    length = word_count(sentence)
    bare = _OPENING.sub("", sentence)
    if not MIN_WORDS <= length <= MAX_WORDS or not _has_end(sentence, length):
        return 0.0
    if not bare or bare[0].islower() or instructs_model(sentence):
        return 0.0
    return (
        _beginning(bare)
        * (_BROKEN_QUOTE if _is_cut_quote(sentence) else 1.0)
        * (_OF_SELF if _SPEAKING_OF_SELF.search(_QUOTED.sub("", sentence)) else 1.0)
        * (_TO_READER if _ADDRESSING.search(_QUOTED.sub("", sentence)) else 1.0)
        * (_NAMES_NOBODY if _is_about_someone_unnamed(sentence) else 1.0)
        * (_WHOSE if _is_of_someone_unnamed(sentence) else 1.0)
        * (_WHICH if _opens_with_something_unnamed(sentence, introduced) else 1.0)
        * (_IS_CHAFF if _is_chaff(sentence, length) else 1.0)
        * (_IS_LONG if length > LONG_WORDS else 1.0)
        * (_ASKS if "?" in sentence[-3:] else 1.0)
    )


def _has_end(sentence: str, length: int) -> bool:
    if _ENDS.search(sentence):
        return True
    return length >= _MIN_UNMARKED_WORDS and bool(_ENDS_UNMARKED.search(sentence))


def _is_chaff(sentence: str, length: int) -> bool:
    if _CHAFF.search(sentence):
        return True
    is_offer = length <= _FEW_WORDS or _TO_OR_OF_US.search(sentence) is not None
    return is_offer and _OFFERS.search(sentence) is not None


def _beginning(sentence: str) -> float:
    first = _FIRST_WORD.search(sentence)
    word = first.group().lower() if first else ""
    if _ADDRESSING.fullmatch(word):
        return 1.0
    if _POINTS_AT_NOTHING.match(sentence) and not _BACK.search(sentence):
        return 1.0
    if word in _POINTING:
        return _POINTS_BACK
    return _CONNECTS if word in _CONNECTING else 1.0


def _is_about_someone_unnamed(sentence: str) -> bool:
    """Whether "he", "she" or "they" is a subject before anyone was named."""
    sentence = _IT_IS_THAT.sub("", sentence)
    unnamed = _UNNAMED.search(sentence)
    return unnamed is not None and not _NAMED.search(sentence[: unnamed.start() + 1])


def _is_of_someone_unnamed(sentence: str) -> bool:
    """Whether "her" or "his" comes before anyone was named."""
    owned = _OWNED.search(sentence)
    if owned is None:
        return False
    before = _PLACE.sub("", sentence[: owned.start()])
    return not _names_somebody(before)


def _names_somebody(text: str) -> bool:
    """Whether `text`, how a sentence begins, has a name, or a word for a person."""
    if _NAMED.search(text) or _PERSON.search(text):
        return True
    first = _FIRST_WORD.search(text)
    return first is not None and first.group()[0].isupper() and not is_word(fold(first.group()))


def _is_told_of_someone_unnamed(sentence: str) -> bool:
    """Whether "when he" comes before anyone was named."""
    said = _QUOTED.sub("", sentence)
    found = _OF_SOMEONE.search(said)
    return found is not None and not _names_somebody(_PLACE.sub("", said[: found.start()]))


def _opens_with_something_unnamed(sentence: str, introduced: frozenset[str]) -> bool:
    """Whether it begins with "the wings", and neither goes on "of ..." nor does a reader know."""
    found = _DEFINITE.match(sentence)
    return found is not None and not introduced & set(terms(found["what"]))


def _is_cut_quote(sentence: str) -> bool:
    return (
        sentence.count("“") != sentence.count("”")
        or sentence.count('"') % 2 == 1
        or sentence.count("(") != sentence.count(")")
    )


def needs_context(sentence: str, introduced: frozenset[str]) -> bool:
    """Whether a reader who knows only the terms `introduced` would ask which, whose or who."""
    text = _MARKS_BEFORE.sub("", sentence)
    words = clause_words(text)
    if not words:
        return False
    added = _ADDED.search(text)
    opening = clause_words(text[: added.start()]) if added else words
    return points_back(sentence, introduced) or _asks_which(opening, introduced)


def points_back(sentence: str, introduced: frozenset[str]) -> bool:
    """Whether it speaks of what stands before it, be it by "he" or "this", or by "her size".

    "The report says ..." does not: who reads it as an answer takes it for the source's report.
    """
    text = _MARKS_BEFORE.sub("", sentence)
    words = clause_words(text)
    return bool(words) and (
        (words[0].plain in _POINTING_ALONE and not _IT_IS_THAT.match(text))
        or any(mark.match(text) for mark in (_CONCLUDES, _BESIDE, _POINTS_BEFORE))
        or _TOO.search(text) is not None
        or _speaker_is_unnamed(sentence)
        or _is_told_of_someone_unnamed(sentence)
        or _asks_which_party(text, introduced)
        or _owner_is_missing(words)
    )


def _speaker_is_unnamed(sentence: str) -> bool:
    """Whether "he said" follows a quotation before which nobody is named."""
    said = _SAID_BY.search(sentence)
    if said is None:
        return False
    before = _QUOTED.sub("", sentence[: said.start() + 1])
    return not (_NAMED.search(before) or _PERSON.search(before))


def asker(query: str) -> frozenset[str]:
    """What an answer may call whoever asks `query`: "you", where it asks what one does; else
    nothing. It is among the terms that a reader knows.
    """
    return frozenset({_YOU} if _ASKS_FOR_ADVICE.search(query) else ())


def is_to_somebody_else(sentence: str, introduced: frozenset[str]) -> bool:
    """Whether `sentence` speaks to a "you" who is not whoever asked."""
    return _YOU not in introduced and _ADDRESSING.search(_QUOTED.sub("", sentence)) is not None


def reads_on(sentence: str, before: str, introduced: frozenset[str]) -> bool:
    """Whether `sentence` makes sense to a reader who knows `introduced` and has just read `before`.

    Who "he" is and which "the wings" are has to be told there, and a quotation may end here that
    began there.
    """
    said = f"{before} {sentence}"
    is_odd = (
        word_count(sentence) > LONG_WORDS
        or "?" in sentence[-3:]
        or _is_chaff(sentence, word_count(sentence))
        or _SPEAKING_OF_SELF.search(_QUOTED.sub("", said)) is not None
        or _is_cut_quote(said)
        or is_to_somebody_else(sentence, introduced)
    )
    words = clause_words(_MARKS_BEFORE.sub("", sentence))
    if is_odd or not words or words[0].plain in _OWN_VOICE:
        return False
    if words[0].plain in _HE_OR_SHE:
        return bool(_NAMED.search(before) or _PERSON.search(before))
    if words[0].plain in _POINTING_ALONE or _POINTS_BEFORE.match(_MARKS_BEFORE.sub("", sentence)):
        return True
    return not needs_context(sentence, introduced.union(terms(before)))


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
