"""Measures of incentives: each where it works, and where it does nothing or harms."""

from __future__ import annotations

from tests.measures.trial import Try, case, every, fails, team, works

INVESTMENT = "case_types.investment.per_township_week = 12\n"
OWN_WORK = team("enforcement", "staff = 2\ncertified = 0") + case("street-order", 250, "formal = 0\nfact.hours = 4")


@works("drop-assessment")
def test_less_investment_work_leaves_time_for_the_township_s_own(trial: Try) -> None:
    trial("drop-assessment", INVESTMENT + OWN_WORK).falls("resolution_time_mean", "enforcement")


@fails("drop-assessment")
def test_teams_that_never_did_it_gain_nothing(trial: Try) -> None:
    spared = team("enforcement", "takes_upper = false")
    trial("drop-assessment", INVESTMENT + OWN_WORK + spared).stays("resolution_time_mean", "enforcement")


@works("drop-investment")
def test_streets_are_relieved(trial: Try) -> None:
    found = trial("drop-investment", INVESTMENT + OWN_WORK)
    found.falls("resolution_time_mean", "enforcement", township="west")


@fails("drop-investment")
def test_towns_are_not(trial: Try) -> None:
    found = trial("drop-investment", INVESTMENT + OWN_WORK)
    found.stays("resolution_time_mean", "enforcement", township="east")


@works("cut-pledges")
def test_time_not_spent_in_meetings_goes_into_cases(trial: Try) -> None:
    trial("cut-pledges", OWN_WORK, 6).falls("resolution_time_mean", "enforcement")


@fails("cut-pledges")
def test_who_has_no_meetings_has_none_to_lose(trial: Try) -> None:
    free = every("teams.enforcement.meetings_share = 0")
    trial("cut-pledges", OWN_WORK + free).stays("resolution_time_mean", "enforcement")
