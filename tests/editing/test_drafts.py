"""Drafts: found after a crash with every change but the one in hand; gone on with or thrown away."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.editing import Document, drafts_in, list_drafts
from planner.editing.history import decoded, encoded
from planner.errors import ScenarioError
from planner.files.atomic import locked

EDITOR = Path(__file__).with_name("editor.py")


class TestCodec:
    @given(
        st.recursive(
            st.one_of(st.text(), st.integers(), st.booleans(), st.dates(), st.datetimes(), st.times()),
            lambda inner: st.one_of(
                st.lists(inner, max_size=3),
                st.dictionaries(st.sampled_from(["a", "$date", "$table", "$x"]), inner, max_size=3),
            ),
        )
    )
    def test_values_come_back_as_they_were(self, value):
        assert decoded(json.loads(json.dumps(encoded(value)))) == value

    def test_a_day_is_not_a_moment(self):
        assert type(decoded(encoded(date(2025, 1, 1)))) is date
        assert type(decoded(encoded(datetime(2025, 1, 1)))) is datetime


class TestDrafts:
    def test_left_behind_and_gone_on_with(self, own, drafts):
        own.set_value("townships.a.residents", 32_000)
        own.choose("whistle")
        own.set_value("time.start", date(2025, 1, 13))
        own.undo()
        assert list_drafts(drafts)[0].in_use
        own.leave()
        (draft,) = list_drafts(drafts)
        assert (draft.file, draft.commands, draft.damaged, draft.in_use) == (own.file, 2, False, False)
        again = Document.resume(draft)
        assert again.tables == own.tables and again.unsaved
        assert (again.done, again.undone) == (own.done, own.undone)
        again.redo()
        assert again.state.value("time.start") == date(2025, 1, 13)
        again.leave()
        assert list_drafts(drafts)[0].commands == 3

    def test_a_what_if_without_a_file(self, new, drafts, folder):
        new.set_value("townships.a.residents", 32_000)
        new.leave()
        (draft,) = list_drafts(drafts)
        assert draft.file is None and draft.home == new.suggested_file
        again = Document.resume(draft)
        assert again.state.value("townships.a.residents") == 32_000
        assert again.save().file == (folder / "county-what-if.toml").resolve()

    def test_saved_and_changed_again(self, own, drafts):
        own.set_value("townships.a.residents", 32_000)
        own.save()
        assert list_drafts(drafts) == ()
        own.set_value("townships.b.residents", 9_000)
        own.leave()
        again = Document.resume(list_drafts(drafts)[0])
        assert again.save().fingerprint
        assert again.state.scenario.townships["b"].residents == 9_000

    def test_saved_under_another_name(self, own, drafts, folder):
        own.set_value("townships.a.residents", 32_000)
        (folder / "plans").mkdir()
        own.save_as(folder / "plans" / "two.toml")
        own.set_value("townships.b.residents", 9_000)
        own.leave()
        again = Document.resume(list_drafts(drafts)[0])
        assert again.file.name == "two.toml"
        assert again.tables == own.tables
        again.undo(), again.undo()
        assert again.state.problems == ()

    def test_nothing_unsaved_is_no_draft(self, own, drafts):
        own.set_value("townships.a.residents", 32_000)
        own.undo()
        own.leave()
        assert list_drafts(drafts) == ()
        assert list(drafts.iterdir()) == []

    def test_closing_and_discarding(self, own, opened, drafts):
        own.set_value("townships.a.residents", 32_000)
        other = opened()
        other.set_value("townships.b.residents", 9_000)
        assert len(list_drafts(drafts)) == 2
        own.close()
        (draft,) = list_drafts(drafts)
        with pytest.raises(ScenarioError) as error:
            draft.discard()
        assert error.value.problems[0].kind == "draft-in-use"
        with pytest.raises(ScenarioError) as error:
            Document.resume(draft)
        assert error.value.problems[0].kind == "draft-in-use"
        other.leave()
        draft.discard()
        assert list_drafts(drafts) == ()

    def test_a_file_that_changed_meanwhile_is_noticed_on_saving(self, own, drafts):
        own.set_value("townships.a.residents", 32_000)
        own.leave()
        own.file.write_text("# somebody else\n" + own.file.read_text(encoding="utf-8"), encoding="utf-8")
        again = Document.resume(list_drafts(drafts)[0])
        assert type(again.save()).__name__ == "ChangedOnDisk"


class TestDamage:
    @pytest.fixture
    def draft(self, own, drafts):
        own.set_value("townships.a.residents", 32_000)
        own.set_value("townships.b.residents", 9_000)
        own.leave()
        (path,) = drafts.iterdir()
        return path

    @pytest.mark.parametrize("end", [b"{", b'{"do":"set-value","facts"', b"\x00\xff\x00", b"[1]\n", b'{"do":1}\n'])
    def test_a_broken_end_costs_one_command(self, draft, drafts, end):
        draft.write_bytes(draft.read_bytes() + end)
        (found,) = list_drafts(drafts)
        assert found.damaged and found.commands == 2
        again = Document.resume(found)
        again.set_value("townships.c.residents", 8_000)
        again.leave()
        (found,) = list_drafts(drafts)
        assert not found.damaged and found.commands == 3

    def test_every_place_at_which_writing_may_stop(self, draft, drafts):
        content = draft.read_bytes()
        head = content.index(b"\n") + 1
        for length in range(head, len(content)):
            draft.write_bytes(content[:length])
            assert sum(one.commands for one in list_drafts(drafts)) == content[head:length].count(b"\n")

    @pytest.mark.parametrize("content", [b"", b"junk", b"{}\n", b'{"draft":99}\n', b"\xff\n"])
    def test_what_is_no_draft_is_passed_over(self, draft, drafts, content):
        (drafts / "other.jsonl").write_bytes(content)
        assert [found.path for found in list_drafts(drafts)] == [draft]
        assert (drafts / "other.jsonl").read_bytes() == content

    @pytest.mark.parametrize(
        "line",
        [
            "[" * 100_000,
            '{"do":"set-value","facts":' + '{"a":' * 100_000,
            '{"do":"set-value","facts":{},"edits":[[["title"],' + "[" * 300 + "]" * 300 + "]]}",
            '{"do":"set-value","facts":{},"edits":[[[1,2],3]]}',
            '{"do":"set-value","facts":{},"edits":[[[],3]]}',
            '{"do":"set-value","facts":{},"edits":[["time",3]]}',
            '{"do":"set-value","facts":{},"edits":[[["time"],null]]}',
            '{"do":"set-value","facts":{},"edits":[[["time"],{"$table":[[1,2]]}]]}',
            '{"do":"set-value","facts":{},"edits":[[["time"],{"$date":7}]]}',
            '{"do":"set-value","facts":{},"edits":7}',
            '{"do":"set-value","facts":[],"edits":[]}',
            '{"do":7,"facts":{},"edits":[]}',
            '{"saved":"x","file":"a\\u0000b","text":"format = 1"}',
            '{"saved":7,"file":"a","text":"format = 1"}',
            '{"saved":"x","file":["a"],"text":"format = 1"}',
            "7",
            "null",
        ],
    )
    def test_a_line_that_makes_no_sense_costs_what_follows_it(self, draft, drafts, line):
        (drafts / "other.jsonl").write_bytes(draft.read_bytes() + line.encode() + b"\n" + b'{"undo":1}\n')
        found = {one.path: one for one in list_drafts(drafts)}
        assert (found[draft].commands, found[draft].damaged) == (2, False)
        other = found[drafts / "other.jsonl"]
        assert (other.commands, other.damaged) == (2, True)
        Document.resume(other).leave()

    def test_a_draft_of_which_nothing_can_be_read_but_its_head_is_kept(self, draft, drafts):
        head = draft.read_bytes().split(b"\n")[0]
        draft.write_bytes(head + b"\n" + b'{"do":7}\n')
        (found,) = list_drafts(drafts)
        assert (found.commands, found.damaged, draft.exists()) == (0, True, True)

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("text", "a = " + "[" * 5_000 + "]" * 5_000),
            ("text", "no toml"),
            ("text", 7),
            ("home", "a\0b"),
            ("home", 7),
            ("file", ["a"]),
            ("fingerprint", {}),
            ("opened", "0001-01-01T00:00:00+14:00"),
            ("opened", "2025-01-01T00:00:00"),
            ("opened", "yesterday"),
        ],
    )
    def test_a_head_that_makes_no_sense_hides_no_other(self, draft, drafts, key, value):
        head, _, rest = draft.read_bytes().partition(b"\n")
        (drafts / "other.jsonl").write_bytes(json.dumps({**json.loads(head), key: value}).encode() + b"\n" + rest)
        assert [found.path for found in list_drafts(drafts)] == [draft]

    def test_what_cannot_be_read_is_told_with_its_place_and_stays(self, draft, drafts):
        spoilt = {
            "garbage.jsonl": b"\xff\x00 nonsense\n",
            "half.jsonl": draft.read_bytes()[:20],
            "newer.jsonl": draft.read_bytes().replace(b'"draft":1', b'"draft":99'),
            "words.jsonl": b"7\n" + draft.read_bytes(),
        }
        for name, content in spoilt.items():
            (drafts / name).write_bytes(content)
        found = drafts_in(drafts)
        assert [one.path for one in found.drafts] == [draft]
        assert [(one.kind, one.file) for one in found.unreadable] == [
            ("no-draft", str(drafts / name)) for name in sorted(spoilt)
        ]
        assert {name: (drafts / name).read_bytes() for name in spoilt} == spoilt

    def test_one_that_is_being_begun_elsewhere_is_not_told(self, drafts):
        drafts.mkdir(exist_ok=True)
        (drafts / "new.jsonl").write_bytes(b"")
        with open(drafts / "new.jsonl", "r+b") as begun:
            assert locked(begun.fileno())
            assert drafts_in(drafts).unreadable == ()
        assert len(drafts_in(drafts).unreadable) == 1

    def test_special_files_hide_no_other(self, draft, drafts):
        os.mkfifo(drafts / "pipe.jsonl")
        (drafts / "folder.jsonl").mkdir()
        (drafts / "loop.jsonl").symlink_to(drafts / "loop.jsonl")
        (drafts / "device.jsonl").symlink_to("/dev/zero")
        (drafts / "closed.jsonl").write_bytes(draft.read_bytes())
        (drafts / "closed.jsonl").chmod(0)
        (drafts / "old.jsonl").write_bytes(draft.read_bytes())
        os.utime(drafts / "old.jsonl", (10**12, 10**12))
        assert draft in [found.path for found in list_drafts(drafts)]

    def test_no_folder_of_drafts(self, drafts):
        drafts.parent.mkdir(exist_ok=True)
        drafts.symlink_to(drafts)
        assert list_drafts(drafts) == ()

    def test_a_full_disk_is_said_and_made_up_for(self, own, drafts, monkeypatch):
        own.set_value("townships.a.residents", 32_000)

        def full(*_):
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            own.set_value("townships.b.residents", 9_000)
            assert own.trouble.kind == "draft-unwritable"
            assert own.tables["townships"]["b"]["residents"] == 9_000
        own.set_value("townships.c.residents", 8_000)
        assert own.trouble is None
        own.leave()
        assert Document.resume(list_drafts(drafts)[0]).tables == own.tables

    def test_a_folder_that_cannot_be_made(self, folder, tmp_path):
        (tmp_path / "file").touch()
        document = Document.open(folder / "own.toml", drafts=tmp_path / "file" / "drafts")
        assert document.set_value("townships.a.residents", 32_000)
        assert document.trouble.kind == "draft-unwritable"


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
class TestKilled:
    """A real process that edits, killed at a random moment."""

    @pytest.mark.parametrize(
        "seed", [*range(6), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(6, 50))]
    )
    def test_every_change_but_the_one_in_hand(self, folder, drafts, seed):
        editor = subprocess.Popen(
            [sys.executable, str(EDITOR), str(folder / "own.toml"), str(drafts)], stdout=subprocess.PIPE, text=True
        )
        assert editor.stdout is not None
        said = [int(editor.stdout.readline()) for _ in range(random.Random(seed).randrange(1, 40))]
        time.sleep(random.Random(seed).random() / 100)  # anywhere between two commands
        os.kill(editor.pid, signal.SIGKILL)
        said += [int(line) for line in editor.stdout.read().split()]
        editor.wait()
        (draft,) = list_drafts(drafts)
        document = Document.resume(draft)
        residents = document.tables["townships"]["a"]["residents"]
        assert residents in (said[-1], said[-1] + 1)
        assert [command.facts["value"] for command in document.done] == list(range(1, residents + 1))
        assert document.state.value("townships.a.residents") == residents
