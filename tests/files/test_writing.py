"""Saving: comments kept, whole or not at all, never over somebody else's changes; and read back as written."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.errors import ScenarioError
from planner.files import (
    atomic,
    differences,
    fingerprint,
    places,
    read,
    read_scenario,
    save_changes,
    scenario_hash,
    write_scenario,
)
from planner.model.team import Staff, Team
from planner.model.text import Text

OWN = """# 我们的方案 (our what-if)
extends = "county.toml"   # the county
title = "方案一"

[townships.a]   # the large one
residents = 31_000  # asked in May
teams.squad = { staff = 5, certified = 2 }   # two more in June

[townships.a.grids]
workers = 3

# the small one
[townships.b]
road_km = 12.5
"""


@pytest.fixture
def own(county, write):
    county()
    return write("own.toml", OWN)


def save(path: Path, **values):
    return save_changes(
        path, {key.replace("__", "."): value for key, value in values.items()}, expected=fingerprint(path)
    )


class TestSaveChanges:
    def test_comments_and_order_stay(self, own):
        save_changes(
            own,
            {
                "townships.a.residents": 32_000,
                "townships.a.teams.squad.certified": 3,
                "townships.b.road_km": 14.0,
                "townships.a.grids.workers": 4,
            },
            expected=fingerprint(own),
        )
        wanted = OWN.replace("31_000", "32000").replace("certified = 2", "certified = 3")
        wanted = wanted.replace("12.5", "14.0").replace("workers = 3", "workers = 4")
        assert own.read_text(encoding="utf-8") == wanted

    def test_new_values_of_every_sort(self, own):
        values = {
            "title.en": "What-if one",
            "time.start": date(2025, 2, 3),
            "time.days": 14,
            "townships.a.teams.squad.staff.civil": 2,
            "townships.a.teams.hall": Team(name=Text("厅", "Hall"), staff=Staff(contract=2), handles=("approval",)),
            "townships.a.teams.window.staff": Staff(civil=1, institution=5),
            "townships.b.linkage.rule": "whistle",
            "townships.b.linkage.whistle.answered": 0.75,
            "townships.c.powers.street-order": "agency",
            "townships.c.teams.hub.handles": ("service", "enforcement"),
            "departments.ecology.team.certified": 2,
        }
        mark = save_changes(own, values, expected=fingerprint(own))
        assert mark == fingerprint(own)
        text = own.read_text(encoding="utf-8")
        for comment in (
            "# 我们的方案",
            "# the county",
            "# the large one",
            "# asked in May",
            "# two more",
            "# the small one",
        ):
            assert text.count(comment) == 1
        scenario = read_scenario(own)
        assert (scenario.title.zh, scenario.title.en) == ("方案一", "What-if one")
        a = scenario.townships["a"]
        assert (a.teams["squad"].staff.civil, a.teams["squad"].staff.institution) == (2, 5)
        assert a.teams["hall"] == values["townships.a.teams.hall"]
        assert a.teams["window"].staff == Staff(civil=1, institution=5)
        assert scenario.townships["b"].linkage.rule == "whistle"
        assert scenario.townships["b"].linkage.whistle.answered == 0.75
        assert scenario.townships["c"].powers == {"street-order": "agency"}
        assert scenario.townships["c"].teams["hub"].handles == ("service", "enforcement")
        assert (scenario.time.start, scenario.time.days) == (date(2025, 2, 3), 14)

    def test_none_takes_a_value_out(self, own):
        save(own, townships__a__residents=None, townships__a__grids__workers=None, townships__c__residents=None)
        assert read_scenario(own).townships["a"].residents == 30_000
        assert "# the small one" in own.read_text(encoding="utf-8")

    def test_fingerprint_of_reading_will_do(self, own):
        reading = read(own)
        save_changes(own, {"time.days": 7}, expected=reading.files[own])
        assert read_scenario(own).time.days == 7

    def test_changed_on_disk(self, own):
        mark = fingerprint(own)
        theirs = OWN + "quota.civil = 9\n"
        own.write_text(theirs, encoding="utf-8")
        with pytest.raises(ScenarioError) as caught:
            save_changes(own, {"time.days": 7}, expected=mark)
        (problem,) = caught.value.problems
        assert (problem.kind, problem.file) == ("changed-on-disk", str(own))
        assert own.read_text(encoding="utf-8") == theirs

    def test_changed_at_the_last_moment(self, own, monkeypatch):
        """Between making the new file and putting it in place."""
        real = os.fsync

        def meanwhile(handle):
            real(handle)
            own.write_text("# theirs", encoding="utf-8")

        monkeypatch.setattr(os, "fsync", meanwhile)
        with pytest.raises(ScenarioError) as caught:
            save(own, time__days=7)
        assert caught.value.problems[0].kind == "changed-on-disk"
        assert own.read_text(encoding="utf-8") == "# theirs"
        assert left_over(own.parent) == []

    def test_gone_from_disk(self, own):
        mark = fingerprint(own)
        own.unlink()
        with pytest.raises(ScenarioError) as caught:
            save_changes(own, {"time.days": 7}, expected=mark)
        assert caught.value.problems[0].facts["reason"] == "missing"

    @pytest.mark.parametrize("call", ["write", "fsync", "replace"])
    def test_a_full_disk_leaves_the_old_file_whole(self, own, monkeypatch, call):
        def full(*_):
            raise OSError(errno.ENOSPC, "No space left on device")

        if call == "write":
            monkeypatch.setattr(Path, "write_bytes", full)
        else:
            monkeypatch.setattr(atomic.os, call, full)
        with pytest.raises(ScenarioError) as caught:
            save(own, time__days=7)
        (problem,) = caught.value.problems
        assert (problem.kind, problem.file, problem.facts["detail"]) == (
            "unwritable",
            str(own),
            "No space left on device",
        )
        assert own.read_text(encoding="utf-8") == OWN
        assert left_over(own.parent) == []

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
    def test_what_python_says_of_a_full_device(self):
        """The test above imitates this."""
        with pytest.raises(OSError) as caught, open("/dev/full", "wb") as file:
            file.write(b"x")
        assert caught.value.errno == errno.ENOSPC

    def test_permissions_and_links_stay(self, own, folder):
        own.chmod(0o640)
        link = folder / "link.toml"
        link.symlink_to(own)
        save(link, time__days=7)
        assert link.is_symlink()
        assert own.stat().st_mode & 0o777 == 0o640
        assert read_scenario(own).time.days == 7

    def test_byte_order_mark_and_line_ends_stay(self, own):
        own.write_bytes(b"\xef\xbb\xbf" + OWN.replace("\n", "\r\n").encode())
        save(own, townships__a__residents=5)
        content = own.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf#")
        assert content.count(b"\r\n") == content.count(b"\n") == OWN.count("\n")
        assert read_scenario(own).townships["a"].residents == 5

    @pytest.mark.parametrize("path", ["townships.a.residents.more", "extends.more", "townships.b.road_km.km"])
    def test_a_place_that_takes_no_value(self, own, path):
        with pytest.raises(ScenarioError) as caught:
            save_changes(own, {path: 3}, expected=fingerprint(own))
        (problem,) = caught.value.problems
        assert (problem.kind, problem.path) == ("not-kept", path)
        assert own.read_text(encoding="utf-8") == OWN

    def test_not_toml(self, write):
        path = write("word.toml", "Dear colleague")
        with pytest.raises(ScenarioError) as caught:
            save(path, time__days=7)
        assert caught.value.problems[0].kind == "not-toml"


def left_over(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name.startswith(".")]


class TestWriteScenario:
    def test_a_few_readable_lines(self, county, folder):
        base = county()
        path = folder / "what-if" / "two.toml"
        path.parent.mkdir()
        values = {"townships.a.teams.squad.staff.institution": 6, "townships.b.linkage.rule": "whistle"}
        mark = write_scenario(path, base, values, title=Text("方案二", "Plan two"))
        assert mark == fingerprint(path)
        assert tomllib.loads(path.read_text(encoding="utf-8")) == {
            "format": 1,
            "extends": "../county.toml",
            "title": {"zh": "方案二", "en": "Plan two"},
            "townships": {
                "a": {"teams": {"squad": {"staff": {"institution": 6}}}},
                "b": {"linkage": {"rule": "whistle"}},
            },
        }
        assert len(path.read_text(encoding="utf-8").splitlines()) < 20

    def test_the_differences_give_the_scenario_back(self, county, write, folder, measure):
        base = read_scenario(county())
        measure('set = "townships.*.linkage.rule"\nvalue = "whistle"', more="[cost]\nyearly = 3\n")
        wanted = read_scenario(
            write(
                "x.toml",
                'extends = "county.toml"\nmeasures = ["trial"]\n[townships]\n'
                'a.teams.squad = { staff.civil = 1, posted = ["urban"] }\n'
                'b.teams.extra = { staff = 3, handles = ["dispute"] }\nb.rates.certificate = 2\nc.budget = 5e6\n',
            )
        )
        with_measures = read_scenario(folder / "county.toml", ["trial"])
        values = {path: own for path, (_, own) in differences(with_measures, wanted).items()}
        assert "measures" not in values
        path = folder / "y.toml"
        write_scenario(path, folder / "county.toml", values, measures=["trial"])
        again = read_scenario(path)
        assert differences(wanted, again) == {}
        assert scenario_hash(again) == scenario_hash(wanted)
        assert base != again

    def test_a_shipped_base(self, tmp_path_factory, county, folder, monkeypatch):
        base = county()
        monkeypatch.setattr(places, "shipped", lambda: folder)
        path = tmp_path_factory.mktemp("mine") / "one.toml"
        write_scenario(path, base, {"time.days": 7})
        assert tomllib.loads(path.read_text())["extends"] == "county.toml"
        assert read_scenario(path).time.days == 7

    def test_not_over_another_file(self, county, folder, own):
        with pytest.raises(ScenarioError) as caught:
            write_scenario(own, folder / "county.toml", {})
        assert caught.value.problems[0].kind == "exists"
        assert own.read_text(encoding="utf-8") == OWN

    def test_a_base_outside(self, folder, tmp_path_factory):
        other = tmp_path_factory.mktemp("other") / "county.toml"
        other.write_text("format = 1")
        with pytest.raises(ScenarioError) as caught:
            write_scenario(folder / "y.toml", other, {})
        assert caught.value.problems[0].kind == "outside"

    @pytest.mark.parametrize(
        "values", [{"townships.c": None}, {"time.days": 3, "time.days.more": 4}, {"extends.more": 1}]
    )
    def test_what_no_file_can_say(self, county, folder, values):
        with pytest.raises(ScenarioError) as caught:
            write_scenario(folder / "y.toml", county(), values)
        assert caught.value.problems[0].kind == "not-kept"
        assert not (folder / "y.toml").exists()

    def test_permissions_of_a_new_file(self, county, folder):
        mask = os.umask(0o027)
        try:
            write_scenario(folder / "y.toml", county(), {"time.days": 3})
        finally:
            os.umask(mask)
        assert (folder / "y.toml").stat().st_mode & 0o777 == 0o640


# What acts or hides is refused where it is read; the categories are those of characters like that.
WORDS = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cn", "Cs", "Zl", "Zp")), max_size=12)
VALUES = {
    "title.zh": WORDS,
    "title": st.builds(Text, WORDS, WORDS),
    "townships.a.residents": st.integers(0, 10**6),
    "townships.a.name.en": WORDS,
    "townships.b.area_km2": st.floats(0.001, 1e5),
    "townships.b.linkage.preparation_hours": st.floats(0, 1e4),
    "townships.b.linkage.rule": st.sampled_from(["referral", "whistle"]),
    "townships.a.teams.squad.staff.institution": st.integers(2, 30),
    "townships.a.teams.squad.staff": st.builds(Staff, institution=st.integers(2, 30), contract=st.integers(0, 3)),
    "townships.c.teams.new": st.builds(Team, name=st.builds(Text, WORDS, WORDS), pace=st.floats(0.1, 10.0)),
    "townships.c.grids.workers": st.integers(0, 100),
    "departments.ecology.legal_review_hours": st.floats(0, 1e4),
    "case_types.certificate.fact.hours": st.floats(0, 100.0),
    "kinds.town.legal_review_hours": st.floats(0, 100.0),
    "time.start": st.dates(date(2025, 1, 1), date(2025, 12, 31)),
}


def apart(values):
    """No value lies within another."""
    return not any(other.startswith(f"{path}.") for path in values for other in values)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.fixed_dictionaries({}, optional=VALUES).filter(apart), short=st.booleans())
def test_values_read_back_equal_what_was_written(county, write, folder, values, short):
    """Saved into a file that a person wrote, or into a new one."""
    county()
    own = write("own.toml", OWN if not short else 'extends = "county.toml"\n')
    save_changes(own, values, expected=fingerprint(own))
    new = folder / "new.toml"
    new.unlink(missing_ok=True)
    write_scenario(new, folder / "county.toml", values)
    for path in (own, new):
        scenario = read_scenario(path)
        for key, value in values.items():
            if not key.startswith("kinds"):
                assert at(scenario, key) == value


def at(scenario, path):
    value = scenario
    for key in path.split("."):
        value = value[key] if isinstance(value, dict) else getattr(value, key)
    return value


WRITER = """
import sys
from pathlib import Path
from planner.files.atomic import replace

