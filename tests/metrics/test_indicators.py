"""The catalogue: ids of the design, units, and no NumPy."""

import subprocess
import sys

from planner.metrics.indicators import CAUSES, GROUPINGS, INDICATORS, FigureKey, unit_of

IDS = """
backlog_mean backlog_end overdue_end response_time_mean response_time_median response_time_p90 resolution_time_mean
resolution_time_median resolution_time_p90 on_time_rate settled_village_share settled_township_share
settled_county_share bounces_per_case whistles whistles_on_time_rate powers_unusable reversal_rate
repeat_contacts_per_case staff_use department_use cost cost_per_case payroll_share worst_township_resolution_time
township_spread time_by_cause.intake time_by_cause.bouncing time_by_cause.village time_by_cause.township_team
time_by_cause.worked time_by_cause.travel time_by_cause.legal_review time_by_cause.linkage time_by_cause.department
time_by_cause.partners time_by_cause.redoing cohort_size
"""
"""Those of the design, and the number of cases behind the mean times, by which the times of groups are weighed."""


def test_ids_are_those_that_are_documented():
    assert set(INDICATORS) == set(IDS.split())
    assert len(CAUSES) == len(set(CAUSES)) == 11


def test_groupings_are_known():
    assert {grouping for indicator in INDICATORS.values() for grouping in indicator.groupings} == set(GROUPINGS)


def test_times_are_in_working_days_but_for_emergencies():
    assert unit_of("resolution_time_p90", "dispute") == "working_days"
    assert unit_of("time_by_cause.travel", "emergency") == "hours"
    assert unit_of("backlog_mean", "emergency") == "cases"


def test_keys_sort_and_hash():
    keys = [FigureKey("whistles", "all"), FigureKey("cost", "all", "township", "b"), FigureKey("cost", "all")]
    assert sorted(set(keys)) == [keys[2], keys[1], keys[0]]


def test_the_catalogue_loads_without_numpy():
    code = "import planner.metrics.indicators, sys; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
