"""Finds quotes in texts, and takes the sentences around them as the evidence for a claim.

A language model copies words well and typography badly: it straightens quotation marks, shortens
dashes, loses a soft hyphen, ends with dots. So both sides are folded, and the place found is mapped
back: what is printed as a quote is always the source's own text.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from research.domain.claim import Verdict
from research.domain.claim_evidence import ClaimEvidence
from research.domain.errors import FalseQuoteError
from research.domain.value import Span
from research.text.sentences import sentence_spans

_MAX_BESIDE_CHARACTERS = 1_000
"""Characters before and after a quote that can be of its sentence: a page may have no full stop."""
_MAX_CONTEXT_CHARACTERS = 10_000
"""Characters of a context that are looked at: a passage has far fewer."""
_DASHES = r"\u058a\u2010-\u2015\u2212\ufe58\ufe63\uff0d\-"
_MARKS = {
    **dict.fromkeys("“”„‟«»″‶〝〞＂", '"'),
    **dict.fromkeys("‘’‚‛‹›′‵`´ʼ＇", "'"),
}
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_BLANK = rf"[{_INVISIBLE}]*\s[\s{_INVISIBLE}]*"
# All that is written in more than one way: dashes with the blanks around them, blanks, what is
# drawn as nothing, quotation marks, accents, ligatures.
_VARIABLE = re.compile(
    rf"(?P<dash>[\s{_INVISIBLE}]*[{_DASHES}][\s{_INVISIBLE}{_DASHES}]*)"
    rf"|(?P<nothing>(?:{_BLANK})(?=[.,;:!?)\]%])|(?<=[(\[])(?:{_BLANK})|[{_INVISIBLE}]+(?!\s))"
    rf"|(?P<blank>{_BLANK})"
    r"|(?P<marks>''|``)"
    r"|`|[^\x00-\x7f][\u0300-\u036f]*|[A-Za-z][\u0300-\u036f]+"
)
_FOLDED = {"dash": "-", "nothing": "", "blank": " ", "marks": '"'}
# From the first to the last of what is no mark of a quotation, and no dot beside another.
_WORDING = r"(?:[^\s\"'\[\]*_.]|(?<!\.)\.(?!\.))"
_BARE = re.compile(rf"{_WORDING}(?:.*{_WORDING})?", re.DOTALL)
_LAST_MARK = re.compile(r"(?<![.,;:!?])[.,;:!?]+$")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_WORD_ENDS = re.compile(rf"[\W_]|{_UNSPACED.pattern}")
_NUMBER_GOES_ON = re.compile(r"\d[.,]\d")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A check's finding against a claim."""

    verdict: Verdict
    """What the claim is for this alone: partial or unsupported."""
    reason: str
    """A short sentence for a reader, without a capital at its start or a full stop."""


def partial(reason: str) -> Doubt:
    """A doubt that leaves a claim partly supported."""
    return Doubt(Verdict.PARTIAL, reason)


def unsupported(reason: str) -> Doubt:
    """A doubt that leaves a claim without support."""
    return Doubt(Verdict.UNSUPPORTED, reason)


def said_sentences(evidence: ClaimEvidence) -> list[str]:
    """The sentences that hold the quotes of `evidence`, one by one."""
    return [span.of(evidence.said) for span in sentence_spans(evidence.said)]


def evidence_of(quotes: Sequence[str], contexts: Sequence[str]) -> ClaimEvidence:
    """The sentences around each quote in its context; a quote that isn't there stands alone."""
    sentences = [
        _sentences(quote, context) for quote, context in zip(quotes, contexts, strict=True)
    ]
    return ClaimEvidence(
        said="\n".join(dict.fromkeys(sentences)),
        around="\n".join(
            dict.fromkeys((*sentences, *(c[:_MAX_CONTEXT_CHARACTERS] for c in contexts)))
        ),
    )


