"""What a comparison asks: a base, its alternatives, the figures that are shown, and which differences matter."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from planner.errors import Problem, RequestError
from planner.experiments.headlines import (
    Amount,
    Name,
    Size,
    check_families,
    families_of,
    figures_named,
    leading_families,
    matters_by_default,
    shown_figures,
)
from planner.experiments.timeline import window_of
from planner.metrics.horizon import hours_per_working_day
from planner.metrics.indicators import SINCE
from planner.stats.paired import single_confidence

if TYPE_CHECKING:
    from planner.metrics import FigureKey
    from planner.model.scenario import Scenario

IN_GROUPS = ("resolution_time_mean", "on_time_rate", "backlog_mean")
"""What is compared in each group: few figures, as there are many groups."""

GROUPINGS = ("township", "department", "case_type")
"""What the difference of times is split by."""


@frozen(kw_only=True)
class Question:
    """A base, its alternatives, and what is shown of them. Make one with `question`.

    `families` restricts the runs; `leading` are the reporting families that the comparison is about. `matters` holds
    the smallest difference that matters of each shown figure, `stated` those figures whose size the planner has set.
    """

    scenarios: tuple[Scenario, ...]
    """The base, then the alternatives."""
    families: tuple[str, ...]
    leading: tuple[str, ...]
    figures: tuple[FigureKey, ...]
    matters: Mapping[FigureKey, Size]
    stated: frozenset[FigureKey]
    confidence: float
    """With which all intervals that are shown hold at once."""
    since: date | None = None
    """The day from which on the same figures are asked beside those of the whole horizon (`in_window`)."""

    @property
    def comparisons(self) -> int:
        """How many intervals are shown: alternatives × figures."""
        return (len(self.scenarios) - 1) * len(self.figures)

    @property
    def single_confidence(self) -> float:
        """The confidence of each interval (Bonferroni)."""
        return single_confidence(self.confidence, max(1, self.comparisons))


def in_window(asked: Question) -> Question:
    """The same question about the window that begins on its day: its intervals hold at once by themselves."""
    assert asked.since is not None
    return _of_keys(
        asked, [(figure, figure._replace(by=SINCE, key=asked.since.isoformat())) for figure in asked.figures]
    )


def in_groups(asked: Question, by: str, groups: Sequence[str]) -> Question:
    """The same question about the leading families in each group of a grouping: its intervals hold at once."""
    return _of_keys(
        asked,
        [
            (figure, figure._replace(by=by, key=group))
            for group in groups
            for figure in asked.figures
            if figure.family in asked.leading and figure.indicator in IN_GROUPS
        ],
    )


def _of_keys(asked: Question, figures: Sequence[tuple[FigureKey, FigureKey]]) -> Question:
    """The question about other figures, each of which counts as the first of its pair does."""
    return evolve(
        asked,
        figures=tuple(other for _figure, other in figures),
        matters={other: asked.matters[figure] for figure, other in figures},
        stated=frozenset(other for figure, other in figures if figure in asked.stated),
    )


def question(
    base: Scenario,
    others: Sequence[Scenario],
    *,
    families: Collection[str] = (),
    matters: Mapping[Name, Amount] | None = None,
    show: Iterable[Name] = (),
    confidence: float = 0.95,
    since: date | None = None,
) -> Question:
    """The question how `others` compare to `base`.

    Indicators named in `matters` and `show` are shown beside those of `headlines.shown_figures`. An amount for a family
    counts more than one for all of them.

    `since` states the day of the window; by default it is the last on which one of the scenarios changes.

    Raises RequestError where there is nothing to compare with, where the horizons differ, and for a day outside them.
    """
    scenarios = (base, *others)
    if not others:
        raise RequestError(Problem(kind="nothing-to-compare", facts={"base": base.name}))
    for other in others:
        if (other.time.start, other.time.days) != (base.time.start, base.time.days):
            facts = {"base": base.name, "start": base.time.start, "days": base.time.days}
            raise RequestError(Problem(kind="other-horizon", file=other.name, path="time", facts=facts))
    asked = tuple(dict.fromkeys(families))
    leading = leading_families(scenarios, asked)
    possible = families_of(scenarios, asked)
    check_families(matters or (), possible, "--matters")
    check_families(show := tuple(show), possible, "--precision")
    amounts = sorted((matters or {}).items(), key=lambda item: item[0].family is not None)
    figures = shown_figures(scenarios, asked, (*(name for name, _amount in amounts), *show))
    hours = hours_per_working_day(base.calendar)
    stated = {
        figure: amount.of(figure, hours)
        for name, amount in amounts
        for figure in (
            [figure for figure in figures if figure.indicator == name.indicator]
            if name.family is None
            else figures_named(name, leading)
        )
    }
    return Question(
        scenarios=scenarios,
        families=asked,
        leading=leading,
        figures=figures,
        matters={figure: stated.get(figure) or matters_by_default(figure) for figure in figures},
        stated=frozenset(stated),
        confidence=confidence,
        since=window_of(scenarios, since, "--since"),
    )
