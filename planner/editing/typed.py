"""What a person types or pastes into a cell, read as a value: full-width digits, separators and Chinese units included.

A Chinese input method gives full-width digits and signs, and 。 for a point; spreadsheets give thousands separators,
and a dash for zero.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

NONE_WORDS = ("-", "—", "–", "―", "−", "──", "——", "无", "none")
"""In the place of a number: none at all."""

_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:([, ])\d{3}(?:\3\d{3})*)|\d+|(?=\.\d))(\.\d+)?(万|亿|%)?[人名个位件元]?")
_DAY = re.compile(r"(\d{4})(?:[-/.。]|年)(\d{1,2})(?:[-/.。]|月)(\d{1,2})日?")
_TIMES = {None: Decimal(1), "%": Decimal("0.01"), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_YES, _NO = ("是", "有", "√", "yes", "true", "1"), ("否", "×", "no", "false", "0")


def plain(text: str) -> str:
    """The text with full-width characters made narrow, and without blanks around it."""
    return unicodedata.normalize("NFKC", text).strip()


def number_in(text: str) -> Decimal | None:
    """The number that a text says, or None where it says none."""
    words = plain(text)
    if words in NONE_WORDS:
        return Decimal(0)
    match = _NUMBER.fullmatch(words.replace("−", "-").replace("。", "."))
    if match is None:
        return None
    sign, whole, _separator, part, unit = match.groups()
    digits = re.sub(r"[, ]", "", whole)
    try:
        return Decimal(f"{sign}{digits}{part or ''}") * _TIMES[unit]
    except InvalidOperation:
        return None


def whole_in(text: str) -> int | None:
    """The whole number that a text says; `3.0` says 3."""
    number = number_in(text)
    return int(number) if number is not None and number == number.to_integral_value() else None


def day_in(text: str) -> date | None:
    """The day that a text says: 2025-01-06, 2025/1/6 or 2025年1月6日."""
    match = _DAY.fullmatch(plain(text).replace(" ", ""))
    if match is None:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None


def yes_or_no_in(text: str) -> bool | None:
    """The yes or no that a text says."""
    words = plain(text).casefold()
    return True if words in _YES else False if words in _NO else None


def names_in(text: str) -> list[str]:
    """The names in a text, between commas, semicolons, enumeration commas or blanks."""
    return [name for name in re.split(r"[,;、\s]+", plain(text)) if name]
