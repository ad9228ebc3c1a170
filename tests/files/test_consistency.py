"""Values that do not fit together."""

from __future__ import annotations

from datetime import date

import pytest

from planner.engine.simulate import simulate
from planner.errors import ScenarioError
from planner.files import places, read_scenario, size
from planner.files.reading import read
from planner.wording.problems import sentence

B = "residents = 10_000\n"


@pytest.mark.parametrize(
    ("old", "new", "path", "what", "near"),
    [
        ('kind = "street"', 'kind = "streets"', "townships.c.kind", "kind", "street"),
        ('responsible = "urban"', 'responsible = "urbn"', "case_types.street-order.responsible", "department", "urban"),
        ("partners.ecology = {}", "partners.water = {}", "case_types.street-order.partners.water", "department", ""),
        (
            'handles = ["service"]',
            'handles = ["service", "servise"]',
            "kinds.town.teams.window.handles[2]",
            "case-type-or-family",
            "service",
        ),
        (
            'handles = ["*"]',
            'handles = ["*"], posted = ["urban", "ecolgy"]',
            "townships.c.teams.hub.posted[2]",
            "department",
            "ecology",
        ),
        (B, B + "teams.windw.meetings_share = 0.2\n", "townships.b.teams.windw", "team", "window"),
        (B, B + "teams.windw.certified = 2\n", "townships.b.teams.windw", "team", "window"),
        (B, B + "rates.street-oder = 2\n", "townships.b.rates.street-oder", "case-type", "street-order"),
        (B, B + 'powers.certificat = "assigned"\n', "townships.b.powers.certificat", "case-type", "certificate"),
        (
            B,
            B + "opening_backlog.certificat.count = 2\n",
            "townships.b.opening_backlog.certificat",
            "case-type",
            "certificate",
        ),
        (
            B,
            B + "parts.old = { residents = 2, rates.certificat = 1 }\n",
            "townships.b.parts.old.rates.certificat",
            "case-type",
            "certificate",
        ),
        (
            "deadline_days = 1\n",
            'deadline_days = 1\nprofile = "day"\n',
            "case_types.certificate.profile",
            "profile",
            "",
        ),
        (
            "format = 1",
            'shared_teams.pool = { serves = ["a", "d"], team.staff = 2 }',
            "shared_teams.pool.serves[2]",
            "township",
            "",
        ),
        (
            "format = 1",
            'demand.surges.snow = { families = ["emergncy"], start = 2025-01-07, end = 2025-01-08 }',
            "demand.surges.snow.families[1]",
            "family",
            "emergency",
        ),
    ],
)
def test_unknown_name(county, problems, old, new, path, what, near):
    file = county((old, new))
    (problem,) = problems(file)
    assert (problem.kind, problem.path, problem.file) == ("unknown-name", path, str(file))
    assert (problem.facts["what"], problem.nearest) == (what, near)


def test_names_that_are_right(county):
    scenario = read_scenario(
        county(
            ("format = 1", 'shared_teams.pool = { serves = ["*"], team = { staff = 2, handles = ["street-order"] } }'),
            ("deadline_days = 1\n", 'deadline_days = 1\nprofile = "day"\nresponsible = "township"\n'),
            more="[demand.profiles.day]\nday_off = 0.0\n",
        )
    )
    assert scenario.case_types["certificate"].responsible == "township"


