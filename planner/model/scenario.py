"""The scenario: everything needed to run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from math import sqrt
from typing import Any, Literal, TypeVar

from attrs import evolve, field, frozen

from planner.errors import Problem, ScenarioError
from planner.model import fields
from planner.model.calendar import CalendarSettings
from planner.model.casetype import CaseType
from planner.model.demand import Profile, Surge
from planner.model.linkage import Linkage, Platform
from planner.model.reviews import Reviews
from planner.model.summary import Summarised, Summary, some
from planner.model.team import SharedTeam
from planner.model.text import Text
from planner.model.township import Department, Township

Rewriting = Callable[["Scenario", Mapping[str, Any], Sequence[str]], "Scenario"]
"""Makes another scenario of one, with values by path and with more measures."""

_rewritings: list[Rewriting] = []


Offered = TypeVar("Offered", bound=Rewriting)


def rewrites(rewriting: Offered) -> Offered:
    """Offer the function behind `Scenario.with_values`: what a scenario was read from lies above this package."""
    _rewritings[:] = [rewriting]
    return rewriting


Tag = Literal["documented", "statute", "measured", "derived", "assumption"]


@frozen(kw_only=True)
class Source:
    """Where a value comes from: its tag, the document or page, and the quote or arithmetic."""

    tag: Tag
    source: str = ""
    note: Text = Text()


@frozen(kw_only=True)
class Time:
    """The horizon: from midnight of `start`, for `days` calendar days."""

    start: date
    days: int = fields.number(365, unit="calendar_days", lowest=1, highest=36_600)


@frozen(kw_only=True)
class DemandSettings:
    """The shape of demand in the county."""

    day_to_day_cv: float = fields.number(0.0, unit="factor", highest=5.0)
    """Coefficient of variation of the daily factor that all case types of a township share."""
    profiles: Mapping[str, Profile] = field(factory=dict)
    surges: Mapping[str, Surge] = field(factory=dict)


@frozen(kw_only=True)
class ReversalRates:
    """Probability that a decision is reversed, by who decided and how."""

    assigned: float = fields.share(0.0)
    entrusted: float = fields.share(0.0)
    posted: float = fields.share(0.0)
    agency: float = fields.share(0.0)
    county: float = fields.share(0.0)


@frozen(kw_only=True)
class Repeats:
    """Probability that a citizen comes again: when the case is open at its due time, and when it was reversed."""

    open_at_due: float = fields.share(0.0)
    reversed: float = fields.share(0.0)


SEAT_TO_SITE = 0.38 * 1.3
"""Mean road from the seat of a unit to a site in it, as a multiple of √area.

