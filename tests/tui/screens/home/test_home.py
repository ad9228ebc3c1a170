"""Home: the finding, the four rows, the ways on."""

from __future__ import annotations

from functools import cache

import pytest

from planner.experiments.result import Replication
from planner.metrics import FigureKey
from planner.store import Store
from planner.tui.frame.dialogs import Say
from planner.tui.screens.home import example as four_module
from planner.tui.screens.home import lists
from planner.tui.screens.home.lists import DraftsList, FourRows, PlacesList, RecentList
from planner.tui.studies import StudyProgress
from planner.tui.widgets.words import Words
from planner.wording import _
from tests.tui.waiting import until

_four = cache(four_module.four)
MEANS = ((3.2, 420.0), (2.6, 100.0), (7.9, 3050.0), (2.8, 400.0))
"""Time to close and overdue of the four, made up."""


@pytest.fixture(autouse=True)
def read_once(monkeypatch):
    monkeypatch.setattr(four_module, "four", _four)


def finished(store, study, replications):
    """Put made-up replications into the store."""
    with Store.open(store) as opened:
        for number in range(replications):
            for position, means in enumerate(MEANS):
                figures = {
                    FigureKey(indicator, "enforcement"): mean * (1 + 0.01 * (number % 2))
                    for indicator, mean in zip(("resolution_time_mean", "overdue_end"), means, strict=True)
                }
                opened.study(study).commit(
                    Replication(scenario=position, number=number, figures=figures, seconds=1.0, backlog={})
                )


def studies_in(store):
    try:
        with Store.open(store, for_reading=True) as opened:
            return opened.studies()
    except Exception:
        return []


def rows_of(app):
    rows = app.screen.query_one(FourRows)
    return [str(rows.get_option_at_index(place).prompt) for place in range(rows.option_count)]


async def begun(pilot):
    app = pilot.app
    await until(pilot, lambda: app.example is not None, "the study of the four rows")
    await pilot.pause()


async def test_opens_on_the_finding(make_app, lang, size):
    app = make_app()
    async with app.run_test(size=size) as pilot:
        assert app.focused.id == "four"
        await begun(pilot)
        finding = app.screen.query_one("#finding", Words).text
        verify = app.screen.query_one("#verify", Words).text
        assert "150" in finding and "12" in finding and "6" in finding
        assert "39" in verify
        assert ("请核实" if lang == "zh" else "please verify") in verify
        assert len(rows_of(app)) == 4
        assert "77%" in rows_of(app)[0] and "…" in rows_of(app)[0]
        # Nobody is paid more or less there, and what the measures themselves cost is not stated.
        assert all(_("pay as now") in row for row in rows_of(app)[1:])


async def test_begins_one_study_of_enforcement(make_app, tmp_path):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        (study,) = studies_in(tmp_path / "results.sqlite")
        assert study.request.families == ("enforcement",)
        assert len(study.scenarios) == 4
        assert [status.study_id for status in app.studies.queue()] == [study.id]


async def test_figures_fill_in(make_app, tmp_path, lang, size):
    app = make_app()
    store = tmp_path / "results.sqlite"
    async with app.run_test(size=size) as pilot:
        await begun(pilot)
        finished(store, app.example, 3)
        app.screen.post_message(StudyProgress(app.example, 12, 80, 10.0))
        await until(pilot, lambda: "3.2" in rows_of(app)[0], "the first figures")
        assert "▲" in rows_of(app)[2]
        assert "▼" in rows_of(app)[1]


async def test_what_the_store_has_is_there_at_once(make_app, tmp_path):
    store = tmp_path / "results.sqlite"
    first = make_app()
    async with first.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        finished(store, first.example, 20)
    second = make_app()
    async with second.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "3.2" in rows_of(second)[0], "the figures of the store")
        assert len(studies_in(store)) == 1
        assert second.studies.queue() == ()


async def test_enter_opens_the_comparison(make_app, monkeypatch, lang, size):
    app = make_app()
    opened = []
    monkeypatch.setattr(app, "open_study", opened.append)
    async with app.run_test(size=size) as pilot:
        await begun(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: opened == [app.example])


async def test_a_click_opens_the_comparison(make_app, monkeypatch):
    app = make_app()
    opened = []
    monkeypatch.setattr(app, "open_study", opened.append)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await pilot.click("#four", offset=(5, 1))
        await until(pilot, lambda: opened == [app.example])


