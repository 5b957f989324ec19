"""Who and what the sources of a report name, and how they are related."""

from enum import StrEnum

from pydantic import Field

from research.domain.claim import Citation
from research.domain.value import Value


class EntityKind(StrEnum):
    """What a name stands for."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    PRODUCT = "product"
    EVENT = "event"
    LAW = "law"
    WORK = "work"
    FACILITY = "facility"
    OTHER = "other"
    """Nothing in the sources tells."""


class Entity(Value):
    """Who or what the sources name, under one name."""

    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    """Other names that the sources use for it, the most frequent first."""
    mentions: int = Field(ge=1)
    sources: tuple[int, ...]
    """The numbers of the sources that name it."""
    passages: tuple[Citation, ...]
    """A sentence that names it, of each of the first sources that do."""


class RelationshipBasis(StrEnum):
    """Why two entities are said to be related."""

    STATED = "stated"
    """The sentence says how."""
    TOGETHER = "together"
    """They are named in the same sentences, and nothing more is known."""


class Relationship(Value):
    """How two entities are related, with a sentence that names both."""

    subject: str
    """An entity's name."""
    relation: str
    """A verb, such as ``leads``; ``named with`` where no more is known."""
    object: str
    basis: RelationshipBasis
    sentences: int = Field(ge=1)
    """How many say so, or name both."""
    citation: Citation
