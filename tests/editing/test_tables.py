"""Bare tables: values seen through short forms, edits that lead from one content to another."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from planner.editing.tables import UNSTATED, Edit, applied, edits_between, same, value_at, with_value, without

KEYS = st.sampled_from(["a", "b", "c", "residents"])
LEAVES = st.one_of(
    st.integers(-3, 3), st.booleans(), st.floats(-2, 2), st.text(max_size=3), st.lists(st.integers(0, 3))
)
TABLES = st.recursive(
    st.dictionaries(KEYS, LEAVES, max_size=3), lambda inner: st.dictionaries(KEYS, st.one_of(LEAVES, inner), max_size=3)
)


class TestValueAt:
    def test_short_forms_are_seen_through(self):
        tables = {"townships": {"a": {"name": "甲镇", "teams": {"squad": {"staff": 4}}}}}
        squad = ("townships", "a", "teams", "squad", "staff")
        assert value_at(tables, (*squad, "institution")) == 4
        assert value_at(tables, (*squad, "civil")) == 0
        assert value_at(tables, squad) == 4
        assert value_at(tables, ("townships", "a", "name", "en")) == "甲镇"

    def test_what_is_not_there_is_unstated(self):
        assert value_at({"time": {"days": 3}}, ("time", "start")) is UNSTATED
        assert value_at({"time": 3}, ("time", "start")) is UNSTATED


class TestWithValue:
    def test_a_short_form_on_the_way_is_written_out(self):
        tables = {"departments": {"urban": {"team": {"staff": 10}}}}
        path = ("departments", "urban", "team", "staff", "civil")
        staff = with_value(tables, path, 2)["departments"]["urban"]["team"]["staff"]
        assert staff == {"civil": 2, "institution": 10, "contract": 0}
        assert tables == {"departments": {"urban": {"team": {"staff": 10}}}}

    def test_tables_on_the_way_are_made(self):
        assert with_value({}, ("pay", "civil"), 3.0) == {"pay": {"civil": 3.0}}

    def test_without_leaves_empty_tables(self):
        assert without({"pay": {"civil": 3.0}}, ("pay", "civil")) == {"pay": {}}
        assert without({"pay": 3}, ("pay", "civil")) == {"pay": 3}


class TestSame:
    def test_numbers_that_are_written_differently_are_not_the_same(self):
        assert not same(1, 1.0)
        assert not same(1, True)
        assert same({"a": [1, {"b": date(2025, 1, 1)}]}, {"a": [1, {"b": date(2025, 1, 1)}]})

    def test_order_of_tables_makes_no_difference(self):
        assert same({"a": 1, "b": 2}, {"b": 2, "a": 1})


class TestEdits:
    def test_they_are_as_deep_as_can_be(self):
        before = {"pay": {"civil": 1.0, "agent": 2.0}, "time": {"days": 3}}
        after = {"pay": {"civil": 1.5}, "time": {"days": 3}, "title": "x"}
        assert edits_between(before, after) == (
            Edit(("pay", "civil"), 1.5),
            Edit(("pay", "agent"), UNSTATED),
            Edit(("title",), "x"),
        )

    @given(TABLES, TABLES)
    def test_they_lead_from_one_content_to_the_other(self, before, after):
        assert same(applied(before, edits_between(before, after)), after)

    @given(TABLES)
    def test_nothing_leads_to_itself(self, tables):
        assert edits_between(tables, tables) == ()
