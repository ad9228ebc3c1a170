"""Small scenarios at random, in which every mechanism may meet every other, and what must hold of any run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
from attrs import evolve
from hypothesis import strategies as st

from planner.engine.demand import Phases
from planner.engine.rows import MAIN_LINE, RunRows, Step
from planner.engine.simulate import calendar_of
from planner.model.calendar import CalendarSettings
from planner.model.casetype import CaseType, Channels, PartnerWork, VillageWork, Work
from planner.model.demand import OpeningBacklog
from planner.model.linkage import Liaison, Linkage, Platform, Rating, Referral, Whistle
from planner.model.scenario import DemandSettings, Phase, Repeats, ReversalRates, Scenario, Time
from planner.model.team import Agents, Grids, SharedTeam, Staff, Team
from planner.model.text import Text
from planner.model.township import Department, Part, Quota, Township

STARTS = (date(2025, 1, 24), date(2025, 3, 3), date(2025, 4, 26), date(2025, 9, 27))
"""Spring Festival, three plain weeks, the Labour holiday with its make-up Sunday, the National Day week."""

MODES = ("assigned", "entrusted", "posted", "agency", "county")


def shares(*values: float) -> st.SearchStrategy[float]:
    """A share: never, always, or one of these."""
    return st.sampled_from((0.0, 1.0, *values))


def staffs(most: int = 4) -> st.SearchStrategy[Staff]:
    """A handful of people, or nobody."""
    return st.builds(Staff, civil=st.integers(0, most), institution=st.integers(0, 1), contract=st.integers(0, 1))


@st.composite
def teams(draw: st.DrawFn, **values: Any) -> Team:
    """A team with turnover of weeks rather than years, so that it happens within the run."""
    staff = draw(staffs())
    return Team(
        staff=staff,
        certified=draw(st.none() | st.integers(0, staff.certifiable)),
        roster=draw(st.sampled_from(("office", "duty"))),
        on_duty=draw(st.integers(0, 3)),
        meetings_share=draw(st.sampled_from((0.0, 0.35))),
        pace=draw(st.sampled_from((1.0, 0.7))),
        leaving_rate=draw(st.sampled_from((0.0, 0.0, 1.0))),
        hiring_days=draw(st.sampled_from((0.0, 2.5))),
        training_days=draw(st.sampled_from((0.0, 3.0))),
        training_pace=0.5,
        takes_upper=draw(st.booleans()),
        **values,
    )


def works(certified: bool) -> st.SearchStrategy[Work]:
    """Half an hour to two hours, a crew of up to three; with certificates where asked for."""
    needs = ((1, 0), (1, 0), (2, 0), (3, 0)) if not certified else ((1, 0), (2, 2), (2, 1), (3, 1))
    return st.builds(
        lambda hours, law, need, on_site: Work(hours=hours, law=law, crew=need[0], certified=need[1], on_site=on_site),
        st.sampled_from((0.0, 0.5, 2.0)),
        st.sampled_from(("fixed", "lognormal", "exponential")),
        st.sampled_from(needs),
        st.booleans(),
    )


@st.composite
def case_types(draw: st.DrawFn, family: str) -> CaseType:
    """A type of a family, with one or two cases a day and township."""
    upper = family == "upper"
    patrol = not upper and draw(st.booleans())
    channels = st.sampled_from(
        (Channels(window=1.0), Channels(hotline=1.0), Channels(window=0.4, online=0.3, hotline=0.3))
    )
    return CaseType(
        name=Text(),
        family=family,  # type: ignore[arg-type]
        per_1000_residents_year=0.0 if upper else draw(st.sampled_from((200.0, 1000.0))),
        per_township_week=draw(st.sampled_from((5.0, 15.0))) if upper else 0.0,
        channels=Channels() if upper or (patrol and draw(st.booleans())) else draw(channels),
        patrol=patrol,
        citizen_delay_days=draw(st.sampled_from((0.0, 2.0))),
        life_days=draw(st.sampled_from((1.0, 100.0))),
        urgency="emergency" if family == "emergency" else draw(st.sampled_from(("routine", "routine", "urgent"))),
        deadline_days=draw(st.sampled_from((1, 3))),
        unclear=draw(shares(0.3)),
        formal=draw(shares(0.5)),
        responsible=draw(st.sampled_from(("bureau", "water", "township"))),
        legal_review=draw(st.booleans()),
        agent_share=draw(shares(0.5)),
        returned_share=draw(shares(0.3)) if upper else 0.0,
        intake=Work(hours=draw(st.sampled_from((0.0, 0.2))), law="exponential"),
        village=VillageWork(hours=draw(st.sampled_from((0.0, 0.5))), settles=draw(shares(0.5))),
        fact=draw(works(certified=False)),
        decision=draw(works(certified=True)),
        partners={
            name: PartnerWork(hours=hours)
            for name, hours in draw(
                st.dictionaries(st.sampled_from(("water", "fire")), st.sampled_from((None, 0.0, 1.0)), max_size=2)
            ).items()
        },
    )


def linkages() -> st.SearchStrategy[Linkage]:
    """Letters or whistles, answered or not."""
    return st.builds(
        Linkage,
        rule=st.sampled_from(("referral", "whistle")),
        referral=st.builds(Referral, latency_hours=st.sampled_from((0.0, 3.0)), answered=shares(0.6)),
        whistle=st.builds(Whistle, sign_in_hours=st.sampled_from((0.0, 1.0)), answered=shares(0.6)),
        preparation_hours=st.sampled_from((0.0, 1.0)),
        act_first_share=shares(0.5),
        rating=st.builds(Rating, on=st.booleans()),
        liaison=st.builds(Liaison, on=st.booleans()),
        reminder_days=st.sampled_from((0.0, 0.5)),
        return_days=st.sampled_from((0.0, 0.5)),
        return_again=shares(0.5),
        max_bounces=st.integers(0, 3),
        coordination_days=st.sampled_from((0.0, 1.0)),
    )


@st.composite
def townships(draw: st.DrawFn, types: tuple[str, ...]) -> Township:
    """A township of a few hundred residents: an office for everything, and perhaps a squad, a desk, grids, agents."""
    places = {"office": draw(teams(handles=("*",), intake=draw(st.booleans())))}
    if draw(st.booleans()):
        posted = draw(st.sampled_from(((), ("bureau",), ("water", "fire"))))
        places["squad"] = draw(teams(handles=("enforcement", "emergency"), posted=posted))
    if draw(st.booleans()):
        places["desk"] = draw(teams(intake=True))
    backlog = st.builds(
        OpeningBacklog,
        count=st.integers(0, 5),
        oldest_days=st.sampled_from((0.0, 20.0)),
        step=st.sampled_from(("intake", "fact", "decision")),
    )
    return Township(
        name=Text(),
        kind="town",
        residents=draw(st.sampled_from((500, 2000))),
        area_km2=draw(st.sampled_from((1.0, 200.0))),
        road_km=draw(st.sampled_from((0.0, 15.0))),
        powers={type_id: draw(st.sampled_from(MODES)) for type_id in types},  # type: ignore[misc]
        teams=places,
        grids=Grids(
            count=4,
            workers=draw(st.integers(0, 3)),
            leaving_rate=draw(st.sampled_from((0.0, 1.0))),
            hiring_days=1.0,
            reference_round_hours=100.0,
        ),
        agents=Agents(points=draw(st.sampled_from((0, 5)))),
        linkage=draw(linkages()),
        platform=draw(
            st.builds(
                Platform,
                dispatch_hours=st.sampled_from((0.0, 1.0)),
                accuracy=shares(0.7),
                merges_repeats=st.booleans(),
                deadline_alerts=st.booleans(),
            )
        ),
        legal_review_hours=draw(st.sampled_from((0.0, 2.0))),
        quota=draw(st.sampled_from((Quota(), Quota(civil=2, institution=0)))),
        opening_backlog=draw(st.dictionaries(st.sampled_from(types), backlog, max_size=2)),
    )


def departments() -> st.SearchStrategy[dict[str, Department]]:
    """Three bureaus."""
    one = st.builds(Department, name=st.just(Text()), team=teams(), legal_review_hours=st.sampled_from((0.0, 2.0)))
    return st.fixed_dictionaries({"bureau": one, "water": one, "fire": one})


@st.composite
def states(draw: st.DrawFn, names: tuple[str, ...], types: dict[str, CaseType]) -> dict[str, Any]:
    """Who is there and by what rules, apart from what a timeline cannot change."""
    places = {name: draw(townships(tuple(types))) for name in names}
    shared = {}
    if draw(st.booleans()):
        handles = draw(st.sampled_from((("approval",), ("emergency", "enforcement"), ())))
        decides = draw(st.sampled_from(((), ("enforcement",))))
        shared["pool"] = SharedTeam(serves=("*",), decides=decides, team=draw(teams(handles=handles)))
    return {
        "townships": places,
        "departments": draw(departments()),
        "shared_teams": shared,
        "platform": Platform(deadline_alerts=draw(st.booleans())),
        "reversal_rate": ReversalRates(assigned=0.4, entrusted=0.4, posted=0.4, agency=0.2, county=0.2),
        "repeats": Repeats(open_at_due=draw(shares(0.5)), reversed=draw(shares(0.5))),
    }


def merged(places: dict[str, Township]) -> dict[str, Township]:
    """All townships made one, with the teams of the first."""
    first = next(iter(places.values()))
    parts = {name: Part(residents=place.residents) for name, place in places.items()}
    return {"merged": evolve(first, parts=parts, opening_backlog={})}


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """A run of one to three weeks, with up to two dates on which much changes at once."""
    start, days = draw(st.sampled_from(STARTS)), draw(st.integers(5, 20))
    families = draw(
        st.lists(
            st.sampled_from(("service", "approval", "enforcement", "dispute", "emergency", "upper")),
            min_size=2,
            max_size=4,
        )
    )
    types = {f"{family}-{n}": draw(case_types(family)) for n, family in enumerate(families)}
    names = draw(st.sampled_from((("a",), ("a", "b"), ("a", "b", "c"))))
    fixed = {
        "name": "random",
        "time": Time(start=start, days=days),
        "calendar": CalendarSettings(kind=draw(st.sampled_from(("china", "china", "five-day", "around-the-clock")))),
        "demand": DemandSettings(day_to_day_cv=draw(st.sampled_from((0.0, 0.5)))),
        "case_types": types,
    }
    phases = []
    for day in sorted(draw(st.sets(st.integers(1, days - 1), max_size=2))):
        state = draw(states(names, types))
        if draw(st.booleans()):
            state["townships"] = merged(state["townships"])
        phases.append(Phase(start=date.fromordinal(start.toordinal() + day), scenario=Scenario(**fixed, **state)))
    return Scenario(**fixed, **draw(states(names, types)), phases=tuple(phases))


# What must hold


def assert_nothing_is_lost(rows: RunRows) -> None:
    """Every case is closed or open; an open one has one unfinished row on its main line, a closed one none."""
    cases, steps = rows.cases, rows.steps
    is_open = np.isnan(cases.closed)
    assert (is_open == (cases.level == 0)).all()
    unfinished = np.isnan(steps.ended) & np.isin(steps.step, MAIN_LINE)
    counts = np.bincount(steps.case[unfinished], minlength=len(cases.closed))
    assert (counts == is_open).all()
    closed = cases.closed[~is_open]
    assert (closed >= np.maximum(cases.reported[~is_open], 0.0)).all()
    assert (closed < rows.end).all()


def assert_main_line_joins(rows: RunRows) -> None:
    """Along its main line each step of a case is asked for when the one before it ended, from report to closure."""
    cases, steps = rows.cases, rows.steps
    main = np.flatnonzero(np.isin(steps.step, MAIN_LINE))
    ends = np.where(np.isnan(steps.ended[main]), np.inf, steps.ended[main])
    main = main[np.lexsort((ends, steps.asked[main], steps.case[main]))]
    case, asked, ended = steps.case[main], steps.asked[main], steps.ended[main]
    first = np.concatenate(([True], case[1:] != case[:-1])) if len(case) else np.empty(0, bool)
    last = np.concatenate((first[1:], [True])) if len(case) else first
    assert np.array_equal(asked[first], np.maximum(cases.reported, 0.0)[case[first]])
    assert np.array_equal(asked[~first], ended[:-1][~first[1:]] if len(case) else asked)
    assert np.array_equal(ended[last], cases.closed[case[last]], equal_nan=True)
    without = np.setdiff1d(np.arange(len(cases.closed)), case)
    assert np.array_equal(cases.closed[without], np.maximum(cases.reported[without], 0.0))


def assert_rows_make_sense(rows: RunRows) -> None:
    """Steps start after they are asked for and end after they start; travel fits in."""
    steps = rows.steps
    begun, over = ~np.isnan(steps.started), ~np.isnan(steps.ended)
    assert (steps.started[begun] >= steps.asked[begun]).all()
    assert begun[over].all()
    assert (steps.ended[over] >= steps.started[over]).all()
    assert (steps.travel >= 0.0).all()
    assert (steps.travel[over] <= (steps.ended - steps.started)[over] + 1e-9).all()


def assert_crews_are_whole(rows: RunRows) -> None:
    """Every job has the crew that its type states; emergencies are worked on the wall clock, other work is not."""
    steps, types = rows.steps, [rows.scenario.case_types[name] for name in rows.case_types]
    of = rows.cases.case_type[steps.case]
    by_officers = steps.team >= 0
    by_officers &= ~np.isin(steps.step, (Step.REFERRAL, Step.WHISTLE, Step.PARTNER_REFERRAL, Step.PARTNER_WHISTLE))
    for kinds, crews in (
        ((Step.FACT,), [case_type.fact.crew for case_type in types]),
        ((Step.DECISION, Step.REDO), [case_type.decision.crew for case_type in types]),
        ((Step.INTAKE, Step.VILLAGE, Step.PARTNER, Step.REPEAT), [1] * len(types)),
    ):
        mine = np.isin(steps.step, kinds)
        assert np.array_equal(steps.crew[mine], np.array(crews)[of[mine]])
    emergency = np.array([case_type.emergency for case_type in types])
    assert np.array_equal(steps.wall_clock[by_officers], emergency[of[by_officers]])


def assert_nobody_beyond_the_staff(rows: RunRows) -> None:
    """Officers at work are at no instant more than those on the roll and leavers who finish the job in hand.

    Outside office hours only emergencies are worked on; what starts then is within those on duty.
    """
    calendar, phases = calendar_of(rows.scenario), Phases.of(rows.scenario)
    for team, key in enumerate(rows.teams):
        changes = [
            (float(time), int(total))
            for place, time, total in zip(rows.staff.team, rows.staff.time, rows.staff.on_roll, strict=True)
            if place == team
        ]
        jobs = list(_jobs_of(rows, team))
        for now in sorted({start for start, *_ in jobs} | {time for time, _ in changes}):
            is_open = calendar.next_open(now) == now
            running = [job for job in jobs if job[0] <= now < job[1] and (is_open or job[3])]
            at_work = sum(crew for _, _, crew, _ in running)
            on_roll = [total for time, total in changes if time <= now][-1]
            leaving = sum(min(crew, _left(changes, start, now)) for start, _, crew, _ in running)
            assert at_work <= on_roll + leaving, (key, now, running, changes)
            if not is_open and any(start == now for start, *_ in running):
                scenario = phases.scenarios[int(phases.in_force(np.array([now]))[0])]
                assert at_work <= _on_duty(scenario, key) + leaving, (key, now, running)


def _jobs_of(rows: RunRows, team: int) -> Iterator[tuple[float, float, int, bool]]:
    steps = rows.steps
    for n in np.flatnonzero((steps.team == team) & (steps.crew > 0) & ~np.isnan(steps.started)):
        end = rows.end if np.isnan(steps.ended[n]) else float(steps.ended[n])
        yield float(steps.started[n]), end, int(steps.crew[n]), bool(steps.wall_clock[n])


def _left(changes: list[tuple[float, int]], since: float, until: float) -> int:
    """How many have gone off the roll after `since` and up to `until`."""
    return sum(
        max(before - after, 0)
        for (_, before), (time, after) in zip(changes, changes[1:], strict=False)
        if since <= time <= until
    )


def _on_duty(scenario: Scenario, key: str) -> int:
    area, name, *rest = key.split(".")
    if area == "departments":
        return scenario.departments[name].team.on_duty
    if area == "shared_teams":
        team = scenario.shared_teams[name].team
    elif rest[0] == "teams":
        team = scenario.townships[name].teams[rest[1]]
    else:
        return 0
    return team.on_duty if team.roster == "duty" else 0


def assert_equal(one: RunRows, other: RunRows) -> None:
    """Bit for bit."""
    for table in ("cases", "steps", "staff"):
        for name in (field.name for field in getattr(one, table).__attrs_attrs__):
            mine, theirs = getattr(getattr(one, table), name), getattr(getattr(other, table), name)
            assert mine.tobytes() == theirs.tobytes(), (table, name)
    assert (one.teams, one.interruptions) == (other.teams, other.interruptions)
