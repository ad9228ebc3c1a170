"""`planner results resume`: a study goes on where it was, with the scenarios as it keeps them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from planner.cli.delivery import check_out
from planner.cli.keeping import opened
from planner.cli.workplace import check_workplace
from planner.cli.writing import check_writable
from planner.errors import Problem, RequestError, ResultError

if TYPE_CHECKING:
    from planner.model.scenario import Scenario
    from planner.store import Study


@frozen(kw_only=True)
class Wish:
    """The command line as written."""

    study: int
    replications: int | None
    trace: Path | None
    jobs: int | None
    cluster: str | None
    as_json: bool
    out: Path | None
    store: Path | None


def resume_study(wish: Wish, progress: str) -> int:
    """Run what is missing, and deliver; the exit code of the command.

    Raises ResultError where there is no such study, or another program has made it, and RequestError for options that
    do not fit it.
    """
    check_workplace(wish.jobs, wish.cluster)
    check_writable([] if wish.out is None else [wish.out])
    with opened(wish.store, for_reading=True) as store:
        study = store.study(wish.study)
        if not study.is_current:
            facts = {"id": study.id, "planner_version": study.planner_version}
            raise ResultError(Problem(kind="study-other-program", facts=facts))
        if study.request.is_staffing:
            from planner.cli.staff_kept import command_of

            facts = {"id": study.id, "command": command_of(study.request, wish.store)}
            raise ResultError(Problem(kind="study-of-search", facts=facts))
        scenarios = [study.scenario(position) for position in range(len(study.scenarios))]
    check_out(wish.out, tables=True)
    if study.request.verb == "compare":
        return _resume_comparison(study, scenarios, wish, progress)
    if study.request.verb == "sweep":
        return _resume_sweep(study, scenarios, wish, progress)
    return _resume_run(study, scenarios, wish, progress)


def _resume_run(study: Study, scenarios: list[Scenario], wish: Wish, progress: str) -> int:
    from planner.cli.study import Outputs, Request, carry_on

    check_trace(study, wish.trace)
    asked = study.request
    request = Request(
        files=(),
        replications=wish.replications or asked.replications,
        seed=asked.seed,
        jobs=wish.jobs,
        families=asked.families,
        by=tuple(asked.options.get("by", ())),
        trace=wish.trace,
        since=asked.since or None,
        cluster=wish.cluster,
        store=wish.store,
    )
    outputs = Outputs(as_json=wish.as_json, out=wish.out, cases=None, events=None)
    return carry_on(scenarios, request, outputs, progress, windows=bool(asked.since))


def _resume_comparison(study: Study, scenarios: list[Scenario], wish: Wish, progress: str) -> int:
    from planner.cli.compare_kept import request_of
    from planner.cli.compare_study import carry_on, wishes_of

    if wish.replications is not None and study.request.precision:
        raise RequestError(Problem(kind="not-together", path="--replications", facts={"other": "--precision"}))
    check_trace(study, wish.trace)
    request = request_of(
        study,
        replications=wish.replications,
        jobs=wish.jobs,
        cluster=wish.cluster,
        store=wish.store,
        as_json=wish.as_json,
        out=wish.out,
        trace=wish.trace,
    )
    return carry_on(scenarios, wishes_of(request), request, progress)


def _resume_sweep(study: Study, scenarios: list[Scenario], wish: Wish, progress: str) -> int:
    from planner.cli.sweep_kept import asked_of, request_of
    from planner.cli.sweep_study import carry_on

    if wish.replications is not None and study.request.precision:
        raise RequestError(Problem(kind="not-together", path="--replications", facts={"other": "--precision"}))
    request = request_of(
        study,
        replications=wish.replications,
        jobs=wish.jobs,
        cluster=wish.cluster,
        store=wish.store,
        as_json=wish.as_json,
        out=wish.out,
    )
    return carry_on(asked_of(study, scenarios, request), request, progress)


def check_trace(study: Study, trace: Path | None) -> None:
    """Raise RequestError unless the recorded cases are those of the study."""
    if trace is None and study.request.trace:
        raise RequestError(Problem(kind="study-needs-trace", path="--trace"))
    if trace is None:
        return
    from planner.cli.trace import read_trace

    if read_trace(trace).fingerprint != study.request.trace:
        raise RequestError(Problem(kind="study-other-trace", file=str(trace), path="--trace"))
