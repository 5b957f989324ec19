"""Queries, places and files that are not what one hopes for, through the console script.

Each ends with a report or a line that says what is wrong, and never with a traceback.
"""

import json
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfWriter

from tests.integration.offline_command import run_offline

COLLECTION = Path(__file__).parents[2] / "examples" / "sailing-cargo"

CHINESE = (
    "青石湾的风帆货船",
    "青石湾造船厂在二〇二五年交付了第一艘风帆货船“海燕号”。",
    "海燕号每次航行可以节省百分之二十二的燃料，这是船上仪表十四个月的测量结果。",
    "船长说，风帆货船的船员需要接受两个星期的训练，然后才能独立操作风帆。",
    "港口居民对风帆货船的到来表示欢迎，因为它比普通货船安静得多。",
)
ARABIC = (
    "سفن الشحن الشراعية في ميناء الريحان",
    "سلم حوض بناء السفن في ميناء الريحان أول سفينة شحن شراعية في ربيع العام الماضي.",
    "وفرت سفينة الشحن الشراعية اثنين وعشرين في المئة من الوقود خلال أربعة عشر شهرا من القياس.",
    "وقال القبطان إن سفينة الشحن الشراعية تحتاج إلى طاقم مدرب على التعامل مع الأشرعة.",
    "ورحب سكان الميناء بالسفينة لأنها أهدأ بكثير من السفن التي تعمل بالمحركات.",
)
FRENCH = (
    "Les cargos à voile de Sainte-Éloïse",
    "Le chantier naval de Sainte-Éloïse a livré son premier cargo à voile au début de l'été.",
    "Le cargo à voile a économisé 22 % de carburant, d'après quatorze mois de relevés à bord.",
    "Un équipage doit être formé pendant deux semaines avant de manœuvrer seul les voiles.",
    "Les habitants préfèrent le cargo à voile, bien plus discret que les navires à moteur.",
)


def page(paragraphs: tuple[str, ...], head: str = "") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs[1:])
    return (
        f"<!doctype html><html><head>{head}<title>{paragraphs[0]}</title></head>"
        f"<body><article><h1>{paragraphs[0]}</h1>{body}</article></body></html>"
    )


def one_line(ended: subprocess.CompletedProcess[str]) -> str:
    """The line that says what is wrong: the last, and the only one that is not progress."""
    assert ended.stdout == ""
    *progress, line = ended.stderr.splitlines()
    assert all(step.startswith("[") for step in progress), ended.stderr
    assert line.startswith("content-research: ")
    return line


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "the query is empty"),
        (" \t ", "the query is empty"),
        ("\x01\x02\x7f", "the query is empty"),
        ("long " * 600, "the query has 2,999 characters, more than 2,000"),
    ],
)
def test_a_query_that_can_not_be_researched(query: str, message: str, tmp_path: Path) -> None:
    ended = run_offline(tmp_path, "run", query, "--source", str(COLLECTION))
    assert ended.returncode == 2
    assert message in one_line(ended)


def test_control_characters_in_a_query_are_dropped(tmp_path: Path) -> None:
    query = "What do\x07 wing sails\x1b save?"
    ended = run_offline(tmp_path, "run", query, "--source", str(COLLECTION), "--json")
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["query"] == "What do wing sails save?"


def test_no_network(tmp_path: Path) -> None:
    ended = run_offline(tmp_path, "run", "Who builds cargo ships with sails?")
    assert ended.returncode == 1
    assert "no search worked: ddgs: " in one_line(ended)


def test_pages_that_can_not_be_reached(tmp_path: Path) -> None:
    ended = run_offline(
        tmp_path, "run", "Who?", "--source", "https://a.example/", "--source", "http://127.0.0.1/"
    )
    assert ended.returncode == 1
    line = one_line(ended)
    assert "https://a.example/" in line
    assert "not a public address" in line


