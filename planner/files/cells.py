"""The one reader of cells: what a person types, pastes or records in one place, read as a value.

Pasted blocks, typed fields and recorded tables all read with these functions. They take what offices write: full-width
digits and signs, 。 for a point, thousands separators, 万 and 亿, a unit or % where the field takes one, days as
2025年3月5日 or 2025/3/5, times as 2025/3/5 9:00. Everything else they refuse by giving None, so that the caller can
name the place: only digits, separators and units are a number, and nothing is guessed. A footnote mark is not a digit
(`12①`, `3²`), and neither are the digits of other scripts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

COUNTY_TIME = timezone(timedelta(hours=8), "China")
"""The clock of every county: one zone, without summer time since 1991."""

MISSING = frozenset(
    ("", "na", "n/a", "#n/a", "null", "none", "nan", "无", "-", "--", "—", "–", "―", "−", "──", "——", "/")
)
"""In the place of a value: it is not known, or there is none."""
NONE_AT_ALL = frozenset(("-", "—", "–", "―", "−", "──", "——", "无", "none"))
"""In the place of a count: none at all."""

TOTALS = (
    *("合计", "总计", "小计", "共计", "总数", "计", "总人数", "人数合计", "合计人数"),
    *("total", "totals", "subtotal", "sum"),
)
"""Headings of columns, and names of rows, that add up others."""
NUMBERING = ("序号", "编号", "no", "no.", "#")
"""Headings of columns that number the rows."""

UNIT_WORDS: Mapping[str, str] = {
    "people": "人|名|个|位",
    "items": "项|件|个",
    "cases": "件|起|个|宗",
    "grids": "个",
    "units": "个",
    "times": "次",
    "yuan": "元",
    "hours": "小时|个小时|时|hours|hour|h",
    "days": "天|日|个工作日|工作日|days|day|d",
    "working_days": "天|日|个工作日|工作日|days|day|d",
    "calendar_days": "天|日|days|day|d",
    "km2": "平方公里|平方千米|km2|km²",
    "km": "公里|千米|km",
    "km_per_hour": "公里/小时|km/h",
}
"""Words that may follow a number, by the unit of its field."""
COUNTS = frozenset(("people", "items", "cases", "grids", "units", "times", "yuan", "points"))
"""Units of what is counted, where a dash means none at all."""
PERCENT = frozenset(("share", "factor", "percent"))
"""Units of what may be typed with %."""

LONGEST = 60
"""Characters of a number or time; no office writes a longer one."""
MOST_DIGITS = 400
"""Of a number; floats have no more."""

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x00A0: " ", 0x202F: " ", 0xFEFF: " "}
_NUMBER = re.compile(
    r"([+-]?)([0-9]{1,3}(?:([, ])[0-9]{3}(?:\3[0-9]{3})*)|[0-9]+|(?=\.[0-9]))(\.[0-9]+)? ?(万|亿|%)? ?([^0-9.,+\- ].*)?"
)
_TIMES = {None: Decimal(1), "%": Decimal("0.01"), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_DAY = (
    r"(?:([0-9]{4})([-/.。])([0-9]{1,2})\2([0-9]{1,2})"
    r"|([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日|([0-9]{4})([0-9]{2})([0-9]{2}))"
)
_CLOCK = (
    r"(?:(上午|下午|[AaPp][Mm])? ?"
    r"(?:([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?"
    r"|([0-9]{1,2})[时点](?:([0-9]{1,2})分?(?:([0-9]{1,2})秒)?)?)"
    r" ?([AaPp][Mm])?)"
)
_DAY_ALONE = re.compile(_DAY)
_MOMENT = re.compile(rf"{_DAY}(?:(?:[ Tt]|(?<=日)) ?{_CLOCK} ?(Z|z|UTC|[+-][0-9]{{2}}:?[0-9]{{2}})?)?")
_AT = r"(上午|下午)?([0-9]{1,2})(?::([0-9]{2})|[时点](?:([0-9]{1,2})分?)?)"
_SESSION = re.compile(rf"{_AT}[-—–~〜至到]{_AT}")
_YES = frozenset(("是", "有", "√", "✓", "y", "yes", "t", "true", "1"))
_NO = frozenset(("否", "无", "×", "✗", "n", "no", "f", "false", "0"))


def plain(text: str) -> str:
    """The text with full-width letters, digits and signs made narrow, and without blanks around it."""
    return text.translate(_NARROW).strip()


def is_missing(value: object) -> bool:
    """Whether a cell says that there is no value: blank, or one of the words for it."""
    if isinstance(value, str):
        return plain(value).casefold() in MISSING
    return value is None or (isinstance(value, float) and value != value)


def number_in(value: object, unit: str = "") -> Decimal | None:
    """The number that a cell says in a field of a unit (the id of the catalogue of units), or None where it says none.

    A number that is not finite is none.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float | Decimal):
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        return number if number.is_finite() and number.adjusted() < MOST_DIGITS else None
    if not isinstance(value, str) or len(value) > LONGEST:
        return None
    words = plain(value)
    if unit in COUNTS and words.casefold() in NONE_AT_ALL:
        return Decimal(0)
    match = _NUMBER.fullmatch(words.replace("−", "-").replace("。", "."))
    if match is None:
        return None
    sign, whole, _separator, part, times, after = match.groups()
    if (times == "%" and unit not in PERCENT) or (after and not _is_unit(after, unit)):
        return None
    return Decimal(f"{sign}{re.sub('[, ]', '', whole)}{part or ''}") * _TIMES[times]


