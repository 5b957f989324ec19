"""Merges the mentions of the same person, organisation or thing under one name, and counts them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from research.domain.analysis.entities import Entity, EntityKind
from research.stages.analyse.mentions import Mention
from research.stages.analyse.name_kinds import listed, place_name

MAX_ENTITIES = 40
MAX_PASSAGES = 3
MIN_MENTIONS = 2
"""Of one that a single source names: what is named once may be anything."""
MIN_VOTES = 1.0
"""A kind for which less speaks is a guess."""

Key = tuple[str, ...]
_LISTED = re.compile(r",? (?:and |or )?")


@dataclass(slots=True)
class Group:
    """Mentions of the same."""

    mentions: list[Mention] = field(default_factory=list)
    keys: set[Key] = field(default_factory=set)
    votes: defaultdict[EntityKind, float] = field(default_factory=lambda: defaultdict(float))
    """What speaks for a kind beside the mentions' own votes."""

    @property
    def kind(self) -> EntityKind:
        """The kind for which most speaks; of several written forms the longest tells most."""
        votes = defaultdict(float, self.votes)
        for mention in self.mentions:
            for kind, weight in mention.votes.items():
                votes[kind] += weight
        if not votes:
            return EntityKind.OTHER
        kind, weight = max(votes.items(), key=lambda pair: (pair[1], pair[0]))
        return kind if weight >= MIN_VOTES else EntityKind.OTHER

    def take(self, other: "Group") -> None:
        """Take over the mentions of `other`, which is the same."""
        self.mentions += other.mentions
        self.keys |= other.keys


def group_mentions(mentions: Iterable[Mention]) -> list[Group]:
    """The mentions of each entity, most mentioned first."""
    groups: dict[Key, Group] = defaultdict(Group)
    for mention in mentions:
        group = groups[mention.key]
        group.mentions.append(mention)
        group.keys.add(mention.key)
    for merge in (_merge_acronyms, _merge_persons, _merge_organisations, _merge_products):
        merge(groups)
    _vote_by_neighbours(groups)
    return sorted(groups.values(), key=lambda group: -len(group.mentions))


def entities_of(groups: Sequence[Group]) -> list[Entity]:
    """The entities that are named often enough to be worth a line, most mentioned first."""
    made = [_entity(group) for group in groups]
    kept = [one for one in made if len(one.sources) > 1 or one.mentions >= MIN_MENTIONS]
    kept.sort(key=lambda one: (-len(one.sources), -one.mentions, one.name))
    return kept[:MAX_ENTITIES]


def _entity(group: Group) -> Entity:
    ordered = sorted(group.mentions, key=lambda m: (m.sentence.source.id, m.sentence.span.start))
    forms = Counter(_clean(mention.written) for mention in ordered)
    kind = group.kind
    name = place_name(ordered[0].key) or _name(forms, kind)
    first_of_each: dict[int, Mention] = {}
    for mention in ordered:
        first_of_each.setdefault(mention.sentence.source.id, mention)
    return Entity(
        name=name,
        kind=kind,
        aliases=tuple(form for form, _ in forms.most_common() if form != name)[:5],
        mentions=len(ordered),
        sources=tuple(first_of_each),
        passages=tuple(
            mention.sentence.citation for mention in [*first_of_each.values()][:MAX_PASSAGES]
        ),
    )


def _name(forms: Counter[str], kind: EntityKind) -> str:
    """The name in full for a person, the most frequent form for what else there is."""
    if kind is EntityKind.PERSON:
        return max(forms, key=lambda form: (min(len(form.split()), 2), forms[form], len(form)))
    return max(forms, key=lambda form: (forms[form], len(form)))


def _clean(written: str) -> str:
    return (
        re.sub(r"\s+", " ", re.sub(r"^[Tt]he ", "", written))
        .strip(" ,’'")
        .removesuffix("." if written.rsplit(maxsplit=1)[-1].count(".") < 2 else "")
    )


def _merge(groups: dict[Key, Group], into: Key, key: Key) -> None:
    if into != key and into in groups and key in groups:
        groups[into].take(groups.pop(key))


