"""Changes that are in force after a while, for a while, again and again, or while a surge lasts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from planner.files import ScenarioFile, read, read_scenario

START = date(2025, 1, 6)
"""The county runs for 28 days from here, until 3 February."""

SURGES = """
[demand.surges.flood]
families = ["enforcement"]
start = 2025-01-10
end = 2025-01-12
factor = 2
[demand.surges.storm]
families = ["enforcement"]
start = 2025-01-12
end = 2025-01-14
factor = 2
[demand.surges.fair]
families = ["service"]
start = 2025-01-20
end = 2025-01-21
factor = 2
"""


def add(more):
    return f'add = "townships.a.residents"\nvalue = 100\n{more}'


def residents(scenario):
    """Residents above what the file states, in the first state, then by day of the run."""
    days = {0: scenario.townships["a"].residents}
    days |= {(phase.start - START).days: phase.scenario.townships["a"].residents for phase in scenario.phases}
    return {day: value - 30_000 for day, value in days.items()}


@pytest.mark.parametrize(
    ("timing", "expected"),
    [
        ("", {0: 100}),
        ("after_days = 10", {0: 0, 10: 100}),
        ("for_days = 5", {0: 100, 5: 0}),
        ("after_days = 10\nfor_days = 3", {0: 0, 10: 100, 13: 0}),
        ("after_days = 20\nfor_days = 300", {0: 0, 20: 100}),
        ("during_surges = 'enforcement'", {0: 0, 4: 100, 9: 0}),
        ("during_surges = 'service'", {0: 0, 14: 100, 16: 0}),
    ],
)
def test_when_a_measure_is_in_force(county, measure, timing, expected):
    assert residents(read_scenario(county(more=SURGES), [measure(add(timing))])) == expected


def test_again_and_again(county, measure):
    scenario = read_scenario(county(("days = 28", "days = 90")), [measure(add("after_days = 10\nevery_days = 30"))])
    assert residents(scenario) == {0: 0, 10: 100, 40: 200, 70: 300}


def test_in_a_timeline_time_counts_from_the_entry(county, measure):
    measure(add("after_days = 2"), add("for_days = 4"), name="later")
    more = '\n[[timeline]]\nfrom = 2025-01-16\nuntil = 2025-01-24\nmeasures = ["later"]\n'
    assert residents(read_scenario(county(more=more))) == {0: 0, 10: 100, 12: 200, 14: 100, 18: 0}


def test_a_change_of_a_timeline_may_wait_too(county):
    more = f"\n[[timeline]]\nfrom = 2025-01-16\nchanges = [{{ {', '.join(add('after_days = 3').splitlines())} }}]\n"
    assert residents(read_scenario(county(more=more))) == {0: 0, 10: 0, 13: 100}


def test_it_lies_over_the_own_values_of_the_file(write, county, measure):
    county()
    measure(add("after_days = 10"), add(""))
    what_if = 'extends = "county.toml"\nmeasures = ["trial"]\n[townships.a]\nresidents = 30_000\n'
    assert residents(read_scenario(write("what-if.toml", what_if))) == {0: 0, 10: 100}


@pytest.mark.parametrize("timing", ["after_days = 28", "during_surges = 'emergency'"])
def test_a_change_that_is_never_in_force_is_noted(county, measure, timing):
    reading = read(county(more=SURGES), [measure(add(timing))])
    assert residents(reading.scenario) == {0: 0}
    (note,) = (note for note in reading.notes if note.kind == "never-in-force")
    assert note.path == "changes[1]"


def test_its_values_have_the_sources_of_the_measure(county, measure):
    from planner.files import source_of

    name = measure(add("after_days = 10"), more='[sources]\n"townships.*.residents" = "measured"')
    (phase,) = read_scenario(county(), [name]).phases
    assert source_of(phase.scenario, "townships.a.residents").tag == "measured"


@pytest.mark.parametrize(
    ("timing", "path", "kind"),
    [
        ("after_days = -1", "changes[1].after_days", "out-of-range"),
        ("every_days = 1", "changes[1].every_days", "out-of-range"),
        ("for_days = 0", "changes[1].for_days", "out-of-range"),
        ("after_days = 1.5", "changes[1].after_days", "wrong-type"),
        ("during_surges = 'weather'", "changes[1].during_surges", "not-one-of"),
    ],
)
def test_junk(refused, timing, path, kind):
    problem = refused(add(timing))
    assert (problem.path, problem.kind) == (path, kind)


def test_surges_that_make_no_sense_do_not_crash(county, measure, problems):
    surges = SURGES.replace("start = 2025-01-10", "start = 7").replace('families = ["service"]', "families = 3")
    found = problems(county(more=surges), measure(add("during_surges = 'service'")))
    assert {problem.path for problem in found} >= {"demand.surges.flood.start", "demand.surges.fair.families"}


def test_a_wrong_change_is_found_though_the_horizon_is_wrong(county, measure, problems):
    name = measure('add = "townships.a.residents"\nvalue = "x"\nafter_days = 10')
    kinds = {problem.path: problem.kind for problem in problems(county(("days = 28", "days = -1")), name)}
    assert kinds == {"time.days": "out-of-range", "changes[1].value": "wrong-type"}


def test_no_day_is_lost_at_the_end(county, measure):
    scenario = read_scenario(county(), [measure(add("after_days = 27"))])
    assert [phase.start for phase in scenario.phases] == [START + timedelta(days=27)]


def test_a_measure_left_out_does_not_come_into_force_later(write, county, measure):
    measure(add("after_days = 10"))
    county(more='\n[[timeline]]\nfrom = 2025-01-16\nmeasures = ["trial"]\n')
    file = write("what-if.toml", 'extends = "county.toml"\nmeasures = ["trial"]\n')
    opened = ScenarioFile(file)
    assert residents(opened.read().scenario) == {0: 0, 10: 100}
    assert residents(opened.read(without=["trial"]).scenario) == {0: 0, 10: 0}
