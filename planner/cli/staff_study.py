"""What `planner staff` does with its options: read, search, show."""

from __future__ import annotations

from planner.cli.delivery import deliver, in_text
from planner.cli.staff_request import Request
from planner.cli.study import STOPPED
from planner.cli.workplace import check_workplace, workplace
from planner.cli.writing import check_writable
from planner.errors import Problem, RequestError


def carry_out(request: Request, progress: str) -> int:
    """Search and deliver; the exit code of the command.

    Raises PlannerError for anything asked for that cannot be done, with all problems of the options at once.
    """
    from planner.load.reading import read_scenario

    check_workplace(request.jobs, request.cluster)
    check_writable([] if request.out is None else [request.out])
    scenario = read_scenario(request.file)

    from planner.cli.staff_progress import StaffProgress
    from planner.experiments.staffing import find_staffing
    from planner.experiments.staffing_groups import groups_of
    from planner.experiments.staffing_target import staffing_target
    from planner.metrics.indicators import ALL

    problems: list[Problem] = []
    family = ALL
    try:
        target = staffing_target(request.target, scenario)
        family = target.figure.family
    except RequestError as error:
        problems += error.problems
    try:
        groups = groups_of(scenario, family, patterns=request.teams, by_kind=request.by_kind)
    except RequestError as error:
        problems += error.problems
    if problems:
        raise RequestError(problems)
    with (
        workplace(request.jobs, request.cluster, lasting=True) as executor,
        StaffProgress(progress, target, request.tries, request.replications) as report,
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
        )
        report.ended(interrupted=result.ended == "interrupted")
    if request.as_json or (request.out is not None and request.out.suffix.lower() == ".json"):
        from planner.cli.staff_json import as_line

        deliver(as_line(scenario, result, request) + "\n", request.out)
    else:
        from planner.cli.staff_text import show

        deliver(in_text(lambda console: show(console, scenario, result, request), request.out), request.out)
    return STOPPED if result.ended == "interrupted" else 0
