"""Figures that a person names, those that are shown first, and amounts that matter."""

import pytest
from attrs import evolve

from planner.errors import RequestError
from planner.experiments.headlines import (
    LEADING,
    Amount,
    Name,
    Size,
    amount,
    families_of,
    leading_families,
    matters_by_default,
    named,
    shown_figures,
)
from planner.metrics.indicators import INDICATORS, FigureKey
from planner.model.scenario import Pay


@pytest.fixture
def three_families(slow_county):
    noise = slow_county.case_types["noise"]
    types = {
        "noise": noise,
        "fire": evolve(noise, family="emergency", urgency="emergency"),
        "permit": evolve(noise, family="approval"),
        "never": evolve(noise, family="dispute", per_1000_residents_year=0.0),
    }
    return evolve(slow_county, case_types=types, pay=Pay(civil=1.0))


def test_families_stand_in_the_order_of_reports(three_families):
    assert families_of([three_families]) == ("enforcement", "approval", "emergency")
    assert families_of([three_families], ("approval", "dispute")) == ("approval",)


def test_the_first_family_leads_or_those_that_are_asked_for(three_families):
    assert leading_families([three_families]) == ("enforcement",)
    assert leading_families([three_families], ("emergency", "approval")) == ("approval", "emergency")


def test_few_figures_are_shown(three_families):
    shown = shown_figures([three_families])
    assert shown[: len(LEADING)] == tuple(FigureKey(indicator, "enforcement") for indicator in LEADING)
    assert shown[len(LEADING) :] == (
        FigureKey("resolution_time_mean", "approval"),
        FigureKey("response_time_mean", "emergency"),
        FigureKey("cost", "all"),
    )


def test_a_restricted_run_shows_its_families_and_no_cost(three_families, slow_county):
    assert {figure.family for figure in shown_figures([three_families], ("approval",))} == {"approval"}
    assert FigureKey("cost", "all") not in shown_figures([slow_county])


def test_named_indicators_are_shown_too_and_once(three_families):
    more = [
        Name("resolution_time_p90"),
        Name("resolution_time_mean"),
        Name("bounces_per_case", "approval"),
        Name("staff_use"),
        Name("whistles", "all"),
    ]
    added = list(shown_figures([three_families], (), more))[len(LEADING) + 3 :]
    assert added == [
        FigureKey("resolution_time_p90", "enforcement"),
        FigureKey("bounces_per_case", "approval"),
        FigureKey("staff_use", "all"),
        FigureKey("whistles", "all"),
    ]


def test_names_with_and_without_a_family():
    assert named("on_time_rate") == Name("on_time_rate")
    assert named("enforcement.on_time_rate") == Name("on_time_rate", "enforcement")
    assert named("time_by_cause.linkage") == Name("time_by_cause.linkage")
    assert named("dispute.time_by_cause.linkage") == Name("time_by_cause.linkage", "dispute")
    assert named("all.cost") == Name("cost", "all")


@pytest.mark.parametrize(
    ("text", "kind", "nearest"),
    [
        ("resolution_time_men", "unknown-name", "resolution_time_mean"),
        ("enforcement.on-time-rate", "unknown-name", "on_time_rate"),
        ("enforcment.on_time_rate", "unknown-name", ""),
        ("enforcement.cost", "not-one-of", ""),
        ("all.on_time_rate", "not-one-of", ""),
    ],
)
def test_a_wrong_name_gets_the_nearest_right_one(text, kind, nearest):
    with pytest.raises(RequestError) as caught:
        named(text, "--matters")
    (problem,) = caught.value.problems
    assert (problem.kind, problem.path) == (kind, "--matters")
    if nearest:
        assert problem.nearest == nearest


TIME = FigureKey("resolution_time_mean", "enforcement")
EMERGENCY = FigureKey("response_time_mean", "emergency")
RATE = FigureKey("on_time_rate", "enforcement")
COUNT = FigureKey("overdue_end", "enforcement")


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        ("1d", TIME, Size(1.0)),
        (" 0.5 d ", TIME, Size(0.5)),
        ("3.5h", TIME, Size(0.5)),
        ("2", TIME, Size(2.0)),
        ("5%", TIME, Size(0.05, relative=True)),
        ("5％", TIME, Size(0.05, relative=True)),
        ("０.５ｄ", TIME, Size(0.5)),
        ("1d", EMERGENCY, Size(24.0)),
        ("2h", EMERGENCY, Size(2.0)),
        ("0.02", RATE, Size(0.02)),
        ("2%", RATE, Size(0.02)),
        (".5", COUNT, Size(0.5)),
        ("10%", COUNT, Size(0.1, relative=True)),
    ],
)
def test_a_size_in_the_unit_of_its_figure(text, figure, expected):
    assert amount(text, figure.indicator).of(figure, hours_per_day=7.0) == expected


@pytest.mark.parametrize("text", ["", "d", "-1d", "0", "0%", "1e999", "1w", "nan", "1,5d", "1d2", "1①d", "3²", "½d"])
def test_what_is_no_size_is_refused(text):
    with pytest.raises(RequestError) as caught:
        amount(text, "resolution_time_mean", "--matters")
    (problem,) = caught.value.problems
    assert (problem.kind, problem.path, problem.facts["got"]) == ("not-an-amount", "--matters", text)


def test_days_and_hours_are_for_times_and_a_bare_number_for_one_indicator():
    for text, indicator in (("1d", "on_time_rate"), ("1h", "overdue_end"), ("1", None), ("1d", None)):
        with pytest.raises(RequestError):
            amount(text, indicator)
    assert amount("5%") == Amount(5.0, "%")


def test_a_relative_size_follows_the_mean_down_to_the_least():
    size = Size(0.05, relative=True, least=1.0)
    assert (size.at(-200.0), size.at(3.0), Size(2.0).at(1e9)) == (10.0, 1.0, 2.0)


def test_every_indicator_has_a_size_by_default():
    for indicator in INDICATORS.values():
        for family in ("enforcement", "emergency"):
            assert matters_by_default(FigureKey(indicator.id, family)).value > 0
