"""Measures of platform: each where it works, and where it does nothing or harms."""

from __future__ import annotations

from tests.measures.trial import Try, at, case, every, fails, team, works

HOTLINE = case("noise", 150, "formal = 0")
SHORT_OF_HALL = team("hall", "staff = 1")


# command-platform


@works("command-platform")
def test_dispatch_is_faster_and_more_often_right(trial: Try) -> None:
    by_hand = at("platform", "dispatch_hours = 7\naccuracy = 0.6")
    found = trial("command-platform", by_hand + HOTLINE)
    found.falls("time_by_cause.intake", "enforcement")
    found.falls("bounces_per_case", "enforcement")


@works("command-platform")
def test_repeat_contacts_are_merged_and_deadlines_watched(trial: Try) -> None:
    # Dispatch is as fast and as often right as on the platform; there are few to do the work.
    slow = at("platform", "dispatch_hours = 0.5\naccuracy = 0.93") + team("enforcement", "staff = 1\ncertified = 0")
    again = slow + "repeats.open_at_due = 1\n" + case("noise", 150, "formal = 0\nfact.hours = 4")
    trial("command-platform", again, 6).falls("resolution_time_mean", "enforcement")
    two = case("noise", 60, "formal = 0\nfact.hours = 3\ndeadline_days = 3")
    two += case("food-safety", 60, "formal = 0\nfact.hours = 3\ndeadline_days = 40")
    trial("command-platform", slow + two, 6).rises("on_time_rate", "enforcement", case_type="noise")
    departments = "departments.urban-management.team.staff = 1\ncase_types.street-order.decision.crew = 1\n"
    alone = "formal = 1\ndecision.certified = 0\n"
    departments += case("street-order", 40, alone + "decision.hours = 3\ndeadline_days = 3")
    departments += case("illegal-building", 15, alone + "decision.crew = 1\ndeadline_days = 60")
    trial("command-platform", departments, 6).rises("on_time_rate", "enforcement", case_type="street-order")


@fails("command-platform")
def test_a_platform_where_nothing_is_misrouted_does_nothing(trial: Try) -> None:
    trial("command-platform", case("hall-service", 350)).stays("resolution_time_mean", "counter")
    # By hand every case went at once to the right office; the platform is fast and right, but not as much as that.
    trial("command-platform", HOTLINE).rises("resolution_time_mean", "enforcement")


# one-window

ONE_WINDOW = team("approvals", "staff = 1") + case("social-assistance", 200, "fact.hours = 4\nformal = 0")


@works("one-window")
def test_the_hall_helps_with_approvals(trial: Try) -> None:
    trial("one-window", ONE_WINDOW).falls("resolution_time_mean", "approval")


@fails("one-window")
def test_short_matters_wait_behind_long_ones(trial: Try) -> None:
    found = trial("one-window", ONE_WINDOW + team("hall", "staff = 1") + case("hall-service", 300))
    found.rises("resolution_time_mean", "counter")


# any-hall

ONE_BUSY = (
    "townships.east.teams.hall.staff = 1\ntownships.east.rates.hall-service = 6\n"
    + team("hall", "staff = 2")
    + case("hall-service", 250, "fact.hours = 1")
)


@works("any-hall")
def test_neighbours_relieve_a_busy_hall(trial: Try) -> None:
    trial("any-hall", ONE_BUSY).falls("resolution_time_mean", "counter", township="east")


@fails("any-hall")
def test_the_neighbours_residents_wait_for_it(trial: Try) -> None:
    trial("any-hall", ONE_BUSY, 8).rises("resolution_time_mean", "counter", township="west")


# village-agents

BUSY_HALL = SHORT_OF_HALL + case("hall-service", 600, "fact.hours = 1")


@works("village-agents")
def test_what_agents_settle_does_not_come_to_the_hall(trial: Try) -> None:
    found = trial("village-agents", BUSY_HALL)
    found.rises("settled_village_share", "counter")
    found.falls("resolution_time_mean", "counter")


