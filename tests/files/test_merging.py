"""`merge`: teams, and townships."""

from __future__ import annotations

import attrs
import pytest

from planner.files import read_scenario
from planner.files.draft import Draft
from planner.files.merging import merged_teams, merged_townships, weighted_mean
from planner.files.tree import Origin, Table
from planner.model.team import Agents, Grids, Team
from planner.model.township import Quota, Township


def merge(*places, into, more=""):
    names = ", ".join(f'"{place}"' for place in places)
    return f'merge = [{names}]\ninto = "{into}"\n{more}'


class TestTeams:
    def test_in_each_township(self, changed):
        scenario = changed(
            merge("townships.*.teams.window", "townships.*.teams.squad", into="one", more='title = "综合"')
        )
        for name, staff, certified in (("a", (1, 6), 1), ("b", (1, 4), 0)):
            teams = scenario.townships[name].teams
            assert list(teams) == ["one"]
            one = teams["one"]
            assert ((one.staff.civil, one.staff.institution), one.certified) == (staff, certified)
            assert (one.handles, one.intake, one.name.zh) == (("service", "enforcement"), True, "综合")
        assert list(scenario.townships["c"].teams) == ["hub"]

    def test_into_one_of_them(self, changed):
        scenario = changed(merge("townships.a.teams.squad", "townships.a.teams.window", into="squad"))
        assert list(scenario.townships["a"].teams) == ["squad"]
        assert scenario.townships["a"].teams["squad"].staff.total == 7
        assert list(scenario.townships["b"].teams) == ["window", "squad"]

    def test_rates_by_staff_and_the_rest_by_its_rule(self, changed):
        scenario = changed(
            'set = "townships.c.teams.night"\nvalue = { staff.contract = 2, pace = 0.5, meetings_share = 0.4,'
            ' roster = "duty", on_duty = 1, vacancies = 3, posted = ["urban"],'
            ' handles = ["*", "emergency"], takes_upper = false }',
            'set = "townships.c.teams.hub.posted"\nvalue = ["ecology", "urban"]',
            merge("townships.c.teams.hub", "townships.c.teams.night", into="hub"),
        )
        hub = scenario.townships["c"].teams["hub"]
        assert (hub.staff.institution, hub.staff.contract, hub.certified, hub.on_duty) == (6, 2, 2, 1)
        assert hub.pace == pytest.approx((6 * 1.0 + 2 * 0.5) / 8)
        assert hub.meetings_share == pytest.approx(2 * 0.4 / 8)
        assert hub.vacancies.institution == 3
        assert (hub.roster, hub.takes_upper, hub.intake) == ("duty", True, True)
        assert (hub.handles, hub.posted) == (("*", "emergency"), ("ecology", "urban"))

    def test_teams_of_several_townships_into_one_that_serves_them(self, changed):
        scenario = changed(
            merge("townships.a.teams.squad", "townships.b.teams.squad", into="shared_teams.area", more='title = "片区"')
        )
        area = scenario.shared_teams["area"]
        assert (area.serves, area.team.staff.total, area.team.certified, area.team.name.zh) == (
            ("a", "b"),
            6,
            1,
            "片区",
        )
        assert [list(scenario.townships[name].teams) for name in "ab"] == [["window"], ["window"]]

    @pytest.mark.parametrize(
        ("change", "kind", "key"),
        [
            (merge("townships.a.teams.squad", "departments.urban.team", into="x"), "wrong-type", "merge"),
            (merge("townships.a.teams.squad", "townships.b", into="x"), "wrong-type", "merge"),
            (merge("townships.a.residents", into="x"), "wrong-type", "merge"),
            (merge(into="x"), "wrong-type", "merge"),
            (merge("townships.*.teams.sqad", "townships.*.teams.window", into="x"), "no-match", "merge"),
            (merge("townships.a.teams.squad", "townships.a.teams.window", into="x.y"), "not-beside", "into"),
            (merge("townships.a.teams.squad", "townships.a.teams.window", into="a b"), "bad-id", "into"),
            (merge("townships.a.teams.squad", into="window"), "exists", "into"),
            (merge("kinds.town.teams.window", into="x"), "wrong-type", "merge"),
        ],
    )
    def test_refused(self, refused, change, kind, key):
        problem = refused(change)
        assert (problem.kind, problem.path) == (kind, f"changes[1].{key}")

    def test_shared_team_that_exists(self, refused):
        pool = 'set = "shared_teams.pool"\nvalue = { serves = ["a"], team.staff = 1 }'
        problem = refused(pool, merge("townships.a.teams.squad", "townships.b.teams.squad", into="shared_teams.pool"))
        assert (problem.kind, problem.path) == ("exists", "changes[2].into")


TOWNSHIPS = merge("townships.a", "townships.c", into="a", more='title = { zh = "新镇", en = "New" }')


