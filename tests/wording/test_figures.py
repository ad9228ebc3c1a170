"""Figures that not every replication has, in words."""

import pytest

from planner.metrics import FigureKey
from planner.stats.interval import mean_interval
from planner.wording import set_language
from planner.wording.figures import gaps, sentences

TIME, RATE = FigureKey("resolution_time_mean", "emergency"), FigureKey("on_time_rate", "emergency")
P90 = FigureKey("resolution_time_p90", "enforcement")


@pytest.fixture(autouse=True)
def english():
    set_language("en")


def test_what_all_have_is_not_mentioned():
    intervals = {TIME: mean_interval([1.0, 2.0]), RATE: mean_interval([1.0, 1.0])}
    assert gaps([TIME, RATE], intervals, {}, 2) == []
    assert gaps([TIME], intervals, {P90: 1}, 2) == []


def test_a_family_is_named_once_where_all_its_figures_are_missing_together():
    assert sentences({TIME: 7, RATE: 7}, {}, 10) == [
        "Only some replications have Emergencies (7 of 10 replications): those are in the mean."
    ]
    (told,) = sentences({TIME: 7, RATE: 6}, {}, 10)
    assert "Emergencies, resolution time (7 of 10 replications); Emergencies, on-time rate (6 of 10" in told


def test_what_is_not_reached_has_no_mean():
    (told,) = gaps([P90], {}, {P90: 3}, 10)
    assert told.startswith("Without a mean, because not reached within the time that is looked at: Enforcement, ")
    assert told.endswith("(in 3 of 10 replications).")
