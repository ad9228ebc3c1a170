"""What a clumsy user writes: every wrong value is found, with its file, path and what was expected."""

from __future__ import annotations

from datetime import date

import pytest

from planner.files import read_scenario

A = '[townships.a]\nname = "甲镇"'


def found(problems, path):
    return {(problem.kind, problem.path): problem for problem in problems(path)}


@pytest.mark.parametrize(
    ("old", "new", "kind", "path", "facts"),
    [
        (
            "staff = 4,",
            "staff = 2.7,",
            "wrong-type",
            "townships.a.teams.squad.staff",
            {"expected": "staff", "got": "2.7"},
        ),
        (
            "staff = 4,",
            "staff = true,",
            "wrong-type",
            "townships.a.teams.squad.staff",
            {"expected": "staff", "got": "true"},
        ),
        (
            "staff = 4,",
            'staff = "4",',
            "wrong-type",
            "townships.a.teams.squad.staff",
            {"expected": "staff", "got": '"4"'},
        ),
        (
            "staff = { civil = 3,",
            "staff = { civil = 2.7,",
            "wrong-type",
            "departments.ecology.team.staff.civil",
            {"expected": "whole-number", "got": "2.7"},
        ),
        ("staff = 4,", "staff = -4,", "out-of-range", "townships.a.teams.squad.staff", {"got": "-4", "lowest": 0.0}),
        ("certified = 1,", "certified = true,", "wrong-type", "townships.a.teams.squad.certified", {"got": "true"}),
        (
            "deadline_days = 1\n",
            "deadline_days = 0\n",
            "out-of-range",
            "case_types.certificate.deadline_days",
            {"got": "0"},
        ),
        (
            "deadline_days = 1\n",
            "deadline_days = 1.0\n",
            "wrong-type",
            "case_types.certificate.deadline_days",
            {"got": "1.0"},
        ),
        (
            "formal = 0.5",
            "formal = 1.5",
            "out-of-range",
            "case_types.street-order.formal",
            {"highest": 1.0, "got": "1.5"},
        ),
        (
            "formal = 0.5",
            "formal = nan",
            "wrong-type",
            "case_types.street-order.formal",
            {"expected": "number", "got": "nan"},
        ),
        ("formal = 0.5", "formal = -inf", "wrong-type", "case_types.street-order.formal", {"got": "-inf"}),
        ("formal = 0.5", "formal = true", "wrong-type", "case_types.street-order.formal", {"got": "true"}),
        ("formal = 0.5", 'formal = "half"', "wrong-type", "case_types.street-order.formal", {"got": '"half"'}),
        (
            "days = 28",
            "days = 1_000_000_000",
            "out-of-range",
            "time.days",
            {"highest": 36_600, "unit": "calendar_days"},
        ),
        ("days = 28", "days = 0", "out-of-range", "time.days", {"lowest": 1}),
        ("start = 2025-01-06", "start = 2025-01-06T00:00:00", "wrong-type", "time.start", {"expected": "date"}),
        ("start = 2025-01-06", 'start = "2025-01-06"', "wrong-type", "time.start", {"got": '"2025-01-06"'}),
        ("start = 2025-01-06", "start = 0001-01-01", "date-out-of-range", "time.start", {"got": date(1, 1, 1)}),
        ("start = 2025-01-06", "start = 9999-12-31", "date-out-of-range", "time.start", {}),
        ("area_km2 = 60", "area_km2 = 0", "out-of-range", "townships.a.area_km2", {"open_low": True}),
        ("residents = 30_000\n", "", "missing", "townships.a.residents", {}),
        ('handles = ["*"]', 'handles = "*"', "wrong-type", "townships.c.teams.hub.handles", {"expected": "list"}),
        ('handles = ["*"]', 'handles = ["*", 3]', "wrong-type", "townships.c.teams.hub.handles[2]", {"got": "3"}),
        ('name = "甲镇"', "name = 3", "wrong-type", "townships.a.name", {"expected": "text"}),
        ('name = "甲镇"', "name.zh = 3", "wrong-type", "townships.a.name.zh", {"expected": "words"}),
        ("team.staff = 10", "team = 10", "wrong-type", "departments.urban.team", {"expected": "table", "got": "10"}),
        (
            "on_site = true",
            "on_site = 1",
            "wrong-type",
            "case_types.street-order.fact.on_site",
            {"expected": "yes-or-no"},
        ),
        ("format = 1", "format = 2", "not-one-of", "format", {"allowed": (1,)}),
        ("format = 1", "format = true", "not-one-of", "format", {"got": "true"}),
        ("format = 1", "extends = 3", "wrong-type", "extends", {"expected": "words"}),
        ("format = 1", "measures = 3", "wrong-type", "measures", {"expected": "list"}),
        ("format = 1", "timeline = 3", "wrong-type", "timeline", {"expected": "list"}),
        ("format = 1", "sources = 3", "wrong-type", "sources", {"expected": "source"}),
        ("format = 1", "pay.civil = 1" + "0" * 400, "wrong-type", "pay.civil", {"got": "1e400"}),
        ("format = 1", "townships = 3", "not-toml", "", {}),
        ("format = 1", 'kinds."a.b".title = "x"', "bad-id", "kinds.a.b", {"got": '"a.b"'}),
        ("format = 1", 'kinds."".title = "x"', "bad-id", "kinds.", {"got": '""'}),
        ("format = 1", "kinds.hill.residents = -1", "out-of-range", "kinds.hill.residents", {"got": "-1"}),
        ("format = 1", "kinds.hill.title = 3", "wrong-type", "kinds.hill.title", {"expected": "text"}),
        ("format = 1", 'calendar.office_hours = [["08:00"]]', "wrong-type", "calendar.office_hours[1]", {"length": 2}),
        ("format = 1", 'calendar.office_hours = [["8", "9"]]', "office-hours", "calendar.office_hours", {}),
    ],
)
def test_wrong_value(county, problems, old, new, kind, path, facts):
    file = county((old, new))
    (problem,) = problems(file)
    assert (problem.kind, problem.path, problem.file) == (kind, path, str(file))
    assert {key: problem.facts[key] for key in facts} == facts


