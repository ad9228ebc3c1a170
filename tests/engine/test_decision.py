"""The decision: where the power sits, how the county is called, legal review, rating, liaison."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from planner.model.casetype import PartnerWork
from planner.model.linkage import Liaison, Linkage, Rating, Referral, Whistle
from planner.model.scenario import Scenario
from planner.model.text import Text
from planner.model.township import Department
from tests.engine.builder import CaseRows, county, kind, matter, office, people, play

SLOW = Linkage(
    rule="referral", referral=Referral(latency_hours=7.0), whistle=Whistle(sign_in_hours=1.0), reminder_days=1.0
)


def decided_by(mode: str, *, posted: bool = False, **values: Any) -> Scenario:
    """One hour of fact-finding, one of decision; legal review takes 2 hours in the township and 3 in the bureau."""
    teams = {"office": office()}
    if posted:
        teams["joint"] = people(posted=("bureau",), handles=())
    values = {"linkage": SLOW, "powers": {"matter": mode}, "legal_review_hours": 2.0, **values}
    bureau = Department(name=Text(), team=people(), legal_review_hours=3.0)
    return county(kind(1.0, 1.0, legal_review=True), teams, town_values=values, departments={"bureau": bureau})


def decision(scenario: Scenario, **draws: Any) -> CaseRows:
    """The one case of a run, reported on Monday at nine."""
    return play(scenario, matter("case", "Mon 09:00", **draws))["case"]


# Modes


def test_assigned_the_township_decides_after_its_own_legal_review() -> None:
    case = decision(decided_by("assigned"))
    assert case.lines[1:] == [
        ("legal_review", "", "Mon 10:00", "Mon 10:00", "Mon 12:00"),
        ("decision", "a.office", "Mon 12:00", "Mon 14:00", "Mon 15:00"),
    ]
    assert (case.decided, case.settled) == ("assigned", "township")


def test_entrusted_the_township_decides_after_the_legal_review_of_the_department() -> None:
    case = decision(decided_by("entrusted"))
    assert case.lines[1:] == [
        ("legal_review", "", "Mon 10:00", "Mon 10:00", "Mon 15:00"),
        ("decision", "a.office", "Mon 15:00", "Mon 15:00", "Mon 16:00"),
    ]
    assert (case.decided, case.settled) == ("entrusted", "township")


def test_posted_the_posted_officers_decide() -> None:
    case = decision(decided_by("posted", posted=True))
    assert case.lines[1:] == [("decision", "a.joint", "Mon 10:00", "Mon 10:00", "Mon 11:00")]
    assert (case.decided, case.settled) == ("posted", "township")


def test_posted_on_paper_only_the_department_is_asked() -> None:
    case = decision(decided_by("posted"))
    assert case.path == ["fact", "referral", "decision"]
    assert case.decided == "county"


def test_agency_the_department_decides_without_linkage_latency() -> None:
    case = decision(decided_by("agency"))
    assert case.lines[1:] == [("decision", "bureau", "Mon 10:00", "Mon 10:00", "Mon 11:00")]
    assert (case.decided, case.settled) == ("agency", "county")


@pytest.mark.parametrize("powers", [{"matter": "county"}, {}])
def test_county_the_department_is_called(powers: dict[str, str]) -> None:
    case = decision(decided_by("county", powers=powers))
    assert case.lines[1:] == [
        ("referral", "bureau", "Mon 10:00", "Mon 10:00", "Tue 10:00"),
        ("decision", "bureau", "Tue 10:00", "Tue 10:00", "Tue 11:00"),
    ]
    assert (case.decided, case.settled) == ("county", "county")


def test_by_statute_the_township_decides() -> None:
    scenario = county(kind(1.0, 1.0, responsible="township"), town_values={"linkage": SLOW})
    case = decision(scenario)
    assert case.lines[1:] == [("decision", "a.office", "Mon 10:00", "Mon 10:00", "Mon 11:00")]
    assert case.decided == "assigned"


def test_only_types_with_legal_review_have_one() -> None:
    scenario = decided_by("assigned")
    plain = evolve(scenario.case_types["matter"], legal_review=False)
    assert decision(evolve(scenario, case_types={"matter": plain})).path == ["fact", "decision"]


@pytest.mark.parametrize(("draw", "path"), [(0.29, ["fact", "decision"]), (0.31, ["fact"])])
def test_a_share_of_cases_needs_a_formal_decision(draw: float, path: list[str]) -> None:
    scenario = county(kind(1.0, 1.0, formal=0.3, responsible="township"))
    case = decision(scenario, formal=draw)
    assert case.path == path
    assert (case.settled, case.decided) == ("township", "assigned" if len(path) == 2 else "none")


def test_the_decision_is_the_team_of_the_type_where_another_team_found_the_facts() -> None:
    # A team that names the type goes before one that names its family, and that before one for everything.
    teams = {"all": people(handles=("*",)), "family": people(handles=("service",)), "type": people(handles=("matter",))}
    for gone, expected in ((), "a.type"), (("type",), "a.family"), (("type", "family"), "a.all"):
        some = {name: team for name, team in teams.items() if name not in gone}
        assert decision(county(kind(1.0), some)).team_of("fact") == expected


# Letters and whistles


def called(**values: Any) -> Scenario:
    """No fact-finding; the county decides in an hour, called by the linkage given."""
    return county(kind(0.0, 1.0), town_values={"linkage": Linkage(**values)})


def test_a_letter_takes_its_paper_latency_and_a_whistle_its_sign_in() -> None:
    times = {"referral": Referral(latency_hours=7.0), "whistle": Whistle(sign_in_hours=2.0)}
    letter = decision(called(rule="referral", **times))
    assert letter.line("referral") == ("referral", "bureau", "Mon 09:00", "Mon 09:00", "Tue 09:00")
    whistle = decision(called(rule="whistle", **times))
    assert whistle.line("whistle") == ("whistle", "bureau", "Mon 09:00", "Mon 09:00", "Mon 11:00")


@pytest.mark.parametrize("rule", ["referral", "whistle"])
@pytest.mark.parametrize(
    ("draw", "job_on_list"),
    # Answered with probability 0.6: the first request, three reminders a day apart, then two days until the meeting.
    [
        (0.41, "Mon 10:00"),
        (0.39, "Tue 10:00"),
        (0.17, "Tue 10:00"),
        (0.15, "Wed 10:00"),
        (0.065, "Wed 10:00"),
        (0.063, "Thu 10:00"),
        (0.026, "Thu 10:00"),
        (0.025, "Tue+1 09:00"),
        (0.0, "Tue+1 09:00"),
    ],
)
def test_a_request_is_answered_or_repeated_three_times_and_then_coordinated(
    rule: str, draw: float, job_on_list: str
) -> None:
    scenario = called(
        rule=rule,
        referral=Referral(latency_hours=1.0, answered=0.6),
        whistle=Whistle(sign_in_hours=1.0, answered=0.6),
        reminder_days=1.0,
        coordination_days=2.0,
    )
    assert decision(scenario, answer=draw).line(rule)[4] == job_on_list


def test_preparation_follows_the_answer() -> None:
    for rule in ("referral", "whistle"):
        times = {"referral": Referral(latency_hours=0.0), "whistle": Whistle(sign_in_hours=0.0)}
        case = decision(called(rule=rule, preparation_hours=2.0, **times))
        assert case.line(rule)[4] == "Mon 11:00"


def test_a_liaison_shortens_preparation() -> None:
    scenario = called(
        referral=Referral(latency_hours=1.0), preparation_hours=2.0, liaison=Liaison(on=True, preparation=0.25)
    )
    assert decision(scenario).line("referral")[4] == "Mon 10:30"


def test_a_liaison_that_is_not_named_does_not() -> None:
    scenario = called(referral=Referral(latency_hours=1.0), preparation_hours=2.0, liaison=Liaison(preparation=0.25))
    assert decision(scenario).line("referral")[4] == "Mon 12:00"


@pytest.mark.parametrize("rule", ["referral", "whistle"])
def test_rating_makes_answers_quicker_and_surer(rule: str) -> None:
    rules: dict[str, Any] = {
        "rule": rule,
        "referral": Referral(latency_hours=2.0, answered=0.5),
        "whistle": Whistle(sign_in_hours=2.0, answered=0.5),
        "reminder_days": 1.0,
    }
    rating = Rating(on=True, unanswered=0.4, sign_in=0.5)
    assert decision(called(**rules), answer=0.4).line(rule)[4] == "Tue 11:00"
    # Unanswered: 0.5 x 0.4 = 0.2; sign-in: 2 x 0.5 = 1 hour.
    assert decision(called(**rules, rating=rating), answer=0.21).line(rule)[4] == "Mon 10:00"
    assert decision(called(**rules, rating=rating), answer=0.19).line(rule)[4] == "Tue 10:00"


@pytest.mark.parametrize(("draw", "job_on_list"), [(0.29, "Mon 09:30"), (0.31, "Mon 11:30")])
def test_departments_that_act_first_sign_in_at_once(draw: float, job_on_list: str) -> None:
    scenario = called(rule="whistle", whistle=Whistle(sign_in_hours=2.0), preparation_hours=0.5, act_first_share=0.3)
    assert decision(scenario, act_first=draw).line("whistle")[4] == job_on_list


def test_letters_are_not_acted_on_before_they_are_sent() -> None:
    scenario = called(rule="referral", referral=Referral(latency_hours=1.0), act_first_share=1.0)
    assert decision(scenario).line("referral")[4] == "Mon 10:00"


# Partners


def joined(partners: dict[str, float | None], *, decision_hours: float = 1.0, **values: Any) -> Scenario:
    """The township decides; partners are whistled, and come an hour later."""
    linkage = Linkage(rule="whistle", whistle=Whistle(sign_in_hours=1.0, answered=0.5), reminder_days=1.0)
    teams = values.pop("teams", {"office": office()})
    return county(
        kind(0.0, decision_hours, partners={name: PartnerWork(hours=hours) for name, hours in partners.items()}),
        teams,
        town_values={"linkage": linkage, "powers": {"matter": "assigned"}, **values},
        departments={"bureau": people(), **{name: people() for name in partners}},
    )


ANSWERED = {"partner_answer": ("water", 0.9), "answer": 0.9}


def test_a_partner_is_called_when_the_decision_is_asked_for_and_attends_in_parallel() -> None:
    case = decision(joined({"water": 2.0}, decision_hours=2.5), **ANSWERED)
    assert case.line("partner_whistle") == ("partner_whistle", "water", "Mon 09:00", "Mon 09:00", "Mon 10:00")
    assert case.line("partner") == ("partner", "water", "Mon 10:00", "Mon 10:00", "Mon 12:00")
    assert case.line("decision")[3:] == ("Mon 09:00", "Mon 11:30")
    assert case.closed == "Mon 12:00"


def test_the_decision_is_complete_when_the_last_is_done() -> None:
    run = play(
        joined({"water": 1.0, "fire": 2.0}),
        matter("case", "Mon 09:00", partner_answer=("water", 0.9), answer=0.9),
        matter("other", "Tue 09:00"),
        seed=3,
    )
    case = run["case"]
    last = max(line[4] for line in case.all("partner"))
    assert case.closed == last
    assert case.line("join") == ("join", "", "Mon 10:00", "Mon 10:00", last)


def test_time_after_the_responsible_team_has_finished_is_waiting_for_partners() -> None:
    case = decision(joined({"water": 2.0}), **ANSWERED)
    assert case.line("join") == ("join", "", "Mon 10:00", "Mon 10:00", "Mon 12:00")
    early = decision(joined({"water": 0.25}, decision_hours=3.0), **ANSWERED)
    assert early.all("join") == []
    assert early.closed == "Mon 12:00"


def test_officers_do_not_wait_for_each_other() -> None:
    run = play(
        joined({"water": 2.0}),
        matter("case", "Mon 09:00", **ANSWERED),
        matter("next", "Mon 09:10", **ANSWERED),
    )
    assert run["next"].line("decision")[3] == "Mon 10:00"


def test_a_partner_works_half_the_decision_unless_stated() -> None:
    half = decision(joined({"water": None}, decision_hours=3.0), **ANSWERED)
    assert half.line("partner")[3:] == ("Mon 10:00", "Mon 11:30")


def test_a_partner_of_no_hours_is_not_called() -> None:
    assert decision(joined({"water": 0.0}), **ANSWERED).path == ["decision"]


def test_each_partner_has_a_draw_of_its_own() -> None:
    case = decision(joined({"water": 1.0}), partner=("water", 1.5), decision=2.0, **ANSWERED)
    assert case.line("partner")[3:] == ("Mon 10:00", "Mon 11:30")
    assert case.line("decision")[3:] == ("Mon 09:00", "Mon 11:00")


def test_each_partner_has_an_answer_of_its_own() -> None:
    case = decision(joined({"water": 1.0}), partner_answer=("water", 0.4), answer=0.9)
    assert case.line("partner_whistle")[4] == "Tue 10:00"


def test_a_partner_is_one_officer() -> None:
    case = decision(joined({"water": 1.0}), **ANSWERED)
    steps = case.rows.steps
    assert steps.crew[steps.step == 12].tolist() == [1]


def test_a_partner_with_officers_posted_in_the_joint_team_is_covered_by_them() -> None:
    teams = {"office": office(), "joint": people(posted=("water",), handles=())}
    case = decision(joined({"water": 1.0}, teams=teams))
    assert case.line("partner") == ("partner", "a.joint", "Mon 09:00", "Mon 09:00", "Mon 10:00")
    assert case.all("partner_whistle") == []


def test_partners_of_a_county_decision_are_called_with_the_department() -> None:
    scenario = joined({"water": 1.0}, powers={})
    case = decision(scenario, **ANSWERED)
    assert case.line("whistle")[3:] == ("Mon 09:00", "Mon 10:00")
    assert case.line("partner_whistle")[3:] == ("Mon 09:00", "Mon 10:00")


def test_partners_of_an_agency_decision_are_called_though_the_department_is_not() -> None:
    case = decision(joined({"water": 1.0}, powers={"matter": "agency"}), **ANSWERED)
    assert case.all("whistle") == []
    assert case.line("partner_whistle")[3:] == ("Mon 09:00", "Mon 10:00")


def test_a_case_without_decision_has_no_partners() -> None:
    scenario = joined({"water": 1.0})
    light = evolve(scenario.case_types["matter"], formal=0.0)
    assert decision(evolve(scenario, case_types={"matter": light})).path == []


def test_a_whistled_partner_has_a_raised_place() -> None:
    # Water is busy with partner work by letter; of two that wait, the whistled one goes first though reported later.
    scenario = joined({"water": 2.0})
    town = scenario.townships["a"]
    letter = evolve(town, linkage=evolve(town.linkage, rule="referral", referral=Referral(latency_hours=0.0)))
    at_once = evolve(town, linkage=evolve(town.linkage, whistle=Whistle(sign_in_hours=0.0)))
    run = play(
        evolve(scenario, townships={"a": letter, "b": at_once}),
        matter("busy", "Mon 09:00"),
        matter("letter", "Mon 09:10"),
        matter("whistle", "Mon 09:20", part="b"),
    )
    assert run["whistle"].line("partner")[3] == "Mon 11:00"
    assert run["letter"].line("partner")[3] == "Mon 15:00"