@pytest.mark.parametrize(
    ("old", "new", "kind", "path", "facts"),
    [
        (
            "certified = 1,",
            "certified = 5,",
            "exceeds",
            "townships.a.teams.squad.certified",
            {"got": 5, "limit": 4, "limit_of": "certifiable-staff"},
        ),
        ("staff = 4,", "staff.contract = 4,", "exceeds", "townships.a.teams.squad.certified", {"got": 1, "limit": 0}),
        (
            "team.staff = 10",
            "team = { staff = 10, certified = 11 }",
            "exceeds",
            "departments.urban.team.certified",
            {"limit": 10},
        ),
        (
            "crew = 2, certified = 2",
            "crew = 1, certified = 2",
            "exceeds",
            "case_types.street-order.decision.certified",
            {"limit_of": "crew"},
        ),
        (
            "quota.institution = 40",
            "quota.institution = 5",
            "over-quota",
            "townships.a.quota.institution",
            {"quota": 5, "staff": 6},
        ),
        (
            "quota.institution = 40",
            "quota.institution = 8\nother_staff = 3",
            "over-quota",
            "townships.a.quota.institution",
            {"staff": 9},
        ),
        (
            "quota.institution = 12",
            "quota.institution = 9",
            "over-quota",
            "departments.urban.quota.institution",
            {"staff": 10},
        ),
        (
            "quota.institution = 12",
            "quota.civil = 1\nother_staff.civil = 2",
            "over-quota",
            "departments.urban.quota.civil",
            {"post": "civil", "staff": 2},
        ),
        ("online = 0.25", "online = 0.3", "channels-sum", "case_types.street-order.channels", {"total": 1.05}),
        ("channels.window = 1.0\n", "", "no-channel", "case_types.certificate.channels", {}),
        ('responsible = "urban"\n', "", "nobody-decides", "case_types.street-order.responsible", {}),
        (
            "format = 1",
            "demand.profiles.p.hour = [1, 2]",
            "list-length",
            "demand.profiles.p.hour",
            {"expected": 24, "got": 2},
        ),
        (
            "format = 1",
            "demand.profiles.p.weekday = [0, 0, 0, 0, 0, 0, 0]",
            "all-zero",
            "demand.profiles.p.weekday",
            {},
        ),
        (
            "format = 1",
            "demand.profiles.p.month = [-1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]",
            "out-of-range",
            "demand.profiles.p.month[1]",
            {"lowest": 0.0},
        ),
        (B, B + "rates.certificate = -0.5\n", "out-of-range", "townships.b.rates.certificate", {"got": "-0.5"}),
        (
            "format = 1",
            "demand.surges.s = { families = [], start = 2025-01-09, end = 2025-01-08 }",
            "date-order",
            "demand.surges.s.end",
            {},
        ),
        ("days = 28", "days = 36_600\n[calendar]\nkind = 'five-day'", "too-many-cases", "time.days", {}),
    ],
)
def test_limits(county, problems, old, new, kind, path, facts, monkeypatch):
    monkeypatch.setattr(size, "machine_bytes", lambda: 10_000_000)
    file = county((old, new))
    (problem,) = problems(file)
    assert (problem.kind, problem.path, problem.file) == (kind, path, str(file))
    assert {key: problem.facts[key] for key in facts} == facts


@pytest.mark.parametrize("days", ["[1, 1, 1, 1, 1, 1]", "[]", "[1, 1, 1, 1, 1, 1, 1, 1]", "[0, 0, 0, 0, 0, 0, 0]"])
def test_a_profile_of_other_than_seven_days_is_told_and_nothing_else(county, problems, days):
    told = problems(
        county(
            ("channels.window = 1.0", 'channels.window = 1.0\nprofile = "office"'),
            more=f"[demand.profiles.office]\nweekday = {days}\n",
        )
    )
    assert {problem.path for problem in told} == {"demand.profiles.office.weekday"}


def test_zero_weight_needs_no_decider(county):
    assert read_scenario(county(("formal = 0.5", "formal = 0.0"), ('responsible = "urban"\n', "")))
    assert read_scenario(county(("hours = 6.0", "hours = 0.0"), ('responsible = "urban"\n', "")))


def test_what_patrols_find_needs_no_channel(county):
    assert read_scenario(county(("channels.window = 1.0\n", "patrol = true\n")))


def test_nobody_handles(county, problems):
    """The case type is named, with every township in which it comes up and nobody handles it."""
    file = county(('handles = ["service"]', "handles = []"))
    (problem,) = problems(file)
    assert (problem.kind, problem.path) == ("nobody-handles", "case_types.certificate")
    assert problem.facts["townships"] == ("a", "b")


def test_what_does_not_come_up_needs_nobody(county):
    assert read_scenario(
        county(
            ('handles = ["service"]', "handles = []"),
            ('kind = "town"\nresidents = 30', 'kind = "town"\nrates.certificate = 0\nresidents = 30'),
            (B, B + "rates.certificate = 0\n"),
        )
    )


