"""Values that do not fit together."""

from __future__ import annotations

import pytest

from planner.files import read_scenario, size

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
        assert problem.facts == {"year": 2027, "last": 2026}

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
        monkeypatch.setattr(size, "machine_bytes", lambda: 100_000)
        (problem,) = problems(county())
        assert problem.facts == {"cases": 552, "needed_bytes": 331397, "machine_bytes": 100_000}
