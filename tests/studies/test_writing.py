import errno
import os

import pytest

from planner.errors import ResultError
from planner.studies.writing import check_writable, write, write_text


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


@pytest.mark.parametrize("name", ["a\0b.csv", "a" * 300 + ".csv", "x.csv/y.csv"])
def test_a_name_that_no_file_can_have_is_found_at_once(tmp_path, name):
    (tmp_path / "x.csv").write_text("x")
    with pytest.raises(ResultError):
        check_writable([tmp_path / name])


def test_links_are_followed_and_links_in_a_circle_are_told(tmp_path):
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    write_text(tmp_path / "link.txt", "x")
    assert (tmp_path / "link.txt").is_symlink() and (tmp_path / "real.txt").read_text() == "x"
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    with pytest.raises(ResultError):
        check_writable([tmp_path / "loop.txt"])


def test_a_device_is_written_to_and_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_text(pipe, "县\n")
    assert os.read(reader, 100).decode() == "县\n"
    os.close(reader)
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the system has no device that is always full")
def test_a_full_device_is_told(tmp_path):
    full = tmp_path / "full"
    full.symlink_to("/dev/full")
    with pytest.raises(ResultError) as caught:
        write_text(full, "x")
    assert caught.value.problems[0].facts["reason"] == os.strerror(errno.ENOSPC)
    assert full.is_symlink()
