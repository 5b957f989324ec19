"""What `sam build` made: small enough, whole, and nothing in it that no handler needs."""

import gzip
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from deploy.sizes import WE_ALLOW_BYTES, sizes_in
from lambda_emulator import BUILD, LAYER, MISSING, RUNTIME
from layers.research.build_layer import STAND_INS, UNUSED, USED_AWS_SERVICES
from research.adapters.extract.page_extractor import PageExtractor
from research.domain.source import Page
from tests.unit.adapters.extract.documents import STORK, pdf

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not built from this: {MISSING}")


NOT_OF_LAMBDA = {
    "research.adapters.reports.folder_reports": "filelock",
    "research.adapters.embed.onnx_embedder": "onnxruntime",
    "research.adapters.onnx.onnx_classifier": "onnxruntime",
    "research.adapters.entailment.onnx_entailment": "onnxruntime",
    "research.adapters.rerank.onnx_reranker": "onnxruntime",
    "research.adapters.report_writers.pdf_writer": "weasyprint",
    "research.adapters.fetch.chromium.chromium_process": "playwright",
    "research.adapters.fetch.chromium.chromium_renderer": "playwright",
    "research.adapters.fetch.chromium.page_in_browser": "playwright",
    "research.adapters.fetch.chromium.process_tree": "psutil",
    "research.adapters.fetch.chromium.shown_page": "playwright",
    "research.adapters.search.mcp_clients": "mcp",
    "research.adapters.search.mcp_connection": "mcp",
    "research.adapters.search.mcp_results": "mcp_types",
    "research.adapters.search.mcp_search": "mcp",
    "research.cli.serve": "uvicorn",
    "research.mcp.http": "mcp",
    "research.mcp.resources": "mcp",
    "research.mcp.server": "mcp",
    "research.mcp.stdio": "mcp",
}
"""What runs on a laptop alone, and what it would need."""


def run_on_the_layer(code: str, *arguments: str) -> str:
    """What `code` prints where there is nothing but the layer, as in Lambda."""
    ended = subprocess.run(
        [str(RUNTIME), "-c", code, *arguments],
        env={"PATH": os.defpath, "PYTHONPATH": str(LAYER), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def files_of(path: Path) -> list[Path]:
    return [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]


def test_it_is_small_enough() -> None:
    layer, functions = sizes_in(BUILD)
    assert layer + max(functions.values()) <= WE_ALLOW_BYTES


def test_nothing_is_in_it_that_no_handler_needs() -> None:
    names = {path.name for path in LAYER.rglob("*")}
    assert not names & {"tests", "test"}
    assert not {path for path in LAYER.rglob("*") if path.suffix in {".pyi", ".pyx", ".c", ".h"}}
    kept = {LAYER / name for name in STAND_INS}
    left = {path for name in UNUSED for path in LAYER.glob(name)}
    assert {file for path in left for file in files_of(path)} == {
        path.with_suffix(".pyc") for path in kept
    }
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


def test_our_modules_are_all_there_readable_and_beside_their_bytecode() -> None:
    source = Path(__file__).parents[2] / "layers" / "research" / "research"
    ours = {path.relative_to(source) for path in source.rglob("*.py")}
    built = {path.relative_to(LAYER / "research") for path in (LAYER / "research").rglob("*.py")}
    assert built == ours
    for path in built:
        assert_is_trusted_bytecode(
            LAYER / "research" / path.parent / "__pycache__" / f"{path.stem}.cpython-313.pyc"
        )


def test_others_modules_are_bytecode_of_lambdas_python() -> None:
    others = [
        path for path in LAYER.rglob("*.py") if path.relative_to(LAYER).parts[0] != "research"
    ]
    assert not others
    assert_is_trusted_bytecode(LAYER / "fastapi" / "routing.pyc")
    assert {path.relative_to(LAYER).parts[0] for path in LAYER.rglob("__pycache__")} == {"research"}


def assert_is_trusted_bytecode(path: Path) -> None:
    header = path.read_bytes()[:8]
    assert int.from_bytes(header[:2], "little") == 3571  # 3.13
    assert int.from_bytes(header[4:], "little") == 0b01  # by hash, and not checked


def test_an_error_of_ours_shows_its_line() -> None:
    shown = run_on_the_layer(
        """
import traceback
from research.jobs.new import clean_query
try:
    clean_query("")
except Exception:
    print(traceback.format_exc())
"""
    )
    assert 'raise InvalidRequestError("the query is empty: ask something, in words")' in shown


def test_chromadb_loads_without_what_would_send_its_traces() -> None:
    loaded = run_on_the_layer(
        """
import sys
import research.adapters.vectors.chroma_server_vectors
from chromadb.telemetry.opentelemetry import OTLPSpanExporter
try:
    OTLPSpanExporter(endpoint="http://127.0.0.1")
except NotImplementedError as error:
    print(error)
print(*sys.modules)
"""
    )
    told, modules = loaded.splitlines()
    assert told == "chromadb can send no traces from here: unset CHROMA_OTEL_*"
    assert not {"grpc", "google.protobuf", "opentelemetry.sdk.metrics"} & set(modules.split())


def test_every_module_finds_what_it_imports() -> None:
    """Runs reach few of them: a page in Word, a second search engine, a model that is slow."""
    missing = run_on_the_layer(
        """
import importlib, json, pkgutil, research
missing = {}
for module in pkgutil.walk_packages(research.__path__, "research."):
    if module.name != "research.__main__":
        try:
            importlib.import_module(module.name)
        except ModuleNotFoundError as error:
            missing[module.name] = error.name
print(json.dumps(missing))
"""
    )
    assert json.loads(missing) == NOT_OF_LAMBDA


def word(text: str) -> bytes:
    document, body = docx.Document(), io.BytesIO()
    document.add_heading("Storks")
    document.add_paragraph(text)
    document.save(body)
    return body.getvalue()


PARAGRAPHS = "".join(f"<p>{STORK} This is the paragraph {n} of them.</p>" for n in range(9))
HTML = f"""<!doctype html><html lang=en><head><title>Storks</title>
<meta property="article:published_time" content="2024-03-05"></head><body><nav>Home</nav>
<article><h1>Storks</h1>{PARAGRAPHS}</article><footer>Updated two days ago</footer></body></html>"""


def test_it_makes_small_copies_of_images() -> None:
    """Parts of Pillow were removed: what is left reads all kinds that are shown."""
    made = run_on_the_layer(
        """
from io import BytesIO
from PIL import Image
from research.adapters.images.pillow_preview import KINDS, preview_of
for kind in KINDS:
    file = BytesIO()
    Image.new("RGB", (960, 480), "teal").save(file, kind)
    made = preview_of(file.getvalue())
    print(kind, made.width, made.height)
"""
    )
    assert made.splitlines() == [f"{kind} 480 240" for kind in ("JPEG", "PNG", "WEBP", "GIF")]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.html", HTML.encode()),
        ("b.html", HTML.encode("utf-16")),
        ("c.pdf", pdf([[STORK]])),
        ("d.docx", word(STORK)),
        ("e.md", f"# Storks\n\n{STORK}\n".encode()),
        ("f.txt", STORK.encode()),
    ],
)
def test_it_reads_what_is_read_here(name: str, body: bytes, tmp_path: Path) -> None:
    """Of every kind of page, the same text, title, date and language."""
    (tmp_path / name).write_bytes(body)
    url = f"http://a.test/{name}"
    here = PageExtractor().extract(Page(url=url, final_url=url, content_type="", body=body))
    assert "Villagers mend the cart wheels" in here.text
    there = run_on_the_layer(
        """
import pathlib, sys
from research.adapters.extract.page_extractor import PageExtractor
from research.domain.source import Page
body, url = pathlib.Path(sys.argv[1]).read_bytes(), sys.argv[2]
page = Page(url=url, final_url=url, content_type="", body=body)
print(PageExtractor().extract(page).model_dump_json())
""",
        str(tmp_path / name),
        url,
    )
    assert json.loads(there) == json.loads(here.model_dump_json())