def _sentences(quote: str, context: str) -> str:
    try:
        place = find_quote(quote, context)
    except FalseQuoteError:
        return quote
    touched = [span for span in sentence_spans(context) if span.overlaps(place)]
    start = min([place.start, *(span.start for span in touched)])
    end = max([place.end, *(span.end for span in touched)])
    return context[
        max(start, place.start - _MAX_BESIDE_CHARACTERS) : min(
            end, place.end + _MAX_BESIDE_CHARACTERS
        )
    ]


class _NormalizedText:
    """A text without what typography varies, and the way back to the places in it."""

    def __init__(self, text: str, start: int, end: int) -> None:
        pieces: list[str] = []
        self._out: list[int] = []
        self._in: list[tuple[int, int]] = []
        length = 0
        for piece, first, last in _pieces(text, start, end):
            if piece:
                self._out.append(length)
                self._in.append((first, last))
                pieces.append(piece)
                length += len(piece)
        self.text = "".join(pieces)

    def span(self, start: int, end: int) -> Span:
        """The place in the original of what is at `start` to `end` here."""
        return Span(start=self._place(start)[0], end=self._place(end - 1)[1])

    def _place(self, index: int) -> tuple[int, int]:
        number = bisect_right(self._out, index) - 1
        first, last = self._in[number]
        following = self._out[number + 1] if number + 1 < len(self._out) else len(self.text)
        if following - self._out[number] != last - first:
            return first, last  # written in another way: it stands or goes as a whole
        offset = index - self._out[number]
        return first + offset, first + offset + 1


def find_quote(quote: str, text: str, start: int = 0, end: int | None = None) -> Span:
    """Where `text` says `quote`, between `start` and `end`: ``text[span.start:span.end]``.

    Blanks, quotation marks, dashes, ligatures and what is drawn as nothing may differ, and the case
    of the first letter; dots, marks and a full stop around the quote may be the writer's own.
    Every other character must be the same, and no word or number may be cut. The first such place;
    time grows with the length of the text. Raises `FalseQuoteError` where there is none.
    """
    limit = len(text) if end is None else min(end, len(text))
    folded = _NormalizedText(text, max(0, start), limit)
    for wanted in _forms(quote):
        at = folded.text.find(wanted)
        while at >= 0:
            found = folded.span(at, at + len(wanted))
            if not (_is_within_word(text, found.start) or _is_within_word(text, found.end)):
                return found
            # Within the same word a quote can't begin either.
            following = _WORD_ENDS.search(folded.text, at + 1)
            at = folded.text.find(wanted, following.start()) if following else -1
    raise FalseQuoteError(f"the source does not say {quote[:80]!r}")


def _forms(quote: str) -> Iterator[str]:
    """What to look for, the nearest to what was written first; no form is empty."""
    whole = _NormalizedText(quote, 0, len(quote)).text.strip()
    words = _BARE.search(whole)
    bare = words[0] if words else ""
    for form in dict.fromkeys((whole, bare, _LAST_MARK.sub("", bare))):
        if any(character.isalnum() for character in form):
            yield form
            if (other := form[0].swapcase()) != form[0]:
                yield other + form[1:]


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Folded pieces of `text` in order, each with the place it stands for."""
    for match in _VARIABLE.finditer(text, start, end):
        if start < match.start():
            yield text[start : match.start()], start, match.start()
        yield _fold(match), match.start(), match.end()
        start = match.end()
    if start < end:
        yield text[start:end], start, end


def _fold(match: re.Match[str]) -> str:
    if match.lastgroup:
        return _FOLDED[match.lastgroup]
    written = match.group()
    if written.isnumeric() and match.string[match.start() - 1 : match.start()].isdigit():
        return written  # 10² is not 102, though NFKC has it so
    compatible = _MARKS.get(written) or unicodedata.normalize("NFKC", written)
    return "".join(_MARKS.get(character, character) for character in compatible)


def _is_within_word(text: str, place: int) -> bool:
    """Whether a word, or a number, goes on at `place`."""
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    if before.isalnum() and after.isalnum():
        return not (_UNSPACED.match(before) or _UNSPACED.match(after))
    around = (text[place - 1 : place + 2], text[max(0, place - 2) : place + 1])
    return any(_NUMBER_GOES_ON.fullmatch(three) for three in around)
