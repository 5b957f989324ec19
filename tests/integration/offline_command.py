"""Runs the console script in a process that reaches no network."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

COMMAND = Path(sys.executable).with_name("content-research")
TIMEOUT_SECONDS = 120
NO_CONNECTIONS = """
import socket

def refuse(*_, **__):
    raise OSError("the network is off limits")

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
"""
"""For machines where a process can't be given a network of its own, with nothing in it."""


@cache
def _without_network() -> tuple[str, ...]:
    """What to put before a command, or nothing where the system does not allow it."""
    for prefix in (("unshare", "--net"), ("unshare", "--map-root-user", "--net")):
        try:
            tried = subprocess.run([*prefix, "true"], capture_output=True, timeout=10)
        except OSError:
            return ()
        if tried.returncode == 0:
            return prefix
    return ()


def offline_command(folder: Path, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """The command line and the environment of `content-research` with no network.

    `folder` gets a `sitecustomize` that refuses connections as well. The environment has no
    settings, so that those of whoever runs the tests change nothing.
    """
    (folder / "sitecustomize.py").write_text(NO_CONNECTIONS)
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(folder)}
    return [*_without_network(), str(COMMAND), *arguments], environment


def run_offline(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run it in `folder` to its end."""
    command, environment = offline_command(folder, *arguments)
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=TIMEOUT_SECONDS,
    )
