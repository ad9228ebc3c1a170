"""Files that are no readable TOML: each told apart, none a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from planner.errors import Problem


def only(problems, path: Path) -> Problem:
    (problem,) = problems(path)
    assert problem.file == str(path)
    return problem


def test_missing(folder, problems):
    problem = only(problems, folder / "nowhere.toml")
    assert (problem.kind, problem.facts["reason"]) == ("unreadable", "missing")


def test_directory(folder, problems):
    problem = only(problems, folder / "base")
    assert (problem.kind, problem.facts["reason"]) == ("unreadable", "directory")


def test_not_a_file(problems):
    assert only(problems, Path("/dev/zero")).facts["reason"] == "not-a-file"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_no_permission(write, problems):
    path = write("secret.toml", "format = 1")
    path.chmod(0)
    assert only(problems, path).facts["reason"] == "permission"


def test_name_with_a_null_byte(problems):
    assert problems(Path("a\0b"))[0].kind == "unreadable"


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n"])
def test_empty(write, problems, text):
    assert only(problems, write("empty.toml", text)).kind == "empty"


def test_not_toml_names_line_and_column(write, problems):
    problem = only(problems, write("word.toml", 'title = "a"\n\nDear colleague,\n'))
    assert problem.kind == "not-toml"
    assert (problem.facts["line"], problem.facts["column"]) == (3, 6)


def test_a_table_that_is_written_twice_is_told_by_its_key(write, problems):
    detail = only(problems, write("twice.toml", "[platform]\n[platform]\n")).facts["detail"]
    assert detail == "Cannot declare platform twice"
    detail = only(problems, write("deep.toml", "[a.'b c']\n[a.'b c']\n")).facts["detail"]
    assert detail == "Cannot declare a.b c twice"


def test_not_toml_at_the_end(write, problems):
    problem = only(problems, write("open.toml", 'title = "a\n'))
    assert problem.kind == "not-toml" and problem.facts["line"] >= 1


def test_key_twice(write, problems):
    assert only(problems, write("twice.toml", "[time]\ndays = 1\ndays = 2\n")).facts["line"] == 3


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_wrong_encoding(folder, problems, encoding):
    path = folder / "gbk.toml"
    path.write_bytes('format = 1\ntitle = "莱阳市"\n'.encode(encoding))
    problem = only(problems, path)
    assert (problem.kind, problem.facts["reason"]) == ("unreadable", "encoding")
    assert problem.facts["line"] == (1 if encoding == "utf-16" else 2)


def test_byte_order_mark_is_passed_over(folder, county):
    from planner.files import read_scenario

    path = county()
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_scenario(path).title.en == "Small county"


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 100_000 + "]" * 100_000,
        "a = " + "{b = " * 100_000 + "1" + "}" * 100_000,
        "a." * 100_000 + "b = 1",
        "[" + "a." * 100_000 + "b]\n",
        "x = { " + "a . " * 100_000 + "b = 1 }",
        'x = { "a".' + "'b'." * 100_000 + "b = 1 }",
        "a = " + "[" * 60 + "]" * 60,
    ],
    ids=["lists", "tables", "key", "header", "inline", "quoted", "sixty"],
)
def test_nested_too_deep(write, problems, text):
    assert only(problems, write("deep.toml", text)).kind == "nested-too-deep"


def test_too_large(write, problems):
    assert only(problems, write("large.toml", "#" * 5_000_001)).kind == "too-large"


def test_a_long_word_is_read_quickly(write, problems):
    # Looking for over-long keys must not take quadratic time; this would not end.
    path = write("long.toml", 'description = "' + "a" * 2_000_000 + '"\n' + "#" + '"' * 500_000 + "\n")
    assert {problem.kind for problem in problems(path)} == {"missing"}


def test_number_of_endless_digits(write, problems):
    assert only(problems, write("digits.toml", "format = " + "9" * 10_000)).kind == "not-toml"
