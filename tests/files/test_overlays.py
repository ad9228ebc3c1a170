"""Files laid over each other: extends, kinds, measures, own values; and what stays inside the folder."""

from __future__ import annotations

import os

import pytest

from planner.files import places, read, read_scenario


def set_change(path: str, value: str) -> str:
    return f'set = "{path}"\nvalue = {value}'


class TestExtends:
    def test_merges_by_key(self, county, write):
        county()
        scenario = read_scenario(
            write(
                "what-if/one.toml",
                'extends = "../county.toml"\n[townships.a]\nteams.squad.staff.civil = 2\n'
                '[townships.c.teams.hub]\nhandles = ["service", "enforcement"]\n',
            )
        )
        squad = scenario.townships["a"].teams["squad"]
        assert (squad.staff.civil, squad.staff.institution, squad.certified) == (2, 4, 1)
        assert scenario.townships["c"].teams["hub"].handles == ("service", "enforcement")
        assert scenario.townships["b"].residents == 10_000
        assert (scenario.name, scenario.title.en) == ("what-if/one", "Small county + 2 changes")

    def test_a_bare_number_of_staff_is_all_the_staff(self, county, write):
        county()
        file = write("one.toml", 'extends = "county.toml"\ntownships.b.teams.window.staff = 6\ntitle = "新"')
        scenario = read_scenario(file)
        staff = scenario.townships["b"].teams["window"].staff
        assert (staff.civil, staff.institution) == (0, 6)
        assert (scenario.title.zh, scenario.title.en) == ("新", "新")

    def test_relative_to_the_scenario_folder(self, county, write):
        county()
        assert read_scenario(write("deep/down/one.toml", 'extends = "county.toml"')).name == "deep/down/one"

    def test_a_chain(self, county, write):
        county()
        write("one.toml", 'extends = "county.toml"\ntime.days = 7')
        write("two.toml", 'extends = "one.toml"\ntownships.a.residents = 5')
        scenario = read_scenario(write("three.toml", 'extends = "two.toml"\ntownships.a.residents = 6'))
        assert (scenario.time.days, scenario.townships["a"].residents) == (7, 6)

    def test_shipped_base(self, tmp_path, monkeypatch, county, folder):
        """A lone file elsewhere may extend what is shipped."""
        county()
        monkeypatch.setattr(places, "shipped", lambda: folder)
        lone = tmp_path.parent / "lone.toml"
        lone.write_text('extends = "county.toml"')
        assert read_scenario(lone).name == "lone"

    def test_a_problem_names_the_file_in_which_it_stands(self, county, write, problems, folder):
        base = county(("residents = 30_000", "residents = -1"))
        own = write("one.toml", 'extends = "county.toml"\ntownships.b.residents = -2\ntownships.d.residents = 3\n')
        assert {(problem.kind, problem.file, problem.path) for problem in problems(own)} == {
            ("out-of-range", str(base), "townships.a.residents"),
            ("out-of-range", str(own), "townships.b.residents"),
            ("missing", str(own), "townships.d.name"),
            ("missing", str(own), "townships.d.kind"),
            ("missing", str(own), "townships.d.area_km2"),
        }

    @pytest.mark.parametrize(
        ("target", "kind"),
        [
            ("a\\u0000b.toml", "unseen-characters"),
            ("a" * 5_000, "unknown-name"),
            ("county.toml/x", "unknown-name"),
            ("~/x.toml", "unknown-name"),
            ("loop.toml", "unreadable"),
            ("pipe.toml", "unreadable"),
            ("base", "unreadable"),
        ],
    )
    def test_paths_that_lead_to_no_file(self, county, write, problems, folder, target, kind):
        county()
        (folder / "loop.toml").symlink_to(folder / "loop.toml")
        os.mkfifo(folder / "pipe.toml")
        (problem,) = problems(write("one.toml", f'extends = "{target}"'))
        assert problem.kind == kind

    def test_unknown_file(self, county, write, problems):
        county()
        own = write("what-if/one.toml", 'extends = "../conty.toml"\ntownships.a.residents = "many"\n')
        first, second = problems(own)
        assert (first.kind, first.path, first.nearest) == ("unknown-name", "extends", "county.toml")
        # Its own values are looked at all the same, but not what only the base could give.
        assert (second.kind, second.path) == ("wrong-type", "townships.a.residents")

    def test_broken_base(self, write, problems, folder):
        write("base/broken.toml", "oh no")
        (problem,) = problems(write("one.toml", 'extends = "base/broken.toml"\ntime.days = 3'))
        assert (problem.kind, problem.file) == ("not-toml", str(folder / "base/broken.toml"))

    @pytest.mark.parametrize(
        "target", ["../outside.toml", "/etc/hostname", "../../../../etc/hostname", "../nowhere.toml"]
    )
    def test_outside(self, write, problems, folder, target):
        (folder.parent / "outside.toml").write_text("format = 1")
        own = write("one.toml", f'extends = "{target}"')
        (problem,) = problems(own)
        assert (problem.kind, problem.file, problem.path) == ("outside", str(own), "extends")
        assert problem.facts == {"got": target, "root": str(folder)}

    def test_a_symbolic_link_does_not_lead_outside(self, write, problems, folder):
        outside = folder.parent / "outside.toml"
        outside.write_text("format = 1")
        (folder / "link.toml").symlink_to(outside)
        assert problems(write("one.toml", 'extends = "link.toml"'))[0].kind == "outside"

    def test_circle(self, write, problems, folder):
        write("one.toml", 'extends = "two.toml"')
        write("two.toml", 'extends = "three.toml"')
        three = write("three.toml", 'extends = "two.toml"')
        (problem,) = problems(folder / "one.toml")
        assert (problem.kind, problem.file) == ("circle", str(three))
        assert problem.facts["files"] == tuple(str(folder / f"{name}.toml") for name in ("two", "three", "two"))

    def test_itself(self, write, problems):
        assert problems(write("one.toml", 'extends = "one.toml"'))[0].kind == "circle"

    def test_chain_too_long(self, county, write, problems, folder):
        county()
        write("f0.toml", 'extends = "county.toml"')
        for number in range(1, 21):
            write(f"f{number}.toml", f'extends = "f{number - 1}.toml"')
        assert read_scenario(folder / "f18.toml")
        (problem,) = problems(folder / "f20.toml")
        assert (problem.kind, problem.facts) == ("chain-too-long", {"limit": 20})


