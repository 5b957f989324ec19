"""Scores how far a source's outside speaks for it, with every reason in words.

The weights are a rule of thumb after what librarians teach to look at (authority, currency,
purpose, agreement), and are not fitted: the score orders sources, it measures no truth.
"""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from research.domain.analysis.analysis import SourceCredibility
from research.domain.source import Source
from research.text.agreement.corroboration import corroborating
from research.text.source_sentences import Sentence
from research.text.terms import fold, words
from research.web.canonical_urls import domain_of
from research.web.publishers import publishers_of

START = 0.35
NAMED_AUTHOR = 0.15
DATED = 0.1
NAMED_PUBLISHER = 0.05
ENCRYPTED = 0.05
PUBLIC_BODY = 0.15
PUBLISHED_BY_ANYONE = -0.15
PRIMARY = 0.05
MIN_LABEL = 3
MIN_HEARSAY = 2
"""Times that a text names others as its source, before it is of the second hand."""
MAX_CHARACTERS = 40_000
AGREES = 0.15
"""For the first statement that another source makes, too; as much again for two more."""
MANY = 3
MAX_SENTENCES = 1_200
"""Compared with each other, of all sources: they are as many pairs as their square."""
MIN_TERMS = 6

_PUBLIC = re.compile(
    r"\.(?:gov|edu|mil|int)(?:\.[a-z]{2})?$|\.ac\.[a-z]{2}$|\.gouv\.fr$|\.europa\.eu$"
)
_HEARSAY = re.compile(
    r"\b(?:[Aa]ccording to|reported by|in a statement|in an interview with|told (?:the )?[A-Z]"
    r"|[Cc]iting|first reported|a spokes(?:man|woman|person))"
)
_SITE_IN_TITLE = re.compile(r"\s[|–—-]\s[^|–—]*$")
_ANYONES = re.compile(
    r"(?:^|\.)(?:blogspot|wordpress|medium|substack|tumblr|reddit|facebook|twitter|x|youtube|quora"
    r"|livejournal|wikipedia|fandom)\.(?:com|org)$"
)


def credibility(
    sources: Sequence[Source], sentences: Sequence[Sentence]
) -> list[SourceCredibility]:
    """A score for each of `sources`, whose sentences are among `sentences`."""
    shared = _shared_statements(sources, sentences)
    return [_judged(source, shared, len(sources)) for source in sources]


def _judged(source: Source, shared: Mapping[int, int], count: int) -> SourceCredibility:
    good: list[tuple[float, str]] = []
    bad: list[tuple[float, str]] = []
    for weight, reason in _reasons(source, shared.get(source.id, 0), count):
        (good if weight > 0 else bad).append((weight, reason))
    score = START + sum(weight for weight, _ in (*good, *bad))
    return SourceCredibility(
        source=source.id,
        score=round(min(1.0, max(0.0, score)), 2),
        reasons=tuple(reason for _, reason in (*good, *bad)),
    )


def _reasons(source: Source, shared: int, count: int) -> list[tuple[float, str]]:
    """What speaks for the source and what does not: weights, and words; 0 for what is only told."""
    parts = urlsplit(source.url)
    host = (parts.hostname or "").removeprefix("www.")
    found: list[tuple[float, str]] = []
    found.append((NAMED_AUTHOR, "names its author") if source.author else (0, "names no author"))
    found.append((DATED, "says when it was published") if source.published else (0, "has no date"))
    if source.site:
        found.append((NAMED_PUBLISHER, "says who publishes it"))
    if parts.scheme == "https":
        found.append((ENCRYPTED, "comes over an encrypted connection"))
    elif parts.scheme == "http":
        found.append((0, "comes over a connection that anyone may change"))
    if _PUBLIC.search(host):
        found.append((PUBLIC_BODY, "is published by a public body or a university"))
    elif _ANYONES.search(host):
        found.append((PUBLISHED_BY_ANYONE, "stands where anyone may publish"))
    if _tells_of_itself(source):
        found.append((PRIMARY, "is published by whom it tells of: a primary source"))
    elif len(_HEARSAY.findall(source.text[:MAX_CHARACTERS])) >= MIN_HEARSAY:
        found.append((0, "tells what others have said or published: a secondary source"))
    if shared:
        times = "one statement" if shared == 1 else f"{shared} statements"
        weight = AGREES * (2 if shared >= MANY else 1)
        found.append((weight, f"makes {times} that another source makes, too"))
    elif count > 1:
        found.append((0, "makes no statement that another source makes in like words"))
    return found


def _tells_of_itself(source: Source) -> bool:
    """Whether its title has the name that its domain is registered under: NASA's on nasa.gov.

    The news that name themselves in a title put their name at its end, behind a mark. Where the
    text has the name in small letters, it is a word, as on a site that is called by one.
    """
    label = fold(domain_of(source.url).partition(".")[0])
    heading = _SITE_IN_TITLE.sub("", source.title)
    if len(label) < MIN_LABEL or label not in {fold(word) for word in words(heading)}:
        return False
    as_word = rf"(?<![\w.@/#]){re.escape(label)}(?![\w@/]|\.\w)"
    return re.search(as_word, source.text[:MAX_CHARACTERS]) is None


def _shared_statements(sources: Sequence[Source], sentences: Sequence[Sentence]) -> dict[int, int]:
    """How many sentences of each source another publisher's says as well, in its own words."""
    texts = {source.id: source.text for source in sources}
    publishers = {source.id: publishers_of(source) for source in sources}
    per_source = MAX_SENTENCES // max(1, len(sources))
    kept: list[Sentence] = []
    counts: dict[int, int] = {}
    for sentence in sentences:
        taken = counts.get(sentence.source, 0)
        if taken < per_source and len(sentence.terms) >= MIN_TERMS:
            counts[sentence.source] = taken + 1
            kept.append(sentence)
    shared: dict[int, int] = {}
    for sentence in kept:
        if corroborating(sentence, kept, texts, publishers):
            shared[sentence.source] = shared.get(sentence.source, 0) + 1
    return shared
