from datetime import date

import pytest

from planner.wording import set_language
from planner.wording.numbers import day, digits_for, digits_of, number, percent, seconds


@pytest.mark.parametrize(
    ("value", "half_width", "expected"),
    [(12.345, None, 1), (1.2345, None, 2), (0.01234, None, 2), (1234.5, None, 0), (12.345, 12.0, 0), (0.0, None, 1)],
)
def test_three_figures_or_two_of_the_half_width(value, half_width, expected):
    assert digits_for(value, half_width) == expected


def test_counts_of_cases_are_whole_from_ten_on():
    assert [digits_of("cases", value) for value in (413.2, 70.04, -10.5, 9.5)] == [0, 0, 0, 2]
    assert digits_of("cases", 70.04, 0.3) == 0
    assert digits_of("working_days", 70.04) == 1


def test_numbers_are_grouped_by_thousands():
    assert number(1234567.0) == "1,234,567"
    assert number(-0.5) == "-0.50"
    assert percent(0.8764) == "87.6%"


def test_dates_and_times_in_both_languages():
    set_language("zh")
    assert day(date(2025, 1, 2)) == "2025年1月2日"
    assert seconds(30.2) == "30 秒"
    assert seconds(200) == "3 分钟"
    set_language("en")
    assert day(date(2025, 1, 2)) == "2 January 2025"
    assert seconds(0.2) == "1 second"
    assert seconds(119) == "2 minutes"
