"""What a comparison, a sweep or a search for staff says, as tidy tables: ids, unrounded numbers, a row for each fact.

Programs and analysts read these (CSV, Parquet); `answer_sheets` says the same in words for Excel.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from planner.metrics.indicators import unit_of

if TYPE_CHECKING:
    import polars as pl

    from planner.cli.results_study import Stored
    from planner.cli.sweep_request import Swept
    from planner.experiments.comparison import Alternative, Comparison
    from planner.experiments.staffing import StaffingResult
    from planner.metrics import FigureKey
    from planner.model.scenario import Scenario
    from planner.stats.interval import Interval

Rows = Iterator[dict[str, Any]]


def answer_frame(shown: Stored, table: str) -> pl.DataFrame | None:
    """One of the tables `findings`, `why`, `changes` and `effects` of a study; None where it has no such table."""
    verb = shown.study.request.verb
    if not shown.scenarios or verb != ("sweep" if table == "effects" else "compare"):
        return None
    if table == "effects":
        return frame_of_rows(effects(kept_sweep_of(shown)), EFFECTS)
    from planner.cli.compare_kept import kept_comparison

    comparison = kept_comparison(shown)
    study = {"study": shown.study.id}
    if table == "findings":
        return frame_of_rows((study | row for row in findings(comparison)), {"study": "Int64", **FINDINGS})
    if table == "why":
        return frame_of_rows((study | row for row in whys(comparison)), {"study": "Int64", **WHY})
    return frame_of_rows((study | row for row in changes(comparison)), {"study": "Int64", **CHANGES})


def kept_sweep_of(shown: Stored) -> Swept:
    """What a sweep in the store says."""
    from planner.cli.keeping import Kept
    from planner.cli.sweep_kept import kept_sweep

    return kept_sweep(shown, Kept(study=shown.study, store=None, finished=shown.replications))


def frame_of_rows(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> pl.DataFrame:
    """Rows as a frame with these columns and their kinds, also where there are no rows."""
    import polars as pl

    schema = {name: getattr(pl, kind) for name, kind in columns.items()}
    return pl.DataFrame([tuple(row[name] for name in columns) for row in rows], schema=schema, orient="row")


_WHO = {"scenario_number": "Int64", "scenario": "String", "illustrative": "Boolean"}
_WHAT = {"indicator": "String", "family": "String", "unit": "String"}
FINDINGS = {
    **_WHO,
    "indicator": "String",
    "family": "String",
    "by": "String",
    "key": "String",
    "unit": "String",
    "base": "Float64",
    "other": "Float64",
    "difference": "Float64",
    "half_width": "Float64",
    "confidence": "Float64",
    "n": "Int64",
    "lower": "Int64",
    "higher": "Int64",
    "unpaired_half_width": "Float64",
    "better": "String",
    "matters": "Float64",
    "matters_stated": "Boolean",
    "verdict": "String",
    "sign": "String",
    "replications_needed": "Int64",
    "unreached": "Int64",
}
WHY = {
    **_WHO,
    **_WHAT,
    "split": "String",
    "key": "String",
    "base": "Float64",
    "other": "Float64",
    "base_share": "Float64",
    "other_share": "Float64",
    "contribution": "Float64",
    "half_width": "Float64",
    "n": "Int64",
}
CHANGES = {
    **_WHO,
    "path": "String",
    "base": "String",
    "other": "String",
    "unit": "String",
    "tag": "String",
    "source": "String",
    "note_zh": "String",
    "note_en": "String",
    "since": "Date",
    "until": "Date",
}
EFFECTS = {
    "study": "Int64",
    **_WHAT,
    "kind": "String",
    "factor": "String",
    "from": "String",
    "to": "String",
    "with_factor": "String",
    "effect": "Float64",
    "half_width": "Float64",
    "confidence": "Float64",
    "n": "Int64",
    "verdict": "String",
}
STAFF = {
    "scenario": "String",
    "illustrative": "Boolean",
    **_WHAT,
    "sign": "String",
    "target": "Float64",
    "group": "String",
    "teams": "String",
    "what": "String",
    "present_fewest": "Int64",
    "present_most": "Int64",
    "by_load": "Int64",
    "needed": "Int64",
    "one_fewer_met": "Boolean",
    "one_fewer_mean": "Float64",
    "one_fewer_half_width": "Float64",
}


def _what(key: FigureKey) -> dict[str, Any]:
    return {"indicator": key.indicator, "family": key.family, "unit": unit_of(key.indicator, key.family)}


def _who(number: int, alternative: Alternative) -> dict[str, Any]:
    scenario = alternative.run.scenario
    return {"scenario_number": number, "scenario": scenario.name, "illustrative": scenario.place.illustrative}


def _numbered(comparison: Comparison) -> Iterator[tuple[dict[str, Any], Alternative]]:
    """The alternatives with what names them; the base is scenario 1."""
    for number, alternative in enumerate(comparison.alternatives, 2):
        yield _who(number, alternative), alternative


def findings(comparison: Comparison) -> Rows:
    """Each figure of each alternative beside the base's, with the paired interval of the difference and the verdict.

    Those of the county, then those from a day on (`by` is `since`), then those in the groupings asked for.
    """
    for who, alternative in _numbered(comparison):
        in_groups = (found for findings in alternative.groups.values() for found in findings)
        for found in (*alternative.findings, *alternative.since, *in_groups):
            paired = found.paired
            yield {
                **who,
                **_what(found.figure),
                "by": found.figure.by,
                "key": found.figure.key,
                "base": None if paired is None else paired.base_mean,
                "other": None if paired is None else paired.other_mean,
                "difference": None if paired is None else paired.difference.mean,
                "half_width": None if paired is None else paired.difference.half_width,
                "confidence": None if paired is None else paired.difference.confidence,
                "n": 0 if paired is None else paired.difference.n,
                "lower": None if paired is None else paired.lower,
                "higher": None if paired is None else paired.higher,
                "unpaired_half_width": None if paired is None else paired.unpaired.half_width,
                "better": found.better,
                "matters": found.matters,
                "matters_stated": found.matters_stated,
                "verdict": found.verdict,
                "sign": None if paired is None else paired.verdict(found.better),
                "replications_needed": found.needed,
                "unreached": found.unreached,
            }


def whys(comparison: Comparison) -> Rows:
    """The parts into which each difference of a mean time is split, in several ways; each way adds up to the whole."""
    for who, alternative in _numbered(comparison):
        for why in alternative.why:
            first = {**who, **_what(why.figure)}
            yield first | _part("whole", "", None, None, None, None, why.whole)
            for split in why.splits:
                for part in split.parts:
                    yield first | _part(
                        split.by,
                        part.key,
                        part.base_mean,
                        part.other_mean,
                        part.base_share,
                        part.other_share,
                        part.contribution,
                    )
                if split.mix is not None:
                    yield first | _part(split.by, "mix", None, None, None, None, split.mix)


def _part(
    split: str,
    key: str,
    base: float | None,
    other: float | None,
    base_share: float | None,
    other_share: float | None,
    contribution: Interval,
) -> dict[str, Any]:
    return {
        "split": split,
        "key": key,
        "base": base,
        "other": other,
        "base_share": base_share,
        "other_share": other_share,
        "contribution": contribution.mean,
        "half_width": contribution.half_width,
        "n": contribution.n,
    }


def changes(comparison: Comparison) -> Rows:
    """Every value in which an alternative differs from the base, with its source."""
    for who, alternative in _numbered(comparison):
        for change in alternative.changed:
            for value in change.values:
                yield {
                    **who,
                    "path": value.path,
                    "base": _written(value.base),
                    "other": _written(value.other),
                    "unit": change.unit or None,
                    "tag": change.tag,
                    "source": change.source.source or None,
                    "note_zh": change.source.note.zh or None,
                    "note_en": change.source.note.en or None,
                    "since": change.since,
                    "until": change.until,
                }


def _written(value: Any) -> str | None:
    """A value of the model as one cell holds it: a number as digits, a whole table as JSON."""
    from planner.cli.compare_json import plain
    from planner.cli.outlets import json_line

    told = plain(value)
    return told if told is None or isinstance(told, str) else json_line(told)


def effects(swept: Swept) -> Rows:
    """What each factor of a sweep does to each figure, by itself (`main`, `level`) and in pairs (`interaction`)."""
    from planner.experiments.sweep_effects import effects_on

    levels = {axis.name: [_written(value) for value in axis.values] for axis in swept.asked.design.levels}
    for figure in swept.figures:
        found = effects_on(swept.asked.design, swept.result, figure)
        if found is None:
            continue
        first = {"study": swept.kept.study.id, **_what(figure)}
        for name, interval in {} if found.effects is None else found.effects.main.items():
            ends = {"from": levels[name][0], "to": levels[name][1], "with_factor": None}
            yield first | {"kind": "main", "factor": name, **ends, **_effect(interval, found.verdicts[name])}
        for one in found.levels:
            ends = {"from": levels[one.factor][0], "to": levels[one.factor][one.level], "with_factor": None}
            yield first | {"kind": "level", "factor": one.factor, **ends, **_effect(one.difference, one.verdict)}
        for (name, other), interval in {} if found.effects is None else found.effects.interactions.items():
            ends = {"from": levels[name][0], "to": levels[name][1], "with_factor": other}
            yield first | {"kind": "interaction", "factor": name, **ends, **_effect(interval, None)}


def _effect(interval: Interval, verdict: str | None) -> dict[str, Any]:
    return {
        "effect": interval.mean,
        "half_width": interval.half_width,
        "confidence": interval.confidence,
        "n": interval.n,
        "verdict": verdict,
    }


def staff(scenario: Scenario, result: StaffingResult) -> Rows:
    """Each number of people that was sought: now, by the load check's arithmetic, as needed, and with one fewer."""
    target = result.target
    for need in result.needs:
        fewer = need.one_fewer
        figure = None if fewer is None else fewer.figure
        yield {
            "scenario": scenario.name,
            "illustrative": scenario.place.illustrative,
            **_what(target.figure),
            "sign": target.sign,
            "target": target.value,
            "group": need.variable.group.key,
            "teams": " ".join(need.variable.group.teams),
            "what": need.variable.what,
            "present_fewest": min(need.present),
            "present_most": max(need.present),
            "by_load": need.by_load,
            "needed": need.answer,
            "one_fewer_met": None if fewer is None else fewer.met,
            "one_fewer_mean": None if figure is None else figure.mean,
            "one_fewer_half_width": None if figure is None else figure.half_width,
        }
