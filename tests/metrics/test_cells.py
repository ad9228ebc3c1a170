"""Tables of family × group, and reporting families: counter service and what grids settle stand apart."""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from planner.engine.rows import Channel, Level
from planner.metrics.cells import (
    CODES,
    FAMILY_COUNT,
    Cells,
    cells_of,
    family_codes,
    is_whole,
    possible_families,
    reported_families,
)
from planner.metrics.indicators import REPORTING_FAMILIES
from planner.model.township import Part

values = st.one_of(st.floats(0.0, 1e4, allow_subnormal=False), st.just(np.inf))


@given(st.lists(st.tuples(st.integers(-1, 3 * FAMILY_COUNT - 1), values), max_size=40))
def test_quantiles_are_numpy_s_unless_out_of_reach(pairs):
    cell = np.array([place for place, _ in pairs], dtype=np.int64)
    reach = np.array([value for _, value in pairs])
    cells = Cells("county", ("a", "b", "c"), cell, np.ones((FAMILY_COUNT, 3), dtype=bool))
    order = np.argsort(reach, kind="stable")
    found = cells.quantiles(np.arange(cell.size), reach, order, (0.5, 0.9))
    for share, table in zip((0.5, 0.9), found, strict=True):
        for place, value in enumerate(table.ravel()):
            own = np.sort(reach[cell == place])
            upper = int(np.ceil(round(share * max(own.size - 1, 0), 9)))
            if own.size == 0 or np.isinf(own[upper]):
                assert np.isnan(value)
            else:
                assert np.isclose(value, np.quantile(own[: upper + 1], share * (own.size - 1) / max(upper, 1)))


def groups(rows, by):
    cells = cells_of(rows, family_codes(rows), by)
    return [None if cell < 0 else cells.names[cell % len(cells.names)] for cell in cells.cell]


def test_groups_of_cases(log, at):
    log.case("waste", at(0), at(1), township="south", level=Level.VILLAGE)
    log.case("quarrel", at(0))
    rows = log.rows()
    assert groups(rows, "county") == ["", ""]
    assert groups(rows, "township") == ["south", "north"]
    assert groups(rows, "case_type") == ["waste", "quarrel"]
    assert groups(rows, "department") == ["bureau", None]
    assert groups(rows, "level") == ["village", None]


def test_a_merged_township_holds_the_cases_of_its_parts(new_log, at):
    town = new_log().scenario.townships["north"]
    merged = evolve(town, parts={"north": Part(residents=1), "south": Part(residents=1)})
    log = new_log(townships={"joined": merged})
    log.case("waste", at(0), township="north")
    log.case("waste", at(0), township="south")
    assert groups(log.rows(), "township") == ["joined", "joined"]


def test_cells_are_listed_where_cases_can_come_up_or_did(log, at):
    log.case("quarrel", at(0))
    rows = log.rows()
    cells = cells_of(rows, family_codes(rows), "case_type")
    listed = {
        (family, name)
        for family, code in CODES.items()
        for number, name in enumerate(cells.names)
        if cells.listed[code, number]
    }
    assert listed == {
        ("service", "certificate"),
        ("counter", "certificate"),
        ("service", "street-lamp"),
        ("grid", "street-lamp"),
        ("approval", "permit"),
        ("enforcement", "waste"),
        ("dispute", "quarrel"),
        ("emergency", "flood"),
        ("upper", "inspection"),
    }


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
