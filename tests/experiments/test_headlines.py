import pytest
from attrs import evolve

from planner.errors import RequestError
from planner.experiments.headlines import LEADING, Name, families_of, leading_families, named, shown_figures
from planner.metrics.indicators import FigureKey
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
