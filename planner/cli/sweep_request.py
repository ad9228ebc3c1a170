"""What `planner sweep` is asked for, and what it found, with all that is told of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

if TYPE_CHECKING:
    from planner.cli.keeping import Kept
    from planner.experiments.design import Design, Point
    from planner.experiments.goal import Aim, Goal
    from planner.experiments.headlines import Name
    from planner.experiments.sweep import SweepResult
    from planner.metrics.indicators import FigureKey
    from planner.model.scenario import Scenario
    from planner.stats.precision import Ended


DEFAULT_REPLICATIONS = 10
MOST = 200
"""Replications that a precision may take."""


@frozen(kw_only=True)
class Points:
    """A table of points as a file states it: a path or measure for each column, and the cells row by row."""

    file: str
    axes: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    """Of the rows, as a spreadsheet counts them."""


@frozen(kw_only=True)
class Request:
    """The command line as written."""

    file: Path
    vary: tuple[str, ...]
    sample: str | None
    points: Points | None
    """A table of points in place of axes."""
    indicators: tuple[str, ...]
    families: tuple[str, ...]
    replications: int | None
    precision: tuple[str, ...]
    most: int
    seed: int
    jobs: int | None
    cluster: str | None
    store: Path | None
    as_json: bool
    out: Path | None
    name: str | None = None
    """What the study is called from now on; None leaves it as it is."""

    @property
    def planned(self) -> int:
        """Replications of each point: the number asked for, or the most that a precision may take."""
        return self.most if self.precision else self.replications or DEFAULT_REPLICATIONS


@frozen(kw_only=True)
class Asked:
    """What a sweep is about: its points and the scenario of each."""

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
        from planner.experiments.sweep import distinct

        return [scenario.name for scenario in distinct(self.scenarios)[1]]

    @property
    def base(self) -> Scenario:
        """What stands for the scenario that is varied: its first point, under its name."""
        return evolve(self.scenarios[0], name=self.name)


@frozen(kw_only=True)
class Swept:
    """A sweep with all that is told of it."""

    request: Request
    asked: Asked
    result: SweepResult
    figures: tuple[FigureKey, ...]
    """Those shown."""
    ended: Ended[Aim] | None
    """How the precision that was asked for ended the run; None where a number of replications was asked for."""
    kept: Kept
