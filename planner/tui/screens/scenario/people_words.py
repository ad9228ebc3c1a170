"""The table of people as a sheet, and the sentences beside it."""

from __future__ import annotations

from collections.abc import Mapping

from planner.editing import Balance, PeopleTable, State
from planner.editing.people import CERTIFIED, OTHERS, PeopleCell, PeopleColumn, PostCount
from planner.editing.state import Tree
from planner.model.team import POST_TYPES
from planner.tui.widgets.sheet_content import Cell, Column, Content, Row
from planner.wording import N_, _, ngettext, text
from planner.wording.fields import named
from planner.wording.names import listed
from planner.wording.numbers import number

POSTS: Mapping[str, str] = {
    "civil": N_("civ."),
    "institution": N_("inst."),
    "contract": N_("contr."),
    CERTIFIED: N_("cert."),
}
"""Post types and certificates in few letters, for titles of columns."""

OF: Mapping[str, str] = {
    "townships": N_("Townships"),
    "departments": N_("Departments"),
    "shared_teams": N_("Shared teams"),
}

QUOTA_POSTS = ("civil", "institution")


def post(key: str) -> str:
    """A post type in few letters."""
    return _(POSTS[key])


def changed(by: int) -> str:
    """So many more or fewer than in the base; nothing where it is the same."""
    return f"▲+{by:,}" if by > 0 else f"▼{by:,}" if by < 0 else ""


def team(column: PeopleColumn) -> str:
    """The group of columns that a column is in."""
    if column.team == OTHERS:
        return _("Other people")
    return text(column.name) or (_("Team") if column.team == "team" else column.team)


def content(table: PeopleTable, title: str, marks_own: bool = True) -> Content:
    """The sheet: people by unit, team and post type, then their sums, quota and room.

    Without `marks_own` what the file itself states is not marked: a file without a base states everything.
    """
    with_quota = any(count.quota is not None for count in table.posts.values())
    columns = [Column(post(column.post), team(column)) for column in table.columns]
    columns += [Column(post(key), _("Together")) for key in POST_TYPES]
    if with_quota:
        columns += [Column(post(key), _("Quota")) for key in QUOTA_POSTS]
        columns += [Column(post(key), _("Room")) for key in QUOTA_POSTS]
    rows = [
        Row(
            text(row.name) or row.unit.partition(".")[2],
            (*(_cell(cell, marks_own) for cell in row.cells), *_sums(row.posts, with_quota)),
        )
        for row in table.rows
    ]
    totals = tuple(Cell(f"{people:,}", open=False) for people in table.totals)
    foot = (Row(_("Sum"), (*totals, *_sums(table.posts, with_quota))),) if rows else ()
    return Content(columns=tuple(columns), rows=tuple(rows), totals=foot, corner=title)


def _cell(cell: PeopleCell, marks_own: bool) -> Cell:
    if not cell.path:
        return Cell(open=False)
    styles: tuple[str, ...] = ("own",) if cell.own and marks_own else ()
    if cell.change:
        styles += ("changed",)
    elif not cell.people:
        styles += ("muted",)
    return Cell(f"{cell.people:,}", changed(cell.change), styles)


def _sums(posts: Mapping[str, PostCount], with_quota: bool) -> list[Cell]:
    def sum_of(count: PostCount) -> Cell:
        return Cell(f"{count.people:,}", changed(count.change), ("changed",) if count.change else (), open=False)

    def quota(count: PostCount) -> Cell:
        return Cell("" if count.quota is None else f"{count.quota:,}", styles=("muted",), open=False)

    def room(count: PostCount) -> Cell:
        if count.room is None:
            return Cell(open=False)
        if count.room < 0:
            return Cell(_("{n} over").format(n=f"{-count.room:,}"), styles=("bad",), open=False)
        return Cell(f"{count.room:,}", styles=("muted",), open=False)

    found = [sum_of(posts[key]) for key in POST_TYPES]
    if with_quota:
        found += [quota(posts[key]) for key in QUOTA_POSTS] + [room(posts[key]) for key in QUOTA_POSTS]
    return found


