"""Routes of the API's document, and of two pages that show it: one to try calls out (Swagger UI),
one to read or print, without a script.

Swagger UI comes from a package's folder, so no other server is asked for anything.
"""

import gzip
import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

if TYPE_CHECKING:  # submit and status load no jinja2
    from jinja2 import Environment

CACHED = {"Cache-Control": "public, max-age=3600"}
ASSETS = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
}
"""The files of Swagger UI that are served."""
PAGE_FILES = {"start.js": "text/javascript", "reference.css": "text/css"}
"""What starts Swagger UI, since a page's own scripts must not run, and the style of ``/redoc``."""
TRY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
READ_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
TEMPLATES = Path(__file__).parent / "templates"
_METHODS = ("get", "post", "delete")

router = APIRouter(include_in_schema=False)


@router.get("/openapi.json")
async def openapi_document(request: Request) -> Response:
    """The whole service's document."""
    document: dict[str, Any] = request.app.openapi()
    return Response(json.dumps(document), media_type="application/json", headers=CACHED)


@router.get("/docs")
async def try_page() -> Response:
    """Swagger UI."""
    headers = {**CACHED, "Content-Security-Policy": TRY_POLICY}
    return Response(_template("try.html"), media_type="text/html", headers=headers)


@router.get("/docs/{name}")
async def asset(name: str) -> Response:
    """A file of Swagger UI, or of our pages."""
    if name in PAGE_FILES:
        return Response(_template(name), media_type=PAGE_FILES[name], headers=CACHED)
    if name not in ASSETS:
        raise HTTPException(404)
    headers = {**CACHED, "Content-Encoding": "gzip"}
    return Response(_packed_asset(name), media_type=ASSETS[name], headers=headers)


@router.get("/redoc")
async def read_page(request: Request) -> Response:
    """The document as a page without a script."""
    headers = {**CACHED, "Content-Security-Policy": READ_POLICY}
    page = reference_page(request.app.openapi())
    return Response(page, media_type="text/html", headers=headers)


def _template(name: str) -> bytes:
    return (TEMPLATES / name).read_bytes()


@cache
def _packed_asset(name: str) -> bytes:
    """A megabyte and a half, which Lambda would carry as it is. Every browser unpacks it."""
    spec = find_spec("fastapi_offline")
    if spec is None or not spec.submodule_search_locations:
        raise HTTPException(404)
    folder = Path(spec.submodule_search_locations[0]) / "static"
    return gzip.compress((folder / name).read_bytes(), compresslevel=6)


def reference_page(document: dict[str, Any]) -> str:
    """The page for `document`, whose style is at ``docs/reference.css``."""
    calls = [
        {"method": method.upper(), "path": path, **operation}
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if method in _METHODS
    ]
    schemas = document["components"]["schemas"]
    template = _environment().get_template("reference.html.j2")
    return template.render(
        info=document["info"], tags=document["tags"], calls=calls, schemas=schemas
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
        loader=FileSystemLoader(TEMPLATES),
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
