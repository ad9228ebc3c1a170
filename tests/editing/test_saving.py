"""Saving: differences only, comments kept, never over somebody else's changes, and as what it comes out."""

from __future__ import annotations

import os
import tomllib
from datetime import date

import pytest

from planner.editing import ChangedOnDisk, Document, NotSaved, Saved, list_drafts
from planner.editing.saving import rewritten
from planner.errors import ScenarioError
from planner.files import atomic, fingerprint, read_scenario, scenario_hash
from planner.model.scenario import Source

from .conftest import WHAT_IF


def text_of(document: Document) -> str:
    return document.file.read_text(encoding="utf-8")


class TestSave:
    def test_only_differences_and_comments_stay(self, own):
        own.set_value("townships.a.residents", 32_000)
        own.set_value("townships.b.road_km", 13.5)
        outcome = own.save()
        assert outcome == Saved(own.file, fingerprint(own.file))
        assert text_of(own) == WHAT_IF.replace("31_000", "32000").replace("12.5", "13.5")
        assert not own.unsaved

    def test_new_keys_stand_above_comments_of_what_comes_next(self, own):
        own.set_value("townships.a.linkage.rule", "whistle")
        own.save()
        lines = text_of(own).splitlines()
        assert lines[lines.index("# the small one") + 1] == "[townships.b]"

    def test_it_is_read_back_as_it_was(self, own):
        own.choose("officers-down")
        own.set_values({"departments.urban.team.staff.institution": 5, "townships.c.powers.street-order": "assigned"})
        own.merge(["townships.a", "townships.b"], "a")
        own.add("case_types.noise", {"name": "噪声", "family": "enforcement", "deadline_days": 5})
        own.set_values({"calendar.holidays": [date(2025, 3, 3)], "calendar.workdays": [date(2025, 3, 8)]})
        own.set_source("townships.a.residents", Source(tag="derived", source="sum"))
        own.add_entry({"from": own.state.value("time.start").replace(day=20), "measures": ["whistle"]})
        assert isinstance(own.save(), Saved)
        assert scenario_hash(read_scenario(own.file)) == scenario_hash(own.state.scenario)
        for comment in (
            "# 我们的方案",
            "# the county",
            "# the large one",
            "# asked in May",
            "# two more",
            "# the small",
        ):
            assert text_of(own).count(comment) == 1

    def test_nothing_to_save_writes_nothing(self, own):
        before = own.file.stat()
        assert isinstance(own.save(), Saved)
        assert own.file.stat().st_ino == before.st_ino

    def test_a_draft_with_problems_may_be_saved(self, own):
        own.set_value("townships.a.residents", -1)
        assert isinstance(own.save(), Saved)
        assert own.state.problems

    def test_undo_goes_back_past_a_save(self, own):
        own.set_value("townships.a.residents", 32_000)
        own.save()
        own.undo()
        assert own.unsaved
        own.save()
        assert text_of(own) == WHAT_IF.replace("31_000", "31000")

    def test_entries_of_a_timeline_keep_their_comments(self, opened, folder):
        more = """
[[timeline]]   # first the platform
from = 2025-01-10
measures = ["platform"]

[[timeline]]   # then the whistle
from = 2025-01-20
measures = ["whistle"]
"""
        (folder / "own.toml").write_text(WHAT_IF + more, encoding="utf-8")
        own = opened()
        own.change_entry(1, {**own.timeline[1], "measures": ["whistle", "officers-down"]})
        own.save()
        assert "# first the platform" in text_of(own) and "# then the whistle" in text_of(own)
        own.remove_entry(0)
        own.save()
        assert "# first the platform" not in text_of(own) and "# then the whistle" in text_of(own)

    def test_the_last_of_some_dotted_keys(self, county):
        county.clear_value("departments.urban.team.staff")
        county.clear_value("case_types.certificate.fact.hours")
        assert isinstance(county.save(), Saved)
        assert read_scenario(county.file).departments["urban"].team.staff.total == 0

    def test_quoted_patterns_of_sources(self, county):
        county.set_source("townships.*.residents", Source(tag="derived", source="census 2025"))
        county.clear_source("linkage.preparation_hours")
        assert isinstance(county.save(), Saved)
        assert read_scenario(county.file).sources["townships.*.residents"].source == "census 2025"
        assert "linkage.preparation_hours" not in read_scenario(county.file).sources

    @pytest.mark.parametrize("old", ["\n", "\r\n"])
    def test_ends_of_lines_and_byte_order_mark(self, folder, opened, old):
        (folder / "own.toml").write_bytes(b"\xef\xbb\xbf" + WHAT_IF.replace("\n", old).encode())
        own = opened()
        own.set_value("townships.a.residents", 32_000)
        own.save()
        content = own.file.read_bytes()
        assert content == b"\xef\xbb\xbf" + WHAT_IF.replace("31_000", "32000").replace("\n", old).encode()


