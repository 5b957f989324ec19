"""Which language a report's page is in: its `lang` and `dir`, and so how it is read and set."""

import re
from collections import Counter

from research.domain.report import Report
from research.stages.render.notes import claims_of

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_HEBREW = re.compile("[\u0590-\u05ff]")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")


def report_language(report: Report) -> str:
    """The language that most citations are in; without one, what the query's script tells."""
    languages = {record.id: record.language for record in report.sources}
    cited = Counter(
        languages.get(citation.source, "")
        for claim in claims_of(report)
        for citation in claim.citations
    )
    known = [name for name, _ in cited.most_common() if language_tag(name)]
    if known:
        return known[0]
    if _HEBREW.search(report.query):
        return "he"
    return "ar" if _ARABIC.search(report.query) else "en"


def language_tag(language: str) -> str:
    """`language` where it may stand in a `lang` attribute; empty where it is no ISO 639 code."""
    return language if _LANGUAGE.fullmatch(language) else ""


def direction(language: str) -> str:
    """``rtl`` or ``ltr``."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
