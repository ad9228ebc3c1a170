"""Targets of staffing as written, and the staffings that are tried for them by simulation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from attrs import field, frozen

from planner.errors import Problem, RequestError
from planner.experiments.headlines import Amount, families_of, named, no_such_family
from planner.experiments.result import RunResult, ScenarioRun
from planner.experiments.staffing_groups import Group, needed_by_load, with_staffing
from planner.files.cells import plain
from planner.metrics.horizon import hours_per_working_day
from planner.metrics.indicators import ALL, CAUSES, INDICATORS, FigureKey
from planner.model.routing import TeamKey, officer_teams
from planner.model.scenario import Scenario
from planner.stats.interval import Interval, mean_interval
from planner.workload import check_load

Sign = Literal[">=", "<="]

OPTION = "--for"

REACHABLE: Mapping[str, Sign] = {
    "on_time_rate": ">=",
    "whistles_on_time_rate": ">=",
    **dict.fromkeys(("backlog_mean", "backlog_end", "overdue_end"), "<="),
    **{
        f"{time}_time_{statistic}": "<="
        for time in ("response", "resolution")
        for statistic in ("mean", "median", "p90")
    },
    **dict.fromkeys(("worst_township_resolution_time", "powers_unusable", "repeat_contacts_per_case"), "<="),
    **dict.fromkeys(("staff_use", "department_use"), "<="),
    **{f"time_by_cause.{cause}": "<=" for cause in CAUSES},
}
"""Indicators that more staff moves one way, and the sign that a target takes."""

_WRITTEN = re.compile(
    r"\s*(?P<name>[\w.]+)\s*(?P<sign>[<>]=|[≥≤])\s*(?P<value>[0-9]*\.?[0-9]+)\s*(?P<suffix>%|d|h|)\s*"
)


@frozen
class StaffingTarget:
    """The mean of a figure is to reach `value`, in the figure's unit."""

    figure: FigureKey
    sign: Sign
    value: float

    def margin(self, value: float) -> float:
        """By how much a value is better than asked for, in the figure's unit; negative where it is not met."""
        return value - self.value if self.sign == ">=" else self.value - value

    def met(self, interval: Interval | None) -> bool:
        """Whether the mean reaches it. A figure that some replication lacks reaches nothing."""
        return interval is not None and self.margin(interval.mean) >= 0.0

    def surely(self, interval: Interval | None) -> bool:
        """Whether the whole interval reaches the target."""
        half = None if interval is None else interval.half_width
        return interval is not None and half is not None and self.margin(interval.mean) >= half

    def surely_not(self, interval: Interval | None) -> bool:
        """Whether no part of the interval reaches the target, or there is no figure at all."""
        half = None if interval is None else interval.half_width
        return interval is None or (half is not None and self.margin(interval.mean) < -half)


def staffing_target(text: str, scenario: Scenario) -> StaffingTarget:
    """The target that a text states for a scenario: `family.indicator`, or an indicator of all cases together.

    `%` means percentage points, `d` working days, `h` hours. Raises RequestError: `target-form` where it is no target,
    `unknown-name` for an indicator that does not exist, `needs-family` for one that is not pooled over families,
    `not-one-of` for a family without cases, `no-staffing-target` for one that staff does not move, `target-sign` for
    one that more staff moves the other way.
    """
    match = _WRITTEN.fullmatch(plain(text))
    if match is None:
        raise _refusal("target-form", got=text)
    name = named(match["name"], OPTION)
    sign = REACHABLE.get(name.indicator)
    if sign is None:
        raise _refusal("no-staffing-target", got=name.indicator, known=tuple(REACHABLE)[:6])
    families = families_of([scenario])
    if name.family is None and not INDICATORS[name.indicator].pooled:
        family = families[0] if families else ALL
        raise _refusal("needs-family", got=name.indicator, example=f"{family}.{name.indicator}")
    if name.family not in (None, ALL, *families):
        raise RequestError(no_such_family(str(name.family), families, OPTION))
    if match["sign"] not in (sign, {">=": "≥", "<=": "≤"}[sign]):
        raise _refusal("target-sign", got=name.indicator, sign=sign)
    figure = FigureKey(name.indicator, name.family or ALL)
    amount = Amount(float(match["value"]), match["suffix"])  # type: ignore[arg-type]
    size = amount.of(figure, hours_per_working_day(scenario.calendar))
    if size.relative or (amount.suffix in ("d", "h") and INDICATORS[name.indicator].unit != "time"):
        raise _refusal("target-form", got=text)
    if INDICATORS[name.indicator].unit == "share" and size.value > 1.0:
        raise _refusal("out-of-range", got=match["value"], lowest=0.0, highest=1.0, unit="share")
    return StaffingTarget(figure, sign, size.value)


def _refusal(kind: str, **facts: object) -> RequestError:
    return RequestError(Problem(kind=kind, path=OPTION, facts=facts))


State = tuple[int, ...]
"""A number for each variable."""

Ended = Literal["found", "unreachable", "tries", "interrupted"]
"""Nobody can be spared any more; not even the largest staff tried is enough; no more may be tried; Ctrl-C."""


class Over(Exception):
    """No more staffings are to be tried."""

    def __init__(self, ended: Ended) -> None:
        super().__init__(ended)
        self.ended = ended


@frozen(kw_only=True)
class Variable:
    """A number that is sought: people in each team of a group, or certified officers among them."""

    group: Group
    what: Literal["people", "certified"]


@frozen(kw_only=True)
class Tried:
    """A staffing that was simulated: its people in all, and the figure (None where a replication lacks it)."""

    people: int
    figure: Interval | None
    met: bool


