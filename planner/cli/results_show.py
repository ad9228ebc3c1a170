"""`planner results show`: a study as the command that asked for it showed it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.delivery import deliver, in_text
from planner.cli.keeping import Kept, opened
from planner.cli.outlets import json_line
from planner.cli.results_list import entry_of
from planner.cli.results_study import Stored, say_played, stored, title
from planner.errors import Problem, RequestError
from planner.i18n import _

if TYPE_CHECKING:
    from rich.console import Console

    from planner.cli.sweep_request import Swept
    from planner.experiments.comparison import Comparison


def show_study(store: Path | None, number: int, by: tuple[str, ...], as_json: bool) -> None:
    """Print a study. Raises ResultError, and RequestError for groupings that it has not."""
    with opened(store, for_reading=True) as found:
        shown = stored(found, number)
        missing = [grouping for grouping in by if grouping not in shown.study.request.by]
        if missing:
            facts = {"got": ", ".join(missing), "known": shown.study.request.by}
            raise RequestError(Problem(kind="grouping", path="--by", facts=facts))
        kept = Kept(study=shown.study, store=store, finished=shown.replications)
        rendered = (
            _as_json(shown, by, kept) if as_json else in_text(lambda console: _show(console, shown, by, kept), None)
        )
    deliver(rendered, None, as_json=as_json)


def _groupings(shown: Stored, by: tuple[str, ...]) -> tuple[str, ...]:
    return by or tuple(shown.study.request.options.get("by", ()))


def _comparison(shown: Stored, by: tuple[str, ...]) -> Comparison | None:
    """The comparison that was asked for; None where it was none, or other things are to be seen of it."""
    if shown.study.request.verb != "compare" or by or not shown.scenarios:
        return None
    from planner.cli.compare_kept import kept_comparison

    return kept_comparison(shown)


def _sweep(shown: Stored, by: tuple[str, ...], kept: Kept) -> Swept | None:
    """The sweep that was asked for; None where it was none."""
    if shown.study.request.verb != "sweep" or by or not shown.scenarios:
        return None
    from planner.cli.sweep_kept import kept_sweep

    return kept_sweep(shown, kept)


def _as_json(shown: Stored, by: tuple[str, ...], kept: Kept) -> str:
    swept = _sweep(shown, by, kept)
    if swept is not None:
        from planner.cli.sweep_json import as_line as sweep_as_line

        return sweep_as_line(swept) + "\n"
    comparison = _comparison(shown, by)
    if comparison is not None:
        from planner.cli.compare_json import as_line

        return as_line(comparison, None, shown.study) + "\n"
    if not shown.scenarios:
        from planner.cli.results_json import as_objects

        objects = as_objects(shown, ("county", *_groupings(shown, by)))
    else:
        from planner.cli.run_json import as_object

        request, result = shown.study.request, shown.result
        objects = [
            as_object(run, result, by=_groupings(shown, by), families=request.families, study=shown.study)
            for run in result.runs
        ]
    return "".join(json_line(one) + "\n" for one in objects)


def _show(console: Console, shown: Stored, by: tuple[str, ...], kept: Kept) -> None:
    from planner.cli.layout import say

    if shown.study.name:
        say(console, shown.study.name, style="bold")
        console.print()
    swept, comparison = _sweep(shown, by, kept), _comparison(shown, by)
    if swept is not None:
        from planner.cli.sweep_text import show as show_sweep

        show_sweep(console, swept)
    elif comparison is not None:
        from planner.cli.compare_text import show as show_comparison

        show_comparison(console, comparison, None)
    elif shown.scenarios:
        from planner.cli.run_text import show as show_run

        show_run(console, shown.result, _groupings(shown, by))
    else:
        _show_figures(console, shown)
    say_played(console, shown.study.request)
    if not shown.study.is_current:
        told = _("Made by another version of the planner or its parts ({version}): it can be shown, but not continued.")
        say(console, told.format(version=shown.study.planner_version), style="yellow")
    elif shown.study.request.is_staffing:
        from planner.cli.staff_kept import command_of

        told = _("A staffing that a search tried: {command}")
        say(console, told.format(command=command_of(shown.study.request, kept.store)), style="dim")
    elif not entry_of(shown.study).complete:
        say(console, _("Not finished. To go on: {command}").format(command=kept.command("resume")), style="yellow")


def _show_figures(console: Console, shown: Stored) -> None:
    """What can be said without the scenarios."""
    from planner.cli.family_table import family_table, keys_shown, shown_families
    from planner.cli.layout import heading, say
    from planner.experiments.result import gathered
    from planner.i18n import ngettext
    from planner.i18n.figures import headline, quantiles
    from planner.i18n.gaps import gaps

    for position, scenario in enumerate(shown.study.scenarios):
        replications = shown.of(position)
        console.print(heading(title(scenario), scenario.name))
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
