"""What-ifs that no file states: values by path, measures added and left out, each read by itself."""

from __future__ import annotations

import pytest

from planner.errors import ScenarioError
from planner.files import ScenarioFile, read_scenario, scenario_hash, source_of, takes_whole_numbers
from planner.model.text import Text

DELEGATE = 'set = "townships.a.powers.street-order"\nvalue = "assigned"'
LARGER_SQUADS = 'add = "townships.*.teams.squad.staff"\nvalue = 1'


def problems_of(file, **asked):
    with pytest.raises(ScenarioError) as caught:
        file.read(**asked)
    return [(problem.kind, problem.file, problem.path, problem.nearest) for problem in caught.value.problems]


def test_without_a_what_if_it_is_the_scenario(county):
    path = county()
    assert ScenarioFile(path).read().scenario == read_scenario(path)


def test_values_win_and_reach_every_key(county):
    file = ScenarioFile(county())
    values = {"townships.*.teams.squad.staff": 7, "linkage.preparation_hours": 2.5, "kinds.town.legal_review_hours": 1}
    scenario = file.read(values=values).scenario
    assert [scenario.townships[name].teams["squad"].staff.total for name in ("a", "b")] == [7, 7]
    assert scenario.linkage.preparation_hours == 2.5
    assert scenario.townships["c"].linkage.preparation_hours == 2.5
    assert scenario.townships["a"].legal_review_hours == 1
    # Nothing is kept from one what-if to the next.
    assert file.read().scenario.townships["b"].teams["squad"].staff.total == 2


def test_values_come_after_measures_and_before_the_timeline(county, measure):
    measure(LARGER_SQUADS)
    later = '\n[[timeline]]\nfrom = 2025-01-20\nchanges = [{ add = "townships.a.teams.squad.staff", value = 2 }]\n'
    file = ScenarioFile(county(more=later))
    scenario = file.read(["trial"], values={"townships.a.teams.squad.staff": 9}).scenario
    assert scenario.townships["a"].teams["squad"].staff.total == 9
    assert scenario.townships["b"].teams["squad"].staff.total == 3
    assert scenario.phases[0].scenario.townships["a"].teams["squad"].staff.total == 11
    assert scenario.name == "county+trial"


def test_a_value_of_a_what_if_is_an_assumption(county):
    stated = ("preparation_hours = 4", 'preparation_hours = 4\nrule = "referral"')
    path = county(stated, more='\n[sources]\n"linkage" = "documented"\n')
    scenario = ScenarioFile(path).read(values={"linkage.preparation_hours": 3}).scenario
    rule = source_of(scenario, "linkage.rule")
    assert rule is not None and rule.tag == "documented"
    source = source_of(scenario, "linkage.preparation_hours")
    assert source is not None and source.tag == "assumption"


def test_measures_and_packages_can_be_left_out(county, measure, write):
    path = county()
    measure(LARGER_SQUADS, name="larger")
    measure(DELEGATE, name="delegate")
    write("packages/both.toml", 'title = "两项"\nmeasures = ["larger", "delegate"]\n')
    applied = write("one.toml", 'extends = "county.toml"\nmeasures = ["delegate", "larger"]\n')
    file = ScenarioFile(applied)
    assert file.read().scenario.measures == ("delegate", "larger")
    one = file.read(without=["larger"]).scenario
    assert (one.measures, one.townships["b"].teams["squad"].staff.total) == (("delegate",), 2)
    assert scenario_hash(file.read(without=["both"]).scenario) == scenario_hash(read_scenario(path))
    # What the base applies can be left out too, and what a timeline does.
    built_on = write("two.toml", 'extends = "one.toml"\n[[timeline]]\nfrom = 2025-01-20\nmeasures = ["larger"]\n')
    scenario = ScenarioFile(built_on).read(without=["larger"]).scenario
    assert scenario.phases[0].scenario.townships["b"].teams["squad"].staff.total == 2


def test_what_is_wrong_is_reported_where_it_was_asked(county):
    file = ScenarioFile(county())
    values = {
        "townships.*.teams.sqad.staff": 3,
        "townships.a.residents": 2.7,
        "linkage.preparation_hours": "long",
        "townships.b.teams.squad.certified": 9,
    }
    assert problems_of(file, values=values) == [
        ("no-match", "", "townships.*.teams.sqad.staff", "squad"),
        ("wrong-type", "", "townships.a.residents", ""),
        ("wrong-type", "", "linkage.preparation_hours", ""),
        ("exceeds", "", "townships.b.teams.squad.certified", ""),
    ]
    assert file.read(values={"townships.a.residents": 3}).scenario.townships["a"].residents == 3


def test_a_measure_that_does_not_exist_or_is_faulty_is_reported_each_time(county, measure):
    path = str(county())
    measure('set = "townships.a.residnts"\nvalue = 3')
    file = ScenarioFile(path)
    for _ in range(2):
        assert problems_of(file, measures=["trail"]) == [("unknown-name", path, "", "trial")]
        assert problems_of(file, without=["trail"]) == [("unknown-name", path, "", "trial")]
        assert [kind for kind, *_rest in problems_of(file, measures=["trial"])] == ["no-match"]


def test_a_faulty_file_is_reported_with_the_what_if(county):
    file = ScenarioFile(county(("residents = 30_000", "residents = -1")))
    found = problems_of(file, values={"townships.b.residents": -2})
    assert [(kind, path) for kind, _file, path, _nearest in found] == [
        ("out-of-range", "townships.a.residents"),
        ("out-of-range", "townships.b.residents"),
    ]


@pytest.mark.parametrize(
    ("path", "whole"),
    [
        ("townships.*.teams.*.staff", True),
        ("townships.a.teams.squad.certified", True),
        ("departments.urban.team.staff.civil", True),
        ("linkage.preparation_hours", False),
        ("townships.*.rates.certificate", False),
        ("linkage.rule", False),
        ("nowhere.at.all", False),
    ],
)
def test_where_only_whole_numbers_stand(path, whole):
    assert takes_whole_numbers(path) is whole


def test_a_file_without_a_title_is_called_by_what_it_changes_and_not_like_its_base(county, measure, write):
    """Comparisons, lists and exports of the two would be told apart by nothing else."""
    county()
    measure(DELEGATE)
    first = write(
        "first.toml", 'format = 1\nextends = "county.toml"\n[linkage]\npreparation_hours = 2\nrule = "whistle"\n'
    )
    second = write("second.toml", 'extends = "first.toml"\nmeasures = ["trial"]\n[time]\ndays = 20\n')
    named = write("named.toml", 'extends = "second.toml"\ntitle = "我的方案"\n')
    after = write("after.toml", 'extends = "named.toml"\n[time]\ndays = 10\n')
    assert read_scenario(first).title == Text("小县＋2处改动", "Small county + 2 changes")
    assert read_scenario(second).title == Text(
        "小县＋2处改动＋试验＋1处改动", "Small county + 2 changes + 试验 + 1 change"
    )
    assert read_scenario(named).title.zh == "我的方案"
    assert read_scenario(after).title.zh == "我的方案＋1处改动"
