"""The API's document, and two pages that show it: one to try calls out, one to read or print.

Swagger UI comes from a package's folder, so no other server is asked for anything.
"""

import gzip
import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from research.api.reference import reference_page

CACHED = {"Cache-Control": "public, max-age=3600"}
ASSETS = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
}
TRY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
READ_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
TRY_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Content research: try the API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
"""
START = """\
SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  validatorUrl: null,
  displayRequestDuration: true,
  tryItOutEnabled: true,
});
"""

router = APIRouter(include_in_schema=False)


@router.get("/openapi.json")
async def openapi_document(request: Request) -> Response:
    """The whole service's document."""
    return Response(_document(request), media_type="application/json", headers=CACHED)


@router.get("/docs")
async def try_page() -> Response:
    """Swagger UI."""
    headers = {**CACHED, "Content-Security-Policy": TRY_POLICY}
    return Response(TRY_PAGE, media_type="text/html", headers=headers)


@router.get("/docs/start.js")
async def start_script() -> Response:
    """What starts Swagger UI: a file, since a page's own scripts must not run."""
    return Response(START, media_type="text/javascript", headers=CACHED)


@router.get("/docs/reference.css")
async def reference_style() -> Response:
    """The style of ``/redoc``."""
    style = Path(__file__).parent / "templates" / "reference.css"
    return Response(style.read_bytes(), media_type="text/css", headers=CACHED)


@router.get("/docs/{name}")
async def asset(name: str) -> Response:
    """A file of Swagger UI."""
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


def _document(request: Request) -> str:
    document: dict[str, Any] = request.app.openapi()
    return json.dumps(document)


@cache
def _packed_asset(name: str) -> bytes:
    """A megabyte and a half, which Lambda would carry as it is. Every browser unpacks it."""
    spec = find_spec("fastapi_offline")
    if spec is None or not spec.submodule_search_locations:
        raise HTTPException(404)
    folder = Path(spec.submodule_search_locations[0]) / "static"
    return gzip.compress((folder / name).read_bytes(), compresslevel=6)
