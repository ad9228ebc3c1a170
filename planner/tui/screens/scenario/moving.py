"""Moving people: from where, to where, how many, how many of them certified; with the balance of posts beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Input, Select, Static

from planner.editing import EditRefused, balance
from planner.editing.moving import moved
from planner.editing.people import staff_places, whole
from planner.editing.state import Tree
from planner.editing.tables import keys_of
from planner.errors import PlannerError, Problem
from planner.files.cells import whole_in
from planner.i18n import _, labels, ngettext
from planner.i18n.fields import element
from planner.i18n.problem_words import ProblemWords
from planner.model.team import POST_TYPES
from planner.tui.screens.scenario.asking import Lines
from planner.tui.screens.scenario.people_words import balance_by_unit, balance_told, unit_name

if TYPE_CHECKING:
    from planner.editing import Document, State


class Move(NamedTuple):
    """What was decided: places of staff by path, people, and certificates, None where as few as can be."""

    people: int
    source: str
    target: str
    certified: int | None


def units_of(tree: Tree) -> list[str]:
    """The paths of departments, townships and shared teams."""
    return [f"{sort}.{id}" for sort in ("departments", "townships", "shared_teams") for id in tree.names(sort)]


def places_of(tree: Tree, unit: str) -> list[tuple[str, str]]:
    """The places of staff in a unit, in words, by path."""
    found = []
    for place in staff_places(tree, unit):
        if place.endswith(".other_staff"):
            words = _("Other people")
        elif ".teams." in place:
            words = element(tree, place.removesuffix(".staff"))
        else:
            words = _("Team")
        found.append((words, place))
    return found


class MovePeople(Lines[Move]):
    """Asks for a move, shows what it does to the posts of both sides, and gives it; or None."""

    DEFAULT_CSS = """
    MovePeople .form-line > Static { width: 14; }
    MovePeople .form-line > Input { width: 10; }
    MovePeople .form-line > .form-note { width: 1fr; padding: 0 1; color: $text-muted; }
    MovePeople #move-effect { height: auto; max-height: 8; margin: 1 0 0 0; }
    MovePeople .-wrong { color: $text-error; }
    """

    def __init__(self, document: Document, state: State, base: Tree, path: str = "") -> None:
        """`path`: a number of people that the cursor is on; they come from there."""
        super().__init__(_("Move people"))
        self._document = document
        self._state = state
        self._base = base
        keys = keys_of(path) if path else ()
        units = units_of(state.tree)
        self._from = ".".join(keys[:2]) if ".".join(keys[:2]) in units else units[0]
        self._post = keys[-1] if keys and keys[-1] in POST_TYPES else "institution"
        self._place = next((place for _words, place in self._places(self._from) if path.startswith(place)), "")
        townships = [unit for unit in units if unit.startswith("townships.")]
        self._to = next((unit for unit in townships if unit != self._from), self._from)

    def _places(self, unit: str) -> list[tuple[Text, str]]:
        # A plain string would be read as markup.
        return [(Text(words), place) for words, place in places_of(self._state.tree, unit)]

    def content(self) -> ComposeResult:
        """Two places, a post type, two numbers, what follows, two buttons."""
        tree = self._state.tree
        units = [(Text(unit_name(tree, unit)), unit) for unit in units_of(tree)]
        for side, words, unit in (("from", _("From"), self._from), ("to", _("To"), self._to)):
            places = self._places(unit)
            chosen = self._place if side == "from" and self._place else places[0][1]
            with Horizontal(classes="form-line"):
                yield Static(words, markup=False)
                first = "first" if side == "from" else None
                yield Select(units, value=unit, allow_blank=False, id=f"move-{side}", compact=True, classes=first)
                yield Select(places, value=chosen, allow_blank=False, id=f"move-{side}-team", compact=True)
        posts = [(labels.label(labels.POST_TYPES, post), post) for post in POST_TYPES]
        with Horizontal(classes="form-line"):
            yield Static(_("Posts"), markup=False)
            yield Select(posts, value=self._post, allow_blank=False, id="move-post", compact=True)
        with Horizontal(classes="form-line"):
            yield Static(_("How many"), markup=False)
            yield Input("1", id="move-people", compact=True)
            yield Static(id="move-there", classes="form-note", markup=False)
        with Horizontal(classes="form-line"):
            yield Static(_("of them certified"), markup=False)
            yield Input("", id="move-certified", compact=True)
            yield Static(_("empty: as few as can be"), classes="form-note", markup=False)
        with VerticalScroll(id="move-effect", can_focus=False):
            yield Static(id="move-told", markup=False)
        with Horizontal(classes="dialog-answers"):
            yield Button(_("Move"), name="ok", id="move-ok")
            yield Button(_("Cancel"), name="cancel")

    def on_mount(self) -> None:
        """Say at once what it would do."""
        self._tell()

    def on_select_changed(self, event: Select.Changed) -> None:
        """Another unit has other teams."""
        side = (event.select.id or "").removeprefix("move-")
        if side in ("from", "to"):
            unit = str(event.value)
            if unit != (self._from if side == "from" else self._to):
                setattr(self, f"_{side}", unit)
                teams = self.query_one(f"#move-{side}-team", Select)
                places = self._places(unit)
                teams.set_options(places)
                teams.value = places[0][1]
        self._tell()

    def on_input_changed(self) -> None:
        """Another number."""
        self._tell()

    def _place_of(self, side: str) -> str:
        place = self.query_one(f"#move-{side}-team", Select).value
        return f"{place}.{self.query_one('#move-post', Select).value}"

    def _wanted(self) -> Move:
        """What is filled in. Raises EditRefused."""
        people = whole_in(self.query_one("#move-people", Input).value, "people")
        words = self.query_one("#move-certified", Input).value
        certified = whole_in(words, "people") if words.strip() else None
        if people is None or (words.strip() and certified is None):
            facts = {"expected": "whole-number", "got": words if people is not None else self._typed_people()}
            raise EditRefused(Problem(kind="wrong-type", facts=facts))
        return Move(people, self._place_of("from"), self._place_of("to"), certified)

    def _typed_people(self) -> str:
        return self.query_one("#move-people", Input).value

    def _tell(self) -> None:
        there = self.query_one("#move-there", Static)
        source = self._place_of("from")
        present = whole(self._state.tree, source)
        there.update(ngettext("{n} is there", "{n} are there", present).format(n=present))
        told = self.query_one("#move-told", Static)
        ok = self.query_one("#move-ok", Button)
        try:
            lines = self._effect(self._wanted())
        except PlannerError as error:
            ok.disabled = True
            told.add_class("-wrong")
            told.update("\n".join(ProblemWords(self._state).what(problem) for problem in error.problems))
        else:
            ok.disabled = False
            told.remove_class("-wrong")
            told.update("\n".join(lines))

    def _effect(self, move: Move) -> list[str]:
        """The units before and after, and the balance. Raises EditRefused."""
        values = moved(self._state, move.people, move.source, move.target, move.certified)
        after = self._document.preview(values)
        known = set(map(repr, self._state.problems))
        new = [problem for problem in after.problems if repr(problem) not in known]
        return [
            *balance_by_unit(balance(self._state.tree, after.tree)),
            balance_told(balance(self._base, after.tree)),
            *(f"! {ProblemWords(after).what(problem)}" for problem in new),
        ]

    def on_input_submitted(self) -> None:
        """Enter: move them, where that is possible."""
        self._done()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Move or not."""
        if event.button.name == "ok":
            self._done()
        else:
            self.dismiss(None)

    def _done(self) -> None:
        if not self.query_one("#move-ok", Button).disabled:
            self.dismiss(self._wanted())
