"""Makes entities of the mentions of each person, organisation and thing, under one name."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from research.domain.analysis.entities import Entity, EntityKind
from research.stages.analyse.groups import Group, groups_by_key, vote_by_neighbours
from research.stages.analyse.mentions import Mention
from research.stages.analyse.merges import merge_same
from research.stages.analyse.name_lists import Key, place_name
from research.text.terms import fold
from research.text.words.lexicon import is_word, main_kind

MAX_ENTITIES = 40
MAX_PASSAGES = 3
MIN_MENTIONS = 2
"""Of one that a single source names: what is named once may be anything."""
MAX_ACRONYM = 5
"""Letters; what is longer is only written in capitals."""
MIN_SOURCES_OF_WORD = 3
"""Of a word of the language whose kind nothing tells: its capital may be a headline's."""


def group_mentions(mentions: Iterable[Mention]) -> list[Group]:
    """The mentions of each entity, most mentioned first."""
    groups = groups_by_key(mentions)
    merge_same(groups)
    vote_by_neighbours(groups)
    return sorted(groups.values(), key=lambda group: -len(group.mentions))


def entities_of(groups: Sequence[Group]) -> list[Entity]:
    """The entities that are named often enough to be worth a line, most mentioned first."""
    made = [_entity(group) for group in groups]
    kept = [one for one in made if _is_worth_a_line(one)]
    kept.sort(key=lambda one: (-len(one.sources), -one.mentions, one.name))
    return kept[:MAX_ENTITIES]


def _is_worth_a_line(one: Entity) -> bool:
    if len(one.sources) < 2 and one.mentions < MIN_MENTIONS:
        return False
    word = fold(one.name)
    if one.kind is not EntityKind.OTHER or not is_word(word):
        return True
    return len(one.sources) >= MIN_SOURCES_OF_WORD and main_kind(word) == "n"


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
        aliases=tuple(f for f, _ in forms.most_common() if f.casefold() != name.casefold())[:5],
        mentions=len(ordered),
        sources=tuple(first_of_each),
        passages=tuple(
            mention.sentence.citation for mention in [*first_of_each.values()][:MAX_PASSAGES]
        ),
    )


def _name(forms: Mapping[str, int], kind: EntityKind) -> str:
    """The name in full for a person, the most frequent form for what else there is."""
    if kind is EntityKind.PERSON:
        return max(forms, key=lambda form: (min(len(form.split()), 2), forms[form], len(form)))
    forms = {form: n for form, n in forms.items() if not _is_shouted(form)} or forms
    single = [form for form in forms if form.removesuffix("s") not in forms or form[-1] != "s"]
    return max(single, key=lambda form: (forms[form], len(form)))


def _is_shouted(form: str) -> bool:
    """Whether it stands in capitals as the place at the head of a news story does."""
    return form.isupper() and len(form) > MAX_ACRONYM


def _clean(written: str) -> str:
    return (
        re.sub(r"\s+", " ", re.sub(r"^[Tt]he ", "", written))
        .strip(" ,’'")
        .removesuffix("." if written.rsplit(maxsplit=1)[-1].count(".") < 2 else "")
    )


def by_name(entities: Iterable[Entity], groups: Iterable[Group]) -> Mapping[Key, str]:
    """The name of the entity that each written form's key stands for."""
    shown = {one.name for one in entities}
    return {
        key: name
        for group in groups
        if (name := _entity(group).name) in shown
        for key in group.keys
    }
