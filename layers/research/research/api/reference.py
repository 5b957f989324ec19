"""The OpenAPI document as one page to read: every call, every field, every error; no script."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

_METHODS = ("get", "post", "delete")


def reference_page(document: dict[str, Any]) -> str:
    """The page for `document`, whose style is at ``docs/reference.css``."""
    calls = [
        {"method": method.upper(), "path": path, **operation}
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if method in _METHODS
    ]
    schemas = document["components"]["schemas"]
    return (
        _environment()
        .get_template("reference.html.j2")
        .render(info=document["info"], tags=document["tags"], calls=calls, schemas=schemas)
    )


def type_of(schema: dict[str, Any]) -> str:
    """A schema in a few words, such as ``string (date) or null``."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(type_of(one) for one in schema[several])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    name = str(schema.get("type", "any"))
    if name == "array":
        return f"array of {type_of(schema.get('items', {}))}"
    return f"{name} ({schema['format']})" if "format" in schema else name


def bounds_of(schema: dict[str, Any]) -> str:
    """The limits of a schema in signs, such as ``≥ 1, ≤ 100``."""
    signs = {
        "minimum": "≥ {}", "exclusiveMinimum": "> {}", "maximum": "≤ {}",
        "exclusiveMaximum": "< {}",
        "minLength": "{} characters or more", "maxLength": "{} characters at most",
        "maxItems": "{} at most", "pattern": "{}",
    }  # fmt: skip
    found = [sign.format(schema[name]) for name, sign in signs.items() if name in schema]
    for one in schema.get("anyOf", ()):
        found += filter(None, [bounds_of(one)])
    return ", ".join(found)


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markdown_it import MarkdownIt
    from markupsafe import Markup

    markdown = MarkdownIt("commonmark", {"html": False})

    def blocks(text: str) -> Markup:
        return Markup(markdown.render(text))  # noqa: S704 - descriptions of ours, HTML escaped

    def words(text: str) -> Markup:
        return Markup(markdown.renderInline(text))  # noqa: S704 - the same

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"sort_keys": False}
    environment.filters |= {
        "type_of": type_of,
        "bounds_of": bounds_of,
        "blocks": blocks,
        "words": words,
    }
    return environment
