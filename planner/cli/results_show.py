"""`planner results show`: a study as the command that asked for it showed it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.compare_text import show_comparison
from planner.cli.delivery import deliver, in_text
from planner.cli.figure_tables import family_table, keys_shown, shown_families
from planner.cli.keeping import Kept, say_damaged, search_command
from planner.cli.layout import heading, say, say_played
from planner.cli.options import ALL_GROUPINGS, by_option, json_option, lang_option, once, store_option, study_argument
from planner.cli.run_text import show_runs
from planner.cli.sweep_text import show_sweep
from planner.cli.usage import Command
from planner.errors import Problem, RequestError
from planner.experiments.result import gathered
from planner.model.text import json_line
from planner.studies.answer_objects import comparison_object, sweep_object
from planner.studies.objects import entry_of, figures_objects, run_object
from planner.studies.running import opened
from planner.studies.snapshot import snapshot
from planner.wording import _, ngettext
from planner.wording.figures import gaps, headline, quantiles
from planner.wording.names import stored_title

if TYPE_CHECKING:
    from rich.console import Console

    from planner.experiments.comparison import Comparison
    from planner.studies.snapshot import Snapshot
    from planner.studies.sweep import Swept


def register(results: typer.Typer) -> None:
    """Add the verb, in the language in use."""

    @results.command(
        "show", cls=Command, help=_("The figures of a study, as the command that asked for it showed them.")
    )
    def show(
        study: Annotated[int, study_argument()],
        by: Annotated[
            list[str] | None,
            by_option(_("Figures also by {choices}, where the study has them. Can be repeated."), ALL_GROUPINGS),
        ] = None,
        as_json: Annotated[bool, json_option(_("The same JSON as of the command that asked."))] = False,
        store: Annotated[Path | None, store_option()] = None,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        show_study(store, study, once(by), as_json)


def show_study(store: Path | None, number: int, by: tuple[str, ...], as_json: bool) -> None:
    """Print a study. Raises ResultError, and RequestError for groupings that it has not."""
    with opened(store, for_reading=True) as found:
        shown = snapshot(number, found)
        say_damaged(shown.study)
        missing = [grouping for grouping in by if grouping not in shown.study.request.by]
        if missing:
            facts = {"got": ", ".join(missing), "known": shown.study.request.by}
            raise RequestError(Problem(kind="grouping", path="--by", facts=facts))
        kept = Kept(study=shown.study, store=store)
        rendered = _as_json(shown, by) if as_json else in_text(lambda console: _show(console, shown, by, kept), None)
    deliver(rendered, None, as_json=as_json)


def _groupings(shown: Snapshot, by: tuple[str, ...]) -> tuple[str, ...]:
    return by or tuple(shown.study.request.options.get("by", ()))


def _answer(shown: Snapshot, by: tuple[str, ...]) -> tuple[Swept | None, Comparison | None]:
    """The sweep or the comparison that was asked for; neither where other things are to be seen of it."""
    return (None, None) if by else (shown.swept, shown.comparison)


def _as_json(shown: Snapshot, by: tuple[str, ...]) -> str:
    swept, comparison = _answer(shown, by)
    if swept is not None:
        return json_line(sweep_object(swept)) + "\n"
    if comparison is not None:
        return json_line(comparison_object(comparison, None, shown.study)) + "\n"
    if not shown.scenarios:
        objects = figures_objects(shown, ("county", *_groupings(shown, by)))
    else:
        request, result = shown.study.request, shown.result
        objects = [
            run_object(run, result, by=_groupings(shown, by), families=request.families, study=shown.study)
            for run in result.runs
        ]
    return "".join(json_line(one) + "\n" for one in objects)


def _show(console: Console, shown: Snapshot, by: tuple[str, ...], kept: Kept) -> None:
    if shown.study.name:
        say(console, shown.study.name, style="bold")
        console.print()
    swept, comparison = _answer(shown, by)
    if swept is not None:
        show_sweep(console, swept)
    elif comparison is not None:
        show_comparison(console, comparison, None)
    elif shown.scenarios:
        show_runs(console, shown.result, _groupings(shown, by))
    else:
        _show_figures(console, shown)
    say_played(console, shown.study.request)
    if not shown.study.is_current:
        told = _("Made by another version of the planner or its parts ({version}): it can be shown, but not continued.")
        say(console, told.format(version=shown.study.planner_version), style="yellow")
    elif shown.study.request.is_staffing:
        told = _("A staffing that a search tried: {command}")
        say(console, told.format(command=search_command(shown.study.request, kept.store)), style="dim")
    elif not entry_of(shown.study).complete:
        say(console, _("Not finished. To go on: {command}").format(command=kept.command("resume")), style="yellow")


def _show_figures(console: Console, shown: Snapshot) -> None:
    """What can be said without the scenarios."""
    for position, scenario in enumerate(shown.study.scenarios):
        replications = shown.replications[position]
        console.print(heading(stored_title(scenario), scenario.name))
        found = gathered(replications)
        intervals = found.intervals()
        families = shown_families(intervals)
        if families:
            say(console, headline(intervals, families[0]), style="bold")
            say(console, quantiles(intervals, families[0], found.unreached, found.count))
            console.print()
            console.print(family_table(intervals, families, console.width))
            for sentence in gaps(keys_shown(families, console.width), intervals, found.unreached, found.count):
                say(console, sentence, style="dim")
        n = len(replications)
        told = ngettext("{n} replication", "{n} replications", n).format(n=n)
        say(console, told, style="dim")
        console.print()