class TestTownships:
    def test_what_counts_adds_up(self, changed):
        scenario = changed(
            'set = "townships.a.grids"\nvalue = { count = 10, workers = 5, full_time_share = 1.0 }',
            'set = "townships.c.grids"\nvalue = { count = 20, workers = 15, full_time_share = 0.6 }',
            'set = "townships.a.agents"\nvalue = { points = 3 }',
            'set = "townships.c.agents"\nvalue = { points = 1, post_share = 0.6 }',
            'set = "townships.*.budget"\nvalue = 100',
            'set = "townships.c.other_staff"\nvalue = { civil = 5, institution = 7 }',
            'set = "townships.a.road_km"\nvalue = 10',
            'set = "townships.c.road_km"\nvalue = 40',
            'set = "townships.*.opening_backlog.certificate"\nvalue = { count = 2, oldest_days = 5, step = "intake" }',
            'set = "townships.c.opening_backlog.certificate.oldest_days"\nvalue = 9',
            TOWNSHIPS,
        )
        new = scenario.townships["a"]
        assert list(scenario.townships) == ["a", "b"]
        assert (new.name.zh, new.kind, new.residents, new.area_km2) == ("新镇", "town", 50_000, 70.0)
        assert (new.grids.count, new.grids.workers, new.grids.full_time_share) == (30, 20, pytest.approx(0.7))
        assert (new.agents.points, new.agents.post_share) == (4, pytest.approx(0.3))
        assert (new.budget, new.other_staff.civil, new.other_staff.institution) == (200.0, 5, 7)
        assert new.road_km == pytest.approx((30 * 10 + 20 * 40) / 50)
        backlog = new.opening_backlog["certificate"]
        assert (backlog.count, backlog.oldest_days, backlog.step) == (4, 9.0, "intake")
        # A states 40 posts; C states none, so the 6 in its team and the 7 elsewhere count.
        assert (new.quota.civil, new.quota.institution) == (None, 40 + 13)

    def test_parts_keep_residents_and_rates(self, changed):
        scenario = changed('set = "townships.c.rates.certificate"\nvalue = 2', TOWNSHIPS)
        parts = scenario.townships["a"].parts
        assert {name: (part.residents, dict(part.rates)) for name, part in parts.items()} == {
            "a": (30_000, {}),
            "c": (20_000, {"certificate": 2.0}),
        }

    def test_merging_again_keeps_all_parts(self, changed):
        scenario = changed(TOWNSHIPS, merge("townships.b", "townships.a", into="whole"))
        assert list(scenario.townships) == ["whole"]
        assert set(scenario.townships["whole"].parts) == {"a", "b", "c"}
        assert scenario.townships["whole"].residents == 60_000

    def test_teams_of_one_id_become_one_and_others_come_along(self, changed):
        scenario = changed(merge("townships.a", "townships.b", into="b"))
        teams = scenario.townships["b"].teams
        assert {name: team.staff.total for name, team in teams.items()} == {"window": 6, "squad": 6}
        assert changed(TOWNSHIPS).townships["a"].teams["hub"].staff.total == 6

    def test_a_team_merged_away_before_does_not_come_back_from_the_kind(self, changed):
        scenario = changed(
            merge("townships.*.teams.window", "townships.*.teams.squad", into="one"),
            merge("townships.a", "townships.b", into="a"),
        )
        assert {name: team.staff.total for name, team in scenario.townships["a"].teams.items()} == {"one": 12}

    def test_the_rest_follows_the_first(self, changed):
        scenario = changed(
            'set = "townships.a.powers"\nvalue = { street-order = "assigned" }',
            'set = "townships.c.powers"\nvalue = { street-order = "agency", certificate = "posted" }',
            'set = "townships.c.linkage.rule"\nvalue = "whistle"',
            TOWNSHIPS,
        )
        new = scenario.townships["a"]
        assert new.powers == {"street-order": "assigned", "certificate": "posted"}
        assert (new.linkage.rule, new.linkage.preparation_hours) == ("referral", 4.0)

    def test_shared_teams_serve_the_new_one(self, changed):
        scenario = changed(
            'set = "shared_teams.pool"\nvalue = { serves = ["b", "c", "a"], team.staff = 1 }',
            merge("townships.a", "townships.c", into="ac"),
        )
        assert scenario.shared_teams["pool"].serves == ("b", "ac")
        assert list(scenario.townships) == ["ac", "b"]

    def test_a_budget_that_one_does_not_state_is_not_known(self, changed):
        assert changed('set = "townships.a.budget"\nvalue = 100', TOWNSHIPS).townships["a"].budget is None

    @pytest.mark.parametrize(
        ("change", "kind", "key"),
        [
            (merge("townships.a", into="x"), "needs-two", "merge"),
            (merge("townships.a", "townships.b", into="c"), "exists", "into"),
            (merge("townships.a", "townships.b", into="a.b"), "bad-id", "into"),
            (merge("townships.a", "townships.d", into="a"), "no-match", "merge"),
        ],
    )
    def test_refused(self, refused, change, kind, key):
        problem = refused(change)
        assert (problem.kind, problem.path) == (kind, f"changes[1].{key}")

    def test_own_values_of_what_was_merged_away(self, county, write, measure, problems, folder):
        county()
        measure(TOWNSHIPS)
        own = write("x.toml", 'extends = "county.toml"\nmeasures = ["trial"]\ntownships.c.residents = 5\n')
        (problem,) = problems(own)
        assert (problem.kind, problem.file, problem.path) == ("merged-away", str(own), "townships.c")
        assert problem.facts["merged_by"] == str(folder / "measures/trial.toml")

    def test_posts_on_loan(self, changed):
        scenario = changed(
            'set = "townships.a.quota"\nvalue = { turnover = 2, turnover_until = 2025-03-01 }',
            'set = "townships.c.quota"\nvalue = { turnover = 1, turnover_until = 2026-03-01 }',
            'set = "townships.*.direct_reports_per_year"\nvalue = 2',
            TOWNSHIPS,
        )
        quota = scenario.townships["a"].quota
        assert (quota.turnover, quota.turnover_until.year) == (3, 2026)
        assert scenario.townships["a"].direct_reports_per_year == 4

    def test_cases_stay_the_same(self, changed, folder):
        from planner.files.size import expected_cases

        before = expected_cases(read_scenario(folder / "county.toml"))
        assert expected_cases(changed(TOWNSHIPS)) == pytest.approx(before)


