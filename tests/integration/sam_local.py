"""``sam local invoke`` without Docker, for the Python of the AWS SAM CLI.

``python sam_local.py ARGUMENTS.json`` has SAM's command invoke each function with its event and
prints what the functions answered, as JSON. All of it is SAM's own path: template, layers,
variables. Where SAM would start a container, the function is run by the emulator that SAM puts into
one. ``routes TEMPLATE`` prints the routes that ``sam local start-api`` would serve.
"""

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest import mock

from samcli.commands.local.cli_common.invoke_context import InvokeContext
from samcli.lib.providers.api_provider import ApiProvider
from samcli.lib.providers.sam_stack_provider import SamLocalStackProvider
from samcli.local.docker.container_client_factory import ContainerClientFactory
from samcli.local.lambdafn.runtime import LambdaRuntime

from lambda_emulator import Emulator, emulated

HOST = "host.docker.internal:4566"
"""How a container names the local AWS on its host."""


class Emulators:
    """Stands in for containers: one emulator a function, started when it is first called."""

    def __init__(self, stack: ExitStack, log: Path, aws: str) -> None:
        self._stack = stack
        self._log = log
        self._aws = aws
        self._running: dict[str, Emulator] = {}
        self.answers: list[Any] = []

    def invoke(self, config: Any, event: str, *_: object, **__: object) -> None:
        """As `LambdaRuntime.invoke`."""
        if config.name not in self._running:
            (layer,) = config.layers
            resolved = {
                name: value.replace(HOST, self._aws)
                for name, value in config.env_vars.resolve().items()
            }
            self._running[config.name] = self._stack.enter_context(
                emulated(
                    Path(config.code_abs_path),
                    self._log,
                    variables=resolved,
                    timeout_seconds=config.timeout,
                    layer=Path(layer.codeuri) / "python",
                )
            )
        self.answers.append(self._running[config.name].invoke(json.loads(event)))


def invoke(asked: dict[str, Any]) -> list[Any]:
    """The answers to ``calls``, pairs of a function and an event's file."""
    with ExitStack() as stack:
        emulators = Emulators(stack, Path(asked["log"]), asked["aws"])
        stack.enter_context(mock.patch.object(LambdaRuntime, "invoke", emulators.invoke))
        stack.enter_context(mock.patch.object(ContainerClientFactory, "create_client"))
        # What `sam local invoke` does with its options; reading the template takes seconds.
        context = stack.enter_context(
            InvokeContext(asked["template"], env_vars_file=asked["variables"])
        )
        for function, event in asked["calls"]:
            context.local_lambda_runner.invoke(function, Path(event).read_text(encoding="utf-8"))
        return emulators.answers


def routes(template: str) -> list[list[str]]:
    """Method, path and function of each."""
    stacks, _ = SamLocalStackProvider.get_stacks(template)
    found = ApiProvider(stacks).api.routes
    return sorted([*route.methods, route.path, route.function_name] for route in found)


if __name__ == "__main__":
    answered: object = (
        routes(sys.argv[2])
        if sys.argv[1] == "routes"
        else invoke(json.loads(Path(sys.argv[1]).read_text()))
    )
    print("\n" + json.dumps(answered))
