"""`set`, `scale`, `add`, and computed changes, which become ordinary ones when they are made."""

from __future__ import annotations

import pytest

from planner.files import changes, read_scenario
from planner.files.measure import AddChange, SetChange
from planner.files.sharing import exact, rounded, share_out


def by_township(scenario, get):
    return {name: get(township) for name, township in scenario.townships.items()}


class TestSet:
    def test_as_if_written_in_the_file(self, changed):
        scenario = changed('set = "townships.*.linkage"\nvalue = { rule = "whistle", whistle.answered = 0.5 }')
        for township in scenario.townships.values():
            assert (township.linkage.rule, township.linkage.whistle.answered) == ("whistle", 0.5)
            assert township.linkage.preparation_hours == 4.0

    def test_a_kind(self, changed):
        scenario = changed('set = "kinds.town.grids.workers"\nvalue = 3')
        assert by_township(scenario, lambda t: t.grids.workers) == {"a": 3, "b": 3, "c": 0}

    def test_a_default_of_the_county(self, changed):
        scenario = changed('set = "platform.accuracy"\nvalue = 0.5')
        assert by_township(scenario, lambda t: t.platform.accuracy) == dict.fromkeys("abc", 0.5)

    def test_a_change_of_kind_brings_the_other_defaults(self, changed):
        scenario = changed(
            'set = "townships.c.kind"\nvalue = "town"', 'set = "townships.*.teams.window.staff"\nvalue = 5'
        )
        assert by_township(scenario, lambda t: t.teams["window"].staff.total) == dict.fromkeys("abc", 5)

    def test_only_where_the_team_is(self, changed):
        scenario = changed('set = "townships.*.teams.squad.pace"\nvalue = 2')
        assert [t.teams["squad"].pace for t in scenario.townships.values() if "squad" in t.teams] == [2.0, 2.0]
        assert "squad" not in scenario.townships["c"].teams

    def test_short_forms(self, changed):
        scenario = changed(
            'set = "townships.a.teams.window.staff"\nvalue = 4', 'set = "townships.a.name"\nvalue = "新镇"'
        )
        staff = scenario.townships["a"].teams["window"].staff
        assert (staff.civil, staff.institution, scenario.townships["a"].name.en) == (0, 4, "新镇")

    def test_a_new_key_of_a_table_of_names(self, changed):
        scenario = changed(
            'set = "townships.*.powers.street-order"\nvalue = "assigned"',
            'set = "departments.water"\nvalue = { name = "水务局", team.staff = 2 }',
        )
        assert by_township(scenario, lambda t: t.powers["street-order"]) == dict.fromkeys("abc", "assigned")
        assert scenario.departments["water"].team.staff.institution == 2

    @pytest.mark.parametrize(
        ("path", "part", "near"),
        [
            ("townships.*.linkge.rule", "linkge", "linkage"),
            ("township.*.linkage.rule", "township", "townships"),
            ("townships.aa.linkage.rule", "aa", "a"),
            ("townships.*.teams.sqad.pace", "sqad", "squad"),
            ("townships.*.teams.squad.paces", "paces", "pace"),
            ("shared_teams.*.team.pace", "*", ""),
            ("townships.a.residents.more", "more", ""),
            ("", "", ""),
            ("townships..pace", "", ""),
        ],
    )
    def test_a_path_that_matches_nothing(self, refused, path, part, near):
        problem = refused(f'set = "{path}"\nvalue = 1')
        assert (problem.kind, problem.path, problem.nearest) == ("no-match", "changes[1].set", near)
        assert problem.facts == {"pattern": path, "part": part}

    def test_the_number_of_the_change_is_told(self, refused):
        problem = refused('set = "time.days"\nvalue = 7', 'set = "time.dayz"\nvalue = 7')
        assert problem.path == "changes[2].set"


