"""Working time: known years, look-ups in hand-made cases, and laws that hold for any time."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

import chinese_calendar
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import CalendarError, ScenarioError
from planner.model.calendar import CalendarSettings
from planner.model.holidays import (
    FIRST_KNOWN_YEAR,
    LAST_KNOWN_YEAR,
    LUNAR_FESTIVALS,
    days_off,
    guessed_days,
    is_worked,
    lunar_festivals,
    qingming,
)
from planner.model.working_time import WorkingCalendar

CHINA = CalendarSettings()
REPEAT = CalendarSettings(beyond="repeat")
FIVE_DAY = CalendarSettings(kind="five-day")
ALWAYS = CalendarSettings(kind="around-the-clock")
ODD_HOURS = CalendarSettings(
    kind="five-day", office_hours=(("00:00", "00:20"), ("08:20", "12:00"), ("12:00", "13:10"), ("23:10", "24:00"))
)

START = date(2025, 1, 1)
DAYS_BEFORE, DAYS_AFTER = 60, 500
TABLES = [
    WorkingCalendar(kind, START, days_before=DAYS_BEFORE, days_after=DAYS_AFTER)
    for kind in (CHINA, FIVE_DAY, ALWAYS, ODD_HOURS)
]
tables = st.sampled_from(TABLES)
# Times in reach, those on session bounds included, with enough table left for the longest work below.
times = st.one_of(
    st.floats(-24.0 * DAYS_BEFORE, 24.0 * 200),
    st.builds(lambda day, hour: 24.0 * day + hour, st.integers(-40, 200), st.sampled_from([0, 8.5, 12, 14, 17.5, 20])),
)
works = st.one_of(st.floats(0.0, 100.0), st.sampled_from([0.0, 3.5, 7.0, 35.0, 1e-7]))


def at(day: str, start: date = START) -> float:
    """Hours since midnight of `start` of a moment written `YYYY-MM-DD HH:MM`."""
    return (datetime.fromisoformat(day) - datetime.combine(start, datetime.min.time())) / timedelta(hours=1)


def workdays(kind: CalendarSettings, year: int) -> int:
    return sum(is_worked(kind, date(year, 1, 1) + timedelta(days=n)) for n in range(365))


@pytest.mark.parametrize("year", [2025, 2026])
def test_workdays_of_a_year(year: int) -> None:
    assert workdays(CHINA, year) == 248


def test_hours_of_a_year_are_its_workdays_times_seven() -> None:
    assert TABLES[0].worked(at("2026-01-01 00:00")) - TABLES[0].worked(0.0) == 248 * 7


@pytest.mark.parametrize(
    "make_up",
    ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"]
    + ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
)
def test_make_up_days_are_worked(make_up: str) -> None:
    day = date.fromisoformat(make_up)
    assert day.weekday() >= 5
    assert is_worked(CHINA, day)
    assert not is_worked(FIVE_DAY, day)


def test_every_known_day_is_as_the_library_says() -> None:
    day = date(FIRST_KNOWN_YEAR, 1, 1)
    while day.year <= LAST_KNOWN_YEAR:
        assert is_worked(CHINA, day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_national_day_week() -> None:
    """1 to 8 October 2025 are off; the Sunday before and the Saturday after are worked for them."""
    calendar = TABLES[0]
    assert calendar.next_open(at("2025-09-30 17:30")) == at("2025-10-09 08:30")
    assert calendar.next_open(at("2025-09-27 10:00")) == at("2025-09-28 08:30")
    assert calendar.after(at("2025-09-30 16:30"), 2.0) == at("2025-10-09 09:30")
    assert calendar.after(at("2025-10-10 17:00"), 1.0) == at("2025-10-11 09:00")
    assert calendar.deadline(at("2025-09-30 09:00"), 1) == at("2025-10-09 17:30")
    assert calendar.deadline(at("2025-10-03 09:00"), 3) == at("2025-10-11 17:30")
    assert calendar.worked(at("2025-10-09 08:30")) == calendar.worked(at("2025-09-30 17:30"))


def test_a_deadline_counts_from_the_day_after_the_report() -> None:
    calendar = TABLES[0]
    for report in ("2025-03-03 00:00", "2025-03-03 10:00", "2025-03-03 23:59"):
        assert calendar.deadline(at(report), 5) == at("2025-03-10 17:30")


def test_around_the_clock_is_wall_time() -> None:
    calendar = TABLES[2]
    assert calendar.worked(100.25) == 100.25
    assert calendar.after(100.25, 50.5) == 150.75
    assert calendar.next_open(100.25) == 100.25
    assert calendar.deadline(100.25, 2) == 24.0 * 7
    assert calendar.deadline(-0.5, 1) == 24.0


def test_work_in_closed_hours_waits_and_no_work_takes_no_time() -> None:
    calendar = TABLES[0]
    lunch, night = at("2025-03-03 13:00"), at("2025-03-03 22:00")
    assert calendar.after(lunch, 0.0) == lunch
    assert calendar.after(lunch, 1.0) == at("2025-03-03 15:00")
    assert calendar.after(night, 4.0) == at("2025-03-04 14:30")
    assert calendar.worked(lunch) == calendar.worked(at("2025-03-03 12:00"))


def test_work_ends_at_a_closing_not_at_the_opening_after_it() -> None:
    calendar = TABLES[0]
    assert calendar.after(at("2025-03-03 08:30"), 3.5) == at("2025-03-03 12:00")
    assert calendar.after(at("2025-03-02 10:00"), 35.0) == at("2025-03-07 17:30")
    time = at("2025-03-03 08:30")
    for _ in range(35):
        time = calendar.after(time, 0.1)
    assert time == pytest.approx(at("2025-03-03 12:00"), abs=1e-9)
    assert time <= at("2025-03-03 12:00")


def test_a_deadline_into_an_unknown_year_is_refused() -> None:
    """The last day of 2026 with a deadline of one working day needs the decree for 2027."""
    start = date(LAST_KNOWN_YEAR, 1, 1)
    WorkingCalendar.covering(CHINA, start, days=365, working_days=0)
    WorkingCalendar.covering(CHINA, start, days=300, working_days=20)
    with pytest.raises(CalendarError) as refusal:
        WorkingCalendar.covering(CHINA, start, days=365, working_days=1)
    assert refusal.value.problems[0].kind == "calendar-year"
    facts = refusal.value.problems[0].facts
    assert (facts["year"], facts["last"], facts["stated"]) == (LAST_KNOWN_YEAR + 1, LAST_KNOWN_YEAR, 0)


@pytest.mark.parametrize("settings", [CHINA, REPEAT])
def test_years_before_the_first_known_are_refused(settings: CalendarSettings) -> None:
    with pytest.raises(CalendarError) as refusal:
        WorkingCalendar(settings, date(FIRST_KNOWN_YEAR, 1, 1), days_before=1, days_after=0)
    assert refusal.value.problems[0].kind == "calendar-year-before"
    assert refusal.value.problems[0].facts["year"] == FIRST_KNOWN_YEAR - 1


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", [2027, 2028, 2029, 2030, 2061, 2100])
def test_in_a_year_not_decreed_yet_weekends_are_free_and_each_weekday_is_worked_alike(year: int) -> None:
    """The law takes thirteen days from 260 to 262 weekdays; with festivals on weekends made up, none counts twice."""
    worked = [day for day in days_of(year) if is_worked(REPEAT, day)]
    assert 247 <= len(worked) <= 249
    by_weekday = [sum(day.weekday() == weekday for day in worked) for weekday in range(7)]
    assert by_weekday[5:] == [0, 0]
    assert all(46 <= count <= 53 for count in by_weekday[:5])


@pytest.mark.parametrize("year", range(LAST_KNOWN_YEAR + 1, 2110))
def test_the_law_gives_thirteen_days_off_from_monday_to_friday(year: int) -> None:
    off = days_off(year)
    assert len(set(off)) == 13
    assert all(day.weekday() < 5 and day.year == year for day in off)


def test_festivals_of_2027_fall_on_their_own_days() -> None:
    off = {f"{day:%m-%d}" for day in days_of(2027) if day.weekday() < 5 and not is_worked(REPEAT, day)}
    # Spring Festival is on Saturday 6 February: its eve, then Monday, and two days for the weekend; likewise in May and
    # October, where 1 May is a Saturday and 2 and 3 October are a weekend.
    assert off == {
        *("01-01", "02-05", "02-08", "02-09", "02-10", "04-05", "05-03", "05-04", "06-09", "09-15"),
        *("10-01", "10-04", "10-05"),
    }


def test_a_festival_within_another_is_made_up() -> None:
    # Mid-Autumn of 2028 is 3 October; 30 September and 1 October are a weekend.
    october = [day for day in days_off(2028) if day.month == 10]
    assert october == [date(2028, 10, day) for day in (2, 3, 4, 5)]


LUNAR_NAMES = ("Spring Festival", "Dragon Boat Festival", "Mid-autumn Festival")
APART = ((2012, "Mid-autumn Festival"), (2020, "Mid-autumn Festival"), (2020, "Dragon Boat Festival"))
"""Two within the National Day holidays, without a name of their own; one after a leap month, which 2039 has later."""


def test_lunar_festivals_and_qingming_are_those_of_the_decrees() -> None:
    named = chinese_calendar.constants.holidays
    for year in range(2008, LAST_KNOWN_YEAR + 1):
        assert named[qingming(year)] == "Tomb-sweeping Day"
        # After nineteen years the moon is back to a day: the table has them where the decrees had them.
        for name, later in zip(LUNAR_NAMES, lunar_festivals(year + 19), strict=True):
            near = [later.replace(year=year) + timedelta(days=days) for days in (-1, 0, 1)]
            assert any(named.get(day) == name for day in near) or (year, name) in APART
    # From one year to the next they move back by 10 or 11 days, or on by a month less that.
    for year in range(min(LUNAR_FESTIVALS), 2099):
        for one, other in zip(lunar_festivals(year), lunar_festivals(year + 1), strict=True):
            assert min(abs((other - one).days - lunation) for lunation in (354, 355, 384, 383, 385)) <= 2
        spring, dragon_boat, mid_autumn = lunar_festivals(year)
        assert date(year, 1, 20) <= spring <= date(year, 2, 21)
        assert min(abs((dragon_boat - spring).days - days) for days in (122, 152)) <= 2
        assert min(abs((mid_autumn - spring).days - days) for days in (220, 250)) <= 2


def test_guessed_days_are_told_and_only_where_they_are_needed() -> None:
    start = date(LAST_KNOWN_YEAR, 12, 1)
    calendar = WorkingCalendar.covering(REPEAT, start, days=80, working_days=5)
    assert [f"{day:%m-%d}" for day in calendar.guessed] == ["01-01", "02-05", "02-08", "02-09", "02-10"]
    for kind in (REPEAT, CHINA, FIVE_DAY, ALWAYS):
        assert WorkingCalendar.covering(kind, START, days=365, working_days=60).guessed == ()


def test_own_lists_win_over_everything() -> None:
    # 8 January 2025 is a Wednesday, 11 January a Saturday, 26 January a make-up Sunday, 28 January a holiday.
    own = {"holidays": (date(2025, 1, 8), date(2025, 1, 26)), "workdays": (date(2025, 1, 11), date(2025, 1, 28))}
    for kind in ("china", "five-day"):
        settings = CalendarSettings(kind=kind, **own)
        assert [is_worked(settings, date(2025, 1, day)) for day in (8, 11, 26, 28)] == [False, True, False, True]


OWN_2027 = tuple(days_off(2027))


def test_a_year_stated_in_full_is_not_guessed_and_needs_no_decree() -> None:
    moved = (*OWN_2027[1:], date(2027, 3, 8))
    for own in (CalendarSettings(holidays=moved), CalendarSettings(holidays=moved, beyond="repeat")):
        assert guessed_days(own, days_of(2027)) == ()
        assert not is_worked(own, date(2027, 3, 8))
        # 1 January is in no list: the scenario says all there is to say of the year.
        assert is_worked(own, date(2027, 1, 1))
        assert sum(is_worked(own, day) for day in days_of(2027)) == 248
    with pytest.raises(CalendarError):
        is_worked(CalendarSettings(holidays=moved), date(2028, 1, 4))


def test_worked_weekends_count_against_the_days_off_that_a_list_gives() -> None:
    joined = CalendarSettings(holidays=(*OWN_2027, date(2027, 2, 11)), workdays=(date(2027, 2, 20),))
    assert is_worked(joined, date(2027, 2, 20))
    assert sum(is_worked(joined, day) for day in days_of(2027)) == 248
    short = CalendarSettings(holidays=OWN_2027, workdays=(date(2027, 2, 20),))
    with pytest.raises(CalendarError) as refusal:
        is_worked(short, date(2027, 3, 8))
    assert (refusal.value.problems[0].facts["stated"], refusal.value.problems[0].facts["needed"]) == (12, 13)


def test_a_list_that_says_too_little_is_completed_by_the_law_and_the_rest_is_guessed() -> None:
    settings = CalendarSettings(beyond="repeat", holidays=(date(2027, 3, 8),), workdays=(date(2027, 2, 10),))
    assert not is_worked(settings, date(2027, 3, 8))
    assert is_worked(settings, date(2027, 2, 10))
    assert guessed_days(settings, days_of(2027)) == tuple(day for day in OWN_2027 if day != date(2027, 2, 10))


@pytest.mark.parametrize("kind", [CHINA, FIVE_DAY, ALWAYS])
def test_covering_reaches_the_latest_deadline_and_no_day_more(kind: CalendarSettings) -> None:
    calendar = WorkingCalendar.covering(kind, START, days=365, working_days=30)
    latest = 24.0 * 365 - 0.5
    assert calendar.deadline(latest, 30) == calendar.closes[-1]
    with pytest.raises(IndexError):
        calendar.deadline(latest, 31)
    with pytest.raises(IndexError):
        calendar.deadline_array([0.0, latest], 31)


def test_past_the_table_nothing_is_worked() -> None:
    calendar = WorkingCalendar(CHINA, START, days_before=0, days_after=1)
    assert calendar.after(at("2025-01-02 10:00"), 100.0) == math.inf
    assert calendar.after(at("2025-01-02 20:00"), 1.0) == math.inf
    assert calendar.next_open(at("2025-01-02 17:30")) == math.inf
    assert calendar.worked(at("2025-01-05 10:00")) - calendar.worked(-5.0) == 7.0
    for table in (calendar, WorkingCalendar(CHINA, START, days_before=0, days_after=0)):
        moments = [-5.0, 3.0, 34.0, 40.0, 44.0, 1000.0]
        for work in (0.0, 2.0, 7.0, 100.0):
            assert table.after_array(moments, work).tolist() == [table.after(moment, work) for moment in moments]
        assert table.worked_array(moments).tolist() == [table.worked(moment) for moment in moments]
        with pytest.raises(IndexError):
            table.deadline(-1.0, 1)
        with pytest.raises(IndexError):
            table.deadline_array([-1.0], 1)


def test_tables_are_read_only() -> None:
    for array in (TABLES[0].opens, TABLES[0].closes, TABLES[0].cumulated):
        with pytest.raises(ValueError):
            array[0] = 0.0


@pytest.mark.parametrize(
    ("office_hours", "faults"),
    [
        ((), [("empty", "calendar.office_hours")]),
        ((("8:30", "12:00"),), [("clock", "calendar.office_hours.0")]),
        ((("08:30", "25:00"),), [("clock", "calendar.office_hours.0")]),
        ((("24:00", "24:00"),), [("length", "calendar.office_hours.0")]),
        ((("12:00", "08:30"),), [("length", "calendar.office_hours.0")]),
        ((("08:30", "12:00"), ("11:59", "17:30")), [("order", "calendar.office_hours.1")]),
        (
            (("14:00", "17:30"), ("08:30", "12:00"), ("20:00", "2000")),
            [("order", "calendar.office_hours.1"), ("clock", "calendar.office_hours.2")],
        ),
    ],
)
def test_senseless_office_hours_are_refused(
    office_hours: tuple[tuple[str, str], ...], faults: list[tuple[str, str]]
) -> None:
    with pytest.raises(ScenarioError) as refusal:
        WorkingCalendar(CalendarSettings(office_hours=office_hours), START, days_before=0, days_after=10)
    assert [(p.facts["fault"], p.path) for p in refusal.value.problems] == faults
    assert {p.kind for p in refusal.value.problems} == {"office-hours"}


def test_sessions_may_touch_and_reach_midnight() -> None:
    calendar = TABLES[3]
    assert calendar.after(at("2025-03-03 12:00"), 0.5) == at("2025-03-03 12:30")
    assert calendar.next_open(at("2025-03-03 12:00")) == at("2025-03-03 12:00")
    assert calendar.after(at("2025-03-03 23:10"), 1.0) == pytest.approx(at("2025-03-04 00:10"), abs=1e-9)


@given(tables, times, times)
def test_worked_hours_never_run_back_or_ahead(calendar: WorkingCalendar, one: float, other: float) -> None:
    early, late = sorted((one, other))
    worked = calendar.worked(late) - calendar.worked(early)
    assert -1e-9 <= worked <= late - early + 1e-9


@given(tables, times, works)
def test_after_is_the_inverse_of_worked(calendar: WorkingCalendar, time: float, hours: float) -> None:
    end = calendar.after(time, hours)
    assert end >= time
    assert calendar.worked(end) - calendar.worked(time) == pytest.approx(hours, abs=2e-9)


@given(tables, times, works, works)
def test_work_in_two_parts_ends_with_the_whole(calendar: WorkingCalendar, time: float, a: float, b: float) -> None:
    """Equal to rounding, except that rounding may decide on which side of a closed stretch the end lies."""
    parts, whole = calendar.after(calendar.after(time, a), b), calendar.after(time, a + b)
    assert calendar.worked(parts) == pytest.approx(calendar.worked(whole), abs=4e-9)
    if abs(parts - whole) > 1e-8:
        early, late = sorted((parts, whole))
        assert calendar.next_open(early + 1e-8) == pytest.approx(calendar.next_open(late), abs=1e-7)


@given(tables, times)
def test_next_open_is_the_first_moment_of_work(calendar: WorkingCalendar, time: float) -> None:
    opening = calendar.next_open(time)
    assert opening >= time
    assert calendar.worked(opening) == calendar.worked(time)
    assert calendar.worked(opening + 1e-3) > calendar.worked(opening)


@given(tables, st.lists(times, min_size=1, max_size=20), works, st.integers(1, 60))
@settings(max_examples=200)
def test_arrays_have_the_values_of_scalars(
    calendar: WorkingCalendar, moments: list[float], hours: float, days: int
) -> None:
    array = np.array(moments)
    assert calendar.worked_array(array).tolist() == [calendar.worked(time) for time in moments]
    assert calendar.after_array(array, hours).tolist() == [calendar.after(time, hours) for time in moments]
    assert calendar.after_array(moments[0], [hours, 0.0, 1.0]).tolist() == [
        calendar.after(moments[0], work) for work in (hours, 0.0, 1.0)
    ]
    assert calendar.deadline_array(array, days).tolist() == [calendar.deadline(time, days) for time in moments]
