"""Steady states: flat years, where a backlog settles, backlogs that never do, and how often intervals cover."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import RequestError
from planner.experiments import run
from planner.experiments.steady_state import YEARS, Movement, flat, settled, steady_state
from planner.files import read_scenario
from planner.metrics.indicators import FigureKey
from planner.model.demand import OpeningBacklog, Profile, Surge
from planner.model.scenario import Phase, Scenario
from planner.model.team import Staff
from tests.theory.formulas import waiting_mmc

ROOT = Path(__file__).parents[2]
TUTORIAL = read_scenario(ROOT / "scenarios" / "tutorial.toml")
STATION = read_scenario(ROOT / "tests" / "theory" / "three-officers.toml")
DAYS = YEARS * 365
WEEKS = DAYS // 7
TIME = FigureKey("resolution_time_mean", "dispute")


def station(load: float, per_week: float = 12.0) -> tuple[Scenario, float]:
    """M/M/3 at a load, around the clock, and its mean time in system in days."""
    arrivals = per_week / 168.0
    work = 3.0 * load / arrivals
    matter = STATION.case_types["matter"]
    matter = evolve(matter, per_township_week=per_week, fact=evolve(matter.fact, hours=work))
    town = evolve(STATION.townships["town"], rates={})
    scenario = evolve(STATION, case_types={"matter": matter}, townships={"town": town})
    return scenario, (waiting_mmc(3, arrivals, work) + work) / 24.0 if load < 1.0 else np.inf


class TestFlat:
    def test_three_years_without_seasons(self) -> None:
        surge = Surge(families=("emergency",), start=date(2025, 4, 1), end=date(2025, 4, 9), factor=5.0)
        profile = Profile(hour=(1.0,) * 24, month=(1.0,) * 11 + (9.0,))
        example = evolve(TUTORIAL.townships["example"], opening_backlog={"street-order": OpeningBacklog(count=9)})
        seasonal = evolve(
            TUTORIAL,
            demand=evolve(TUTORIAL.demand, profiles={"office": profile}, surges={"storm": surge}),
            townships={"example": example},
        )
        found = flat(seasonal)
        assert found.time.days == DAYS
        assert found.demand.surges == {}
        assert found.demand.profiles["office"].month == (1.0,) * 12
        assert found.demand.profiles["office"].hour == profile.hour
        assert found.townships["example"].opening_backlog == {}
        assert found.calendar.beyond == "repeat"
        assert flat(evolve(TUTORIAL, time=evolve(TUTORIAL.time, days=2_000))).time.days == 2_000

    def test_a_scenario_that_changes_on_dates_has_none(self) -> None:
        dated = evolve(TUTORIAL, phases=(Phase(start=date(2025, 4, 1), scenario=TUTORIAL),))
        with pytest.raises(RequestError) as caught:
            flat(dated)
        assert caught.value.problems[0].kind == "steady-timeline"

    def test_so_many_years_must_fit_into_memory(self) -> None:
        often = evolve(TUTORIAL.case_types["hall-service"], per_1000_residents_year=1_000_000)
        huge = evolve(TUTORIAL.townships["example"], residents=1_000_000)
        with pytest.raises(RequestError) as caught:
            flat(evolve(TUTORIAL, townships={"example": huge}, case_types={"hall-service": often}))
        assert caught.value.problems[0].kind == "too-many-cases"


def noisy(weekly: np.ndarray, replications: int = 5, spread: float = 3.0) -> np.ndarray:
    """Days of several replications around weekly means, independent noise by week."""
    generator = np.random.default_rng(7)
    means = weekly + generator.normal(0.0, spread, size=(replications, weekly.shape[-1]))
    return np.repeat(means, 7, axis=1)


WEEK = np.arange(WEEKS)
HOLIDAYS = 200.0 * np.isin(WEEK % 52, (5, 40))


class TestSettled:
    def test_an_empty_start_is_cut(self) -> None:
        cut = settled(noisy(100.0 * (1.0 - np.exp(-WEEK / 4.0))))
        assert isinstance(cut, int)
        assert 8 <= cut <= 30

    def test_holidays_are_no_movement(self) -> None:
        assert isinstance(settled(noisy(100.0 + HOLIDAYS)), int)

    @pytest.mark.parametrize("slope", [0.3, 2.0])
    def test_a_backlog_that_grows(self, slope: float) -> None:
        found = settled(noisy(50.0 + slope * WEEK))
        assert isinstance(found, Movement)
        assert found.direction == "growing"
        assert found.per_week.mean == pytest.approx(slope, rel=0.1)

    def test_slow_growth_that_holidays_hide_from_the_warm_up(self) -> None:
        found = settled(noisy(100.0 + HOLIDAYS + 0.4 * WEEK))
        assert isinstance(found, Movement) and found.direction == "growing"

    def test_a_backlog_that_is_still_worked_off(self) -> None:
        found = settled(noisy(1_000.0 - 2.0 * WEEK))
        assert isinstance(found, Movement) and found.direction == "shrinking"

    def test_a_backlog_that_only_calms_down_does_not_move(self) -> None:
        """The minimum lies at the search limit, but the last year is like the one before."""
        calming = noisy(100.0 + 0.0 * WEEK, spread=1.0)
        calming[:, : 7 * (WEEKS // 2)] = noisy(100.0 + 0.0 * WEEK, spread=20.0)[:, : 7 * (WEEKS // 2)]
        assert settled(calming) == WEEKS // 2

    def test_of_one_replication_alone_nothing_is_claimed(self) -> None:
        found = settled(noisy(50.0 + WEEK, replications=1))
        assert isinstance(found, Movement) and found.direction == "unknown"
        assert isinstance(settled(noisy(50.0 + 0.0 * WEEK, replications=1)), int)

    def test_growth_is_claimed_only_where_the_interval_that_is_shown_leaves_none_out(self) -> None:
        """However far apart the two grow: with two replications hardly an interval leaves 0 out."""
        found = settled(noisy(50.0 + np.outer([0.2, 3.0], WEEK), replications=2))
        assert isinstance(found, Movement)
        assert found.per_week.half_width is not None and found.per_week.half_width > found.per_week.mean > 0.0
        assert found.direction == "unknown"

    @given(
        st.lists(st.floats(-1.0, 1.0), min_size=2, max_size=6),
        st.sampled_from([0.5, 0.9, 0.95, 0.999]),
        st.floats(1.0, 60.0),
    )
    def test_what_is_said_never_contradicts_the_interval(
        self, slopes: list[float], confidence: float, spread: float
    ) -> None:
        weekly = 100.0 + np.outer(slopes, WEEK)
        found = settled(noisy(weekly, replications=len(slopes), spread=spread), confidence)
        if isinstance(found, Movement):
            per_week = found.per_week
            assert per_week.confidence == confidence and per_week.half_width is not None
            told = "growing" if per_week.mean > 0.0 else "shrinking"
            assert found.direction == (told if abs(per_week.mean) > per_week.half_width else "unknown")

    def test_nothing_at_all_is_steady(self) -> None:
        assert settled(np.zeros((3, DAYS))) == 0


def test_overload_is_called_what_it_is_and_others_share_the_largest_cut() -> None:
    (calm, _), (busy, exact), (drowned, _) = (station(load) for load in (0.2, 0.7, 1.5))
    result = steady_state([calm, drowned, busy], replications=6, jobs=1)
    assert [one.steady for one in result.settling] == [True, False, True]
    moving = result.settling[1].moving["dispute"]
    assert moving.direction == "growing"
    # Of twelve cases a week a third cannot be worked off.
    assert moving.per_week.mean == pytest.approx(4.0, rel=0.3)
    assert result.cut_weeks == max(result.settling[0].cut_weeks, result.settling[2].cut_weeks)
    interval = result.runs.runs[2].intervals()[TIME]
    assert interval.mean == pytest.approx(exact, rel=0.2)
    assert [one.scenario.name for one in result.runs.runs] == [calm.name] * 3


def test_figures_are_those_of_a_run_after_the_cut() -> None:
    scenario, _exact = station(0.6)
    result = steady_state([scenario], replications=2, seed=3, jobs=1)
    again = run([flat(scenario)], replications=2, seed=3, jobs=1, warm_up_days=7 * result.cut_weeks).runs[0]
    assert again.intervals() == result.runs.runs[0].intervals()
    assert len(again.replications[0].backlog["dispute"]) == DAYS - 7 * result.cut_weeks


def test_each_pass_is_watched_and_can_be_stopped() -> None:
    scenario, _exact = station(0.5)
    seen: list[bool] = []

    def watch(scenarios, figures):
        assert len(scenarios) == 1
        return nullcontext(lambda _replication: seen.append(figures))

    steady_state([scenario], replications=2, jobs=1, watch=watch)
    assert seen == [False, False, True, True]

    def stop(_scenarios, figures):
        def interrupt(_replication):
            if figures is stop_in:
                raise KeyboardInterrupt

        return nullcontext(interrupt)

    stop_in = False
    early = steady_state([scenario], replications=3, jobs=1, watch=stop)
    assert early.runs.interrupted
    assert early.settling == ()
    stop_in = True
    late = steady_state([scenario], replications=3, jobs=1, watch=stop)
    assert late.runs.interrupted
    assert late.settling[0].steady
    assert len(late.runs.runs[0].replications) == 1


def test_a_town_with_everything_has_a_steady_state() -> None:
    """Holidays, crews, bounces, patrols, repeat contacts: the tutorial, and one in which a team has nobody left."""
    result = steady_state([TUTORIAL], replications=2, jobs=1)
    assert result.settling[0].steady
    assert result.cut_weeks < WEEKS // 2
    assert FigureKey("on_time_rate", "enforcement") in result.runs.runs[0].intervals()
    example = TUTORIAL.townships["example"]
    affairs = evolve(example.teams["affairs"], staff=Staff())
    empty = evolve(TUTORIAL, townships={"example": evolve(example, teams={**example.teams, "affairs": affairs})})
    moving = steady_state([empty], replications=4, jobs=1).settling[0].moving
    assert {family: one.direction for family, one in moving.items()} == {"dispute": "growing"}


@pytest.mark.parametrize(
    "seed", [1, 2, pytest.param(7, marks=pytest.mark.slow), pytest.param(10, marks=pytest.mark.slow)]
)
def test_the_tutorial_has_a_steady_state_whatever_the_seed(seed: int) -> None:
    """Also though its years lie beyond the last one decreed: no weekday loses its work there, nor Saturday gets any."""
    settled_in = steady_state([TUTORIAL], replications=4, seed=seed, jobs=1).settling[0]
    assert settled_in.moving == {}
    beyond = evolve(TUTORIAL, time=evolve(TUTORIAL.time, start=date(2027, 1, 1)))
    assert steady_state([beyond], replications=4, seed=seed, jobs=1).settling[0].steady


@pytest.mark.parametrize(
    ("studies", "per_week", "least", "most"),
    [(80, 6.0, 0.87, 1.0), pytest.param(1_000, 12.0, 0.93, 0.97, marks=pytest.mark.theory)],
)
@pytest.mark.slow
def test_intervals_of_small_studies_cover_the_stationary_mean(
    studies: int, per_week: float, least: float, most: float
) -> None:
    """M/M/3 at load 0.6, four replications of three years, each study with seeds of its own."""
    scenario, exact = station(0.6, per_week)
    covered = 0
    for study in range(studies):
        result = steady_state([scenario], replications=4, seed=2 * study, jobs=1)
        interval = result.runs.runs[0].intervals()[TIME]
        assert interval.half_width is not None
        covered += result.settling[0].steady and abs(interval.mean - exact) <= interval.half_width
    assert least <= covered / studies <= most


@given(st.integers(0, 10_000), st.floats(0.5, 3.0), st.sampled_from([0.9, 0.95, 0.99]))
def test_a_backlog_is_said_to_move_exactly_where_the_interval_shown_leaves_out_0(
    seed: int, noise: float, confidence: float
) -> None:
    """Words and interval follow one level of confidence."""
    random = np.random.default_rng(seed)
    slopes = 0.02 * (1.0 + noise * random.standard_normal((5, 1)))
    found = settled(20.0 + slopes * np.arange(DAYS), confidence)
    if isinstance(found, Movement):
        shown = found.per_week
        assert shown.confidence == confidence
        assert shown.half_width is not None
        assert (found.direction != "unknown") == (abs(shown.mean) > shown.half_width)
        assert found.direction == "unknown" or (found.direction == "growing") == (shown.mean > 0.0)
