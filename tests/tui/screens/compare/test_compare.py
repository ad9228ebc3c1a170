"""Compare, used as a person uses it: begun, filling in, stopped, resumed, queued, looked into, left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from planner.files.places import shipped
from planner.metrics import FigureKey
from planner.model.scenario import Scenario
from planner.store import Store
from planner.tui.app import PlannerApp
from planner.tui.frame.dialogs import Ask, Enter, Pick
from planner.tui.screens.compare.compare import CompareScreen
from planner.tui.screens.compare.drill import Drill
from planner.tui.screens.compare.queue import QueueScreen
from planner.tui.studies import Studies
from planner.wording import _
from planner.wording import comparison as words
from tests.store.conftest import changed_from_outside
from tests.tui.screens.compare.looking import seen
from tests.tui.waiting import until

ENDLESS = 5_000
"""Replications that no test waits for."""

Size = tuple[int, int]
County = dict[str, Scenario]
TIME = FigureKey("resolution_time_mean", "enforcement")


async def opened(pilot: Pilot[Any], study: int) -> CompareScreen:
    """The screen of a study, when it has read it."""
    app = pilot.app
    assert isinstance(app, PlannerApp)
    app.open_study(study)
    await until(pilot, lambda: isinstance(app.screen, CompareScreen))
    screen = app.screen
    assert isinstance(screen, CompareScreen)
    await until(pilot, lambda: screen.snapshot is not None and rows(screen).option_count)
    return screen


def rows(screen: Any) -> OptionList:
    found: OptionList = screen.query_one("#rows", OptionList)
    return found


def standing(screen: CompareScreen) -> str:
    return str(screen.query_one("#standing", Static).content)


def first_row(screen: CompareScreen) -> str:
    return str(rows(screen).options[0].prompt)


# A study that fills in --------------------------------------------------------------------------------------------


async def test_it_opens_at_once_and_fills_in(
    quiet_app: PlannerApp, studies: Studies, county: County, lang: str, size: Size
):
    async with quiet_app.run_test(size=size) as pilot:
        study = studies.begin([county["base"], county["certified"]], replications=4)
        screen = await opened(pilot, study)
        assert words.figure(TIME) in first_row(screen)
        await until(pilot, lambda: screen.snapshot is not None and screen.snapshot.complete, "complete")
        await until(pilot, lambda: _("Done: {each}.").partition("{")[0] in standing(screen), "done")
        assert screen.snapshot is not None
        told = words.plain_sentence(screen.snapshot.findings[0][0], screen.snapshot.rests(0))
        assert "".join(told.split()) in "".join(first_row(screen).split())
        assert "…" not in first_row(screen)


async def test_what_may_still_change_is_grey_and_dotted(still_app: PlannerApp, keep: Callable[..., int], lang: str):
    study = keep("base", "certified", replications=30, finished=2)
    async with still_app.run_test() as pilot:
        screen = await opened(pilot, study)
        first = rows(screen).options[0].prompt
        assert "…" in str(first)[:3]
        assert screen.snapshot is not None
        assert not screen.snapshot.is_precise(screen.snapshot.findings[0][0])
        assert _("Stopped: {done} are kept").partition("{")[0] in standing(screen)


async def test_stopping_and_going_on(quiet_app: PlannerApp, studies: Studies, county: County, lang: str, size: Size):
    async with quiet_app.run_test(size=size) as pilot:
        study = studies.begin([county["base"], county["certified"]], replications=ENDLESS)
        screen = await opened(pilot, study)
        await until(pilot, lambda: screen.snapshot is not None and screen.snapshot.finished >= 2, "two finished")
        await pilot.press("ctrl+x")
        await until(pilot, lambda: _("Stopped: {done} are kept").partition("{")[0] in standing(screen), "stopped")
        assert screen.snapshot is not None
        kept = screen.snapshot.finished
        assert "stop" in screen.reasons_off()
        await pilot.press("ctrl+o")
        await until(pilot, lambda: screen.snapshot is not None and screen.snapshot.finished > kept, "more finished")
        await pilot.press("ctrl+x")
        await until(pilot, lambda: _("Stopped: {done} are kept").partition("{")[0] in standing(screen), "stopped again")


@pytest.mark.slow
async def test_two_wait_for_each_other(quiet_app: PlannerApp, studies: Studies, county: County, lang: str, size: Size):
    async with quiet_app.run_test(size=size) as pilot:
        first = studies.begin([county["base"], county["certified"]], replications=ENDLESS)
        second = studies.begin([county["base"], county["whistle"]], replications=1)
        screen = await opened(pilot, second)
        await until(pilot, lambda: _("In the queue: {turn}").partition("{")[0] in standing(screen), "queued")
        await pilot.press("ctrl+k")
        await until(pilot, lambda: isinstance(pilot.app.screen, QueueScreen))
        queue = pilot.app.screen
        assert isinstance(queue, QueueScreen)
        await until(pilot, lambda: [one.study_id for one in queue.statuses()] == [first, second])
        assert rows(queue).highlighted_option is not None
        assert rows(queue).highlighted_option.id == str(first)
        await pilot.press("ctrl+x")
        await until(pilot, lambda: studies.status(second) is not None and studies.status(second).state == "finished")
        await until(
            pilot, lambda: _("complete") in str(rows(queue).get_option(str(second)).prompt), "its state in words"
        )
        await pilot.press("home" if queue.statuses()[0].study_id == second else "end", "enter")
        await until(pilot, lambda: pilot.app.screen is screen)
        await until(pilot, lambda: screen.snapshot is not None and screen.snapshot.complete, "complete")


async def test_a_study_from_a_shell_can_be_watched(quiet_app: PlannerApp, store: Path, lang: str):
    command = [sys.executable, "-m", "planner", "run", str(shipped() / "tutorial.toml"), "--jobs", "1"]
    more = ["--replications", str(ENDLESS), "--store", str(store), "--progress", "none"]
    async with quiet_app.run_test() as pilot:
        with subprocess.Popen([*command, *more], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as shell:
            await until(pilot, lambda: quiet_app.studies.status(1) is not None, "noticed")
            screen = await opened(pilot, 1)
            await until(pilot, lambda: _("Runs in another program") in standing(screen), "said to run elsewhere")
            assert screen.snapshot is not None
            before = screen.snapshot.finished
            await until(pilot, lambda: screen.snapshot.finished > before, "more finished")  # type: ignore[union-attr]
            assert screen.reasons_off()["stop"] == _("It runs in another program; only that can stop it.")
            shell.send_signal(signal.SIGINT)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks for processes through /proc")
@pytest.mark.slow
async def test_a_killed_runner_is_said_in_words(
    quiet_app: PlannerApp, studies: Studies, county: County, store: Path, lang: str
):
    async with quiet_app.run_test() as pilot:
        study = studies.begin([county["base"], county["certified"]], replications=ENDLESS)
        screen = await opened(pilot, study)
        await until(pilot, lambda: screen.snapshot is not None and screen.snapshot.finished, "one finished")
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                line = (folder / "cmdline").read_bytes() if (folder / "cmdline").exists() else b""
                if b"planner.cli.attached" in line and os.fsencode(store) in line:
                    os.kill(int(folder.name), signal.SIGKILL)
        told = _("Interrupted by a fault: {done} are kept. {problem}").partition("{")[0]
        await until(pilot, lambda: told in standing(screen), "said")
        assert "resume" not in screen.reasons_off()
        line = screen.query_one("#standing", Static)
        end = _("The process that simulates was ended from outside. What it had finished is kept.")[-8:]
        await until(pilot, lambda: end in "".join(line.render_line(y).text.strip() for y in range(line.size.height)))


async def test_a_study_deleted_meanwhile_stays_in_sight(
    quiet_app: PlannerApp, keep: Callable[..., int], store: Path, lang: str
):
    study = keep("base", "certified")
    async with quiet_app.run_test() as pilot:
        screen = await opened(pilot, study)
        shown = first_row(screen)
        with Store.open(store) as opened_store:
            opened_store.delete(study)
        told = _("This study was deleted meanwhile; what is seen here is the last of it.")
        await until(pilot, lambda: told in standing(screen), "said")
        assert first_row(screen) == shown


async def test_of_another_program_version_it_is_shown_and_does_not_go_on(
    still_app: PlannerApp, keep: Callable[..., int], store: Path, lang: str
):
    study = keep("base", "certified", replications=9, finished=3)
    with changed_from_outside(store) as connection:
        connection.execute("UPDATE studies SET results_version = 'older'")
    async with still_app.run_test() as pilot:
        screen = await opened(pilot, study)
        told = _("Made by another version of this program: it can be seen, but not go on; {done}").partition("{")[0]
        assert told in standing(screen)
        assert words.figure(TIME) in first_row(screen)
        assert "resume" in screen.reasons_off()


@pytest.mark.slow
async def test_what_the_model_has_forgotten_is_shown_by_its_figures(
    still_app: PlannerApp, keep: Callable[..., int], store: Path, lang: str, size: Size
):
    study = keep("base", "certified")
    with changed_from_outside(store) as connection:
        connection.execute("UPDATE studies SET results_version = 'older'")
        connection.execute("UPDATE scenarios SET hash = 'other'")
    async with still_app.run_test(size=size) as pilot:
        screen = await opened(pilot, study)
        assert _("{told} Made by another version of this program.").format(told="") in standing(screen)
        assert rows(screen).option_count > 3
        await pilot.press("right", "enter", "enter", "enter")
        await until(pilot, lambda: screen.query("#cases"), "cases")
        await pilot.press("escape", "escape", "2")
        view: Any = screen.query_one("#backlog")
        await until(pilot, lambda: view.page is not None, "a page")


# Deeper and back --------------------------------------------------------------------------------------------------


async def test_down_to_the_cases_and_back(still_app: PlannerApp, keep: Callable[..., int], lang: str, size: Size):
    study = keep("base", "certified")
    async with still_app.run_test(size=size) as pilot:
        screen = await opened(pilot, study)
        drill = screen.query_one(Drill)
        await pilot.press("down", "enter")
        assert drill.level.depth == "figure"
        assert drill.level.figure == FigureKey("response_time_mean", "enforcement")
        assert "±" in seen(still_app)
        assert rows(screen).options[0].id == "example"
        await pilot.press("enter")
        assert (drill.level.depth, drill.level.group) == ("group", "example")
        assert {"street-order"} <= {str(option.id) for option in rows(screen).options}
        await pilot.press("enter")
        await until(pilot, lambda: screen.query("#cases"), "cases")
        assert drill.level.depth == "cases"
        for depth in ("group", "figure", "findings"):
            await pilot.press("escape")
            await until(pilot, lambda depth=depth: drill.level.depth == depth, depth)
        assert rows(screen).highlighted == 1, "the cursor is where it was"
        assert not screen.query("#cases")
        await pilot.press("escape")
        await until(pilot, lambda: still_app.screen is not screen, "back")


@pytest.mark.parametrize("way_back", ["1", "escape"])
@pytest.mark.slow
async def test_keys_go_to_what_is_seen(still_app: PlannerApp, keep: Callable[..., int], way_back: str):
    study = keep("base", "certified")
    async with still_app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, study)
        drill, view = screen.query_one(Drill), screen.query_one("#changed")
        for depth in ("findings", "figure", "group", "cases"):
            await until(pilot, lambda depth=depth: drill.level.depth == depth, depth)
            await pilot.press("5")
            await until(pilot, lambda: view.has_focus_within, "the view")
            await pilot.press(way_back)
            await until(pilot, lambda: drill.has_focus_within, "the list")
            await pilot.press("enter")


async def test_by_another_grouping(still_app: PlannerApp, keep: Callable[..., int], lang: str):
    study = keep("base", "certified")
    async with still_app.run_test() as pilot:
        screen = await opened(pilot, study)
        await pilot.press("enter", "end")
        option = rows(screen).highlighted_option
        assert option is not None
        assert str(option.id).startswith("by:")
        await pilot.press("enter")
        assert screen.query_one(Drill).level.by == str(option.id).removeprefix("by:")


@pytest.mark.slow
async def test_another_language_keeps_the_level(still_app: PlannerApp, keep: Callable[..., int], lang: str, size: Size):
    study = keep("base", "certified", "whistle")
    async with still_app.run_test(size=size) as pilot:
        screen = await opened(pilot, study)
        await pilot.press("right", "down", "down", "enter")
        before = seen(still_app)
        level = screen.query_one(Drill).level
        await pilot.press("f2")
        await until(pilot, lambda: seen(still_app) != before and rows(screen).option_count, "the other language")
        assert screen.query_one(Drill).level == level
        assert screen.alternative == 1
        await pilot.press("f2")
        await until(pilot, lambda: seen(still_app) == before, "as before")


# Alternatives and views -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("forward", "backward"),
    [("right", "left"), ("right_square_bracket", "left_square_bracket"), ("】", "【")],
)
async def test_one_alternative_after_the_other(
    still_app: PlannerApp, keep: Callable[..., int], lang: str, forward: str, backward: str
):
    study = keep("base", "certified", "whistle")
    async with still_app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, study)
        assert screen.alternative == 0
        first = [str(option.prompt).split() for option in rows(screen).options]
        await pilot.press(forward)
        assert screen.alternative == 1
        assert [str(option.prompt).split() for option in rows(screen).options] != first
        await pilot.press(backward)
        assert [str(option.prompt).split() for option in rows(screen).options] == first


@pytest.mark.parametrize(("key", "name"), [("2", "backlog"), ("3", "times"), ("4", "why"), ("5", "changed")])
@pytest.mark.slow
async def test_each_view_shows_something(
    still_app: PlannerApp, keep: Callable[..., int], lang: str, size: Size, key: str, name: str
):
    study = keep("base", "certified")
    async with still_app.run_test(size=size) as pilot:
        screen = await opened(pilot, study)
        await pilot.press(key)
        view: Any = screen.query_one(f"#{name}")
        await until(pilot, lambda: view.display and view.page is not None, "a page")
        assert screen.view == name
        await pilot.press("escape")
        if size[0] < 100:
            assert screen.view == "findings"
        else:
            await until(pilot, lambda: still_app.screen is not screen, "back")


async def test_one_scenario_alone(still_app: PlannerApp, keep: Callable[..., int], lang: str, size: Size):
    study = keep("base")
    async with still_app.run_test(size=size) as pilot:
        screen = await opened(pilot, study)
        assert rows(screen).option_count > 3
        assert "view_why" in screen.reasons_off()
        await pilot.press("enter")
        assert screen.query_one(Drill).level.depth == "figure"
        assert "example" in {str(option.id) for option in rows(screen).options}


@pytest.mark.slow
async def test_smaller_and_larger_while_it_is_open(still_app: PlannerApp, keep: Callable[..., int], lang: str):
    study = keep("base", "certified", "whistle")
    async with still_app.run_test(size=(200, 50)) as pilot:
        screen = await opened(pilot, study)
        before = seen(still_app)
        await pilot.resize_terminal(60, 15)
        await until(pilot, lambda: not screen.has_class("-wide"), "narrow")
        assert words.figure(TIME)[:2] in seen(still_app)
        await pilot.resize_terminal(200, 50)
        await until(pilot, lambda: seen(still_app) == before, "as before")


# To files ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("place", "suffix"), [(0, ".xlsx"), (1, ".csv"), (2, ".txt"), (3, ".svg"), (4, ".xlsx")])
async def test_what_is_seen_becomes_a_file(
    still_app: PlannerApp, keep: Callable[..., int], lang: str, tmp_path: Path, place: int, suffix: str
):
    study = keep("base", "certified")
    path = tmp_path / f"seen{suffix}"
    async with still_app.run_test() as pilot:
        screen = await opened(pilot, study)
        await pilot.press("ctrl+e")
        await until(pilot, lambda: isinstance(still_app.screen, Pick), "asked what")
        await pilot.press(*["down"] * place, "enter")
        await until(pilot, lambda: isinstance(still_app.screen, Enter), "asked where")
        still_app.screen.query_one(Input).value = str(path)
        await pilot.press("enter")
        await until(pilot, lambda: path.exists() and still_app.screen is screen, "written")
        if suffix in (".csv", ".txt"):
            told = path.read_text(encoding="utf-8-sig")
            assert words.labels.family("enforcement") in told
            assert "±" in told


async def test_nothing_is_replaced_unasked(still_app: PlannerApp, keep: Callable[..., int], lang: str, tmp_path: Path):
    study = keep("base", "certified")
    path = tmp_path / "seen.txt"
    path.write_text("mine", encoding="utf-8")
    async with still_app.run_test() as pilot:
        screen = await opened(pilot, study)
        await pilot.press("enter", "ctrl+e")
        await until(pilot, lambda: isinstance(still_app.screen, Pick), "asked what")
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: isinstance(still_app.screen, Enter), "asked where")
        still_app.screen.query_one(Input).value = str(path)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(still_app.screen, Ask), "asked whether")
        await pilot.press("escape")
        await until(pilot, lambda: still_app.screen is screen)
        assert path.read_text(encoding="utf-8") == "mine"
