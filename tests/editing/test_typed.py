"""What a person types or pastes: full-width, separated, with Chinese units."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from planner.editing.typed import day_in, names_in, number_in, whole_in, yes_or_no_in


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        (" １２ ", "12"),
        ("１２，３４５", "12345"),
        ("1,234,567.5", "1234567.5"),
        ("1 234", "1234"),
        ("1\u00a0234", "1234"),
        ("３.５", "3.5"),
        ("0。3", "0.3"),
        ("３。５％", "0.035"),
        (".3", "0.3"),
        ("-.5", "-0.5"),
        ("35%", "0.35"),
        ("35％", "0.35"),
        ("3.5万", "35000"),
        ("1.2亿", "120000000"),
        ("12人", "12"),
        ("3万元", "30000"),
        ("-4", "-4"),
        ("−4", "-4"),
        ("+4", "4"),
        ("-", "0"),
        ("—", "0"),
        ("无", "0"),
    ],
)
def test_numbers(text, number):
    assert number_in(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "。",
        "3.",
        "3。",
        "1。2。3",
        "1 .5",
        "abc",
        "1,23",
        "12,34,567",
        "1.2.3",
        "十二",
        "1e5",
        "inf",
        "nan",
        "人",
        "--",
        "1 2",
    ],
)
def test_what_is_no_number(text):
    assert number_in(text) is None


def test_whole_numbers():
    assert whole_in("3.0") == 3
    assert whole_in("2.7") is None
    assert whole_in("０") == 0


@pytest.mark.parametrize(
    "text", ["2025-01-06", "2025/1/6", "2025.1.6", "２０２５年１月６日", " 2025 年 1 月 6 日", "2025。1。6"]
)
def test_days(text):
    assert day_in(text) == date(2025, 1, 6)


@pytest.mark.parametrize("text", ["2025-02-30", "6.1.2025", "2025-1", "明天"])
def test_what_is_no_day(text):
    assert day_in(text) is None


def test_names_and_yes_or_no():
    assert names_in("service、 approval，enforcement;*") == ["service", "approval", "enforcement", "*"]
    assert (yes_or_no_in("是"), yes_or_no_in("No"), yes_or_no_in("maybe")) == (True, False, None)