def test_an_opening_backlog_comes_up(county, problems):
    file = county(
        ("per_1000_residents_year = 100", "per_1000_residents_year = 0"),
        ('handles = ["service"]', "handles = []"),
        (B, B + "opening_backlog.certificate.count = 2\n"),
    )
    (problem,) = problems(file)
    assert problem.facts["townships"] == ("b",)


UPPER = """
[case_types.assigned-task]
name = "上级交办"
family = "upper"
per_township_week = 2
deadline_days = 5
fact.hours = 3
"""


def test_work_from_above_needs_an_office_team(county, problems):
    assert read_scenario(county(more=UPPER))
    (problem,) = problems(
        county(('handles = ["*"]', 'handles = ["service", "enforcement"], takes_upper = false'), more=UPPER)
    )
    assert (problem.facts["case_type"], problem.facts["townships"]) == ("assigned-task", ("c",))


def test_township_without_teams(county, problems):
    file = county(('teams.hub = { staff = 6, certified = 2, handles = ["*"], intake = true }\n', ""))
    (problem,) = problems(file)
    assert (problem.kind, problem.path) == ("no-teams", "townships.c.teams")
    pool = 'shared_teams.pool = { serves = ["*"], team = { staff = 2, handles = ["*"], intake = true } }'
    hub = 'teams.hub = { staff = 6, certified = 2, handles = ["*"], intake = true }\n'
    assert read_scenario(county((hub, ""), ("format = 1", pool)))


def test_no_intake(county, problems):
    file = county(('handles = ["*"], intake = true', 'handles = ["*"]'))
    (problem,) = problems(file)
    assert (problem.kind, problem.path) == ("no-intake", "townships.c.teams")
    assert problem.facts["case_types"] == ("street-order",)
    assert read_scenario(
        county(
            ('handles = ["*"], intake = true', 'handles = ["*"]'), ("formal = 0.5", "formal = 0.5\nintake.hours = 0")
        )
    )


def test_a_misspelt_name_does_not_leave_a_case_type_unhandled(county, problems):
    (problem,) = problems(
        county(
            (
                'teams.squad = { staff = 2, handles = ["enforcement"]',
                'teams.squad = { staff = 2, handles = ["enforcment"]',
            )
        )
    )
    assert (problem.kind, problem.nearest) == ("unknown-name", "enforcement")


class TestCalendar:
    def test_deadlines_that_fall_into_an_unknown_year(self, county, problems):
        file = county(("start = 2025-01-06", "start = 2026-12-01"))
        (problem,) = problems(file)
        assert (problem.kind, problem.path, problem.file) == ("calendar-year", "time", str(file))
        assert problem.facts == {"year": 2027, "first": 2004, "last": 2026, "stated": 0, "needed": 13}

    def test_a_horizon_in_an_unknown_year(self, county, problems):
        assert problems(county(("start = 2025-01-06", "start = 2040-01-01")))[0].facts["year"] == 2040

    def test_a_backlog_from_an_unknown_year(self, county, problems):
        backlog = B + "opening_backlog.street-order = { count = 1, oldest_days = 10 }\n"
        (problem,) = problems(county(("start = 2025-01-06", "start = 2004-01-05"), (B, backlog)))
        assert problem.facts["year"] == 2003

    def test_both_ways_out(self, county):
        start = ("start = 2025-01-06", "start = 2026-12-01")
        assert read_scenario(county(start, ("format = 1", 'calendar.beyond = "repeat"')))
        assert read_scenario(county(("start = 2025-01-06", "start = 2025-12-01")))

    def test_the_last_deadline_that_just_fits(self, county, problems):
        # 2026-12-24 + 5 working days is 2026-12-31.
        assert read_scenario(county(("start = 2025-01-06", "start = 2026-12-24"), ("days = 28", "days = 1")))
        assert problems(county(("start = 2025-01-06", "start = 2026-12-25"), ("days = 28", "days = 1")))