@fails("village-agents")
def test_agents_to_whom_nobody_goes_do_nothing(trial: Try) -> None:
    found = trial("village-agents", BUSY_HALL + "case_types.hall-service.agent_share = 0\n")
    found.stays("resolution_time_mean", "counter")


# grid-management, grid-duty-list, report-app

GRIDS = every("grids = { count = 5, workers = 1, full_time_share = 1 }")
FOUND_ON_PATROL = case("work-safety", 100, "formal = 0\nlife_days = 5")


@works("grid-management")
def test_shorter_rounds_find_more(trial: Try) -> None:
    trial("grid-management", GRIDS + FOUND_ON_PATROL).rises("cohort_size", "enforcement")


@fails("grid-management")
def test_patrols_find_nothing_that_only_citizens_report(trial: Try) -> None:
    found = trial("grid-management", GRIDS + HOTLINE)
    found.stays("cohort_size", "enforcement")
    found.stays("resolution_time_mean", "enforcement")


@works("grid-duty-list")
def test_grids_settle_more_and_patrol_less(trial: Try) -> None:
    listed = case("street-order", 80, "formal = 0") + case("waste-dumping", 80, "formal = 0")
    found = trial("grid-duty-list", GRIDS + listed + case("neighbour-dispute", 80) + FOUND_ON_PATROL, 6)
    found.rises("settled_village_share", "enforcement", case_type="street-order")
    found.rises("settled_village_share", "enforcement", case_type="waste-dumping")
    found.rises("settled_village_share", "dispute")
    found.falls("cohort_size", "enforcement", case_type="work-safety")


@fails("grid-duty-list")
def test_a_list_without_grid_workers_settles_nothing(trial: Try) -> None:
    found = trial("grid-duty-list", case("neighbour-dispute", 80))
    found.stays("settled_village_share", "dispute")
    found.stays("resolution_time_mean", "dispute")


@works("report-app")
def test_who_reports_sooner_reports_more(trial: Try) -> None:
    found = trial("report-app", case("street-order", 150, "formal = 0\ncitizen_delay_days = 5\nlife_days = 5"), 6)
    found.rises("cohort_size", "enforcement")


@fails("report-app")
def test_what_citizens_report_at_once_anyway_stays_the_same(trial: Try) -> None:
    trial("report-app", HOTLINE).stays("cohort_size", "enforcement")


# emergency-plans

SURGE = at("demand.surges.storm", 'families = ["emergency"]\nstart = 2025-04-01\nend = 2025-04-30\nfactor = 20')
ALARMS = case("fire-alarm", 8)
AT_NIGHT = at("demand.profiles.some-hours", f"hour = {[1] * 6 + [0] * 18}")
IN_OFFICE = at("demand.profiles.some-hours", f"hour = {[0] * 9 + [1, 1] + [0] * 4 + [1] + [0] * 8}\nday_off = 0")


@works("emergency-plans")
def test_more_people_by_day_in_surges_and_at_night(trial: Try) -> None:
    busy = trial("emergency-plans", case("fire-alarm", 300), 6)
    busy.falls("response_time_mean", "emergency")
    # Only the north has other people to spare: what helps the east are the officers who move over on surge days.
    none = "".join(f"townships.{name}.other_staff = 0\n" for name in ("east", "west"))
    profile = 'profile = "some-hours"'
    all_on_duty = none + team("emergency", "on_duty = 4")
    surge = trial("emergency-plans", SURGE + all_on_duty + IN_OFFICE + case("fire-alarm", 16, profile), 8)
    surge.falls("response_time_mean", "emergency", township="east")
    night = trial("emergency-plans", SURGE + AT_NIGHT + case("fire-alarm", 8, profile), 4)
    night.falls("response_time_mean", "emergency")


@fails("emergency-plans")
def test_the_teams_that_officers_leave_fall_behind(trial: Try) -> None:
    pair = team("enforcement", "staff = 2\ncertified = 0") + case("street-order", 150, "formal = 0\nfact.hours = 4")
    trial("emergency-plans", SURGE + ALARMS + pair, 8).rises("resolution_time_mean", "enforcement")