@pytest.mark.parametrize(
    ("old", "new", "path", "near"),
    [
        ("residents = 30_000", "resident = 30_000", "townships.a.resident", "residents"),
        ("certified = 1,", "Certified = 1,", "townships.a.teams.squad.Certified", "certified"),
        ("fact.hours = 0.5", "fact.hour = 0.5", "case_types.certificate.fact.hour", "hours"),
        ("preparation_hours = 4", "preparation-hours = 4", "linkage.preparation-hours", "preparation_hours"),
        ("days = 28", "days = 28\ndayss = 28", "time.dayss", "days"),
        ("format = 1", 'name = "x"', "name", ""),
        ("format = 1", 'titel = "x"', "titel", "title"),
        ("format = 1", "phases = []", "phases", ""),
        ('title = { zh = "镇", en', 'title = { cn = "镇", en', "kinds.town.title.cn", ""),
        ("teams.window = {", "teams.window = { stafff = 3,", "kinds.town.teams.window.stafff", "staff"),
    ],
)
def test_misspelt_key(county, problems, old, new, path, near):
    file = county((old, new))
    (problem,) = problems(file)
    assert (problem.kind, problem.path, problem.file, problem.nearest) == ("unknown-key", path, str(file), near)
    assert problem.facts["allowed"]


@pytest.mark.parametrize(
    ("old", "new", "path", "near"),
    [
        ('family = "service"', 'family = "servce"', "case_types.certificate.family", "service"),
        ("format = 1", 'linkage.rule = "whistel"', "linkage.rule", "whistle"),
        ("format = 1", "calendar.kind = 5", "calendar.kind", ""),
        ('title = "街道"', 'powers.street-order = "asigned"', "kinds.street.powers.street-order", "assigned"),
    ],
)
def test_not_one_of(county, problems, old, new, path, near):
    text = (old, new) if "linkage" not in new else ("preparation_hours = 4", 'rule = "whistel"')
    (problem,) = problems(county(text))
    assert (problem.kind, problem.path, problem.nearest) == ("not-one-of", path, near)
    assert len(problem.facts["allowed"]) >= 2