class TestScale:
    def test_whole_people_keep_the_rounded_total(self, changed):
        # 2 + 4 + 2 + 2 + 6 = 16 institution posts; × 1.6 = 25.6.
        scenario = changed('scale = "townships.*.teams.*.staff.institution"\nby = 1.6')
        staff = {
            (name, team): value.staff.institution
            for name, township in scenario.townships.items()
            for team, value in township.teams.items()
        }
        assert sum(staff.values()) == 26
        # 16 posts: window 2, 2; squad 4, 2; hub 6 -> 26/16 of each: 3.25, 3.25, 6.5, 3.25, 9.75.
        assert staff == {("a", "window"): 3, ("a", "squad"): 7, ("b", "window"): 3, ("b", "squad"): 3, ("c", "hub"): 10}
        assert scenario.townships["a"].teams["window"].staff.civil == 1

    def test_equal_remainders_go_by_name(self, changed):
        scenario = changed('scale = "townships.*.teams.window.staff"\nby = 1.25')
        assert [scenario.townships[name].teams["window"].staff.institution for name in "ab"] == [3, 2]

    def test_other_numbers_plainly(self, changed):
        scenario = changed('scale = "case_types.*.per_1000_residents_year"\nby = 0.3')
        assert scenario.case_types["certificate"].per_1000_residents_year == pytest.approx(30)
        assert scenario.case_types["street-order"].per_1000_residents_year == pytest.approx(6)

    def test_what_stands_by_default(self, changed):
        scenario = changed('scale = "townships.a.grids.round_hours"\nby = 0.5')
        assert by_township(scenario, lambda t: t.grids.round_hours) == {"a": 20.0, "b": 40.0, "c": 40.0}

    def test_a_default_of_the_kind(self, changed):
        scenario = changed('scale = "townships.a.linkage.preparation_hours"\nby = 0.5')
        assert by_township(scenario, lambda t: t.linkage.preparation_hours) == {"a": 2.0, "b": 4.0, "c": 4.0}

    def test_to_nothing(self, changed):
        assert changed('scale = "townships.*.grids.count"\nby = 0').townships["a"].grids.count == 0

    def test_all_posts(self, changed):
        scenario = changed('scale = "departments.ecology.team.staff.*"\nby = 2')
        assert (
            scenario.departments["ecology"].team.staff.civil,
            scenario.departments["ecology"].team.staff.institution,
        ) == (6, 4)

    def test_not_a_number(self, refused):
        problem = refused('scale = "townships.a.teams"\nby = 2')
        assert (problem.kind, problem.path) == ("wrong-type", "changes[1].scale")
        assert problem.facts == {"expected": "path-of-number", "got": "townships.a.teams"}

    def test_nothing_stated(self, refused):
        assert refused('scale = "townships.b.quota.civil"\nby = 2').kind == "not-stated"

    def test_beyond_its_range(self, refused):
        problem = refused('scale = "case_types.street-order.formal"\nby = 3')
        assert (problem.kind, problem.path) == ("out-of-range", "changes[1].by")
        assert (problem.facts["at"], problem.facts["got"]) == ("case_types.street-order.formal", "1.5")


