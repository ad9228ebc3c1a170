"""Measures and changes from a date and until one, after a while, again and again, or while a surge lasts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from planner.files import ScenarioFile, read, read_scenario


def entry(begins, *changes, until=None, measures=()):
    text = f"\n[[timeline]]\nfrom = {begins}\n"
    if until:
        text += f"until = {until}\n"
    if measures:
        text += "measures = [" + ", ".join(f'"{name}"' for name in measures) + "]\n"
    return text + "".join(f"[[timeline.changes]]\n{change}\n" for change in changes)


def residents(value, township="a"):
    return f'set = "townships.{township}.residents"\nvalue = {value}'


def of(scenario, township="a"):
    """Residents in the first state, then by date."""
    return {
        None: scenario.townships[township].residents,
        **{phase.start.isoformat(): phase.scenario.townships[township].residents for phase in scenario.phases},
    }


FIVE_DAY = 'set = "calendar.kind"\nvalue = "five-day"'
GONE_TYPE = 'remove = "case_types.street-order"'
NEW_TYPE = 'set = "case_types.new"\nvalue = { name = "新", family = "service", deadline_days = 1 }'


def test_states_are_cumulative(county):
    scenario = read_scenario(
        county(more=entry("2025-01-20", residents(5)) + entry("2025-01-10", residents(4), residents(7, "b")))
    )
    assert of(scenario) == {None: 30_000, "2025-01-10": 4, "2025-01-20": 5}
    assert of(scenario, "b") == {None: 10_000, "2025-01-10": 7, "2025-01-20": 7}
    assert all(phase.scenario.phases == () for phase in scenario.phases)


def test_until_takes_a_change_back(county):
    scenario = read_scenario(
        county(
            more=entry("2025-01-10", "scale = 'townships.a.residents'\nby = 2", until="2025-01-15")
            + entry("2025-01-12", "add = 'townships.a.residents'\nvalue = 100")
        )
    )
    assert of(scenario) == {None: 30_000, "2025-01-10": 60_000, "2025-01-12": 60_100, "2025-01-15": 30_100}


def test_entries_of_one_date_in_the_order_of_the_file(county):
    scenario = read_scenario(county(more=entry("2025-01-10", residents(4)) + entry("2025-01-10", residents(5))))
    assert of(scenario) == {None: 30_000, "2025-01-10": 5}


def test_from_the_start_belongs_to_the_first_state(county):
    """So a file can apply changes to values that it states itself."""
    scenario = read_scenario(
        county(more=entry("2025-01-06", "scale = 'townships.a.residents'\nby = 2", until="2025-01-08"))
    )
    assert of(scenario) == {None: 60_000, "2025-01-08": 30_000}


def test_until_the_end(county):
    scenario = read_scenario(county(more=entry("2025-01-10", residents(4), until="2025-02-03")))
    assert of(scenario) == {None: 30_000, "2025-01-10": 4}


def test_measures_and_their_costs(county, measure):
    measure(
        'move = 2\nfrom = "departments.urban.team.staff"\nto = "townships.a.teams.squad.staff"',
        more="[cost]\none_off = 3",
    )
    scenario = read_scenario(county(more=entry("2025-01-10", measures=["trial"], until="2025-01-20")))
    moved, back = (phase.scenario for phase in scenario.phases)
    assert (moved.measures, moved.costs["trial"].one_off) == (("trial",), 3.0)
    assert moved.townships["a"].teams["squad"].staff.institution == 6
    assert (back.measures, back.costs, scenario.measures) == ((), {}, ())
    assert back.townships == scenario.townships


def test_inherited_unless_written_anew(county, write):
    county(more=entry("2025-01-10", residents(4)))
    assert of(read_scenario(write("x.toml", 'extends = "county.toml"\ntownships.a.residents = 9'))) == {
        None: 9,
        "2025-01-10": 4,
    }
    assert of(read_scenario(write("y.toml", 'extends = "county.toml"\ntimeline = []'))) == {None: 30_000}


def test_own_values_do_not_win_over_what_comes_later(county, write):
    county()
    own = write("x.toml", 'extends = "county.toml"\ntownships.a.residents = 9\n' + entry("2025-01-10", residents(4)))
    assert of(read_scenario(own)) == {None: 9, "2025-01-10": 4}
    assert read(own).notes == ()


@pytest.mark.parametrize(
    ("text", "kind", "path"),
    [
        (entry("2025-01-05", residents(1)), "outside-horizon", "timeline[1].from"),
        (entry("2025-02-03", residents(1)), "outside-horizon", "timeline[1].from"),
        (entry("2025-01-10", residents(1), until="2025-02-04"), "outside-horizon", "timeline[1].until"),
        (entry("2025-01-10", residents(1), until="2025-01-10"), "date-order", "timeline[1].until"),
        (entry("2025-01-10") + entry('"2025-01-10"'), "wrong-type", "timeline[2].from"),
        ("\n[[timeline]]\nmeasures = []\n", "missing", "timeline[1].from"),
        (entry("2025-01-10", measures=["trail"]), "unknown-name", "timeline[1].measures[1]"),
        (entry("2025-01-10", residents(1), residents(1, "d")), "no-match", "timeline[1].changes[2].set"),
        (entry("2025-01-10", residents(-1)), "out-of-range", "timeline[1].changes[1].value"),
        (entry("2025-01-10", 'set = "time.days"\nvalue = 20'), "phase-changes", "timeline[1].changes[1].value"),
        (entry("2025-01-06", 'set = "time.days"\nvalue = 20'), "phase-changes", "timeline[1].changes[1].value"),
        (entry("2025-01-10", FIVE_DAY), "phase-changes", "timeline[1].changes[1].value"),
        (entry("2025-01-10", GONE_TYPE), "phase-changes", "timeline[1].changes[1].remove"),
        (entry("2025-01-10", 'remove = "townships.b"'), "phase-changes", "timeline[1].changes[1].remove"),
        (entry("2025-01-10", NEW_TYPE), "phase-changes", "timeline[1].changes[1].value"),
    ],
)  # fmt: skip
def test_refused(county, problems, measure, text, kind, path):
    measure(residents(1))
    file = county(more=text)
    (problem,) = problems(file)
    assert (problem.kind, problem.path, problem.file) == (kind, path, str(file))


def test_horizon_is_told(county, problems):
    (problem,) = problems(county(more=entry("2025-02-03")))
    assert problem.facts == {"got": date(2025, 2, 3), "start": date(2025, 1, 6), "end": date(2025, 2, 3)}


def test_what_no_longer_fits_on_a_date(county, problems):
    file = county(more=entry("2025-01-10", 'set = "townships.c.teams.hub.handles"\nvalue = ["service"]'))
    (problem,) = problems(file)
    assert (problem.kind, problem.path, problem.facts["townships"]) == (
        "nobody-handles",
        "case_types.street-order",
        ("c",),
    )


def test_a_fault_of_all_states_is_reported_once(county, problems):
    (problem,) = problems(county(("staff = 2,", "staff = 2.5,"), more=entry("2025-01-10", residents(4))))
    assert (problem.kind, problem.path) == ("wrong-type", "townships.b.teams.squad.staff")


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


def residents_by_day(scenario):
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
    assert residents_by_day(read_scenario(county(more=SURGES), [measure(add(timing))])) == expected


def test_again_and_again(county, measure):
    scenario = read_scenario(county(("days = 28", "days = 90")), [measure(add("after_days = 10\nevery_days = 30"))])
    assert residents_by_day(scenario) == {0: 0, 10: 100, 40: 200, 70: 300}


def test_in_a_timeline_time_counts_from_the_entry(county, measure):
    measure(add("after_days = 2"), add("for_days = 4"), name="later")
    more = '\n[[timeline]]\nfrom = 2025-01-16\nuntil = 2025-01-24\nmeasures = ["later"]\n'
    assert residents_by_day(read_scenario(county(more=more))) == {0: 0, 10: 100, 12: 200, 14: 100, 18: 0}


def test_a_change_of_a_timeline_may_wait_too(county):
    more = f"\n[[timeline]]\nfrom = 2025-01-16\nchanges = [{{ {', '.join(add('after_days = 3').splitlines())} }}]\n"
    assert residents_by_day(read_scenario(county(more=more))) == {0: 0, 10: 0, 13: 100}


def test_it_lies_over_the_own_values_of_the_file(write, county, measure):
    county()
    measure(add("after_days = 10"), add(""))
    what_if = 'extends = "county.toml"\nmeasures = ["trial"]\n[townships.a]\nresidents = 30_000\n'
    assert residents_by_day(read_scenario(write("what-if.toml", what_if))) == {0: 0, 10: 100}


@pytest.mark.parametrize("timing", ["after_days = 28", "during_surges = 'emergency'"])
def test_a_change_that_is_never_in_force_is_noted(county, measure, timing):
    reading = read(county(more=SURGES), [measure(add(timing))])
    assert residents_by_day(reading.scenario) == {0: 0}
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
    assert residents_by_day(opened.read().scenario) == {0: 0, 10: 100}
    assert residents_by_day(opened.read(without=["trial"]).scenario) == {0: 0, 10: 0}
