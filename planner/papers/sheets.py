"""What a comparison, a sweep or a search for staff says, as sheets of a workbook, in the language in use.

Cells are numbers where they say numbers, unrounded; `Share` marks those that are shown in per cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from planner.metrics.indicators import unit_of
from planner.wording import _, changed, labels, names, staffing, text
from planner.wording import comparison as words
from planner.wording import sweep as told_of
from planner.wording.figures import group_name
from planner.wording.names import told_apart
from planner.wording.why import part_name

if TYPE_CHECKING:
    from planner.experiments.comparison import Alternative, Comparison, Finding
    from planner.experiments.design import Value
    from planner.experiments.staffing import StaffingResult
    from planner.experiments.stress import StressTest
    from planner.metrics import FigureKey
    from planner.model.scenario import Scenario
    from planner.studies.sweep import Swept

Row = Sequence[Any]
Sheet = tuple[str, list[str], Iterator[Row]]
"""Its name, its headings and its rows."""


class Share(float):
    """A number that is shown in per cent."""


def share_or_number(key: FigureKey, value: float | None) -> float | None:
    """A value of a figure as a cell shows it."""
    return Share(value) if value is not None and unit_of(key.indicator, key.family) == "share" else value


def of_comparison(comparison: Comparison) -> list[Sheet]:
    """Findings, where the differences of times come from, and what changed."""
    who = [_("Alternative")]
    return [
        (
            _("Findings"),
            [
                *who,
                *_what_headings(),
                _("By"),
                _("Group"),
                _("base"),
                _("here"),
                _("difference"),
                "±",
                _("verdict"),
                _("matters from"),
                _("replications"),
                _("lower in"),
                _("higher in"),
                _("replications needed"),
            ],
            _findings(comparison),
        ),
        (
            _("Why"),
            [
                *who,
                *_what_headings(),
                _("Split"),
                _("Part"),
                _("base"),
                _("here"),
                _("share in the base"),
                _("share here"),
                _("contribution"),
                "±",
            ],
            _whys(comparison),
        ),
        (
            _("What changed"),
            [
                *who,
                _("value"),
                _("base"),
                _("here"),
                _("Unit"),
                _("rests on"),
                _("source"),
                _("note"),
                _("since"),
                _("until"),
                _("path"),
            ],
            _changes(comparison),
        ),
    ]


def _what_headings() -> list[str]:
    return [_("Indicator"), _("Family"), _("Unit")]


def _what(key: FigureKey) -> Row:
    return labels.indicator(key.indicator), labels.family(key.family), labels.unit(unit_of(key.indicator, key.family))


def _titled(comparison: Comparison) -> Iterator[tuple[str, Alternative]]:
    """The alternatives with their titles, told apart from each other and from the base; illustrative ones say so."""
    scenarios = [comparison.base.scenario, *(one.run.scenario for one in comparison.alternatives)]
    told = told_apart([names.scenario_title(one) for one in scenarios], [one.name for one in scenarios])
    shown = [
        _("{title} (illustrative)").format(title=title) if one.place.illustrative else title
        for title, one in zip(told, scenarios, strict=True)
    ]
    return zip(shown[1:], comparison.alternatives, strict=True)


def _findings(comparison: Comparison) -> Iterator[Row]:
    for title, alternative in _titled(comparison):
        scenarios = (alternative.run.scenario, comparison.base.scenario)
        in_groups = (found for findings in alternative.groups.values() for found in findings)
        for found in (*alternative.findings, *alternative.since, *in_groups):
            where = group_cells(scenarios, found.figure)
            yield (title, *_what(found.figure), *where, *_finding(found))


def group_cells(scenarios: Sequence[Scenario], key: FigureKey) -> Row:
    """By what a figure is grouped, and its group by the name that the first of the scenarios has for it."""
    if key.by == "county":
        return _("County"), None
    told = (group_name(scenario, key.by, key.key) for scenario in scenarios)
    return labels.label(labels.DIMENSIONS, key.by), next((name for name in told if name != key.key), key.key)


def _finding(found: Finding) -> Row:
    paired, key = found.paired, found.figure
    if paired is None:
        return None, None, None, None, words.verdict_with_sign(found), None, 0, None, None, None
    interval = paired.difference
    return (
        share_or_number(key, paired.base_mean),
        share_or_number(key, paired.other_mean),
        share_or_number(key, interval.mean),
        share_or_number(key, interval.half_width),
        words.verdict_with_sign(found),
        share_or_number(key, found.matters),
        interval.n,
        paired.lower,
        paired.higher,
        found.needed,
    )


def _whys(comparison: Comparison) -> Iterator[Row]:
    base = comparison.base.scenario
    for title, alternative in _titled(comparison):
        for why in alternative.why:
            first = (title, *_what(why.figure))
            yield *first, _("In all"), None, None, None, None, None, why.whole.mean, why.whole.half_width
            for split in why.splits:
                by = labels.label(words.SPLITS, split.by)
                for part in split.parts:
                    yield (
                        *first,
                        by,
                        part_name(base, alternative.run.scenario, split.by, part),
                        part.base_mean,
                        part.other_mean,
                        None if part.base_share is None else Share(part.base_share),
                        None if part.other_share is None else Share(part.other_share),
                        part.contribution.mean,
                        part.contribution.half_width,
                    )
                if split.mix is not None:
                    told = _("other cases came up")
                    yield *first, by, told, None, None, None, None, split.mix.mean, split.mix.half_width


def _changes(comparison: Comparison) -> Iterator[Row]:
    base = comparison.base.scenario
    for title, alternative in _titled(comparison):
        scenario = alternative.run.scenario
        for change in alternative.changed:
            for value in change.values:
                yield (
                    title,
                    changed.place(value.path, base, scenario) or value.path,
                    value_cell(value.path, value.base, change.unit, base, scenario),
                    value_cell(value.path, value.other, change.unit, base, scenario),
                    labels.unit(change.unit),
                    changed.tag(change),
                    change.source.source or None,
                    text(change.source.note) or None,
                    change.since,
                    change.until,
                    value.path,
                )


def value_cell(path: str, what: Any, unit: str, base: Scenario, other: Scenario) -> Any:
    """A value of a scenario as a cell: a number or a date as such, anything else in words."""
    if what is None or (isinstance(what, int | float | date) and not isinstance(what, bool)):
        return Share(what) if unit == "share" and isinstance(what, int | float) else what
    return changed.value_at(path, what, "", base, other)


def of_stress(comparison: Comparison, stress: StressTest) -> list[Sheet]:
    """Every finding with each group of assumptions moved, beside the verdict without."""
    headings = [
        _("Alternative"),
        _("Assumptions"),
        _("times"),
        _("values moved"),
        *_what_headings(),
        _("base"),
        _("here"),
        _("difference"),
        "±",
        _("verdict"),
        _("verdict before"),
    ]
    return [(_("Stress"), headings, _stressed(comparison, stress))]


def _stressed(comparison: Comparison, stress: StressTest) -> Iterator[Row]:
    for one in stress.finished:
        variant = one.variant
        for (title, alternative), findings in zip(_titled(comparison), one.findings, strict=True):
            for before, after in zip(alternative.findings, findings, strict=True):
                yield (
                    title,
                    labels.label(words.ASSUMPTION_GROUPS, variant.group),
                    variant.factor,
                    variant.values,
                    *_what(after.figure),
                    *_finding(after)[:5],
                    words.verdict_with_sign(before),
                )


def of_sweep(swept: Swept, titles: told_of.Titles) -> list[Sheet]:
    """The points with the figures that are shown, and what the factors do, by themselves and in pairs."""
    design = swept.asked.design
    axes = axis_headings([axis.name for axis in design.axes], titles, swept.asked.base)
    figures = [part for key in swept.figures for part in (words.figure(key), "±")]
    points = (_("Points"), [_("Point"), *axes, *figures], _points(swept))
    headings = [*_what_headings(), _("Factor"), _("from"), _("to"), _("where it meets"), _("effect"), "±", _("verdict")]
    effects = list(_effects(swept, titles))
    return [points, *([(_("Effects"), headings, iter(effects))] if effects else [])]


def axis_headings(axes: Sequence[str], titles: told_of.Titles, scenario: Scenario | None) -> list[str]:
    """Axes by the titles of measures, or the words of their paths in a scenario; by the paths where words are alike."""
    told = [
        told_of.axis_name(axis, titles)
        if axis.startswith(told_of.MEASURE)
        else (scenario and changed.place(axis, scenario, scenario)) or axis
        for axis in axes
    ]
    return [name if told.count(name) == 1 else axis for name, axis in zip(told, axes, strict=True)]


def axis_cells(values: Iterable[Value]) -> Iterator[Any]:
    """The values of a point: a measure is on or off."""
    return (told_of.value(value) if isinstance(value, bool) else value for value in values)


def _points(swept: Swept) -> Iterator[Row]:
    for number, (point, one) in enumerate(zip(swept.result.points, swept.result.runs, strict=True), 1):
        intervals = one.intervals()
        cells: list[float | None] = []
        for key in swept.figures:
            found = intervals.get(key)
            cells += [None, None] if found is None else [found.mean, found.half_width]
        shown = (share_or_number(key, cell) for key, cell in zip(_twice(swept.figures), cells, strict=True))
        yield (number, *axis_cells(point.values()), *shown)


def _twice(figures: Sequence[FigureKey]) -> Iterator[FigureKey]:
    return (key for key in figures for _part in ("mean", "half-width"))


def _effects(swept: Swept, titles: told_of.Titles) -> Iterator[Row]:
    from planner.experiments.sweep_effects import effects_on

    values = {axis.name: list(axis_cells(axis.values)) for axis in swept.asked.design.levels}
    axes = [axis.name for axis in swept.asked.design.axes]
    named = dict(zip(axes, axis_headings(axes, titles, swept.asked.base), strict=True))
    for figure in swept.figures:
        found = effects_on(swept.asked.design, swept.result, figure)
        if found is None:
            continue
        told: list[tuple[str, int, str | None, Any, str | None]] = []
        if found.effects is not None:
            told += [(name, 1, None, one, found.verdicts[name]) for name, one in found.effects.main.items()]
        told += [(one.factor, one.level, None, one.difference, one.verdict) for one in found.levels]
        if found.effects is not None:
            told += [(name, 1, named[other], one, None) for (name, other), one in found.effects.interactions.items()]
        for name, level, other, interval, verdict in told:
            yield (
                *_what(figure),
                named[name],
                values[name][0],
                values[name][level],
                other,
                share_or_number(figure, interval.mean),
                share_or_number(figure, interval.half_width),
                None if verdict is None else labels.label(words.VERDICTS, verdict),
            )


def of_staff(scenario: Scenario, result: StaffingResult) -> list[Sheet]:
    """The answer, and team by team what it takes."""
    return [
        (_("Answer"), [_("What"), _("People"), _("Figure"), "±", _("Target met")], _answers(scenario, result)),
        (
            _("Staff"),
            [
                _("People"),
                _("certified"),
                _("now, fewest"),
                _("now, most"),
                _("by load"),
                _("needed"),
                _("with one fewer"),
                "±",
                _("Target met"),
                _("Teams"),
            ],
            _needs(scenario, result),
        ),
    ]


def _answers(scenario: Scenario, result: StaffingResult) -> Iterator[Row]:
    target = result.target
    yield names.scenario_title(scenario), None, None, None, None
    if scenario.place.illustrative:
        yield names.illustrative(scenario), None, None, None, None
    yield _("Target: {target}.").format(target=staffing.target(target)), None, None, None, None
    for name, tried in (
        (_("now"), result.present),
        (_("by load"), result.by_load),
        (_("needed"), result.answer),
        (_("the largest staff tried"), result.most),
    ):
        if tried is not None:
            figure = tried.figure
            yield (
                name,
                tried.people,
                None if figure is None else share_or_number(target.figure, figure.mean),
                None if figure is None else share_or_number(target.figure, figure.half_width),
                changed.value(tried.met, ""),
            )
    yield staffing.ended(result), None, None, None, None


def _needs(scenario: Scenario, result: StaffingResult) -> Iterator[Row]:
    key = result.target.figure
    for need in result.needs:
        group = need.variable.group
        fewer = need.one_fewer
        figure = None if fewer is None else fewer.figure
        yield (
            staffing.group_name(scenario, group),
            changed.value(need.variable.what == "certified", ""),
            min(need.present),
            max(need.present),
            need.by_load,
            need.answer,
            None if figure is None else share_or_number(key, figure.mean),
            None if figure is None else share_or_number(key, figure.half_width),
            None if fewer is None else changed.value(fewer.met, ""),
            ", ".join(group.teams),
        )
