"""What GitHub runs: the same as any machine, and nothing with a stored key."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.deployed import deploy_options, main

ROOT = Path(__file__).parents[3]
WORKFLOWS = ROOT / ".github" / "workflows"


def read(name: str) -> Any:
    return yaml.safe_load((WORKFLOWS / name).read_text(encoding="utf-8"))


def commands(workflow: Any) -> list[str]:
    return [step["run"] for job in workflow["jobs"].values() for step in job["steps"]
            if "run" in step]  # fmt: skip


def test_ci_is_that_of_any_machine() -> None:
    assert ".ci/run" in commands(read("ci.yml"))


def test_no_workflow_may_write_or_holds_a_secret() -> None:
    for path in WORKFLOWS.iterdir():
        text = path.read_text(encoding="utf-8")
        assert "secrets." not in text, path.name
        asked = dict(read(path.name)["permissions"])
        assert asked.pop("id-token", "write") == "write"
        assert asked == {"contents": "read"}, path.name


def test_what_is_deployed_from_a_tag_is_prod_with_someone_who_is_told() -> None:
    job = read("deploy.yml")["jobs"]["deploy"]
    assert job["env"]["STAGE"].endswith("|| 'prod' }}")
    assert job["env"]["ALARM_EMAIL"] == "${{ vars.ALARM_EMAIL }}"
    assert "make deploy CONFIRM=no" in commands(read("deploy.yml"))


def test_parameters_of_the_stage_are_given_with_those_of_the_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """SAM takes either the file's or the command line's."""
    monkeypatch.setattr("sys.argv", ["deployed.py", "prod", "--parameters"])
    main()
    assert capsys.readouterr().out.split() == deploy_options("prod")["parameter_overrides"]
    makefile = (ROOT / "Makefile").read_text()
    assert "--parameters) \"AlarmEmail=$(ALARM_EMAIL)\"" in makefile  # fmt: skip


def test_the_role_is_lent_to_one_environment_of_one_repository() -> None:
    text = (ROOT / "deploy" / "github_role.yaml").read_text(encoding="utf-8")
    assert ":sub: !Sub repo:${Repository}:environment:${Environment}" in text
    assert "role/${DeployedStack}-*" in text
