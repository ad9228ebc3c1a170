"""Demand: when matters come up, who reports them first, and draws that belong to names."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from attrs import evolve

from planner.engine.demand import Demand, Group, poisson_times, profile_shape, ticks
from planner.engine.draws import generator, repetitions, work_factors
from planner.engine.rows import Channel
from planner.engine.simulate import calendar_of, draw, simulate
from planner.errors import ScenarioError
from planner.files import size
from planner.model.calendar import CalendarSettings
from planner.model.casetype import CaseType, Channels
from planner.model.demand import Profile, Surge
from planner.model.rates import DayFactors, occurrence_rate, report_probability
from planner.model.scenario import DemandSettings, Scenario
from planner.model.team import Grids
from planner.model.township import Part, Township
from tests.engine.builder import START, county, demand_of, from_day, kind, matter, office, people, town, with_town

WIDE = 3.9
"""Standard errors: a false alarm once in 10,000 draws, and the draws are fixed by the seed."""


def busy(rate: float = 100.0, **values: Any) -> CaseType:
    """A hotline matter with so many reports per 1,000 residents and year."""
    return kind(1.0, per_1000_residents_year=rate, **{"channels": Channels(hotline=1.0), **values})


def place(**values: Any) -> Township:
    """A township of 100,000 residents."""
    return town(**{"residents": 100_000, **values})


def of(demand: Demand, part: str = "a", type_id: str = "matter") -> Group:
    """The group of one unit and type."""
    return next(group for group in demand.groups if (group.part, group.type_id) == (part, type_id))


def days_of(scenario: Scenario) -> DayFactors:
    """The days of the horizon of a scenario."""
    return DayFactors(scenario.calendar, scenario.time.start, scenario.time.days)


def same(one: Group, other: Group) -> bool:
    """Whether two groups hold the same cases with the same draws."""
    return (
        np.array_equal(one.draw, other.draw)
        and np.array_equal(one.occurred, other.occurred)
        and np.array_equal(one.reported, other.reported)
        and np.array_equal(one.channel, other.channel)
        and np.array_equal(one.column("fact", one.case_type.fact), other.column("fact", other.case_type.fact))
        and np.array_equal(one.column("formal"), other.column("formal"))
    )


# How many, and when


def test_reports_come_at_residents_times_rate() -> None:
    scenario = county(busy(100.0), townships={"a": place(rates={"matter": 1.5})}, days=365)
    expected = 100.0 * 100 * 1.5
    counts = [len(draw(scenario, replication=replication)) for replication in range(20)]
    assert abs(np.mean(counts) - expected) < WIDE * (expected / 20) ** 0.5


def test_a_rate_per_township_and_week_does_not_depend_on_residents() -> None:
    scenario = county(kind(1.0, family="upper", per_township_week=7.0), townships={"a": town()}, days=364)
    counts = [len(draw(scenario, replication=replication)) for replication in range(20)]
    assert abs(np.mean(counts) - 364) < WIDE * (364 / 20) ** 0.5


def test_arrivals_follow_a_steep_profile_hour_by_hour() -> None:
    # Nothing at night, five times as much at nine as at ten, more on Mondays, nothing on days off.
    hour = np.zeros(24)
    hour[[9, 10, 15]] = [5.0, 1.0, 2.0]
    profile = Profile(hour=tuple(hour), weekday=(3.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0), day_off=0.0)
    scenario = county(
        busy(1000.0, profile="steep"),
        townships={"a": place()},
        days=140,
        demand=DemandSettings(profiles={"steep": profile}),
    )
    occurred = of(draw(scenario)).occurred
    shape = profile_shape(profile, days_of(scenario))
    rate = 1000.0 * 100 / (365 * 24) * shape
    by_hour = np.bincount(occurred.astype(int), minlength=len(rate))
    assert (by_hour[rate == 0.0] == 0).all()
    weekday = np.arange(140).repeat(24) % 7
    for day in range(7):
        for clock in range(24):
            here = (weekday == day) & (np.arange(len(rate)) % 24 == clock)
            expected = rate[here].sum()
            assert abs(by_hour[here].sum() - expected) <= WIDE * max(expected, 1e-9) ** 0.5
    assert abs(by_hour.sum() - rate.sum()) < WIDE * rate.sum() ** 0.5


def test_profiles_have_mean_one_over_the_calendar_year() -> None:
    profile = Profile(
        hour=(2.0,) * 12 + (0.0,) * 12, weekday=(5, 1, 1, 1, 1, 1, 1), day_off=0.2, month=tuple(range(1, 13))
    )
    scenario = county(busy(), days=365, start=date(2025, 1, 1), calendar=CalendarSettings(kind="china"))
    shape = profile_shape(profile, days_of(scenario))
    assert shape.mean() == pytest.approx(1.0)
    assert shape[12:24].max() == 0.0
    # The month is relative to the others; a make-up Sunday (26 January) counts as a working day, New Year as none.
    by_day = shape.reshape(365, 24).mean(axis=1)
    assert by_day[364] / by_day[0] == pytest.approx(12 * 1 / (1 * 0.2))
    assert by_day[25] / by_day[0] == pytest.approx(1 / 0.2)


def test_a_shorter_run_sees_its_own_season() -> None:
    profile = Profile(month=(1.0,) * 11 + (12.0,))
    year = county(busy(), days=365, start=date(2025, 1, 1))
    month = county(busy(), days=31, start=date(2025, 12, 1))
    whole = profile_shape(profile, days_of(year))
    assert profile_shape(profile, days_of(month)) == pytest.approx(whole[-31 * 24 :])


def test_surges_multiply_some_families_between_two_dates_both_included() -> None:
    surge = Surge(families=("dispute",), start=date(2025, 3, 5), end=date(2025, 3, 6), factor=20.0)
    types = {"quarrel": busy(family="dispute"), "other": busy(family="service")}
    scenario = county(types, townships={"a": place()}, days=7, demand=DemandSettings(surges={"flood": surge}))
    plain = evolve(scenario, demand=DemandSettings())
    after, before = (
        np.bincount((of(draw(s), type_id="quarrel").occurred // 24).astype(int), minlength=7) for s in (scenario, plain)
    )
    expected = 27.4 * np.where(np.isin(np.arange(7), (2, 3)), 20.0, 1.0)
    assert (np.abs(after - expected) < WIDE * expected**0.5).all()
    assert before.max() < 60
    assert same(of(draw(scenario), type_id="other"), of(draw(plain), type_id="other"))


def test_the_day_factor_is_gamma_of_mean_one_and_moves_all_types_of_a_township_together() -> None:
    types = {"one": busy(2000.0), "two": busy(2000.0)}
    demand = DemandSettings(day_to_day_cv=0.5)
    scenario = county(types, townships={"a": place(), "b": place()}, days=730, demand=demand)

    def by_day(part: str, type_id: str) -> Any:
        return np.bincount((of(draw(scenario), part, type_id).occurred // 24).astype(int), minlength=730)

    mean = 2000.0 * 100 / 365
    one, two, elsewhere = by_day("a", "one"), by_day("a", "two"), by_day("b", "one")
    assert abs(one.mean() / mean - 1.0) < WIDE * 0.5 / 730**0.5
    # Variance of a mixed Poisson: mean + (cv x mean)^2.
    assert one.var() == pytest.approx(mean + (0.5 * mean) ** 2, rel=0.2)
    assert np.corrcoef(one, two)[0, 1] > 0.95
    assert abs(np.corrcoef(one, elsewhere)[0, 1]) < WIDE / 730**0.5


def test_without_a_day_factor_counts_are_poisson() -> None:
    counts = np.bincount(
        (of(draw(county(busy(2000.0), townships={"a": place()}, days=730))).occurred // 24).astype(int)
    )
    assert counts.var() == pytest.approx(counts.mean(), rel=WIDE * (2 / 730) ** 0.5)


def test_arrivals_are_a_unit_poisson_process_through_the_inverse_of_the_cumulated_rate() -> None:
    rate = np.array([2.0, 0.0, 1.0, 4.0])
    gaps = generator(1, 0, "x").standard_exponential(1000)
    points = np.cumsum(gaps)
    points = points[points < 7.0]
    expected = [
        point / 2.0 if point < 2.0 else 2.0 + point - 2.0 if point < 3.0 else 3.0 + (point - 3.0) / 4.0
        for point in points
    ]
    assert poisson_times(generator(1, 0, "x"), rate) == pytest.approx(expected)


def test_nobody_arrives_at_rate_zero() -> None:
    assert len(poisson_times(generator(1, 0, "x"), np.zeros(24))) == 0
    assert len(draw(county(busy(0.0), townships={"a": place()}))) == 0


# Who reports first


def found(**values: Any) -> CaseType:
    """A matter that patrols find in their round, citizens in five days on average, and that is over in ten."""
    values = {"citizen_delay_days": 5.0, "life_days": 10.0, "patrol": True, **values}
    return busy(2000.0, **values)


GRIDS = Grids(count=40, workers=20, round_hours=36.0)
"""A round takes 72 hours: three days."""


def races(case_type: CaseType, grids: Grids = GRIDS, days: int = 365) -> Group:
    """The reports of a year in a township."""
    return of(draw(county(case_type, townships={"a": place(grids=grids)}, days=days)))


def test_the_round_is_shorter_with_more_workers_to_a_grid() -> None:
    assert GRIDS.patrol_round_hours == 72.0
    assert evolve(GRIDS, workers=40).patrol_round_hours == 36.0
    assert evolve(GRIDS, full_time_share=0.0, part_time_share=0.25).patrol_round_hours == 288.0
    assert evolve(GRIDS, list_share=0.5).patrol_round_hours == 144.0
    assert evolve(GRIDS, workers=0).patrol_round_hours is None


def test_patrol_citizen_and_life_race() -> None:
    group = races(found())
    patrol, citizen, life = 1 / 3.0, 1 / 5.0, 1 / 10.0
    total = patrol + citizen + life
    by_patrol = (group.channel == Channel.PATROL).mean()
    share = patrol / (patrol + citizen)
    assert abs(by_patrol - share) < WIDE * (share * (1 - share) / len(group)) ** 0.5
    # The lag of what was reported is exponential at the sum of the three rates, whoever reports.
    early = group.occurred < 300 * 24
    for channel in (Channel.PATROL, Channel.HOTLINE):
        lag = (group.reported - group.occurred)[early & (group.channel == channel)] / 24
        assert abs(lag.mean() - 1 / total) < WIDE / total / len(lag) ** 0.5
        assert abs((lag > 1.0 / total).mean() - np.exp(-1)) < WIDE * (0.2325 / len(lag)) ** 0.5
    # And of what came up, the share that was reported is exact too.
    matters = group.draw.max() + 1
    reported = (patrol + citizen) / total
    assert abs(early.sum() / (matters * 300 / 365) - reported) < 2 * WIDE * (reported * (1 - reported) / matters) ** 0.5


def test_what_nobody_reports_within_its_life_never_becomes_a_case() -> None:
    nobody = races(found(channels=Channels(), life_days=1.0), evolve(GRIDS, workers=0, reference_round_hours=72.0))
    assert len(nobody) == 0
    long_lived = races(found(channels=Channels(), life_days=3000.0))
    assert (long_lived.channel == Channel.PATROL).all()


def test_rates_are_of_reports_under_the_reference_round() -> None:
    # Patrols as in the reference: as many reports as the catalogue says. Slower patrols: fewer; faster ones: more.
    def in_a_year(grids: Grids) -> float:
        # Three years, counting the later two: the first reports come a lag after the start.
        group = of(draw(county(found(), townships={"a": place(residents=10_000, grids=grids)}, days=1095)))
        return float((group.reported >= 365 * 24).sum() / 2)

    reference = evolve(GRIDS, reference_round_hours=72.0)
    expected = 2000.0 * 10
    assert abs(in_a_year(reference) - expected) < WIDE * (expected / 2) ** 0.5

    def share(days: float) -> float:
        return (1 / days + 0.2) / (1 / days + 0.3)

    fewer = expected * share(12.0) / share(3.0)
    assert abs(in_a_year(evolve(reference, workers=5)) - fewer) < WIDE * (fewer / 2) ** 0.5
    more = expected * share(1.0) / share(3.0)
    assert abs(in_a_year(evolve(reference, workers=60)) - more) < WIDE * (more / 2) ** 0.5


def test_the_chance_of_a_report_is_that_of_competing_exponentials() -> None:
    assert report_probability(found(), 72.0) == pytest.approx((1 / 3 + 1 / 5) / (1 / 3 + 1 / 5 + 1 / 10))
    assert report_probability(found(), None) == pytest.approx((1 / 5) / (1 / 5 + 1 / 10))
    assert report_probability(found(channels=Channels()), None) == 0.0
    assert report_probability(found(citizen_delay_days=0.0), None) == 1.0
    assert occurrence_rate(found(patrol=False), 1000, 1.0, GRIDS) == pytest.approx(2000.0 / 8760.0)


def test_the_lag_from_occurrence_to_report_is_kept() -> None:
    scenario = county(found(), townships={"a": place(grids=GRIDS)}, days=60)
    group, rows = of(draw(scenario)), simulate(scenario)
    order = np.argsort(rows.cases.reported[rows.cases.duplicate_of < 0], kind="stable")
    assert np.array_equal(rows.cases.occurred[order], group.occurred)
    assert (rows.cases.reported > rows.cases.occurred).mean() > 0.99


def test_what_patrols_cannot_find_is_reported_as_it_occurs() -> None:
    group = races(busy(100.0, channels=Channels(window=0.5, online=0.2, hotline=0.3)))
    assert np.array_equal(group.occurred, group.reported)
    for channel, share in ((Channel.WINDOW, 0.5), (Channel.ONLINE, 0.2), (Channel.HOTLINE, 0.3)):
        assert abs((group.channel == channel).mean() - share) < WIDE * (0.25 / len(group)) ** 0.5


def test_citizens_who_report_sooner_leave_less_to_the_patrol() -> None:
    slow, fast = races(found()), races(found(citizen_delay_days=1.0))
    assert (fast.channel == Channel.PATROL).mean() < (slow.channel == Channel.PATROL).mean() - 0.2


def test_habits_of_reporting_that_change_on_a_date_hold_from_then_on() -> None:
    before = county(found(), townships={"a": place(grids=GRIDS)}, days=60)
    after = evolve(before, case_types={"matter": found(citizen_delay_days=0.1, channels=Channels(online=1.0))})
    group = of(draw(from_day(before, 30, after)))
    early, late = group.occurred < 720.0, group.occurred >= 720.0
    assert same_values(group, of(draw(before)), before_hour=720.0)
    assert (group.channel[early] != Channel.ONLINE).all()
    assert (group.channel[late] == Channel.ONLINE).mean() > 0.9
    assert (group.reported - group.occurred)[late].mean() < 0.2 * 24


def test_a_profile_and_a_surge_that_begin_on_a_date_hold_from_then_on() -> None:
    mornings = Profile(hour=(0.0,) * 9 + (1.0,) + (0.0,) * 14)
    surge = Surge(families=("service",), start=START, end=date(2026, 1, 1), factor=3.0)
    before = county(busy(1000.0, profile="day"), townships={"a": place()}, days=60)
    after = evolve(before, demand=DemandSettings(profiles={"day": mornings}, surges={"fair": surge}))
    occurred = of(draw(from_day(before, 30, after))).occurred
    early, late = occurred[occurred < 720.0], occurred[occurred >= 720.0]
    assert np.array_equal(early, of(draw(before)).occurred[: len(early)])
    assert set((late // 1 % 24).tolist()) == {9.0}
    expected = 3.0 * 1000.0 * 100 * 30 / 365
    assert abs(len(late) - expected) < WIDE * expected**0.5


def same_values(one: Group, other: Group, *, before_hour: float) -> bool:
    """Whether two groups hold the same cases among those that occurred before an hour."""
    early, others = one.occurred < before_hour, other.occurred < before_hour
    return (
        np.array_equal(one.draw[early], other.draw[others])
        and np.array_equal(one.reported[early], other.reported[others])
        and np.array_equal(one.channel[early], other.channel[others])
    )


# Draws belong to names


def two_townships() -> Scenario:
    """Two townships, two types, with every purpose drawn."""
    types = {"one": busy(60.0), "two": found(unclear=0.3, formal=0.5)}
    return county(
        types,
        townships={"a": place(residents=20_000, grids=GRIDS), "b": place(residents=30_000, grids=GRIDS)},
        demand=DemandSettings(day_to_day_cv=0.3),
        days=60,
    )


def test_another_township_or_type_changes_no_case_of_the_others() -> None:
    scenario = two_townships()
    more = evolve(
        scenario,
        case_types={"another": busy(), **scenario.case_types},
        townships={"0": place(), **dict(reversed(scenario.townships.items())), "z": place()},
    )
    for part in ("a", "b"):
        for type_id in ("one", "two"):
            assert same(of(draw(scenario), part, type_id), of(draw(more), part, type_id))
    assert not same(of(draw(scenario), "a", "one"), of(draw(scenario), "b", "one"))


def test_another_seed_or_replication_is_another_demand() -> None:
    scenario = two_townships()
    groups = [of(draw(scenario, seed=seed, replication=k), "a", "one") for seed, k in ((1, 0), (2, 0), (1, 1))]
    assert not same(groups[0], groups[1])
    assert not same(groups[0], groups[2])
    assert same(groups[0], of(draw(scenario), "a", "one"))


def test_names_are_kept_apart() -> None:
    assert generator(1, 0, "a", "bc").random() != generator(1, 0, "ab", "c").random()
    assert generator(1, 0, "a").random() != generator(10, 0, "a").random()
    assert generator(1, 23, "a").random() != generator(12, 3, "a").random()


def test_arrival_i_is_the_same_arrival_where_a_scenario_only_scales_the_rate() -> None:
    base = county(busy(50.0), townships={"a": place()}, days=90)
    scaled = with_town(base, rates={"matter": 2.0})
    one, two = of(draw(base)), of(draw(scaled))
    count = len(one)
    assert len(two) > 1.7 * count
    # Even rates: the same points, reached in half the time, with the same draws.
    assert two.occurred[:count] == pytest.approx(one.occurred / 2.0, abs=1e-5)
    for purpose in ("formal", "unclear", "answer"):
        assert np.array_equal(one.column(purpose), two.column(purpose)[:count])
    assert np.array_equal(one.column("fact", one.case_type.fact), two.column("fact", two.case_type.fact)[:count])


def test_two_scenarios_meet_the_same_cases() -> None:
    scenario = two_townships()
    other = with_town(scenario, teams={"office": office(9), "desk": people(intake=True)}, area_km2=7.0)
    for group in draw(scenario).groups:
        assert same(group, of(draw(other), group.part, group.type_id))


def test_a_merged_township_meets_the_cases_of_its_parts() -> None:
    scenario = two_townships()
    merged = evolve(
        scenario,
        townships={
            "c": place(residents=50_000, grids=GRIDS, parts={"a": Part(residents=20_000), "b": Part(residents=30_000)})
        },
    )
    for part in ("a", "b"):
        for type_id in ("one", "two"):
            assert same(of(draw(scenario), part, type_id), of(draw(merged), part, type_id))
    rows = simulate(merged)
    assert rows.townships == ("a", "b")
    assert {rows.teams[team].split(".")[1] for team in rows.steps.team if team >= 0} == {"c"}


def test_a_merger_on_a_date_keeps_the_cases() -> None:
    scenario = two_townships()
    merged = evolve(
        scenario,
        townships={
            "c": place(residents=50_000, grids=GRIDS, parts={"a": Part(residents=20_000), "b": Part(residents=30_000)})
        },
    )
    for part in ("a", "b"):
        assert same(of(draw(scenario), part, "two"), of(draw(from_day(scenario, 30, merged)), part, "two"))


def test_draws_of_work_have_the_law_that_the_type_states() -> None:
    stream = generator(1, 0, "work")
    lognormal = work_factors(stream, "lognormal", 0.8, 200_000)
    assert np.median(lognormal) == pytest.approx(1.0, abs=0.01)
    assert lognormal.std() / lognormal.mean() == pytest.approx(0.8, rel=0.03)
    assert lognormal.mean() == pytest.approx(1.2806, rel=0.01)
    exponential = work_factors(stream, "exponential", 0.8, 200_000)
    assert exponential.mean() == pytest.approx(1.0, abs=WIDE / 200_000**0.5)
    assert exponential.std() == pytest.approx(1.0, rel=0.02)
    assert (work_factors(stream, "fixed", 0.8, 10) == 1.0).all()
    assert (work_factors(stream, "lognormal", 0.0, 10) == 1.0).all()


def test_repetitions_invert_the_geometric_distribution() -> None:
    assert [repetitions(u, 0.5, 3) for u in (0.51, 0.49, 0.26, 0.24, 0.126, 0.124, 0.0)] == [0, 1, 1, 2, 2, 3, 3]
    assert repetitions(0.3, 0.0, 3) == 0
    assert repetitions(0.99, 1.0, 3) == 3
    grid = np.linspace(0.0, 0.999, 50)
    counts = [[repetitions(u, p, 4) for p in (0.1, 0.3, 0.5, 0.9)] for u in grid]
    assert (np.diff(counts, axis=1) >= 0).all()


def test_a_report_written_to_the_microsecond_is_read_as_the_same() -> None:
    group = races(found(), days=30)
    for times in (group.reported, group.occurred):
        written = np.round(times * 3600e6) / 3600e6
        assert not np.array_equal(written, times)
        assert np.array_equal(ticks(written), times)


def test_a_recorded_column_replaces_the_draws() -> None:
    scenario = county(kind(1.0))
    (group,) = demand_of(scenario, (matter("one", "Mon 09:00", fact=2.0), matter("two", "Mon 10:00"))).groups
    assert group.column("fact").tolist() == [2.0, 1.0]
    assert len(group.column("formal")) == 2


def test_what_would_begin_after_the_horizon_never_comes_into_force():
    scenario = county(busy(), townships={"a": place()}, days=5)
    later = from_day(scenario, 5, evolve(scenario, case_types={"matter": busy(900.0)}))
    assert np.array_equal(of(draw(later)).reported, of(draw(scenario)).reported)


def test_demand_and_offices_agree_on_the_days_of_a_year_not_decreed_yet() -> None:
    """Hall cases of working days fall on the days that offices work, weekdays alike, and none on a weekend."""
    profile = Profile(day_off=0.0)
    scenario = county(
        busy(1000.0, profile="hall"),
        townships={"a": place()},
        days=365,
        start=date(2027, 1, 1),
        calendar=CalendarSettings(beyond="repeat"),
        demand=DemandSettings(profiles={"hall": profile}),
    )
    calendar = calendar_of(scenario)
    by_day = np.bincount((of(draw(scenario)).occurred // 24.0).astype(int), minlength=365)
    worked = np.array([calendar.worked(24.0 * day + 24.0) > calendar.worked(24.0 * day) for day in range(365)])
    assert worked.sum() == 248
    # 100,000 cases: hardly a working day without one by chance.
    assert np.array_equal(by_day > 0, worked)
    weekday = (np.arange(365) + date(2027, 1, 1).weekday()) % 7
    means = [by_day[worked & (weekday == day)].mean() for day in range(5)]
    expected = 1000.0 * 100 / 248
    assert all(abs(mean - expected) < WIDE * (expected / 46) ** 0.5 for mean in means)
    assert not by_day[weekday >= 5].any()


def test_what_does_not_fit_into_memory_is_refused_before_it_is_drawn() -> None:
    surges = {
        name: Surge(families=("service",), start=date(2025, 3, 1), end=date(2025, 4, 1), factor=1000.0)
        for name in ("one", "two", "three")
    }
    scenario = county(busy(100.0), townships={"a": place()}, demand=DemandSettings(surges=surges))
    with pytest.raises(ScenarioError) as refusal:
        draw(scenario)
    (problem,) = refusal.value.problems
    assert (problem.kind, problem.path) == ("too-many-cases", "time.days")
    assert problem.facts["cases"] > 1e9


def test_cases_that_are_kept_count_when_the_next_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = county(busy(10.0), townships={"a": place(), "b": place(), "c": place()}, days=364)
    cases = len(draw(scenario))
    monkeypatch.setattr(size, "machine_bytes", lambda: int(1.2 * cases * size.BYTES_PER_CASE))
    assert len(draw(scenario)) == cases
    monkeypatch.setattr(size, "machine_bytes", lambda: int(0.9 * cases * size.BYTES_PER_CASE))
    with pytest.raises(ScenarioError):
        draw(scenario)


def test_a_profile_of_which_no_day_is_left_is_refused_in_words() -> None:
    profile = Profile(weekday=(0.0,) * 5 + (1.0,) * 2, day_off=0.0)
    scenario = county(
        busy(profile="odd"),
        demand=DemandSettings(profiles={"odd": profile}),
        calendar=CalendarSettings(kind="five-day"),
    )
    with pytest.raises(ScenarioError) as refusal:
        draw(scenario)
    assert (refusal.value.problems[0].kind, refusal.value.problems[0].path) == ("no-demand-days", "demand.profiles.odd")
