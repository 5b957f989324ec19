"""The API's document and the pages that show it."""

import json
import re
from typing import Any

import pytest

from research.api.app import whole_document
from research.domain.request import ResearchRequest
from tests.unit.api.api_on_fakes import Api

DOCUMENT: dict[str, Any] = json.loads(json.dumps(whole_document()))
OPERATIONS = [
    (method, path, operation)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
]


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
async def test_a_page_asks_no_other_server_for_anything(path: str) -> None:
    api = Api()
    page = await api.call("GET", path)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    assert "<script>" not in page.text
    assert "style=" not in page.text
    assets = re.findall(r'(?:<script src|<link rel="stylesheet" href)="([^"]+)"', page.text)
    assert assets
    for asset in assets:
        assert not asset.startswith(("http", "/"))
        answer = await api.call("GET", f"/{asset}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(("text/css", "text/javascript"))


async def test_the_page_to_read_shows_every_call_field_and_error() -> None:
    page = (await Api().call("GET", "/redoc")).text
    for method, path, operation in OPERATIONS:
        assert f"<code>{method.upper()} {path}</code>" in page
        assert all(f"<td>{status}</td>" in page for status in operation["responses"])
    for field in ResearchRequest.model_fields:
        assert f"<td><code>{field}</code>" in page
    assert "rate_limited" in page


@pytest.mark.parametrize("name", ["../app.py", "redoc.standalone.js", "favicon.png", "%2e%2e"])
async def test_only_named_files_of_the_package_are_served(name: str) -> None:
    assert (await Api().call("GET", f"/docs/{name}")).status_code == 404