class TestRefused:
    def test_a_full_disk_leaves_the_old_file(self, own, monkeypatch):
        def full(*_):
            raise OSError(28, "No space left on device")

        own.set_value("townships.a.residents", 32_000)
        monkeypatch.setattr(atomic.os, "fsync", full)
        outcome = own.save()
        assert isinstance(outcome, NotSaved)
        assert [problem.kind for problem in outcome.problems] == ["unwritable"]
        assert text_of(own) == WHAT_IF and own.unsaved
        assert own.trouble is None or own.trouble.kind == "draft-unwritable"

    def test_a_file_that_has_gone(self, own):
        own.set_value("townships.a.residents", 32_000)
        own.file.unlink()
        outcome = own.save()
        assert isinstance(outcome, NotSaved)
        assert [problem.kind for problem in outcome.problems] == ["unreadable"]
        assert isinstance(own.save_as(own.file), Saved)
        assert "# asked in May" in text_of(own)

    def test_what_a_file_cannot_take(self, tmp_path):
        with pytest.raises(ScenarioError):
            rewritten(tmp_path, "a = 1\n", {"a": float("nan")})


class TestChangedOnDisk:
    @pytest.fixture
    def changed(self, own):
        own.set_value("townships.a.residents", 32_000)
        text = WHAT_IF.replace("12.5", "14.5").replace("staff = 5", "staff = 7") + "\n[townships.c]\nroad_km = 1\n"
        own.file.write_text(text, encoding="utf-8")
        return own

    def test_it_is_noticed_and_nothing_written(self, changed):
        outcome = changed.save()
        assert isinstance(outcome, ChangedOnDisk)
        assert [".".join(edit.path) for edit in outcome.theirs] == [
            "townships.a.teams.squad.staff",
            "townships.b.road_km",
            "townships.c",
        ]
        assert outcome.both == ()
        assert "14.5" in text_of(changed) and changed.unsaved
        assert changed.changed_on_disk() == (changed.file,)

    def test_what_both_changed_is_named(self, changed):
        changed.set_value("townships.b.road_km", 1.5)
        assert changed.save().both == ("townships.b.road_km",)

    def test_one_may_lay_ones_changes_over_theirs(self, changed):
        outcome = changed.save(onto=changed.save().fingerprint)
        assert isinstance(outcome, Saved)
        scenario = read_scenario(changed.file)
        assert (scenario.townships["a"].residents, scenario.townships["b"].road_km) == (32_000, 14.5)
        assert scenario_hash(scenario) == scenario_hash(changed.state.scenario)
        assert changed.changed_on_disk() == ()
        assert changed.undo().kind == "take-over"

    def test_changed_again_in_between(self, changed):
        outcome = changed.save()
        changed.file.write_text(WHAT_IF, encoding="utf-8")
        assert isinstance(changed.save(onto=outcome.fingerprint), ChangedOnDisk | Saved)
        assert isinstance(changed.save(), Saved)

    def test_a_base_that_changed_is_noticed_and_read_again(self, own, folder):
        assert own.state.value("townships.c.residents") == 20_000
        county = folder / "county.toml"
        county.write_text(county.read_text(encoding="utf-8").replace("20_000", "21_000"), encoding="utf-8")
        assert own.changed_on_disk() == (county.resolve(),)
        assert own.reread().value("townships.c.residents") == 21_000
        assert own.changed_on_disk() == ()


