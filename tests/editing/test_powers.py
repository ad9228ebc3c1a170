"""The grid of powers, by kind and by township, and what setting a cell does."""

from __future__ import annotations

from planner.editing import powers_grid


def cell(grid, case_type, column):
    row = next(row for row in grid.rows if row.case_type == case_type)
    return row.cells[grid.columns.index(column)]


class TestGrid:
    def test_rows_are_the_powers_of_departments(self, own):
        grid = powers_grid(own.state)
        assert [(row.case_type, row.department, row.name.zh) for row in grid.rows] == [
            ("street-order", "urban", "市容秩序")
        ]
        assert grid.columns == ("town", "street")
        assert [name.zh for name in grid.names] == ["镇", "街道"]
        assert cell(grid, "street-order", "town").holding == "county"

    def test_setting_a_kind(self, own):
        own.set_values(dict.fromkeys(cell(powers_grid(own.state), "street-order", "town").paths, "assigned"))
        assert own.tables["kinds"] == {"town": {"powers": {"street-order": "assigned"}}}
        found = cell(powers_grid(own.state), "street-order", "town")
        assert (found.holding, found.base, found.own, found.differs) == ("assigned", "county", True, True)
        assert {unit.powers.get("street-order") for unit in own.state.scenario.townships.values()} == {"assigned", None}

    def test_townships_that_differ(self, own):
        own.set_value("townships.a.powers.street-order", "entrusted")
        assert cell(powers_grid(own.state), "street-order", "town").holding is None
        by_township = powers_grid(own.state, "townships")
        assert [one.holding for one in by_township.rows[0].cells] == ["entrusted", "county", "county"]
        own.set_values(dict.fromkeys(cell(powers_grid(own.state), "street-order", "town").paths, "posted"))
        assert cell(powers_grid(own.state), "street-order", "town").holding == "posted"
        assert [one.holding for one in powers_grid(own.state, "townships").rows[0].cells] == [
            "posted",
            "posted",
            "county",
        ]

    def test_a_kind_is_set_again_where_its_townships_have_stated_the_same(self, own):
        own.set_value("townships.a.powers.street-order", "entrusted")
        for holding in ("entrusted", "posted", "county"):
            own.set_values(dict.fromkeys(cell(powers_grid(own.state), "street-order", "town").paths, holding))
            assert cell(powers_grid(own.state), "street-order", "town").holding == holding

    def test_a_new_township_has_no_base(self, own):
        own.add("townships.d", {"name": "丁镇", "kind": "town", "residents": 5_000, "area_km2": 20})
        found = cell(powers_grid(own.state, "townships"), "street-order", "d")
        assert (found.holding, found.base) == ("county", None)
