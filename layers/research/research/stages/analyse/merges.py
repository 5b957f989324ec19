"""Merges what is the same under several names: acronyms, surnames, short forms, plurals, makers."""

import re
from collections import defaultdict

from research.domain.analysis.entities import EntityKind
from research.stages.analyse.groups import Group, Groups
from research.stages.analyse.name_forms import is_place, is_plural_word
from research.stages.analyse.name_lists import Key, cities, listed, places
from research.text.words.lexicon import is_word

SURE_VOTES = 2.0
"""From which a mention's own words tell its kind; a preposition before it tells less."""
MAX_FULL_NAME_WORDS = 3
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]")
_SMALL_WORDS = frozenset({"of", "and", "the", "for", "in", "on"})
_PERSON_LIKE = frozenset({EntityKind.PERSON, EntityKind.OTHER, EntityKind.ORGANISATION})
_MAKERS = frozenset({EntityKind.ORGANISATION, EntityKind.OTHER})


def merge_same(groups: Groups) -> None:
    """Merge those of `groups` that are the same."""
    for merge in (
        _merge_joined,
        _merge_acronyms,
        _merge_plurals,
        _merge_persons,
        _merge_organisations,
        _merge_places_before,
        _merge_products,
    ):
        merge(groups)


def _merge(groups: Groups, into: Key, key: Key) -> None:
    if into != key and into in groups and key in groups:
        groups[into].take(groups.pop(key))


def _merge_short(groups: Groups, name: Key, short: Key) -> None:
    """What a name is in full, it is in short, whatever stands around the short form."""
    kind = groups[name].kind
    _merge(groups, name, short)
    if kind is not EntityKind.OTHER:
        groups[name].settled = kind


def _merge_acronyms(groups: Groups) -> None:
    """An acronym, such as FDA, is the one long name whose initials it is."""
    long = [key for key in groups if len(key) > 1]
    for key in [key for key in groups if len(key) == 1 and 2 <= len(key[0]) <= 6]:
        if not any(mention.written.isupper() for mention in groups[key].mentions):
            continue
        spelt = [one for one in long if key[0] in _initials(one, groups[one])]
        if len(spelt) == 1:
            _merge_short(groups, spelt[0], key)


def _initials(key: Key, group: Group) -> set[str]:
    """Of its words, and of those of its name that its key is without: "Corporation"."""
    written = [mention.written.casefold().split() for mention in group.mentions]
    return {"".join(w[0] for w in one if w not in _SMALL_WORDS) for one in (key, *written)}


def _merge_joined(groups: Groups) -> None:
    """Written in one or in two words, "OrbitBeyond" is the same."""
    joined: dict[str, Key] = {}
    for key in sorted(groups, key=lambda key: -len(groups[key].mentions)):
        _merge(groups, joined.setdefault("".join(key), key), key)


def _merge_plurals(groups: Groups) -> None:
    """Several "MacBooks" are a "MacBook", and since there are several, no organisation."""
    for key in list(groups):
        one = (*key[:-1], key[-1].removesuffix("s"))
        if one == key or one not in groups or key not in groups:
            continue
        if any(_INNER_CAPITAL.search(mention.written) for mention in groups[one].mentions):
            _merge(groups, one, key)
            groups[one].settled = EntityKind.PRODUCT


def _merge_persons(groups: Groups) -> None:
    """A surname, or a name with an initial more, is the one person of that name."""
    by_ends: dict[tuple[str, str], Key] = {}
    for key in [key for key in groups if _is_full_name(key, groups)]:
        ends = key[0], key[-1]
        if ends in by_ends:
            _merge_short(groups, by_ends[ends], key)
        else:
            by_ends[ends] = key
    for place in (-1, 0):
        named: defaultdict[str, set[Key]] = defaultdict(set)
        for key in by_ends.values():
            named[key[place]].add(key)
        for key in [key for key in groups if len(key) == 1]:
            owners = named.get(key[0], set())
            if len(owners) == 1 and _may_be_person(key, groups[key], is_surname=place == -1):
                (owner,) = owners
                _merge(groups, owner, key)
                groups[owner].settled = EntityKind.PERSON


