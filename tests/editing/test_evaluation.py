"""What a content amounts to: the same as reading the saved file, whether it is sound or not."""

from __future__ import annotations

import tomllib

import pytest

from planner.editing import place_of
from planner.editing.evaluation import Evaluator
from planner.errors import Problem, ScenarioError
from planner.files import differences, places, read, scenario_hash, source_of

OWN = """
extends = "county.toml"
measures = ["whistle", "officers-down"]
[townships.a]
residents = 31_000
teams.squad = { staff = 5, certified = 2 }
[[timeline]]
from = 2025-01-06
changes = [{ merge = ["townships.a", "townships.b"], into = "a" }]
[[timeline]]
from = 2025-01-20
measures = ["platform"]
[sources]
"townships.a.residents" = { tag = "measured", source = "asked in May" }
"""

FAULTS = {
    "out of range": ("residents = 31_000", "residents = -1"),
    "not a whole number": ("residents = 31_000", "residents = 2.7"),
    "misspelt key": ("residents = 31_000", "resident = 31_000"),
    "misspelt table": ("[sources]", "[source]"),
    "too many certificates": ("certified = 2", "certified = 200"),
    "unknown measure": ('"whistle"', '"wistle"'),
    "unknown base": ("county.toml", "county2.toml"),
    "no base": ('extends = "county.toml"', "extends = 3"),
    "not enough people": ("2025-01-20", "2025-01-10"),
    "outside the horizon": ("2025-01-20", "2026-01-20"),
    "bad change": ('into = "a"', 'into = "c"'),
    "unused kind": ("[sources]", "[kinds.port]\ntitle = 'x'\nroad_km = -1\n[sources]"),
    "merged away by the base": ("[sources]", "[shared_teams.squad]\nserves = ['z']\n[sources]"),
}


@pytest.fixture
def evaluate(folder):
    def evaluate(text, name="own.toml"):
        (folder / name).write_text(text, encoding="utf-8")
        tables = tomllib.loads(text)
        return Evaluator(folder / name, tables.get("extends")).evaluate(tables)

    return evaluate


class TestAsReading:
    def test_a_sound_content_is_the_scenario_that_reading_gives(self, evaluate, folder):
        state = evaluate(OWN)
        reading = read(folder / "own.toml")
        assert state.problems == ()
        assert scenario_hash(state.scenario) == scenario_hash(reading.scenario)
        different = differences(reading.scenario, state.scenario)
        assert different.keys() == {"phases"}
        (read_phase,), (phase,) = different["phases"]
        assert differences(read_phase.scenario, phase.scenario) == {}
        assert state.scenario.name == reading.scenario.name
        assert state.notes == reading.notes

    @pytest.mark.parametrize("fault", FAULTS)
    def test_problems_are_those_that_reading_finds(self, evaluate, folder, fault):
        assert FAULTS[fault][0] in OWN
        state = evaluate(OWN.replace(*FAULTS[fault]))
        try:
            found = read(folder / "own.toml").scenario.name and ()
        except ScenarioError as error:
            found = error.problems
        assert set(map(repr, state.problems)) == set(map(repr, found))
        assert (state.scenario is None) == bool(found)

    @pytest.mark.parametrize("timeline", [True, False])
    def test_so_are_those_of_what_does_not_go_together(self, evaluate, folder, timeline):
        start, end = OWN.index("[[timeline]]"), OWN.index("[sources]")
        own = OWN if timeline else OWN[:start] + OWN[end:]
        state = evaluate(own.replace("staff = 5, certified = 2", "staff = 5, certified = 200"))
        with pytest.raises(ScenarioError) as refusal:
            read(folder / "own.toml")
        assert state.problems == refusal.value.problems
        assert state.scenario is None

    def test_laiyang(self):
        file = places.shipped() / "laiyang" / "current.toml"
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        state = Evaluator(file, tables["extends"]).evaluate(tables)
        reading = read(file)
        assert scenario_hash(state.scenario) == scenario_hash(reading.scenario)
        assert state.notes == reading.notes
        for path in (
            "townships.chengxiang.residents",
            "townships.chengxiang.teams.enforcement.staff.civil",
            "linkage.rule",
            "townships.guliu.linkage.rule",
            "case_types.fire-liability.unclear",
        ):
            assert state.source(path) == source_of(reading.scenario, path), path


