"""A study as data, for programs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from planner.cli.results_list import entry_object, entry_of
from planner.cli.results_study import Stored, text_object
from planner.cli.run_json import CONFIDENCE, figures_of
from planner.experiments.result import gathered
from planner.metrics import FigureKey


def as_objects(shown: Stored, groupings: Collection[str]) -> list[dict[str, Any]]:
    """Each scenario of a study whose scenarios cannot be read: what is known of it, and its figures."""
    entry, request = entry_of(shown.study), shown.study.request
    return [
        {
            "study": shown.study.id,
            "study_name": shown.study.name,
            "name": scenario.name,
            "title": text_object(scenario.title),
            "hash": scenario.hash,
            "seed": request.seed,
            "replications": len(shown.of(position)),
            "planned": request.replications,
            "interrupted": not entry.complete,
            "families": list(request.families),
            "illustrative": None,
            "confidence": CONFIDENCE,
            **figures_of(gathered(shown.of(position)), groupings),
        }
        for position, scenario in enumerate(shown.study.scenarios)
    ]


def as_export(shown: Stored) -> dict[str, Any]:
    """Everything: the study, the summary of each scenario, and the values and daily backlogs of each replication."""
    return entry_object(entry_of(shown.study)) | {
        "scenarios": list(_scenarios(shown)),
        "confidence": CONFIDENCE,
        **_answer(shown),
    }


def _answer(shown: Stored) -> dict[str, Any]:
    """What a comparison or a sweep says, as the command that asked for it tells it."""
    if not shown.scenarios:
        return {}
    if shown.study.request.verb == "compare":
        from planner.cli.compare_json import as_object
        from planner.cli.compare_kept import kept_comparison

        return {"comparison": as_object(kept_comparison(shown), None, shown.study)}
    if shown.study.request.verb == "sweep":
        from planner.cli.answers import kept_sweep_of
        from planner.cli.sweep_json import as_object as sweep_object

        return {"sweep": sweep_object(kept_sweep_of(shown))}
    return {}


def _scenarios(shown: Stored) -> Iterator[dict[str, Any]]:
    groupings = ("county", *shown.study.request.by)
    for position, scenario in enumerate(shown.study.scenarios):
        replications = shown.of(position)
        told = figures_of(gathered(replications), groupings)
        for one in (*told["indicators"], *told["unreached"]):
            key = FigureKey(one["indicator"], one["family"], one["by"], one["key"])
            one["values"] = [replication.figures.get(key) for replication in replications]
        read = shown.scenarios[position] if shown.scenarios else None
        yield {
            "name": scenario.name,
            "title": text_object(scenario.title),
            "hash": scenario.hash,
            "illustrative": None if read is None else read.place.illustrative,
            "start": None if read is None else read.time.start.isoformat(),
            "replications": [replication.number + 1 for replication in replications],
            **told,
            "backlog": {
                family: [list(replication.backlog[family]) for replication in replications]
                for family in _families(shown, position)
            },
        }


def _families(shown: Stored, position: int) -> list[str]:
    return list(dict.fromkeys(family for one in shown.of(position) for family in one.backlog))
