"""Prints what `sam build` made, unzipped, and fails when it is more than we allow ourselves.

Lambda counts a function together with its layers.
"""

import sys
from pathlib import Path

LAMBDA_ALLOWS_BYTES = 250 * 1024**2
WE_ALLOW_BYTES = 190 * 10**6
LAYER = "ResearchLayer"


def size_of(folder: Path) -> int:
    """Bytes of all files in `folder`."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def sizes_in(build: Path) -> tuple[int, dict[str, int]]:
    """Bytes of the layer, and of each function by name."""
    functions = {path.name: size_of(path) for path in build.glob("*Function") if path.is_dir()}
    return size_of(build / LAYER), functions


def main() -> None:
    """Print and judge the build in the folder named on the command line."""
    layer, functions = sizes_in(Path(sys.argv[1]))
    largest = max(functions, key=lambda name: functions[name])
    total = layer + functions[largest]
    parts = sorted((Path(sys.argv[1]) / LAYER / "python").iterdir(), key=size_of, reverse=True)
    for path in parts[:8]:
        print(f"{size_of(path) / 1e6:8.1f} MB  {path.name}")
    print(f"{layer / 1e6:8.1f} MB  {LAYER}")
    for name, size in functions.items():
        print(f"{size / 1e6:8.3f} MB  {name}")
    print(
        f"Layer and {largest}, unzipped: {total / 1e6:.1f} MB; at most {WE_ALLOW_BYTES / 1e6:.0f}, "
        f"and Lambda takes {LAMBDA_ALLOWS_BYTES / 1e6:.0f}."
    )
    if total > WE_ALLOW_BYTES:
        raise SystemExit("That is too much: see layers/research/build_layer.py.")


if __name__ == "__main__":
    main()
