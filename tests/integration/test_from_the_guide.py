"""What `docs/from-the-guide.md` shows is run as it stands there, but for the port; and so is the
guide itself, where it lies beside the project, but for the import lines.
"""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from research.settings import Settings
from tests.integration.serving import ROOT, Serving, pages, serving

KEY = "your-secure-api-key-here"
GUIDE = Path(os.environ.get("GUIDE") or ROOT.parent / "shared" / "guide.md")
IMPORTS = {
    "src.content_research_pipeline.services.job_store": "research.job_store",
    "src.content_research_pipeline.utils.caching": "research.caching",
    "src.content_research_pipeline.api.main": "research.api.main",
}
SHELL = ("curl ", "tar ", "uvicorn ")


def blocks() -> Iterator[tuple[str, str]]:
    """Each block of code with its language, of both texts, indentation gone."""
    for path in (ROOT / "docs" / "from-the-guide.md", GUIDE):
        if path.exists():
            text = path.read_text(encoding="utf-8")
            for old, new in IMPORTS.items():
                text = text.replace(old, new)
            for indent, language, code in re.findall(r"( *)```(\w+)\n(.*?)```", text, re.DOTALL):
                yield language, re.sub(rf"^{indent}", "", code, flags=re.MULTILINE)


def of(language: str, *, having: str = "") -> list[str]:
    return [code for found, code in blocks() if found == language and having in code]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("service")
    with serving(folder, API_KEY=KEY, SEARXNG_URL="http://127.0.0.1:9") as running:
        yield running


@pytest.fixture
def job(service: Serving) -> Iterator[str]:
    """A job that has completed."""
    headers = {"X-API-Key": KEY}
    with pages() as urls:
        body = {"query": "How much cargo is carried under sail?", "sources": urls}
        answer = httpx.post(f"{service.url}/research", json=body, headers=headers)
        job_id = answer.json()["job_id"]
        params = {"wait": "25", "until": "end"}
        httpx.get(f"{service.url}/status/{job_id}", params=params, headers=headers, timeout=40)
        yield job_id


@pytest.mark.parametrize("code", of("python"))
def test_python(
    code: str, service: Serving, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a process of its own, as a reader would run it; names that the guide leaves open are
    given, and what it made is printed.
    """
    given = "from datetime import datetime\nasync def func(): ...\nargs_str, result = '1', 2\n"
    told = (
        "\nimport json\nlooked_at = ('job', 'value', 'stats')"
        "\nshown = {name: globals()[name] for name in looked_at if name in globals()}"
        "\nif 'response' in globals(): shown['code'] = response.status_code"
        "\nif 'job_store_service' in globals(): shown['now'] = job_store_service.get_job('123')"
        "\nif 'cache_key' in globals(): shown['cache_key'] = cache_key"
        "\nprint('\\n' + json.dumps(shown))"
    )
    script = given + code.replace("http://localhost:8000", service.url) + told
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    shown = json.loads(run.stdout.splitlines()[-1])
    assert shown, "the block makes nothing that is looked at"
    if "job" in shown:
        assert shown["job"]["status"] == "pending"
        assert shown["now"] == {**shown["job"], "status": "completed"}
    assert shown.get("value", "value") == "value"
    assert shown.get("code", 202) == 202
    assert shown.get("stats", 0) == 0


@pytest.mark.parametrize("code", of("bash", having="curl "))
def test_calls(code: str, service: Serving, job: str) -> None:
    """Each is answered by what the block of JSON after it shows, and more."""
    here = code.replace("http://localhost:8000", service.url).replace("job-id-123", job)
    here = here.replace("your-api-key", KEY) if KEY not in here else here
    command = here.replace("curl ", "curl --silent --fail ", 1)
    run = subprocess.run(["bash", "-c", command], capture_output=True, timeout=30, check=True)
    told = json.loads(run.stdout)
    if "/status/" in code:
        assert told["report_url"] == f"/reports/{job}.html"
        assert "<html" in httpx.get(service.url + told["report_url"]).text
        assert {"job_id": told["job_id"], "status": told["status"]} == {
            "job_id": job,
            "status": "completed",
        }
    elif "/health" in code:
        for shown in of("json", having='"redis"'):
            assert set(json.loads(shown)) <= set(told)
        assert (told["status"], told["redis"]) == ("healthy", "disabled")
        assert told["authentication"] == "enabled"
    else:
        assert told["status"] == "pending"


@pytest.mark.parametrize(
    "code", [code for code in of("bash") if re.match(r"#?.*\n?[A-Z_]+=", code)]
)
def test_variables_are_settings(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    file = tmp_path / ".env"
    file.write_text(code)
    given = dict(re.findall(r"^([A-Z_]+)=(.*)$", code, re.MULTILINE))
    settings = Settings.load(_env_file=file)
    assert given
    for name, value in given.items():
        held = getattr(settings, name.lower())
        told = held.get_secret_value() if hasattr(held, "get_secret_value") else held
        kind = type(told)
        assert told == (kind(value) if value else kind()), name


@pytest.mark.parametrize("code", of("bash", having="uvicorn "))
def test_the_app_is_served(code: str, tmp_path: Path) -> None:
    """By uvicorn, from the command as printed: a job is researched, and it stops in time."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = code.strip().replace("8001", str(port)).split()
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=tmp_path, stderr=log, stdout=log,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path),
                 "FETCH_ALLOW_NETWORKS": "127.0.0.0/8"},
        )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=url, timeout=40) as client:
            _answers(client)
            assert (client.get("/health")).json()["authentication"] == "disabled"
            assert (client.get("/openapi.json")).json()["paths"]["/research"]
            with pages() as urls:
                body = {"query": "How much cargo is carried under sail?", "sources": urls}
                job_id = (client.post("/research", json=body)).json()["job_id"]
                params = {"wait": "25", "until": "end"}
                told = (client.get(f"/status/{job_id}", params=params)).json()
            assert told["status"] == "completed", told
            assert (client.get(told["report_url"])).status_code == 200
    finally:
        process.terminate()
        process.wait(30)
    assert "authentication is disabled" in (tmp_path / "log").read_text()


