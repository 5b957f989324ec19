"""The file tree of a container image, made without Docker from what its Dockerfile says."""

import json
import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PIP_SECONDS = 300


@dataclass
class ImageTree:
    """The image's files below `root`, its Python in a virtual environment beside them.

    Of a `RUN`, pip's commands are run in that environment. What apt installs is noted, since a test
    is not root and has no other system to put it into: `packages`. Any other instruction than
    those that are known here is an error, so that none is passed over.
    """

    root: Path
    python: Path
    packages: list[str] = field(default_factory=list)
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    folder: str = "/"

    def build(self, dockerfile: Path, context: Path) -> None:
        """Do what `dockerfile` says, with files of `context`."""
        for name, rest in _instructions(dockerfile):
            match name:
                case "FROM":
                    assert rest.startswith("python:3.13"), rest
                case "WORKDIR":
                    self.folder = rest
                    self.inside(rest).mkdir(parents=True, exist_ok=True)
                case "COPY":
                    self._copy(context, rest.split())
                case "RUN":
                    for command in rest.split("&&"):
                        self._run(shlex.split(command))
                case "ENTRYPOINT":
                    self.entrypoint = json.loads(rest)
                case "CMD":
                    self.command = json.loads(rest)
                case _:
                    raise AssertionError(f"not known here: {name} {rest}")

    def inside(self, path: str) -> Path:
        """Where `path` of the image is; relative ones are in its present folder."""
        return self.root / (Path(self.folder) / path).relative_to("/")

    def _copy(self, context: Path, names: list[str]) -> None:
        """As Docker does: of a folder what is in it, to a folder that is made."""
        *sources, target = names
        to = self.inside(target)
        for source in (context / name for name in sources):
            if source.is_dir():
                ignored = shutil.ignore_patterns("__pycache__")
                shutil.copytree(source, to, ignore=ignored, dirs_exist_ok=True)
            else:
                to.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, to)

    def _run(self, words: list[str]) -> None:
        match words:
            case ["apt-get", "update"] | ["rm", "-rf", "/var/lib/apt/lists"]:
                pass
            case ["apt-get", "install", *packages]:
                self.packages += [word for word in packages if not word.startswith("-")]
            case ["pip", *arguments]:
                quiet = ["--quiet", "--disable-pip-version-check"]
                cached = [word for word in arguments if word != "--no-cache-dir"]
                subprocess.run(
                    [str(self.python), "-m", "pip", *cached, *quiet],
                    cwd=self.inside("."),
                    env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
                    check=True,
                    timeout=PIP_SECONDS,
                )
            case _:
                raise AssertionError(f"not known here: RUN {words}")


def _instructions(dockerfile: Path) -> Iterator[tuple[str, str]]:
    for line in dockerfile.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, rest = line.partition(" ")
            yield name, rest.strip()