class TestAdd:
    def test_to_whole_numbers(self, changed):
        scenario = changed('add = "townships.*.teams.squad.certified"\nvalue = 1')
        assert [scenario.townships[name].teams["squad"].certified for name in "ab"] == [2, 1]

    def test_to_a_department_whose_certificates_are_not_stated(self, changed):
        scenario = changed(
            'add = "departments.urban.team.certified"\nvalue = -3', 'add = "departments.ecology.team.pace"\nvalue = 0.5'
        )
        assert (scenario.departments["urban"].team.certified, scenario.departments["ecology"].team.pace) == (7, 1.5)

    def test_staff_means_institution_posts(self, changed):
        scenario = changed('add = "townships.b.teams.window.staff"\nvalue = 2')
        staff = scenario.townships["b"].teams["window"].staff
        assert (staff.civil, staff.institution) == (1, 4)

    def test_to_lists(self, changed):
        scenario = changed(
            'add = "townships.a.teams.squad.posted"\nvalue = ["ecology", "urban"]',
            'add = "townships.a.teams.squad.posted"\nvalue = ["ecology"]',
            'add = "townships.*.teams.window.handles"\nvalue = "upper"',
        )
        assert scenario.townships["a"].teams["squad"].posted == ("ecology", "urban")
        assert scenario.townships["a"].teams["window"].handles == ("service", "upper")

    def test_a_new_table(self, changed):
        scenario = changed(
            'add = "shared_teams.pool"\nvalue = { serves = ["a"], team = { staff = 2 } }',
            'add = "townships.*.teams.extra"\nvalue = { staff = 1 }',
            'add = "townships.a.rates.certificate"\nvalue = 2.5',
        )
        assert scenario.shared_teams["pool"].team.staff.total == 2
        assert by_township(scenario, lambda t: t.teams["extra"].staff.total) == dict.fromkeys("abc", 1)
        assert scenario.townships["a"].rates == {"certificate": 2.5}

    def test_a_total_in_proportion_to_what_is_there(self, changed):
        scenario = changed('add = "townships.*.teams.squad.staff"\ntotal = 4')
        assert [scenario.townships[name].teams["squad"].staff.total for name in "ab"] == [7, 3]

    def test_a_total_in_proportion_to_a_field(self, changed):
        # Residents 30 : 10 : 20; 7 units -> 3.5, 1.17, 2.33.
        scenario = changed('add = "townships.*.grids.workers"\ntotal = 7\nin_proportion_to = "residents"')
        assert by_township(scenario, lambda t: t.grids.workers) == {"a": 4, "b": 1, "c": 2}

    def test_a_total_taken_away(self, changed):
        scenario = changed('add = "townships.*.teams.squad.staff"\ntotal = -3')
        assert [scenario.townships[name].teams["squad"].staff.total for name in "ab"] == [2, 1]

    @pytest.mark.parametrize(
        ("change", "kind", "path"),
        [
            ('add = "townships.a.residents"', "one-of", "changes[1]"),
            ('add = "townships.a.residents"\nvalue = 1\ntotal = 1', "one-of", "changes[1]"),
            (
                'add = "townships.a.residents"\nvalue = 1\nin_proportion_to = "area_km2"',
                "needs-key",
                "changes[1].in_proportion_to",
            ),
            ('add = "townships.a.residents"\nvalue = 1.5', "wrong-type", "changes[1].value"),
            ('add = "townships.a.residents"\nvalue = true', "wrong-type", "changes[1].value"),
            ('add = "townships.a.area_km2"\nvalue = "much"', "wrong-type", "changes[1].value"),
            ('add = "townships.a.area_km2"\ntotal = 3', "wrong-type", "changes[1].total"),
            (
                'add = "townships.*.residents"\ntotal = 3\nin_proportion_to = "resident"',
                "no-match",
                "changes[1].in_proportion_to",
            ),
            ('add = "townships.a.teams.squad"\nvalue = {}', "exists", "changes[1].add"),
            ('add = "townships.a.kind"\nvalue = "x"', "exists", "changes[1].add"),
            ('add = "townships.a.quota.civil"\nvalue = 1', "not-stated", "changes[1].add"),
            ('add = "townships.b.teams.squad.staff"\nvalue = -3', "out-of-range", "changes[1].value"),
        ],
    )
    def test_refused(self, refused, change, kind, path):
        problem = refused(change)
        assert (problem.kind, problem.path) == (kind, path)

    def test_a_wrong_number_in_the_file_is_reported_once(self, county, measure, problems):
        file = county(("residents = 30_000", 'residents = "many"'))
        (problem,) = problems(file, measure("scale = 'townships.*.residents'\nby = 2"))
        assert (problem.kind, problem.path) == ("wrong-type", "townships.a.residents")


class TestSharing:
    def test_exact_decimals(self):
        assert exact(1.6) * 10 == 16
        assert [rounded(exact(x)) for x in (0.5, 1.5, 2.4999, -0.5)] == [1, 2, 2, 0]

    def test_largest_remainder(self):
        shares = share_out(10, {("a",): exact(1), ("b",): exact(1), ("c",): exact(1)})
        assert shares == {("a",): 4, ("b",): 3, ("c",): 3}

    def test_no_weights_at_all(self):
        assert share_out(3, {("a",): exact(0), ("b",): exact(0)}) == {("a",): 2, ("b",): 1}

    def test_nothing_to_share_among(self):
        assert share_out(0, {}) == {}


