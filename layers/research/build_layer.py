"""Builds the layer: what the handlers import, and nothing else.

``python3.13 build_layer.py FOLDER`` fills ``FOLDER/python``. pip brings the wheels for Lambda,
whatever system this runs on. Then what no handler reaches is removed, and all modules get bytecode:
a function can't write to its layers, so it would compile them anew at every cold start, for longer
than all the rest of that start takes. Of other people's, the source is removed.
The same input gives the same bytes, so that a deployment uploads what has changed.
"""

import compileall
import gzip
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from py_compile import PycInvalidationMode
from typing import Any

HERE = Path(__file__).parent
OURS = "research"
PYTHON_VERSION = (3, 13)
PLATFORMS = (
    "manylinux_2_34_x86_64",  # Amazon Linux 2023
    "manylinux_2_28_x86_64",
    "manylinux_2_27_x86_64",
    "manylinux_2_17_x86_64",
    "manylinux2014_x86_64",
    "manylinux_2_12_x86_64",
    "manylinux2010_x86_64",
    "manylinux_2_5_x86_64",
    "manylinux1_x86_64",
)

UNUSED = {
    "PIL/_avif.*": "images of a kind that is not shown",
    "PIL/_imagingcms.*": "colours of printers",
    "PIL/_imagingft.*": "letters in images",
    "PIL/_imagingmorph.*": "finds shapes in images",
    "PIL/_imagingtk.*": "windows on a desktop",
    "aws_lambda_powertools/event_handler": "we have FastAPI",
    "aws_lambda_powertools/utilities/auth_alpha": "keys are checked in research.api",
    "aws_lambda_powertools/utilities/circuit_breaker": "ours is in research.adapters.redis",
    "aws_lambda_powertools/utilities/data_masking": "no secret is logged",
    "aws_lambda_powertools/utilities/feature_flags": "we have settings",
    "aws_lambda_powertools/utilities/idempotency": "jobs have leases",
    "aws_lambda_powertools/utilities/kafka": "we have SQS",
    "aws_lambda_powertools/utilities/parser": "messages are read by research.jobs.deliveries",
    "bin": "commands",
    "boto3/data": "resources; we use clients",
    "botocore/cacert.pem": "certifi's are newer, and boto3 prefers them",
    "chromadb/experimental": "a notebook",
    "dateparser_cli": "a command",
    "dateparser_scripts": "they write its data",
    "docx/templates/default-docx-template": "what its template for new files is made from",
    "filelock": "locks of the folder of reports; Lambda has a bucket",
    "fsspec": "huggingface_hub's",
    "google": "Protocol Buffers, for gRPC",
    "googleapis_common_protos": "describes Google's services, for gRPC",
    "grpc": "sends traces of chromadb, which nobody asks for",
    "grpcio": "its name",
    "hf_xet": "huggingface_hub's",
    "huggingface_hub": "downloads weights; ours are in a wheel",
    "jsonschema/benchmarks": "measure it",
    "justext/stoplists": "trafilatura's slow mode asks for them",
    "lxml/html/_difflib.cpython-313-x86_64-linux-gnu.so": "compares pages",
    "lxml/html/diff.cpython-313-x86_64-linux-gnu.so": "compares pages",
    "lxml/objectify.cpython-313-x86_64-linux-gnu.so": "another way to see a tree",
    "numpy/_core/_multiarray_tests.cpython-313-x86_64-linux-gnu.so": "its own tests'",
    "numpy/_core/_rational_tests.cpython-313-x86_64-linux-gnu.so": "its own tests'",
    "numpy/_core/_simd.cpython-313-x86_64-linux-gnu.so": "its own tests'",
    "numpy/_core/_umath_tests.cpython-313-x86_64-linux-gnu.so": "its own tests'",
    "numpy/f2py": "a compiler",
    "numpy/fft": "Fourier transforms",
    "numpy/polynomial": "polynomials",
    "openai/resources/admin": "we ask for answers and vectors",
    "openai/resources/beta": "we ask for answers and vectors",
    "openai/resources/live": "we ask for answers and vectors",
    "openai/resources/realtime": "we ask for answers and vectors",
    "openai/types/admin": "we ask for answers and vectors",
    "openai/types/beta": "we ask for answers and vectors",
    "openai/types/live": "we ask for answers and vectors",
    "openai/types/realtime": "we ask for answers and vectors",
    "opentelemetry/exporter": "sends traces of chromadb; see STAND_INS",
    "opentelemetry/proto": "sends traces of chromadb",
    "opentelemetry/sdk/_configuration": "starts exporters that are named in variables",
    "opentelemetry/sdk/metrics": "ours go to CloudWatch; redis would load it with itself",
    "opentelemetry_exporter_otlp_common": "its name",
    "opentelemetry_exporter_otlp_proto_common": "its name",
    "opentelemetry_exporter_otlp_proto_grpc": "its name",
    "opentelemetry_proto": "its name",
    "pillow.libs/libavif*": "images of a kind that is not shown",
    "pillow.libs/libbrotli*": "letters in images",
    "pillow.libs/libfreetype*": "letters in images",
    "pillow.libs/libharfbuzz*": "letters in images",
    "pillow.libs/liblcms2*": "colours of printers",
    "pillow.libs/libpng16*": "letters in images; Pillow reads PNG by itself",
    "protobuf": "the name of Protocol Buffers",
    "trafilatura/data": "checks what it writes as TEI",
    "uvicorn": "the local server",
}
"""What comes along with what is used, and why no handler needs it. A star stands for a part of a
name that differs with the version."""

