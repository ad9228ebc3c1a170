"""Rows of runs made by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
from attrs import evolve, field, frozen

from planner.engine.rows import Cases, Channel, Level, Mode, RunRows, StaffRows, Step, Steps
from planner.engine.simulate import simulate
from planner.model.calendar import CalendarSettings
from planner.model.casetype import CaseType, Channels, PartnerWork, VillageWork, Work
from planner.model.demand import OpeningBacklog
from planner.model.linkage import Linkage, Whistle
from planner.model.scenario import Pay, Repeats, ReversalRates, Scenario, Time
from planner.model.team import Agents, Grids, SharedTeam, Staff, Team
from planner.model.text import Text
from planner.model.township import Department, Township

NAN = float("nan")

TEAMS = {
    "hall": "townships.north.teams.hall",
    "squad": "townships.north.teams.squad",
    "duty": "townships.north.teams.duty",
    "grids": "townships.north.grids",
    "agents": "townships.north.agents",
    "south": "townships.south.teams.hall",
    "pool": "shared_teams.pool.team",
    "bureau": "departments.bureau.team",
    "water": "departments.water.team",
}
"""Teams of the hand-made scenario, by the short names that tests use."""

NUMBERS = {name: number for number, name in enumerate(TEAMS)}
UNITS = ("north", "south")


def _type(family: str, **values: Any) -> CaseType:
    defaults: dict[str, Any] = {"per_1000_residents_year": 1.0, "deadline_days": 5}
    return CaseType(name=Text(), family=family, **(defaults | values))  # type: ignore[arg-type]


CASE_TYPES = {
    "certificate": _type("service", channels=Channels(window=0.6, online=0.4)),
    "street-lamp": _type(
        "service", channels=Channels(hotline=1.0), patrol=True, village=VillageWork(hours=0.5, settles=0.7)
    ),
    "permit": _type("approval", channels=Channels(online=1.0), responsible="bureau"),
    "waste": _type(
        "enforcement",
        channels=Channels(hotline=1.0),
        patrol=True,
        responsible="bureau",
        partners={"water": PartnerWork()},
    ),
    "quarrel": _type("dispute", channels=Channels(hotline=1.0)),
    "flood": _type("emergency", urgency="emergency", channels=Channels(hotline=1.0), responsible="water"),
    "inspection": _type("upper", per_1000_residents_year=0.0, per_township_week=1.0),
}


def _township(**values: Any) -> Township:
    return Township(name=Text(), kind="town", residents=10_000, area_km2=100.0, **values)


def make_scenario(**changes: Any) -> Scenario:
    """Two townships and two departments, five-day weeks of seven hours, 28 days from a Monday."""
    whistled = Linkage(rule="whistle", whistle=Whistle(limit_days=3.0))
    hall = Team(staff=Staff(civil=1, institution=1), handles=("*",), intake=True)
    scenario = Scenario(
        name="by-hand",
        time=Time(start=date(2025, 3, 3), days=28),
        calendar=CalendarSettings(kind="five-day"),
        case_types=CASE_TYPES,
        departments={
            "bureau": Department(name=Text(), team=Team(staff=Staff(civil=2))),
            "water": Department(name=Text(), team=Team(staff=Staff(civil=1))),
        },
        townships={
            "north": _township(
                linkage=whistled,
                teams={
                    "hall": hall,
                    "squad": Team(staff=Staff(contract=4), handles=("enforcement",)),
                    "duty": Team(staff=Staff(contract=3), roster="duty", on_duty=1, handles=("emergency",)),
                },
                grids=Grids(count=4, workers=4, full_time_share=0.5),
                agents=Agents(points=5),
            ),
            "south": _township(linkage=whistled, teams={"hall": hall}),
        },
        shared_teams={"pool": SharedTeam(serves=("*",), team=Team(staff=Staff(institution=2)))},
    )
    return evolve(scenario, **changes)


def at(day: int, clock: str = "00:00") -> float:
    """Hours since midnight of the start at a clock time of a day; day 0 is the Monday of the start."""
    hours, minutes = clock.split(":")
    return 24.0 * day + int(hours) + int(minutes) / 60.0


@frozen
class Log:
    """Collects cases, steps and rolls, and makes them rows."""

    scenario: Scenario = field(factory=make_scenario)
    cases: list[dict[str, Any]] = field(factory=list)
    steps: list[dict[str, Any]] = field(factory=list)
    staff: list[dict[str, Any]] = field(factory=list)

    def case(
        self,
        case_type: str,
        reported: float,
        closed: float = NAN,
        *,
        township: str = "north",
        due: float = 1e6,
        channel: Channel = Channel.HOTLINE,
        level: Level | None = None,
        mode: Mode = Mode.NONE,
        **columns: int,
    ) -> int:
        """Add a case and return its row; a closed one is settled in the township unless stated."""
        if level is None:
            level = Level.OPEN if np.isnan(closed) else Level.TOWNSHIP
        row = dict.fromkeys(("bounces", "unusable", "reversed", "repeats", "opening"), 0)
        row |= {"team": -1, "duplicate_of": -1, "draw": len(self.cases)} | columns
        self.cases.append(
            {
                **row,
                "township": UNITS.index(township),
                "case_type": list(self.scenario.case_types).index(case_type),
                "channel": channel,
                "occurred": reported,
                "reported": reported,
                "due": due,
                "closed": closed,
                "level": level,
                "mode": mode,
            }
        )
        return len(self.cases) - 1

    def step(
        self,
        case: int,
        step: Step,
        asked: float,
        started: float = NAN,
        ended: float = NAN,
        team: str | None = None,
        crew: int = 1,
        travel: float = 0.0,
        wall_clock: int = 0,
    ) -> None:
        """Add a step; one that occupies nobody needs no team."""
        self.steps.append(
            {
                "case": case,
                "step": step,
                "team": -1 if team is None else NUMBERS[team],
                "crew": crew,
                "asked": asked,
                "started": started,
                "ended": ended,
                "travel": travel,
                "wall_clock": wall_clock,
            }
        )

    def roll(self, team: str, time: float, on_roll: int) -> None:
        """Note the officers on a team's roll."""
        self.staff.append({"team": NUMBERS[team], "time": time, "on_roll": on_roll, "certified": 0})

    def rows(self, families: tuple[str, ...] = ()) -> RunRows:
        """The rows of the run so far, over the scenario's horizon."""
        return RunRows(
            scenario=self.scenario,
            seed=1,
            replication=0,
            families=families,
            end=24.0 * self.scenario.time.days,
            townships=UNITS,
            case_types=tuple(self.scenario.case_types),
            teams=tuple(TEAMS.values()),
            cases=Cases(**_columns(self.cases, Cases)),
            steps=Steps(**_columns(self.steps, Steps)),
            staff=StaffRows(**_columns(self.staff, StaffRows)),
            interruptions=0,
        )


