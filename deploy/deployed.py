"""What is deployed, and what was said of it in samconfig.toml.

``deployed.py STAGE`` prints the stack's name, ``deployed.py STAGE OUTPUT`` one of its outputs,
``deployed.py STAGE --parameters`` the parameters that samconfig.toml gives it.
"""

import sys
import tomllib
from pathlib import Path
from typing import Any

import boto3

CONFIG = Path(__file__).parents[1] / "samconfig.toml"


def deploy_options(config_env: str) -> dict[str, Any]:
    """What a section of samconfig.toml says to `sam deploy`. Raises `SystemExit` without one."""
    sections = tomllib.loads(CONFIG.read_text())
    try:
        found: dict[str, Any] = sections[config_env]["deploy"]["parameters"]
    except KeyError:
        raise SystemExit(f"samconfig.toml has no section {config_env}") from None
    return found


def stack_name(config_env: str) -> str:
    """The stack of a section of samconfig.toml. Raises `SystemExit` where there is none."""
    return str(deploy_options(config_env)["stack_name"])


def outputs_of(stack: str) -> dict[str, str]:
    """The stack's outputs, by name."""
    found = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
    return {one["OutputKey"]: one["OutputValue"] for one in found["Outputs"]}


def main() -> None:
    """Print what the command line asks for."""
    config_env, *asked = sys.argv[1:]
    if asked == ["--parameters"]:
        print(*deploy_options(config_env).get("parameter_overrides", ()))
    elif asked:
        print(outputs_of(stack_name(config_env))[asked[0]])
    else:
        print(stack_name(config_env))


if __name__ == "__main__":
    main()