STAND_INS = {
    "opentelemetry/exporter/otlp/proto/grpc/trace_exporter.py": '''\
"""In the place of OpenTelemetry's exporter, which needs 20 MB of gRPC and Protocol Buffers.

chromadb imports this name with its client, and calls it where a variable has it send traces.
"""


class OTLPSpanExporter:
    """Sends no traces."""

    def __init__(self, **_options: object) -> None:
        raise NotImplementedError("chromadb can send no traces from here: unset CHROMA_OTEL_*")
''',
}
"""What is imported by name alone, without the packages behind it."""

USED_AWS_SERVICES = ("s3", "sqs", "secretsmanager", "sts")
USED_LOCALES = ("root.dat", "en.dat", "en_US.dat", "en_001.dat")
"""babel belongs to courlan, which asks it what language an address may name in its path."""
USED_DOCS = ("swagger-ui-bundle.js", "swagger-ui.css")

UNUSED_FOLDERS = {"__pycache__", "tests", "test", "isoschematron", "sboms", "wrapt-stubs"}
UNUSED_ENDINGS = {
    ".pyi", ".pyx", ".pxd", ".pxi", ".c", ".cpp", ".h", ".hpp", ".a", ".lib", ".pyc", ".proto",
}  # fmt: skip
UNUSED_FILES = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "py.typed"}


def main() -> None:
    """Build into the folder named on the command line."""
    if sys.version_info[:2] != PYTHON_VERSION:
        raise SystemExit(f"{sys.executable} is not Python 3.13, and bytecode fits one version")
    python = Path(sys.argv[1]) / "python"
    install(python)
    shutil.copytree(HERE / OURS, python / OURS)
    remove_unused(python)
    write_stand_ins(python)
    trim_aws_data(python / "botocore" / "data")
    strip_symbols(python)
    compile_ours(python)
    compile_others(python)


def install(target: Path) -> None:
    """Have pip put the wheels for Lambda into `target`."""
    platforms = [word for name in PLATFORMS for word in ("--platform", name)]
    command = [
        sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--no-compile", "--only-binary", ":all:", "--implementation", "cp", *platforms,
        "--target", str(target), "--requirement", str(HERE / "requirements-lambda.txt"),
    ]  # fmt: skip
    subprocess.run(command, check=True)  # noqa: S603 (fixed words)