def test_weighted_mean():
    assert weighted_mean([1.0, 2.0], [1, 3]) == 1.75
    assert weighted_mean([1.0, 2.0], [0, 0]) == 1.5
    assert weighted_mean([0.1, 0.1, 0.1], [3, 3, 3]) == 0.1


def test_every_field_is_settled():
    """A field that the model gains must be given a rule here."""
    draft = Draft(Table({}, Origin("", (), (), 0)))
    team = merged_teams(draft, [("townships", "a", "teams", "b")], None)
    assert set(team) | {"name"} == {field.name for field in attrs.fields(Team)}
    township = merged_townships(draft, ["a"], None)
    settled_elsewhere = {"name", "kind", "rates", "budget"}
    assert set(township) | settled_elsewhere == {field.name for field in attrs.fields(Township)}
    assert set(township["grids"]) == {field.name for field in attrs.fields(Grids)}
    assert set(township["agents"]) == {field.name for field in attrs.fields(Agents)}
    assert set(township["quota"]) | {"civil", "institution", "turnover_until"} == {f.name for f in attrs.fields(Quota)}


class TestGroups:
    SQUAD = 'set = "townships.c.teams.squad"\nvalue = { staff = 5, handles = ["enforcement"] }'

    def test_of_teams_in_the_order_of_the_file(self, changed):
        scenario = changed(self.SQUAD, merge("townships.*.teams.squad", into="shared_teams.area", more="groups_of = 2"))
        # Three townships by twos: one group, which takes the third as well.
        assert {name: team.serves for name, team in scenario.shared_teams.items()} == {"area-1": ("a", "b", "c")}
        assert scenario.shared_teams["area-1"].team.staff.institution == 11

    def test_of_townships_into_the_first(self, changed):
        scenario = changed(merge("townships.*", into="", more="groups_of = 2\nsmallest = 0.7").replace('into = ""', ""))
        # Of three the two least populous, b and c.
        assert list(scenario.townships) == ["a", "b"]
        assert (scenario.townships["b"].residents, scenario.townships["b"].name.zh) == (30_000, "乙镇")

    def test_leadership_posts_are_saved_as_far_as_there_are(self, changed):
        staff = 'set = "townships.*.other_staff"\nvalue = { civil = 4 }'
        quota = 'set = "townships.*.quota.civil"\nvalue = 9'
        merged = [
            changed(staff, quota, merge("townships.a", "townships.b", into="a", more=f"saves = {saves}")).townships["a"]
            for saves in (0, 3, 20)
        ]
        assert [(one.other_staff.civil, one.quota.civil) for one in merged] == [(8, 18), (5, 15), (0, 10)]

    @pytest.mark.parametrize(
        ("text", "path", "kind"),
        [
            ('merge = ["townships.a.teams.squad", "townships.b.teams.squad"]', "into", "missing"),
            ('merge = ["townships.*"]\ngroups_of = 2\nsmallest = 0.1', "smallest", "needs-two"),
            ('merge = ["townships.*"]\ngroups_of = 1', "groups_of", "out-of-range"),
        ],
    )
    def test_junk(self, refused, text, path, kind):
        problem = refused(text)
        assert (problem.path, problem.kind) == (f"changes[1].{path}", kind)
