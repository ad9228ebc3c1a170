"""Adding, duplicating, merging and removing what has a name: the few necessary questions, and an id for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from textual.app import App

from planner.editing import Command, field_at, free_id
from planner.editing.commands import sort_of, why_no_new_element
from planner.editing.tables import keys_of
from planner.errors import Problem
from planner.files.places import ID
from planner.files.tree import Table, at, plain
from planner.model.casetype import FAMILIES
from planner.model.text import Text
from planner.tui.screens.scenario.questions import Question, Questions
from planner.wording import N_, _, fields, labels
from planner.wording.problems import sentence

if TYPE_CHECKING:
    from planner.editing import Document, State


ADD: Mapping[str, str] = {
    "township": N_("Add a township"),
    "department": N_("Add a department"),
    "team": N_("Add a team"),
    "case-type": N_("Add a case type"),
    "shared-team": N_("Add a shared team"),
    "kind": N_("Add a kind of township"),
}
"""What can be added with questions of its own, by sort."""

LIKE = ("teams", "powers", "rates", "grids", "agents", "linkage", "platform", "legal_review_hours")
"""What a new township takes over from the one that it is to be like."""


def id_from(state: State, table: str, zh: str, en: str) -> str:
    """An id for a new element of a table, from its name."""
    words = re.sub(r"[^\w]+", "-", (en or zh).casefold()).strip("-_") or "new"
    return words if words not in state.tree.names(table) else free_id(state, f"{table}.{words}")


def _names(zh: str = "", en: str = "") -> list[Question]:
    return [
        Question(id="zh", words=_("Name in Chinese"), value=zh),
        Question(id="en", words=_("Name in English"), value=en),
    ]


def _ids(state: State, table: str) -> list[tuple[str, str]]:
    return [(id, fields.named(state.tree, table, id)) for id in state.tree.names(table)]


def _questions(state: State, table: str) -> list[Question]:
    """What is asked of a new element of a table."""
    new = f"{table}.new"

    def number(field: str, value: str = "") -> Question:
        path = f"{new}.{field}"
        unit = labels.unit(field_at(state, path).unit)
        words = fields.label(state.tree, path)
        return Question(
            id=field,
            words=_("{field} ({unit})").format(field=words, unit=unit) if unit else words,
            kind="number",
            value=value,
            path=path,
        )

    match sort_of(new):
        case "township":
            return [
                *_names(),
                Question(id="kind", words=_("Kind"), kind="choice", options=_ids(state, "kinds")),
                number("residents"),
                number("area_km2"),
                Question(id="like", words=_("Teams and powers as in"), kind="choice", options=_ids(state, "townships")),
            ]
        case "department":
            return [*_names(), number("team.staff.civil", "0"), number("team.staff.institution", "0")]
        case "team":
            handled = [("*", _("everything")), *((one, labels.family(one)) for one in FAMILIES)]
            return [
                *_names(),
                number("staff.civil", "0"),
                number("staff.institution", "0"),
                number("certified", "0"),
                Question(id="handles", words=_("What it handles"), kind="choice", options=handled, value="enforcement"),
            ]
        case "case-type":
            return [
                *_names(),
                Question(id="like", words=_("In all else like"), kind="choice", options=_ids(state, "case_types")),
                number("per_1000_residents_year", "1"),
                number("deadline_days", "10"),
            ]
        case "shared-team":
            handled = [("*", _("everything")), *((one, labels.family(one)) for one in FAMILIES)]
            return [
                *_names(),
                number("team.staff.civil", "0"),
                number("team.staff.institution", "0"),
                number("team.certified", "0"),
                Question(id="decides", words=_("What it decides"), kind="choice", options=handled, value="enforcement"),
            ]
    return _names()


def _values(state: State, table: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The first values of a new element."""
    name = {"zh": answers["zh"], "en": answers["en"]}
    match sort_of(f"{table}.new"):
        case "township":
            like = {key: value for key, value in _stated(state, f"townships.{answers['like']}").items() if key in LIKE}
            own = {key: answers[key] for key in ("kind", "residents", "area_km2")}
            return {**like, "name": name, **own}
        case "department":
            staff = {post: answers[f"team.staff.{post}"] for post in ("civil", "institution")}
            return {"name": name, "team": {"staff": staff}}
        case "team":
            staff = {post: answers[f"staff.{post}"] for post in ("civil", "institution")}
            return {"name": name, "staff": staff, "certified": answers["certified"], "handles": [answers["handles"]]}
        case "case-type":
            like = _stated(state, f"case_types.{answers['like']}")
            own = {key: answers[key] for key in ("per_1000_residents_year", "deadline_days")}
            return {**like, "name": name, **own}
        case "shared-team":
            staff = {post: answers[f"team.staff.{post}"] for post in ("civil", "institution")}
            team = {"name": name, "staff": staff, "certified": answers["team.certified"]}
            return {"serves": ["*"], "team": team, "decides": [answers["decides"]]}
        case "kind":
            return {"title": name}
    return {}


def _stated(state: State, path: str) -> dict[str, Any]:
    """What is stated of an element itself, without what it has from its kind."""
    keys = keys_of(path)
    node = at(state.tree.draft.raw, keys) or at(state.tree.draft.effective, keys)
    return dict(plain(node)) if isinstance(node, Table) else {}


