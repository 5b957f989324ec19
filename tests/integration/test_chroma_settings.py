"""Chroma starts with the variables that the stack of Chroma and compose.yaml give it.

It takes every variable that is named CHROMA_... for a setting of its own, and ends when it can't
read one.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.servers import ChromaServer, running
from tests.unit.repository.test_template import ROOT, STACKS, read


class SetServer(ChromaServer):
    """As its image starts it: everything from a file and from variables."""

    def __init__(self, folder: Path, variables: dict[str, str]) -> None:
        super().__init__(folder)
        self._variables = variables

    def _command(self) -> list[str]:
        file = self._folder / "config.yaml"
        settings = {"persist_path": str(self._folder / "data"), "port": self.port}
        file.write_text(yaml.safe_dump({**settings, "listen_address": "127.0.0.1"}))
        given = [f"{name}={value}" for name, value in self._variables.items()]
        return ["env", *given, super()._command()[0], "run", str(file)]


def of_the_template() -> dict[str, str]:
    task = read(STACKS / "chroma.yaml")["Resources"]["ChromaTask"]["Properties"]
    (chroma,) = [one for one in task["ContainerDefinitions"] if one["Name"] == "chroma"]
    return {one["Name"]: one["Value"] for one in chroma["Environment"]}


def of_compose() -> dict[str, str]:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    return {name: str(value) for name, value in services["chromadb"]["environment"].items()}


@pytest.mark.parametrize("given", [of_the_template, of_compose])
def test_it_starts(tmp_path: Path, given: Callable[[], dict[str, str]]) -> None:
    variables = given()
    assert variables
    with running(SetServer(tmp_path, variables)) as server:
        assert server._answers()


def test_it_would_not_start_with_what_it_cannot_read(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="does not start"):
        SetServer(tmp_path, {"CHROMA_ALLOW_RESET": "False"}).start()