def remove_unused(python: Path) -> None:
    """Remove what no handler reaches."""
    for path in list(_unused(python)):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _unused(python: Path) -> Iterator[Path]:
    for name in UNUSED:
        yield from python.glob(name)
        yield from python.glob(f"{name}-*.dist-info")
    yield from _all_but(python / "botocore" / "data", USED_AWS_SERVICES, folders=True)
    yield from _all_but(python / "babel" / "locale-data", USED_LOCALES)
    yield from _all_but(python / "fastapi_offline" / "static", USED_DOCS)
    for path in python.rglob("*"):
        if path.is_dir():
            if path.name in UNUSED_FOLDERS:
                yield path
        elif path.suffix in UNUSED_ENDINGS or path.name in UNUSED_FILES:
            yield path


def _all_but(folder: Path, used: tuple[str, ...], *, folders: bool = False) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name not in used and (path.is_dir() or not folders):
            yield path


def trim_aws_data(data: Path) -> None:
    """Leave out what clients of `USED_AWS_SERVICES` don't read, but parse at each cold start.

    These are where other services are, and what an SDK's documentation says of these.
    """
    endpoints = data / "endpoints.json"
    known = json.loads(endpoints.read_text())
    for partition in known["partitions"]:
        services = partition["services"].items()
        partition["services"] = {name: each for name, each in services if name in USED_AWS_SERVICES}
    endpoints.write_text(json.dumps(known, separators=(",", ":")))
    for packed in sorted(data.glob("*/*/service-2.json.gz")):
        model = _undocumented(json.loads(gzip.decompress(packed.read_bytes())))
        packed.write_bytes(
            gzip.compress(json.dumps(model, separators=(",", ":")).encode(), mtime=0)
        )


def _undocumented(part: Any) -> Any:
    """`part` of a service's model, each text that documents it empty: some must be there."""
    if isinstance(part, list):
        return [_undocumented(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        name: "" if name == "documentation" and isinstance(each, str) else _undocumented(each)
        for name, each in part.items()
    }


def strip_symbols(python: Path) -> None:
    """Remove what only a debugger reads from libraries.

    Not numpy's: they were patched after they were linked, and strip may misplace their parts.
    """
    libraries = [
        str(path)
        for path in python.rglob("*.so*")
        if not path.relative_to(python).parts[0].startswith("numpy")
    ]
    try:
        subprocess.run(["strip", "--strip-unneeded", *libraries], check=True)  # noqa: S603, S607
    except FileNotFoundError:
        raise SystemExit("strip was not found: install binutils (GNU's, for Linux)") from None


def write_stand_ins(python: Path) -> None:
    """Put `STAND_INS` in the places of what was removed."""
    for name, source in STAND_INS.items():
        (python / name).parent.mkdir(parents=True)
        (python / name).write_text(source)


def compile_ours(python: Path) -> None:
    """Put bytecode beside our sources, which stay: a traceback shows their lines."""
    for source in sorted((python / OURS).rglob("*.py")):
        compile_file(source, python, legacy=False)


def compile_others(python: Path) -> None:
    """Put bytecode in the place of every other source, under the path it has in Lambda."""
    for path in sorted(python.iterdir()):
        if path.name == OURS:
            continue
        for source in [path] if path.suffix == ".py" else sorted(path.rglob("*.py")):
            compile_file(source, python, legacy=True)
            source.unlink()


def compile_file(source: Path, python: Path, *, legacy: bool) -> None:
    """Compile, for whoever trusts that the source is not changed any more.

    The bytecode goes to `__pycache__`, or if `legacy` to the folder of the source.
    """
    where_it_runs = Path("/opt") / python.name
    compileall.compile_file(
        source,
        ddir=str(where_it_runs / source.parent.relative_to(python)),
        legacy=legacy,
        quiet=2,
        invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
    )


if __name__ == "__main__":
    main()
