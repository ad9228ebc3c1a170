"""The dialogs of the table of people: a move with its balance of posts, and what a pasted block will change."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Input, Select, Static

from planner.editing import EditRefused, balance
from planner.editing.pasting import Pasting
from planner.editing.people import PeopleRow, PeopleTable, moved, staff_places, whole
from planner.editing.state import Tree
from planner.editing.tables import keys_of
from planner.errors import PlannerError, Problem
from planner.files.cells import whole_in
from planner.model.team import POST_TYPES
from planner.tui.frame.dialogs import ReadingDialog
from planner.tui.screens.scenario.people_words import balance_by_unit, balance_told, post, team, unit_name
from planner.tui.screens.scenario.questions import Lines
from planner.tui.widgets.words import Words
from planner.wording import _, labels, ngettext, text
from planner.wording.fields import element
from planner.wording.names import few, listed
from planner.wording.problem_words import ProblemWords

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
        """Another number is typed: what it would do is said at once."""
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

    def go_on(self, field: Input) -> None:
        """Move them: what is not filled in is as it was."""
        self.done()

    def done(self) -> None:
        """Give the move, where it is possible."""
        if not self.query_one("#move-ok", Button).disabled:
            self.dismiss(self._wanted())


FEW = 4
"""How many names are told before the rest is counted."""


class PastePreview(ReadingDialog[bool]):
    """Says what a block would do, and gives True where a person agrees; None otherwise."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("right", "app.focus_next"),
        ("left", "app.focus_previous"),
    ]

    def __init__(self, table: PeopleTable, found: Pasting) -> None:
        super().__init__(paste_summary(found))
        self.lines = tuple(told(table, found))

    def content(self) -> ComposeResult:
        """What goes where, which scrolls, and two answers."""
        with VerticalScroll(classes="dialog-detail", can_focus=False):
            for line in self.lines:
                yield Words(line)
        with Horizontal(classes="dialog-answers"):
            yield Button(_("Paste"), name="paste", classes="first")
            yield Button(_("Cancel"), name="cancel")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The first button agrees to paste; the other gives no answer."""
        self.dismiss(True if event.button.name == "paste" else None)


def paste_summary(found: Pasting) -> str:
    """The size of what lands, and what it leaves."""
    rows, columns = len(found.rows), len(found.columns.of("numbers"))
    size = _("{rows} × {columns}").format(
        rows=ngettext("{n} row", "{n} rows", rows).format(n=rows),
        columns=ngettext("{n} column", "{n} columns", columns).format(n=columns),
    )
    if not found.blanks:
        return _("Paste: {size}").format(size=size)
    told = ngettext("{n} blank keeps what is there", "{n} blanks keep what is there", found.blanks)
    return _("Paste: {size}, {blanks}").format(size=size, blanks=told.format(n=f"{found.blanks:,}"))


def told(table: PeopleTable, found: Pasting) -> Iterator[str]:
    """What changes, what is passed over, what gets nothing, and which column goes where, in lines."""
    if found.last_row_adds_up:
        yield _("! The last row is the sum of those above it: if it is a total, cancel and leave it out.")
    if found.last_column_adds_up:
        yield _("! The last column is the sum of those before it: if it is a total, cancel and leave it out.")
    yield _changes_told(table, found)
    names = [_name(unit) for _line, unit in found.rows]
    if found.rows_by_place:
        where = names[0] if len(names) == 1 else _("{first} to {last}").format(first=names[0], last=names[-1])
        yield _("Rows by the cursor, as no names stand beside them: {where}").format(where=where)
    else:
        yield _("Rows by their names: {names}").format(names=few(names, FEW))
    passed = [*_passed_columns(found), *_passed_rows(found)]
    if passed:
        yield _("Passed over: {what}").format(what=listed(passed))
    if found.totals_checked:
        yield ngettext(
            "{n} total agrees with its parts.", "{n} totals agree with their parts.", found.totals_checked
        ).format(n=f"{found.totals_checked:,}")
    yield from _left_told(table, found)
    yield from _columns_told(table, found)


def _left_told(table: PeopleTable, found: Pasting) -> Iterator[str]:
    """Rows and columns of the table that get nothing, by their names where most others get something."""
    n = len(found.left_rows)
    if 0 < n <= len(found.rows):
        what = few([_name(one) for one in found.left_rows], FEW)
        yield ngettext("{n} row gets nothing: {what}", "{n} rows get nothing: {what}", n).format(n=n, what=what)
    elif n:
        yield ngettext("{n} row gets nothing.", "{n} rows get nothing.", n).format(n=n)
    n = len(found.left_columns)
    if 0 < n <= len(found.columns.of("numbers")):
        what = few(list(dict.fromkeys(team(table.columns[place]) for place in found.left_columns)), FEW)
        yield ngettext("{n} column gets nothing: {what}", "{n} columns get nothing: {what}", n).format(n=n, what=what)
    elif n:
        yield ngettext("{n} column gets nothing.", "{n} columns get nothing.", n).format(n=n)


def _changes_told(table: PeopleTable, found: Pasting) -> str:
    if not found.changes:
        return _("Nothing changes: the same numbers stand there already.")
    words = [
        _("{unit} {team} {post} {before}→{after}").format(
            unit=_name(one.row),
            team=team(table.columns[one.column]),
            post=post(table.columns[one.column].post),
            before=f"{one.before:,}",
            after=f"{one.people:,}",
        )
        for one in found.changes[:FEW]
    ]
    n = len(found.changes)
    what = few(words, FEW, of=n)
    return ngettext("{n} number changes: {what}", "{n} numbers change: {what}", n).format(n=f"{n:,}", what=what)


def _columns_told(table: PeopleTable, found: Pasting) -> Iterator[str]:
    columns = found.columns
    if columns.by_place:
        yield _("Columns by the cursor, as no headings stand over them:")
    elif columns.team_of_cursor and columns.post_of_cursor:
        yield _("Columns by the cursor, as the headings name neither team nor post type:")
    elif columns.team_of_cursor:
        yield _("Columns by their headings, with the team of the cursor, as they name none:")
    elif columns.post_of_cursor:
        yield _("Columns by their headings, with the post type of the cursor, as they name none:")
    else:
        yield _("Columns by their headings:")
    inside = [one for one in columns.of("numbers") if one.target < len(table.columns)]
    by_target = sorted(inside, key=lambda one: one.target)
    for name, group in groupby(by_target, key=lambda one: team(table.columns[one.target])):
        posts = [
            _("{post} from column {n}").format(post=post(table.columns[one.target].post), n=one.place + 1)
            for one in group
        ]
        yield "  " + _("{team}: {posts}").format(team=name, posts=listed(posts))


def _passed_columns(found: Pasting) -> Iterator[str]:
    for column in found.columns.columns:
        n = column.place + 1
        if column.role == "total":
            yield _("column {n} “{head}” (total)").format(n=n, head=column.head)
        elif column.role == "numbering":
            yield _("column {n} “{head}” (numbering)").format(n=n, head=column.head)
        elif column.role == "aside" and column.head:
            yield _("column {n} “{head}”").format(n=n, head=column.head)


def _passed_rows(found: Pasting) -> Iterator[str]:
    for row in found.passed_rows:
        words = _("row {n} “{head}” (total)") if row.total else _("row {n} “{head}”")
        yield words.format(n=row.line + 1, head=row.words)


def _name(row: PeopleRow) -> str:
    return text(row.name) or row.unit.partition(".")[2]
