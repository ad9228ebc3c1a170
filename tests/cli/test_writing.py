import errno
import os

import pytest

from planner.cli.writing import check_writable, write, write_text
from planner.errors import ResultError


def test_a_full_disk_leaves_the_old_file_whole(tmp_path):
    file = tmp_path / "figures.json"
    write_text(file, "old")

    def fill_the_disk(part):
        part.write_text("half of the n")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(ResultError) as caught:
        write(file, fill_the_disk)
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]
    (problem,) = caught.value.problems
    assert problem.kind == "cannot-write"
    assert problem.facts["reason"] == os.strerror(errno.ENOSPC)


def test_a_result_is_an_ordinary_file(tmp_path):
    file = tmp_path / "figures.txt"
    write_text(file, "县\n")
    plain = tmp_path / "plain.txt"
    plain.write_text("x")
    assert file.read_text(encoding="utf-8") == "县\n"
    assert file.stat().st_mode == plain.stat().st_mode


def test_what_cannot_be_written_is_found_at_once(tmp_path):
    with pytest.raises(ResultError) as caught:
        check_writable([tmp_path / "a" / "x.csv", tmp_path])
    assert [problem.kind for problem in caught.value.problems] == ["no-such-folder", "is-a-folder"]
    check_writable([tmp_path / "x.csv"])