def told(table: PeopleTable, state: State, row: int, column: int) -> str:
    """One cell in words: who, what the base says, who states it, and the posts of the unit."""
    if not 0 <= row < len(table.rows):
        return ngettext("{n} unit", "{n} units", len(table.rows)).format(n=len(table.rows))
    unit = table.rows[row]
    parts = []
    if 0 <= column < len(table.columns):
        cell, of = unit.cells[column], table.columns[column]
        if not cell.path:
            parts.append(_("{unit} has no {team}").format(unit=text(unit.name), team=team(of)))
        else:
            words = f"{text(unit.name)} {team(of)} {post(of.post)} {cell.people:,}"
            if cell.change:
                base = number(cell.base or 0, 0)
                words = _("{words} (base {base}, {change})").format(words=words, base=base, change=changed(cell.change))
            parts += [words, who(state, cell.path)]
    else:
        parts.append(text(unit.name))
    shown = table.columns[column].post if 0 <= column < len(table.columns) else ""
    parts += [
        room_told(unit.posts[key], key)
        for key in QUOTA_POSTS
        if unit.posts[key].quota is not None and shown in ("", CERTIFIED, key)
    ]
    return " · ".join(part for part in parts if part)


def who(state: State, path: str) -> str:
    """Who states the value in force, where it is not the base."""
    stated = state.stated(path)
    if state.base is None:
        return ""
    if state.own_value(path) is not None:
        return _("stated in this scenario")
    if stated.by == "measure":
        return _("by measure {measure}").format(measure=measure_name(state, stated.measure))
    return _("by the timeline") if stated.by == "timeline" else ""


def measure_name(state: State, id: str) -> str:
    """The title of a measure in force."""
    return next((text(measure.title) for measure in state.applied if measure.id == id), "") or id


def room_told(count: PostCount, key: str) -> str:
    """People, quota and what is free or too many, of one post type."""
    words = f"{post(key)} {count.people:,}/{count.quota or 0:,}"
    room = count.room or 0
    if room < 0:
        return words + " " + _("{n} over").format(n=f"{-room:,}")
    return words + " " + (_("{n} free").format(n=f"{room:,}") if room else _("full"))


def balance_told(found: Balance) -> str:
    """Who gives and gets posts, in one line."""
    if not found.units:
        return _("Balance of posts: nothing moved.")

    def counted(side: Mapping[str, int]) -> str:
        return listed([f"{post(key)} {n:,}" for key, n in side.items() if n]) or "0"

    given, got = ({key: of(key) for key in POST_TYPES} for of in (found.given, found.got))
    if found.even:
        verdict = _("in balance ✓")
    else:
        sums = {key: found.county[key].change for key in QUOTA_POSTS}
        more = listed([f"{post(key)} {changed(n)}" for key, n in sums.items() if n])
        verdict = _("not in balance: county {change}").format(change=more)
    return _("Balance of posts: given {given}; got {got}; {verdict}").format(
        given=counted(given), got=counted(got), verdict=verdict
    )


def balance_by_unit(found: Balance) -> list[str]:
    """Each unit that gives or gets, in a line: before and after by post type, and the quota."""
    lines = []
    for unit in found.units:
        posts = [
            f"{post(key)} {count.base:,}→{count.now:,} {changed(count.change)}".rstrip()
            for key, count in unit.posts.items()
            if count.change
        ]
        quotas = [
            _("quota {post} {before}→{after}").format(post=post(key), before=count.base_quota, after=count.quota)
            for key, count in unit.posts.items()
            if count.quota != count.base_quota and None not in (count.quota, count.base_quota)
        ]
        lines.append(f"{text(unit.name)}  {listed([*posts, *quotas])}")
    return lines


def unit_name(tree: Tree, unit: str) -> str:
    """A township, department or shared team by its path."""
    table, _dot, id = unit.partition(".")
    return named(tree, table, id)