def test_it_has_the_certificates_that_clients_ask_for() -> None:
    """boto3 has some of its own, which are left out: it takes certifi's where they are."""
    paths = run_on_the_layer(
        """
import botocore.httpsession, certifi
print(botocore.httpsession.get_cert_path(True), certifi.where())
"""
    ).split()
    assert paths == [str(LAYER / "certifi" / "cacert.pem")] * 2
    assert Path(paths[0]).stat().st_size > 100_000


ASK_FOR_ENDPOINTS = """
import json
from itertools import product
import boto3
session, told = boto3.Session("key", "secret"), {}
regions = ("us-east-1", "eu-central-1", "cn-north-1", "us-gov-west-1", "mars-north-1")
for service, region in product(("s3", "sqs", "secretsmanager", "sts"), regions):
    client = session.client(service, region)
    told[f"{service} in {region}"] = client.meta.endpoint_url, client.meta.partition
    if service == "s3":
        url = client.generate_presigned_url("get_object", {"Bucket": "reports", "Key": "k"})
        told[f"a bucket in {region}"] = url.partition("?")[0]
print(json.dumps(told))
"""


def test_clients_of_aws_ask_where_those_of_all_that_botocore_knows_do() -> None:
    here = subprocess.run(
        [sys.executable, "-c", ASK_FOR_ENDPOINTS], capture_output=True, text=True, check=True
    )
    there = json.loads(run_on_the_layer(ASK_FOR_ENDPOINTS))
    assert there == json.loads(here.stdout)
    assert len(there) == 5 * 5


def test_what_aws_offers_is_told_of_four_services_and_without_their_manual() -> None:
    data = LAYER / "botocore" / "data"
    partitions = json.loads((data / "endpoints.json").read_text())["partitions"]
    assert {name for one in partitions for name in one["services"]} == set(USED_AWS_SERVICES)
    for packed in data.glob("*/*/service-2.json.gz"):
        model = gzip.decompress(packed.read_bytes())
        assert set(re.findall(rb'"documentation":"([^"]?)', model)) == {b""}, packed


def test_licences_of_what_ships_are_in_it() -> None:
    """Under the names that wheels give them; what is declared without a file is in METADATA."""
    for distribution in LAYER.glob("*.dist-info"):
        told = (distribution / "METADATA").read_text(errors="replace")
        files = {path.name.lower() for path in distribution.rglob("*") if path.is_file()}
        has_file = any("licen" in name or "copying" in name or "notice" in name for name in files)
        assert has_file or "License" in told, distribution.name
