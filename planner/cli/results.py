"""`planner results`: the studies that are kept; here they are listed, exported, named, frozen and deleted."""

from __future__ import annotations

import shlex
import sys
import unicodedata
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from planner.cli import results_cases, results_resume, results_show
from planner.cli.asking import checked_name
from planner.cli.consoles import data, talk
from planner.cli.delivery import deliver, in_text
from planner.cli.keeping import say_damaged
from planner.cli.layout import plain_table, say
from planner.cli.options import json_option, lang_option, one_of, store_option, study_argument, whole_number
from planner.cli.usage import Command, Group
from planner.errors import Problem, RequestError, ResultError
from planner.model.text import json_line
from planner.studies.objects import Entry, entry_object, entry_of
from planner.studies.running import opened
from planner.studies.snapshot import snapshot
from planner.studies.writing import check_writable, write, write_text
from planner.wording import _, ngettext
from planner.wording.names import titles
from planner.wording.numbers import number as number_told
from planner.wording.problems import sentence

if TYPE_CHECKING:
    from rich.console import Console

    from planner.store import Study

EXPORTS = (".xlsx", ".csv", ".parquet", ".json")
"""Endings of files that a study is exported to."""
TABLES = ("figures", "summary", "backlog", "findings", "why", "changes", "effects")
YES = ("y", "yes", "是")


def register(app: typer.Typer, help: str) -> None:
    """Add the verb and those below it to the app, in the language in use; `help` says what it is for."""
    results = typer.Typer(
        cls=Group,
        add_completion=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["--help", "-h"]},
        help=help,
    )

    @results.callback(invoke_without_command=True)
    def group(context: typer.Context, lang: Annotated[str | None, lang_option()] = None) -> None:
        if context.invoked_subcommand is None:
            typer.echo(context.get_help())

    verbs = (_list, results_show.register, _export, results_cases.register, results_resume.register)
    for verb in (*verbs, _name, _freeze, _delete):
        verb(results)
    app.add_typer(results, name="results")


def _list(results: typer.Typer) -> None:
    @results.command("list", cls=Command, help=_("Every study, the oldest first."))
    def list_(
        as_json: Annotated[bool, json_option(_("One JSON object per study."))] = False,
        store: Annotated[Path | None, store_option()] = None,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        _list_studies(store, as_json)


def _list_studies(store: Path | None, as_json: bool) -> None:
    """Print every study, and how many staffings of searches are kept beside them. Raises ResultError."""
    try:
        with opened(store, for_reading=True) as found:
            entries = [entry_of(study) for study in found.studies()]
            damaged = found.damaged()
            tried = found.staffings()
            told = "" if as_json or not tried else _staffings_told(tried)
    except ResultError as error:
        # That nothing was kept yet is no fault, unless a store was named.
        if store is not None or error.problems[0].kind != "store-missing":
            raise
        entries, told, damaged = [], "", []
    if as_json:
        objects = [entry_object(entry) for entry in entries] + [{"study": one, "damaged": True} for one in damaged]
        rendered = "".join(json_line(one) + "\n" for one in sorted(objects, key=lambda one: one["study"]))
    else:
        rendered = in_text(lambda console: _show_all(console, entries, damaged, told, store), None)
    deliver(rendered, None, as_json=as_json)


def _show_all(console: Console, entries: list[Entry], damaged: list[int], staffings: str, store: Path | None) -> None:
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


def _show_entries(console: Console, entries: list[Entry]) -> None:
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
            Text(_state(entry), style="" if entry.complete else "yellow"),
        )
    console.print(table)


def _named(study: Study) -> Text:
    """What a study is called, before its scenarios."""
    told = _("{titles}, recorded cases").format(titles=titles(study)) if study.request.trace else titles(study)
    return Text.assemble((f"{study.name}  ", "bold"), told) if study.name else Text(told)


def _state(entry: Entry) -> str:
    """How far a study is, in words."""
    if entry.study.frozen:
        return _("frozen")
    if entry.complete:
        return _("complete")
    return _("unfinished") if entry.study.is_current else _("other version")


