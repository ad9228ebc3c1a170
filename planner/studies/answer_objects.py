"""Answers as plain data, which commands print as JSON: of comparisons, sweeps and searches, and whole studies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import attrs

from planner.experiments.design import Levels, Range
from planner.experiments.result import gathered
from planner.experiments.sweep import tidy
from planner.experiments.sweep_effects import FigureEffects, effects_on
from planner.metrics import FigureKey
from planner.metrics.indicators import unit_of
from planner.studies.objects import (
    CONFIDENCE,
    entry_object,
    entry_of,
    figures_of,
    guessed_days,
    text_object,
    trace_object,
)

if TYPE_CHECKING:
    from planner.experiments.changed import ChangedInput
    from planner.experiments.comparison import Alternative, Comparison, Finding
    from planner.experiments.result import ScenarioRun
    from planner.experiments.staffing import StaffingResult
    from planner.experiments.staffing_tries import Tried
    from planner.experiments.stress import StressTest
    from planner.experiments.transition import Transition
    from planner.experiments.why import Why
    from planner.model.scenario import Scenario
    from planner.stats.interval import Interval
    from planner.store import Study
    from planner.studies.snapshot import Snapshot
    from planner.studies.sweep import Swept


def comparison_object(comparison: Comparison, stress: StressTest | None, study: Study) -> dict[str, Any]:
    """One JSON object: what was asked, and what each alternative does; differences are alternative minus base.

    `study` is the one in the store.
    """
    question, ended = comparison.question, comparison.ended
    return {
        "study": study.id,
        "study_name": study.name,
        "base": _scenario(comparison.base),
        "seed": comparison.base.seed,
        "replications": comparison.replications,
        "planned": comparison.planned,
        "interrupted": comparison.interrupted,
        "ended": None
        if ended is None
        else {
            "by": ended.by,
            "unmet": [{"of": aim.of, "scenario": aim.scenario, **_figure(aim.figure)} for aim in ended.unmet],
        },
        "families": list(question.families),
        "confidence": question.confidence,
        "comparisons": question.comparisons,
        "since": None if question.since is None else question.since.isoformat(),
        **trace_object(study.request),
        "alternatives": [_alternative(alternative) for alternative in comparison.alternatives],
        "stress": None if stress is None else _stress(comparison, stress),
    }


def _scenario(run: ScenarioRun) -> dict[str, Any]:
    scenario = run.scenario
    return {
        "name": scenario.name,
        "title": {"zh": scenario.title.zh, "en": scenario.title.en},
        "hash": run.hash,
        "measures": list(scenario.measures),
        "replications": len(run.replications),
        "illustrative": scenario.place.illustrative,
        "guessed_days": guessed_days(scenario),
    }


def _figure(key: FigureKey) -> dict[str, Any]:
    return {"indicator": key.indicator, "family": key.family}


def _interval(interval: Interval | None) -> dict[str, Any] | None:
    return None if interval is None else {"mean": interval.mean, "half_width": interval.half_width, "n": interval.n}


def _alternative(alternative: Alternative) -> dict[str, Any]:
    return {
        **_scenario(alternative.run),
        "assumptions": alternative.assumptions,
        "acts_through": list(alternative.through),
        "findings": [_finding(found) for found in alternative.findings],
        "since": [_finding(found) for found in alternative.since],
        "groups": [
            {"by": found.figure.by, "key": found.figure.key, **_finding(found)}
            for findings in alternative.groups.values()
            for found in findings
        ],
        "why": [_why(why) for why in alternative.why],
        "changed": [_changed(change) for change in alternative.changed],
        "posts": attrs.asdict(alternative.posts),
        "transitions": [_transition(found) for found in alternative.transitions],
    }


def _finding(found: Finding) -> dict[str, Any]:
    key, paired = found.figure, found.paired
    told = {
        **_figure(key),
        "unit": unit_of(key.indicator, key.family),
        "better": found.better,
        "verdict": found.verdict,
        "sign": None if paired is None else paired.verdict(found.better),
        "matters": found.matters,
        "matters_stated": found.matters_stated,
        "replications_needed": found.needed,
    }
    if found.unreached:
        told["unreached"] = found.unreached
    if paired is None:
        return told
    return told | {
        "base": paired.base_mean,
        "other": paired.other_mean,
        "difference": paired.difference.mean,
        "half_width": paired.difference.half_width,
        "unpaired_half_width": paired.unpaired.half_width,
        "n": paired.difference.n,
        "lower": paired.lower,
        "higher": paired.higher,
    }


def _why(why: Why) -> dict[str, Any]:
    return {
        **_figure(why.figure),
        "unit": unit_of(why.figure.indicator, why.figure.family),
        "whole": _interval(why.whole),
        "splits": [
            {
                "by": split.by,
                "parts": [
                    {
                        "key": part.key,
                        "contribution": _interval(part.contribution),
                        "base": part.base_mean,
                        "other": part.other_mean,
                        "base_share": part.base_share,
                        "other_share": part.other_share,
                    }
                    for part in split.parts
                ],
                "mix": _interval(split.mix),
            }
            for split in why.splits
        ],
    }


def _changed(change: ChangedInput) -> dict[str, Any]:
    return {
        "pattern": change.pattern,
        "unit": change.unit,
        "tag": change.tag,
        "source": change.source.source,
        "note": {"zh": change.source.note.zh, "en": change.source.note.en},
        "since": change.since.isoformat(),
        "until": None if change.until is None else change.until.isoformat(),
        "values": [
            {"path": value.path, "base": plain(value.base), "other": plain(value.other)} for value in change.values
        ],
    }


def plain(value: Any) -> Any:
    """A value of the model as JSON takes it."""
    if attrs.has(type(value)):
        return {field.name: plain(getattr(value, field.name)) for field in attrs.fields(type(value))}
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _transition(found: Transition) -> dict[str, Any]:
    return {
        "family": found.family,
        "since": found.since.isoformat(),
        "course": found.course,
        "before": found.before,
        "after": found.after,
        "after_in_base": found.after_in_base,
        "deepest": None
        if found.deepest is None
        else {"day": found.deepest.day.isoformat(), "more": _interval(found.deepest.more)},
        "even": None if found.even is None else found.even.isoformat(),
        "even_replications": found.even_replications,
        "replications": found.replications,
        "backlog_base": list(found.base),
        "backlog": list(found.other),
    }


def _stress(comparison: Comparison, stress: StressTest) -> dict[str, Any]:
    return {
        "share": stress.share,
        "left_out": stress.left_out,
        "unfinished": [{"group": variant.group, "factor": variant.factor} for variant in stress.unfinished],
        "flips": [
            {
                "group": flip.variant.group,
                "factor": flip.variant.factor,
                "alternative": flip.alternative,
                **_figure(flip.before.figure),
                "before": flip.before.verdict,
                "after": flip.after.verdict,
                "turn": flip.turn,
            }
            for flip in stress.flips(comparison)
        ],
        "variants": [
            {
                "group": stressed.variant.group,
                "factor": stressed.variant.factor,
                "values": stressed.variant.values,
                "findings": [[_finding(found) for found in findings] for findings in stressed.findings],
            }
            for stressed in stress.finished
        ],
    }


def sweep_object(swept: Swept) -> dict[str, Any]:
    """One JSON object: the axes, every point with its figures (rows of the table), and effects of the shown figures."""
    spec, result = swept.asked.spec, swept.result
    rows = tidy(result, swept.figures if spec.indicators else ())
    figures: dict[int, list[dict[str, Any]]] = {}
    keys = ("indicator", "family", "unit", "mean", "half_width", "n")
    for number, *row in zip(rows["point"], *(rows[key] for key in keys), strict=True):
        figures.setdefault(number, []).append(dict(zip(keys, row, strict=True)))
    found = [one for figure in swept.figures if (one := effects_on(swept.asked.design, result, figure)) is not None]
    return {
        "name": swept.asked.base.name,
        "title": {"zh": swept.asked.base.title.zh, "en": swept.asked.base.title.en},
        "study": swept.study.id,
        "study_name": swept.study.name,
        "seed": spec.seed,
        "planned": result.planned,
        "precision": list(spec.precision),
        "ended": None
        if swept.ended is None
        else {
            "by": swept.ended.by,
            "unmet": [
                {
                    "scenario": swept.asked.names[aim.scenario],
                    "indicator": aim.figure.indicator,
                    "family": aim.figure.family,
                }
                for aim in swept.ended.unmet
            ],
        },
        "interrupted": result.interrupted,
        "illustrative": swept.asked.base.place.illustrative,
        "guessed_days": guessed_days(swept.asked.base),
        "axes": [_axis(axis) for axis in swept.asked.design.axes],
        "points": [
            {
                "point": number,
                "values": {name: plain(value) for name, value in point.items()},
                "hash": one.hash,
                "replications": len(one.replications),
                "indicators": figures.get(number, []),
            }
            for number, (point, one) in enumerate(zip(result.points, result.runs, strict=True), 1)
        ],
        "effects": [_effects(one) for one in found],
    }


def _axis(axis: Levels | Range) -> dict[str, Any]:
    if isinstance(axis, Levels):
        return {"name": axis.name, "values": [plain(value) for value in axis.values]}
    return {"name": axis.name, "low": axis.low, "high": axis.high}


def _sure(interval: Interval) -> dict[str, Any]:
    return {
        "mean": interval.mean,
        "half_width": interval.half_width,
        "n": interval.n,
        "confidence": interval.confidence,
    }


def _effects(found: FigureEffects) -> dict[str, Any]:
    figure, effects = found.figure, found.effects
    return {
        "indicator": figure.indicator,
        "family": figure.family,
        "unit": unit_of(figure.indicator, figure.family),
        "main": []
        if effects is None
        else [
            {"factor": name, **_sure(interval), "verdict": found.verdicts[name]}
            for name, interval in effects.main.items()
        ],
        "levels": [
            {
                "factor": one.factor,
                "level": one.level + 1,
                **_sure(one.difference),
                "verdict": one.verdict,
            }
            for one in found.levels
        ],
        "interactions": []
        if effects is None
        else [{"factors": list(pair), **_sure(interval)} for pair, interval in effects.interactions.items()],
        "interplays": [
            {
                "first": one.first,
                "second": one.second,
                "how": one.how,
                "direction": one.direction,
                "without": _sure(one.without),
                "with": _sure(one.with_it),
            }
            for one in found.interplays
        ],
        "left_out": 0 if effects is None else effects.left_out,
    }


def staffing_object(scenario: Scenario, result: StaffingResult, *, seed: int, replications: int) -> dict[str, Any]:
    """One JSON object: the target, the answer and what it is beside, and every number that was sought."""
    target = result.target
    return {
        "name": scenario.name,
        "title": {"zh": scenario.title.zh, "en": scenario.title.en},
        "illustrative": scenario.place.illustrative,
        "guessed_days": guessed_days(scenario),
        "target": {
            "indicator": target.figure.indicator,
            "family": target.figure.family,
            "sign": target.sign,
            "value": target.value,
            "unit": unit_of(target.figure.indicator, target.figure.family),
        },
        "seed": seed,
        "replications": replications,
        "ended": result.ended,
        "interrupted": result.interrupted,
        "tries": result.tries,
        "present": _tried(result.present),
        "by_load": _tried(result.by_load),
        "most": _tried(result.most),
        "answer": _tried(result.answer),
        "sure": target.surely(result.answer.figure) if result.answer is not None else False,
        "fresh": _interval(result.fresh),
        "beyond_quota": result.beyond_quota,
        "needs": [
            {
                "group": need.variable.group.key,
                "teams": list(need.variable.group.teams),
                "what": need.variable.what,
                "present": list(need.present),
                "by_load": need.by_load,
                "answer": need.answer,
                "one_fewer": _tried(need.one_fewer),
            }
            for need in result.needs
        ],
    }


def _tried(tried: Tried | None) -> dict[str, Any] | None:
    return None if tried is None else {"people": tried.people, "met": tried.met, "figure": _interval(tried.figure)}


def study_object(shown: Snapshot) -> dict[str, Any]:
    """Everything: the study, the summary of each scenario, and the values and daily backlogs of each replication."""
    return entry_object(entry_of(shown.study)) | {
        "scenarios": list(_scenarios(shown)),
        "confidence": CONFIDENCE,
        **_answer(shown),
    }


def _answer(shown: Snapshot) -> dict[str, Any]:
    """What a comparison or a sweep says, as the command that asked for it tells it."""
    if shown.comparison is not None:
        return {"comparison": comparison_object(shown.comparison, None, shown.study)}
    return {} if shown.swept is None else {"sweep": sweep_object(shown.swept)}


def _scenarios(shown: Snapshot) -> Iterator[dict[str, Any]]:
    groupings = ("county", *shown.study.request.by)
    for position, scenario in enumerate(shown.study.scenarios):
        replications = shown.replications[position]
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


def _families(shown: Snapshot, position: int) -> list[str]:
    return list(dict.fromkeys(family for one in shown.replications[position] for family in one.backlog))
