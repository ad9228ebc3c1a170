"""Reporting families: counter service and what grids settle themselves stand apart."""

import pytest
from attrs import evolve

from planner.engine.rows import Channel
from planner.metrics.cells import family_codes, is_whole, possible_families, reported_families
from planner.metrics.indicators import REPORTING_FAMILIES


@pytest.mark.parametrize(
    ("case_type", "channel", "family"),
    [
        ("certificate", Channel.WINDOW, "counter"),
        ("certificate", Channel.ONLINE, "service"),
        ("street-lamp", Channel.PATROL, "grid"),
        ("street-lamp", Channel.HOTLINE, "service"),
        ("waste", Channel.PATROL, "enforcement"),
        ("permit", Channel.WINDOW, "approval"),
        ("inspection", Channel.ABOVE, "upper"),
    ],
)
def test_family_of_a_case(log, case_type, channel, family):
    log.case(case_type, 0.0, channel=channel)
    assert REPORTING_FAMILIES[family_codes(log.rows())[0]] == family


def test_what_a_patrol_finds_and_no_grid_may_settle_stays_service(new_log):
    types = new_log().scenario.case_types
    unsettled = evolve(types["street-lamp"], village=evolve(types["street-lamp"].village, settles=0.0))
    log = new_log(case_types=types | {"street-lamp": unsettled})
    log.case("street-lamp", 0.0, channel=Channel.PATROL)
    assert REPORTING_FAMILIES[family_codes(log.rows())[0]] == "service"
    assert possible_families(unsettled) == {"service"}


def test_families_in_which_a_type_can_come_up(log):
    types = log.scenario.case_types
    assert possible_families(types["certificate"]) == {"counter", "service"}
    assert possible_families(types["street-lamp"]) == {"grid", "service"}
    assert possible_families(types["waste"]) == {"enforcement"}
    assert possible_families(evolve(types["waste"], per_1000_residents_year=0.0)) == set()


def test_a_run_without_named_families_is_whole(log):
    assert reported_families(log.rows()) == REPORTING_FAMILIES
    assert is_whole(log.rows())


def test_a_run_of_some_families_reports_these(log):
    rows = log.rows(("service", "dispute"))
    assert reported_families(rows) == ("service", "counter", "grid", "dispute")
    assert not is_whole(rows)