async def test_arrows_lead_to_a_place_and_it_is_opened(make_app, monkeypatch, lang, size):
    app = make_app()
    opened = []
    monkeypatch.setattr(app, "open_what_if", opened.append)
    async with app.run_test(size=size) as pilot:
        await begun(pilot)
        await pilot.press("down", "down", "down", "down", "down")
        assert app.focused is app.screen.query_one(PlacesList).rows
        place = app.screen.query_one(PlacesList).by_id(app.focused.highlighted_option.id)
        assert place.id == "laiyang"
        await pilot.press("enter")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "rows", "the scenarios of Laiyang")
        await pilot.press("enter")
        await until(pilot, lambda: app.focused is not None and app.focused.name == "what_if", "how to open it")
        await pilot.press("enter")
        await until(pilot, lambda: opened)
        assert opened == [place.files[0].path]
        await pilot.press("up", "up")
        assert app.focused is app.screen.query_one(FourRows)


async def test_a_draft_is_offered_and_taken_up(make_app, tmp_path, monkeypatch, lang, size):
    from planner.editing import Document
    from planner.files.places import shipped

    document = Document.what_if(shipped() / "laiyang" / "current.toml", drafts=tmp_path / "drafts")
    document.choose("whistle")
    document.leave()
    app = make_app()
    taken = []
    monkeypatch.setattr(app, "resume_draft", taken.append)
    async with app.run_test(size=size) as pilot:
        await until(
            pilot,
            lambda: (
                app.screen.query_one(DraftsList).rows.highlighted_option is None
                and len(app.screen.query_one(DraftsList).drafts)
            ),
        )
        rows = app.screen.query_one(DraftsList).rows
        told = str(rows.get_option_at_index(0).prompt)
        assert ("1 处更改" if lang == "zh" else "1 change") in told
        assert ("莱阳（现状）" if lang == "zh" else "Laiyang today") in told and ".toml" not in told
        rows.focus()
        await pilot.press("home", "enter")
        await until(pilot, lambda: taken)
        assert taken[0].commands == 1


async def test_a_draft_left_over_is_seen_on_a_small_terminal(make_app, tmp_path):
    from planner.editing import Document
    from planner.files.places import shipped

    document = Document.what_if(shipped() / "laiyang" / "current.toml", drafts=tmp_path / "drafts")
    document.choose("whistle")
    document.leave()
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await until(pilot, lambda: app.screen.query_one(DraftsList).drafts)
        key_bar = app.screen.query_one("#key-bar").region
        await until(
            pilot, lambda: app.screen.query_one(DraftsList).rows.region.bottom <= key_bar.y, "its rows in sight"
        )
        assert app.screen.query_one(DraftsList).rows.region.height


async def test_tab_marks_a_row_so_that_enter_opens_it(make_app):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await until(pilot, lambda: app.screen.query_one(PlacesList).places)
        await pilot.press("tab")
        rows = app.screen.query_one(PlacesList).rows
        await until(pilot, lambda: app.focused is rows and rows.highlighted_option is not None, "a row marked")
        assert rows.highlighted == 0


async def test_a_draft_that_cannot_be_read_is_told_with_its_place_and_not_deleted(
    make_app, tmp_path, monkeypatch, lang
):
    broken = tmp_path / "drafts" / "mine.jsonl"
    broken.parent.mkdir()
    broken.write_text("this is no draft\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = app.screen.query_one(DraftsList).rows
        await until(pilot, lambda: rows.option_count and rows.get_option_at_index(0).id == lists.UNREADABLE, "the row")
        assert app.screen.region.contains_region(rows.region), "seen without scrolling"
        rows.focus()
        await pilot.press("home", "enter")
        await until(pilot, lambda: isinstance(app.screen, Say), "where it lies")
        told = "\n".join(one.text for one in app.screen.query(Words))
        assert "drafts/mine.jsonl" in told
        assert _("Nothing was deleted: the files are where they were.") in told
        await pilot.press("escape")
        await until(pilot, lambda: app.focused is rows)
        assert "delete_marked" in app.screen.actions_off()
    assert broken.exists()


@pytest.mark.slow
async def test_a_draft_is_deleted_after_asking(make_app, tmp_path):
    from planner.editing import Document, list_drafts
    from planner.files.places import shipped

    document = Document.what_if(shipped() / "laiyang" / "current.toml", drafts=tmp_path / "drafts")
    document.choose("whistle")
    document.leave()
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen.query_one(DraftsList).drafts)
        app.screen.query_one(DraftsList).rows.focus()
        await pilot.press("home", "delete")
        await until(pilot, lambda: app.focused is not None and app.focused.name == "keep", "the question")
        await pilot.press("escape")
        await until(pilot, lambda: app.focused is app.screen.query_one(DraftsList).rows)
        assert list_drafts(tmp_path / "drafts")
        await pilot.press("delete")
        await until(pilot, lambda: app.focused is not None and app.focused.name == "keep")
        await pilot.press("right", "enter")
        await until(pilot, lambda: not list_drafts(tmp_path / "drafts"))
        await until(pilot, lambda: not app.screen.query_one(DraftsList).drafts)
        # Where nothing is left to mark, the keys go to the next list.
        places = app.screen.query_one(PlacesList).rows
        await until(pilot, lambda: app.focused is places and places.highlighted_option is not None, "the next list")
        app.screen.query_one(DraftsList).rows.focus()
        await pilot.press("down")
        await until(pilot, lambda: app.focused is places, "out of the empty list")