class TestSize:
    def test_expected_cases(self, county):
        # 60,000 residents: 100 and 20 per 1,000 and year; 28 days.
        scenario = read_scenario(county())
        assert size.expected_cases(scenario) == pytest.approx(60 * 120 * 28 / 365)

    def test_with_everything_that_adds(self, county):
        surge = "[demand.surges.rush]\nfamilies = ['service']\nstart = 2025-01-01\nend = 2025-01-07\nfactor = 3\n"
        scenario = read_scenario(
            county(
                (B, B + "rates.certificate = 2\nopening_backlog.certificate.count = 7\n"),
                more=surge + UPPER,
            )
        )
        services = (30 + 10 * 2 + 20) * 100 * (28 + 2 * 2) / 365
        assert size.expected_cases(scenario) == pytest.approx(services + 60 * 20 * 28 / 365 + 3 * 2 * 4 + 7)

    def test_machine_memory_is_known_here(self):
        assert size.machine_bytes() > 100_000_000

    def test_estimate_and_machine_are_stated(self, county, problems, monkeypatch):
        file = county()
        scenario = read_scenario(file)
        people = size.people_on_the_roll(scenario)
        monkeypatch.setattr(size, "machine_bytes", lambda: 100_000)
        (problem,) = problems(file)
        # 100 certificates and 20 orders per 1,000 of 60,000 residents and year, for 28 days; what is most at a time are
        # the certificates of the largest town.
        cases = 60 * 120 * 28 / 365
        most = max(town.residents for town in scenario.townships.values()) / 1000 * 100 * 28 / 365
        assert problem.facts == {
            "cases": 552,
            "people": people,
            "needed_bytes": round(600 * cases + 150 * most + 500 * people),
            "machine_bytes": 100_000,
        }

    def test_surges_that_overlap_multiply(self, county):
        surge = "[demand.surges.{}]\nfamilies = ['service']\nstart = 2025-01-10\nend = 2025-01-11\nfactor = 10\n"
        scenario = read_scenario(county(more="".join(surge.format(name) for name in ("one", "two", "three"))))
        services, orders = 60 * 100 / 365, 60 * 20 / 365
        assert size.expected_cases(scenario) == pytest.approx(services * (26 + 2 * 1000) + orders * 28)

    def test_three_surges_of_a_thousand_at_once_are_refused(self, county, problems):
        surge = "[demand.surges.{}]\nfamilies = ['service']\nstart = 2025-01-01\nend = 2025-02-07\nfactor = 1000\n"
        file = county(more="".join(surge.format(name) for name in ("one", "two", "three")))
        (problem,) = problems(file)
        assert (problem.kind, problem.path) == ("too-many-cases", "time.days")
        assert problem.facts["cases"] == pytest.approx(60 * 100 * 28 / 365 * 1e9, rel=0.01)

    def test_endless_numbers_are_refused_too(self, county, problems):
        rates = "rates.certificate = 1e300\nrates.street-order = 1e300\n"
        assert problems(county((B, B + rates)))[0].kind == "too-many-cases"

    def test_each_state_of_the_timeline_counts_for_its_days(self, county):
        dated = """
[[timeline]]
from = 2025-01-20
until = 2025-01-27
changes = [{ set = "townships.*.residents", value = 100_000 }]
"""
        scenario = read_scenario(county(more=dated))
        assert size.expected_cases(scenario) == pytest.approx((60 * 21 + 300 * 7) * 120 / 365)

    def test_a_short_run_in_the_high_season_counts_its_season(self, county):
        # The cases of a year in the 31 days of January, of which the run has 26 before February.
        high = "month = [12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]"
        file = county(
            ("deadline_days = 1\n", 'deadline_days = 1\nprofile = "year"\n'), more=f"[demand.profiles.year]\n{high}\n"
        )
        services, orders = 60 * 100 * 26 / 31, 60 * 20 * 28 / 365
        assert size.expected_cases(read_scenario(file)) == pytest.approx(services + orders)

    def test_what_patrols_find_counts_as_often_as_it_is_found(self, county):
        # Rounds of 20 instead of 40 hours: 1/20 ÷ (1/20 + 1/24) of the matters instead of 1/40 ÷ (1/40 + 1/24).
        patrolled = ("channels = { online = 0.25, hotline = 0.75 }", "patrol = true\nlife_days = 1")
        grids = "grids = { count = 1, workers = 1, full_time_share = 1, round_hours = 20 }\n"
        places = [("residents = 20_000\n", "residents = 20_000\n" + grids)]
        whole = read_scenario(county(patrolled, *places))
        assert {town.residents: town.grids.count for town in whole.townships.values()}[20_000] == 1
        shares = (1 / 20 / (1 / 20 + 1 / 24)) / (1 / 40 / (1 / 40 + 1 / 24))
        found = 20 * 20 * 28 / 365 * shares
        assert size.expected_cases(whole) == pytest.approx(60 * 100 * 28 / 365 + found)


