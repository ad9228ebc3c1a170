"""`Scenario.with_values`: other values by path, as if the file stated them last; and ranges that hold everywhere."""

from __future__ import annotations

import pickle

import attrs
import numpy as np
import pytest

from planner.errors import ScenarioError
from planner.files import read_scenario, scenario_hash
from planner.model.linkage import Linkage
from planner.model.team import Staff


def refused(scenario, values):
    with pytest.raises(ScenarioError) as caught:
        scenario.with_values(values)
    return [(problem.kind, problem.path) for problem in caught.value.problems]


@pytest.fixture
def scenario(county):
    return read_scenario(county(more="[townships.b.linkage]\nreturn_again = 0.25\n"))


class TestWithValues:
    def test_a_value_of_the_county_reaches_the_townships_that_take_it_from_there(self, scenario):
        other = scenario.with_values({"linkage.return_again": 0.5})
        assert other.linkage.return_again == 0.5
        assert {name: town.linkage.return_again for name, town in other.townships.items()} == {
            "a": 0.5,
            "b": 0.25,
            "c": 0.5,
        }
        assert scenario.linkage.return_again == scenario.townships["a"].linkage.return_again == 0.3

    def test_it_is_what_a_file_that_says_so_gives(self, scenario, write):
        told = write(
            "other.toml", 'extends = "county.toml"\nlinkage.preparation_hours = 8\ntownships.a.teams.squad.staff = 9\n'
        )
        values = {"linkage.preparation_hours": 8, "townships.a.teams.squad.staff": 9}
        assert scenario_hash(scenario.with_values(values)) == scenario_hash(read_scenario(told))

    def test_patterns_and_objects_of_the_model(self, scenario):
        other = scenario.with_values(
            {"townships.*.teams.squad.certified": 2, "townships.@street.residents": np.int64(7)}
        ).with_values({"departments.urban.team.staff": Staff(civil=1, institution=2)})
        assert [other.townships[name].teams["squad"].certified for name in "ab"] == [2, 2]
        assert other.townships["c"].residents == 7
        assert other.departments["urban"].team.staff == Staff(civil=1, institution=2)

    def test_what_is_stated_last_wins(self, scenario):
        once = scenario.with_values({"time.days": 7, "townships.a.residents": 5})
        again = once.with_values({"townships.*.residents": 6})
        assert (again.time.days, again.townships["a"].residents) == (7, 6)
        assert again.with_values({"townships.a.residents": 8}).townships["a"].residents == 8
        assert once.name == "county (time.days=7, townships.a.residents=5)"

    def test_with_measures(self, scenario, measure):
        name = measure('set = "time.days"\nvalue = 7')
        other = scenario.with_values({"linkage.return_again": 0.5}).with_measures([name])
        assert (other.time.days, other.linkage.return_again, other.measures) == (7, 0.5, (name,))
        assert scenario.with_measures(name) == scenario.with_measures([name])

    @pytest.mark.parametrize(
        ("path", "value", "problem"),
        [
            ("linkage.return_again", 7.0, ("out-of-range", "linkage.return_again")),
            ("linkage.return_again", float("nan"), ("wrong-type", "linkage.return_again")),
            ("linkage.return_agan", 0.5, ("no-match", "linkage.return_agan")),
            ("linkage.max_bounces", 2.0, ("wrong-type", "linkage.max_bounces")),
            ("linkage.rule", "referal", ("not-one-of", "linkage.rule")),
            ("townships.*.teams.squad.certified", 99, ("exceeds", "townships.*.teams.squad.certified")),
            ("", 1, ("no-match", "")),
            ("measures", ["whistle"], ("no-match", "measures")),
            (7, 1, ("wrong-type", "values")),
        ],
    )
    def test_values_are_held_to_the_rules_of_a_file(self, scenario, path, value, problem):
        assert problem in refused(scenario, {path: value})

    def test_a_copy_that_was_changed_by_other_means_is_refused(self, scenario):
        for other in (attrs.evolve(scenario, name="x"), pickle.loads(pickle.dumps(scenario))):
            assert refused(other, {"time.days": 7}) == [("not-from-a-file", "")]

    def test_the_file_is_not_read_again(self, scenario, folder):
        (folder / "county.toml").unlink()
        assert scenario.with_values({"time.days": 7}).time.days == 7


class TestRanges:
    @pytest.mark.parametrize("value", [7.0, -0.1, float("nan"), float("inf"), "0.5", True, None])
    def test_a_number_that_no_file_may_state_is_refused_everywhere(self, scenario, value):
        with pytest.raises(ScenarioError) as caught:
            attrs.evolve(scenario.linkage, return_again=value)
        assert caught.value.problems[0].path == "return_again"
        with pytest.raises(ScenarioError):
            Linkage(return_again=value)

    @pytest.mark.parametrize("value", [1.5, -1, 10**7, True])
    def test_people_are_whole_and_not_too_many(self, value):
        with pytest.raises(ScenarioError):
            Staff(civil=value)
