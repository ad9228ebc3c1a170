"""`planner results cases`: one replication of a study run again, case by case. The store keeps figures, not rows."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from attrs import frozen

from planner.cli.delivery import check_tables
from planner.cli.options import (
    lang_option,
    progress_option,
    recorded_option,
    store_option,
    study_argument,
    whole_number,
)
from planner.cli.outlets import tell_event
from planner.cli.results_resume import check_recorded
from planner.cli.usage import Command
from planner.engine.simulate import simulate
from planner.errors import Problem, RequestError, ResultError
from planner.studies.running import opened
from planner.studies.writing import check_writable, write
from planner.wording import _

if TYPE_CHECKING:
    from planner.model.scenario import Scenario
    from planner.store import Study


@frozen(kw_only=True)
class Wish:
    """The command line as written; scenario and replication count from 1."""

    study: int
    scenario: int
    replication: int
    cases: Path
    events: Path | None
    trace: Path | None
    store: Path | None
    progress: str


def register(results: typer.Typer) -> None:
    """Add the verb, in the language in use."""

    @results.command(
        "cases",
        cls=Command,
        help=_("Run one replication of a study again and write its cases, each with its way, to files."),
    )
    def cases(
        study: Annotated[int, study_argument()],
        cases: Annotated[
            Path,
            typer.Option(
                "--cases", help=_("Write one row per case (.csv or .parquet)."), metavar=_("FILE"), show_default=False
            ),
        ],
        events: Annotated[
            Path | None,
            typer.Option(
                "--events",
                help=_("Write one row per step of its cases, for process mining (.csv or .parquet)."),
                metavar=_("FILE"),
                show_default=False,
            ),
        ] = None,
        scenario: Annotated[
            int,
            typer.Option(
                "--scenario",
                help=_("Which scenario of the study; 1 is the first, the base of a comparison."),
                metavar=_("N"),
                parser=whole_number(1),
            ),
        ] = 1,
        replication: Annotated[
            int,
            typer.Option("--replication", help=_("Which replication."), metavar=_("N"), parser=whole_number(1)),
        ] = 1,
        trace: Annotated[Path | None, recorded_option()] = None,
        progress: Annotated[str, progress_option()] = "auto",
        store: Annotated[Path | None, store_option()] = None,
        lang: Annotated[str | None, lang_option()] = None,
    ) -> None:
        carry_out(
            Wish(
                study=study,
                scenario=scenario,
                replication=replication,
                cases=cases,
                events=events,
                trace=trace,
                store=store,
                progress=progress,
            )
        )


def carry_out(wish: Wish) -> None:
    """Run the replication, and write its tables, each whole or not at all.

    Raises ResultError where there is no such study or another program has made it, RequestError for a scenario that it
    has not and for file names that cannot be.
    """
    _check(wish)
    with opened(wish.store, for_reading=True) as store:
        study = store.study(wish.study)
        if not study.is_current:
            facts = {"id": study.id, "planner_version": study.planner_version}
            raise ResultError(Problem(kind="study-other-program", facts=facts))
        if wish.scenario > len(study.scenarios):
            allowed = tuple(range(1, len(study.scenarios) + 1))
            facts = {"got": wish.scenario, "allowed": allowed}
            raise RequestError(Problem(kind="not-one-of", path="--scenario", facts=facts))
        scenario = study.scenario(wish.scenario - 1)
        seconds = study.finished().get((wish.scenario - 1, wish.replication - 1))
    _tell(wish, event="started", study=study.id, seconds=seconds)
    rows = _rows(study, scenario, wish)
    _write(scenario.name, rows, wish)
    _tell(wish, event="ended", study=study.id, cases=len(rows.cases.reported))


def _check(wish: Wish) -> None:
    check_tables([("--cases", wish.cases), ("--events", wish.events)])
    check_writable([wish.cases, *([] if wish.events is None else [wish.events])])


def _rows(study: Study, scenario: Scenario, wish: Wish) -> Any:
    """The same rows as those from which the figures of the study came."""
    check_recorded(study, wish.trace)
    demand = None
    number = wish.replication - 1
    if wish.trace is not None:
        from planner.engine.trace import demand_of_table
        from planner.studies.recorded import read_trace

        trace = read_trace(wish.trace)
        demand = demand_of_table(scenario, trace.columns, seed=study.request.seed, replication=number, name=trace.name)
    return simulate(
        scenario, seed=study.request.seed, replication=number, families=study.request.families, demand=demand
    )


def _write(name: str, rows: Any, wish: Wish) -> None:
    from planner.studies.cases import case_frame, event_frame
    from planner.studies.tables import write_frame

    write(wish.cases, partial(write_frame, case_frame([(wish.scenario, name, rows)]), wish.cases.suffix))
    if wish.events is not None:
        write(wish.events, partial(write_frame, event_frame([(wish.scenario, name, rows)]), wish.events.suffix))


def _tell(wish: Wish, **facts: object) -> None:
    if wish.progress == "json":
        tell_event(**facts)