def _answers(client: httpx.Client) -> None:
    started = time.monotonic()
    while time.monotonic() - started < 60:
        try:
            client.get("/health")
        except httpx.ConnectError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("it does not serve")


def test_backups(service: Serving, job: str) -> None:
    (command,) = {code for code in of("bash", having="tar ") if "reports/" in code}
    folder = service.log.parent
    subprocess.run(["bash", "-c", command], cwd=folder, timeout=60, check=True)
    (archive,) = folder.glob("reports-backup-*.tar.gz")
    listed = subprocess.run(["tar", "-tzf", archive], capture_output=True, text=True, check=True)
    assert f"reports/{job}.html" in listed.stdout.split()
    archive.unlink()


def test_the_compose_file_has_the_guides_ports_and_mounts() -> None:
    ours = yaml.safe_load((ROOT / "compose.yaml").read_text())
    services = ours["services"]
    ports = {name: services[name]["ports"] for name in ("redis", "chromadb", "api")}
    assert ports == {
        "redis": ["127.0.0.1:6379:6379"],
        "chromadb": ["127.0.0.1:8000:8000"],
        "api": ["127.0.0.1:8001:8000"],
    }
    assert set(ours["volumes"]) == {"redis_data", "chroma_data"}
    assert services["api"]["volumes"] == ["./reports:/app/reports"]
    if GUIDE.exists():
        check_what_it_prints(ours)


def check_what_it_prints(ours: dict[str, Any]) -> None:
    """The guide's own file, service by service."""
    (printed,) = (yaml.safe_load(code) for code in of("yaml"))
    assert set(printed["volumes"]) == set(ours["volumes"])
    for name, service in printed["services"].items():
        mine = ours["services"][name]
        assert [port.removeprefix("127.0.0.1:") for port in mine["ports"]] == service["ports"]
        assert [mount.partition(":")[0] for mount in mine["volumes"]] == [
            mount.partition(":")[0] for mount in service["volumes"]
        ]
        assert set(service.get("depends_on", ())) <= set(mine.get("depends_on", ()))
    variables = (line.partition("=") for line in printed["services"]["api"]["environment"])
    given = ours["services"]["api"]["environment"]
    for name, _, value in variables:
        assert str(given[name]).replace(":-}", "}") == value