async def test_a_study_is_listed_resumed_and_deleted(make_app, tmp_path, monkeypatch, lang):
    app = make_app()
    opened = []
    monkeypatch.setattr(app, "open_study", opened.append)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await until(pilot, lambda: app.screen.query_one(RecentList).studies)
        rows = app.screen.query_one(RecentList).rows
        rows.focus()
        await pilot.press("home")
        assert ("莱阳" if lang == "zh" else "Laiyang") in str(rows.get_option_at_index(0).prompt)
        app.studies.stop(app.example)
        await app.screen.action_perform("resume_study")
        await until(pilot, lambda: opened == [app.example])
        assert app.studies.queue()
        rows.focus()
        await pilot.press("home", "delete")
        await until(pilot, lambda: app.focused is not None and app.focused.name == "keep")
        await pilot.press("right", "enter")
        await until(pilot, lambda: not studies_in(tmp_path / "results.sqlite"))


async def test_the_strip_shows_what_is_under_way_and_opens_it(make_app, monkeypatch, lang, size):
    from planner.tui.frame.screen import Strip

    app = make_app()
    opened = []
    monkeypatch.setattr(app, "open_study", opened.append)
    async with app.run_test(size=size) as pilot:
        assert not app.screen.query_one(Strip).display
        await begun(pilot)
        await until(pilot, lambda: app.screen.query_one(Strip).display)
        await pilot.pause()
        assert "80" in app.screen.query_one(Strip).render().plain
        await pilot.click(Strip)
        await until(pilot, lambda: opened == [app.example])


async def test_what_is_off_says_why(make_app, lang):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        off = app.screen.reasons_off()
        assert set(off) >= {"resume_study", "delete_marked", "run"}
        assert all(off.values())


async def test_the_language_changes_and_the_cursor_stays(make_app, lang, size):
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await begun(pilot)
        await pilot.press("down", "down")
        await pilot.press("f2")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "four")
        await until(pilot, lambda: app.focused.highlighted == 2)
        expected = "Joint pool" if lang == "zh" else "集中办公"
        assert expected in rows_of(app)[2]
        assert "150" in app.screen.query_one("#finding", Words).text
        assert app.settings.language == ("en" if lang == "zh" else "zh")


async def test_a_row_opens_before_the_study_is_begun_with_a_word(make_app, monkeypatch, lang):
    app = make_app()
    monkeypatch.setattr(type(app.studies), "begin", lambda *args, **kwargs: 1)
    said = []
    monkeypatch.setattr(app, "say", lambda text, severity="": said.append(text))
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.example = None
        app.screen.open_row(app.screen.query_one(FourRows), "0")
        assert said == [_("The comparison opens in a moment.")]
        await pilot.pause()


@pytest.mark.parametrize("wide", [False, True], ids=["80x24", "200x50"])
def test_pictures(make_app, tmp_path, monkeypatch, lang, wide, snap_compare):
    monkeypatch.setattr(lists, "moment", lambda at: "1")
    app = make_app()

    async def filled(pilot):
        await begun(pilot)
        finished(tmp_path / "results.sqlite", app.example, 4)
        app.screen.post_message(StudyProgress(app.example, 16, 80, None))
        app.screen.look_again()
        await until(pilot, lambda: "3.2" in rows_of(app)[0])
        await until(pilot, lambda: [study.finished for study in app.screen.query_one(RecentList).studies] == [16])
        await pilot.pause()

    assert snap_compare(app, terminal_size=(200, 50) if wide else (80, 24), run_before=filled)
