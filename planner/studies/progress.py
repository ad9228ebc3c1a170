"""How far a study is: what is finished of what is expected, the pace, the widest interval, and events for programs."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from planner.experiments.goal import NEAR_ZERO
from planner.experiments.headlines import LEADING, leading_families
from planner.experiments.result import Gathered
from planner.metrics.indicators import FigureKey
from planner.stats.precision import look_ahead

if TYPE_CHECKING:
    from planner.experiments.goal import PrecisionRule
    from planner.experiments.result import Replication
    from planner.experiments.stress import Variant
    from planner.model.scenario import Scenario
    from planner.stats.interval import Interval

Event = dict[str, Any]
"""What happened, as one line of JSON tells it to a program that watches."""


def leading_figures(scenarios: Sequence[Scenario], families: Sequence[str] = ()) -> tuple[FigureKey, ...]:
    """The figures that reports begin with."""
    return tuple(FigureKey(id, family) for family in leading_families(scenarios, families) for id in LEADING)


class Progress:
    """Counts the replications of a study as they come, and expects how many there will be.

    Replications that the store had already count, but not in the pace. Counting and asking may be done by different
    threads.
    """

    def __init__(
        self,
        scenarios: Sequence[str],
        replications: int,
        *,
        study: int | None = None,
        finished: Iterable[Replication] = (),
        figures: Sequence[FigureKey] = (),
        rule: PrecisionRule | None = None,
        variants: int | None = None,
        has_figures: bool = True,
    ) -> None:
        """`scenarios` are names, `replications` those of each, or the most of them where a `rule` may end it earlier.

        The widest interval is looked for among `figures`. `variants` are those of a stress test that comes after the
        replications, None where there can be none. Events tell the figures of the county where it `has_figures`.
        """
        self.scenarios = tuple(scenarios)
        self.replications = replications
        self.study = study
        self.rule = rule
        self.variants = variants
        self.variant: Variant | None = None
        """The one under way, once the stress test has begun."""
        self.widest = Widest(figures)
        self._has_figures = has_figures
        self._total: int | None = None
        self._before = 0
        for replication in finished:
            self._before += 1
            self.widest.add(replication)
        self.count = self._before
        self._began = time.monotonic()

    def add(self, replication: Replication) -> Event:
        """Count one more; the event that tells it, with the same keys for every verb. Scenarios count from 1."""
        self.count += 1
        event: Event = {
            "event": "replication",
            "scenario": self.scenarios[replication.scenario],
            "scenario_number": replication.scenario + 1,
            "replication": replication.number + 1,
            "finished": self.count,
            "total": self.total,
            "seconds": round(replication.seconds, 3),
            "seconds_left": round(self.seconds_left or 0.0, 1),
        }
        if self.variants is not None:
            event["variant"] = None if self.variant is None else [self.variant.group, self.variant.factor]
        if self._has_figures:
            event["figures"] = [
                {"indicator": key.indicator, "family": key.family, "value": value}
                for key, value in replication.figures.items()
                if key.by == "county"
            ]
        if self.variant is None:
            self.widest.add(replication)
        return event

    def started(self, **more: object) -> Event:
        """The event that reports the beginning of the run: what is run, and how much of it is done already."""
        return {
            "event": "started",
            "study": self.study,
            "scenarios": list(self.scenarios),
            "replications": self.replications,
            "finished": self.count,
            "total": self.total,
            **({} if self.variants is None else {"variants": self.variants}),
            **more,
        }

    def ended(self, *, interrupted: bool, **more: object) -> Event:
        """The event that nothing more is run."""
        return {"event": "ended", "study": self.study, "finished": self.count, "interrupted": interrupted, **more}

    def stress_begins(self, replications: int) -> None:
        """The comparison is done; each variant of the stress test takes so many replications of each scenario."""
        self._total = self.count + (self.variants or 0) * replications * len(self.scenarios)

    def variant_begins(self, variant: Variant) -> None:
        """A variant of the stress test begins."""
        self.variant = variant

    @property
    def is_estimate(self) -> bool:
        """Whether the total may still change, because a precision decides on it."""
        return self.rule is not None and self._total is None

    @property
    def total(self) -> int:
        """Replications in all, as far as can be told."""
        if self._total is not None:
            return self._total
        return self._expected() * len(self.scenarios) * (1 + (self.variants or 0))

    def _expected(self) -> int:
        """Replications of each scenario, from how far the widest interval is from its aim."""
        if self.rule is None:
            return self.replications
        judged, (_aim, times) = self.rule.judged, self.rule.widest()
        if not judged or not math.isfinite(times):
            return self.replications
        needed = math.ceil(judged * max(times, 1.0) ** 2)
        return min(self.replications, max(needed + look_ahead(needed), judged + 1))

    @property
    def seconds_passed(self) -> float:
        """Seconds since this run began, without those of runs that it resumes."""
        return time.monotonic() - self._began

    @property
    def seconds_left(self) -> float | None:
        """Time left, from the pace so far; None before the first replication."""
        run = self.count - self._before
        if not run:
            return None
        return self.seconds_passed / run * max(0, self.total - self.count)


class Widest:
    """Which interval of chosen figures is the widest so far, as a part of its mean: what more replications are for."""

    def __init__(self, figures: Sequence[FigureKey]) -> None:
        # Of what is next to nothing where things go well, no part is ever precise.
        self._figures = [figure for figure in figures if figure.indicator not in NEAR_ZERO] or list(figures)
        self._gathered: dict[int, Gathered] = {}
        self._intervals: dict[tuple[int, FigureKey], Interval] = {}

    def add(self, replication: Replication) -> None:
        """Take the figures of one more."""
        found = {figure: replication.figures[figure] for figure in self._figures if figure in replication.figures}
        if not found:
            return
        gathered = self._gathered.setdefault(replication.scenario, Gathered())
        gathered.add(found)
        new = {(replication.scenario, figure): one for figure, one in gathered.intervals().items()}
        # The screen is drawn by another thread: it finds either the old intervals or the new ones.
        self._intervals = self._intervals | new

    def find(self) -> tuple[FigureKey, Interval] | None:
        """The figure and its interval; None while there is none."""
        known = {place: one for place, one in self._intervals.items() if one.relative_half_width is not None}
        if not known:
            return None
        (_place, figure), interval = max(known.items(), key=lambda item: item[1].relative_half_width or 0.0)
        return figure, interval
