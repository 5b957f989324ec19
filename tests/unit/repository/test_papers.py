"""What stands at the top for people and for GitHub: what it names is there."""

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml

import research
from research.cli.arguments import parse_arguments

ROOT = Path(__file__).parents[3]
NAMED = sorted(
    set(re.findall(r"`([\w/]+\.py)::(\w+)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8")))
)
PAPERS = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/mcp.md", "docs/library.md")


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_each_test_that_the_threat_model_names_is_there(file: str, test: str) -> None:
    text = (ROOT / "tests" / file).read_text(encoding="utf-8")
    assert re.search(rf"^(async )?def {test}\(", text, re.MULTILINE)


def test_the_threat_model_names_tests_for_each_kind_of_stranger() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    sections = text.partition("## What each may try")[2].partition("## What is not")[0]
    for section in sections.split("\n### ")[1:]:
        assert "::test_" in section, section.splitlines()[0]
    rows = [row for row in sections.splitlines() if row.startswith("| ") and "| Test |" not in row]
    assert all("::test_" in row for row in rows)


@pytest.mark.parametrize("paper", PAPERS)
def test_links_within_lead_to_files(paper: str) -> None:
    text = (ROOT / paper).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (ROOT / paper).parent.joinpath(link).exists(), link


def test_links_lead_to_projects_and_not_to_registries() -> None:
    for paper in (*PAPERS, "layers/research/research/settings.py"):
        assert "pypi.org" not in (ROOT / paper).read_text(encoding="utf-8"), paper


def test_the_citation_is_of_this_version() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert cited["version"] == research.__version__
    assert (cited["title"], cited["license"]) == (project["name"], project["license"])
    assert {"cff-version", "message", "authors"} <= set(cited)


def test_what_assistants_are_set_up_with_can_be_read_and_starts_the_server() -> None:
    text = (ROOT / "docs/mcp.md").read_text(encoding="utf-8")
    blocks = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", text, re.DOTALL)]
    servers = [(block.get("mcpServers") or block["servers"])["research"] for block in blocks]
    assert len(servers) == 4
    for server in servers:
        if "command" in server:
            assert server["command"].endswith("/.venv/bin/content-research")
            assert parse_arguments(server["args"]).remote is None
        else:
            assert server["url"].endswith("/mcp")
            assert server["headers"]["Authorization"].startswith("Bearer ")