class TestAgain:
    def test_one_evaluator_gives_each_content_its_own_state(self, folder):
        sound, wrong = tomllib.loads(OWN), tomllib.loads(OWN.replace("31_000", "-1"))
        evaluator = Evaluator(folder / "own.toml", "county.toml")
        first = evaluator.evaluate(sound)
        for _ in range(2):
            assert [problem.kind for problem in evaluator.evaluate(wrong).problems] == ["out-of-range"]
            again = evaluator.evaluate(sound)
            assert again.problems == ()
            assert scenario_hash(again.scenario) == scenario_hash(first.scenario)

    def test_a_faulty_measure_is_reported_every_time(self, folder):
        (folder / "measures" / "whistle.toml").write_text("title = 3\n", encoding="utf-8")
        evaluator = Evaluator(folder / "own.toml", "county.toml")
        states = [evaluator.evaluate(tomllib.loads(OWN)) for _ in range(3)]
        assert states[0].problems
        assert states[0].problems == states[1].problems == states[2].problems

    def test_files_below_are_read_once(self, folder):
        evaluator = Evaluator(folder / "own.toml", "county.toml")
        before = evaluator.evaluate(tomllib.loads(OWN))
        (folder / "county.toml").write_text("junk", encoding="utf-8")
        after = evaluator.evaluate(tomllib.loads(OWN))
        assert scenario_hash(after.scenario) == scenario_hash(before.scenario)
        assert evaluator.base_file == (folder / "county.toml").resolve()


def test_measures_that_are_computed():
    file = places.shipped() / "laiyang" / "current.toml"
    state = Evaluator(file.with_name("new.toml"), "current.toml").evaluate(
        {"extends": "current.toml", "measures": ["people-follow-tasks", "staff-by-load"]}
    )
    assert state.problems == ()
    assert state.scenario.townships != state.base.scenario.townships


class TestState:
    def test_values_base_beside_own(self, evaluate):
        state = evaluate(OWN.replace('{ merge = ["townships.a", "townships.b"], into = "a" }', ""))
        assert state.value("townships.c.residents") == 20_000
        assert state.own_value("townships.c.residents") is None
        assert state.value("linkage.preparation_hours") == 4
        assert state.value("townships.c.linkage.preparation_hours") == 4
        assert state.value("townships.c.road_km") == 0.0
        assert state.value("townships.zz.road_km") is None
        assert state.base_value("townships.a.residents") == 30_000
        assert state.own_value("townships.a.residents") == 31_000

    def test_who_states_a_value(self, evaluate):
        state = evaluate(OWN)
        stated = {
            "townships.c.residents": "base",
            "townships.c.road_km": "default",
            "townships.c.linkage.rule": "measure",
            "townships.a.residents": "timeline",
        }
        assert {path: state.stated(path).by for path in stated} == stated
        assert state.stated("townships.c.linkage.rule").measure == "whistle"
        before = evaluate(OWN.replace('{ merge = ["townships.a", "townships.b"], into = "a" }', ""))
        assert before.stated("townships.a.residents").by == "own"
        assert before.stated("townships.a.teams.window.staff.civil").path == "kinds.town.teams.window.staff.civil"

    def test_load_check_and_base(self, evaluate):
        state = evaluate(OWN)
        assert "townships.a.teams.squad" in state.load.teams
        assert state.base.scenario.townships.keys() == {"a", "b", "c"}
        assert evaluate(OWN.replace("31_000", "-1")).load is None

    def test_sources_of_what_the_timeline_changes(self, evaluate, folder):
        entry = '[[timeline]]\nfrom = 2025-01-06\nchanges = [{ set = "townships.b.road_km", value = 9.0 }]\n'
        tag = '"townships.b.road_km" = { tag = "documented", source = "road map" }\n'
        state = evaluate(OWN.partition("[[timeline]]")[0] + entry + "[sources]\n" + tag)
        assert state.problems == ()
        assert state.source("townships.b.road_km").source == "road map"
        read_as = source_of(read(folder / "own.toml").scenario, "townships.b.road_km")
        assert state.source("townships.b.road_km") == read_as

    def test_sources_belong_to_the_values_they_were_said_of(self, evaluate):
        state = evaluate(OWN.replace('{ merge = ["townships.a", "townships.b"], into = "a" }', ""))
        assert state.source("townships.a.residents").source == "asked in May"
        assert state.source("townships.b.residents").source == "census 2020"
        assert state.source("townships.b.linkage.preparation_hours").tag == "documented"
        assert state.source("townships.b.road_km") is None


class TestPlaces:
    @pytest.mark.parametrize(
        ("problem", "place"),
        [
            (Problem(kind="x", path="townships.a.residents"), "townships.a.residents"),
            (Problem(kind="x", path="townships.a.teams.squad.handles[2]"), "townships.a.teams.squad.handles"),
            (Problem(kind="x", path="timeline[1].changes[2].value", facts={"at": "linkage.rule"}), "linkage.rule"),
            (Problem(kind="x", path="timeline[1].from"), "timeline"),
            (Problem(kind="x", path="measures[1]"), "measures"),
            (Problem(kind="x"), ""),
        ],
    )
    def test_where_to_go(self, problem, place):
        assert place_of(problem) == place
