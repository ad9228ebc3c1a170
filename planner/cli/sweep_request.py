"""What `planner sweep` is asked for, and what it found, with all that is told of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

if TYPE_CHECKING:
    from planner.cli.keeping import Kept
    from planner.experiments.design import Design, Point
    from planner.experiments.headlines import Name
    from planner.experiments.sweep import SweepResult
    from planner.metrics.indicators import FigureKey
    from planner.model.scenario import Scenario


@frozen(kw_only=True)
class Request:
    """The command line as written."""

    file: Path
    vary: tuple[str, ...]
    sample: str | None
    indicators: tuple[str, ...]
    families: tuple[str, ...]
    replications: int
    seed: int
    jobs: int | None
    cluster: str | None
    store: Path | None
    as_json: bool
    out: Path | None


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
    kept: Kept