0.38 is the mean distance from the centre of a unit square to a random point, (√2 + ln(1 + √2)) / 6; 1.3 is road length
over straight-line distance (an assumption).
"""


@frozen(kw_only=True)
class Travel:
    """Speed of crews on their way to a site."""

    travel_km_per_hour: float = fields.number(30.0, unit="km_per_hour", highest=500.0, open_low=True)

    def round_trip_hours(self, area_km2: float, road_km: float = 0.0) -> float:
        """Hours there and back between a seat and a site in a unit of an area, and `road_km` before the seat."""
        return 2.0 * (SEAT_TO_SITE * sqrt(area_km2) + road_km) / self.travel_km_per_hour


@frozen(kw_only=True)
class Pay:
    """Pay per post and year, in yuan."""

    civil: float = fields.money(0.0)
    institution: float = fields.money(0.0)
    contract: float = fields.money(0.0)
    grid_worker: float = fields.money(0.0)
    """Per full-time equivalent."""
    agent: float = fields.money(0.0)
    """Per full-time equivalent."""


@frozen(kw_only=True)
class Cost:
    """What a measure costs, in yuan."""

    one_off: float = fields.money(0.0)
    yearly: float = fields.money(0.0)


@frozen(kw_only=True)
class Place:
    """How many units the scenario models of how many documented; fewer is illustrative (示意)."""

    units_modelled: int | None = fields.number(None, unit="units")
    units_documented: int | None = fields.number(None, unit="units")

    @property
    def illustrative(self) -> bool:
        """Whether the figures stand for a part of the place only."""
        if self.units_modelled is None or self.units_documented is None:
            return False
        return self.units_modelled < self.units_documented


@frozen(kw_only=True)
class Phase:
    """From midnight of `start`, `scenario` is in force; it has no phases of its own."""

    start: date
    scenario: Scenario


@frozen(kw_only=True, repr=False)
class Scenario(Summarised):
    """Everything needed to run, already merged: base, measures and own changes.

    `platform` is the county's: departments and shared teams follow its deadline alerts; each township has its own
    settings. `phases` follow the first state on their dates, in order.
    """

    name: str
    title: Text = Text()
    description: Text = Text()
    place: Place = Place()
    time: Time
    calendar: CalendarSettings = CalendarSettings()
    demand: DemandSettings = DemandSettings()
    case_types: Mapping[str, CaseType]
    kinds: Mapping[str, Text] = field(factory=dict)
    departments: Mapping[str, Department] = field(factory=dict)
    townships: Mapping[str, Township]
    shared_teams: Mapping[str, SharedTeam] = field(factory=dict)
    linkage: Linkage = Linkage()
    platform: Platform = Platform()
    reversal_rate: ReversalRates = ReversalRates()
    repeats: Repeats = Repeats()
    reviews: Reviews = Reviews()
    travel: Travel = Travel()
    pay: Pay = Pay()
    costs: Mapping[str, Cost] = field(factory=dict)
    """Costs of the measures applied, by measure."""
    measures: tuple[str, ...] = ()
    sources: Mapping[str, Source] = field(factory=dict)
    """Tags by path; `*` stands for any key, and a path covers all below it."""
    phases: tuple[Phase, ...] = ()

    @property
    def states(self) -> tuple[Scenario, ...]:
        """What is in force, one state after another: the scenario as it begins, and its phases."""
        return (self, *(phase.scenario for phase in self.phases))

    def state_on(self, day: date) -> Scenario:
        """What is in force on a day: the scenario itself, or the last of its phases that has begun; without phases."""
        state = self
        for phase in self.phases:
            if phase.start <= day:
                state = phase.scenario
        return evolve(state, phases=())

    def summary(self) -> Summary:
        """What it describes, in a few lines: also its `repr`."""
        place, time = self.place, self.time
        illustrative = f", illustrative ({place.units_modelled} of {place.units_documented} units)"
        residents = sum(township.residents for township in self.townships.values())
        phases = [f"{phase.start}" for phase in self.phases]
        return Summary(
            f"Scenario {called(self)}",
            (
                ("horizon", f"{time.days} days from {time.start}"),
                ("townships", some(self.townships) + (illustrative if place.illustrative else "")),
                ("residents", f"{residents:,}"),
                ("departments", some(self.departments)),
                ("case types", some(self.case_types)),
                ("measures", some(self.measures)),
                *((("changes on", some(phases)),) if phases else ()),
            ),
        )

    def with_values(self, values: Mapping[str, Any]) -> Scenario:
        """The same with other values by path (`*` for all keys), as if its file stated them last.

        `scenario.with_values({"linkage.return_again": 0.5})` reaches every township that takes its linkage from the
        county, though each holds a copy; `attrs.evolve` would not. Values are held to the rules of a file: raises
        ScenarioError with every problem, with the nearest right name where a path leads nowhere, and of kind
        `not-from-a-file` for a scenario that was put together or changed by other means.
        """
        return self._rewritten(values, ())

    def with_measures(self, measures: Sequence[str]) -> Scenario:
        """The same with more measures or packages, by id, as if its file named them after its own.

        Raises as `with_values` does; a name that is no measure is told with the nearest right one.
        """
        listed = isinstance(measures, Iterable) and not isinstance(measures, str)
        return self._rewritten({}, tuple(measures) if listed else (measures,))  # type: ignore[arg-type]

    def _rewritten(self, values: Mapping[str, Any], measures: Sequence[str]) -> Scenario:
        for rewriting in _rewritings:
            return rewriting(self, values, measures)
        raise ScenarioError(Problem(kind="not-from-a-file", facts={"name": self.name}))


def called(scenario: Scenario) -> str:
    """A scenario by its name and title."""
    title = scenario.title.in_language("en")
    return f"{scenario.name}: {title}" if title and title != scenario.name else scenario.name
