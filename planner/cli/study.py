"""What `planner run` does with its options: read, run, show, write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from planner.cli.collecting import Problems
from planner.cli.delivery import check_out, deliver, in_text, is_json, is_table
from planner.cli.stopping import STOPPED
from planner.cli.workplace import check_workplace
from planner.cli.writing import check_writable, write
from planner.errors import PlannerError, Problem, RequestError, ScenarioError

if TYPE_CHECKING:
    from rich.console import Console

    from planner.cli.keeping import Kept
    from planner.experiments import RunResult
    from planner.model.scenario import Scenario
    from planner.store import Study

TABLE_SUFFIXES = (".csv", ".parquet")


@frozen(kw_only=True)
class Request:
    """What to run."""

    files: tuple[Path, ...]
    replications: int
    seed: int
    jobs: int | None
    families: tuple[str, ...]
    by: tuple[str, ...]
    trace: Path | None
    since: str | None
    cluster: str | None
    store: Path | None
    name: str | None = None
    """What the study is called from now on; None leaves it as it is."""


@frozen(kw_only=True)
class Outputs:
    """What to do with the results."""

    as_json: bool
    out: Path | None
    cases: Path | None
    events: Path | None

    @property
    def tables(self) -> tuple[Path, ...]:
        """Files of rows."""
        return tuple(path for path in (self.cases, self.events) if path is not None)


def carry_out(request: Request, outputs: Outputs, progress: str) -> int:
    """Run and deliver; the exit code of the command.

    Raises PlannerError for anything asked for that cannot be done.
    """
    problems = Problems()
    scenarios: list[Scenario] = []
    with problems.gathered():
        _check(request, outputs)
    with problems.gathered():
        scenarios = read_all(request.files)
    with problems.gathered():
        check_name(request.name)
    problems.check()
    return carry_on(scenarios, request, outputs, progress)


def carry_on(
    scenarios: list[Scenario], request: Request, outputs: Outputs, progress: str, *, windows: bool = True
) -> int:
    """Run what the store does not have yet of a request for these scenarios, and deliver; the exit code.

    Without `windows` there are no figures from a day on, as a study that is continued may have none.
    """
    from planner.cli.keeping import kept
    from planner.cli.progress import reporter
    from planner.cli.workplace import workplace
    from planner.experiments import run, shared_cut_off
    from planner.experiments.window import window_of
    from planner.store import Request as Wanted

    trace = None
    if request.trace is not None:
        from planner.cli.trace import check_trace, read_trace

        trace = read_trace(request.trace)
        check_trace(trace, scenarios)
    since = window_of(scenarios, day_of(request.since), "--since") if windows else None
    wanted = Wanted(
        seed=request.seed,
        cut_off_hours=shared_cut_off(scenarios),
        replications=request.replications,
        families=request.families,
        # The worst township is named in every report.
        by=tuple(dict.fromkeys((*request.by, "township"))),
        trace="" if trace is None else trace.fingerprint,
        since="" if since is None else since.isoformat(),
        options={
            "by": list(request.by),
            "since": request.since,
            "trace_file": None if request.trace is None else str(request.trace),
        },
    )
    keep_rows = (0,) if outputs.tables else ()
    with kept(request.store, scenarios, wanted, trace=request.trace, name=request.name) as study:
        if study.complete and not keep_rows and progress == "auto":
            study.say_it_was_there()
        # The store has no rows: where they are asked for, their replication is run again.
        finished = [one for one in study.finished if one.number not in keep_rows]
        cluster = None if study.complete and not keep_rows else request.cluster
        with (
            workplace(request.jobs, cluster) as executor,
            reporter(progress, scenarios, wanted.replications, finished, study.study.id) as report,
        ):
            result = run(
                scenarios,
                replications=wanted.replications,
                seed=wanted.seed,
                jobs=request.jobs,
                families=wanted.families,
                by=wanted.by,
                trace=trace,
                since=since,
                keep_rows=keep_rows,
                on_replication=study.then(report.finished),
                executor=executor,
                finished=finished,
            )
            report.ended(interrupted=result.interrupted)
        _deliver(result, request, outputs, study)
        if result.interrupted:
            study.say_how_to_go_on(request.jobs, request.cluster, request.trace)
    return STOPPED if result.interrupted else 0


def read_all(files: tuple[Path, ...]) -> list[Scenario]:
    """Every scenario; or, raised together, the problems of every file.

    That a file is not what it seems to be is said on the way (`planner.cli.file_notes`).
    """
    from planner.cli.file_notes import FileNotes
    from planner.load.reading import read

    scenarios: list[Scenario] = []
    problems: list[Problem] = []
    notes = FileNotes()
    for file in files:
        try:
            scenarios.append(notes.take(read(file)).scenario)
        except PlannerError as error:
            problems.extend(error.problems)
    if problems:
        raise ScenarioError(problems)
    notes.say()
    return scenarios


def _check(request: Request, outputs: Outputs) -> None:
    check_tables([("--cases", outputs.cases), ("--events", outputs.events), ("--trace", request.trace)])
    check_workplace(request.jobs, request.cluster)
    check_out(outputs.out, tables=True)
    check_writable([path for path in (outputs.out, *outputs.tables) if path is not None])


def check_name(name: str | None) -> None:
    """Refuse what `--name` cannot call a study. Raises RequestError."""
    if name is not None:
        from planner.cli.results_name import checked_name

        checked_name(name, "--name")


def day_of(text: str | None) -> date | None:
    """The day that `--since` states; None without it. Raises RequestError for what is none."""
    from planner.files.cells import day_in

    if text is None:
        return None
    day = day_in(text)
    if day is None:
        raise RequestError(Problem(kind="not-a-day", path="--since", facts={"got": text}))
    return day


def check_tables(tables: Sequence[tuple[str, Path | None]]) -> None:
    """Refuse files of rows, by option, whose ending names no table. Raises RequestError."""
    problems = [
        Problem(kind="table-suffix", path=option, facts={"got": str(path), "known": TABLE_SUFFIXES})
        for option, path in tables
        if path is not None and path.suffix.lower() not in TABLE_SUFFIXES
    ]
    if problems:
        raise RequestError(problems)


def _deliver(result: RunResult, request: Request, outputs: Outputs, study: Kept) -> None:
    """Print or write the figures, then write the rows."""
    out = outputs.out
    if is_table(out):
        from planner.cli.results_export import write_study

        write_study(study.study, [run.scenario for run in result.runs], result.runs, out, "summary")
        out = None
    if outputs.as_json or not is_table(outputs.out):
        in_json = is_json(outputs.as_json, out)
        rendered = _as_json(result, request, study.study) if in_json else _as_text(result, request, out, study)
        deliver(rendered, out, as_json=in_json)
    if outputs.tables:
        _write_tables(result, outputs)


def _as_json(result: RunResult, request: Request, study: Study) -> str:
    from planner.cli.outlets import json_line
    from planner.cli.run_json import as_object

    objects = (as_object(run, result, by=request.by, families=request.families, study=study) for run in result.runs)
    return "".join(json_line(one) + "\n" for one in objects)


def _as_text(result: RunResult, request: Request, out: Path | None, study: Kept) -> str:
    from planner.cli.layout import say
    from planner.cli.results_study import say_played
    from planner.cli.run_text import show

    def write_all(console: Console) -> None:
        show(console, result, request.by)
        say_played(console, study.study.request)
        say(console, study.told(), style="dim")

    return in_text(write_all, out)


def _write_tables(result: RunResult, outputs: Outputs) -> None:
    from planner.cli.tables import case_frame, event_frame, write_frame

    rows: list[Any] = [
        (number, run.scenario.name, replication.rows)
        for number, run in enumerate(result.runs, 1)
        for replication in run.replications
        if replication.rows is not None
    ]
    if not rows:
        # Stopped before the first replication was finished: nothing to write, and an older file stays.
        return
    for path, frame_of in ((outputs.cases, case_frame), (outputs.events, event_frame)):
        if path is not None:
            write(path, partial(write_frame, frame_of(rows), path.suffix))
