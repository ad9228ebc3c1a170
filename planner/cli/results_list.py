"""`planner results list`: every study in one line, or as data."""

from __future__ import annotations

import shlex
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen
from rich.text import Text

from planner.cli.delivery import deliver, in_text
from planner.cli.keeping import opened
from planner.cli.outlets import json_line
from planner.cli.results_study import text_object, titles, trace_object
from planner.errors import Problem, ResultError
from planner.i18n import _, ngettext
from planner.i18n.problems import sentence

if TYPE_CHECKING:
    from rich.console import Console

    from planner.store import Study


@frozen(kw_only=True)
class Entry:
    """A study and how far it is: replications of all scenarios together."""

    study: Study
    finished: int
    asked: int

    @property
    def complete(self) -> bool:
        """Whether nothing that was asked for is missing."""
        return self.finished == self.asked


def entry_of(study: Study) -> Entry:
    """How far a study is. Raises ResultError."""
    return Entry(study=study, finished=study.count(), asked=study.request.replications * len(study.scenarios))


def list_studies(store: Path | None, as_json: bool) -> None:
    """Print every study, and how many staffings of searches are kept beside them. Raises ResultError."""
    try:
        with opened(store, for_reading=True) as found:
            entries = [entry_of(study) for study in found.studies()]
            damaged = found.damaged()
            tried = found.staffings()
            told = "" if as_json or not tried else staffings_told(tried)
    except ResultError as error:
        # That nothing was kept yet is no fault, unless a store was named.
        if store is not None or error.problems[0].kind != "store-missing":
            raise
        entries, told, damaged = [], "", []
    if as_json:
        objects = [entry_object(entry) for entry in entries] + [{"study": one, "damaged": True} for one in damaged]
        rendered = "".join(json_line(one) + "\n" for one in sorted(objects, key=lambda one: one["study"]))
    else:
        rendered = in_text(lambda console: _show(console, entries, damaged, told, store), None)
    deliver(rendered, None, as_json=as_json)


def entry_object(entry: Entry) -> dict[str, Any]:
    """A study as data."""
    study = entry.study
    return {
        "study": study.id,
        "name": study.name,
        "frozen": study.frozen,
        "damaged": False,
        "begun": study.created.astimezone(UTC).isoformat(),
        "verb": study.request.verb,
        "scenarios": [{"name": one.name, "title": text_object(one.title), "hash": one.hash} for one in study.scenarios],
        "seed": study.request.seed,
        "families": list(study.request.families),
        "by": list(study.request.by),
        **trace_object(study.request),
        "precision": list(study.request.precision),
        "replications": study.request.replications,
        "finished": entry.finished,
        "asked": entry.asked,
        "complete": entry.complete,
        "current": study.is_current,
        "planner_version": study.planner_version,
    }


def state(entry: Entry) -> str:
    """How far a study is, in words."""
    if entry.study.frozen:
        return _("frozen")
    if entry.complete:
        return _("complete")
    return _("unfinished") if entry.study.is_current else _("other version")


def staffings_told(tried: list[Study]) -> str:
    """How many staffings there are, and their replications. Raises ResultError."""
    n = sum(len(study.finished()) for study in tried)
    return _("{staffings} by `planner staff`, {replications}").format(
        staffings=ngettext("{n} staffing tried", "{n} staffings tried", len(tried)).format(n=len(tried)),
        replications=ngettext("{n} replication", "{n} replications", n).format(n=n),
    )


def _show(console: Console, entries: list[Entry], damaged: list[int], staffings: str, store: Path | None) -> None:
    from planner.cli.layout import say

    if entries:
        _show_entries(console, entries)
    for study in damaged:
        say(console, sentence(Problem(kind="study-damaged", facts={"id": study})), style="yellow")
    if not entries and not damaged and not staffings:
        say(console, _("No study is kept yet; `planner run` keeps every one."))
    if staffings:
        place = () if store is None else ("--store", str(store))
        command = shlex.join(("planner", "results", "delete", "--staffings", *place))
        told = _("Kept for searches asked again: {staffings}. To delete them: {command}")
        say(console, told.format(staffings=staffings, command=command), style="dim")


def _named(study: Study) -> Text:
    """What a study is called, before its scenarios."""
    told = _("{titles}, recorded cases").format(titles=titles(study)) if study.request.trace else titles(study)
    return Text.assemble((f"{study.name}  ", "bold"), told) if study.name else Text(told)


def _show_entries(console: Console, entries: list[Entry]) -> None:
    from planner.cli.layout import plain_table

    table = plain_table("", _("Begun"), _("Scenarios"), _("Replications"), _("Seed"), "")
    for column in (1, 2, 5):
        table.columns[column].justify = "left"
    for column in (0, 1, 3, 4):
        table.columns[column].no_wrap = True
    for entry in entries:
        study = entry.study
        table.add_row(
            Text(str(study.id), style="bold"),
            f"{study.created.astimezone():%Y-%m-%d %H:%M}",
            _named(study),
            f"{entry.finished}/{entry.asked}",
            str(study.request.seed),
            Text(state(entry), style="" if entry.complete else "yellow"),
        )
    console.print(table)
