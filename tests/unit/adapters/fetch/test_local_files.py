"""Local files: which are found, and which are refused."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from research.adapters.fetch import local_files
from research.adapters.fetch.local_files import find_files
from research.domain.errors import SourceUnusableError

MAX_BYTES = 100_000
STORKS = "Storks\nThe white stork winters south of the Sahara and returns to its nest in March."


def write(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text)
    return folder


def names(files: Sequence[Path]) -> list[str]:
    return [path.name for path in files]


def test_the_kinds_that_are_read_are_found_in_folders_below(tmp_path: Path) -> None:
    for name in ("b.txt", "a.PDF", "c.html", "x.png", "y", ".hidden.txt", "one/d.md", "one/e.docx",
                 "h.xhtml", ".git/f.txt", "one/two/g.htm"):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")
    found = find_files([tmp_path], MAX_BYTES)
    assert names(found.files) == ["a.PDF", "b.txt", "c.html", "h.xhtml", "d.md", "e.docx", "g.htm"]


def test_files_of_other_kinds_in_a_folder_are_named_with_the_reason(tmp_path: Path) -> None:
    write(tmp_path, a=STORKS)
    for name in ("film.mp4", "setup.exe", "no-suffix", ".hidden.mp4"):
        (tmp_path / name).write_bytes(b"x")
    found = find_files([tmp_path], MAX_BYTES)
    assert names(found.files) == ["a.txt"]
    assert [failure.subject.rpartition("/")[2] for failure in found.failures] == [
        "film.mp4",
        "no-suffix",
        "setup.exe",
    ]
    assert all("not of a kind that can be read (html," in one.message for one in found.failures)


def test_a_folder_full_of_other_kinds_is_counted_beyond_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_files, "MAX_NAMED_UNREAD", 2)
    write(tmp_path, a=STORKS)
    for number in range(5):
        (tmp_path / f"{number}.png").write_bytes(b"x")
    messages = [failure.message for failure in find_files([tmp_path], MAX_BYTES).failures]
    assert len(messages) == 3
    assert messages[-1].startswith("3 more files are not of a kind")


def test_a_file_is_found_once_however_often_it_is_named(tmp_path: Path) -> None:
    write(tmp_path, a=STORKS)
    os.link(tmp_path / "a.txt", tmp_path / "b.txt")
    (tmp_path / "c.txt").symlink_to("a.txt")
    found = find_files([tmp_path / "b.txt", tmp_path, tmp_path / "c.txt"], MAX_BYTES)
    assert names(found.files) == ["b.txt", "a.txt"]


def test_links_that_lead_out_or_nowhere_are_passed_over(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    write(inside, a=STORKS)
    write(outside, secret="secret")
    (inside / "b.txt").symlink_to(outside / "secret.txt")
    (inside / "c.txt").symlink_to("nowhere.txt")
    (inside / "d.txt").symlink_to("d.txt")
    (inside / "folder").symlink_to(outside)
    (inside / "circle").symlink_to(inside)
    assert names(find_files([inside], MAX_BYTES).files) == ["a.txt"]


def test_what_is_not_a_regular_file_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, a=STORKS)
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    assert names(find_files([tmp_path], MAX_BYTES).files) == ["a.txt"]


def test_a_file_too_large_in_a_folder_is_a_failure_that_is_told(tmp_path: Path) -> None:
    write(tmp_path, a=STORKS)
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(50_000_000)
    found = find_files([tmp_path], MAX_BYTES)
    assert names(found.files) == ["a.txt"]
    [failure] = found.failures
    assert failure.subject == (tmp_path / "large.txt").as_uri()
    assert failure.code == "too_large"
    assert "50,000,000 bytes" in failure.message


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing", "missing: No such file"),
        ("large.txt", r"large\.txt: the file has 50,000,000 bytes"),
        ("picture.png", r"picture\.png: not of a kind that can be read \(html, htm, xhtml, md"),
        ("pipe.txt", "neither a file nor a folder"),
        ("circle.txt", r"circle\.txt: "),
        ("nul\0.txt", "no such file or folder"),
        ("n" * 300, "File name too long"),
        ("empty", r"empty: x\.png: not of a kind that can be read \(html, htm, xhtml, md"),
        ("only-large", r"only-large: huge\.txt: the file has"),
    ],
)
def test_what_was_named_and_can_not_be_read_is_the_users_error(
    name: str, message: str, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "x.png").write_bytes(b"x")
    (tmp_path / "only-large").mkdir()
    for large in (tmp_path / "large.txt", tmp_path / "only-large" / "huge.txt"):
        with large.open("wb") as file:
            file.truncate(50_000_000)
    (tmp_path / "picture.png").write_bytes(b"x")
    (tmp_path / "circle.txt").symlink_to("circle.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(SourceUnusableError, match=message):
        find_files([tmp_path / name], MAX_BYTES)


def test_a_folder_that_can_not_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def refuse(path: str | Path) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    write(tmp_path, a=STORKS)
    (tmp_path / "locked").mkdir()
    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(SourceUnusableError, match="locked: Permission denied"):
        find_files([tmp_path / "locked"], MAX_BYTES)
    found = find_files([tmp_path], MAX_BYTES)
    assert names(found.files) == ["a.txt"]
    assert [failure.message for failure in found.failures] == ["Permission denied"]


@pytest.mark.parametrize(("bound", "value"), [("MAX_FILES", 2), ("MAX_TOTAL_BYTES", 20)])
def test_a_large_folder_is_read_in_part_and_the_run_says_so(
    bound: str, value: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, **dict.fromkeys("abcd", "x" * 10))
    monkeypatch.setattr(local_files, bound, value)
    found = find_files([tmp_path], MAX_BYTES)
    assert names(found.files) == ["a.txt", "b.txt"]
    assert ["not read, and none after it" in failure.message for failure in found.failures] == [
        True
    ]


def test_folders_deep_down_are_not_entered(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(local_files.MAX_DEPTH + 1):
        write(deep, **{f"level{len(deep.relative_to(tmp_path).parts)}": STORKS})
        deep /= "below"
        deep.mkdir()
    write(deep, too_deep=STORKS)
    found = names(find_files([tmp_path], MAX_BYTES).files)
    assert len(found) == local_files.MAX_DEPTH + 1
    assert "too_deep.txt" not in found
