"""A sweep that the store has: asked again with the points and options as they are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.cli.compare_study import goal_of
from planner.cli.sweep_request import MOST, Asked, Points, Request, Swept
from planner.cli.sweep_study import read_design, read_indicators, rule_of, shown_figures

if TYPE_CHECKING:
    from planner.cli.keeping import Kept
    from planner.cli.results_study import Stored
    from planner.model.scenario import Scenario
    from planner.store import Study


def request_of(
    study: Study,
    *,
    replications: int | None = None,
    jobs: int | None = None,
    cluster: str | None = None,
    store: Path | None = None,
    as_json: bool = False,
    out: Path | None = None,
) -> Request:
    """The command line that asked for a study; `replications` in place of what it asked for."""
    asked, options = study.request, study.request.options
    return Request(
        file=Path(options["file"]),
        vary=tuple(options["vary"]),
        sample=options["sample"],
        points=_points(options.get("points")),
        indicators=tuple(options["indicators"]),
        families=tuple(options["families"]),
        replications=None if asked.precision else replications or asked.replications,
        precision=asked.precision,
        most=options.get("most", MOST),
        seed=asked.seed,
        jobs=jobs,
        cluster=cluster,
        store=store,
        as_json=as_json,
        out=out,
    )


def asked_of(study: Study, scenarios: Sequence[Scenario], request: Request) -> Asked:
    """The points with the scenarios as they are kept. Raises RequestError for more replications than can be run."""
    design = read_design(request)
    options = study.request.options
    return Asked(
        design=design,
        points=design.points(request.seed),
        scenarios=tuple(scenarios[place] for place in options["places"]),
        indicators=read_indicators(request.indicators),
        name=options["name"],
        goal=goal_of(request.precision, request.most, request.replications),
    )


def _points(kept: Mapping[str, Any] | None) -> Points | None:
    """The table of points, as JSON has it."""
    if kept is None:
        return None
    rows = tuple(map(tuple, kept["rows"]))
    return Points(file=kept["file"], axes=tuple(kept["axes"]), rows=rows, numbers=tuple(kept["numbers"]))


def kept_sweep(shown: Stored, kept: Kept) -> Swept:
    """What the replications in the store say."""
    from planner.experiments.sweep import assembled

    request = request_of(shown.study)
    asked = asked_of(shown.study, shown.scenarios, request)
    figures, _families = shown_figures(request, asked)
    result = assembled(asked.points, asked.scenarios, shown.result)
    rule = None if asked.goal is None else rule_of(asked, shown.scenarios, figures)
    if rule is not None:
        for replication in shown.replications:
            rule(replication)
    ended = None if rule is None else rule.ended
    return Swept(request=request, asked=asked, result=result, figures=figures, ended=ended, kept=kept)
