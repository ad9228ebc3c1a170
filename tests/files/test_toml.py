"""Files that are no readable TOML: each told apart, none a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from planner.errors import Problem
from planner.files import fingerprint, read, save_changes
from planner.wording.problems import sentence


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


@pytest.mark.parametrize("name", ["a\0b", "a" * 5_000, "a/" * 5_000])
def test_a_name_that_no_file_can_have(folder, problems, name):
    problem = only(problems, folder / name)
    assert (problem.kind, problem.facts["reason"]) == ("unreadable", "name")


def test_links_in_a_circle(folder, problems):
    (folder / "loop.toml").symlink_to(folder / "loop.toml")
    assert only(problems, folder / "loop.toml").facts["reason"] == "circle"
    assert only(problems, folder / "county.toml" / "x.toml").facts["reason"] == "missing"


def test_a_pipe_is_not_waited_for(folder, problems):
    os.mkfifo(folder / "pipe.toml")
    assert only(problems, folder / "pipe.toml").facts["reason"] == "not-a-file"


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


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_what_windows_saves_is_read_and_told(county, encoding):
    path = county()
    text = path.read_text(encoding="utf-8").replace("小县", "莱阳市")
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    path.write_bytes(mark + text.encode(encoding))
    reading = read(path)
    assert (reading.scenario.title.zh, reading.scenario.title.en) == ("莱阳市", "Small county")
    (note,) = reading.notes
    assert (note.kind, note.file) == ("encoding", str(path))
    assert note.facts["encoding"] == ("UTF-16" if encoding.startswith("utf-16") else "GB18030")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_saving_makes_it_utf_8(county, encoding):
    path = county()
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
    save_changes(path, {"time.days": 7}, expected=fingerprint(path))
    reading = read(path)
    assert (reading.scenario.time.days, reading.scenario.title.zh, reading.notes) == (7, "小县", ())


@pytest.mark.parametrize(
    "content",
    [
        b'format = 1\ntitle = "caf\xe9"\n',
        b"format = 1\ntitle = '\xff\xfe\xfd'\n",
        b"\xff\xfef\x00o",
        b"format = 1\n\x00\x81\x30\n",
        "标题".encode("gbk") + b"\x07\xff",
        'title = "莱阳市城厢街道"'.encode() + b"\xe8\x8e\n# \xe8",
    ],
    ids=["latin-1", "bytes", "half a character", "binary", "control", "UTF-8 with a slip"],
)
def test_other_encodings_are_refused_with_a_way_out(write, problems, content):
    path = write("other.toml", "")
    path.write_bytes(content)
    problem = problems(path)[0]
    assert problem.kind in ("unreadable", "not-toml") and "\0" not in sentence(problem)
    if problem.kind == "unreadable":
        assert "UTF-8" in sentence(problem)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[a]\n[a]\n", "twice"),
        ("a = {b = 1, b = 2}", "twice-in-line"),
        ("a = 1\na.b = 2\n", "overwrites"),
        ("a 1", "no-equals"),
        ("[a", "no-bracket"),
        ("a = 1 b = 2", "no-line-end"),
        ('a = "b', "open-string"),
        ("a = 'b", "open-string"),
        ('a = "b\nc = 1', "open-string"),
        ("a = [1, 2", "open-list"),
        ("a = { b = 1", "open-table"),
        ('a = "C:\\users"', "backslash"),
        ('a = "b\x01"', "character"),
        ("a = 2025-02-30", "date"),
        ("a = 2025-13-01T00:00:00", "no-line-end"),
        ("a = words", "value"),
        ("= 1", "statement"),
        ("a = " + "9" * 5_000, "digits"),
    ],
)
def test_what_is_no_toml_is_told_in_our_words(write, problems, text, fault):
    problem = only(problems, write("wrong.toml", text))
    assert (problem.kind, problem.facts["fault"]) == ("not-toml", fault)
    assert problem.facts["detail"] not in sentence(problem)


def test_byte_order_mark_is_passed_over(folder, county):
    path = county()
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    reading = read(path)
    assert (reading.scenario.title.en, reading.notes) == ("Small county", ())


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
