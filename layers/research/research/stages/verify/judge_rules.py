"""What a judge is told: when a sentence is supported, how to mend it, how to answer."""

from collections.abc import Sequence

from research.domain.claim import MAX_SUMMARY_CITES, Claim, Verdict
from research.stages.verify.check_sentence import CheckedClaim

RULES = """\
- "supported": a careful reader of these would agree with every part of it. It may merge several, \
use other words, resolve "he" or "last year", take its day or subject from a title or date, and do \
right arithmetic
- "partial": some part goes beyond them, or is less certain there
- "unsupported": they do not say so, say otherwise, or are about another thing or person
- look for: another person, thing, time or unit; a "not", "may" or "only" lost or added; a part \
said of the whole; a cause, order or comparison not given; words put into another's mouth
- "answers": whether it helps to answer its question, if only as background; false for a platitude \
and for what only tells that the pages lack something
- "reason": what exactly is said instead or lacks, at most 20 words
"""
DOUBTS = """\
- below some stand a program's doubts: they are often wrong, so look for yourself
"""
BESIDE = """\
- what stands "before it" or "after it" is judged elsewhere: it is there to be read with, and \
"they" or "that" means what the sentence before names
"""
LEADS_OVER = """\
- one without a fact of its own, that leads over, sums up, groups or weighs what those beside it \
say, or what it cites, is supported where they bear it out
"""
REPEATS = """\
- "answers" is false, too, for what a sentence under an earlier question says all of
"""
SUMS_UP = """\
- under "beginning", which sums up for who reads no further, to say again is no fault
"""
CELLS = """\
- a "cell" of a table is judged alone, by what it says of its row and column; to say again what a \
sentence says is no fault of it; it is not mended
"""
MEND = f"""\
- "mended": for one that is not supported or does not answer, and each marked "refused", at most \
one to be read in its place, on from the one before and, as the next may say "it", with the same \
subject: reworded so that the pages carry all of it, or citing what does; specific, with every \
name, number and date that a page, its title or its date gives; as short as it was, and in an \
answer with the answer itself in the first words, not who published it; the title stays one, of \
at most 12 words; "cites": the 1 to {MAX_SUMMARY_CITES} sentences of pages that it is from. [] \
leaves it out: where nothing true is left to say, or another, of any paragraph, says it
"""
_FORM = """\
- answer with JSON: {{"judgements": [{{"claim": 3, "verdict": "...", "answers": true, "reason": \
"..."{mended}}}], "supported": [1, 2, 4]}}: a judgement for each that is refused, not supported or \
does not answer; the numbers of all others in "supported". Look at every one"""
_MENDED_FORM = ', "mended": [{"text": "...", "cites": [12, 14]}]'


def answer_rule(*, mends: bool) -> str:
    """How to answer, with sentences to be read instead of those that fall or without."""
    return _FORM.format(mended=_MENDED_FORM if mends else "")


def sentence_line(number: int, one: CheckedClaim, places: Sequence[int]) -> str:
    """A sentence behind its number and those of what it cites, and what is doubted of it below."""
    line = f"{number}. ({', '.join(map(str, places))}) {_said(one.claim)}"
    if one.claim.verdict is Verdict.UNSUPPORTED:
        return f"{line}\n   refused: {one.claim.reason}"
    doubts = "; ".join(one.doubts)
    return f"{line}\n   doubted: {doubts}" if doubts else line


def _said(claim: Claim) -> str:
    """The words of `claim`; those of a cell with where in its table it stands."""
    if (cell := claim.cell) is None:
        return claim.text
    return f'cell, row "{cell.row}", column "{cell.column}": {cell.text}'