class TestUpTo:
    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ("value = 0.4\nup_to = 0.9", 0.9),
            ("value = 0.2\nup_to = 0.9", 0.7),
            ("value = 0.2\nup_to = 0.3", 0.5),
            ("value = -0.2\nup_to = 0.3", 0.3),
        ],
    )
    def test_no_number_is_raised_above_it(self, changed, change, expected):
        half = 'set = "townships.a.platform.accuracy"\nvalue = 0.5'
        scenario = changed(half, f'add = "townships.a.platform.accuracy"\n{change}')
        assert scenario.townships["a"].platform.accuracy == pytest.approx(expected)

    def test_a_share_of_the_people_beside_it(self, changed):
        squad = 'set = "townships.a.teams.squad.staff"\nvalue = { civil = 2, institution = 3, contract = 2 }'
        add = 'add = "townships.a.teams.squad.certified"\nvalue = 1\nup_to = 0.5\nof = "staff"'
        assert changed(squad, add).townships["a"].teams["squad"].certified == 2
        assert changed(squad, add, add, add, add).townships["a"].teams["squad"].certified == 3

    def test_certificates_are_not_for_contract_staff(self, changed):
        squad = 'set = "townships.a.teams.squad.staff"\nvalue = { institution = 2, contract = 6 }'
        add = 'add = "townships.a.teams.squad.certified"\nvalue = 9\nup_to = 1\nof = "staff"'
        assert changed(squad, add).townships["a"].teams["squad"].certified == 2

    @pytest.mark.parametrize(
        ("change", "path", "kind", "near"),
        [
            ('value = 1\nof = "staff"', "of", "needs-key", ""),
            ("total = 1\nup_to = 0.5", "up_to", "needs-key", ""),
            ('value = 1\nup_to = 0.5\nof = "staf"', "of", "no-match", "staff"),
            ("value = 1\nup_to = -1", "up_to", "out-of-range", ""),
        ],
    )
    def test_junk(self, refused, change, path, kind, near):
        problem = refused(f'add = "townships.*.teams.squad.certified"\n{change}')
        assert (problem.path, problem.kind, problem.nearest) == (f"changes[1].{path}", kind, near)


class TestTownshipsOfAKind:
    def test_only_they_are_changed(self, changed):
        scenario = changed('set = "townships.@town.linkage.rule"\nvalue = "whistle"')
        assert by_township(scenario, lambda t: t.linkage.rule) == {"a": "whistle", "b": "whistle", "c": "referral"}

    @pytest.mark.parametrize(
        ("path", "near"),
        [("townships.@twon.residents", "@town"), ("townships.@industry", ""), ("departments.@town", "")],
    )
    def test_a_kind_that_no_township_has_matches_nothing(self, refused, path, near):
        problem = refused(f'set = "{path}"\nvalue = 1')
        assert (problem.kind, problem.nearest) == ("no-match", near)


@pytest.fixture
def offer(monkeypatch):
    """Offer a computation for one test."""
    offered = dict(changes.COMPUTATIONS)
    monkeypatch.setattr(changes, "COMPUTATIONS", offered)

    def named(name):
        return lambda computation: offered.setdefault(name, computation)

    return named


def test_it_is_computed_from_the_scenario_as_it_stands(offer, county, measure):
    @offer("double")
    def double(scenario):
        return [
            AddChange(add=f"townships.{name}.residents", value=township.residents)
            for name, township in scenario.townships.items()
        ]

    name = measure('set = "townships.a.residents"\nvalue = 7', 'compute = "double"', 'compute = "double"')
    scenario = read_scenario(county(), [name])
    assert [township.residents for township in scenario.townships.values()] == [28, 40_000, 80_000]


def test_its_values_are_the_measure_s(offer, county, measure):
    from planner.files import source_of

    @offer("tell")
    def tell(scenario):
        return [SetChange(set="townships.a.residents", value=1)]

    name = measure('compute = "tell"', more='[sources]\n"townships.*.residents" = "derived"')
    assert source_of(read_scenario(county(), [name]), "townships.a.residents").tag == "derived"


def test_what_it_asks_for_may_be_impossible(offer, refused):
    @offer("wrong")
    def wrong(scenario):
        return [SetChange(set="townships.nowhere.residents", value=1)]

    problem = refused('compute = "wrong"')
    assert (problem.kind, problem.path) == ("no-match", "changes[1].set")


def test_an_unknown_name(offer, refused):
    offer("people-follow-tasks")(lambda scenario: [])
    problem = refused('compute = "people-folow-tasks"')
    assert (problem.kind, problem.path, problem.nearest) == (
        "unknown-name",
        "changes[1].compute",
        "people-follow-tasks",
    )


def test_nothing_can_be_computed_from_half_a_scenario(offer, county, measure, problems):
    offer("nothing")(lambda scenario: [])
    found = problems(county(('kind = "street"', 'kind = "stret"')), measure('compute = "nothing"'))
    assert [problem.kind for problem in found] == ["nothing-to-compute-from", "unknown-name"]
