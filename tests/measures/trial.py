"""A measure tried on the quiet county under some condition: its figures with and without it, on the same draws."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from attrs import define, field

from planner.engine.rows import RunRows
from planner.engine.simulate import simulate
from planner.metrics.figures import figures
from planner.metrics.indicators import FigureKey
from planner.model.scenario import Scenario
from planner.stats.paired import Paired, compare
from planner.workload.reading import read_scenario

COUNTY = Path(__file__).with_name("county.toml")
MOST_REPLICATIONS = 10
MOST_CASES = 2_000

Figures = dict[int, dict[FigureKey, float]]
"""By replication."""
Test = TypeVar("Test", bound=Callable[..., None])
Try = Callable[..., "Trial"]
"""`trial(measure, condition, replications=…)`."""


def works(measure: str) -> Callable[[Test], Test]:
    """Marks a test in which a measure moves an indicator as its mechanism implies."""
    return _mark("works", measure)


def fails(measure: str) -> Callable[[Test], Test]:
    """Marks a test in which a measure does nothing, or harms."""
    return _mark("fails", measure)


def _mark(how: str, measure: str) -> Callable[[Test], Test]:
    def mark(test: Test) -> Test:
        setattr(test, how, (*getattr(test, how, ()), measure))
        return test

    return mark


@define
class Trial:
    """Replications without and with the measure, and their figures as they are asked for."""

    without: tuple[RunRows, ...]
    with_measure: tuple[RunRows, ...]
    _figures: dict[tuple[str, ...], tuple[Figures, Figures]] = field(factory=dict)

    def difference(self, indicator: str, family: str, **where: str) -> Paired:
        """The paired difference of a figure; `where` is one grouping and its key, the county by default."""
        key = FigureKey(indicator, family, *next(iter(where.items()), ("county", "")))
        base, other = (
            {number: found[key] for number, found in side.items() if key in found} for side in self._sides(*where)
        )
        paired = compare(base, other)
        assert paired is not None, f"{key} is absent"
        assert paired.left_out == 0, f"{key} is absent in some replications"
        return paired

    def _sides(self, *by: str) -> tuple[Figures, Figures]:
        if by not in self._figures:
            without, with_measure = (
                {number: figures(rows, by=by) for number, rows in enumerate(side)}
                for side in (self.without, self.with_measure)
            )
            self._figures[by] = without, with_measure
        return self._figures[by]

    def falls(self, indicator: str, family: str = "all", **where: str) -> None:
        """The whole interval of the difference lies below 0."""
        found = self.difference(indicator, family, **where)
        assert found.verdict(None) == "lower", found

    def rises(self, indicator: str, family: str = "all", **where: str) -> None:
        """The whole interval of the difference lies above 0."""
        found = self.difference(indicator, family, **where)
        assert found.verdict(None) == "higher", found

    def stays(self, indicator: str, family: str = "all", **where: str) -> None:
        """No replication differs at all."""
        found = self.difference(indicator, family, **where)
        assert found.verdict(None) == "no-difference", found


def trial_in(folder: Path, measures: tuple[str, ...], condition: str, replications: int) -> Trial:
    """Run the county under a condition, without measures and with them.

    The condition is a scenario file that extends the county; the measures are the shipped ones, unless the folder has
    its own.
    """
    assert replications <= MOST_REPLICATIONS
    with_measures = _run(read_scenario(_written(folder, condition), measures), replications)
    return Trial(_without_measures(condition, replications), with_measures)


def _written(folder: Path, condition: str) -> Path:
    (folder / "county.toml").write_text(COUNTY.read_text(encoding="utf-8"), encoding="utf-8")
    file = folder / "condition.toml"
    file.write_text(f'format = 1\nextends = "county.toml"\n{condition}', encoding="utf-8")
    return file


@lru_cache(maxsize=8)
def _without_measures(condition: str, replications: int) -> tuple[RunRows, ...]:
    """The same for every measure, whole or without a lever, that is tried on the condition."""
    with TemporaryDirectory() as folder:
        return _run(read_scenario(_written(Path(folder), condition)), replications)


def _run(scenario: Scenario, replications: int) -> tuple[RunRows, ...]:
    runs = tuple(simulate(scenario, replication=number) for number in range(replications))
    assert all(0 < len(rows.cases.reported) <= MOST_CASES for rows in runs)
    return runs


KINDS = ("town", "street", "strong-town")


def at(path: str, settings: str) -> str:
    """Settings below a path, as dotted keys, so that conditions can be put together in any order."""
    return "".join(f"{path}.{line}\n" for line in settings.splitlines())


def case(type_id: str, per_1000_residents_year: float, settings: str = "") -> str:
    """So many cases of a type come up: 1.5 × the rate in the county's 91 days."""
    return at(f"case_types.{type_id}", f"per_1000_residents_year = {per_1000_residents_year}\n{settings}")


def every(settings: str) -> str:
    """Settings of every township."""
    return "".join(at(f"kinds.{kind}", settings) for kind in KINDS)


def team(name: str, settings: str) -> str:
    """Settings of one team in every township."""
    return "".join(at(f"kinds.{kind}.teams.{name}", settings) for kind in KINDS)


def days(number: int) -> str:
    """A run of so many days."""
    return f"time.days = {number}\n"
