"""Runs and studies as plain data, which commands print as JSON; keys are stable, and nothing is rounded."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC
from typing import TYPE_CHECKING, Any

from attrs import frozen

from planner.experiments.result import gathered
from planner.files.consistency import notes_of
from planner.metrics import FigureKey
from planner.metrics.indicators import INDICATORS, SINCE, unit_of

if TYPE_CHECKING:
    from planner.experiments import RunResult, ScenarioRun
    from planner.experiments.result import Gathered
    from planner.experiments.steady_state import Settling, SteadyResult
    from planner.model.scenario import Scenario
    from planner.model.text import Text
    from planner.stats.interval import Interval
    from planner.store import Request, Study
    from planner.studies.snapshot import Snapshot


CONFIDENCE = 0.95


def run_object(
    run: ScenarioRun, result: RunResult, *, by: Collection[str], families: Collection[str], study: Study | None
) -> dict[str, Any]:
    """One scenario: what was run, and mean and half-width of every figure of the county and of the groupings `by`.

    A half-width needs two replications, and is null for one. `study` is the one in the store, if it is kept.
    """
    scenario = run.scenario
    groupings = ("county", *by)
    return {
        "study": 0 if study is None else study.id,
        "study_name": "" if study is None else study.name,
        "name": scenario.name,
        "title": {"zh": scenario.title.zh, "en": scenario.title.en},
        "hash": run.hash,
        "seed": run.seed,
        "replications": len(run.replications),
        "planned": result.planned,
        "interrupted": result.interrupted,
        "families": list(families),
        "illustrative": scenario.place.illustrative,
        **trace_object(None if study is None else study.request),
        "guessed_days": guessed_days(scenario),
        "confidence": CONFIDENCE,
        **figures_of(run.gathered(), groupings),
        "since": _since(run.gathered()),
    }


def _since(found: Gathered) -> dict[str, Any] | None:
    """The figures of the county from a day on; None where there are none."""
    intervals = found.intervals(CONFIDENCE)
    days = {key.key for key in (*intervals, *found.unreached) if key.by == SINCE}
    if not days:
        return None
    return {
        "day": days.pop(),
        "indicators": figure_objects(intervals, (SINCE,)),
        "unreached": [{**key._asdict(), "replications": n} for key, n in found.unreached.items() if key.by == SINCE],
    }


def figures_of(found: Gathered, groupings: Collection[str]) -> dict[str, Any]:
    """The figures in some groupings, and those without a mean because some replications do not reach them."""
    return {
        "indicators": figure_objects(found.intervals(CONFIDENCE), groupings),
        "unreached": [
            {**key._asdict(), "replications": n} for key, n in found.unreached.items() if key.by in groupings
        ],
    }


def figure_objects(intervals: Mapping[FigureKey, Interval], groupings: Collection[str]) -> list[dict[str, Any]]:
    """Mean and half-width of the figures in some groupings."""
    return [
        {
            "indicator": key.indicator,
            "family": key.family,
            "by": key.by,
            "key": key.key,
            "mean": interval.mean,
            "half_width": interval.half_width,
            "unit": unit_of(key.indicator, key.family) if key.indicator in INDICATORS else None,
            "n": interval.n,
        }
        for key, interval in intervals.items()
        if key.by in groupings
    ]


def steady_objects(result: SteadyResult, *, by: Collection[str], families: Collection[str]) -> Iterator[dict[str, Any]]:
    """One object for each scenario, as of an ordinary run, and `steady`; figures only where there is a steady state."""
    found: tuple[Settling | None, ...] = result.settling or (None,) * len(result.runs.runs)
    for one, settling in zip(result.runs.runs, found, strict=True):
        told = run_object(one, result.runs, by=by, families=families, study=None)
        del told["study"]
        steady = settling is not None and settling.steady
        if not steady:
            told["indicators"] = told["unreached"] = []
        told["steady"] = {
            "state": "unknown" if settling is None else "steady" if steady else "none",
            "days": one.scenario.time.days,
            "warm_up_weeks": result.cut_weeks if steady else None,
            "moving": []
            if settling is None
            else [
                {
                    "family": family,
                    "direction": movement.direction,
                    "per_week": movement.per_week.mean,
                    "half_width": movement.per_week.half_width,
                    "confidence": movement.per_week.confidence,
                }
                for family, movement in settling.moving.items()
            ],
        }
        yield told


@frozen(kw_only=True)
class Entry:
    """A study and how far it is: replications of all scenarios together."""

    study: Study
    finished: int
    asked: int

    @property
    def complete(self) -> bool:
        """Whether nothing that was asked for is missing."""
        return self.finished == self.asked


def entry_of(study: Study) -> Entry:
    """How far a study is. Raises ResultError."""
    return Entry(study=study, finished=study.count(), asked=study.request.replications * len(study.scenarios))


def entry_object(entry: Entry) -> dict[str, Any]:
    """A study as data."""
    study = entry.study
    return {
        "study": study.id,
        "name": study.name,
        "frozen": study.frozen,
        "damaged": False,
        "begun": study.created.astimezone(UTC).isoformat(),
        "verb": study.request.verb,
        "scenarios": [{"name": one.name, "title": text_object(one.title), "hash": one.hash} for one in study.scenarios],
        "seed": study.request.seed,
        "families": list(study.request.families),
        "by": list(study.request.by),
        **trace_object(study.request),
        "precision": list(study.request.precision),
        "replications": study.request.replications,
        "finished": entry.finished,
        "asked": entry.asked,
        "complete": entry.complete,
        "current": study.is_current,
        "planner_version": study.planner_version,
    }


def figures_objects(shown: Snapshot, groupings: Collection[str]) -> list[dict[str, Any]]:
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
            "replications": len(shown.replications[position]),
            "planned": request.replications,
            "interrupted": not entry.complete,
            "families": list(request.families),
            "illustrative": None,
            "confidence": CONFIDENCE,
            **figures_of(gathered(shown.replications[position]), groupings),
        }
        for position, scenario in enumerate(shown.study.scenarios)
    ]


def text_object(words: Text) -> dict[str, str]:
    """Words in both languages, as JSON has them."""
    return {"zh": words.zh, "en": words.en}


def trace_object(request: Request | None) -> dict[str, str | None]:
    """The recorded table that a study plays, as JSON has it: its fingerprint, and the file as it was named."""
    if request is None or not request.trace:
        return {"trace": None, "trace_file": None}
    return {"trace": request.trace, "trace_file": request.options.get("trace_file")}


def guessed_days(scenario: Scenario) -> list[str]:
    """The days off that are guessed, for programs."""
    found = (finding.facts["days"] for finding in notes_of(scenario) if finding.kind == "guessed-days")
    return [day.isoformat() for days in found for day in days]
