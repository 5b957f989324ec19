"""Reads what Office files have in common: how parts name each other, and who wrote the file.

The Open Packaging Conventions are ECMA-376, part 2.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from research.adapters.extract.office.zip_package import ZipPackage, target
from research.text.cleaning import clean_line

_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_CORE = "docProps/core.xml"


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says of itself. Empty: it does not say."""

    title: str = ""
    author: str = ""
    changed: date | None = None
    """The day of the last change; the day of creation is often the template's."""
    language: str = ""


def properties_of(package: ZipPackage) -> Properties:
    """The core properties of an Office file. Raises `ExtractError` when they can't be parsed."""
    if _CORE not in package.names:
        return Properties()
    root = package.xml(_CORE)
    changed = root.findtext(f"{_TERMS}modified") or root.findtext(f"{_TERMS}created") or ""
    return Properties(
        title=clean_line(root.findtext(f"{_DC}title") or ""),
        author=clean_line(root.findtext(f"{_DC}creator") or "", 200),
        changed=day_of(changed),
        language=clean_line(root.findtext(f"{_DC}language") or "", 20),
    )


def day_of(written: str) -> date | None:
    """The day that an ISO 8601 time begins with; None where it is no day."""
    with suppress(ValueError):
        return date.fromisoformat(written.strip()[:10])
    return None


def related(package: ZipPackage, part: str) -> list[tuple[str, str, str]]:
    """The parts that `part` names: of each its id, its kind and its name, in the file's order."""
    folder, _, name = part.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in package.names:
        return []
    return [
        (
            one.get("Id", ""),
            one.get("Type", "").rpartition("/")[2],
            target(part, one.get("Target", "")),
        )
        for one in package.xml(relations)
        if one.get("TargetMode") != "External"
    ]