async def add(app: App[Any], document: Document, state: State, table: str) -> tuple[Command | None, str] | None:
    """Ask for an element of a table (`townships`, `townships.x.teams` …) and add it; the command and its path.

    None where a person thought better of it. Raises EditRefused. To be awaited in a worker.
    """
    from planner.tui.frame.dialogs import Enter, Pick

    possible = _possible(state, table)
    sort = sort_of(f"{table}.new")
    if possible is not None:
        if not possible:
            return None
        rows = [(id, fields.element(state.tree, f"{table}.{id}")) for id in possible]
        id = await app.push_screen_wait(Pick(_("Add to: {place}").format(place=fields.place(state.tree, table)), rows))
        if not isinstance(id, str):
            return None
        path = f"{table}.{id}"
        return _add_known(document, path), path
    if sort not in ADD:

        def check(text: str) -> str | None:
            id = text.strip()
            if not ID.fullmatch(id):
                return sentence(Problem(kind="bad-id", facts={"got": id}))
            wrong = why_no_new_element(state, f"{table}.{id}")
            return None if wrong is None else sentence(wrong)

        id = await app.push_screen_wait(Enter(_("Id of the new entry (letters, digits, - and _)"), "new", check))
        if not id:
            return None
        return document.add(f"{table}.{id.strip()}", _first_values(table, state)), f"{table}.{id.strip()}"
    answers = await app.push_screen_wait(Questions(state, _(ADD[sort]), _questions(state, table)))
    if answers is None:
        return None
    path = f"{table}.{id_from(state, table, answers['zh'], answers['en'])}"
    return document.add(path, _values(state, table, answers)), path


def _first_values(table: str, state: State) -> dict[str, Any]:
    """What a profile or a surge begins with."""
    if table.endswith("surges") and state.time is not None:
        return {"families": ["enforcement"], "start": state.time.start, "end": state.time.start, "factor": 1.5}
    return {"day_off": 1.0}


def _possible(state: State, table: str) -> tuple[str, ...] | None:
    """The keys that a table of rates, powers or the like may still get; None where any key will do."""
    from planner.editing import form

    found = form(state, table)
    for elements in found.elements:
        if keys_of(table)[-1] in fields.NAMED_AFTER and elements.path == table and table.rpartition(".")[2] != "parts":
            return tuple(one for one in elements.possible if one not in elements.ids)
    return found.possible if not found.elements else None


def _add_known(document: Document, path: str) -> Command | None:
    """A rate, a power, a partner or a backlog for one more case type or department."""
    match path.split(".")[-2]:
        case "powers":
            return document.set_value(path, "assigned")
        case "rates":
            return document.set_value(path, 1.0)
        case "opening_backlog":
            return document.add(path, {"count": 0})
    return document.add(path, {})


async def duplicate(app: App[Any], document: Document, state: State, path: str) -> tuple[Command | None, str] | None:
    """Ask for the name of a second element like the one at a path; the command and its path."""
    name = fields.element(state.tree, path)
    title = _("Duplicate {name}").format(name=name)
    answers = await app.push_screen_wait(Questions(state, title, _names()))
    if answers is None:
        return None
    table = path.rpartition(".")[0]
    id = id_from(state, table, answers["zh"], answers["en"])
    return document.duplicate(path, id, Text(answers["zh"], answers["en"])), f"{table}.{id}"


async def merge(app: App[Any], document: Document, state: State, path: str) -> tuple[Command | None, str] | None:
    """Ask which teams or townships are to be one with that at a path, and for its name; the command and its path."""
    from planner.tui.frame.dialogs import Pick

    table, _dot, own = path.rpartition(".")
    rows = [(id, fields.element(state.tree, f"{table}.{id}")) for id in state.tree.names(table) if id != own]
    name = fields.element(state.tree, path)
    others = await app.push_screen_wait(Pick(_("Merge {name} with").format(name=name), rows, True))
    if not others or not isinstance(others, tuple):
        return None
    answers = await app.push_screen_wait(Questions(state, _("Name of what they become"), _names(*_both(state, path))))
    if answers is None:
        return None
    title = Text(answers["zh"], answers["en"])
    return document.merge([path, *(f"{table}.{id}" for id in others)], own, title), path


def _both(state: State, path: str) -> tuple[str, str]:
    found = state.value(f"{path}.name")
    return (str(found.get("zh", "")), str(found.get("en", ""))) if isinstance(found, Mapping) else ("", "")


async def remove(app: App[Any], document: Document, state: State, path: str) -> tuple[Command | None, str] | None:
    """Ask whether an element is to go, and remove it; the command and the table it was in."""
    from planner.tui.frame.dialogs import Ask

    name = fields.element(state.tree, path)
    question = _("Remove {name} and all that is stated of it?").format(name=name)
    answer = await app.push_screen_wait(Ask(question, [("keep", _("Keep")), ("remove", _("Remove"))]))
    if answer != "remove":
        return None
    return document.remove(path), path.rpartition(".")[0]


Way = Callable[[App[Any], "Document", "State", str], Any]
WAYS: Mapping[str, Way] = {"add": add, "duplicate": duplicate, "merge": merge, "remove": remove}
"""By the name of what is done."""
MERGED = ("township", "team")
"""What can be merged."""
