"""Tells who speaks in a sentence, and to whom: its writer, somebody who is quoted, "you"."""

import re

_QUOTED = re.compile(r"[“\"«].*?(?:[”\"»]|$)")
_OPENS_QUOTED = re.compile(r"\W*?[“\"«]")
_WORD = re.compile(r"[^\W\d_]")
_OF_SELF = re.compile(
    r"\b(?:I|I'm|I’m|we|we're|we’re|me|my|mine|ours|us"
    r"|our(?! (?:planet|universe|world|galaxy|solar system|sun|species|ancestors)\b))\b"
)
_WE_FIRST = re.compile(r"(?:We|We['’]re|Our)\b")
_OF_ONE = re.compile(r"\b(?:I|I['’]m|me|my|mine)\b")
_TO_READER = re.compile(r"\b(?:you|your|yours|yourself|[Yy]ou['’]\w+)\b", re.IGNORECASE)
_ASKS_FOR_ADVICE = re.compile(
    r"\b(?:(?:can|could|do|does|should|must|would|will|may|might) (?:one|I|we|someone|anyone)"
    r"|(?:how|what|where|when|which|why)\b[^?]{0,60}? (?:can|could|do|should|must|would|may) you"
    r"|should you|how to|what to|where to|when to|is it worth|best way"
    r"|(?:one|I|you|we) (?:should|must|need))\b",
    re.IGNORECASE,
)
"""Not "Can you explain …" and "Tell me about …", which ask for a report."""
_YOU = "you"
_INNER_MARKS = str.maketrans("“”", "‘’")


def unquoted(text: str) -> str:
    """`text` without what stands in quotation marks."""
    return _QUOTED.sub("", text)


def speaks_of_self(sentence: str) -> bool:
    """Whether its writer, and nobody who is quoted, is "I" or "we" in it."""
    return _OF_SELF.search(unquoted(sentence)) is not None


def speaks_as_we(sentence: str) -> bool:
    """Whether its writer is "we" in it, and not "I"."""
    said = unquoted(sentence)
    is_we = _OF_SELF.search(said) or _WE_FIRST.match(said)
    return is_we is not None and not _OF_ONE.search(said)


def words_of(speaker: str, said: str) -> str:
    """`said` as the words of `speaker`: Vessa Ferries: “We sail to Nordholm.”"""
    inner = said.translate(_INNER_MARKS)
    return f"{speaker}: “{inner}”"


def speaks_to_reader(sentence: str) -> bool:
    """Whether it has a "you" who is not somebody that is quoted speaks to."""
    return _TO_READER.search(unquoted(sentence)) is not None


def asker(query: str) -> frozenset[str]:
    """What an answer may call whoever asks `query`: "you", where it asks what one does; else
    nothing. It is among the terms that a reader knows.
    """
    return frozenset({_YOU} if _ASKS_FOR_ADVICE.search(query) else ())


def is_to_somebody_else(sentence: str, introduced: frozenset[str]) -> bool:
    """Whether `sentence` speaks to a "you" who is not whoever asked."""
    return _YOU not in introduced and speaks_to_reader(sentence)


def is_bare_quotation(sentence: str) -> bool:
    """Whether all of `sentence` is somebody's words, and it doesn't say whose."""
    return _OPENS_QUOTED.match(sentence) is not None and not _WORD.search(unquoted(sentence))


def is_cut_quote(sentence: str) -> bool:
    """Whether a quotation or a bracket begins or ends outside `sentence`."""
    return (
        sentence.count("“") != sentence.count("”")
        or sentence.count('"') % 2 == 1
        or sentence.count("(") != sentence.count(")")
    )
