"""`planner staff`: the smallest staff that meets a target."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from planner.cli.asking import FileNotes, Place, Problems, workplace
from planner.cli.consoles import talk
from planner.cli.delivery import Outputs, check_out, deliver, in_text, is_json, is_table
from planner.cli.layout import assumptions, heading, plain_table, say, say_day_notes, say_place
from planner.cli.options import (
    cluster_option,
    jobs_option,
    json_option,
    lang_option,
    once,
    out_option,
    progress_option,
    replications_option,
    seed_option,
    store_option,
    whole_number,
)
from planner.cli.outlets import Unprintable
from planner.cli.progress import SearchWatch
from planner.cli.stopping import STOPPED
from planner.cli.usage import Command
from planner.errors import PlannerError
from planner.experiments.staffing import find_staffing
from planner.experiments.staffing_groups import groups_of
from planner.experiments.staffing_tries import staffing_target
from planner.metrics.indicators import ALL
from planner.model.text import json_line
from planner.studies.answer_objects import staffing_object
from planner.studies.running import LOST, SearchMemory, opened
from planner.studies.spec import StaffSpec
from planner.wording import _, names, ngettext, staffing
from planner.wording.numbers import number
from planner.workload.reading import read

if TYPE_CHECKING:
    from planner.experiments.staffing import Need, StaffingResult
    from planner.model.scenario import Scenario

ABSENT = "–"


def register(app: typer.Typer, help: str) -> None:
    """Add the verb to the app, in the language in use; `help` says what it is for."""

    @app.command(
        "staff",
        cls=Command,
        help=help,
    )
    def staff(
        context: typer.Context,
        file: Annotated[Path, typer.Argument(help=_("The scenario to staff."), metavar=_("FILE"), show_default=False)],
        target: Annotated[
            str,
            typer.Option(
                "--for",
                help=_(
                    "The target: FAMILY.INDICATOR>=VALUE or <=VALUE, like enforcement.on_time_rate>=0.9 (in quotation "
                    "marks); an indicator alone stands for all cases."
                ),
                metavar=_("TARGET"),
                show_default=False,
            ),
        ],
        teams: Annotated[
            list[str] | None,
            typer.Option(
                "--teams",
                help=_(
                    "Only these teams, like townships.*.teams.enforcement or departments.*; repeatable. By default "
                    "every team that works on the family."
                ),
                metavar=_("PATTERN"),
                show_default=False,
            ),
        ] = None,
        by_kind: Annotated[
            bool,
            typer.Option("--by-kind", help=_("The same number in every township of a kind, team by team.")),
        ] = False,
        tries: Annotated[
            int,
            typer.Option(
                "--tries",
                help=_("The most staffings to simulate."),
                metavar=_("N"),
                parser=whole_number(1),
            ),
        ] = 100,
        replications: Annotated[int, replications_option(_("Replications of each staffing."))] = 10,
        seed: Annotated[int, seed_option()] = 1,
        jobs: Annotated[int | None, jobs_option()] = None,
        as_json: Annotated[bool, json_option(_("One JSON object."))] = False,
        progress: Annotated[str, progress_option()] = "auto",
        out: Annotated[Path | None, out_option(_("Write the answer to a file instead (.json for JSON)."))] = None,
        cluster: Annotated[str | None, cluster_option()] = None,
        store: Annotated[Path | None, store_option()] = None,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        spec = StaffSpec(
            file=file,
            target=target,
            teams=once(teams),
            by_kind=by_kind,
            tries=tries,
            replications=replications,
            seed=seed,
        )
        place = Place(jobs=jobs, cluster=cluster, store=store)
        again = shlex.join(("planner", *context.obj))
        raise typer.Exit(carry_out(spec, place, Outputs(as_json=as_json, out=out), progress, again))


def carry_out(spec: StaffSpec, place: Place, outputs: Outputs, progress: str, again: str) -> int:
    """Search and deliver; the exit code of the command. `again` is the command line by which the same is asked.

    Raises PlannerError for anything asked for that cannot be done, with all problems of the command line at once.
    """
    problems, notes = Problems(), FileNotes()
    with problems.gathered():
        place.check()
    with problems.gathered():
        check_out(outputs.out, tables=True)
    scenario = target = groups = None
    with problems.gathered():
        scenario = notes.take(read(spec.file)).scenario
    if scenario is not None:
        with problems.gathered():
            target = staffing_target(spec.target, scenario)
        with problems.gathered():
            family = ALL if target is None else target.figure.family
            groups = groups_of(scenario, family, patterns=spec.teams, by_kind=spec.by_kind)
    problems.check()
    notes.say()
    assert scenario is not None and target is not None and groups is not None
    with (
        _remembered(spec, place.store, again) as memory,
        workplace(place.jobs, place.cluster, lasting=True) as executor,
        SearchWatch(progress, scenario.name, target, spec.tries, spec.replications) as report,
    ):
        result = find_staffing(
            scenario,
            target,
            groups,
            replications=spec.replications,
            seed=spec.seed,
            tries=spec.tries,
            on_try=report.tried,
            on_replication=report.finished,
            executor=executor,
            memory=memory,
        )
        report.ended(interrupted=result.interrupted)
    _deliver(scenario, result, spec, outputs)
    if result.interrupted:
        _say_how_to_go_on(again)
    return STOPPED if result.interrupted else 0


@contextmanager
def _remembered(spec: StaffSpec, path: Path | None, again: str) -> Iterator[SearchMemory]:
    """The memory in the store that a search names.

    Where workers or the store are lost, or a signal stops it, it says by what command the rest is done. Raises
    ResultError where the store cannot be used.
    """
    with opened(path) as store:
        try:
            yield SearchMemory(store=store, spec=spec)
        except PlannerError as error:
            if any(problem.kind in LOST for problem in error.problems):
                error.add_note("\n".join(_how_to_go_on(again)))
            raise
        except Unprintable as error:
            error.add_note("\n".join(_how_to_go_on(again)))
            raise
        except KeyboardInterrupt:
            _say_how_to_go_on(again)
            raise


def _say_how_to_go_on(again: str) -> None:
    """Say, where a search ended early, that what is done is kept, and that the same command does the rest."""
    told, command = _how_to_go_on(again)
    console = talk()
    console.print(told, soft_wrap=True)
    console.print(command, style="bold", soft_wrap=True)


def _how_to_go_on(again: str) -> tuple[str, str]:
    """The same in two lines."""
    return _("What is finished is kept. To go on:"), f"  {again}"


def _deliver(scenario: Scenario, result: StaffingResult, spec: StaffSpec, outputs: Outputs) -> None:
    """The answer as a table or workbook, JSON or text, to stdout or to a file."""
    out = outputs.out
    if is_table(out):
        from planner.cli.tables import write_answer
        from planner.metrics.frames import frame_of_rows
        from planner.papers.sheets import of_staff
        from planner.studies.tables import STAFF, staff

        write_answer(out, of_staff(scenario, result), frame_of_rows(staff(scenario, result), STAFF))
        if not outputs.as_json:
            return
        out = None
    if is_json(outputs.as_json, out):
        told = staffing_object(scenario, result, seed=spec.seed, replications=spec.replications)
        deliver(json_line(told) + "\n", out, as_json=True)
        return
    deliver(in_text(lambda console: _show(console, scenario, result, spec), out), out)


def _show(console: Console, scenario: Scenario, result: StaffingResult, spec: StaffSpec) -> None:
    """Print the answer, and what it is beside."""
    console.print(heading(_("{title}: staff").format(title=names.scenario_title(scenario)), scenario.name))
    say_place(console, scenario)
    target = result.target
    say(console, _("Target: {target}.").format(target=staffing.target(target)))
    console.print()
    if result.answer is not None:
        spared = _("{people} meet it, and with one fewer anywhere it is missed.")
        told = spared if result.ended == "found" else _("{people} meet it, the smallest staff found so far.")
        say(console, told.format(people=staffing.people(result.answer.people)), style="bold")
        say(console, staffing.how_sure(result))
    elif result.ended == "unreachable" and result.most is not None:
        told = _("Staff alone does not meet it: even {most}.")
        say(console, told.format(most=staffing.staffing(result.most, target)), style="bold")
    else:
        say(console, _("No staffing that was tried meets it."), style="bold")
    if result.present is not None:
        say(console, _("Now {present}.").format(present=staffing.staffing(result.present, target)))
    if result.by_load is not None:
        told = _("By the load check's arithmetic alone {by_load}.")
        say(console, told.format(by_load=staffing.staffing(result.by_load, target)))
    if result.needs and (result.answer is not None or result.by_load is not None):
        console.print()
        _show_needs(console, scenario, result)
    if result.beyond_quota:
        posts = [
            _("{unit} {posts}").format(unit=staffing.unit(scenario, key), posts=posts)
            for key, posts in result.beyond_quota.items()
        ]
        say(console, _("Posts beyond the quota: {posts}.").format(posts=names.listed(posts)), style="yellow")
    console.print()
    say(console, staffing.ended(result), style="dim")
    n = spec.replications
    done = ngettext("{n} replication", "{n} replications", n).format(n=n)
    told = _("{done} of each with the same draws, seed {seed}. ± are 95% intervals of the means.")
    say(console, told.format(done=done, seed=spec.seed), style="dim")
    say(console, assumptions(scenario), style="dim")
    say_day_notes(console, [scenario])


def _show_needs(console: Console, scenario: Scenario, result: StaffingResult) -> None:
    """Team by team: now, by arithmetic, the answer, and what one fewer gives."""
    table = plain_table(_("People"), _("now"), _("by load"), _("needed"), _("with one fewer"))
    for need in result.needs:
        answer = ABSENT if need.answer is None else str(need.answer)
        table.add_row(
            staffing.group(scenario, need.variable),
            _present(need),
            str(need.by_load),
            Text(answer, style="bold"),
            _one_fewer(need, result),
        )
    console.print(table)
    if any(need.one_fewer is None for need in result.needs) and result.ended == "found":
        say(console, _("–: one fewer is not a crew."), style="dim")


def _present(need: Need) -> str:
    """What there is now, from the fewest to the most where teams of a kind differ."""
    fewest, most = min(need.present), max(need.present)
    return number(fewest, 0) if fewest == most else _("{fewest}–{most}").format(fewest=fewest, most=most)


def _one_fewer(need: Need, result: StaffingResult) -> Text:
    if need.one_fewer is None:
        return Text(ABSENT)
    figure = need.one_fewer.figure
    told = staffing.value(figure, result.target)
    if need.one_fewer.met:
        return Text(_("{value}, met").format(value=told), style="green")
    if result.target.surely_not(figure):
        return Text(_("{value}, missed").format(value=told), style="red")
    return Text(_("{value}, hardly missed").format(value=told), style="yellow")
