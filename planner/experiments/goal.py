"""Replications until a comparison is precise enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, Self

from attrs import frozen

from planner.experiments.headlines import Amount, Name, figures_named
from planner.experiments.question import Question
from planner.experiments.result import Replication
from planner.metrics import FigureKey
from planner.metrics.horizon import hours_per_working_day
from planner.stats.precision import Ended, Precision, Target

if TYPE_CHECKING:
    from planner.model.scenario import Scenario

MEAN_CONFIDENCE = 0.95
"""Of the intervals of each scenario by itself."""


NEAR_ZERO = ("overdue_end",)
"""Where things go well there is nothing left: no part of that is ever precise enough."""


@frozen(kw_only=True)
class Goal:
    """How precise a comparison shall be, and the most replications that it may take.

    `everywhere` goes for the figures of the leading families whose mean is not near 0 (`NEAR_ZERO`), `amounts` for
    indicators by name. A percentage is asked of the mean of every scenario; anything else, and percentage points, of
    the differences as they are shown.
    """

    most: int
    everywhere: Amount | None = None
    amounts: Mapping[Name, Amount]


@frozen
class Aim:
    """One interval that is to be narrow: the mean of a scenario, or its difference from the base (position 0)."""

    of: Literal["mean", "difference"]
    scenario: int
    figure: FigureKey


class PrecisionRule:
    """Says after how many replications a comparison has reached its goal; a rule for `run`."""

    def __init__(self, question: Question, goal: Goal) -> None:
        """Raises ValueError where the goal names no figure of the comparison, or allows no replication."""
        self._begin(_targets(question, goal), goal, len(question.scenarios), question.single_confidence)

    @classmethod
    def of_means(cls, scenarios: Sequence[Scenario], figures: Iterable[FigureKey], goal: Goal) -> Self:
        """The rule where nothing is compared: every figure's mean is to be so precise in every scenario.

        Raises ValueError where the goal is about none of the figures, or allows no replication.
        """
        rule = cls.__new__(cls)
        rule._begin(_targets_of_means(scenarios, tuple(figures), goal), goal, len(scenarios), MEAN_CONFIDENCE)
        return rule

    def _begin(self, targets: Mapping[Aim, Target], goal: Goal, scenarios: int, of_differences: float) -> None:
        groups = (
            ({aim: target for aim, target in targets.items() if aim.of == "mean"}, MEAN_CONFIDENCE),
            ({aim: target for aim, target in targets.items() if aim.of == "difference"}, of_differences),
        )
        if not targets:
            raise ValueError(goal)
        # Both kinds of intervals have a confidence of their own.
        self._parts = [
            (tuple(chosen), Precision(chosen, cap=goal.most, confidence=confidence))
            for chosen, confidence in groups
            if chosen
        ]
        self._waiting: dict[int, dict[int, Mapping[FigureKey, float]]] = {}
        self._scenarios = scenarios

    def __call__(self, replication: Replication) -> int | None:
        """Take note of a finished replication; the number that is enough, or None."""
        together = self._waiting.setdefault(replication.number, {})
        together[replication.scenario] = replication.figures
        if len(together) == self._scenarios:
            for aims, precision in self._parts:
                for aim in aims:
                    precision.add(aim, replication.number, _value(aim, together))
            del self._waiting[replication.number]
        ended = self.ended
        return None if ended is None else ended.replications

    @property
    def ended(self) -> Ended[Aim] | None:
        """How it ended; None while more replications are needed."""
        found = [precision.ended for _aims, precision in self._parts]
        known = [ended for ended in found if ended is not None]
        if len(known) < len(found):
            return None
        return Ended(
            by="cap" if any(ended.by == "cap" for ended in known) else "precision",
            replications=max(ended.replications for ended in known),
            unmet=tuple(aim for ended in known for aim in ended.unmet),
        )

    @property
    def judged(self) -> int:
        """Replications without a gap that were judged so far."""
        return min(precision.judged for precision in self._going_on())

    def widest(self) -> tuple[Aim, float]:
        """The interval furthest from its aim, and how many times too wide it is."""
        return max((precision.widest() for precision in self._going_on()), key=lambda found: found[1])

    def _going_on(self) -> list[Precision[Aim]]:
        """Those that still judge; one that has ended stays where it ended."""
        parts = [precision for _aims, precision in self._parts]
        return [precision for precision in parts if precision.ended is None] or parts


def _value(aim: Aim, together: Mapping[int, Mapping[FigureKey, float]]) -> float | None:
    own = together[aim.scenario].get(aim.figure)
    if aim.of == "mean" or own is None:
        return own
    base = together[0].get(aim.figure)
    return None if base is None else own - base


def _targets(question: Question, goal: Goal) -> dict[Aim, Target]:
    hours = hours_per_working_day(question.scenarios[0].calendar)
    amounts: dict[FigureKey, Amount] = {}
    if goal.everywhere is not None:
        amounts = {
            figure: goal.everywhere
            for figure in question.figures
            if figure.family in question.leading and figure.indicator not in NEAR_ZERO
        }
    for name, amount in sorted(goal.amounts.items(), key=lambda item: item[0].family is not None):
        amounts |= dict.fromkeys(figures_named(name, question.leading), amount)
    targets: dict[Aim, Target] = {}
    for figure, amount in amounts.items():
        size = amount.of(figure, hours)
        kind: Literal["mean", "difference"] = "mean" if size.relative else "difference"
        for scenario in range(0 if kind == "mean" else 1, len(question.scenarios)):
            targets[Aim(kind, scenario, figure)] = Target(half_width=size.value, relative=size.relative)
    return targets


def _targets_of_means(scenarios: Sequence[Scenario], figures: Sequence[FigureKey], goal: Goal) -> dict[Aim, Target]:
    hours = hours_per_working_day(scenarios[0].calendar)
    amounts: dict[FigureKey, Amount] = {}
    if goal.everywhere is not None:
        amounts = {figure: goal.everywhere for figure in figures if figure.indicator not in NEAR_ZERO}
    for name, amount in sorted(goal.amounts.items(), key=lambda item: item[0].family is not None):
        amounts |= {
            figure: amount
            for figure in figures
            if figure.indicator == name.indicator and name.family in (None, figure.family)
        }
    sizes = {figure: amount.of(figure, hours) for figure, amount in amounts.items()}
    return {
        Aim("mean", scenario, figure): Target(half_width=size.value, relative=size.relative)
        for figure, size in sizes.items()
        for scenario in range(len(scenarios))
    }
