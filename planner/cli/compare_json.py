"""A comparison as data, for programs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import attrs

from planner.cli.assumptions import guessed_days
from planner.cli.outlets import json_line
from planner.cli.results_study import trace_object
from planner.metrics.indicators import unit_of

if TYPE_CHECKING:
    from planner.experiments.changed import ChangedInput
    from planner.experiments.comparison import Alternative, Comparison, Finding
    from planner.experiments.result import ScenarioRun
    from planner.experiments.stress import StressTest
    from planner.experiments.transition import Transition
    from planner.experiments.why import Why
    from planner.metrics import FigureKey
    from planner.stats.interval import Interval
    from planner.store import Study


def as_line(comparison: Comparison, stress: StressTest | None, study: Study) -> str:
    """`as_object` in one line."""
    return json_line(as_object(comparison, stress, study))


def as_object(comparison: Comparison, stress: StressTest | None, study: Study) -> dict[str, Any]:
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
