"""What is deployed: a stack's name, from samconfig.toml, and its outputs."""

import sys
import tomllib
from pathlib import Path

import boto3

CONFIG = Path(__file__).parents[1] / "samconfig.toml"


def stack_name(config_env: str) -> str:
    """The stack of a section of samconfig.toml. Raises `SystemExit` where there is none."""
    sections = tomllib.loads(CONFIG.read_text())
    try:
        return str(sections[config_env]["deploy"]["parameters"]["stack_name"])
    except KeyError:
        raise SystemExit(f"samconfig.toml names no stack for {config_env}") from None


def outputs_of(stack: str) -> dict[str, str]:
    """The stack's outputs, by name."""
    found = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
    return {one["OutputKey"]: one["OutputValue"] for one in found["Outputs"]}


if __name__ == "__main__":
    print(stack_name(sys.argv[1]))
