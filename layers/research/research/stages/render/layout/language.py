"""Tells which language a report's page is in, and which way that is read."""

import re
from collections import Counter

from research.domain.report import Report

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_HEBREW = re.compile("[\u0590-\u05ff]")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")


def language_of(report: Report) -> str:
    """The language that most citations are in; where none is known, one with the query's script."""
    languages = {record.id: record.language for record in report.sources}
    cited = Counter(
        languages.get(citation.source, "")
        for claim in report.claims
        for citation in claim.citations
    )
    known = [name for name, _ in cited.most_common() if language_tag(name)]
    if known:
        return known[0]
    if _HEBREW.search(report.query):
        return "he"
    return "ar" if _ARABIC.search(report.query) else "en"


def language_tag(language: str) -> str:
    """`language` where it is an ISO 639 code, fit for a `lang` attribute; else empty."""
    return language if _LANGUAGE.fullmatch(language) else ""
