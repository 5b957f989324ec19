"""What `sam build` made: small enough, whole, and nothing in it that no handler needs."""

from pathlib import Path

import pytest

from deploy.sizes import WE_ALLOW_BYTES, sizes_in
from lambda_emulator import BUILD, LAYER, MISSING
from layers.research.build_layer import UNUSED

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not built from this: {MISSING}")


def test_it_is_small_enough() -> None:
    layer, functions = sizes_in(BUILD)
    assert layer + max(functions.values()) <= WE_ALLOW_BYTES


def test_nothing_is_in_it_that_no_handler_needs() -> None:
    names = {path.name for path in LAYER.rglob("*")}
    assert not names & {"__pycache__", "tests", "test"}
    assert not {path for path in LAYER.rglob("*") if path.suffix in {".pyi", ".pyx", ".c", ".h"}}
    assert not [name for name in UNUSED if (LAYER / name).exists()]
    assert len(list((LAYER / "babel" / "locale-data").iterdir())) <= 4


def test_the_chroma_in_it_is_the_client() -> None:
    distributions = {path.name.partition("-")[0] for path in LAYER.glob("*.dist-info")}
    assert "chromadb_client" in distributions
    assert "chromadb" not in distributions
    assert not {"onnxruntime", "kubernetes", "uvicorn", "pytest"} & distributions


def test_the_manifest() -> None:
    """A new package in the layer is a decision: it is added here, or left out of the layer."""
    distributions = {path.name.partition("-")[0] for path in LAYER.glob("*.dist-info")}
    known = (Path(__file__).parent / "layer_manifest.txt").read_text().split()
    assert sorted(distributions) == sorted(known)


def test_our_modules_are_all_there_and_readable() -> None:
    source = Path(__file__).parents[2] / "layers" / "research" / "research"
    ours = {path.relative_to(source) for path in source.rglob("*.py")}
    assert {
        path.relative_to(LAYER / "research") for path in (LAYER / "research").rglob("*.py")
    } == ours


def test_others_modules_are_bytecode_of_lambdas_python() -> None:
    others = [
        path for path in LAYER.rglob("*.py") if path.relative_to(LAYER).parts[0] != "research"
    ]
    assert not others
    header = (LAYER / "fastapi" / "routing.pyc").read_bytes()[:8]
    assert int.from_bytes(header[:2], "little") == 3571  # 3.13
    assert int.from_bytes(header[4:], "little") == 0b01  # by hash, and not checked