class TestKinds:
    def test_county_then_kind_then_own(self, county):
        scenario = read_scenario(
            county(
                ('title = "街道"', 'title = "街道"\nlinkage = { rule = "whistle", max_bounces = 5 }\narea_km2 = 7'),
                ("area_km2 = 10\n", "linkage.max_bounces = 6\n"),
            )
        )
        linkage = scenario.townships["c"].linkage
        assert (linkage.preparation_hours, linkage.rule, linkage.max_bounces) == (4.0, "whistle", 6)
        assert scenario.townships["c"].area_km2 == 7.0
        assert (scenario.townships["a"].linkage.preparation_hours, scenario.townships["a"].linkage.rule) == (
            4.0,
            "referral",
        )
        assert list(scenario.townships["a"].teams) == ["window", "squad"]
        assert scenario.linkage.preparation_hours == 4.0

    def test_a_kind_changed_in_an_overlay_reaches_the_townships_of_the_base(self, county, write):
        county()
        file = write("one.toml", 'extends = "county.toml"\nkinds.town.teams.window.staff = 4\n')
        assert read_scenario(file).townships["b"].teams["window"].staff.total == 4


class TestMeasures:
    def test_applied_in_order_and_named(self, county, write, measure, folder):
        county()
        measure(
            set_change("townships.a.residents", "1"),
            set_change("townships.b.residents", "1"),
            name="one",
            more="[cost]\nyearly = 5",
        )
        measure(set_change("townships.b.residents", "2"), name="two")
        scenario = read_scenario(write("x.toml", 'extends = "county.toml"\nmeasures = ["one", "two"]'))
        assert [scenario.townships[name].residents for name in "ab"] == [1, 2]
        assert scenario.measures == ("one", "two")
        assert {name: cost.yearly for name, cost in scenario.costs.items()} == {"one": 5.0}

    def test_on_top_without_a_file(self, county, measure):
        path = county()
        scenario = read_scenario(path, [measure(set_change("townships.a.residents", "1"))])
        assert (scenario.name, scenario.townships["a"].residents, scenario.measures) == ("county+trial", 1, ("trial",))

    def test_own_values_win_and_say_so(self, county, write, measure, folder):
        county()
        measure(set_change("townships.*.residents", "1"), set_change("townships.c.residents", "2"))
        own = write(
            "x.toml",
            'extends = "county.toml"\nmeasures = ["trial"]\ntownships.a.residents = 7\ntownships.c.residents = 8',
        )
        reading = read(own)
        assert [township.residents for township in reading.scenario.townships.values()] == [7, 1, 8]
        assert [(note.kind, note.path, note.facts["values"], note.facts["of"]) for note in reading.notes] == [
            ("overwritten", "changes[1]", 1, 2),
            ("overwritten", "changes[2]", 1, 1),
        ]
        assert reading.notes[0].facts["measure"] == "trial" and reading.notes[0].facts["by"] == str(own)

    def test_a_measure_in_the_base_is_below_own_values_of_the_overlay(self, county, write, measure):
        county()
        measure("scale = 'townships.*.residents'\nby = 2")
        write("x.toml", 'extends = "county.toml"\nmeasures = ["trial"]\n')
        file = write("y.toml", 'extends = "x.toml"\ntownships.a.residents = 7')
        reading = read(file)
        assert [township.residents for township in reading.scenario.townships.values()] == [7, 20_000, 40_000]
        assert (reading.notes, reading.scenario.measures) == ((), ("trial",))

    def test_package(self, county, write, measure, folder):
        county()
        measure(set_change("townships.a.residents", "1"), name="one")
        measure(set_change("townships.b.residents", "2"), name="two")
        write("packages/both.toml", 'title = "组合"\nmeasures = ["one", "two"]')
        reading = read(write("x.toml", 'extends = "county.toml"\nmeasures = ["both", "one"]'))
        assert reading.scenario.measures == ("one", "two")
        (note,) = reading.notes
        assert (note.kind, note.path, note.facts) == ("already-applied", "measures[2]", {"measure": "one"})

    def test_not_applied_twice(self, county, write, measure):
        county()
        measure("scale = 'townships.*.residents'\nby = 2")
        write("x.toml", 'extends = "county.toml"\nmeasures = ["trial"]\n')
        assert (
            read_scenario(write("y.toml", 'extends = "x.toml"\nmeasures = ["trial"]')).townships["a"].residents
            == 60_000
        )

    def test_needs(self, county, write, folder):
        county()
        needs = 'needs = ["two", { zh = "钱", en = "money" }]\n'
        text = f'title = "x"\ngroup = "linkage"\ndone = "done"\nchanges = []\n{needs}'
        write("measures/one.toml", text)
        write("measures/two.toml", text.replace('"two", ', ""))
        assert [note.facts for note in read(folder / "county.toml", ["one"]).notes] == [
            {"measure": "one", "needs": "two"}
        ]
        assert read(folder / "county.toml", ["one", "two"]).notes == ()

    def test_unknown(self, county, write, measure, problems):
        county()
        measure(set_change("townships.a.residents", "1"), name="whistle")
        own = write("x.toml", 'extends = "county.toml"\nmeasures = ["whistel"]\ntownships.a.residents = -1')
        assert {(problem.kind, problem.path, problem.nearest) for problem in problems(own)} == {
            ("unknown-name", "measures[1]", "whistle"),
            ("out-of-range", "townships.a.residents", ""),
        }

    def test_unknown_in_a_package(self, county, write, measure, problems, folder):
        measure(set_change("townships.a.residents", "1"), name="whistle")
        package = write("packages/both.toml", 'title = "组合"\nmeasures = ["whistle", "whistel"]')
        (problem,) = problems(county(), "both")
        assert (problem.kind, problem.file, problem.path) == ("unknown-name", str(package), "measures[2]")

    @pytest.mark.parametrize("name", ["../secret", "../../etc/x", "/etc/hostname", ""])
    def test_a_name_is_no_path(self, county, write, problems, name):
        county()
        (problem,) = problems(write("x.toml", f'extends = "county.toml"\nmeasures = ["{name}"]'))
        assert (problem.kind, problem.path) == ("bad-id", "measures[1]")

    def test_a_measure_of_the_scenario_folder_before_a_shipped_one_is_told(self, county, write, measure):
        path = county(more="")
        write(
            "one.toml",
            f'extends = "county.toml"\nmeasures = ["{measure(set_change("time.days", "7"), name="whistle")}"]',
        )
        reading = read(path.parent / "one.toml")
        assert reading.scenario.time.days == 7
        (note,) = reading.notes
        assert (note.kind, note.facts["measure"]) == ("own-measure", "whistle")
        assert note.file == str(path.parent / "measures" / "whistle.toml")

    def test_a_measure_of_a_folder_above_does_not_count(self, folder, measure):
        """Nothing but a folder `measures` there says that scenarios belong to it."""
        text = (folder / "county.toml").read_text(encoding="utf-8")
        (folder / "county.toml").unlink()
        measure(set_change("time.days", "7"), name="whistle")
        own = folder / "plans" / "mine.toml"
        own.parent.mkdir()
        own.write_text(text, encoding="utf-8")
        reading = read(own, ["whistle"])
        assert reading.scenario.time.days == 28
        assert "own-measure" not in {note.kind for note in reading.notes}
        assert reading.scenario.townships["a"].linkage.rule == "whistle"

    def test_a_linked_measure_outside_is_unknown(self, county, folder, problems, measure):
        measure(set_change("townships.a.residents", "1"))
        (folder / "measures" / "trial.toml").rename(folder.parent / "trial.toml")
        (folder / "measures" / "trial.toml").symlink_to(folder.parent / "trial.toml")
        assert problems(county(), "trial")[0].kind == "unknown-name"

    def test_a_problem_in_a_measure_names_its_file(self, county, measure, problems, folder):
        name = measure(set_change("townships.*.linkage.rule", '"whistel"'), more='titel = "x"\n')
        path = str(folder / "measures/trial.toml")
        found = problems(county(), name)
        assert [(problem.kind, problem.file, problem.path) for problem in found] == [
            ("unknown-key", path, "changes[1].titel"),
        ]
        measure(set_change("townships.*.linkage.rule", '"whistel"'))
        (problem,) = problems(county(), name)
        assert (problem.kind, problem.file, problem.path) == ("not-one-of", path, "changes[1].value")
        assert (problem.facts["at"], problem.nearest) == ("townships.a.linkage.rule", "whistle")

    @pytest.mark.parametrize(
        ("text", "kind", "path", "near"),
        [
            ('sett = "time.days"\nvalue = 3', "one-of", "changes[1]", "set"),
            ('set = "a"\nadd = "b"\nvalue = 1', "one-of", "changes[1]", ""),
            ('set = "time.days"', "missing", "changes[1].value", ""),
            ("set = 3\nvalue = 1", "wrong-type", "changes[1].set", ""),
            ('scale = "time.days"\nby = -1', "out-of-range", "changes[1].by", ""),
            ('scale = "time.days"', "missing", "changes[1].by", ""),
            ('move = 0\nfrom = "a"\nto = "b"', "out-of-range", "changes[1].move", ""),
            ('move = 1.5\nfrom = "a"\nto = "b"', "wrong-type", "changes[1].move", ""),
            ('move = 1\nform = "a"\nto = "b"', "unknown-key", "changes[1].form", "from"),
            ('merge = "a"\ninto = "b"', "wrong-type", "changes[1].merge", ""),
        ],
    )
    def test_malformed_change(self, county, measure, problems, text, kind, path, near):
        found = problems(county(), measure(text))
        assert (kind, path, near) in {(problem.kind, problem.path, problem.nearest) for problem in found}

    def test_malformed_head(self, county, write, problems):
        file = write("measures/trial.toml", 'title = "x"\ngroup = "stafing"\nid = "y"\nchanges = 3\n')
        found = {(problem.kind, problem.file, problem.path, problem.nearest) for problem in problems(county(), "trial")}
        assert found == {
            ("not-one-of", str(file), "group", "staffing"),
            ("missing", str(file), "done", ""),
            ("unknown-key", str(file), "id", ""),
            ("wrong-type", str(file), "changes", ""),
        }
