"""Asks what a reader may want to know next: what is open, who is who, what came of it.

Each question stands alone, so that it can be researched as it is, and names none but those whom
several of the sources name.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from research.domain.analysis.entities import (
    Entity,
    EntityKind,
    Relationship,
    RelationshipBasis,
)
from research.domain.source import Source
from research.stages.analyse.material import SourceSentence
from research.stages.analyse.mentions import key_of
from research.stages.analyse.name_lists import listed, listed_organisations
from research.text.terms import fold, terms

MAX_RELATED = 5
MAX_OPEN = 2
MAX_OF_NAMES = 3
MIN_MENTIONS = 3
"""Of whom the only source names."""
MIN_OPEN_WORDS, MAX_OPEN_WORDS = 4, 16

_OPEN = re.compile(
    r"\b(?:(?:is|was|remains|remained) (?:still |yet )?"
    r"(?:unclear|unknown|uncertain|not (?:yet )?(?:clear|known))"
    r"|remains to be seen|(?:has|have) not (?:yet )?(?:said|announced|disclosed|decided)"
    r"|declined to (?:say|comment on)|did not (?:say|disclose)|no one knows|nobody knows)"
    r" (?P<clause>(?:if|whether|how|why|when|where|what|who|which)\b[^.;:?!()\[\]“”\"—–]*)"
)
_ROLES = (
    r"\w+(?:ist|ian|eur)|president|minister|senator|governor|mayor|secretary|ambassador|king|queen"
    r"|prince|princess|pope|ceo|founder|boss|executive|chief|chair\w*|director|head|editor|lawyer"
    r"|attorney|judge|professor|researcher|doctor|engineer|coach|player|actor|singer|writer|author"
    r"|reporter|spokes\w+|leader|lawmaker|activist|officer|general|blogger|star"
)
_LEANS = re.compile(
    r"\b(?:he|him|his|she|hers?|they|them|their|theirs|it|its|this|that|these|those|we|us|our|i|my|me"
    r"|you|your|here|there|then|such|so|said|says|according|latter|former|same|today|tomorrow"
    r"|the (?:company|firm|agency|team|group|man|woman|city|state|country|government|project"
    r"|report|study|deal|case|two|new|other|first|second|plan|product|program|programme|patient|suspect))\b",
    re.IGNORECASE,
)
"""What needs the sentences around it to be understood."""
_SEVERAL = re.compile(r"[A-Z]s$")
_CLAUSE_END = re.compile(r", (?:and|but|or|which|who|as|although|though|while)\b.*$|,.*$")
_ASKED_OF = {
    "sues": "Why does {subject} sue {object}?",
    "accuses": "What does {subject} accuse {object} of?",
    "investigates": "What does {subject} investigate {object} for?",
    "fines": "What has {subject} fined {object} for?",
    "invests in": "How much has {subject} invested in {object}?",
    "acquires": "What does {object} bring {subject}?",
}
_HAPPENS_TO = frozenset(
    {EntityKind.PRODUCT, EntityKind.EVENT, EntityKind.LAW, EntityKind.WORK, EntityKind.PERSON,
     EntityKind.ORGANISATION}
)  # fmt: skip


def related_questions(
    query: str,
    entities: Sequence[Entity],
    relationships: Sequence[Relationship],
    sentences: Sequence[SourceSentence],
    sources: Sequence[Source],
) -> list[str]:
    """What to ask next, at most `MAX_RELATED`, none of it asked by `query` already."""
    asked = frozenset(key_of(query))
    named = [one for one in entities if _is_of_note(one, sources)]
    subject = next((one for one in named if frozenset(key_of(one.name)) <= asked), None)
    others = [one for one in named if not frozenset(key_of(one.name)) & asked]
    made = [
        *islice(_open_points(query, sentences), MAX_OPEN),
        *islice(_about_names(others, subject, relationships, sentences), MAX_OF_NAMES),
        *_since(subject, sources),
    ]
    return list(dict.fromkeys(made))[:MAX_RELATED]


def _is_of_note(one: Entity, sources: Sequence[Source]) -> bool:
    return len(one.sources) > 1 or (len(sources) == 1 and one.mentions >= MIN_MENTIONS)


def _open_points(query: str, sentences: Iterable[SourceSentence]) -> Iterator[str]:
    """What a source says is not known, near to the query, as a question that stands alone."""
    asked = frozenset(terms(query))
    for sentence in sentences:
        found = _OPEN.search(sentence.text)
        if found is None:
            continue
        clause = re.sub(r"^if\b", "whether", _CLAUSE_END.sub("", found["clause"]).strip())
        count = len(clause.split())
        if _LEANS.search(clause) or not MIN_OPEN_WORDS <= count <= MAX_OPEN_WORDS:
            continue
        if asked.isdisjoint(terms(clause)):
            continue
        yield f"Is it known by now {clause}?"


def _about_names(
    others: Iterable[Entity],
    subject: Entity | None,
    relationships: Sequence[Relationship],
    sentences: Sequence[SourceSentence],
) -> Iterator[str]:
    for one in others:
        if question := _about(one, subject, relationships, sentences):
            yield question


def _about(
    one: Entity,
    subject: Entity | None,
    relationships: Sequence[Relationship],
    sentences: Sequence[SourceSentence],
) -> str:
    """What to ask of one whom the query does not name; empty where nothing is known to ask."""
    ties = [r for r in relationships if one.name in (r.subject, r.object)]
    for tie in ties:
        if tie.basis is RelationshipBasis.STATED and tie.relation in _ASKED_OF:
            return _ASKED_OF[tie.relation].format(subject=tie.subject, object=tie.object)
    if one.kind is EntityKind.ORGANISATION and key_of(one.name)[-1] in listed("media"):
        return ""  # it tells of what others do
    if one.kind is EntityKind.PERSON:
        if subject and _speaks(one, _near(subject, sentences)):
            return f"What else has {one.name} said about {subject.name}?"
        return "" if _is_introduced(one, sentences) else f"Who is {one.name}?"
    if subject is None:
        return ""
    is_tied = any(subject.name in (tie.subject, tie.object) for tie in ties)
    if one.kind is subject.kind is EntityKind.PRODUCT and is_tied and not _is_edition(one):
        return f"How well does {one.name} work with {subject.name}?"
    if subject.kind is EntityKind.PRODUCT:
        return ""  # its maker or a shop
    if one.kind is EntityKind.ORGANISATION and is_tied and not _SEVERAL.search(one.name):
        return f"How is {one.name} involved with {subject.name}?"
    return ""


def _is_edition(one: Entity) -> bool:
    return key_of(one.name)[-1] in listed("model words")


def _is_introduced(one: Entity, sentences: Iterable[SourceSentence]) -> bool:
    """Whether a sentence says who it is: "Ragna Holt, an engineer", "CEO Ragna Holt"."""
    names = "|".join(re.escape(name) for name in (one.name, *one.aliases))
    role = re.compile(
        rf"\b(?:{names}),(?: [^\W\d][\w’'.-]*){{1,6}}?,"
        rf"|\b(?:{names}), (?:who|an?|the|its|their|his|her|\w+[’']s?)\b"
        rf"|\b(?:{_ROLES}) (?:{names})\b",
        re.IGNORECASE,
    )
    return any(role.search(sentence.text) for sentence in sentences)


def _near(one: Entity, sentences: Sequence[SourceSentence]) -> list[SourceSentence]:
    """The sentences that name `one`, and those beside them on a page."""
    names = (one.name, *one.aliases)
    places = [n for n, each in enumerate(sentences) if any(name in each.text for name in names)]
    beside = sorted({n + step for n in places for step in (-1, 0, 1)} & {*range(len(sentences))})
    return [sentences[n] for n in beside]


def _speaks(one: Entity, sentences: Iterable[SourceSentence]) -> bool:
    names = "|".join(re.escape(name) for name in (one.name, *one.aliases))
    speech = re.compile(
        rf"\b(?:{names}),? (?:said|says|told|added|explained|wrote)\b"
        rf"|\b(?:said|says|added|explained|according to) (?:{names})\b"
    )
    return any(speech.search(sentence.text) for sentence in sentences)


def _since(subject: Entity | None, sources: Sequence[Source]) -> Iterator[str]:
    """What came of it after the last of the sources; of a body that does all kinds of things that
    would be another question.
    """
    days = [source.published for source in sources if source.published]
    if not days or subject is None or subject.kind not in _HAPPENS_TO:
        return
    if fold(subject.name) not in listed_organisations():
        yield f"What has happened with {subject.name} since {_written(max(days))}?"


def _written(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
