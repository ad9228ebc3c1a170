"""Cost over the horizon, the payroll share, and busy officer-hours against those on the roll.

The horizon of 28 days is 28/365 of a year, and holds 20 working days of seven hours.
"""

from datetime import date

import pytest
from attrs import evolve

from planner.engine.rows import Step
from planner.metrics.figures import figures
from planner.metrics.indicators import FigureKey
from planner.model.scenario import Cost, Pay, Phase
from planner.model.team import Staff

YEAR = 28 / 365
PAY = Pay(civil=100.0, institution=80.0, contract=50.0, grid_worker=40.0, agent=10.0)


def of(rows, indicator, by="county", key=""):
    return figures(rows, by=("township", "department")).get(FigureKey(indicator, "all", by, key))


@pytest.fixture
def paid(new_log):
    """Everybody on the roll, and all pay stated."""

    def make(**changes):
        log = new_log(**({"pay": PAY} | changes))
        for team, staff in (
            ("hall", 2),
            ("squad", 4),
            ("duty", 3),
            ("south", 2),
            ("pool", 2),
            ("bureau", 2),
            ("water", 1),
        ):
            log.roll(team, 0.0, staff)
        return log

    return make


# Yearly: hall 180, squad 200, duty 150; four grid workers, half of them full-time, the others a quarter; one agent.
NORTH = 180 + 200 + 150 + 2.5 * 40 + 5 * 0.2 * 10
SOUTH = 180
POOL = 160
DEPARTMENTS = 200 + 100


def test_cost_is_the_pay_of_those_on_the_roll(paid):
    rows = paid().rows()
    assert of(rows, "cost") == pytest.approx((NORTH + SOUTH + POOL + DEPARTMENTS) * YEAR)
    assert of(rows, "cost", "township", "north") == pytest.approx(NORTH * YEAR)
    assert of(rows, "cost", "department", "bureau") == pytest.approx(200 * YEAR)


def test_vacancies_are_not_paid(paid, at):
    log = paid()
    log.roll("squad", at(14), 2)
    assert of(log.rows(), "cost", "township", "north") == pytest.approx((NORTH - 50) * YEAR)


def test_other_staff_count(paid, new_log):
    plain = new_log().scenario
    more = evolve(plain.townships["south"], other_staff=Staff(civil=1, contract=2))
    water = evolve(plain.departments["water"], other_staff=Staff(institution=1))
    rows = paid(townships=plain.townships | {"south": more}, departments=plain.departments | {"water": water}).rows()
    assert of(rows, "cost", "township", "south") == pytest.approx((SOUTH + 200) * YEAR)
    assert of(rows, "cost", "department", "water") == pytest.approx(180 * YEAR)


def test_measures_cost_once_and_yearly(paid):
    rows = paid(pay=Pay(), costs={"whistle": Cost(one_off=1000.0, yearly=365.0), "list": Cost(one_off=5.0)}).rows()
    assert of(rows, "cost") == pytest.approx(1005 + 28)
    assert of(rows, "cost", "township", "north") == 0.0


def test_phases_are_paid_for_their_time(paid, new_log, at):
    plain = new_log().scenario
    later = evolve(
        plain,
        pay=evolve(PAY, contract=100.0),
        costs={"whistle": Cost(one_off=10.0, yearly=365.0), "list": Cost(yearly=365.0)},
    )
    log = paid(
        costs={"whistle": Cost(one_off=10.0, yearly=365.0)}, phases=(Phase(start=date(2025, 3, 10), scenario=later),)
    )
    rows = log.rows()
    assert of(rows, "cost", "township", "north") == pytest.approx(NORTH * YEAR + 350 * 21 / 365)
    pay = (NORTH + SOUTH + POOL + DEPARTMENTS) * YEAR + 350 * 21 / 365
    assert of(rows, "cost") == pytest.approx(pay + 10 + 28 + 21)


def test_contractors_are_paid_by_the_case_and_not_by_the_post(paid, new_log, at):
    pool = new_log().scenario.shared_teams["pool"]
    dearer = evolve(new_log().scenario, pay=PAY, shared_teams={"pool": evolve(pool, price_per_case=9.0)})
    log = paid(
        shared_teams={"pool": evolve(pool, price_per_case=7.0)},
        phases=(Phase(start=date(2025, 3, 10), scenario=dearer),),
    )
    for day in (0, 1, 8):
        case = log.case("waste", at(day))
        log.step(case, Step.FACT, at(day), at(day, "09:00"), at(day, "10:00"), "pool")
        log.step(case, Step.FACT, at(day, "10:00"), at(day, "11:00"), at(day, "12:00"), "pool")
        log.step(case, Step.DECISION, at(day, "12:00"), at(day, "14:00"), at(day, "15:00"), "pool")
    waiting = log.case("waste", at(9))
    log.step(waiting, Step.FACT, at(9), team="pool")
    rows = log.rows()
    assert of(rows, "cost") == pytest.approx((NORTH + SOUTH + DEPARTMENTS) * YEAR + 7 + 7 + 9)
    assert FigureKey("staff_use", "all") in figures(paid().rows())
    assert of(rows, "staff_use") == 0.0


def test_posts_being_filled_count_for_the_mean_pay(paid, new_log):
    town = new_log().scenario.townships["north"]
    hiring = evolve(town.teams["hall"], vacancies=Staff(contract=2))
    log = paid(townships=new_log().scenario.townships | {"north": evolve(town, teams=town.teams | {"hall": hiring})})
    # A civil and an institution post filled, two contract posts not: two on the roll at the mean of 100, 80, 50, 50.
    assert of(log.rows(), "cost", "township", "north") == pytest.approx((NORTH - 180 + 2 * 70) * YEAR)


