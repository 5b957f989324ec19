"""Whether a sentence tells what somebody says, what comes next, or what is needed. For English."""

import re

from research.stages.answer.parts import Part
from research.text.terms import stem, terms
from research.text.words.lexicon import may_be

SAYS = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|t(?:ell|ells|old)|tweet\w*|wr(?:ites?|ote)|add(?:s|ed)|argu\w+"
    r"|warn\w*|call(?:s|ed)|insist\w*|claim\w*|condemn\w*|critici[sz]\w+|prais\w+|welcom\w+"
    r"|reject\w*|accus\w+|reiterat\w+|react\w*|respon\w+|recommend\w*|advis\w+|believ\w+"
    r"|according to|comment\w*|defend\w*|announc\w+|stress\w*|appeal\w*|statement)\b",
    re.IGNORECASE,
)
FUTURE = re.compile(
    r"\b(?:will|won['’]t|shall|going to|expect(?:s|ed)?|set to|(?:is|are) to|about to"
    r"|due (?:in|to|on|by)|plan(?:s|ned|ning)?|schedul\w+|upcoming|later this"
    r"|next (?:step|week|month|year|spring|summer|autumn|fall|winter|round|hearing|\w+day)"
    r"|as soon as|by (?:the end of )?(?:late |early )?20\d\d"
    r"|aims? to|hopes? to|intends? to|pledg\w+|vow\w*)\b",
    re.IGNORECASE,
)
LIKELY = re.compile(r"\b(?:would|could|may|might|should|soon|later|next|until)\b", re.IGNORECASE)
NEED = re.compile(
    r"\b(?:needs?|needed|requir\w+|must|ha(?:s|ve) to|necessary|essential|without|minimum"
    r"|at least|only (?:with|on|if|after)|compatible)\b",
    re.IGNORECASE,
)
_UNNAMED = 0.4
"""What counts that somebody says something, where that is not the one who is asked about."""


def says(part: Part, text: str) -> float:
    """That one of those whom `part` names says something, or answers it."""
    if not SAYS.search(text):
        return 0.0
    speakers = {stem(word) for word in part.words if not may_be(word, "v") or word in part.named}
    return 1.0 if speakers.intersection(terms(text)) else _UNNAMED
