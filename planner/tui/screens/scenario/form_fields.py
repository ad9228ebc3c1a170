"""The fields of a form: values, units, ranges and sources in words, and the dialogs that fill them in."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from textual.app import App

from planner.editing import ActsOn, EditRefused, Field, State
from planner.model.text import Text
from planner.wording import _, fields, labels, names, text
from planner.wording.problem_words import ProblemWords

if TYPE_CHECKING:
    from planner.editing import State


FEW = 3
"""How many names are told before the rest is counted."""


def value_told(state: State, field: Field, value: Any) -> str:
    """A value of a field in words, without its unit; empty for none."""
    if value is None:
        return ""
    match field.kind:
        case "yes-or-no":
            return _("● yes") if value else _("○ no")
        case "choice" | "words":
            return (
                fields.choice(state.tree, field.path, str(value))
                if field.kind == "choice" or field.choices
                else str(value)
            )
        case "names":
            return names.listed([fields.choice(state.tree, field.path, str(one)) for one in value]) or _("none")
        case "text":
            return (
                text(Text(str(value.get("zh", "")), str(value.get("en", ""))))
                if isinstance(value, Mapping)
                else str(value)
            )
        case "date":
            return value.isoformat() if isinstance(value, date) else str(value)
        case "numbers":
            return " ".join(_plain(one) for one in value)
        case "dates":
            return " ".join(map(str, value))
        case "pairs":
            return "  ".join("-".join(pair) for pair in value)
    return number_told(field, value)


def as_typed(state: State, field: Field, text: str) -> str:
    """A pasted text as the field reads it: names as a form shows them are put as the ids they stand for."""
    if not field.choices:
        return text
    known = {fields.choice(state.tree, field.path, one).casefold(): one for one in field.choices}
    if text.casefold() in known:
        return known[text.casefold()]
    parts = [part.strip() for part in re.split(r"[,，;；、\t\r\n]+", text) if part.strip()]
    return "、".join(known.get(part.casefold(), part) for part in parts)


def value_shown(state: State, field: Field) -> str:
    """The value in force as it is read: a number that was worked out in as many figures as one can take in."""
    value = field.value
    if isinstance(value, float) and abs(value) < 100_000.0:
        value = float(f"{value:.6g}")
    return value_told(state, field, value)


def number_told(field: Field, value: Any) -> str:
    """A number; shares as percentages."""
    if field.unit == "share" and isinstance(value, int | float):
        return f"{100.0 * value:,.12g}%"
    return _plain(value)


def _plain(value: Any) -> str:
    return f"{value:,.12g}" if isinstance(value, int | float) else str(value)


def unit_told(field: Field) -> str:
    """The unit behind a number."""
    return labels.unit(field.unit) if field.kind in ("number", "whole-number") else ""


def range_told(field: Field) -> str:
    """What may stand in a field, in a few words; empty where that is plain."""
    low, high = field.lowest, field.highest
    if field.kind not in ("number", "whole-number") or low is None or high is None:
        return ""
    least = number_told(field, low)
    if math.isinf(high) or high >= 1_000_000:
        return (
            _("more than {low}").format(low=least)
            if field.limits.get("open_low")
            else _("{low} or more").format(low=least)
        )
    if field.limits.get("open_low"):
        return _("more than {low}, at most {high}").format(low=least, high=number_told(field, high))
    if field.limits.get("open_high"):
        return _("{low} to less than {high}").format(low=least, high=number_told(field, high))
    return _("{low} to {high}").format(low=least, high=number_told(field, high))


def tag_told(state: State, path: str) -> str:
    """Where a value comes from, in a word."""
    source = state.source(path)
    if source is not None:
        return labels.label(labels.TAGS, source.tag)
    return labels.label(labels.TAGS, "default" if state.stated(path).by == "default" else "assumption")


def source_told(field: Field) -> str:
    """Where a value comes from, with the document and the note."""
    source = field.source
    if source is None:
        return ""
    parts = [labels.label(labels.TAGS, source.tag), source.source, text(source.note)]
    return _("Source: {source}").format(source=" · ".join(part for part in parts if part))


def base_told(state: State, field: Field, *, with_unit: bool = True) -> str:
    """The base's value with its unit; empty where there is none."""
    told = value_told(state, field, field.base)
    unit = unit_told(field) if with_unit else ""
    return f"{told} {unit}".rstrip() if told else ""


def acts_told(state: State, found: ActsOn) -> str:
    """The teams and case types that a value acts on."""
    if state.scenario is None or not (found.teams or found.case_types):
        return ""
    teams = [names.team(state.scenario, key) for key in found.teams]
    types = [names.case_type(state.scenario, key) for key in found.case_types]
    parts = [names.few(part, FEW) for part in (teams, types) if part]
    return _("Acts on: {what}").format(what=" · ".join(parts))


async def filled(app: App[Any], state: State, field: Field) -> Any:
    """What a person wants in a field; None where it is to stay. To be awaited in a worker."""
    from planner.tui.frame.dialogs import Enter, Pick
    from planner.tui.screens.scenario.questions import Asked, BothLanguages

    title = fields.place(state.tree, field.path)
    detail = fields.sentence(field.path)
    if field.kind == "names" and field.choices:
        rows = [(one, fields.choice(state.tree, field.path, one)) for one in field.choices]
        picked = await app.push_screen_wait(Pick(title, rows, True, chosen=field.value or (), detail=detail))
        return list(picked) if isinstance(picked, tuple) else None
    if field.choices:
        rows = [(one, _marked(fields.choice(state.tree, field.path, one), one == field.value)) for one in field.choices]
        return await app.push_screen_wait(Pick(title, rows, detail=detail))
    if field.kind == "text":
        asked = Asked("words", _("In Chinese"), _("In English"), field.value)
        given = await app.push_screen_wait(BothLanguages(title, [asked], detail, needed=field.name == "name"))
        return None if given is None else given["words"]

    def check(text: str) -> str | None:
        try:
            field.read(text)
        except EditRefused as refused:
            return ProblemWords(state).what(refused.problems[0])
        return None

    now = value_told(state, field, field.value)
    entered = await app.push_screen_wait(Enter(title, now, check, detail))
    return None if entered is None else field.read(entered)


def _marked(words: str, now: bool) -> str:
    return f"● {words}" if now else f"  {words}"
