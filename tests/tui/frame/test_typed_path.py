"""What a person types into a field for a path: it is understood, or told in words, at every key."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.tui.frame.typed_path import Untyped, typed_new, typed_path, wrong_with_existing, wrong_with_new

ODD = (
    *(
        "~x",
        "~",
        "~/",
        "~no-such-user-here/a.toml",
        "''",
        '""',
        "'",
        '"',
        "/",
        "..",
        ".",
        "file:///x",
        "file:",
        "file://[x",
    ),
    *(
        "/" + "a" * 300 + "/b.toml",
        "a" * 300 + ".toml",
        "县" * 90 + ".toml",
        "/a" * 3_000,
        "\0",
        "a\0.toml",
        "\ud800.toml",
    ),
    *("\x1b[2J.toml", "\u202egnp.toml", " ", "", "   .toml", "/dev/null", "/proc/self/mem.toml", "\\", "a\\ b.toml"),
)
"""What no path is, and what is one that leads to nothing good."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "my county [1].toml"
    found.write_text("format = 1\n", encoding="utf-8")
    return found


def test_quotes_escaped_blanks_and_addresses_are_understood(file: Path) -> None:
    for text in (
        str(file),
        f"  {file}  ",
        f"'{file}'",
        f'"{file}"',
        f"“{file}”",
        str(file).replace(" ", "\\ ").replace("[", "\\[").replace("]", "\\]"),
        file.as_uri(),
        f"file://localhost{str(file).replace(' ', '%20')}",
    ):
        assert typed_path(text) == file
        assert wrong_with_existing(text) is None


def test_the_home_folder_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert typed_path("~/a.toml") == tmp_path / "a.toml"
    assert typed_path("~") == tmp_path


@pytest.mark.parametrize("text", ODD)
def test_what_leads_nowhere_is_told(text: str, lang: str) -> None:
    if text.strip().strip("'\""):
        assert wrong_with_existing(text)
    names = ("'", '"', "\\", "file:///x")
    if text not in names and (not text.endswith(".toml") or len(text) > 100 or not text.isprintable()):
        assert wrong_with_new(text, ".toml")


def test_nothing_typed_opens_nothing_and_writes_nothing() -> None:
    for text in ("", "  ", "''"):
        assert wrong_with_existing(text) is None
        assert wrong_with_new(text, ".toml")
        with pytest.raises(Untyped):
            typed_path(text)


def test_the_suffix_of_a_new_file_needs_not_be_typed(tmp_path: Path, file: Path) -> None:
    same = ("mine.toml", "b.TOML")
    for typed, name in (("方案", "方案.toml"), ("方案2.0", "方案2.0.toml"), *zip(same, same, strict=True)):
        assert wrong_with_new(str(tmp_path / typed), ".toml") is None
        assert typed_new(str(tmp_path / typed), ".toml") == tmp_path / name
    assert typed_new(str(tmp_path / "chart"), ".xlsx") == tmp_path / "chart.xlsx"
    assert wrong_with_new(str(tmp_path / "mine.txt"), ".toml")
    assert wrong_with_new(str(file.with_suffix("")), ".toml"), "what stands there is not written over"


def test_where_something_can_be_written(tmp_path: Path, file: Path) -> None:
    assert wrong_with_new(str(tmp_path / "new.toml"), ".toml") is None
    assert wrong_with_new(str(file), ".toml", may_exist=True) is None
    (tmp_path / "folder.toml").mkdir()
    for text in (
        file,
        tmp_path,
        tmp_path / "folder.toml",
        tmp_path / ".toml",
        tmp_path / "no" / "new.toml",
        tmp_path / "x.txt",
    ):
        assert wrong_with_new(str(text), ".toml")


@given(st.text(max_size=60))
def test_any_text_is_answered(text: str) -> None:
    for answer in (
        wrong_with_existing(text),
        wrong_with_new(text, ".toml"),
        wrong_with_new(text, ".csv", may_exist=True),
    ):
        assert answer is None or answer.strip()
    try:
        path = typed_path(text)
    except Untyped:
        return
    assert path.is_absolute() and "\0" not in os.fspath(path)
