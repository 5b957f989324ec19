"""compose.yaml and the Dockerfiles, read: what they name is there."""

import json
import re
import shlex
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from research.cli.arguments import parse_arguments
from research.settings import Settings

ROOT = Path(__file__).parents[3]
OURS = ("api", "worker")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    return found


@pytest.fixture(scope="module")
def dockerfile() -> list[list[str]]:
    """The instructions of the service's."""
    return instructions("Dockerfile")


def instructions(path: str) -> list[list[str]]:
    """Each in words."""
    lines = (ROOT / path).read_text().splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


def instruction(dockerfile: list[list[str]], name: str) -> list[list[str]]:
    return [words[1:] for words in dockerfile if words[0] == name]


def test_every_variable_is_a_setting(services: dict[str, Any]) -> None:
    known = {name.upper() for name in Settings.model_fields}
    text = (ROOT / "compose.yaml").read_text()
    named = set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", text)) - set(
        services["chromadb"]["environment"]
    )
    assert {"REDIS_HOST", "CHROMA_HOST", "REPORTS_DIRECTORY", "API_KEYS"} <= named <= known
    for name in OURS:
        assert set(services[name]["environment"]) <= named


def test_hosts_and_volumes_are_those_of_the_file(services: dict[str, Any]) -> None:
    volumes = yaml.safe_load((ROOT / "compose.yaml").read_text())["volumes"]
    for name in OURS:
        environment = services[name]["environment"]
        assert {environment["REDIS_HOST"], environment["CHROMA_HOST"]} <= set(services)
        assert f"./reports:{environment['REPORTS_DIRECTORY']}" in services[name]["volumes"]
    for service in services.values():
        assert {mount.partition(":")[0] for mount in service["volumes"]} <= {*volumes, "./reports"}


def test_ports_and_mounts_are_those_of_the_guide(services: dict[str, Any]) -> None:
    """Each port is open to this machine alone, and otherwise as the guide has it."""
    ports = {name: service.get("ports", []) for name, service in services.items()}
    assert {name: given for name, given in ports.items() if given} == {
        "api": ["127.0.0.1:8001:8000"],
        "redis": ["127.0.0.1:6379:6379"],
        "chromadb": ["127.0.0.1:8000:8000"],
    }
    assert services["api"]["volumes"] == ["./reports:/app/reports"]
    assert services["redis"]["volumes"] == ["redis_data:/data"]
    assert services["redis"]["command"][1:] == ["--appendonly", "yes"]
    keys = {name.upper() for name in Settings.model_fields if name.endswith("_api_key")}
    for name in {"API_KEY", "GOOGLE_CSE_ID", *keys} - {"REMOTE_API_KEY"}:
        assert services["api"]["environment"][name] == f"${{{name}:-}}"


def test_the_mounted_reports_belong_to_who_writes_them(
    services: dict[str, Any], dockerfile: list[list[str]]
) -> None:
    owner = services["reports-owner"]
    ((user,),) = instruction(dockerfile, "USER")
    assert owner["entrypoint"] == ["chown", user, "/app/reports"]
    assert owner["volumes"] == services["api"]["volumes"]
    assert owner["network_mode"] == "none"


def test_nobody_waits_for_a_health_that_is_never_told(services: dict[str, Any]) -> None:
    for name, service in services.items():
        if name != "reports-owner":  # it ends
            assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}, name
        for other, how in service.get("depends_on", {}).items():
            if other == "reports-owner":
                assert how == {"condition": "service_completed_successfully"}
            else:
                assert how == {"condition": "service_healthy"}
                assert "healthcheck" in services[other]


def test_the_health_that_is_asked_for_is_served(services: dict[str, Any]) -> None:
    from research.api.health import router

    check = " ".join(services["api"]["healthcheck"]["test"])
    asked = re.search(r"http://127\.0\.0\.1:(\d+)(/\w+)", check)
    assert asked is not None
    assert int(asked[1]) == Settings(_env_file=None).api_port
    assert asked[2] in {getattr(route, "path", "") for route in router.routes}
    compile(services["api"]["healthcheck"]["test"][3], "the check", "exec")


def test_the_image_starts_the_server(dockerfile: list[list[str]]) -> None:
    ((entry,),) = instruction(dockerfile, "ENTRYPOINT")
    (command,) = instruction(dockerfile, "CMD")
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert set(json.loads(entry)) <= set(scripts)
    words = json.loads(" ".join(command))
    assert words[0] == "serve"
    assert parse_arguments(words).host == "0.0.0.0"
    assert instruction(dockerfile, "EXPOSE") == [[str(Settings(_env_file=None).api_port)]]


def test_the_image_is_not_roots(dockerfile: list[list[str]]) -> None:
    ((user,),) = instruction(dockerfile, "USER")
    assert int(user) > 0
    text = (ROOT / "Dockerfile").read_text()
    assert f"--uid {user} " in text


@pytest.mark.parametrize("path", ["Dockerfile", "deploy/worker.Dockerfile"])
def test_what_is_copied_is_there_and_not_left_out(path: str) -> None:
    rules = (ROOT / ".dockerignore").read_text().split()
    kept = [rule.removeprefix("!") for rule in rules if rule.startswith("!")]
    for words in instruction(instructions(path), "COPY"):
        for name in words[:-1]:
            assert (ROOT / name).exists(), name
            assert any(fnmatch(name, rule) for rule in kept), name


def test_the_image_has_what_the_package_asks_for(dockerfile: list[list[str]]) -> None:
    """It is installed without what it depends on, which came with the layer's requirements."""
    runs = [" ".join(words) for words in instruction(dockerfile, "RUN")]
    installed = {word for run in runs for word in shlex.split(run) if word.endswith(".txt")}
    assert installed == {"layers/research/requirements-lambda.txt"}
    assert "-r requirements.txt" in (ROOT / "layers/research/requirements-lambda.txt").read_text()
