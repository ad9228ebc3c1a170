"""A sweep that the store has: asked again with the points and options as they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.sweep_request import Asked, Request, Swept
from planner.cli.sweep_study import read_design, read_indicators, shown_figures

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
        indicators=tuple(options["indicators"]),
        families=tuple(options["families"]),
        replications=replications or asked.replications,
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
    )


def kept_sweep(shown: Stored, kept: Kept) -> Swept:
    """What the replications in the store say."""
    from planner.experiments.sweep import assembled

    request = request_of(shown.study)
    asked = asked_of(shown.study, shown.scenarios, request)
    figures, _families = shown_figures(request, asked)
    result = assembled(asked.points, asked.scenarios, shown.result)
    return Swept(request=request, asked=asked, result=result, figures=figures, kept=kept)
