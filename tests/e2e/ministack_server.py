"""MiniStack, for its own Python, with transforms in nested stacks as in the outermost one.

MiniStack 1.5.33 applies AWS::Serverless to the template that it is given, and to none within:
AWS does so to each. What it reads nested templates with is looked up when a stack is made, so
a reader that also transforms can stand there.
"""

from typing import Any

from ministack.app import main
from ministack.services.cloudformation import engine

read = engine._parse_template


def read_and_transformed(text: str) -> dict[str, Any]:
    """The template as AWS would provision it."""
    template: dict[str, Any] = engine._apply_transforms(read(text))
    return template


engine._parse_template = read_and_transformed

if __name__ == "__main__":
    main()
