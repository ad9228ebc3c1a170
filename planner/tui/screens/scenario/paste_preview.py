"""What a pasted block is going to do, in words, before anything of it lands."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button

from planner.editing.pasting import Pasting
from planner.editing.people import PeopleRow, PeopleTable
from planner.i18n import _, ngettext, text
from planner.i18n.names import listed
from planner.tui.frame.dialog import Dialog
from planner.tui.screens.scenario.people_words import post, team
from planner.tui.widgets.words import Words

FEW = 4
"""How many names are told before the rest is counted."""


class PastePreview(Dialog[bool]):
    """Says what a block would do, and gives True where a person agrees; None otherwise."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("right", "app.focus_next"),
        ("left", "app.focus_previous"),
    ]

    def __init__(self, table: PeopleTable, found: Pasting) -> None:
        super().__init__(summary(found))
        self._lines = tuple(told(table, found))

    def content(self) -> ComposeResult:
        """What goes where, which scrolls, and two answers."""
        with VerticalScroll(classes="dialog-detail", can_focus=False):
            for line in self._lines:
                yield Words(line)
        with Horizontal(classes="dialog-answers"):
            yield Button(_("Paste"), name="paste", classes="first")
            yield Button(_("Cancel"), name="cancel")

    def key_down(self) -> None:
        """Read on."""
        self.query_one(VerticalScroll).scroll_down()

    def key_up(self) -> None:
        """Read again."""
        self.query_one(VerticalScroll).scroll_up()

    def key_pagedown(self) -> None:
        """Read on by a page."""
        self.query_one(VerticalScroll).scroll_page_down()

    def key_pageup(self) -> None:
        """Read again by a page."""
        self.query_one(VerticalScroll).scroll_page_up()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Agreed or not."""
        self.dismiss(True if event.button.name == "paste" else None)


def summary(found: Pasting) -> str:
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
        yield _("Rows by their names: {names}").format(names=_few(names))
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
        what = _few([_name(one) for one in found.left_rows])
        yield ngettext("{n} row gets nothing: {what}", "{n} rows get nothing: {what}", n).format(n=n, what=what)
    elif n:
        yield ngettext("{n} row gets nothing.", "{n} rows get nothing.", n).format(n=n)
    n = len(found.left_columns)
    if 0 < n <= len(found.columns.of("numbers")):
        what = _few(list(dict.fromkeys(team(table.columns[place]) for place in found.left_columns)))
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
    what = listed(words) if n <= FEW else _("{names} and {n} more").format(names=listed(words), n=f"{n - FEW:,}")
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


def _few(names: list[str]) -> str:
    shown = listed(names[:FEW])
    return shown if len(names) <= FEW else _("{names} and {n} more").format(names=shown, n=len(names) - FEW)
