"""The table of people: rows, columns, totals, quotas, and what is held against the base; the balance of posts."""

from __future__ import annotations

from planner.editing import balance, people_table
from planner.model.team import Staff


def cells(table, unit):
    row = next(row for row in table.rows if row.unit == unit)
    return {
        (column.team, column.post): cell.people
        for column, cell in zip(table.columns, row.cells, strict=True)
        if cell.people
    }


class TestTable:
    def test_townships(self, own):
        table = people_table(own.state)
        assert [row.name.zh for row in table.rows] == ["甲镇", "乙镇", "丙街道"]
        assert [column.team for column in table.columns[::4]] == ["window", "squad", "hub", "other_staff"]
        assert [column.post for column in table.columns[:4]] == ["civil", "institution", "contract", "certified"]
        assert table.columns[0].name.zh == "便民大厅"
        assert cells(table, "townships.a") == {
            ("window", "civil"): 1,
            ("window", "institution"): 2,
            ("squad", "institution"): 5,
            ("squad", "certified"): 2,
        }
        hub = next(
            cell for column, cell in zip(table.columns, table.rows[0].cells, strict=True) if column.team == "hub"
        )
        assert (hub.path, hub.people) == ("", None)

    def test_totals_and_quotas(self, own):
        table = people_table(own.state)
        assert table.totals[:8] == (2, 4, 0, 0, 0, 7, 0, 2)
        count = table.rows[0].posts["institution"]
        assert (count.people, count.base, count.change, count.quota, count.room) == (7, 6, 1, 40, 33)
        assert table.rows[1].posts["institution"].quota is None
        assert table.posts["institution"].people == 17
        assert table.posts["institution"].quota == 40

    def test_base_beside_own(self, own):
        table = people_table(own.state)
        places = {cell.path: cell for row in table.rows for cell in row.cells}
        squad = places["townships.a.teams.squad.staff.institution"]
        assert (squad.people, squad.base, squad.own, squad.change) == (5, 4, True, 1)
        other = places["townships.b.teams.squad.staff.institution"]
        assert (other.people, other.base, other.own) == (2, 2, False)

    def test_departments_and_shared_teams(self, own):
        own.choose("squad")
        departments = people_table(own.state, "departments")
        assert cells(departments, "departments.urban") == {("team", "institution"): 10, ("team", "certified"): 10}
        assert departments.rows[0].posts["institution"].room == 2
        shared = people_table(own.state, "shared_teams", certified=False)
        assert [column.post for column in shared.columns] == ["civil", "institution", "contract"]
        assert cells(shared, "shared_teams.squad") == {("team", "institution"): 3}

    def test_while_there_are_problems(self, own):
        own.set_value("townships.a.teams.squad.staff.institution", "many")
        own.set_value("townships.a.residents", -1)
        assert own.state.problems
        assert cells(people_table(own.state), "townships.a")[("window", "institution")] == 2

    def test_a_file_without_a_base_is_held_against_its_opening(self, county):
        county.set_value("townships.a.teams.squad.staff", Staff(institution=9))
        table = people_table(county.state, base=county.reference)
        assert table.rows[0].posts["institution"].change == 5


class TestBalance:
    def test_who_gave_and_who_got(self, own):
        own.clear_value("townships.a.teams.squad")
        own.move_people(3, "departments.urban.team.staff", "townships.*.teams.squad.staff")
        found = balance(own.reference, own.state.tree)
        assert [unit.unit for unit in found.units] == ["townships.a", "townships.b", "departments.urban"]
        changes = {unit.unit: unit.posts["institution"].change for unit in found.units}
        assert changes == {"townships.a": 2, "townships.b": 1, "departments.urban": -3}
        assert (found.given("institution"), found.got("institution"), found.even) == (3, 3, True)
        urban = found.units[-1].posts["institution"]
        assert (urban.base_quota, urban.quota) == (12, 9)

    def test_posts_from_nowhere(self, own):
        found = balance(own.reference, own.state.tree)
        assert found.county["institution"].change == 1
        assert not found.even

    def test_vacancies_are_posts(self, new):
        new.move_people(2, "departments.urban.team.staff", "townships.b.teams.squad.vacancies")
        found = balance(new.reference, new.state.tree)
        assert found.even
        assert {unit.unit: unit.posts["institution"].change for unit in found.units} == {
            "townships.b": 2,
            "departments.urban": -2,
        }

    def test_mergers_and_new_units(self, new):
        new.merge(["townships.a", "townships.b"], "a")
        found = balance(new.reference, new.state.tree)
        assert {unit.unit: unit.posts["institution"].change for unit in found.units} == {
            "townships.a": 4,
            "townships.b": -4,
        }
        assert found.even
        new.add("shared_teams.pool", {"serves": ["*"], "team": {"staff": {"civil": 2}}})
        assert balance(new.reference, new.state.tree).county["civil"].change == 2

    def test_contract_staff_are_no_posts_of_the_quota(self, new):
        new.set_value("townships.b.teams.squad.staff.contract", 4)
        found = balance(new.reference, new.state.tree)
        assert found.even and found.county["contract"].change == 4
