"""`planner results resume`: a study goes on where it was, with the scenarios as it keeps them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from attrs import evolve

from planner.cli import compare, run, sweep
from planner.cli.asking import Place
from planner.cli.delivery import RunOutputs, check_out
from planner.cli.keeping import search_command
from planner.cli.options import (
    cluster_option,
    jobs_option,
    json_option,
    lang_option,
    out_option,
    progress_option,
    recorded_option,
    store_option,
    study_argument,
    whole_number,
)
from planner.cli.usage import Command
from planner.errors import Problem, RequestError, ResultError
from planner.studies.running import opened
from planner.studies.spec import compare_spec_of, run_spec_of
from planner.studies.sweep import sweep_of, sweep_spec_of
from planner.studies.writing import check_writable
from planner.wording import _

if TYPE_CHECKING:
    from planner.store import Study


def register(results: typer.Typer) -> None:
    """Add the verb, in the language in use."""

    @results.command(
        "resume", cls=Command, help=_("Run what a study still lacks, with the scenarios as it keeps them.")
    )
    def resume(
        study: Annotated[int, study_argument()],
        replications: Annotated[
            int | None,
            typer.Option(
                "--replications",
                help=_("Replications of each; by default as many as were asked for."),
                metavar=_("N"),
                parser=whole_number(1),
                show_default=False,
            ),
        ] = None,
        trace: Annotated[Path | None, recorded_option()] = None,
        jobs: Annotated[int | None, jobs_option()] = None,
        cluster: Annotated[str | None, cluster_option()] = None,
        as_json: Annotated[bool, json_option(_("The same JSON as of the command that asked."))] = False,
        progress: Annotated[str, progress_option()] = "auto",
        out: Annotated[Path | None, out_option(_("Write the figures to a file instead."))] = None,
        store: Annotated[Path | None, store_option()] = None,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        place = Place(jobs=jobs, cluster=cluster, store=store)
        outputs = RunOutputs(as_json=as_json, out=out)
        raise typer.Exit(resume_study(study, replications, trace, place, outputs, progress))


def resume_study(
    number: int, replications: int | None, trace: Path | None, place: Place, outputs: RunOutputs, progress: str
) -> int:
    """Run what is missing, and deliver; the exit code of the command. `replications` are in place of those asked for.

    Raises ResultError where there is no such study, or another program has made it, and RequestError for options that
    do not fit it.
    """
    place.check()
    check_writable([] if outputs.out is None else [outputs.out])
    with opened(place.store, for_reading=True) as store:
        study = store.study(number)
        if not study.is_current:
            facts = {"id": study.id, "planner_version": study.planner_version}
            raise ResultError(Problem(kind="study-other-program", facts=facts))
        if study.request.is_staffing:
            facts = {"id": study.id, "command": search_command(study.request, place.store)}
            raise ResultError(Problem(kind="study-of-search", facts=facts))
        scenarios = [study.scenario(position) for position in range(len(study.scenarios))]
    check_out(outputs.out, tables=True)
    if replications is not None and study.request.precision:
        raise RequestError(Problem(kind="not-together", path="--replications", facts={"other": "--precision"}))
    if study.request.verb == "sweep":
        varied = sweep_spec_of(study)
        varied = evolve(varied, replications=replications or varied.replications)
        return sweep.carry_on(sweep_of(study, scenarios, varied), place, outputs, progress)
    check_recorded(study, trace)
    if study.request.verb == "compare":
        compared = compare_spec_of(study, trace)
        compared = evolve(compared, replications=replications or compared.replications)
        return compare.carry_on(scenarios, compared, compared.wishes(), place, outputs, progress)
    alone = run_spec_of(study, trace)
    alone = evolve(alone, replications=replications or alone.replications)
    return run.carry_on(scenarios, alone, place, outputs, progress, windows=bool(study.request.since))


def check_recorded(study: Study, trace: Path | None) -> None:
    """Raise RequestError unless the recorded cases are those of the study."""
    if trace is None and study.request.trace:
        raise RequestError(Problem(kind="study-needs-trace", path="--trace"))
    if trace is None:
        return
    from planner.studies.recorded import read_trace

    if read_trace(trace).fingerprint != study.request.trace:
        raise RequestError(Problem(kind="study-other-trace", file=str(trace), path="--trace"))