def _staffings_told(tried: list[Study]) -> str:
    """How many staffings there are, and their replications. Raises ResultError."""
    n = sum(len(study.finished()) for study in tried)
    return _("{staffings} by `planner staff`, {replications}").format(
        staffings=ngettext("{n} staffing tried", "{n} staffings tried", len(tried)).format(n=len(tried)),
        replications=ngettext("{n} replication", "{n} replications", n).format(n=n),
    )


def _export(results: typer.Typer) -> None:
    @results.command("export", cls=Command, help=_("Write a study to a file: .xlsx, .csv, .parquet or .json."))
    def export(
        study: Annotated[int, study_argument()],
        out: Annotated[
            Path,
            typer.Option(
                "--out",
                help=_("The file; its ending says what kind. Excel and JSON hold everything."),
                metavar=_("FILE"),
                show_default=False,
            ),
        ],
        table: Annotated[
            str,
            typer.Option(
                "--table",
                help=_(
                    "What .csv and .parquet hold: figures by replication, the summary with intervals, the backlog of "
                    "each day; of a comparison its findings, why times differ, and what changed; of a sweep its "
                    "effects ({choices})."
                ).format(choices=", ".join(TABLES)),
                metavar=_("TABLE"),
                parser=one_of(TABLES),
            ),
        ] = "figures",
        store: Annotated[Path | None, store_option()] = None,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        _export_study(store, study, out, table)


def _export_study(store: Path | None, number: int, out: Path, table: str) -> None:
    """Write a study to a file, whole or not at all.

    Raises ResultError where it cannot be read or written, RequestError for an ending that is not known.
    """
    suffix = out.suffix.lower()
    if suffix not in EXPORTS:
        facts = {"got": str(out), "known": EXPORTS}
        raise RequestError(Problem(kind="table-suffix", path="--out", facts=facts))
    check_writable([out])
    with opened(store, for_reading=True) as found:
        shown = snapshot(number, found)
        say_damaged(shown.study)
        n = shown.finished
        told = ngettext(
            "Study {id} with {n} replication is written to {file}.",
            "Study {id} with {n} replications is written to {file}.",
            n,
        )
        if suffix == ".json":
            from planner.studies.answer_objects import study_object

            write_text(out, json_line(study_object(shown)) + "\n")
        elif suffix == ".xlsx":
            from planner.papers.workbook import write_workbook

            write(out, partial(write_workbook, shown))
        else:
            from planner.studies.tables import frame_of, write_frame

            frame = frame_of(shown, table)
            n = len(frame)
            told = ngettext(
                "{n} row of study {id} is written to {file}.", "{n} rows of study {id} are written to {file}.", n
            )
            write(out, partial(write_frame, frame, suffix))
    talk().print(told.format(n=number_told(n, 0), id=number, file=out), soft_wrap=True)


def _name(results: typer.Typer) -> None:
    @results.command("name", cls=Command, help=_("Call a study by a name, which stands wherever it is listed."))
    def name(
        study: Annotated[int, study_argument()],
        called: Annotated[
            str,
            typer.Argument(help=_('The name; an empty one ("") takes it away.'), metavar=_("NAME"), show_default=False),
        ],
        store: Annotated[Path | None, store_option()] = None,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        _name_study(store, study, called)


def _name_study(store: Path | None, number: int, name: str) -> None:
    """Give a study a name; an empty one takes it away. Raises ResultError, and RequestError for a name that is none."""
    name = checked_name(name, _("NAME"))
    with opened(store) as found:
        found.study(number).call(name)
    told = _("Study {id} is called {name}.") if name else _("Study {id} has no name.")
    data().print(told.format(id=number, name=name), soft_wrap=True)


def _freeze(results: typer.Typer) -> None:
    @results.command(
        "freeze", cls=Command, help=_("Keep a finished study that is cited: it can be neither deleted nor renamed.")
    )
    def freeze(
        study: Annotated[int, study_argument()],
        thaw: Annotated[bool, typer.Option("--thaw", help=_("Release it again."))] = False,
        store: Annotated[Path | None, store_option()] = None,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        _freeze_study(store, study, thaw)


def _freeze_study(store: Path | None, number: int, thaw: bool) -> None:
    """Keep a finished study from being deleted and renamed, or no longer. Raises ResultError."""
    with opened(store) as found:
        study = found.study(number)
        if not thaw:
            say_damaged(study)
        study.freeze(not thaw)
    told = _("Study {id} can be deleted again.") if thaw else _("Study {id} is frozen: it stays as it is.")
    data().print(told.format(id=number), soft_wrap=True)


def _delete(results: typer.Typer) -> None:
    @results.command("delete", cls=Command, help=_("Delete studies with all their results."))
    def delete(
        studies: Annotated[
            list[int] | None,
            typer.Argument(
                help=_("Numbers of studies, as `planner results list` tells them."),
                metavar=_("STUDY…"),
                parser=whole_number(1),
                show_default=False,
            ),
        ] = None,
        staffings: Annotated[
            bool, typer.Option("--staffings", help=_("All staffings that searches by `planner staff` tried."))
        ] = False,
        yes: Annotated[bool, typer.Option("--yes", help=_("Do not ask first."))] = False,
        store: Annotated[Path | None, store_option()] = None,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        _delete_studies(store, tuple(dict.fromkeys(studies or ())), staffings, yes)


def _delete_studies(store: Path | None, numbers: tuple[int, ...], staffings: bool, yes: bool) -> None:
    """Delete all of the studies, or none where one is not there or the answer is no; `staffings` are all of searches.

    Raises ResultError, and RequestError where there is nobody to be asked, or nothing named.
    """
    if not numbers and not staffings:
        raise RequestError(Problem(kind="nothing-to-delete"))
    with opened(store, for_reading=True) as found:
        tried = {study.id: study for study in found.staffings()}
        there = {study.id: study for study in found.studies()} | tried
        damaged = found.damaged()
        missing = [number for number in numbers if number not in there and number not in damaged]
        if missing:
            raise ResultError([Problem(kind="no-such-study", facts={"id": number}) for number in missing])
        searched = list(tried.values()) if staffings else []
        numbers = tuple(number for number in numbers if number in damaged or there[number] not in searched)
        frozen = [number for number in numbers if number in there and there[number].frozen]
        if frozen:
            raise ResultError([Problem(kind="study-frozen", facts={"id": number}) for number in frozen])
        if not yes:
            if not sys.stdin.isatty():
                raise RequestError(Problem(kind="needs-yes", path="--yes"))
            console = talk()
            for number in numbers:
                if number in damaged:
                    console.print(_("Study {id}: damaged.").format(id=number), soft_wrap=True)
                    continue
                entry = entry_of(there[number])
                told = _("Study {id}: {titles}, {finished} of {asked} replications.")
                console.print(
                    told.format(id=number, titles=titles(entry.study), finished=entry.finished, asked=entry.asked),
                    soft_wrap=True,
                )
            if staffings:
                console.print(_("{staffings}.").format(staffings=_staffings_told(searched)), soft_wrap=True)
            if not _agreed():
                console.print(_("Nothing is deleted."))
                return
    with opened(store) as found:
        for number in numbers:
            found.delete(number)
            data().print(_("Study {id} is deleted.").format(id=number), soft_wrap=True)
        if staffings:
            for study in searched:
                found.delete(study.id)
            n = len(searched)
            told = ngettext("{n} staffing is deleted.", "{n} staffings are deleted.", n)
            data().print(told.format(n=n), soft_wrap=True)


def _agreed() -> bool:
    """Whether the person at the terminal says yes; full-width letters of a Chinese input method count too."""
    talk().print(_("Delete for good? [y/N] "), end="", soft_wrap=True)
    answer = sys.stdin.readline()
    return unicodedata.normalize("NFKC", answer).strip().lower() in YES
