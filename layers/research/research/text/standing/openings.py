"""Tells where "it", "one" or "there" begins a sentence and points at nothing told before."""

import re

# "One study found" names no study that was told of before; "One of them" and "One was" do.
_ONE_SUCH = re.compile(
    r"one (?!(?:of (?:the[mse]+|those|which|whom)|is|was|has|had|will|would|can|could|may|might"
    r"|must|should|says|said|then|also|more|by|in|on|at)\b)",
    re.IGNORECASE,
)
# "It is likely that the ferry will sail" means no thing; "it is expected to sail" means one.
IT_IS_THAT = re.compile(
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
_POINTS_AT_NOTHING = re.compile(
    rf"{_ONE_SUCH.pattern}|{IT_IS_THAT.pattern}|there(?: also| still| now)?"
    r"(?:['’](?:s|ll)| (?:is|are|was|were|has|have|had|will|may|might|can|could|would|must))\b",
    re.IGNORECASE,
)


def points_at_nothing(sentence: str) -> bool:
    """Whether it begins with "It is likely that", "One study" or "There are", and nothing in it
    points back.
    """
    return _POINTS_AT_NOTHING.match(sentence) is not None and not _BACK.search(sentence)
