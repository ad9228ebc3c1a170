"""Measures and changes from a date, and until one."""

from __future__ import annotations

from datetime import date

import pytest

from planner.files import read, read_scenario


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