_FLOATS = {"occurred", "reported", "due", "closed", "asked", "started", "ended", "travel", "time"}


def _columns(rows: list[dict[str, Any]], table: Any) -> dict[str, Any]:
    names = [attribute.name for attribute in table.__attrs_attrs__]
    return {
        name: np.array([row[name] for row in rows], dtype=np.float64 if name in _FLOATS else np.int32) for name in names
    }


@pytest.fixture(name="at")
def at_fixture() -> Callable[..., float]:
    """Hours of a day (0 is the Monday of the start) and a clock time."""
    return at


@pytest.fixture(scope="session")
def new_log() -> Callable[..., Log]:
    """Makes an empty log of a scenario that differs from the hand-made one in the fields given."""
    return lambda **changes: Log(make_scenario(**changes))


@pytest.fixture
def log() -> Log:
    """An empty log of a run of 28 days."""
    return Log()


def make_lively() -> Scenario:
    """The hand-made scenario with work to do, in which every mechanism of a case's life fires within 28 days."""
    scenario = make_scenario(
        pay=Pay(civil=120_000.0, institution=100_000.0, contract=60_000.0, grid_worker=40_000.0, agent=30_000.0),
        repeats=Repeats(open_at_due=0.5, reversed=0.5),
        reversal_rate=ReversalRates(assigned=0.2, county=0.1),
    )
    case_types = {
        name: evolve(
            case_type,
            per_1000_residents_year=case_type.per_1000_residents_year * 150.0,
            per_township_week=case_type.per_township_week * 3.0,
            unclear=0.2,
            formal=0.6 if case_type.responsible else 0.0,
            fact=Work(hours=0.8, on_site=case_type.responsible != ""),
            decision=Work(hours=1.0, crew=2 if case_type.responsible == "bureau" else 1, on_site=True),
            legal_review=case_type.family == "enforcement",
        )
        for name, case_type in scenario.case_types.items()
    }
    linkage = Linkage(rule="whistle", whistle=Whistle(answered=0.8, limit_days=1.0), preparation_hours=1.0)
    townships = {
        "north": evolve(scenario.townships["north"], linkage=linkage, powers={"waste": "assigned"}, road_km=20.0),
        "south": evolve(
            scenario.townships["south"],
            linkage=evolve(linkage, rule="referral"),
            opening_backlog={"waste": OpeningBacklog(count=10, oldest_days=30.0)},
        ),
    }
    townships["north"] = evolve(
        townships["north"],
        legal_review_hours=2.0,
        teams=townships["north"].teams | {"squad": Team(staff=Staff(civil=4), certified=2, handles=("enforcement",))},
    )
    return evolve(scenario, case_types=case_types, townships=townships)


@pytest.fixture(scope="session")
def lively() -> RunRows:
    """The rows of a run of the lively scenario."""
    return simulate(make_lively(), seed=3)
