"""All figures together: groupings, what is absent, parts of a run, comparisons between townships."""

import math

import pytest
from attrs import evolve

from planner.engine.rows import Channel, Level, Step
from planner.errors import RequestError
from planner.metrics.figures import figures, worst_township
from planner.metrics.indicators import ALL, GROUPINGS, INDICATORS, FigureKey


def busy_month(log, at):
    """Thirty cases a township and type, slower in the south, with a whistle and a roll."""
    for number in range(30):
        for township, days in (("north", 1), ("south", 3)):
            case = log.case("waste", at(0), at(days), township=township, due=at(2), level=Level.COUNTY)
            log.step(case, Step.WHISTLE, at(0), at(0), at(0, "12:00"), "bureau")
            log.step(case, Step.DECISION, at(0, "12:00"), at(0, "14:00"), at(days), "bureau")
            log.case("quarrel", at(0), at(2), township=township)
            if number < 29:
                log.case("certificate", at(0), at(1), township=township, channel=Channel.WINDOW)
    log.roll("bureau", 0.0, 9)
    return log.rows()


def test_a_run_without_cases_has_counts_and_nothing_else(log):
    found = figures(log.rows(), by=GROUPINGS)
    assert {key.indicator for key in found} == {
        "backlog_mean",
        "backlog_end",
        "overdue_end",
        "powers_unusable",
        "whistles",
        "cohort_size",
    }
    assert set(found.values()) == {0.0}


def test_every_figure_is_a_finite_number_of_a_known_indicator(log, at):
    found = figures(busy_month(log, at), by=GROUPINGS)
    for key, value in found.items():
        assert isinstance(value, float)
        assert math.isfinite(value)
        assert key.indicator in INDICATORS
        assert key.by == "county" or key.by in INDICATORS[key.indicator].groupings
        assert (key.key == "") == (key.by == "county")


def test_times_and_rates_are_never_pooled(log, at):
    pooled = {key.indicator for key in figures(busy_month(log, at)) if key.family == ALL}
    assert pooled == {"backlog_mean", "backlog_end", "overdue_end", "powers_unusable", "whistles", "department_use"}


def test_by_township_within_families(log, at):
    found = figures(busy_month(log, at), by=("township",))
    for township, days, rate in (("north", 1.0, 1.0), ("south", 3.0, 0.0)):
        assert found[FigureKey("resolution_time_mean", "enforcement", "township", township)] == pytest.approx(days)
        assert found[FigureKey("on_time_rate", "enforcement", "township", township)] == rate
        assert found[FigureKey("resolution_time_mean", "dispute", "township", township)] == pytest.approx(2.0)
        assert found[FigureKey("whistles", "all", "township", township)] == 30
    assert found[FigureKey("resolution_time_mean", "enforcement")] == pytest.approx(2.0)


def test_by_case_type_department_and_level(log, at):
    found = figures(busy_month(log, at), by=("case_type", "department", "level"))
    assert found[FigureKey("resolution_time_mean", "dispute", "case_type", "quarrel")] == pytest.approx(2.0)
    assert found[FigureKey("resolution_time_mean", "enforcement", "department", "bureau")] == pytest.approx(2.0)
    assert found[FigureKey("resolution_time_mean", "enforcement", "level", "county")] == pytest.approx(2.0)
    assert FigureKey("resolution_time_mean", "enforcement", "level", "township") not in found
    assert FigureKey("resolution_time_mean", "dispute", "department", "bureau") not in found
    assert not [key for key in found if key.by == "level" and key.indicator == "backlog_end"]


def test_by_family_repeats_the_county_under_each_family(log, at):
    found = figures(busy_month(log, at), by=("family",))
    own = {key: value for key, value in found.items() if key.by == "family"}
    assert own == {
        FigureKey(key.indicator, key.family, "family", key.family): value
        for key, value in found.items()
        if key.by == "county" and key.family != ALL
    }


def test_groupings_do_not_change_each_other(log, at):
    rows = busy_month(log, at)
    alone = figures(rows)
    together = figures(rows, by=GROUPINGS)
    assert {key: value for key, value in together.items() if key.by == "county"} == alone


def test_an_unknown_grouping_is_refused(log):
    with pytest.raises(RequestError) as refused:
        figures(log.rows(), by=("village", "township", "planet"))
    assert [problem.facts["got"] for problem in refused.value.problems] == ["village", "planet"]


def test_the_worst_township_and_the_spread(log, at):
    rows = busy_month(log, at)
    found = figures(rows)
    assert found[FigureKey("worst_township_resolution_time", "enforcement")] == pytest.approx(3.0)
    assert found[FigureKey("township_spread", "enforcement")] == pytest.approx(2.0)
    assert worst_township(rows, "enforcement") == "south"


def test_townships_with_few_cases_are_not_compared(log, at):
    rows = busy_month(log, at)
    found = figures(rows)
    assert FigureKey("worst_township_resolution_time", "counter") not in found
    assert worst_township(rows, "counter") is None
    for _ in range(30):
        log.case("permit", at(0), at(1))
    log.case("permit", at(0), at(5), township="south")
    found = figures(log.rows())
    assert found[FigureKey("worst_township_resolution_time", "approval")] == pytest.approx(1.0)
    assert FigureKey("township_spread", "approval") not in found


def test_a_run_of_some_families_gives_their_figures_only(log, at):
    whole = busy_month(log, at)
    part = evolve(whole, families=("enforcement",))
    found = figures(part, by=("township",))
    assert {key.family for key in found} == {"enforcement"}
    expected = {key: value for key, value in figures(whole, by=("township",)).items() if key.family == "enforcement"}
    assert found == expected


def test_a_scenario_without_departments(new_log, at):
    log = new_log(departments={}, case_types={"quarrel": new_log().scenario.case_types["quarrel"]})
    log.case("quarrel", at(0), at(1))
    rows = log.rows()
    found = figures(evolve(rows, teams=rows.teams[:5]), by=GROUPINGS)
    assert found[FigureKey("resolution_time_mean", "dispute")] == pytest.approx(1.0)
    assert not [key for key in found if key.by == "department"]
