"""Sources and assumptions: the list, the way to a field, editing a source."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from planner.editing.fields import sourced
from planner.tui.screens.scenario.questions import Details
from planner.tui.screens.scenario.sources import SourceDialog
from planner.tui.widgets.controls import Segments
from planner.wording import _
from tests.tui.screens.scenario.opened import answer, dialog, rows, seen
from tests.tui.waiting import until


async def sources(pilot):
    screen = await seen(pilot)
    await screen.show_part("sources")
    screen.into_part()
    await until(pilot, lambda: rows(pilot, "sources-list").rows, "the values")
    return screen


async def test_assumptions_first_and_the_way_to_the_field(open_app, current, lang, size):
    app = open_app(current)
    async with app.run_test(size=size) as pilot:
        screen = await sources(pilot)
        found = rows(pilot, "sources-list")
        assert {row.cells[2][0] for row in found.rows} == {_("assumption")}
        place = next(row for row in found.rows if "case_types.noise.formal" in row.also)
        found.mark(place.id)
        await pilot.press("enter")
        shown = await dialog(pilot, Details)
        assert "case_types.noise.formal" in shown.detail
        await answer(pilot, "go")
        await until(pilot, lambda: screen.part == "everything")


async def test_a_source_is_edited(open_app, current, lang, size):
    app = open_app(current)
    async with app.run_test(size=size) as pilot:
        screen = await sources(pilot)
        found = rows(pilot, "sources-list")
        place = next(row for row in found.rows if row.also == "case_types.noise.formal")
        found.mark(place.id)
        await pilot.press("enter")
        await dialog(pilot, Details)
        await answer(pilot, "edit")
        await dialog(pilot, SourceDialog)
        app.screen.query_one("#source-tag", Segments).choose("measured")
        app.screen.query_one("#source-source", Input).value = "2024年办件台账"
        app.screen.query_one("#source-zh", Input).value = "318件中41件立案"
        await answer(pilot, "ok")
        await seen(pilot)
        source = screen.state.source("case_types.noise.formal")
        assert (source.tag, source.source, source.note.zh) == ("measured", "2024年办件台账", "318件中41件立案")
        assert all(row.also != "case_types.noise.formal" for row in found.rows) or await until(
            pilot, lambda: all(row.also != "case_types.noise.formal" for row in found.rows)
        )


@pytest.mark.slow
async def test_what_this_scenario_states(open_app, current, lang):
    app = open_app(current, what_if=True)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await seen(pilot)
        screen.document.set_value("townships.guliu.residents", 71_000)
        screen.changed()
        await sources(pilot)
        app.screen.query_one("#sources-which", Segments).choose("own")
        found = rows(pilot, "sources-list")
        await until(pilot, lambda: len(found.rows) == 1)
        assert "71,000" in found.rows[0].cells[1][0]


@pytest.fixture
def values(laiyang):
    laiyang.set_value("kinds.town.teams.hall.pace", 0.9)
    return {value.path: value for value in sourced(laiyang.state)}


def test_what_townships_have_in_common_stands_once(values):
    assert values["kinds.town.teams.hall.pace"].places == 13
    assert values["kinds.town.teams.hall.pace"].by == "own"
    assert values["townships.guliu.residents"].places == 1
    assert "townships.guliu.name.zh" not in values
    assert values["case_types.noise.deadline_days"].unit == "working_days"


def test_tags_and_who_states_them(values, laiyang):
    for path, value in values.items():
        # What a kind states is said of its townships, where a tag of theirs may be closer.
        if not path.startswith("kinds."):
            assert value.source == laiyang.state.source(path), path
    assert {"base", "own"} <= {value.by for value in values.values()}
