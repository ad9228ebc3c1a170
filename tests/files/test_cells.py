"""What a person types, pastes or records in a cell: full-width, separated, with units; and what is none of it."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.files.cells import (
    LONGEST,
    PERCENT,
    UNIT_WORDS,
    day_in,
    folded,
    id_in,
    is_missing,
    moment_in,
    names_in,
    number_in,
    sessions_in,
    whole_in,
    yes_or_no_in,
)

UNITS = ("", *UNIT_WORDS, *sorted(PERCENT))


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("12", "", "12"),
        (" １２ ", "", "12"),
        ("１２，３４５", "", "12345"),
        ("1,234,567.5", "", "1234567.5"),
        ("1 234", "", "1234"),
        ("1\u00a0234", "", "1234"),
        ("３.５", "", "3.5"),
        ("0。3", "", "0.3"),
        ("３。５％", "share", "0.035"),
        (".3", "", "0.3"),
        ("-.5", "", "-0.5"),
        ("35%", "share", "0.35"),
        ("150 ％", "factor", "1.5"),
        ("3.5万", "", "35000"),
        ("1.2亿", "yuan", "120000000"),
        ("12人", "people", "12"),
        ("１２　名", "people", "12"),
        ("3万元", "yuan", "30000"),
        ("51.2平方公里", "km2", "51.2"),
        ("51 km2", "km2", "51"),
        ("1.5小时", "hours", "1.5"),
        ("-4", "", "-4"),
        ("−4", "", "-4"),
        ("+4", "", "4"),
        ("-", "people", "0"),
        ("—", "cases", "0"),
        ("无", "people", "0"),
    ],
)
def test_numbers_as_offices_write_them(text: str, unit: str, number: str) -> None:
    assert number_in(text, unit) == Decimal(number)


@pytest.mark.parametrize("text", ["12①", "3²", "12⑴", "Ⅻ", "½", "１２③", "²", "3.5²", "٣", "１٢", "12\u0301"])
@pytest.mark.parametrize("unit", UNITS)
def test_a_footnote_mark_is_not_a_digit(text: str, unit: str) -> None:
    assert number_in(text, unit) is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [("100%", "people"), ("35%", ""), ("12人", "hours"), ("12天", "people"), ("3小时", "km"), ("3元", "")],
)
def test_a_unit_that_the_field_does_not_take_is_refused(text: str, unit: str) -> None:
    assert number_in(text, unit) is None


@pytest.mark.parametrize(
    "text",
    [
        *(
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
        ),
        *("人", "--", "1 2", "-", "无", "1,2345", "1, 234", "0x10", "1_000", "9" * (LONGEST + 1), True, None, [1]),
        *(float("nan"), float("inf")),
    ],
)
def test_what_is_no_number(text: object) -> None:
    assert number_in(text) is None


@pytest.mark.parametrize(("value", "number"), [(3, "3"), (2.5, "2.5"), (0.1, "0.1"), (-1e300, "-1e300")])
def test_numbers_of_a_workbook_are_themselves(value: float, number: str) -> None:
    assert number_in(value) == Decimal(number)


def test_whole_numbers() -> None:
    assert whole_in("3.0") == 3
    assert whole_in("2.7") is None
    assert whole_in("０") == 0
    assert whole_in(4.0) == 4


DIGITS = st.text("0123456789", min_size=1, max_size=12)


@given(st.integers(0, 10**12), st.sampled_from(UNITS), st.booleans(), st.booleans())
def test_a_number_written_out_is_read_as_itself(number: int, unit: str, separated: bool, wide: bool) -> None:
    text = f"{number:,}" if separated else str(number)
    if wide:
        text = "".join(chr(ord(sign) + 0xFEE0) for sign in text)
    assert number_in(text, unit) == number


@given(st.one_of(st.text(max_size=20), st.from_regex(r"[0-9①-⑳²³½,.，。 %％万人\-]{1,8}")), st.sampled_from(UNITS))
def test_no_text_becomes_a_number_that_it_does_not_show(text: str, unit: str) -> None:
    number = number_in(text, unit)
    if number is None:
        return
    assert number_in(f"{number:f}", unit) == number
    digits = "".join(str(unicodedata.decimal(sign)) for sign in text if unicodedata.decimal(sign, None) is not None)
    unit_digits = "2" if re.search(r"km2", text, re.IGNORECASE) else ""
    factor = Decimal(10_000) if "万" in text else Decimal(10**8) if "亿" in text else Decimal(1)
    plain = abs(number) / factor * (100 if re.search("[%％]", text) else 1)
    assert f"{plain:f}".replace(".", "").strip("0") == digits.removesuffix(unit_digits).strip("0")


@pytest.mark.parametrize(
    "text",
    [
        *("2025-01-06", "2025/1/6", "2025.1.6", "２０２５年１月６日", " 2025 年 1 月 6 日", "2025。1。6", "20250106"),
        *(date(2025, 1, 6), datetime(2025, 1, 6)),
    ],
)
def test_days(text: object) -> None:
    assert day_in(text) == date(2025, 1, 6)


@pytest.mark.parametrize(
    "text", ["2025-02-30", "6.1.2025", "2025-1", "明天", "2025-1/6", "25/1/6", "2025①1①6", "2025年1月", 45663, None]
)
def test_what_is_no_day(text: object) -> None:
    assert day_in(text) is None
    assert moment_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("2025/3/5 9:00", "2025年3月5日 9:00", "2025年3月5日9时", "2025年3月5日9点00分", "2025-03-05T09:00:00.000000"),
        *("２０２５／３／５　９：００", "2025-3-5 09:00:00", "20250305 9:00", "2025/3/5 上午 9:00", "2025/3/5 9:00 AM"),
        *("2025-03-05T09:00+08:00", "2025-03-05T01:00Z", "2025-03-05 10:00:00+0900", "2025-03-05T09:00:00.000000000"),
        *(datetime(2025, 3, 5, 9), datetime(2025, 3, 5, 1, tzinfo=UTC)),
        datetime(2025, 3, 5, 10, tzinfo=timezone(timedelta(hours=9))),
    ],
)
def test_times_as_offices_write_them_are_on_the_county_clock(text: object) -> None:
    assert moment_in(text) == datetime(2025, 3, 5, 9)


@pytest.mark.parametrize(
    ("text", "hour"),
    [("下午 3:05", 15), ("12:05 AM", 0), ("12:05 PM", 12), ("上午12:05", 0), ("0:05", 0), ("23:05", 23)],
)
def test_hours_before_and_after_noon(text: str, hour: int) -> None:
    assert moment_in(f"2025/3/5 {text}") == datetime(2025, 3, 5, hour, 5)


def test_a_day_alone_is_its_midnight() -> None:
    assert moment_in("2025年3月5日") == moment_in(date(2025, 3, 5)) == datetime(2025, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        *("2025/3/5 24:00", "2025/3/5 9:60", "2025/3/5 9", "9:00", "2025/3/5 9:0", "2025/3/5 13:00 AM", "yesterday"),
        *("2025-03-05T09:00:00.1234567", "2025-03-05T09:00+99:00", "0001-01-01T00:00+14:00", "2025/3/5 上午 9:00 PM"),
        *("3/5/2025 9:00", "2025/3/5 9:00 EST", "2025-03-05T09:00①", True, 3.5),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
    ],
)
def test_what_is_no_time(text: object) -> None:
    assert moment_in(text) is None


@given(st.datetimes())
def test_a_time_written_out_is_read_as_itself(moment: datetime) -> None:
    assert moment_in(moment.isoformat()) == moment_in(moment.isoformat(" ")) == moment


@pytest.mark.parametrize("value", ["是", "有", "√", "Y", "yes", "True ", "TRUE", "1", "１", True, 1, 1.0, Decimal("1")])
def test_yes(value: object) -> None:
    assert yes_or_no_in(value) is True


@pytest.mark.parametrize("value", ["否", "无", "×", "N", "no", " false ", "F", "0", False, 0, 0.0])
def test_no(value: object) -> None:
    assert yes_or_no_in(value) is False


@pytest.mark.parametrize("value", ["maybe", "", "2", 2, 0.5, None, "是的吗", [True], float("nan"), Decimal("sNaN")])
def test_neither_yes_nor_no(value: object) -> None:
    assert yes_or_no_in(value) is None


@pytest.mark.parametrize(
    "value", ["", " ", "\u3000", "NA", "n/a", "ＮＡ", "null", "None", "无", "-", "—", "–", None, float("nan")]
)
def test_missing(value: object) -> None:
    assert is_missing(value)


@pytest.mark.parametrize("value", ["0", 0, False, "x", "no", [], "--x"])
def test_not_missing(value: object) -> None:
    assert not is_missing(value)


@pytest.mark.parametrize(
    ("value", "id"),
    [
        ("001", "001"),
        ("370682001", "370682001"),
        (370682001, "370682001"),
        (370682001.0, "370682001"),
        (" a ", "a"),
        (202503051234567890, "202503051234567890"),
        (Decimal("7"), "7"),
    ],
)
def test_ids_are_text(value: object, id: str) -> None:
    assert id_in(value) == id


@pytest.mark.parametrize(
    "value",
    [
        "",
        " ",
        None,
        True,
        1.5,
        float("inf"),
        float("nan"),
        ["a"],
        1e300,
        1e15,
        pytest.param(10**5000, id="thousands of digits"),
    ],
)
def test_what_is_no_id(value: object) -> None:
    assert id_in(value) is None


def test_names() -> None:
    assert names_in("service、 approval，enforcement;*") == ["service", "approval", "enforcement", "*"]


def test_headings_are_compared_without_blanks_and_line_ends() -> None:
    assert folded("合　 计\n") == "合计"
    assert folded("Ｆact_\r\nHours ") == "fact_hours"


@pytest.mark.parametrize(
    ("text", "sessions"),
    [
        ("08:30-12:00 14:00-17:30", [["08:30", "12:00"], ["14:00", "17:30"]]),
        ("8：30 — 12：00、14:00～17:30", [["08:30", "12:00"], ["14:00", "17:30"]]),
        ("上午8时30分到12时，下午2时到5时30分", [["08:30", "12:00"], ["14:00", "17:30"]]),
        ("上午9点至下午5点半", [["09:00", "17:30"]]),
    ],
)
def test_office_hours_as_they_are_posted_at_a_door(text: str, sessions: list[list[str]]) -> None:
    assert sessions_in(text) == sessions


@pytest.mark.parametrize(
    "text", ["", "08:30", "8-12", "08:30-12:00①", "08:30-12:0", "08:30-", "整天", "08:30-12:00 午休"]
)
def test_what_is_no_office_hours(text: str) -> None:
    assert sessions_in(text) is None
