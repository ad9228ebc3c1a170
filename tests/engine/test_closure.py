"""Reversals, repeat contacts and duplicates; nothing is lost."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from attrs import evolve

from planner.model.casetype import PartnerWork, VillageWork
from planner.model.linkage import Linkage, Platform, Referral
from planner.model.scenario import Repeats, ReversalRates, Scenario
from planner.model.team import Grids
from tests.engine.builder import CaseRows, county, fixed, kind, matter, office, people, play, with_team, with_town

AT_ONCE = Linkage(referral=Referral(latency_hours=0.0))
RATES = ReversalRates(assigned=0.5, entrusted=0.4, posted=0.3, agency=0.2, county=0.1)


def deciding(mode: str, **values: Any) -> Scenario:
    """A decision of an hour by this holding."""
    teams = {"office": office(), "joint": people(posted=("bureau",), handles=())}
    values = {"reversal_rate": RATES, **values}
    town_values = {"linkage": AT_ONCE, "powers": {"matter": mode}}
    return county(kind(0.0, 1.0), teams, town_values=town_values, **values)


def one(scenario: Scenario, **draws: Any) -> CaseRows:
    """The one case of a run, reported on Monday at nine."""
    return play(scenario, matter("case", "Mon 09:00", **draws))["case"]


@pytest.mark.parametrize(
    ("mode", "rate"), [("assigned", 0.5), ("entrusted", 0.4), ("posted", 0.3), ("agency", 0.2), ("county", 0.1)]
)
def test_a_decision_is_reversed_at_the_rate_of_its_level_and_mode(mode: str, rate: float) -> None:
    assert one(deciding(mode), reversal=rate - 0.001).reversed == 1
    assert one(deciding(mode), reversal=rate + 0.001).reversed == 0


def test_a_reversed_decision_is_redone_by_the_department_with_its_own_draw() -> None:
    case = one(deciding("assigned"), reversal=0.0, decision=2.0, redo=1.5)
    assert case.lines == [
        ("decision", "a.office", "Mon 09:00", "Mon 09:00", "Mon 11:00"),
        ("redo", "bureau", "Mon 11:00", "Mon 11:00", "Mon 14:30"),
    ]
    assert (case.closed, case.settled, case.decided) == ("Mon 14:30", "county", "assigned")


def test_the_case_stays_open_until_it_is_redone() -> None:
    scenario = deciding("assigned", departments={"bureau": people(0)})
    case = one(scenario, reversal=0.0)
    assert case.closed == ""
    assert case.path == ["decision", "redo"]


def test_it_is_reversed_at_most_once() -> None:
    rates = ReversalRates(assigned=1.0, entrusted=1.0, posted=1.0, agency=1.0, county=1.0)
    case = one(deciding("county", reversal_rate=rates))
    assert case.path == ["decision", "redo"]
    assert case.closed == "Mon 11:00"


def test_a_statutory_decision_of_the_township_is_redone_by_the_township() -> None:
    scenario = county(kind(0.0, 1.0, responsible="township"), reversal_rate=RATES)
    case = one(scenario, reversal=0.0)
    assert case.line("redo")[1] == "a.office"
    assert case.settled == "township"


def test_what_needs_no_decision_is_not_reversed() -> None:
    assert one(county(kind(1.0), reversal_rate=RATES), reversal=0.0).path == ["fact"]


def test_a_decision_with_partners_is_reversed_when_the_last_is_done() -> None:
    types = kind(0.0, 1.0, partners={"water": PartnerWork(hours=3.0)})
    scenario = county(
        types,
        town_values={"linkage": AT_ONCE, "powers": {"matter": "assigned"}},
        departments={"bureau": people(), "water": people()},
        reversal_rate=RATES,
    )
    case = one(scenario, reversal=0.0)
    assert case.line("redo")[3:] == ("Mon 14:00", "Mon 15:00")
    assert len(case.all("partner")) == 1


# Repeat contacts


def overdue(fact_hours: float = 10.0, *, open_at_due: float = 0.5, **values: Any) -> Scenario:
    """Due on Tuesday at closing; the office needs more than that. Receiving a contact takes half an hour."""
    teams = values.pop("teams", {"office": office(2), "desk": people(intake=True)})
    case_type = kind(fact_hours, deadline_days=1, intake=0.5, **values.pop("case_type", {}))
    return county(case_type, teams, repeats=Repeats(open_at_due=open_at_due, reversed=0.5), **values)


@pytest.mark.parametrize(("draw", "repeats"), [(0.49, 1), (0.51, 0)])
def test_a_case_open_at_its_due_time_draws_a_repeat_contact(draw: float, repeats: int) -> None:
    run = play(overdue(20.0), matter("case", "Mon 09:00", channel="hotline", repeat_open=draw))
    assert run["case"].due == "Tue 17:30"
    assert run["case"].repeats == repeats
    assert len(run.duplicates("case")) == repeats
    assert run["case"].all("repeat") == (
        [("repeat", "a.desk", "Tue 17:30", "Wed 08:30", "Wed 09:00")] if repeats else []
    )


def test_a_case_closed_by_then_does_not() -> None:
    run = play(overdue(10.0), matter("case", "Mon 09:00", channel="hotline", repeat_open=0.0))
    assert run["case"].closed == "Tue 14:30"
    assert run["case"].repeats == 0


def test_a_case_closed_at_its_due_time_is_on_time() -> None:
    # 6.5 hours on Monday, 7 on Tuesday.
    run = play(overdue(13.5), matter("case", "Mon 09:00", repeat_open=0.0))
    assert run["case"].closed == run["case"].due == "Tue 17:30"
    assert run["case"].repeats == 0


def test_it_is_one_contact_only_however_long_the_case_stays_open() -> None:
    run = play(overdue(80.0, open_at_due=1.0), matter("case", "Mon 09:00"))
    assert run["case"].repeats == 1


@pytest.mark.parametrize(
    ("channel", "case_type", "where"),
    [
        ("window", {}, "a.office"),
        ("hotline", {}, "a.desk"),
        ("online", {}, "a.desk"),
        ("patrol", {}, "a.desk"),
        ("patrol", {"village": VillageWork(hours=50.0, law="fixed", settles=1.0)}, "a.grids"),
        ("hotline", {"village": VillageWork(hours=50.0, law="fixed", settles=1.0)}, "a.grids"),
        ("patrol", {"village": VillageWork(hours=1.0, law="fixed", settles=0.0)}, "a.desk"),
    ],
)
def test_a_contact_is_received_where_the_case_was(channel: str, case_type: dict[str, Any], where: str) -> None:
    scenario = overdue(20.0, open_at_due=1.0, case_type=case_type, town_values={"grids": Grids(count=1, workers=2)})
    run = play(scenario, matter("case", "Mon 09:00", channel=channel))
    assert run["case"].line("repeat")[1:3] == (where, "Tue 17:30")


def test_a_contact_has_a_draw_of_its_own() -> None:
    draws = {"intake": 3.0, "open_intake": 2.0, "fact": 1.0, "open_fact": 0.5}
    run = play(overdue(20.0, open_at_due=1.0), matter("case", "Mon 09:00", **draws))
    assert run["case"].stretch("repeat") == ("Wed 08:30", "Wed 09:30")
    (duplicate,) = run.duplicates("case")
    assert duplicate.stretch("fact") == ("Wed 09:30", "Thu 14:30")


def test_a_duplicate_is_fact_finding_only() -> None:
    scenario = overdue(20.0, open_at_due=1.0, case_type={"decision": fixed(30.0), "unclear": 1.0})
    scenario = with_town(scenario, platform=Platform(dispatch_hours=5.0), powers={"matter": "assigned"})
    run = play(scenario, matter("case", "Mon 09:00", channel="hotline"))
    (duplicate,) = run.duplicates("case")
    assert duplicate.path == ["fact"]
    assert duplicate.settled == "township"


def test_a_duplicate_is_reported_when_the_contact_is_received_and_has_a_deadline_of_its_own() -> None:
    run = play(overdue(20.0, open_at_due=1.0), matter("case", "Mon 09:00", channel="hotline"))
    (duplicate,) = run.duplicates("case")
    assert duplicate.line("fact")[2] == "Wed 09:00"
    assert duplicate.due == "Thu 17:30"
    assert duplicate.duplicate_of == run["case"].row


def test_a_duplicate_is_never_repeated_itself() -> None:
    run = play(overdue(40.0, open_at_due=1.0), matter("case", "Mon 09:00"))
    (duplicate,) = run.duplicates("case")
    assert duplicate.closed > duplicate.due
    assert duplicate.repeats == 0


def test_a_platform_that_merges_repeats_leaves_the_contact_but_no_duplicate() -> None:
    scenario = with_town(overdue(20.0, open_at_due=1.0), platform=Platform(merges_repeats=True))
    run = play(scenario, matter("case", "Mon 09:00", channel="hotline"))
    assert run["case"].repeats == 1
    assert run["case"].line("repeat")[1] == "a.desk"
    assert run.duplicates("case") == []


@pytest.mark.parametrize(("draw", "repeats"), [(0.49, 1), (0.51, 0)])
def test_a_reversed_case_draws_a_repeat_contact(draw: float, repeats: int) -> None:
    scenario = deciding("assigned", repeats=Repeats(reversed=0.5))
    scenario = evolve(scenario, case_types={"matter": kind(1.0, 1.0, intake=0.5)})
    scenario = with_town(scenario, teams={**scenario.townships["a"].teams, "desk": people(intake=True)})
    run = play(scenario, matter("case", "Mon 09:00", channel="hotline", reversal=0.0, repeat_reversed=draw))
    assert run["case"].repeats == repeats
    assert [line[1:3] for line in run["case"].all("repeat")] == [("a.desk", "Mon 11:30")] * repeats
    kept = play(scenario, matter("case", "Mon 09:00", channel="hotline", reversal=0.9, repeat_reversed=draw))
    assert kept["case"].repeats == 0


def test_a_case_overdue_and_reversed_is_repeated_twice() -> None:
    scenario = county(
        kind(14.0, 1.0, deadline_days=1, intake=0.5),
        office(2, intake=True),
        town_values={"linkage": AT_ONCE, "powers": {"matter": "assigned"}},
        repeats=Repeats(open_at_due=1.0, reversed=1.0),
        reversal_rate=RATES,
    )
    run = play(scenario, matter("case", "Mon 09:00", reversal=0.0))
    assert run["case"].repeats == 2
    assert len(run.duplicates("case")) == 2


def test_work_from_above_is_not_repeated() -> None:
    scenario = overdue(20.0, open_at_due=1.0, case_type={"family": "upper"})
    assert play(scenario, matter("task", "Mon 09:00", channel="above"))["task"].repeats == 0


# Nothing is lost


def test_every_open_case_has_one_unfinished_row_where_it_is() -> None:
    teams = {"office": office(1), "desk": people(intake=True)}
    scenario = county(
        {"matter": kind(5.0, 1.0, intake=0.5), "letter": kind(0.0, 1.0)},
        teams,
        town_values={"linkage": Linkage(referral=Referral(latency_hours=700.0))},
        days=1,
    )
    run = play(
        scenario,
        matter("at work", "Mon 14:00"),
        matter("waits", "Mon 14:10"),
        matter("letter", "Mon 14:00", "letter"),
        matter("intake", "Mon 17:20", channel="hotline"),
        matter("night", "Mon 23:00", channel="hotline"),
    )
    assert run["at work"].lines == [("fact", "a.office", "Mon 14:00", "Mon 14:00", "")]
    assert run["waits"].lines == [("fact", "a.office", "Mon 14:10", "", "")]
    assert run["letter"].lines == [("referral", "bureau", "Mon 14:00", "Mon 14:00", "")]
    assert run["intake"].lines == [("intake", "a.desk", "Mon 17:20", "Mon 17:20", "")]
    assert run["night"].lines == [("intake", "a.desk", "Mon 23:00", "", "")]
    assert np.isnan(run.rows.cases.closed).all()
    assert (run.rows.cases.level == 0).all()


def test_a_case_whose_partners_are_not_done_waits_for_them() -> None:
    types = kind(0.0, 1.0, partners={"water": PartnerWork(hours=90.0)})
    scenario = county(
        types,
        town_values={"linkage": AT_ONCE, "powers": {"matter": "assigned"}},
        departments={"bureau": people(), "water": people()},
        days=2,
    )
    case = one(scenario)
    assert case.line("join") == ("join", "", "Mon 10:00", "Mon 10:00", "")
    assert case.line("partner") == ("partner", "water", "Mon 09:00", "Mon 09:00", "")


def test_the_horizon_ends_the_run_before_what_would_happen_then() -> None:
    scenario = with_team(county(kind(1.0), days=1), pace=1.0)
    run = play(scenario, matter("case", "Mon 09:00"), matter("last", "Mon 16:59"))
    assert run["case"].closed == "Mon 10:00"
    assert run["last"].closed == ""
    assert run.rows.end == 24.0
