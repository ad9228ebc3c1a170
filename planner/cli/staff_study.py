"""What `planner staff` does with its options: read, search, show."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.collecting import Problems
from planner.cli.delivery import check_out, deliver, in_text, is_json, is_table
from planner.cli.staff_request import Request
from planner.cli.stopping import STOPPED
from planner.cli.workplace import check_workplace, workplace
from planner.cli.writing import write

if TYPE_CHECKING:
    from planner.experiments.staffing import StaffingResult
    from planner.model.scenario import Scenario


def carry_out(request: Request, progress: str) -> int:
    """Search and deliver; the exit code of the command.

    Raises PlannerError for anything asked for that cannot be done, with all problems of the options at once.
    """
    from planner.cli.file_notes import FileNotes
    from planner.cli.staff_kept import remembered, say_how_to_go_on
    from planner.cli.staff_progress import StaffProgress
    from planner.experiments.staffing import find_staffing
    from planner.experiments.staffing_groups import groups_of
    from planner.experiments.staffing_target import staffing_target
    from planner.load.reading import read
    from planner.metrics.indicators import ALL

    notes = FileNotes()
    problems = Problems()
    with problems.gathered():
        check_workplace(request.jobs, request.cluster)
    with problems.gathered():
        check_out(request.out, tables=True)
    scenario = target = groups = None
    with problems.gathered():
        scenario = notes.take(read(request.file)).scenario
    if scenario is not None:
        with problems.gathered():
            target = staffing_target(request.target, scenario)
        with problems.gathered():
            family = ALL if target is None else target.figure.family
            groups = groups_of(scenario, family, patterns=request.teams, by_kind=request.by_kind)
    problems.check()
    notes.say()
    assert scenario is not None and target is not None and groups is not None
    with (
        remembered(request) as memory,
        workplace(request.jobs, request.cluster, lasting=True) as executor,
        StaffProgress(progress, scenario.name, target, request.tries, request.replications) as report,
    ):
        result = find_staffing(
            scenario,
            target,
            groups,
            replications=request.replications,
            seed=request.seed,
            tries=request.tries,
            on_try=report.tried,
            on_replication=report.finished,
            executor=executor,
            memory=memory,
        )
        report.ended(interrupted=result.interrupted)
    _deliver(scenario, result, request)
    if result.interrupted:
        say_how_to_go_on(request)
    return STOPPED if result.interrupted else 0


def _deliver(scenario: Scenario, result: StaffingResult, request: Request) -> None:
    """The answer as a table or workbook, JSON or text, to stdout or to a file."""
    out = request.out
    if is_table(out):
        _write_table(scenario, result, out)
        if not request.as_json:
            return
        out = None
    if is_json(request.as_json, out):
        from planner.cli.staff_json import as_line

        deliver(as_line(scenario, result, request) + "\n", out, as_json=True)
        return
    from planner.cli.staff_text import show

    deliver(in_text(lambda console: show(console, scenario, result, request), out), out)


def _write_table(scenario: Scenario, result: StaffingResult, out: Path) -> None:
    if out.suffix.lower() == ".xlsx":
        from planner.cli.answer_sheets import of_staff
        from planner.cli.results_workbook import write_sheets

        write(out, partial(write_sheets, of_staff(scenario, result)))
        return
    from planner.cli.answers import STAFF, frame_of_rows, staff
    from planner.cli.tables import write_frame

    write(out, partial(write_frame, frame_of_rows(staff(scenario, result), STAFF), out.suffix))