@frozen(kw_only=True)
class Staffings:
    """The staffings of some groups in a scenario: a number for each variable, those of one group in a row."""

    scenario: Scenario
    groups: tuple[Group, ...]
    variables: tuple[Variable, ...] = field(init=False)

    @variables.default
    def _variables(self) -> tuple[Variable, ...]:
        return tuple(
            Variable(group=group, what=what)
            for group in self.groups
            for what in (("people", "certified") if group.certified_crew else ("people",))
        )

    def present(self) -> tuple[tuple[int, ...], ...]:
        """What there is now, by variable and team of its group."""
        teams = officer_teams(self.scenario, contractors=False)
        return tuple(
            tuple(
                teams[key].staff.total
                if variable.what == "people"
                else teams[key].certified_officers(of_department=key.is_department)
                for key in variable.group.teams
            )
            for variable in self.variables
        )

    def by_load(self) -> State:
        """What plain arithmetic on the scenario gives."""
        check = check_load(self.scenario)
        numbers = (needed_by_load(check, group) for group in self.groups)
        return tuple(number for pair in numbers for number in pair if number is not None)

    def at(self, load: float) -> State:
        """All teams alike at a load."""
        return tuple(
            variable.group.people(load) if variable.what == "people" else variable.group.certified(load)
            for variable in self.variables
        )

    def fewer(self, state: State, places: Iterable[int]) -> State:
        """One fewer at some places, where a crew is left.

        Certified officers are never more than people, and none where they would be fewer than a crew of them.
        """
        numbers, places = list(state), set(places)
        for place, variable in enumerate(self.variables):
            group = variable.group
            if variable.what == "people":
                if place in places and numbers[place] > group.crew:
                    numbers[place] -= 1
            else:
                left = min(numbers[place] - (place in places), numbers[place - 1])
                if left < numbers[place]:
                    numbers[place] = left if left >= group.certified_crew else 0
        return tuple(numbers)

    def people(self, state: State) -> int:
        """People in all teams together."""
        numbers = zip(state, self.variables, strict=True)
        return sum(number * len(one.group.teams) for number, one in numbers if one.what == "people")

    def rank(self, state: State) -> tuple[int, int]:
        """Of two staffings that meet the target, the one of smaller rank is the answer: certificates count last."""
        return self.people(state), sum(state)

    def staffed(self, state: State) -> Scenario:
        """The scenario with a staffing."""
        numbers: dict[TeamKey, tuple[int, int | None]] = {}
        for number, variable in zip(state, self.variables, strict=True):
            for key in variable.group.teams:
                numbers[key] = (number, None) if variable.what == "people" else (numbers[key][0], number)
        return with_staffing(self.scenario, numbers)


Simulate = Callable[[Sequence[Scenario]], RunResult]

OnTry = Callable[[int, Tried, Tried | None], object]
"""Told the number of staffings tried, the last of them, and the best that meets the target so far."""


class Tries:
    """Simulates staffings, each once, and remembers them; `left` more may be tried."""

    def __init__(
        self,
        staffings: Staffings,
        target: StaffingTarget,
        simulate: Simulate,
        *,
        left: int,
        replications: int,
        on_try: OnTry | None = None,
    ) -> None:
        self.staffings = staffings
        self.target = target
        self.known: dict[State, Tried] = {}
        self.best: State | None = None
        """The one of smallest rank that meets the target."""
        self.all: list[Tried] = []
        self._simulate = simulate
        self._left = left
        self._replications = replications
        self._on_try = on_try

    def of(self, *states: State) -> list[Tried]:
        """What the staffings give; those not known yet are simulated together, so that processors stay busy.

        Raises Over where no more may be tried, and when Ctrl-C was pressed; what was finished before is remembered.
        """
        new = [state for state in dict.fromkeys(states) if state not in self.known]
        while new:
            batch, new = new[: max(1, self._left)], new[max(1, self._left) :]
            self._try([self.staffings.staffed(state) for state in batch], batch)
        return [self.known[state] for state in states]

    def as_it_is(self) -> Tried:
        """What the scenario gives as it is. Raises Over like `of`."""
        present = self.staffings.present()
        if all(len(set(numbers)) == 1 for numbers in present) and not self.staffings.scenario.phases:
            return self.of(tuple(numbers[0] for numbers in present))[0]
        # It is no staffing of these groups: teams differ within them, or over time.
        return self._try([self.staffings.scenario], [None])[0]

    def interval(self, one: ScenarioRun) -> Interval | None:
        """The interval of the target's figure; None where a replication is missing or lacks it."""
        figure = self.target.figure
        values = [found.figures[figure] for found in one.replications if figure in found.figures]
        return mean_interval(values) if len(values) == self._replications else None

    def _try(self, scenarios: Sequence[Scenario], states: Sequence[State | None]) -> list[Tried]:
        if self._left <= 0:
            raise Over("tries")
        self._left -= len(scenarios)
        result = self._simulate(scenarios)
        found = []
        for state, scenario, one in zip(states, scenarios, result.runs, strict=True):
            if len(one.replications) < self._replications:
                raise Over("interrupted")
            interval = self.interval(one)
            tried = Tried(people=self._people_in(scenario), figure=interval, met=self.target.met(interval))
            self.all.append(tried)
            found.append(tried)
            if state is not None:
                self.known[state] = tried
                if tried.met and self._is_better(state):
                    self.best = state
            if self._on_try is not None:
                self._on_try(len(self.all), tried, None if self.best is None else self.known[self.best])
        if result.interrupted:
            raise Over("interrupted")
        return found

    def _is_better(self, state: State) -> bool:
        return self.best is None or self.staffings.rank(state) < self.staffings.rank(self.best)

    def _people_in(self, scenario: Scenario) -> int:
        teams = officer_teams(scenario, contractors=False)
        return sum(teams[key].staff.total for group in self.staffings.groups for key in group.teams)
