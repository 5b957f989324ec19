"""The word lists: each file is in the one format, and its lists can be read by name."""

from pathlib import Path

import pytest

from research.text.words import word_lists
from research.text.words.word_lists import read_rows, read_words

FOLDER = Path(word_lists.__file__).parent
FILES = sorted(path.stem for path in FOLDER.glob("*.txt") if path.stem != "wordnet_licence")


def names(file: str) -> list[str]:
    lines = (FOLDER / f"{file}.txt").read_text(encoding="utf-8").splitlines()
    return [line[1:-1] for line in lines if line.startswith("[")]


def test_the_files_are_there() -> None:
    assert {"small_words", "verbs", "opposites", "near_words", "countries", "units"} <= set(FILES)


@pytest.mark.parametrize("file", FILES)
def test_a_file_says_what_it_is_for_and_has_lists(file: str) -> None:
    assert (FOLDER / f"{file}.txt").read_text(encoding="utf-8").startswith("# ")
    assert names(file)
    assert len(set(names(file))) == len(names(file))
    for name in names(file):
        rows = read_rows(file, name)
        assert rows
        assert len(set(rows)) == len(rows)
        assert not any("#" in row or "[" in row for row in rows)


def test_a_list_is_read_as_rows_and_as_words() -> None:
    assert "uk britain british briton britons kingdom" in read_rows("countries", "countries")
    assert {"britain", "france"} <= read_words("countries", "countries")


def test_a_list_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        read_words("verbs", "nouns")