def fill(new):
    new.write_bytes(b"half")
    print("filling", flush=True)
    sys.stdin.read()

replace(Path(sys.argv[1]), fill)
"""


@pytest.fixture
def writing(folder):
    """A process in the middle of writing a file, as it stands there."""
    file = folder / "half.toml"
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"filling\n"
    yield process, file
    process.kill()
    process.communicate()


class TestKilledWriters:
    def test_a_kill_leaves_no_half_file_and_nothing_beside_the_next_one(self, writing, folder):
        process, file = writing
        process.kill()
        process.wait()
        assert not file.exists()
        assert len(left_over(folder)) == 1
        atomic.write_whole(folder / "next.toml", b"whole")
        assert left_over(folder) == []

    def test_who_is_still_writing_is_left_alone(self, writing, folder):
        process, file = writing
        atomic.write_whole(folder / "next.toml", b"whole")
        assert len(left_over(folder)) == 1
        process.communicate()
        assert (file.read_bytes(), left_over(folder)) == (b"half", [])

    def test_hidden_files_of_others_stay(self, folder):
        for name in (".bashrc", ".half.toml.x8d7k2ma.part", ".half.toml.township-planner"):
            (folder / name).write_text("theirs")
        atomic.write_whole(folder / "next.toml", b"whole")
        assert len(left_over(folder)) == 3

    def test_the_permissions_of_other_new_files_are_never_touched(self, folder, monkeypatch):
        def flipped(_mask):
            raise AssertionError("the umask is that of the whole process")

        monkeypatch.setattr(os, "umask", flipped)
        atomic.write_whole(folder / "next.toml", b"whole")

    def test_where_the_system_cannot_change_open_files(self, folder, monkeypatch):
        monkeypatch.delattr(os, "fchmod", raising=False)
        private = folder / "private.toml"
        private.write_text("x")
        private.chmod(0o600)
        atomic.write_whole(private, b"whole")
        assert (private.read_bytes(), private.stat().st_mode & 0o777) == (b"whole", 0o600)

    @pytest.mark.parametrize("name", ["a\0b.toml", "a" * 300, "a" * 5_000, "missing/x.toml"])
    def test_what_no_file_can_be_called(self, folder, name):
        with pytest.raises(ScenarioError) as caught:
            atomic.write_whole(folder / name, b"x")
        assert caught.value.problems[0].kind == "unwritable"
        assert left_over(folder) == []

    def test_a_long_name_that_a_file_can_have(self, folder):
        atomic.write_whole(folder / ("县" * 80 + ".toml"), b"whole")
        assert (folder / ("县" * 80 + ".toml")).read_bytes() == b"whole"


@pytest.mark.parametrize(("folder", "line"), [("", "schema/"), ("my/", "../schema/")])
def test_a_new_file_names_the_schema_that_its_folder_has_and_keeps_it(tmp_path, folder, line):
    (tmp_path / "base").mkdir()
    base = tmp_path / "base" / "county.toml"
    base.write_bytes((places.shipped() / "tutorial.toml").read_bytes())
    (tmp_path / "my").mkdir()
    file = tmp_path / folder / "plan.toml"
    write_scenario(file, base, {"linkage.rule": "whistle"})
    assert not file.read_text(encoding="utf-8").startswith("#")
    file.unlink()
    (tmp_path / "schema").mkdir()
    (tmp_path / places.SCHEMA).write_text("{}", encoding="utf-8")
    before = write_scenario(file, base, {"linkage.rule": "whistle"})
    first = f"#:schema {line}scenario.schema.json"
    assert file.read_text(encoding="utf-8").splitlines()[0] == first
    save_changes(file, {"linkage.rule": None, "linkage.return_again": 0.5}, expected=before)
    assert file.read_text(encoding="utf-8").splitlines()[0] == first
    assert read_scenario(file).linkage.return_again == 0.5
