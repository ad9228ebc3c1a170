"""Values and their sources in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from planner.i18n import N_, _, fields, labels, names, ngettext, text
from planner.i18n.commands import where
from planner.i18n.measures import plain
from planner.i18n.numbers import number, percent
from planner.tui.widgets.filter_rows import Column, Row, row

if TYPE_CHECKING:
    from planner.editing import State
    from planner.editing.sourced import Sourced

WHICH = {"assumption": N_("assumptions"), "own": N_("stated here"), "all": N_("all")}

BY = {
    "default": N_("the model's default"),
    "base": N_("stated by the base"),
    "own": N_("stated here"),
    "measure": N_("by a measure"),
    "timeline": N_("by the timeline"),
}


def columns() -> tuple[Column, ...]:
    """The columns of the list."""
    return (
        Column(title=_("Value of"), fills=True, most=90, least=24),
        Column(title=_("Value"), most=22, right=True),
        Column(title=_("Rests on"), most=12),
        Column(title=_("Stated"), most=20, from_cells=100),
        Column(title=_("Source"), most=60, from_cells=120),
    )


def rows(state: State, values: Mapping[str, Sourced], which: str) -> list[Row]:
    """The values of one sort, by their ids."""
    return [_row(state, id, value) for id, value in values.items() if _is(value, which)]


def _is(value: Sourced, which: str) -> bool:
    if which == "own":
        return value.by in ("own", "timeline")
    if which == "assumption":
        # Names and choices of which nothing is said are no estimates; that holidays are as the law has them is one.
        estimate = isinstance(value.value, int | float) or (value.path, value.value) == ("calendar.beyond", "repeat")
        return value.tag == "assumption" and (value.source is not None or estimate)
    return True


def _row(state: State, id: str, value: Sourced) -> Row:
    source = value.source
    said = _(": ").join(part for part in (source.source, text(source.note)) if part) if source else ""
    return row(
        id,
        place(state, value),
        told(state, value),
        (labels.label(labels.TAGS, value.tag), "changed" if value.tag == "assumption" else "good"),
        (_(BY[value.by]), "muted"),
        (said, "muted"),
        also=value.path,
    )


def place(state: State, value: Sourced) -> str:
    """Where it stands, in words; values that several townships have in common say how many."""
    said = where(state.tree, value.path)
    if value.places == 1:
        return said
    many = ngettext("{n} township", "{n} townships", value.places).format(n=value.places)
    if value.path.startswith("townships."):
        _first, _arrow, rest = said.partition(" › ")
        return f"{many} › {rest}"
    return _("{place} ({townships})").format(place=said, townships=many)


def told(state: State, value: Sourced) -> str:
    """The value with its unit."""
    given: Any = value.value
    if isinstance(given, bool):
        return _("yes") if given else _("no")
    if isinstance(given, int | float):
        if value.unit == "share":
            return percent(given, 1 if given * 100 % 1 else 0)
        figure = number(given, 0) if isinstance(given, int) else f"{given:,.6g}"
        return f"{figure} {labels.unit(value.unit)}".strip()
    if isinstance(given, list):
        return names.listed([_choice(state, value, one) for one in given])
    return _choice(state, value, given)


def _choice(state: State, value: Sourced, given: Any) -> str:
    return fields.choice(state.tree, value.path, given) if isinstance(given, str) else plain(given)


def details(state: State, value: Sourced) -> list[str]:
    """All that is said of a value."""
    lines = [place(state, value), f"{told(state, value)}  ·  {_(BY[value.by])}", ""]
    tag = labels.label(labels.TAGS, value.tag)
    if value.source is None:
        lines.append(_("Nothing is said about where it comes from, which makes it an assumption."))
    else:
        lines.append(_("Rests on: {tag}").format(tag=tag))
        lines += [part for part in (value.source.source, text(value.source.note)) if part]
    return [*lines, "", value.path]