def test_everything_at_once(county, problems):
    """A misspelt key, a fractional officer and a name that stands for nothing, in one go."""
    file = county(
        ("certified = 1,", "certifed = 1,"),
        ("staff = 2,", "staff = 2.5,"),
        ('responsible = "urban"', 'responsible = "urbann"'),
        ("channels.window = 1.0", "channels.window = 0.9"),
        ("partners.ecology", "partners.ecologie"),
        ('kind = "street"', 'kind = "stret"'),
    )
    kinds = {(problem.kind, problem.path, problem.nearest) for problem in problems(file)}
    assert kinds == {
        ("unknown-key", "townships.a.teams.squad.certifed", "certified"),
        ("wrong-type", "townships.b.teams.squad.staff", ""),
        ("unknown-name", "case_types.street-order.responsible", "urban"),
        ("channels-sum", "case_types.certificate.channels", ""),
        ("unknown-name", "case_types.street-order.partners.ecologie", "ecology"),
        ("unknown-name", "townships.c.kind", "street"),
    }
    assert {problem.file for problem in problems(file)} == {str(file)}


def test_a_value_of_a_kind_is_reported_once_and_where_it_stands(county, problems):
    file = county(("institution = 2 }", "institution = -2 }"))
    (problem,) = problems(file)
    assert problem.path == "kinds.town.teams.window.staff.institution"


def test_values_of_an_unused_kind_are_looked_at(county, problems):
    (problem,) = problems(county(("[kinds.street]", "[kinds.hill]\ngrids.workers = 1.5\n[kinds.street]")))
    assert (problem.kind, problem.path) == ("wrong-type", "kinds.hill.grids.workers")


def test_short_forms(county):
    scenario = read_scenario(county())
    squad = scenario.townships["a"].teams["squad"]
    assert (squad.staff.civil, squad.staff.institution, squad.staff.contract) == (0, 4, 0)
    assert (squad.name.zh, scenario.kinds["street"].en, scenario.kinds["street"].zh) == ("", "街道", "街道")
    assert scenario.kinds["town"].zh == "镇"
    assert list(scenario.case_types["street-order"].partners) == ["ecology"]
    assert isinstance(scenario.linkage.preparation_hours, float)
    assert isinstance(scenario.townships["a"].area_km2, float)


def test_only_the_file_that_is_run_must_be_complete(write, problems):
    path = write("base/half.toml", "[linkage]\npreparation_hours = 4\n")
    assert {(problem.kind, problem.path) for problem in problems(path)} == {
        ("missing", "time"),
        ("missing", "townships"),
        ("missing", "case_types"),
    }


def test_a_misspelt_table_is_not_also_missing(county, problems):
    text = ("[time]", "[tmie]")
    assert [(problem.kind, problem.path, problem.nearest) for problem in problems(county(text))] == [
        ("unknown-key", "tmie", "time")
    ]


def test_names_in_a_misspelt_table_are_not_all_unknown(county, problems):
    text = ("[departments.urban]", "[department.urban]"), ("[departments.ecology]", "[department.ecology]")
    (problem,) = problems(county(*text))
    assert (problem.path, problem.nearest) == ("department", "departments")


def test_misspelt_teams_do_not_leave_a_township_without_teams(county, problems):
    (problem,) = problems(county(("teams.hub =", "team.hub =")))
    assert (problem.kind, problem.path, problem.nearest) == ("unknown-key", "townships.c.team", "teams")


def test_everything_at_once_in_all_parts_of_a_file(county, measure, problems):
    """What is wrong with time, a measure's name, a source or a date does not hide what is wrong elsewhere."""
    measure('set = "time.days"\nvalue = 7', name="whistle")
    change = '{ set = "townships.x.residents", value = 1 }'
    file = county(
        ("format = 1", 'measures = ["whistel"]'),
        ("days = 28", "days = -1"),
        ('responsible = "urban"', 'responsible = "urbn"'),
        more=f'[sources]\nlinkage = "guess"\n[[timeline]]\nfrom = 2025-01-10\nchanges = [{change}]\n',
    )
    assert {(problem.kind, problem.path) for problem in problems(file)} == {
        ("unknown-name", "measures[1]"),
        ("no-match", "timeline[1].changes[1].set"),
        ("out-of-range", "time.days"),
        ("unknown-name", "case_types.street-order.responsible"),
        ("not-one-of", "sources.linkage.tag"),
    }