def _is_full_name(key: Key, groups: Groups) -> bool:
    """Whether it is a person's; that may be known of the surname alone, "Swift, who"."""
    if len(key) < 2 or groups[key].kind is EntityKind.PERSON:
        return len(key) > 1
    surname = groups.get(key[-1:])
    return (
        groups[key].kind is EntityKind.OTHER
        and len(key) <= MAX_FULL_NAME_WORDS
        and surname is not None
        and surname.kind is EntityKind.PERSON
        and key[:1] not in places()
        and not is_plural_word(key[-1])
        and not (is_word(key[0]) and is_word(key[-1]))
    )


def _may_be_person(key: Key, group: Group, *, is_surname: bool) -> bool:
    """Whether a name of one word may be the one person who has it.

    A surname that is no place of its own is that person's also where people go "to Epstein".
    """
    if key in places() or key[0] in listed("organisations"):
        return False
    return group.kind in _PERSON_LIKE or (is_surname and key not in cities())


def _merge_organisations(groups: Groups) -> None:
    """A short form, "Ceres", is "Ceres Robotics" where no other firm's name begins so."""
    for key in sorted(groups, key=len):
        if key not in groups or _is_surely_no_firm(key, groups[key]):
            continue
        longer = [
            one for one in groups
            if len(one) > len(key) and one[: len(key)] == key
        ]  # fmt: skip
        if not any(_ends_in_head(one[len(key) :]) for one in longer):
            continue
        longest = max(longer, key=len)
        if all(longest[: len(one)] == one for one in longer):
            _merge_short(groups, longest, key)
        else:  # "Big Machine" may be its Records or its Label Group, and is a firm in any case
            groups[key].votes[EntityKind.ORGANISATION] += SURE_VOTES


def _is_surely_no_firm(key: Key, group: Group) -> bool:
    """Whether it is a place or a person by more than what stands before or behind it."""
    kind = group.kind
    if kind not in (EntityKind.PLACE, EntityKind.PERSON):
        return False
    if group.settled is not None or key in places() or key in cities():
        return True
    return any(mention.votes.get(kind, 0) >= SURE_VOTES for mention in group.mentions)


def _ends_in_head(rest: Key) -> bool:
    """Whether `rest` says what kind of firm it is; "Leeds Council" is no longer form of "Leeds"."""
    is_of_place = rest[-1] in listed("heads with a subject")
    return rest[-1] in listed("organisation heads") and not is_of_place and len(rest) <= 3


def _merge_places_before(groups: Groups) -> None:
    """Where it is makes no other paper: "Sioux Falls Argus Leader" is "Argus Leader", unless there
    is one of another place.
    """
    in_places: defaultdict[Key, list[Key]] = defaultdict(list)
    for key in groups:
        for cut in range(1, len(key) - 1):
            if is_place(key[:cut]) and key[cut:] in groups:
                in_places[key[cut:]].append(key)
                break
    for name, located in in_places.items():
        if len(located) == 1:
            _merge(groups, name, located[0])


def _merge_products(groups: Groups) -> None:
    """A maker in front makes no other product: "Google Stadia" is "Stadia".

    "MacBook Pro" is no "Pro", which is a name's end and no name.
    """
    for key in sorted(groups, key=len, reverse=True):
        if len(key) < 2 or key not in groups or groups[key].kind is EntityKind.PERSON:
            continue
        maker, rest = key[:1], key[1:]
        if len(rest) == 1 and rest[0] in listed("model words"):
            continue
        if maker in groups and rest in groups and groups[maker].kind in _MAKERS:
            if groups[rest].kind in (EntityKind.PERSON, EntityKind.PLACE):
                continue
            _merge(groups, rest, key)