def _is_unit(words: str, unit: str) -> bool:
    return words.casefold() in UNIT_WORDS.get(unit, "").split("|")


def whole_in(value: object, unit: str = "") -> int | None:
    """The whole number that a cell says; `3.0` says 3."""
    number = number_in(value, unit)
    return int(number) if number is not None and number == number.to_integral_value() else None


def day_in(value: object) -> date | None:
    """The day that a cell says: 2025-01-06, 2025/1/6, 2025年1月6日 or 20250106."""
    if isinstance(value, datetime):
        return value.date() if value.time() == datetime.min.time() else None
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or len(value) > LONGEST:
        return None
    match = _DAY_ALONE.fullmatch(re.sub(r"\s", "", plain(value)))
    return _day(match.groups()) if match else None


def _day(groups: tuple[str | None, ...]) -> date | None:
    year, month, day = (one for place, one in enumerate(groups[:10]) if one is not None and place != 1)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def moment_in(value: object) -> datetime | None:
    """The time that a cell says, on the county's clock: a day, with or without a time of day.

    2025-03-05T09:00, 2025/3/5 9:00, 2025年3月5日 9时30分, 2025/3/5 下午 3:05. A time with a zone is put on the county's
    clock (eight hours before UTC); one without is on it already. More than six decimals of a second are refused where
    they say something.
    """
    if isinstance(value, datetime):
        return value if value.tzinfo is None else _on_county_clock(value)
    if isinstance(value, date):
        return datetime.combine(value, datetime.min.time())
    if not isinstance(value, str) or len(value) > LONGEST:
        return None
    match = _MOMENT.fullmatch(plain(value))
    if match is None:
        return None
    day = _day(match.groups())
    if day is None:
        return None
    moment = datetime.combine(day, datetime.min.time())
    before, hour, minute, second, decimals, spoken_hour, spoken_minute, spoken_second, after, zone = match.groups()[10:]
    if hour is None and spoken_hour is None:
        return moment
    if before and after or (decimals or "")[6:].strip("0"):
        return None
    half = {"上午": "am", "下午": "pm"}.get(before or "", (before or after or "").casefold())
    hours = _hour_of_day(int(hour or spoken_hour), half)
    try:
        moment = moment.replace(
            hour=hours,
            minute=int(minute or spoken_minute or 0),
            second=int(second or spoken_second or 0),
            microsecond=int((decimals or "0")[:6].ljust(6, "0")),
        )
        return _on_county_clock(datetime.fromisoformat(f"{moment.isoformat()}{_offset(zone)}")) if zone else moment
    except ValueError:
        return None


def _hour_of_day(hour: int, half: str) -> int:
    """The hour from 0 to 23 of an hour before or after noon; what is none stays out of range."""
    if not half:
        return hour
    if half == "am":
        return hour % 12 if hour <= 12 else 99
    return hour % 12 + 12 if hour <= 12 else hour


def _offset(zone: str) -> str:
    return "+00:00" if zone.casefold() in ("z", "utc") else f"{zone[:3]}:{zone[-2:]}"


def _on_county_clock(moment: datetime) -> datetime | None:
    try:
        return moment.astimezone(COUNTY_TIME).replace(tzinfo=None)
    except (OverflowError, ValueError):
        return None


def sessions_in(text: str) -> list[list[str]] | None:
    """The office hours that a text says, each opening and closing as `HH:MM`; None where it says none.

    08:30-12:00 14:00-17:30, 8：30—12：00，14：00至17：30, 上午8时30分到12时、下午2时到5时30分. Whether they make
    sense is for `planner.model.calendar` to say.
    """
    words = re.sub(r"\s*([-—–~〜至到:])\s*", r"\1", re.sub("([时点])半", r"\g<1>30", plain(text)))
    found: list[list[str]] = []
    for part in names_in(re.sub(r"(上午|下午)\s+", r"\1", words)):
        match = _SESSION.fullmatch(part)
        if match is None:
            return None
        half, *opening = match.groups()[:4]
        closing_half, *closing = match.groups()[4:]
        found.append([_clock_time(half, *opening), _clock_time(closing_half or half, *closing)])
    return found or None


def _clock_time(half: str | None, hour: str | None, minute: str | None, spoken_minute: str | None) -> str:
    hours = int(hour or 0)
    if half == "下午" and hours < 12:
        hours += 12
    return f"{hours:02}:{int(minute or spoken_minute or 0):02}"


def yes_or_no_in(value: object) -> bool | None:
    """The yes or no that a cell says: 是 and 否, 有 and 无, √ and ×, Y and N, true and false, 1 and 0."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float | Decimal):
        number = number_in(value)
        return bool(number) if number in (0, 1) else None
    words = plain(value).casefold() if isinstance(value, str) else ""
    return True if words in _YES else False if words in _NO else None


def id_in(value: object) -> str | None:
    """The id that a cell says: its text without blanks around it. `001` stays `001`; a whole number is its digits.

    Of a float no more than fifteen digits are known to be what was written.
    """
    if isinstance(value, str):
        return value.strip().strip("\ufeff") or None
    if isinstance(value, float) and not abs(value) < 1e15:
        return None
    number = whole_in(value)
    return None if number is None else str(number)


def names_in(text: str) -> list[str]:
    """The names in a text, between commas, semicolons, enumeration commas or blanks."""
    return [name for name in re.split(r"[,;、\s]+", plain(text)) if name]


def folded(text: str) -> str:
    """A heading or name as it is compared: without blanks, line ends and the difference of full width and case."""
    return re.sub(r"\s+", "", plain(text)).casefold()
