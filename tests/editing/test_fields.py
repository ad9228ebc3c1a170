"""Forms made from the model's own fields, and what is read from a field."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from planner.editing import Document, EditRefused, field_at, form
from planner.files import places
from planner.files.schema import Record, scenario_schema
from planner.model.scenario import Scenario
from planner.wording.problems import sentence


class TestFields:
    def test_unit_range_base_own_and_source(self, own):
        field = field_at(own.state, "townships.a.residents")
        assert (field.name, field.kind, field.unit, field.lowest, field.highest) == (
            "residents",
            "whole-number",
            "people",
            0,
            1_000_000,
        )
        assert (field.value, field.base, field.own, field.differs) == (31_000, 30_000, 31_000, True)
        assert field.stated.by == "own"
        assert field.source is None
        other = field_at(own.state, "townships.b.residents")
        assert (other.value, other.own, other.differs) == (10_000, None, False)
        assert other.source.source == "census 2020"

    def test_a_new_element_has_no_base(self, own):
        own.add("townships.d", {"name": "丁镇", "kind": "town", "residents": 5_000, "area_km2": 20})
        assert field_at(own.state, "townships.d.residents").base is None

    @pytest.mark.parametrize(
        ("path", "kind"),
        [
            ("townships.a.name", "text"),
            ("townships.a.area_km2", "number"),
            ("townships.a.kind", "words"),
            ("townships.a.linkage.rule", "choice"),
            ("townships.a.powers.street-order", "choice"),
            ("townships.a.teams.squad.handles", "names"),
            ("townships.a.teams.squad.intake", "yes-or-no"),
            ("time.start", "date"),
            ("calendar.office_hours", "pairs"),
            ("demand.profiles.office.month", "numbers"),
            ("calendar.holidays", "dates"),
        ],
    )
    def test_kinds(self, own, path, kind):
        assert field_at(own.state, path).kind == kind

    def test_choices(self, own):
        def choices(path):
            return field_at(own.state, path).choices

        assert choices("townships.a.linkage.rule") == ("referral", "whistle")
        assert choices("townships.a.kind") == ("town", "street")
        assert choices("case_types.street-order.responsible") == ("", "township", "urban", "ecology")
        assert choices("townships.a.teams.squad.posted") == ("urban", "ecology")
        assert choices("townships.a.teams.squad.handles")[-2:] == ("certificate", "street-order")
        assert choices("townships.a.residents") == ()

    def test_optional(self, own):
        assert field_at(own.state, "townships.a.budget").optional
        assert not field_at(own.state, "townships.a.residents").optional
        assert field_at(own.state, "townships.a.budget").read("  ") is None

    def test_no_such_place(self, own):
        for path in ("townships.a.resident", "townships.a.grids", "townships.zz"):
            with pytest.raises(EditRefused):
                field_at(own.state, path)
        with pytest.raises(EditRefused):
            form(own.state, "townships.zz")


class TestRead:
    def read(self, own, path, text):
        return field_at(own.state, path).read(text)

    @pytest.mark.parametrize(
        ("path", "text", "value"),
        [
            ("townships.a.residents", "３２，０００", 32_000),
            ("townships.a.budget", "1.2亿", 120_000_000.0),
            ("townships.a.area_km2", "40.5", 40.5),
            ("case_types.street-order.formal", "35％", 0.35),
            ("time.start", "2025年2月3日", date(2025, 2, 3)),
            ("townships.a.linkage.rule", "whistle", "whistle"),
            ("townships.a.kind", "street", "street"),
            ("townships.a.teams.squad.handles", "enforcement、certificate", ["enforcement", "certificate"]),
            ("townships.a.teams.squad.intake", "是", True),
            ("calendar.office_hours", "08:30-12:00, 14:00—17:30", [["08:30", "12:00"], ["14:00", "17:30"]]),
            ("calendar.office_hours", "８：３０－１２：００，14：00至17：30", [["08:30", "12:00"], ["14:00", "17:30"]]),
            ("calendar.office_hours", "上午 8时30分到12点、下午2:00 - 5:30", [["08:30", "12:00"], ["14:00", "17:30"]]),
            ("calendar.office_hours", "0:00—24:00", [["00:00", "24:00"]]),
            ("demand.profiles.office.weekday", "1 1 1 1 1 0 0", [1.0] * 5 + [0.0] * 2),
            ("calendar.holidays", "2027-02-05、2027年2月8日 2027/2/9", [date(2027, 2, day) for day in (5, 8, 9)]),
            ("calendar.workdays", "", []),
            ("title.zh", " 方案 ", "方案"),
            ("case_types.street-order.responsible", "", ""),
        ],
    )
    def test_values(self, own, path, text, value):
        found = self.read(own, path, text)
        assert found == value and type(found) is type(value)

    @pytest.mark.parametrize(
        ("path", "text", "kind"),
        [
            ("townships.a.residents", "2.7", "wrong-type"),
            ("townships.a.residents", "-1", "out-of-range"),
            ("townships.a.residents", "", "missing"),
            ("townships.a.area_km2", "0", "out-of-range"),
            ("townships.a.area_km2", "big", "wrong-type"),
            ("case_types.street-order.formal", "1.2", "out-of-range"),
            ("townships.a.linkage.rule", "wistle", "not-one-of"),
            ("townships.a.teams.squad.handles", "enforcment", "not-one-of"),
            ("townships.a.teams.squad.intake", "maybe", "wrong-type"),
            ("calendar.office_hours", "08:30", "wrong-type"),
            ("calendar.office_hours", "8-12 2-5", "wrong-type"),
            ("calendar.office_hours", "08:30-12:00-13:00", "wrong-type"),
            ("calendar.office_hours", "12:00-08:30", "office-hours"),
            ("calendar.office_hours", "08:30-12:75", "office-hours"),
            ("calendar.office_hours", "08:30-12:00 11:00-17:00", "office-hours"),
            ("townships.a.residents", "12①", "wrong-type"),
            ("townships.a.residents", "3²", "wrong-type"),
            ("townships.a.residents", "100%", "wrong-type"),
            ("townships.a.residents", "3万元", "wrong-type"),
            ("townships.a.area_km2", "40人", "wrong-type"),
            ("case_types.street-order.formal", "30①", "wrong-type"),
            ("demand.profiles.office.weekday", "1 1 1 1 1 0 0①", "wrong-type"),
            ("demand.profiles.office.weekday", "1 1 1 1 1 - -", "wrong-type"),
            ("time.start", "2025-01-06①", "wrong-type"),
            ("calendar.holidays", "2025-01-06、2025-01-32", "wrong-type"),
            ("time.start", "soon", "wrong-type"),
            ("calendar.holidays", "2027-02-05, 2027-02-30", "wrong-type"),
        ],
    )
    def test_refused(self, own, path, text, kind):
        with pytest.raises(EditRefused) as refusal:
            self.read(own, path, text)
        (problem,) = refusal.value.problems
        assert (problem.kind, problem.path) == (kind, path)
        assert sentence(problem) not in ("", kind)


class TestForms:
    def test_a_township(self, own):
        found = form(own.state, "townships.a")
        names = [field.name for field in found.fields]
        assert names[:5] == ["name", "kind", "residents", "area_km2", "road_km"]
        groups = {group.path for group in found.groups}
        assert {"townships.a.linkage", "townships.a.grids", "townships.a.powers", "townships.a.quota"} <= groups
        elements = {table.path: table for table in found.elements}
        assert elements["townships.a.teams"].ids == ("window", "squad")
        assert elements["townships.a.opening_backlog"].possible == ("certificate", "street-order")

    def test_a_table_of_single_values(self, own):
        own.set_value("townships.a.rates.street-order", 1.5)
        found = form(own.state, "townships.a.rates")
        assert [field.path for field in found.fields] == ["townships.a.rates.street-order"]
        assert found.possible == ("certificate",)

    def test_the_whole_has_every_field_of_the_model(self, own):
        found = form(own.state)
        there = {part.path for part in (*found.fields, *found.groups, *found.elements)}
        made = {"name", "phases", "costs", "measures", "sources"}
        assert there == {field.name for field in attrs.fields(Scenario)} - made

    @pytest.mark.parametrize("file", ["laiyang/current.toml", "tutorial.toml"])
    def test_every_form_of_a_shipped_scenario_can_be_made(self, file, drafts):
        state = Document.open(places.shipped() / file, drafts=drafts).state
        waiting, seen = [""], 0
        while waiting:
            found = form(state, waiting.pop())
            for field in found.all_fields():
                seen += 1
                assert bool(field.unit) == bool(field.limits), field.path
                assert field.choices == () or field.kind not in ("number", "whole-number", "date", "text")
            tables = [*found.elements, *(table for group in found.groups for table in group.elements)]
            waiting += [f"{table.path}.{one}" for table in tables for one in table.ids]
        assert seen > 300

    def test_every_place_of_the_model_has_a_form(self, own):
        def records(shape, path):
            if isinstance(shape, Record):
                yield path, shape
                for name, inner in shape.fields.items():
                    yield from records(inner, f"{path}.{name}" if path else name)

        for path, _shape in records(scenario_schema(), ""):
            if not path.endswith(("title", "description")):
                assert form(own.state, path).path == path
