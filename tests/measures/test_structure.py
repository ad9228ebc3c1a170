"""Measures of structure: each where it works, and where it does nothing or harms."""

from __future__ import annotations

from tests.measures.trial import Try, at, case, fails, team, works

SHORT_OF_HELPERS = team("affairs", "staff = 1") + case("neighbour-dispute", 200, "fact.hours = 4")
ON_SITE = case("street-order", 60, "formal = 0")


# merge-townships

SOUTH = at(
    "townships.south",
    'name = "south"\nkind = "town"\nresidents = 1_000\narea_km2 = 9\nroad_km = 10\nother_staff = { civil = 10 }',
)
"""Of four townships the two least populous merge: the east and the south."""


@works("merge-townships")
def test_leadership_posts_are_saved(trial: Try) -> None:
    trial("merge-townships", SOUTH + ON_SITE).falls("cost")


@fails("merge-townships")
def test_roads_grow_longer(trial: Try) -> None:
    found = trial("merge-townships", SOUTH + ON_SITE)
    found.rises("time_by_cause.travel", "enforcement")
    found.rises("resolution_time_mean", "enforcement")


# broad-offices


@works("broad-offices")
def test_a_larger_office_helps_itself_and_is_easier_to_find(trial: Try) -> None:
    found = trial("broad-offices", SHORT_OF_HELPERS + "platform.accuracy = 0.7\n")
    found.falls("time_by_cause.township_team", "dispute")
    found.falls("bounces_per_case", "dispute")


@fails("broad-offices")
def test_where_nobody_waits_and_dispatch_is_right_offices_may_stay_small(trial: Try) -> None:
    found = trial("broad-offices", case("neighbour-dispute", 20))
    found.stays("resolution_time_mean", "dispute")
    found.stays("bounces_per_case", "dispute")


# merge-stations

LETTERS = at("linkage", "referral.latency_hours = 28\nreferral.answered = 0.5")
LAND_USE = case("land-use", 100, "formal = 1") + 'kinds.town.powers.land-use = "assigned"\n'
GRIDS = "".join(f"kinds.{kind}.grids = {{ count = 4, workers = 4 }}\n" for kind in ("town", "street", "strong-town"))


@works("merge-stations")
def test_farm_stations_in_the_township_need_not_be_called(trial: Try) -> None:
    found = trial("merge-stations", LETTERS + LAND_USE + GRIDS)
    found.falls("time_by_cause.partners", "enforcement")
    own = trial("merge-stations", SHORT_OF_HELPERS)
    own.falls("resolution_time_mean", "dispute")


@fails("merge-stations")
def test_they_change_nothing_where_the_department_was_not_needed(trial: Try) -> None:
    trial("merge-stations", LETTERS + ON_SITE).stays("resolution_time_mean", "enforcement")


# zone-union, zones-shed-social

ZONE = 'kinds.zone.title = "zone"\n' + at(
    "townships.zone",
    'name = "zone"\nkind = "zone"\nresidents = 2_000\narea_km2 = 4\nroad_km = 10\n'
    'teams.affairs.staff = 4\nteams.affairs.handles = ["*"]\nteams.affairs.intake = true',
)
BUSY_TOWN = "townships.north.teams.affairs.staff = 1\n" + case("neighbour-dispute", 250, "fact.hours = 4")


@works("zone-union")
def test_the_zone_s_people_help_the_town(trial: Try) -> None:
    trial("zone-union", ZONE + BUSY_TOWN, 6).falls("resolution_time_mean", "dispute", township="north")
    investment = "case_types.investment.per_township_week = 8\n"
    trial("zone-union", ZONE + investment).falls("cohort_size", "upper")


@fails("zone-union")
def test_one_staff_is_no_faster_where_nobody_waits(trial: Try) -> None:
    trial("zone-union", ZONE + case("neighbour-dispute", 10)).rises("time_by_cause.travel", "dispute")


BUSY_ZONE = ZONE.replace("staff = 4", "staff = 1") + case("neighbour-dispute", 250, "fact.hours = 4")


@works("zones-shed-social")
def test_the_town_relieves_the_zone_of_social_work(trial: Try) -> None:
    trial("zones-shed-social", BUSY_ZONE, 6).falls("resolution_time_mean", "dispute", township="zone")


@fails("zones-shed-social")
def test_the_town_s_own_residents_wait_for_it(trial: Try) -> None:
    three = "townships.north.teams.affairs.staff = 3\ntownships.zone.rates.neighbour-dispute = 2\n"
    trial("zones-shed-social", BUSY_ZONE + three).rises("resolution_time_mean", "dispute", township="north")


# buy-services


@works("buy-services")
def test_a_contractor_settles_disputes_at_a_price(trial: Try) -> None:
    found = trial("buy-services", SHORT_OF_HELPERS)
    found.falls("resolution_time_mean", "dispute")
    found.rises("cost")


@fails("buy-services")
def test_what_is_not_bought_is_not_faster(trial: Try) -> None:
    found = trial("buy-services", team("affairs", "staff = 1") + case("ownerless-matter", 150, "fact.hours = 4"))
    found.stays("resolution_time_mean", "service")