def _merge_acronyms(groups: dict[Key, Group]) -> None:
    """An acronym, such as FDA, is the one long name whose initials it is."""
    long = [key for key in groups if len(key) > 1]
    for key in [key for key in groups if len(key) == 1 and 2 <= len(key[0]) <= 6]:
        if not any(mention.written.isupper() for mention in groups[key].mentions):
            continue
        spelt = [one for one in long if "".join(word[0] for word in _content(one)) == key[0]]
        if len(spelt) == 1:
            _merge(groups, spelt[0], key)


def _content(key: Key) -> Key:
    return tuple(word for word in key if word not in {"of", "and", "the", "for", "in", "on"})


def _merge_persons(groups: dict[Key, Group]) -> None:
    """A surname, or a name with an initial more, is the one person of that name."""
    persons = [k for k, g in groups.items() if len(k) > 1 and g.kind is EntityKind.PERSON]
    by_ends: dict[tuple[str, str], Key] = {}
    for key in persons:
        ends = key[0], key[-1]
        if ends in by_ends:
            _merge(groups, by_ends[ends], key)
        else:
            by_ends[ends] = key
    for place in (-1, 0):
        named: defaultdict[str, set[Key]] = defaultdict(set)
        for key in by_ends.values():
            named[key[place]].add(key)
        for key in [key for key in groups if len(key) == 1]:
            owners = named.get(key[0], set())
            if len(owners) == 1 and groups[key].kind in _PERSON_LIKE:
                _merge(groups, next(iter(owners)), key)


_PERSON_LIKE = frozenset({EntityKind.PERSON, EntityKind.OTHER, EntityKind.ORGANISATION})


def _merge_organisations(groups: dict[Key, Group]) -> None:
    """A short form, "Ceres", is "Ceres Robotics" where no other name begins so."""
    for key in sorted(groups, key=len):
        if key not in groups or groups[key].kind in (EntityKind.PLACE, EntityKind.PERSON):
            continue
        longer = [
            one for one in groups
            if len(one) > len(key) and one[: len(key)] == key
        ]  # fmt: skip
        if len(longer) == 1 and _ends_in_head(longer[0][len(key) :]):
            _merge(groups, longer[0], key)


def _ends_in_head(rest: Key) -> bool:
    """Whether `rest` says what kind of firm it is; "Leeds Council" is no longer form of "Leeds"."""
    is_of_place = rest[-1] in listed("heads with a subject")
    return rest[-1] in listed("organisation heads") and not is_of_place and len(rest) <= 3


def _merge_products(groups: dict[Key, Group]) -> None:
    """A maker in front makes no other product: "Google Stadia" is "Stadia"."""
    for key in sorted(groups, key=len, reverse=True):
        if len(key) < 2 or key not in groups or groups[key].kind is EntityKind.PERSON:
            continue
        maker, rest = key[:1], key[1:]
        if maker in groups and rest in groups and groups[maker].kind in _MAKERS:
            if groups[rest].kind in (EntityKind.PERSON, EntityKind.PLACE):
                continue
            _merge(groups, rest, key)


_MAKERS = frozenset({EntityKind.ORGANISATION, EntityKind.OTHER})


def _vote_by_neighbours(groups: Mapping[Key, Group]) -> None:
    """In a list of names, those whose kind is known speak for the kind of the others."""
    kinds = {id(m): group.kind for group in groups.values() for m in group.mentions}
    by_sentence: defaultdict[int, list[Mention]] = defaultdict(list)
    for group in groups.values():
        for mention in group.mentions:
            by_sentence[id(mention.sentence)].append(mention)
    for group in groups.values():
        if group.kind is not EntityKind.OTHER:
            continue
        for mention in group.mentions:
            near = [m for m in by_sentence[id(mention.sentence)] if _are_listed(m, mention)]
            for other in near:
                if kinds[id(other)] is not EntityKind.OTHER:
                    group.votes[kinds[id(other)]] += MIN_VOTES


def _are_listed(one: Mention, other: Mention) -> bool:
    first, second = sorted((one, other), key=lambda mention: mention.start)
    between = one.sentence.text[first.end : second.start]
    return one is not other and _LISTED.fullmatch(between) is not None


def by_name(entities: Iterable[Entity], groups: Iterable[Group]) -> Mapping[Key, str]:
    """The name of the entity that each written form's key stands for."""
    shown = {one.name for one in entities}
    return {
        key: name
        for group in groups
        if (name := _entity(group).name) in shown
        for key in group.keys
    }
