"""A sweep: its axes or its table of points, the scenario of each point, and what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
from attrs import evolve, frozen

from planner.errors import PlannerError, Problem, RequestError, ScenarioError
from planner.experiments import shared_cut_off
from planner.experiments.design import MEASURE, design
from planner.experiments.goal import PrecisionRule
from planner.experiments.headlines import (
    LEADING,
    check_families,
    families_of,
    figures_named,
    leading_families,
    named,
    run_families,
)
from planner.experiments.points import Points, read_table
from planner.experiments.sweep import assembled, distinct
from planner.files import list_measures, list_packages
from planner.metrics.indicators import ALL, FigureKey
from planner.store import Request
from planner.studies.spec import DEFAULT_REPLICATIONS, DEFAULT_SEED, MOST_FOR_PRECISION, goal_of

if TYPE_CHECKING:
    from planner.experiments.design import Design, Point
    from planner.experiments.goal import Aim, Goal
    from planner.experiments.headlines import Name
    from planner.experiments.result import RunResult
    from planner.experiments.sweep import SweepResult
    from planner.model.scenario import Scenario
    from planner.model.text import Text
    from planner.stats.precision import Ended
    from planner.store import Study


@frozen(kw_only=True)
class SweepSpec:
    """Scenarios that differ from one file in the values of some paths, and the figures shown of them."""

    file: Path
    vary: tuple[str, ...] = ()
    """Axes as written, like `townships.*.area_km2=60,80`."""
    sample: str | None = None
    """How many points are drawn from ranges, and how, like `lhs:64`."""
    points: Points | None = None
    """A table of points in place of axes."""
    indicators: tuple[str, ...] = ()
    """Those shown; none means the leading ones."""
    families: tuple[str, ...] = ()
    replications: int | None = None
    precision: tuple[str, ...] = ()
    most: int = MOST_FOR_PRECISION
    seed: int = DEFAULT_SEED

    @property
    def planned(self) -> int:
        """Replications of each point: the number asked for, or the most that a precision may take."""
        return self.most if self.precision else self.replications or DEFAULT_REPLICATIONS

    def design(self) -> Design:
        """Read the axes, or the table of points. Raises RequestError with every problem."""
        table, option = self.points, "--most" if self.precision else "--replications"
        if table is None:
            return design(self.vary, self.sample, replications=self.planned, limited_by=option)
        return table.design(replications=self.planned, limited_by=option)

    def names(self) -> tuple[Name, ...]:
        """Read the indicators. Raises RequestError with every problem."""
        problems: list[Problem] = []
        found: list[Name] = []
        for text in self.indicators:
            try:
                found.append(named(text, "--indicator"))
            except RequestError as error:
                problems += error.problems
        if problems:
            raise RequestError(problems)
        return tuple(found)

    def goal(self) -> Goal | None:
        """The precision asked for; None without one. Raises RequestError with every problem."""
        return goal_of(self.precision, self.most, self.replications)


@frozen(kw_only=True)
class Sweep:
    """What a sweep is about: its points and the scenario of each."""

    spec: SweepSpec
    design: Design
    points: tuple[Point, ...]
    scenarios: tuple[Scenario, ...]
    indicators: tuple[Name, ...]
    """Those asked for; none means the leading ones."""
    name: str
    """Of the scenario that is varied."""
    goal: Goal | None
    """The precision asked for, where it decides on the number of replications."""

    @property
    def names(self) -> list[str]:
        """Of the scenarios that are different, in the order of the store."""
        return [scenario.name for scenario in distinct(self.scenarios)[1]]

    @property
    def base(self) -> Scenario:
        """What stands for the scenario that is varied: its first point, under its name."""
        return evolve(self.scenarios[0], name=self.name)

    def rule(self, figures: Sequence[FigureKey]) -> PrecisionRule | None:
        """The rule of the precision asked for; None without one."""
        return None if self.goal is None else PrecisionRule.of_means(distinct(self.scenarios)[1], figures, self.goal)

    def shown(self) -> tuple[tuple[FigureKey, ...], tuple[str, ...]]:
        """The figures shown, and the families to run: those of the indicators, where none are asked for.

        Raises RequestError for an indicator or a precision of a family that is not run.
        """
        asked = self.spec.families
        leading = leading_families(self.scenarios, asked)
        whole = not asked
        # What is to be precise is also shown.
        precise = () if self.goal is None else tuple(self.goal.amounts)
        possible = families_of(self.scenarios, asked)
        check_families(self.indicators, possible, "--indicator")
        check_families(precise, possible, "--precision")
        if not self.indicators:
            shown = [FigureKey(indicator, family) for family in leading for indicator in LEADING]
            shown += [figure for name in precise for figure in figures_named(name, leading, whole=whole)]
            return tuple(dict.fromkeys(shown)), asked
        figures = dict.fromkeys(
            figure for name in (*self.indicators, *precise) for figure in figures_named(name, leading, whole=whole)
        )
        families = asked
        if whole and not any(figure.family == ALL for figure in figures):
            families = run_families(figure.family for figure in figures)
        return tuple(figures), families

    def request(self, families: tuple[str, ...]) -> Request:
        """What the store is asked for; `families` are those to run."""
        places, different = distinct(self.scenarios)
        spec = self.spec
        return Request(
            seed=spec.seed,
            cut_off_hours=shared_cut_off(different),
            replications=spec.planned,
            families=families,
            precision=spec.precision,
            verb="sweep",
            options={
                "file": str(spec.file.resolve()),
                "name": self.name,
                "vary": list(spec.vary),
                "sample": spec.sample,
                "points": None if spec.points is None else attrs.asdict(spec.points),
                "most": spec.most,
                "indicators": list(spec.indicators),
                "families": list(spec.families),
                "places": places,
            },
        )


@frozen(kw_only=True)
class Swept:
    """A sweep and what was found."""

    asked: Sweep
    result: SweepResult
    figures: tuple[FigureKey, ...]
    """The figures that are shown of each point."""
    ended: Ended[Aim] | None
    """How the precision that was asked for ended the run; None where a number of replications was asked for."""
    study: Study


def sweep_spec_of(study: Study) -> SweepSpec:
    """What a sweep of the store was asked."""
    asked, options = study.request, study.request.options
    return SweepSpec(
        file=Path(options["file"]),
        vary=tuple(options["vary"]),
        sample=options["sample"],
        points=_points(options.get("points")),
        indicators=tuple(options["indicators"]),
        families=tuple(options["families"]),
        replications=None if asked.precision else asked.replications,
        precision=asked.precision,
        most=options.get("most", MOST_FOR_PRECISION),
        seed=asked.seed,
    )


def _points(kept: Mapping[str, Any] | None) -> Points | None:
    """The table of points, as JSON has it."""
    if kept is None:
        return None
    rows = tuple(map(tuple, kept["rows"]))
    return Points(file=kept["file"], axes=tuple(kept["axes"]), rows=rows, numbers=tuple(kept["numbers"]))


def sweep_of(study: Study, scenarios: Sequence[Scenario], spec: SweepSpec) -> Sweep:
    """The points with the scenarios as they are kept. Raises RequestError for more replications than can be run."""
    options = study.request.options
    found = spec.design()
    return Sweep(
        spec=spec,
        design=found,
        points=found.points(spec.seed),
        scenarios=tuple(scenarios[place] for place in options["places"]),
        indicators=spec.names(),
        name=options["name"],
        goal=spec.goal(),
    )


def swept_of(study: Study, scenarios: Sequence[Scenario], result: RunResult) -> Swept:
    """What the replications of a sweep in the store say."""
    asked = sweep_of(study, scenarios, sweep_spec_of(study))
    figures, _families = asked.shown()
    rule = asked.rule(figures)
    if rule is not None:
        for run in result.runs:
            for replication in run.replications:
                rule(replication)
    return Swept(
        asked=asked,
        result=assembled(asked.points, asked.scenarios, result),
        figures=figures,
        ended=None if rule is None else rule.ended,
        study=study,
    )


def points_of(file: Path | None, *, vary: bool, sample: bool) -> Points | None:
    """The table that `--points` names; None without it.

    Raises RequestError where it cannot be read, where axes are stated beside it, and where there is neither.
    """
    if file is None:
        if not vary:
            raise RequestError(Problem(kind="nothing-varied", path="--vary", facts={"other": "--points"}))
        return None
    problems = [
        Problem(kind="not-together", path=option, facts={"other": "--points"})
        for option, is_there in (("--vary", vary), ("--sample", sample))
        if is_there
    ]
    table: Points | None = None
    try:
        table = read_table(file)
    except PlannerError as error:
        problems += error.problems
    if problems:
        raise RequestError(problems)
    return table


def titles_of(swept: Swept) -> Mapping[str, Text]:
    """Texts of measures and packages that are axes; where something is wrong with another one, ids do."""
    if not any(axis.name.startswith(MEASURE) for axis in swept.asked.design.axes):
        return {}
    near = swept.asked.spec.file
    titles: dict[str, Text] = {}
    for listed in (list_packages, list_measures):
        with suppress(ScenarioError):
            titles |= {one.id: one.title for one in listed(near)}
    return titles
