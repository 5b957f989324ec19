"""Finds how entities are related, where the words between two names say it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from research.domain.analysis.entities import Entity, EntityKind, Relationship, RelationshipBasis
from research.stages.analyse.mentions import Mention

MAX_RELATIONSHIPS = 30
MAX_TOGETHER = 12
MIN_TOGETHER = 2
"""Sentences that name both, before it is worth saying that they are named together."""
_ACRONYM_LETTERS = 3
_ROLE = (
    r"(?:(?:press|prime|vice|deputy|foreign|finance|home|chief|managing) )?"
    r"(?:founder|co-founder|chief executive(?: officer)?|chief \w+ officer|chief|ceo|president"
    r"|chairman|chairwoman|director|head|spokesman|spokeswoman|spokesperson|governor|mayor|minister|secretary"
    r"|treasurer|administrator|manager|lawyer|owner|editor|professor)"
)
_NOTHING_MORE = r"(?: the| its| their| a| an| rival| company| firm| startup)?"
_VERBS = {
    "acquires": r"(?:acquir\w+|bought|buys|buying|took over|takes over|taking over)",
    "sues": r"(?:sues|sued|suing|filed (?:a|its) lawsuit against)",
    "founded": r"(?:co-?founded|founded|set up|started)",
    "leads": r"(?:leads|led|heads|headed|runs|ran|chairs)",
    "investigates": r"(?:investigates|is investigating|are investigating|investigated|is probing)",
    "accuses": r"(?:accuses|accused|charged|charges|indicted)",
    "fines": r"(?:fined|fines)",
    "invests in": r"(?:invested in|invests in|backed|backs)",
    "works with": r"(?:partnered with|partners with|teamed up with|works with|worked with)",
    "works for": r"(?:works for|worked for|joined|works at)",
    "selects": r"(?:selected|selects|picked|chose|awarded|added|hired|appointed|named)",
    "makes": r"(?:launched|launches|unveiled|released|makes|made|built|developed|produces|sells)",
}
_STATED = [
    (
        re.compile(rf" (?:has |have |had |also |now |recently ){{0,2}}{verb}{_NOTHING_MORE} "),
        relation,
    )
    for relation, verb in _VERBS.items()
]
_PASSIVE = [
    (
        re.compile(rf",? (?:which )?(?:was |were |is |are |has been )?{verb} by{_NOTHING_MORE} "),
        name,
    )
    for verb, name in (
        (r"(?:acquired|bought|taken over)", "acquires"),
        (r"(?:founded|co-?founded)", "founded"),
        (r"(?:led|headed|run)", "leads"),
        (r"(?:built|made|developed|launched|released)", "makes"),
        (r"(?:owned|controlled)", "owns"),
        (r"(?:accused|charged|sued)", "accuses"),
        (r"(?:backed)", "invests in"),
    )
]
_PART_OF = re.compile(
    r",? (?:an? |the |is an? )?(?:subsidiary|unit|division|arm|part|branch) of(?: the)? "
)
_ROLE_OF = re.compile(
    rf",? (?:is |was )?(?:an? |the |now )?(?:[a-z]+ )??(?P<role>{_ROLE}) (?:of|at|for)(?: the)? ",
    re.IGNORECASE,
)
_WHOSE_ROLE = re.compile(rf"(?:['’]s)? (?:[a-z-]+ )??(?P<role>{_ROLE}),? ", re.IGNORECASE)
_IS_MODAL = re.compile(
    r"\b(?:not|never|n['’]t|may|might|could|would|should|wants? to|if|whether)\b"
)
_FORMER_WORDS = r"(?:former|ousted|outgoing|departed|one-?time|erstwhile|disgraced|sacked|ex)"
_FORMER = re.compile(rf"\b{_FORMER_WORDS}\b", re.IGNORECASE)
"""Of a role: one that is no more."""
_FORMER_BEFORE = re.compile(rf"\b{_FORMER_WORDS}[ -]$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Named:
    mention: Mention
    entity: Entity


def relationships(
    mentions: Sequence[Mention], names: Mapping[tuple[str, ...], str], entities: Iterable[Entity]
) -> list[Relationship]:
    """What the sentences state of two entities, each once; then who is named together.

    `names` are the entities' names by the keys of their mentions.
    """
    by_name = {one.name: one for one in entities}
    by_sentence: defaultdict[int, list[_Named]] = defaultdict(list)
    for mention in mentions:
        if entity := by_name.get(names.get(mention.key, "")):
            by_sentence[id(mention.sentence)].append(_Named(mention, entity))
    stated: dict[frozenset[str], Relationship] = {}
    for named in by_sentence.values():
        for first, second in pairwise(sorted(named, key=lambda one: one.mention.start)):
            for found in _stated(first, second):
                stated.setdefault(frozenset((found.subject, found.object)), found)
    together = _together(by_sentence.values(), stated)
    return [*stated.values()][:MAX_RELATIONSHIPS] + together


def is_supposed(text: str) -> bool:
    """Whether what `text` says of two names is denied, or only may be."""
    return _IS_MODAL.search(text) is not None


def _stated(first: _Named, second: _Named) -> Iterator[Relationship]:
    text = first.mention.sentence.text
    if first.entity.name == second.entity.name:
        return
    between = text[first.mention.end : second.mention.start]
    before = text[max(0, first.mention.start - 20) : first.mention.start]
    if is_supposed(between) or is_supposed(before):
        return
    for pattern, relation in _STATED:
        if pattern.fullmatch(between) and _can_act(first.entity):
            yield _relationship(first, relation, second)
            return
    for pattern, relation in _PASSIVE:
        if pattern.fullmatch(between) and _can_act(second.entity):
            yield _relationship(second, relation, first)
            return
    if _PART_OF.fullmatch(between):
        yield _relationship(first, "is part of", second)
        return
    is_past = _FORMER.search(between) or _FORMER_BEFORE.search(before)
    is_or_was = "was" if is_past else "is"
    if (found := _ROLE_OF.fullmatch(between)) and first.entity.kind is EntityKind.PERSON:
        yield _relationship(first, f"{is_or_was} {_role(found['role'])} of", second)
    elif (found := _WHOSE_ROLE.fullmatch(between)) and _has_officers(first, second):
        yield _relationship(second, f"{is_or_was} {_role(found['role'])} of", first)


def _role(written: str) -> str:
    return written.upper() if len(written) <= _ACRONYM_LETTERS else written.lower()


def _can_act(entity: Entity) -> bool:
    return entity.kind in (EntityKind.PERSON, EntityKind.ORGANISATION)


def _has_officers(first: _Named, second: _Named) -> bool:
    has = first.entity.kind in (EntityKind.ORGANISATION, EntityKind.PLACE)
    return has and second.entity.kind is EntityKind.PERSON


def _relationship(subject: _Named, relation: str, other: _Named) -> Relationship:
    return Relationship(
        subject=subject.entity.name,
        relation=relation,
        object=other.entity.name,
        basis=RelationshipBasis.STATED,
        sentences=1,
        citation=subject.mention.sentence.citation,
    )


def _together(
    sentences: Iterable[Sequence[_Named]], stated: Mapping[frozenset[str], Relationship]
) -> list[Relationship]:
    counts: Counter[tuple[str, str]] = Counter()
    where: dict[tuple[str, str], _Named] = {}
    for named in sentences:
        known = {one.entity.name: one for one in named if one.entity.kind is not EntityKind.OTHER}
        for pair in combinations(sorted(known), 2):
            if all(known[name].entity.kind is EntityKind.PLACE for name in pair):
                continue  # where they lie is known
            counts[pair] += 1
            where.setdefault(pair, known[pair[0]])
    return [
        Relationship(
            subject=first,
            relation="named with",
            object=second,
            basis=RelationshipBasis.TOGETHER,
            sentences=count,
            citation=where[first, second].mention.sentence.citation,
        )
        for (first, second), count in counts.most_common()
        if count >= MIN_TOGETHER and frozenset((first, second)) not in stated
    ][:MAX_TOGETHER]
