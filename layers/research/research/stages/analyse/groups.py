"""Groups the mentions of the same person, organisation or thing, and tells its kind."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from research.domain.analysis.entities import EntityKind
from research.stages.analyse.mentions import Mention
from research.stages.analyse.name_forms import is_of_words
from research.stages.analyse.name_lists import Key

MIN_VOTES = 1.0
"""A kind for which less speaks is a guess."""

Groups = dict[Key, "Group"]
_LISTED = re.compile(r",? (?:and |or )?")


@dataclass(slots=True)
class Group:
    """Mentions of the same."""

    mentions: list[Mention] = field(default_factory=list)
    keys: set[Key] = field(default_factory=set)
    votes: defaultdict[EntityKind, float] = field(default_factory=lambda: defaultdict(float))
    """What speaks for a kind beside the mentions' own votes."""
    settled: EntityKind | None = None
    """Its kind, where a longer name has told it."""

    @property
    def kind(self) -> EntityKind:
        """The kind for which most speaks."""
        if self.settled is not None:
            return self.settled
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


def groups_by_key(mentions: Iterable[Mention]) -> Groups:
    """The mentions of each name, by its key."""
    groups: Groups = defaultdict(Group)
    for mention in mentions:
        group = groups[mention.key]
        group.mentions.append(mention)
        group.keys.add(mention.key)
    return groups


def vote_by_neighbours(groups: Mapping[Key, Group]) -> None:
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
            known = [kind for m in near if (kind := kinds[id(m)]) is not EntityKind.OTHER]
            for kind in known:
                if kind is not EntityKind.PERSON or not is_of_words(mention.key):
                    group.votes[kind] += MIN_VOTES


def _are_listed(one: Mention, other: Mention) -> bool:
    first, second = sorted((one, other), key=lambda mention: mention.start)
    between = one.sentence.text[first.end : second.start]
    return one is not other and _LISTED.fullmatch(between) is not None
