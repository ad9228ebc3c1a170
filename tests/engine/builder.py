"""Tiny scenarios whose times are worked out by hand, with the draws of every case given by hand.

Work is of a fixed length, offices open Monday to Friday 08:30-12:00 and 14:00-17:30, and the run starts on Monday
3 March 2025. Times are read and written as `Mon 09:30`; `Mon+1` is the Monday after.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import numpy as np
from attrs import evolve, field, frozen

from planner.engine.demand import Demand, Group
from planner.engine.draws import generator
from planner.engine.rows import Channel, Level, Mode, RunRows, Step
from planner.engine.simulate import simulate
from planner.model.calendar import CalendarSettings
from planner.model.casetype import CaseType, Work
from planner.model.scenario import Phase, Scenario, Time
from planner.model.team import SharedTeam, Staff, Team
from planner.model.text import Text
from planner.model.township import Department, Township

START = date(2025, 3, 3)
"""A Monday; the three weeks from it have no holiday."""

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HALF = 0.5
"""The draw of whatever a matter does not state, where others of its type do: no to shares up to a half."""


def at(moment: str) -> float:
    """Hours since midnight of the first Monday: `Mon 09:30`, `Tue+1 14:00`."""
    day, clock = moment.split()
    name, _, week = day.partition("+")
    hours, minutes = clock.split(":")
    return 24.0 * (DAYS.index(name) + 7 * int(week or 0)) + int(hours) + int(minutes) / 60.0


def moment(hours: float) -> str:
    """The same, written; a time that is not on a whole minute shows its seconds, and a time not reached is empty."""
    if np.isnan(hours):
        return ""
    seconds = round(hours * 3600.0, 3)
    day, rest = divmod(seconds, 86400.0)
    week, weekday = divmod(int(day), 7)
    minutes, second = divmod(rest, 60.0)
    name = DAYS[weekday] + (f"+{week}" if week else "")
    clock = f"{int(minutes) // 60:02d}:{int(minutes) % 60:02d}"
    return f"{name} {clock}" if second == 0.0 else f"{name} {clock}:{second:06.3f}"


def fixed(hours: float, crew: int = 1, certified: int = 0, *, on_site: bool = False) -> Work:
    """Work that always takes as long."""
    return Work(hours=hours, law="fixed", crew=crew, certified=certified, on_site=on_site)


NO_WORK = fixed(0.0)


def kind(fact: float | Work = 1.0, decision: float | Work = 0.0, **values: Any) -> CaseType:
    """A case type without intake; with a decision every case is formal, and `bureau` is responsible for it."""
    works = {
        "intake": values.pop("intake", NO_WORK),
        "fact": fact if isinstance(fact, Work) else fixed(fact),
        "decision": decision if isinstance(decision, Work) else fixed(decision),
    }
    works["intake"] = works["intake"] if isinstance(works["intake"], Work) else fixed(works["intake"])
    formal = {"formal": 1.0, "responsible": "bureau"} if works["decision"].hours else {}
    return CaseType(name=Text(), **{"family": "service", "deadline_days": 20, **formal, **works, **values})


def people(civil: int = 1, **values: Any) -> Team:
    """A team of so many officers on civil posts."""
    return Team(staff=Staff(civil=civil), **values)


def office(civil: int = 1, **values: Any) -> Team:
    """A team that handles everything."""
    return people(civil, **{"handles": ("*",), **values})


def town(teams: Mapping[str, Team] | None = None, **values: Any) -> Township:
    """A township without residents: its cases are given by hand."""
    values = {"kind": "town", "residents": 0, "area_km2": 100.0, **values}
    return Township(name=Text(), teams={"office": office()} if teams is None else teams, **values)


def county(
    types: Mapping[str, CaseType] | CaseType,
    teams: Mapping[str, Team] | Team | None = None,
    *,
    town_values: Mapping[str, Any] | None = None,
    townships: Mapping[str, Township] | None = None,
    departments: Mapping[str, Team | Department] | None = None,
    shared: Mapping[str, SharedTeam] | None = None,
    days: int = 21,
    **changes: Any,
) -> Scenario:
    """A county of one township `a` (or those given), whose only case type is `matter` (or those given)."""
    if isinstance(teams, Team):
        teams = {"office": teams}
    return Scenario(
        name="tiny",
        time=Time(start=changes.pop("start", START), days=days),
        calendar=changes.pop("calendar", CalendarSettings(kind="five-day")),
        case_types={"matter": types} if isinstance(types, CaseType) else types,
        townships=townships or {"a": town(teams, **(town_values or {}))},
        departments={
            name: Department(name=Text(), team=team) if isinstance(team, Team) else team
            for name, team in ({"bureau": people()} if departments is None else departments).items()
        },
        shared_teams=shared or {},
        **changes,
    )


def with_team(scenario: Scenario, name: str = "office", township: str = "a", **values: Any) -> Scenario:
    """The scenario with one team of a township changed."""
    place = scenario.townships[township]
    teams = {**place.teams, name: evolve(place.teams[name], **values)}
    return evolve(scenario, townships={**scenario.townships, township: evolve(place, teams=teams)})


def with_town(scenario: Scenario, township: str = "a", **values: Any) -> Scenario:
    """The scenario with one township changed."""
    return evolve(scenario, townships={**scenario.townships, township: evolve(scenario.townships[township], **values)})


def from_day(scenario: Scenario, day: int, later: Scenario) -> Scenario:
    """The scenario, and from midnight of a day (0 is the first Monday) another one."""
    return evolve(
        scenario, phases=(*scenario.phases, Phase(start=date.fromordinal(START.toordinal() + day), scenario=later))
    )


@frozen
class Matter:
    """One case given by hand, with the draws that matter to it."""

    name: str
    reported: float
    type_id: str = "matter"
    part: str = "a"
    channel: Channel = Channel.WINDOW
    opening: bool = False
    draws: Mapping[str, float] = field(factory=dict)


def matter(name: str, reported: str | float, type_id: str = "matter", part: str = "a", **values: Any) -> Matter:
    """A matter reported at a moment, at the window unless stated; further values are its draws by purpose.

    Works are drawn as factors of the type's hours, everything else as a uniform; `partner=("x", 2.0)` and
    `partner_answer=("x", 0.3)` name the department.
    """
    channel = values.pop("channel", "window")
    opening = values.pop("opening", False)
    draws = {}
    for purpose, value in values.items():
        if isinstance(value, tuple):
            purpose, value = f"{purpose.replace('_', ' ')} {value[0]}", value[1]
        draws[purpose] = value
    hours = at(reported) if isinstance(reported, str) else reported
    return Matter(name, hours, type_id, part, Channel[channel.upper()], opening, draws)


def demand_of(scenario: Scenario, matters: tuple[Matter, ...], *, seed: int = 1) -> Demand:
    """The demand that consists of these matters; the draw of each is its place among them."""
    keys = sorted({(matter.part, matter.type_id, matter.opening) for matter in matters})
    groups = []
    for part, type_id, opening in keys:
        mine = [n for n, m in enumerate(matters) if (m.part, m.type_id, m.opening) == (part, type_id, opening)]
        mine.sort(key=lambda number: matters[number].reported)
        purposes = sorted({purpose for number in mine for purpose in matters[number].draws})
        reported = np.array([matters[number].reported for number in mine])
        groups.append(
            Group(
                part=part,
                type_id=type_id,
                case_type=scenario.case_types[type_id],
                streams=partial(generator, seed, 0),
                draw=np.array(mine, dtype=np.int64),
                occurred=reported,
                reported=reported,
                channel=np.array([matters[number].channel for number in mine], dtype=np.int8),
                opening=opening,
                recorded={
                    purpose: np.array([matters[n].draws.get(purpose, _usual(purpose)) for n in mine])
                    for purpose in purposes
                },
            )
        )
    return Demand(groups)


def _usual(purpose: str) -> float:
    works = ("intake", "village", "fact", "decision", "redo")
    is_work = purpose.rpartition("_")[2] in works or purpose.startswith("partner ") and "answer" not in purpose
    return 1.0 if is_work else HALF


Line = tuple[str, str, str, str, str]
"""Step, team, asked, started, ended."""


@frozen
class CaseRows:
    """One case of a run: its row and its steps."""

    rows: RunRows
    row: int

    def __getattr__(self, column: str) -> Any:
        return getattr(self.rows.cases, column)[self.row]

    @property
    def closed(self) -> str:
        """When it was closed; empty while open."""
        return moment(self.rows.cases.closed[self.row])

    @property
    def due(self) -> str:
        """When it falls due."""
        return moment(self.rows.cases.due[self.row])

    @property
    def settled(self) -> str:
        """At which level."""
        return Level(int(self.rows.cases.level[self.row])).name.lower()

    @property
    def decided(self) -> str:
        """By which holding."""
        return Mode(int(self.rows.cases.mode[self.row])).name.lower()

    def _steps(self) -> np.ndarray[Any, Any]:
        steps = self.rows.steps
        mine = np.flatnonzero(steps.case == self.row)
        return mine[np.lexsort((steps.step[mine], steps.asked[mine]))]

    @property
    def lines(self) -> list[Line]:
        """Its steps in order of asking; those asked for at the same time in the order of `Step`."""
        steps = self.rows.steps
        return [
            (
                Step(int(steps.step[n])).name.lower(),
                short(self.rows.teams[steps.team[n]]) if steps.team[n] >= 0 else "",
                moment(steps.asked[n]),
                moment(steps.started[n]),
                moment(steps.ended[n]),
            )
            for n in self._steps()
        ]

    def line(self, step: str) -> Line:
        """Its only step of a kind."""
        found = self.all(step)
        assert len(found) == 1, (step, self.lines)
        return found[0]

    def all(self, step: str) -> list[Line]:
        """Its steps of a kind."""
        return [line for line in self.lines if line[0] == step]

    @property
    def path(self) -> list[str]:
        """The names of its steps."""
        return [line[0] for line in self.lines]

    def team_of(self, step: str) -> str:
        """The team of its only step of a kind."""
        return self.line(step)[1]

    def stretch(self, step: str) -> tuple[str, str]:
        """When its only step of a kind was worked on: start and end."""
        return self.line(step)[3:]

    def travel(self, step: str) -> list[float]:
        """Hours of travel in each stretch of a step."""
        steps = self.rows.steps
        return [float(steps.travel[n]) for n in self._steps() if steps.step[n] == Step[step.upper()]]


def short(key: str) -> str:
    """`a.office`, `a.grids`, `bureau`, `pool` for the key of a team."""
    words = key.split(".")
    return ".".join(word for word in words if word not in ("townships", "teams", "departments", "shared_teams", "team"))


@frozen
class Run:
    """What came of a run of matters given by hand."""

    rows: RunRows
    names: tuple[str, ...]

    def __getitem__(self, name: str) -> CaseRows:
        return next(case for case in self._named(name) if case.duplicate_of < 0)

    def duplicates(self, name: str) -> list[CaseRows]:
        """The duplicates that repeat contacts about a matter left."""
        return [case for case in self._named(name) if case.duplicate_of >= 0]

    def _named(self, name: str) -> list[CaseRows]:
        rows = np.flatnonzero(self.rows.cases.draw == self.names.index(name))
        return [CaseRows(self.rows, int(row)) for row in rows]

    def closed(self) -> dict[str, str]:
        """When each matter was closed."""
        return {name: self[name].closed for name in self.names}

    def roll(self, team: str) -> list[tuple[str, int, int]]:
        """Time, officers and certified officers at each change of a team's roll."""
        staff = self.rows.staff
        return [
            (moment(time), int(total), int(certified))
            for place, time, total, certified in zip(
                staff.team, staff.time, staff.on_roll, staff.certified, strict=True
            )
            if short(self.rows.teams[place]) == team
        ]


def play(scenario: Scenario, *matters: Matter, seed: int = 1) -> Run:
    """Run a scenario with these matters."""
    rows = simulate(scenario, seed=seed, demand=demand_of(scenario, matters, seed=seed))
    return Run(rows, tuple(matter.name for matter in matters))
