"""A comparison that the store has: asked again with the scenarios and options as they are kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from planner.cli.compare_study import Request, question_of, wishes_of

if TYPE_CHECKING:
    from planner.cli.results_study import Stored
    from planner.experiments.comparison import Comparison
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
    trace: Path | None = None,
) -> Request:
    """The command line that asked for a study, but for its scenarios; `replications` in place of what it asked for."""
    asked, options = study.request, study.request.options
    number = None if asked.precision else asked.replications
    return Request(
        base=Path(),
        others=(),
        with_measures=(),
        replications=replications or number,
        precision=asked.precision,
        most=options["most"],
        matters=tuple(options["matters"]),
        families=asked.families,
        stress=options["stress"],
        stress_groups=tuple(options["stress_groups"]),
        seed=asked.seed,
        jobs=jobs,
        cluster=cluster,
        store=store,
        as_json=as_json,
        out=out,
        trace=trace,
        by=tuple(options.get("by", ())),
        since=options.get("since"),
    )


def kept_comparison(shown: Stored) -> Comparison:
    """What the replications in the store say."""
    from planner.experiments.comparison import judged
    from planner.experiments.goal import PrecisionRule

    wishes = wishes_of(request_of(shown.study))
    since = shown.study.request.since
    asked = evolve(
        question_of(shown.scenarios, wishes, shown.study.request.families),
        # What the study has, whatever would be asked today.
        since=date.fromisoformat(since) if since else None,
    )
    rule = None if wishes.goal is None else PrecisionRule(asked, wishes.goal)
    if rule is not None:
        for replication in shown.replications:
            rule(replication)
    return judged(asked, shown.result, ended=None if rule is None else rule.ended, by=options_by(shown.study))


def options_by(study: Study) -> tuple[str, ...]:
    """The groupings in which a comparison was asked to compare too."""
    return tuple(study.request.options.get("by", ()))