class TestDays:
    """Days that a scenario states itself, and what demand makes of the days there are."""

    WEEKEND = ("deadline_days = 1\n", 'deadline_days = 1\nprofile = "odd"\n')

    def odd(self, rest: str = "") -> str:
        return f"[demand.profiles.odd]\nweekday = [0, 0, 0, 0, 0, 1, 1]\nday_off = 0\n{rest}"

    def test_a_profile_of_which_no_day_is_left(self, county, problems):
        file = county(self.WEEKEND, more=self.odd() + "[calendar]\nkind = 'five-day'\n")
        (problem,) = problems(file)
        assert (problem.kind, problem.path, problem.file) == ("no-demand-days", "demand.profiles.odd", str(file))

    def test_demand_on_make_up_days_only_is_noted(self, county):
        # Of the 28 days from 6 January only 26 January and none but it is a make-up day.
        (note,) = read(county(self.WEEKEND, more=self.odd())).notes
        assert (note.kind, note.path) == ("few-demand-days", "demand.profiles.odd")
        assert note.facts == {"profile": "odd", "days": 1, "of": 28, "first": (date(2025, 1, 26),)}

    def test_demand_on_no_day_of_the_run_is_noted(self, county):
        month = "[demand.profiles.odd]\nmonth = [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]\n"
        (note,) = read(county(self.WEEKEND, more=month)).notes
        assert (note.kind, note.path) == ("no-demand-in-run", "demand.profiles.odd")

    def test_a_weekday_of_its_own_is_no_matter_for_a_note(self, county):
        mondays = "[demand.profiles.odd]\nweekday = [1, 0, 0, 0, 0, 0, 0]\nday_off = 0\n"
        assert read(county(self.WEEKEND, more=mondays)).notes == ()

    def test_a_day_in_both_lists_and_one_stated_twice(self, county, problems):
        lists = "[calendar]\nholidays = [2025-01-08, 2025-01-09, 2025-01-08]\nworkdays = [2025-01-09]\n"
        found = {(problem.kind, problem.path) for problem in problems(county(more=lists))}
        assert found == {("day-twice", "calendar.holidays[3]"), ("day-in-both", "calendar.workdays[1]")}

    def test_what_is_no_date(self, county, problems):
        (problem,) = problems(county(more="[calendar]\nholidays = [2025-01-08, '2025-01-09']\n"))
        assert (problem.kind, problem.path) == ("wrong-type", "calendar.holidays[2]")
        assert problem.facts["expected"] == "date"

    def test_workdays_that_are_worked_anyway_are_noted(self, county):
        # 8 January is a Wednesday, 26 January a make-up Sunday, 11 January a Saturday.
        lists = "[calendar]\nworkdays = [2025-01-08, 2025-01-11, 2025-01-26]\n"
        (note,) = read(county(more=lists)).notes
        assert (note.kind, note.path) == ("worked-anyway", "calendar.workdays")
        assert note.facts == {"count": 2, "first": (date(2025, 1, 8), date(2025, 1, 26))}

    def test_lists_around_the_clock_have_no_effect_and_that_is_noted(self, county):
        lists = "[calendar]\nkind = 'around-the-clock'\nholidays = [2025-01-08]\n"
        (note,) = read(county(more=lists)).notes
        assert (note.kind, note.path) == ("days-without-effect", "calendar.holidays")

    def test_a_year_before_the_first_known_one_is_refused_with_what_helps(self, county, problems):
        repeat = ("format = 1", 'calendar.beyond = "repeat"')
        (problem,) = problems(county(("start = 2025-01-06", "start = 2003-12-31"), repeat))
        assert (problem.kind, problem.path) == ("calendar-year-before", "time")
        assert simulate(read_scenario(county(("start = 2025-01-06", "start = 2004-01-01"), repeat)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # Deadlines that reach into a year that is not known, of what never comes up.
        ("per_1000_residents_year = 20\n", "per_1000_residents_year = 0\n"),
        ("deadline_days = 1\n", "deadline_days = 5\n"),
        (B, B + "opening_backlog.certificate = { count = 3, oldest_days = 20 }\n"),
    ],
)
@pytest.mark.parametrize("start", ["2004-01-01", "2004-01-21", "2026-12-03", "2026-12-04", "2026-12-24", "2027-01-01"])
def test_what_is_read_runs_and_what_is_refused_does_not(county, old, new, start):
    """Whatever the start: a file that can be read can be run."""
    file = county((old, new), ("start = 2025-01-06", f"start = {start}"))
    try:
        scenario = read_scenario(file)
    except ScenarioError as error:
        assert {problem.kind for problem in error.problems} <= {"calendar-year", "calendar-year-before"}
    else:
        simulate(scenario)


