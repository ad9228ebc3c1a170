"""Documents: commands, their log, what they refuse, and what is in force afterwards."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve

from planner.editing import Document, EditRefused
from planner.errors import ScenarioError
from planner.files import read_scenario
from planner.model.scenario import Source
from planner.model.team import Staff
from planner.model.text import Text


def kinds_of(refusal) -> list[str]:
    return [problem.kind for problem in refusal.value.problems]


class TestOpening:
    def test_a_file_with_problems_is_opened(self, folder, drafts):
        file = folder / "own.toml"
        file.write_text(file.read_text(encoding="utf-8").replace("31_000", "-31_000"), encoding="utf-8")
        document = Document.open(file, drafts=drafts)
        assert [problem.path for problem in document.state.problems] == ["townships.a.residents"]
        assert not document.unsaved
        document.set_value("townships.a.residents", 5)
        assert document.state.problems == ()

    def test_what_cannot_be_read_is_not(self, folder, drafts):
        with pytest.raises(ScenarioError):
            Document.open(folder / "nothing.toml", drafts=drafts)
        with pytest.raises(ScenarioError):
            Document.what_if(folder / "nothing.toml", drafts=drafts)

    def test_a_what_if_is_its_base_until_it_says_something(self, new):
        assert new.file is None
        assert new.suggested_file.name == "county-what-if.toml"
        assert new.state.problems == ()
        assert new.state.scenario.townships == new.state.base.scenario.townships
        assert not new.unsaved

    def test_no_draft_before_the_first_command(self, own, drafts):
        assert own.state
        assert not drafts.exists()


class TestValues:
    def test_set_and_clear(self, own):
        command = own.set_value("townships.a.residents", 32_000)
        assert (command.kind, command.facts) == ("set-value", {"path": "townships.a.residents", "value": 32_000})
        assert own.state.scenario.townships["a"].residents == 32_000
        assert own.unsaved
        own.clear_value("townships.a.residents")
        assert own.state.value("townships.a.residents") == own.state.base_value("townships.a.residents") == 30_000

    def test_patterns_and_objects_of_the_model(self, own):
        own.set_value("townships.*.linkage.rule", "whistle")
        assert {township.linkage.rule for township in own.state.scenario.townships.values()} == {"whistle"}
        own.set_value("townships.b.teams.squad.staff", Staff(civil=1, institution=3))
        assert own.state.scenario.townships["b"].teams["squad"].staff == Staff(civil=1, institution=3)

    def test_nothing_changed_is_no_command(self, own):
        assert own.set_value("townships.a.residents", 31_000) is None
        assert own.clear_value("townships.c.residents") is None
        assert own.done == ()

    def test_only_what_differs_is_stated(self, own):
        opening = own.tables
        assert own.set_values({"townships.b.residents": 10_000, "townships.c.road_km": 0.0}) is None
        own.set_value("townships.a.residents", 30_000)
        assert "residents" not in own.tables["townships"]["a"]
        own.undo()
        own.set_value("townships.c.residents", 21_000)
        own.set_value("townships.c.residents", 20_000)
        assert own.tables == opening

    def test_the_base_s_value_is_stated_where_a_measure_has_another(self, own):
        own.choose("whistle")
        own.set_value("townships.c.linkage.rule", "referral")
        assert own.state.value("townships.c.linkage.rule") == "referral"
        own.set_value("linkage.rule", "whistle")
        own.set_value("linkage.rule", "referral")
        assert "linkage" not in own.tables

    def test_a_path_that_leads_nowhere_is_refused(self, own):
        with pytest.raises(EditRefused) as refusal:
            own.set_values({"townships.a.resident": 1, "townships.zz.residents": 2, "townships.b.residents": 3})
        assert kinds_of(refusal) == ["no-match", "no-match"]
        assert refusal.value.problems[0].nearest == "residents"
        assert own.done == ()

    def test_wrong_values_are_kept_and_reported(self, own):
        own.set_value("townships.a.residents", -5)
        assert [problem.kind for problem in own.state.problems] == ["out-of-range"]
        assert own.state.scenario is None
        assert own.state.value("townships.a.residents") == -5

    def test_clearing_takes_tables_that_editing_made(self, own):
        opening = own.tables
        own.set_value("townships.c.linkage.whistle.answered", 0.5)
        own.clear_value("townships.c.linkage.whistle.answered")
        assert own.tables == opening
        own.clear_value("townships.b.road_km")
        assert own.tables["townships"]["b"] == {}

    def test_a_preview_is_not_logged(self, own):
        state = own.preview({"townships.a.teams.squad.certified": 50})
        assert [problem.kind for problem in state.problems] == ["exceeds"]
        assert own.done == () and own.state.problems == ()
        better = own.preview({"townships.b.teams.squad.staff.institution": 6}).load.teams["townships.b.teams.squad"]
        assert better.load < own.state.load.teams["townships.b.teams.squad"].load


class TestValuesThatMeasuresState:
    """What a measure of the file has written is changed after it, at the opening of the timeline."""

    def test_it_comes_through_and_does_not_feed_the_measure(self, own):
        own.choose("officers-down")
        before = own.state
        assert before.value("departments.urban.team.staff.institution") == 6
        own.set_value("departments.urban.team.staff.institution", 5)
        after = own.state
        assert after.problems == ()
        assert after.value("departments.urban.team.staff.institution") == 5
        assert after.own_value("departments.urban.team.staff.institution") == 5
        for team in ("a", "b"):
            path = f"townships.{team}.teams.squad.staff.institution"
            assert after.value(path) == before.value(path)
        own.clear_value("departments.urban.team.staff.institution")
        assert own.tables == before.tables

    def test_inside_what_a_measure_has_made(self, own):
        own.choose("squad")
        own.set_value("shared_teams.squad.team.pace", 0.9)
        own.set_value("shared_teams.squad.team.staff.civil", 1)
        team = own.state.scenario.shared_teams["squad"].team
        assert (team.pace, team.staff.civil, team.staff.institution) == (0.9, 1, 3)

    def test_what_a_measure_simply_states_is_overwritten_in_the_tables(self, own):
        own.choose("whistle")
        own.set_value("townships.c.linkage.rule", "referral")
        own.set_value("townships.c.linkage.preparation_hours", 2.0)
        assert own.tables["townships"]["c"] == {"linkage": {"rule": "referral", "preparation_hours": 2.0}}
        assert own.state.value("townships.c.linkage.rule") == "referral"

    def test_the_opening_follows_the_start(self, own):
        own.choose("squad")
        own.set_value("shared_teams.squad.team.pace", 0.9)
        own.set_value("time.start", own.state.value("time.start").replace(day=13))
        assert own.state.problems == ()
        assert own.state.value("shared_teams.squad.team.pace") == 0.9

    def test_an_inherited_timeline_is_taken_over(self, folder, opened):
        text = (folder / "county.toml").read_text(encoding="utf-8")
        more = '[[timeline]]\nfrom = 2025-01-20\nmeasures = ["platform"]\n'
        (folder / "county.toml").write_text(text + more, encoding="utf-8")
        own = opened()
        own.choose("squad")
        own.set_value("shared_teams.squad.team.pace", 0.9)
        assert len(own.timeline) == 2
        assert own.state.scenario.phases[0].scenario.townships["a"].platform.dispatch_hours == 0.5
        own.clear_value("shared_teams.squad.team.pace")
        assert "timeline" not in own.tables


class TestElements:
    def test_add(self, own):
        own.add("townships.d", {"name": "丁镇", "kind": "town", "residents": 5_000, "area_km2": 20})
        own.add("townships.d.teams.squad", {"staff": 2, "handles": ["enforcement"]})
        own.add("departments.housing", {"name": "住建局", "team": {"staff": 3}})
        state = own.state
        assert state.problems == ()
        assert list(state.scenario.townships["d"].teams) == ["window", "squad"]
        assert [command.facts["what"] for command in own.done] == ["township", "team", "department"]

    @pytest.mark.parametrize(
        ("path", "kind"),
        [
            ("townships.a", "exists"),
            ("townships.a.teams.window", "exists"),
            ("townships.d e", "bad-id"),
            ("townships.zz.teams.x", "no-match"),
            ("townships", "no-match"),
            ("pay.x", "no-match"),
        ],
    )
    def test_add_refused(self, own, path, kind):
        with pytest.raises(EditRefused) as refusal:
            own.add(path, {})
        assert kinds_of(refusal) == [kind]

    def test_duplicate(self, own):
        own.choose("squad")
        own.duplicate("townships.a", "a2", Text("甲二镇", "A two"))
        own.duplicate("townships.a.teams.squad", "night")
        state = own.state
        assert state.problems == ()
        copy, model = state.scenario.townships["a2"], state.scenario.townships["a"]
        assert copy.name == Text("甲二镇", "A two")
        assert copy.teams == {name: team for name, team in model.teams.items() if name != "night"}
        assert state.scenario.shared_teams["squad"].serves == ("a", "b", "a2")
        assert own.state.tree.has("townships.a.teams.night")

    def test_duplicate_of_a_merged_township_is_refused(self, own):
        own.merge(["townships.a.teams.window", "townships.a.teams.squad"], "hub")
        with pytest.raises(EditRefused) as refusal:
            own.duplicate("townships.a", "a2")
        assert kinds_of(refusal) == ["merged-inside"]

    def test_remove_what_the_file_states(self, county):
        county.choose("squad")
        county.remove("townships.b")
        assert county.state.problems == ()
        assert list(county.state.scenario.townships) == ["a", "c"]
        assert county.state.scenario.shared_teams["squad"].serves == ("a",)
        county.remove("townships.a.teams.squad")
        assert list(county.state.scenario.townships["a"].teams) == ["window"]

    def test_remove_what_was_added(self, own):
        opening = own.tables
        own.add("townships.c.teams.extra", {"staff": 1})
        own.remove("townships.c.teams.extra")
        assert own.tables == opening

    @pytest.mark.parametrize("path", ["townships.b", "townships.a.teams.squad", "townships.a.teams.window"])
    def test_remove_what_the_base_states(self, own, path):
        own.choose("squad")
        before = own.tables
        own.remove(path)
        assert not own.state.tree.has(path)
        assert own.tables["timeline"][0]["changes"] == [{"remove": path}]
        if path == "townships.b":
            assert own.state.problems == ()
            assert own.state.scenario.shared_teams["squad"].serves == ("a",)
        own.undo()
        assert own.tables == before

    def test_remove_a_case_type_or_department(self, own):
        own.remove("case_types.street-order")
        own.remove("departments.urban")
        assert own.state.problems == ()
        assert list(own.state.scenario.case_types) == ["certificate"]

    def test_an_id_that_was_removed_can_be_given_again(self, own):
        own.remove("townships.b")
        own.add("townships.b", {"name": "新", "kind": "street", "residents": 500, "area_km2": 9.0})
        own.add("townships.b.teams.hub", {"staff": 3, "handles": ["*"], "intake": True})
        own.set_value("townships.b.residents", 600)
        assert own.state.problems == ()
        assert own.state.scenario.townships["b"].residents == 600
        own.remove("townships.b")
        assert list(own.state.scenario.townships) == ["a", "c"]

    def test_remove_what_is_not_there(self, own):
        with pytest.raises(EditRefused):
            own.remove("townships.zz")

    def test_merge_townships(self, own):
        own.merge(["townships.a", "townships.b"], "a", Text("甲乙镇", "AB"))
        state = own.state
        assert state.problems == ()
        merged = state.scenario.townships["a"]
        assert list(state.scenario.townships) == ["a", "c"]
        assert (merged.name.zh, merged.residents, merged.teams["squad"].staff.total) == ("甲乙镇", 41_000, 7)

    def test_what_was_merged_can_be_changed(self, own):
        own.set_value("townships.b.residents", 12_000)
        own.merge(["townships.a", "townships.b"], "ab")
        own.set_value("townships.ab.residents", 50_000)
        own.set_value("townships.ab.teams.squad.staff.civil", 3)
        own.add("townships.ab.teams.extra", {"staff": 1})
        own.set_value("townships.ab.residents", 51_000)
        township = own.state.scenario.townships["ab"]
        assert own.state.problems == ()
        assert township.residents == 51_000
        assert {name: part.residents for name, part in township.parts.items()} == {"a": 31_000, "b": 12_000}
        assert township.teams["squad"].staff == Staff(civil=3, institution=7)
        assert township.teams["extra"].staff.total == 1
        assert len(own.timeline) == 1

    def test_a_value_set_before_a_merger_stays_under_it(self, own):
        own.choose("officers-down")
        own.set_value("townships.a.teams.squad.staff.institution", 9)
        own.set_value("townships.c.road_km", 3.0)
        own.merge(["townships.a", "townships.b"], "a")
        together = own.state.value("townships.a.teams.squad.staff.institution")
        assert own.state.own_value("townships.a.teams.squad.staff.institution") is None
        own.set_value("townships.a.teams.squad.staff.institution", 20)
        assert own.state.own_value("townships.a.teams.squad.staff.institution") == 20
        own.clear_value("townships.a.teams.squad.staff.institution")
        assert own.state.value("townships.a.teams.squad.staff.institution") == together
        assert own.state.own_value("townships.c.road_km") == 3.0

    def test_merge_teams(self, own):
        own.merge(["townships.a.teams.window", "townships.a.teams.squad"], "hub", Text("综合窗口", "Hub"))
        assert list(own.state.scenario.townships["a"].teams) == ["hub"]
        assert own.state.scenario.townships["a"].teams["hub"].staff.total == 8

    def test_merge_refused(self, own):
        for paths, into, kind in [
            (["townships.a"], "x", "needs-two"),
            (["townships.a", "townships.b"], "c", "exists"),
            (["townships.a", "departments.urban"], "a", "wrong-type"),
            (["townships.a", "townships.zz"], "a", "no-match"),
        ]:
            with pytest.raises(EditRefused) as refusal:
                own.merge(paths, into)
            assert kinds_of(refusal) == [kind]
        assert own.done == ()


class TestMovingPeople:
    def test_people_posts_certificates_and_quotas(self, own):
        own.set_value("departments.urban.team.certified", 6)
        own.move_people(3, "departments.urban.team.staff", "townships.a.teams.squad.staff", certified=2)
        scenario = own.state.scenario
        assert own.state.problems == ()
        assert (scenario.departments["urban"].team.staff.total, scenario.departments["urban"].team.certified) == (7, 4)
        squad = scenario.townships["a"].teams["squad"]
        assert (squad.staff.total, squad.certified) == (8, 4)
        assert (scenario.departments["urban"].quota.institution, scenario.townships["a"].quota.institution) == (9, 43)

    def test_spread_over_all_townships(self, own):
        own.move_people(5, "departments.urban.team.staff", "townships.*.teams.squad.staff")
        teams = {name: unit.teams["squad"] for name, unit in own.state.scenario.townships.items() if name != "c"}
        assert sum(team.staff.total for team in teams.values()) == 5 + 2 + 5

    @pytest.mark.parametrize(
        ("people", "source", "target", "kind"),
        [
            (11, "departments.urban.team.staff", "townships.a.teams.squad.staff", "not-enough"),
            (1, "departments.urban.team.staff", "townships.a.teams.squad.staff.civil", "different-posts"),
            (1, "departments.urban.team.staff", "departments.urban.team.staff", "same-place"),
            (1, "departments.urban.team.staf", "townships.a.teams.squad.staff", "no-match"),
            (1, "departments.urban.team.staff", "townships.a.residents", "wrong-type"),
            (0, "departments.urban.team.staff", "townships.a.teams.squad.staff", "out-of-range"),
            (-2, "departments.urban.team.staff", "townships.a.teams.squad.staff", "out-of-range"),
        ],
    )
    def test_refused(self, own, people, source, target, kind):
        with pytest.raises(EditRefused) as refusal:
            own.move_people(people, source, target)
        assert kinds_of(refusal) == [kind]
        assert own.done == ()


class TestMeasures:
    def chosen(self, document):
        return {choice.measure.id: (choice.chosen, choice.through) for choice in document.measures()}

    def package(self, document):
        return next(choice for choice in document.packages() if choice.package.id == "call")

    def test_choose_and_unchoose(self, own):
        own.choose("whistle")
        assert own.state.scenario.townships["c"].linkage.rule == "whistle"
        choices = {choice.measure.id: choice for choice in own.measures()}
        assert choices["whistle"].chosen == "own"
        assert choices["whistle"].lacking == ("platform",)
        assert own.choose("whistle") is None
        own.unchoose("whistle")
        assert own.state.scenario.townships["c"].linkage.rule == "referral"
        assert "measures" not in own.tables

    def test_packages(self, own):
        own.choose("call")
        assert own.state.scenario.measures == ("whistle", "platform")
        assert self.chosen(own)["platform"] == ("own", "call")
        package = self.package(own)
        assert (package.chosen, package.in_force) == ("own", ("whistle", "platform"))
        own.unchoose("platform")
        assert own.tables["measures"] == ["whistle"]
        package = self.package(own)
        assert (package.chosen, package.in_force) == ("no", ("whistle",))
        own.unchoose("call")
        assert "measures" not in own.tables

    def test_those_of_the_base_stay(self, folder, drafts, own):
        own.choose("whistle")
        own.save()
        above = Document.what_if(folder / "own.toml", drafts=drafts)
        assert self.chosen(above)["whistle"] == ("base", "")
        with pytest.raises(EditRefused) as refusal:
            above.unchoose("whistle")
        assert kinds_of(refusal) == ["stated-below"]

    def test_unknown_names(self, own):
        with pytest.raises(EditRefused) as refusal:
            own.choose("wistle")
        assert refusal.value.problems[0].nearest == "whistle"


class TestTimelineAndSources:
    def test_entries(self, own):
        start = own.state.value("time.start")
        own.add_entry({"from": start.replace(day=20), "measures": ["whistle"]})
        assert own.state.scenario.phases[0].scenario.townships["a"].linkage.rule == "whistle"
        own.change_entry(0, {"from": start.replace(day=27), "measures": ["whistle"]})
        assert own.state.scenario.phases[0].start.day == 27
        own.remove_entry(0)
        assert own.state.scenario.phases == ()
        assert "timeline" not in own.tables

    def test_wrong_entries_are_reported(self, own):
        own.add_entry({"from": own.state.value("time.start").replace(year=2030)})
        (problem,) = own.state.problems
        assert (problem.kind, problem.path) == ("outside-horizon", "timeline[1].from")

    def test_tags(self, own, county):
        own.set_source("townships.a.residents", Source(tag="measured", source="asked in May"))
        assert own.state.source("townships.a.residents").source == "asked in May"
        own.clear_source("townships.a.residents")
        assert own.state.source("townships.a.residents") is None
        county.set_source("townships.*.residents", Source(tag="derived"))
        assert county.tables["sources"]["townships.*.residents"] == {"tag": "derived"}
        county.clear_source("linkage.preparation_hours")
        assert list(county.tables["sources"]) == ["townships.*.residents"]
        with pytest.raises(EditRefused):
            own.set_source("townships.a.resident", Source(tag="derived"))


class TestLog:
    def test_undo_to_the_opening_and_redo(self, own):
        opening = own.tables
        own.set_value("townships.a.residents", 32_000)
        own.choose("whistle")
        own.merge(["townships.a", "townships.b"], "a")
        end = own.tables
        assert [command.kind for command in own.done] == ["set-value", "choose", "merge"]
        assert own.undo().kind == "merge"
        assert own.undone[0].kind == "merge"
        assert list(own.state.scenario.townships) == ["a", "b", "c"]
        own.undo(), own.undo()
        assert own.undo() is None
        assert own.tables == opening and not own.unsaved
        while own.redo():
            pass
        assert own.tables == end
        assert own.redo() is None

    def test_a_new_command_forgets_what_was_undone(self, own):
        own.choose("whistle")
        own.undo()
        own.choose("platform")
        assert own.redo() is None
        assert [command.facts["name"] for command in own.done] == ["platform"]


class TestRunning:
    """What is run, and what it is called."""

    def test_the_same_as_reading_the_saved_file_sources_included(self, own):
        own.choose("whistle")
        own.add_entry({"from": date(2025, 1, 13), "changes": [{"set": "townships.b.road_km", "value": 9.0}]})
        run = own.scenario()
        own.save()
        read = read_scenario(own.file)
        assert evolve(run, title=read.title) == read
        assert run.sources == read.sources != {}

    def test_nothing_while_there_are_problems(self, own):
        own.set_value("townships.a.residents", -1)
        assert own.state.whole is None
        assert own.scenario() is None

    def test_a_title_of_its_own_stays(self, own):
        own.choose("whistle")
        assert own.title().zh == "方案一"

    def test_without_one_it_is_told_from_its_base_by_what_it_adds(self, folder, drafts):
        new = Document.what_if(folder / "county.toml", drafts=drafts)
        assert new.title() == Text("小县", "Small county")
        new.choose("whistle")
        new.choose("call")
        assert new.title().zh.startswith("小县＋吹哨报到＋")
        assert new.title().en.startswith("Small county + Whistle + ")
        assert new.scenario().title == new.title()
        new.close()

    def test_base_and_plan_have_names_of_their_own(self, folder, drafts):
        new = Document.what_if(folder / "county.toml", drafts=drafts)
        new.set_value("townships.a.residents", 12_345)
        assert new.state.base.scenario.name == read_scenario(folder / "county.toml").name
        assert new.state.base.scenario.name != new.scenario().name
        new.close()

    def test_nor_is_a_plan_of_other_changes_called_like_its_base(self, folder, drafts):
        new = Document.what_if(folder / "county.toml", drafts=drafts)
        new.set_value("townships.a.residents", 12_345)
        assert new.title() == Text("小县＋1处改动", "Small county + 1 change")
        new.choose("whistle")
        new.set_value("linkage.preparation_hours", 2)
        assert new.title() == Text("小县＋吹哨报到＋2处改动", "Small county + Whistle + 2 changes")
        file = folder / "plan.toml"
        new.save_as(file)
        assert read_scenario(file).title == new.title()
        further = Document.what_if(file, drafts=drafts)
        further.set_value("townships.a.residents", 54_321)
        assert further.title().zh == "小县＋吹哨报到＋2处改动＋1处改动"
        further.close()
        new.set_value("title", {"zh": "我的方案", "en": ""})
        assert new.title().zh == "我的方案"
        new.close()
