"""Any sequence of commands: undone it is the opening, done again the end; its draft and its file say the same."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.editing import Document, EditRefused, NotSaved, Saved, list_drafts
from planner.errors import ScenarioError
from planner.files import read, scenario_hash
from planner.model.scenario import Source
from planner.model.text import Text

TOWNSHIPS = st.sampled_from(["townships.a", "townships.b", "townships.c", "townships.d", "townships.ab"])
TEAMS = st.builds("{}.teams.{}".format, TOWNSHIPS, st.sampled_from(["squad", "window", "hub", "extra"]))
PLACES = st.one_of(
    st.builds("{}.staff".format, TEAMS),
    st.builds("{}.staff.{}".format, TEAMS, st.sampled_from(["civil", "institution"])),
    st.sampled_from(
        ["departments.urban.team.staff", "departments.ecology.team.staff.civil", "townships.*.teams.squad.staff"]
    ),
)
PATHS = st.one_of(
    st.builds("{}.residents".format, TOWNSHIPS),
    st.builds("{}.linkage.whistle.answered".format, TOWNSHIPS),
    st.builds("{}.powers.street-order".format, TOWNSHIPS),
    st.builds("{}.certified".format, TEAMS),
    PLACES,
    st.sampled_from(
        ["linkage.rule", "kinds.town.teams.window.staff", "shared_teams.squad.team.pace", "title.en", "time.days"]
    ),
)
VALUES = st.one_of(st.integers(-1, 30), st.sampled_from([0.5, "assigned", "whistle", "referral", 2.0, True]))
NAMES = st.sampled_from(["whistle", "platform", "officers-down", "squad", "call"])
DAYS = st.dates(date(2025, 1, 4), date(2025, 2, 5))

COMMANDS = st.one_of(
    st.tuples(st.just("set_value"), PATHS, VALUES),
    st.tuples(st.just("set_values"), st.dictionaries(PATHS, VALUES, max_size=3)),
    st.tuples(st.just("clear_value"), PATHS),
    st.tuples(
        st.just("set_source"), PATHS, st.builds(Source, tag=st.just("derived"), source=st.text("ab", max_size=2))
    ),
    st.tuples(st.just("clear_source"), PATHS),
    st.tuples(st.just("add"), TEAMS, st.fixed_dictionaries({"staff": st.integers(0, 3)})),
    st.tuples(
        st.just("duplicate"), st.one_of(TOWNSHIPS, TEAMS), st.sampled_from(["d", "extra"]), st.just(Text("丁", "D"))
    ),
    st.tuples(st.just("remove"), st.one_of(TOWNSHIPS, TEAMS)),
    st.tuples(st.just("merge"), st.lists(TOWNSHIPS, min_size=2, max_size=2), st.sampled_from(["a", "ab"])),
    st.tuples(st.just("move_people"), st.integers(1, 3), PLACES, PLACES),
    st.tuples(st.just("choose"), NAMES),
    st.tuples(st.just("unchoose"), NAMES),
    st.tuples(st.just("add_entry"), st.builds(lambda day, name: {"from": day, "measures": [name]}, DAYS, NAMES)),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
    st.tuples(st.just("save")),
)


def carry_out(document: Document, command: tuple[object, ...]) -> None:
    name, *arguments = command
    try:
        outcome = getattr(document, name)(*arguments)
    except EditRefused as refusal:
        assert refusal.problems
    else:
        assert not isinstance(outcome, NotSaved), outcome


@given(st.lists(COMMANDS, max_size=12), st.sampled_from(["own.toml", "county.toml"]))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_sequence(folder: Path, commands: list[tuple[object, ...]], name: str) -> None:
    with TemporaryDirectory() as place:
        home, drafts = Path(place) / "scenarios", Path(place) / "drafts"
        shutil.copytree(folder, home)
        document = Document.open(home / name, drafts=drafts)
        opening = document.tables
        for command in commands:
            carry_out(document, command)
        end, done, unsaved = document.tables, document.done, document.unsaved

        if unsaved:
            (draft,) = list_drafts(drafts)
            document.leave()
            replayed = Document.resume(draft)
            assert replayed.tables == end
            assert list(_keys(replayed.tables)) == list(_keys(end))
            assert (replayed.done, replayed.undone) == (done, document.undone)
            document = replayed

        while document.undo():
            pass
        assert document.tables == opening
        for _ in done:
            document.redo()
        assert document.tables == end

        assert isinstance(document.save(), Saved)
        assert not document.unsaved
        try:
            scenario = read(home / name).scenario
        except ScenarioError as error:
            assert set(map(repr, document.state.problems)) == set(map(repr, error.problems))
        else:
            assert document.state.problems == ()
            assert scenario_hash(scenario) == scenario_hash(document.state.scenario)


def _keys(value):
    """The keys of tables in their order."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _keys(inner)