def test_nothing_about_the_question(tmp_path: Path) -> None:
    query = "Zymurgy xylophone quokka?"
    ended = run_offline(tmp_path, "run", query, "--source", str(COLLECTION))
    assert ended.returncode == 0
    assert "sources read do not answer “Zymurgy xylophone quokka”." in ended.stdout


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    ended = run_offline(tmp_path, "run", "Who?", "--source", "nowhere/at/all")
    assert ended.returncode == 2
    assert "nowhere/at/all: No such file or directory" in one_line(ended)


def test_an_address_that_is_none_of_the_web(tmp_path: Path) -> None:
    ended = run_offline(tmp_path, "run", "Who?", "--source", "ftp://x.example/a")
    assert ended.returncode == 2
    assert "ftp://x.example/a: only http and https addresses can be read" in one_line(ended)


def test_a_file_in_the_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("A note.")
    ended = run_offline(tmp_path, "run", "Who?", "--source", "notes.txt/2025")
    assert ended.returncode == 2
    assert "notes.txt/2025: Not a directory" in one_line(ended)


def test_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ended = run_offline(tmp_path, "run", "Who?", "--source", "empty")
    assert ended.returncode == 2
    assert "empty: no file of a kind that can be read" in one_line(ended)


def large_file(folder: Path) -> Path:
    path = folder / "large.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    return path


def test_a_file_of_50_mb_that_was_named(tmp_path: Path) -> None:
    ended = run_offline(tmp_path, "run", "Who?", "--source", str(large_file(tmp_path)))
    assert ended.returncode == 2
    assert "50,000,000 bytes, more than the limit" in one_line(ended)


def test_a_file_of_50_mb_in_a_folder_costs_only_itself(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    large_file(folder)
    for path in COLLECTION.glob("*.html"):
        (folder / path.name).write_bytes(path.read_bytes())
    ended = run_offline(tmp_path, "run", "What do wing sails save?", "--source", "folder", "--json")
    assert ended.returncode == 0, ended.stderr
    (failure,) = json.loads(ended.stdout)["failures"]
    assert failure["subject"].endswith("/large.txt")
    assert failure["code"] == "too_large"
    assert "large.txt: the file has 50,000,000 bytes" in ended.stderr


def test_a_pdf_without_text(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.write(tmp_path / "scan.pdf")
    ended = run_offline(tmp_path, "run", "Who?", "--source", "scan.pdf")
    assert ended.returncode == 2
    assert "scan.pdf: " in one_line(ended)


@pytest.mark.parametrize(
    ("query", "paragraphs", "encoding", "head"),
    [
        ("风帆货船节省多少燃料？", CHINESE, "utf-8", '<meta charset="utf-8">'),
        ("风帆货船节省多少燃料？", CHINESE, "gb18030", '<meta charset="gb2312">'),
        ("كم توفر سفينة الشحن الشراعية من الوقود؟", ARABIC, "utf-8", ""),
        (
            "كم توفر سفينة الشحن الشراعية من الوقود؟",
            ARABIC,
            "cp1256",
            '<meta charset="windows-1256">',
        ),
        ("Combien un cargo à voile économise-t-il ?", FRENCH, "cp1252", '<meta charset="latin-1">'),
        ("Combien un cargo à voile économise-t-il ?", FRENCH, "cp1252", '<meta charset="utf-8">'),
        ("Combien un cargo à voile économise-t-il ?", FRENCH, "cp1252", ""),
    ],
    ids=["zh", "zh-gb18030", "ar", "ar-cp1256", "latin-1", "wrong-charset", "no-charset"],
)
def test_a_page_in_another_script_or_charset(
    query: str, paragraphs: tuple[str, ...], encoding: str, head: str, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_bytes(page(paragraphs, head).encode(encoding))
    ended = run_offline(tmp_path, "run", query, "--source", "page.html", "--json")
    assert ended.returncode == 0, ended.stderr
    report = json.loads(ended.stdout)
    assert report["sources"][0]["title"] == paragraphs[0]
    claims = report["key_findings"] + [c for s in report["sections"] for c in s["claims"]]
    said = {claim["text"] for claim in claims}
    assert paragraphs[2] in said
    assert said <= set(paragraphs[1:])