class TestSaveAs:
    def test_a_new_what_if(self, new, folder, drafts):
        new.set_value("title", {"zh": "方案二", "en": "Two"})
        new.choose("whistle")
        new.set_value("townships.a.teams.squad.staff", 6)
        assert isinstance(new.save(), Saved)
        assert new.file == (folder / "county-what-if.toml").resolve()
        assert text_of(new) == (
            'format = 1\nextends = "county.toml"\ntitle = {zh = "方案二", en = "Two"}\nmeasures = ["whistle"]\n\n'
            "[townships.a.teams]\nsquad = {staff = 6}\n"
        )
        assert Document.what_if(folder / "county.toml", drafts=drafts).suggested_file.name == "county-what-if-2.toml"

    def test_in_another_folder(self, own, folder):
        own.set_value("townships.a.residents", 32_000)
        (folder / "plans").mkdir()
        assert isinstance(own.save_as(folder / "plans" / "two.toml"), Saved)
        assert own.file.name == "two.toml"
        assert 'extends = "../county.toml"   # the county' in text_of(own)
        assert read_scenario(own.file).townships["a"].residents == 32_000
        assert (folder / "own.toml").read_text(encoding="utf-8") == WHAT_IF
        own.undo()
        assert own.state.problems == ()
        own.save()
        assert read_scenario(own.file).townships["a"].residents == 31_000

    def test_not_over_another_file(self, own, folder):
        outcome = own.save_as(folder / "county.toml")
        assert [problem.kind for problem in outcome.problems] == ["exists"]
        assert own.file == (folder / "own.toml").resolve()

    def test_not_where_the_base_or_a_measure_is_out_of_reach(self, own, tmp_path):
        (tmp_path / "elsewhere" / "measures").mkdir(parents=True)
        outcome = own.save_as(tmp_path / "elsewhere" / "own.toml")
        assert [problem.kind for problem in outcome.problems] == ["outside"]

    def test_a_measure_of_the_old_folder(self, tmp_path, folder, drafts):
        file = tmp_path / "alone" / "county.toml"
        (tmp_path / "alone" / "measures").mkdir(parents=True)
        county = Document.open(folder / "county.toml", drafts=drafts)
        county.choose("squad")
        outcome = county.save_as(file)
        assert [(problem.kind, problem.path) for problem in outcome.problems] == [("unknown-name", "measures[1]")]
        county.undo()
        assert isinstance(county.save_as(file), Saved)

    def test_saved_before_the_first_command(self, own, folder, drafts):
        own.save_as(folder / "two.toml")
        own.set_value("townships.a.residents", 32_000)
        (draft,) = list_drafts(drafts)
        assert draft.file == (folder / "two.toml").resolve()
        assert os.listdir(drafts) == [draft.path.name]


class TestRewriting:
    @pytest.mark.parametrize(
        ("text", "wanted"),
        [
            ("a.b = 1\n", {"a": {"b": 1, "c": {"d": {"e": 2}}}}),
            ("a.b = 1\n", {"a": {}}),
            ("a = { b = 1 }\n", {"a": {"b": 1, "c": {"d": {"e": 2}}}}),
            ("a = 1\n[b]\nc = 1\n", {"a": {"x": {"y": 1}}, "b": 3}),
            ("[a]\nb.c = 1\n[d]\n", {"a": {"b": {"c": 1, "e": {"f": {"g": 1}}}, "h": {"i": {"j": 2}}}, "d": {}}),
            ('[s]\n"x.y" = 1\n"x.z" = 2\n', {"s": {"x.z": 3, "v.w": {"tag": "derived"}}}),
            ("timeline = [{ from = 1, changes = [] }]\n", {"timeline": [{"from": 1}, {"changes": [{"set": "x"}]}]}),
            ("[[timeline]]\nfrom = 1\n[[timeline]]\nfrom = 2\n", {"timeline": [{"from": 2}]}),
            ("[[timeline]]\nfrom = 1\n", {"timeline": []}),
            ("[[timeline]]\nfrom = 1\n", {"title": "x"}),
            ("a = 1\n", {"b": {"c": [1, {"d": 2}], "e": [[1, 2], ["x"]]}}),
            ("[a.b.c]\nd = 1\n[a.e]\nf = 1\n[a.b.g]\nh = 1\n", {"a": {"b": {"c": {"x": 1}, "g": {}}, "e": {"f": 2}}}),
        ],
    )
    def test_every_shape_of_file_takes_it(self, tmp_path, text, wanted):
        assert tomllib.loads(rewritten(tmp_path, text, wanted)) == wanted