class TestWhereAMisfitIsTold:
    """A misfit arises between values of several files; it is told where the person can mend it, by name."""

    def test_too_many_people_are_told_where_they_were_added_in_every_town(self, county, write, problems):
        county(
            ("quota.institution = 40", "quota.institution = 40\nquota.civil = 1"),
            ("area_km2 = 40.5", "area_km2 = 40.5\nquota.civil = 1"),
        )
        own = write(
            "one.toml",
            'extends = "county.toml"\ntownships.a.teams.squad.staff.civil = 3\n'
            "townships.b.teams.squad.staff.civil = 4\n",
        )
        told = {problem.path: problem for problem in problems(own)}
        assert set(told) == {"townships.a.teams.squad.staff.civil", "townships.b.teams.squad.staff.civil"}
        assert {problem.file for problem in told.values()} == {str(own)}
        names = [place.zh for problem in told.values() for place in problem.facts["places"]]
        assert names == ["甲镇", "乙镇"], "the number told is that of the whole town, not of the team that is over it"
        assert "甲镇" in sentence(told["townships.a.teams.squad.staff.civil"])

    def test_a_change_that_goes_wrong_in_several_places_names_them_all(self, folder, measure, problems):
        name = measure('set = "townships.*.teams.squad.certified"\nvalue = 9')
        (problem,) = problems(folder / "county.toml", name)
        assert problem.file == str(folder / "measures" / "trial.toml")
        assert [place.zh for place in problem.facts["places"]] == ["甲镇 › squad", "乙镇 › squad"]

    def test_what_a_shipped_measure_brings_about_is_told_in_the_file_that_names_it(
        self, folder, measure, write, problems, monkeypatch, tmp_path_factory
    ):
        common = tmp_path_factory.mktemp("shipped")
        (common / "measures").mkdir()
        name = measure('set = "townships.*.teams.squad.certified"\nvalue = 9')
        (folder / "measures" / "trial.toml").rename(common / "measures" / "trial.toml")
        monkeypatch.setattr(places, "shipped", lambda: common)
        own = write("one.toml", f'extends = "county.toml"\nmeasures = ["{name}"]\n')
        (problem,) = problems(own)
        assert (problem.kind, problem.file, problem.path) == ("exceeds", str(own), "measures[1]")
        assert problem.facts["cause"] == "measures/trial.toml: changes[1].value"
        told = sentence(problem)
        assert "甲镇" in told and "乙镇" in told and "measures/trial.toml" in told

    def test_what_does_not_go_with_a_shipped_base_is_told_in_the_own_file(
        self, folder, county, problems, monkeypatch, tmp_path
    ):
        county()
        monkeypatch.setattr(places, "shipped", lambda: folder)
        own = tmp_path.parent / f"{tmp_path.name}-own" / "mine.toml"
        own.parent.mkdir()
        own.write_text('extends = "county.toml"\n[departments.urban]\nquota.institution = 3\n', encoding="utf-8")
        (problem,) = problems(own)
        assert (problem.file, problem.path) == (str(own), "departments.urban.quota.institution")