def test_cost_per_case_is_per_case_settled(paid, at):
    log = paid()
    parent = log.case("waste", at(0), at(1))
    log.case("quarrel", at(0), at(1), township="south")
    log.case("quarrel", at(-5), at(1), township="south", opening=1)
    log.case("waste", at(0))
    log.case("waste", at(0), at(1), duplicate_of=parent)
    rows = log.rows()
    assert of(rows, "cost_per_case") == pytest.approx(of(rows, "cost") / 3)
    assert of(rows, "cost_per_case", "township", "south") == pytest.approx(SOUTH * YEAR / 2)


def test_payroll_share_is_of_townships_with_a_budget(paid, new_log):
    plain = new_log().scenario
    rows = paid(townships=plain.townships | {"south": evolve(plain.townships["south"], budget=600.0)}).rows()
    assert of(rows, "payroll_share") == pytest.approx(SOUTH / 600)
    assert of(rows, "payroll_share", "township", "south") == pytest.approx(SOUTH / 600)
    assert of(rows, "payroll_share", "township", "north") is None
    assert of(paid().rows(), "payroll_share") is None


def test_without_pay_or_prices_nothing_is_said_of_money(paid, at):
    log = paid(pay=Pay())
    log.case("waste", at(0), at(1))
    rows = log.rows()
    assert [
        key for key in figures(rows, by=("township", "department")) if key.indicator.startswith(("cost", "pay"))
    ] == []


def test_nothing_settled_leaves_cost_per_case_absent(paid, at):
    log = paid()
    log.case("waste", at(0))
    assert of(log.rows(), "cost_per_case") is None


def use_of(rows, indicator, by="county", key=""):
    return figures(rows, by=("township", "department")).get(FigureKey(indicator, "all", by, key))


def work(log, started, ended, team, crew=1, step=Step.FACT, case_type="waste"):
    case = log.case(case_type, started)
    log.step(case, step, started, started, ended, team, crew)
    return case


def test_use_is_busy_over_roll_weighted_by_hours(log, at):
    log.roll("hall", 0.0, 2)
    log.roll("south", 0.0, 1)
    log.roll("pool", 0.0, 2)
    work(log, at(0), at(4, "17:30"), "hall")
    work(log, at(0), at(1), "hall", crew=2)
    work(log, at(7), at(14), "south")
    work(log, at(0), at(28), "pool")
    rows = log.rows()
    assert use_of(rows, "staff_use") == pytest.approx((35 + 14 + 35 + 140) / (5 * 140))
    assert use_of(rows, "staff_use", "township", "north") == pytest.approx((35 + 14) / 280)
    assert use_of(rows, "staff_use", "township", "south") == pytest.approx(35 / 140)


def test_grids_agents_and_duty_teams_stand_apart(log, at):
    for team in ("hall", "grids", "agents", "duty", "bureau", "water"):
        log.roll(team, 0.0, 1)
        work(log, at(0), at(7), team)
    work(log, at(7), at(14), "bureau", step=Step.PARTNER)
    rows = log.rows()
    assert use_of(rows, "staff_use") == pytest.approx(35 / 140)
    assert use_of(rows, "department_use") == pytest.approx(105 / 280)
    assert use_of(rows, "department_use", "department", "bureau") == pytest.approx(70 / 140)


def test_latencies_waiting_and_nights_occupy_nobody(log, at):
    log.roll("bureau", 0.0, 1)
    case = log.case("waste", at(0))
    log.step(case, Step.WHISTLE, at(0), at(0), at(5), "bureau")
    log.step(case, Step.DECISION, at(5), at(14), at(15), "bureau")
    log.step(case, Step.DECISION, at(15), team="bureau")
    work(log, at(15, "17:30"), at(16, "08:30"), "bureau")
    assert use_of(log.rows(), "department_use") == pytest.approx(7 / 140)


def test_work_in_hand_at_the_end_counts_until_then(log, at):
    log.roll("hall", 0.0, 1)
    case = log.case("waste", at(0))
    log.step(case, Step.FACT, at(0), at(21), team="hall")
    assert use_of(log.rows(), "staff_use") == pytest.approx(35 / 140)


def test_duplicates_repeat_contacts_and_opening_backlog_occupy_staff(log, at):
    log.roll("hall", 0.0, 1)
    opening = log.case("waste", at(-7), opening=1)
    log.step(opening, Step.FACT, at(0), at(0), at(1), "hall")
    duplicate = log.case("waste", at(1), duplicate_of=opening)
    log.step(duplicate, Step.FACT, at(1), at(1), at(2), "hall")
    log.step(opening, Step.REPEAT, at(2), at(2), at(3), "hall")
    assert use_of(log.rows(), "staff_use") == pytest.approx(21 / 140)


def test_the_roll_changes_over_time(log, at):
    log.roll("hall", at(14), 3)
    log.roll("hall", 0.0, 1)
    work(log, at(0), at(14), "hall")
    assert use_of(log.rows(), "staff_use") == pytest.approx(70 / (70 + 210))


def test_without_staff_use_is_absent(log, at):
    log.roll("hall", 0.0, 0)
    log.case("waste", at(0))
    rows = log.rows()
    assert use_of(rows, "staff_use") is None
    assert use_of(rows, "department_use") is None
