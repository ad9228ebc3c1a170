"""Problems as sentences: what is wrong, and what was expected.

A sentence is looked up by the kind of the problem, and its blanks are filled with the problem's facts.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from planner.errors import Problem
from planner.model.text import Text, visible
from planner.wording import labels
from planner.wording.language import _, text
from planner.wording.numbers import day, guessed_days
from planner.wording.problem_sentences import BY_FACT, EXPECTED, SENTENCES, SYSTEM

_FILES = ("by", "files", "folder", "merged_by")
"""Facts that are paths of files."""

KINDS = {*SENTENCES, *BY_FACT, "wrong-type", "out-of-range", "guessed-days"}
"""Every kind that has a sentence."""


def sentence(problem: Problem) -> str:
    """What is wrong with one thing, and what was expected of it; without its place in the file.

    Where that does not show it, the towns, departments and teams concerned come first, and last what it comes from.
    """
    told = _sentence(problem)
    if problem.facts.get("places"):
        told = _("{places}: {told}").format(places=_shown(problem.facts["places"]), told=told)
    if problem.facts.get("cause"):
        told = _("{told} It comes from {cause}.").format(told=told, cause=problem.facts["cause"])
    return told


def _sentence(problem: Problem) -> str:
    facts = {name: _shown(value, is_file=name in _FILES) for name, value in problem.facts.items()}
    facts |= {name: _said_by_system(facts[name]) for name in ("detail", "reason") if name in facts}
    if problem.kind == "wrong-type":
        return _wrong_type(problem, facts)
    if problem.kind == "out-of-range":
        return _("must be {range} (got {got}).").format(range=range_told(problem.facts), got=facts["got"])
    if problem.kind == "unknown-key" and problem.nearest:
        return _("There is no such key here.")
    if problem.kind == "guessed-days":
        return guessed_days(problem.facts["days"])
    if problem.kind in BY_FACT:
        fact, sentences = BY_FACT[problem.kind]
        found = sentences.get(str(problem.facts.get(fact)))
    elif problem.kind == "no-match" and facts["part"] == facts["pattern"]:
        found = SENTENCES["no-match-at-all"]
    else:
        found = SENTENCES.get(problem.kind)
    if found is None:
        return " ".join((problem.kind, *(f"{name}={value}" for name, value in facts.items())))
    if problem.kind == "over-quota":
        facts["post"] = labels.label(labels.POST_TYPES, str(problem.facts["post"]))
    if problem.kind == "too-many-cases":
        facts |= {name: _memory(float(problem.facts[name])) for name in ("needed_bytes", "machine_bytes")}
    return _(found).format_map(facts)


def _said_by_system(words: str) -> str:
    """The system's words for what went wrong, in ours; anything else as it is."""
    return next((_(ours) for number, ours in SYSTEM.items() if words == os.strerror(number)), words)


def nearest(problem: Problem) -> str:
    """The nearest right name, as a question; empty where there is none."""
    return _(" Did you mean {nearest}?").format(nearest=visible(problem.nearest)) if problem.nearest else ""


def told(problems: Sequence[Problem]) -> str:
    """Every problem with its file and place, each on a line of its own: the words of an error in a notebook."""
    return "\n".join(_(": ").join(_with_place(problem)) for problem in problems)


def _with_place(problem: Problem) -> Iterator[str]:
    if problem.file:
        yield from_here(problem.file)
    if problem.path:
        yield place(problem)
    yield sentence(problem) + nearest(problem)


def place(problem: Problem) -> str:
    """Where in its file something is wrong: the dotted path of the value, as it may be shown."""
    return visible(problem.path)


def _wrong_type(problem: Problem, facts: Mapping[str, str]) -> str:
    expected = _(EXPECTED[str(problem.facts["expected"])])
    if "length" in facts:
        expected = expected.format(length=facts["length"])
    return _("must be {expected} (got {got}).").format(expected=expected, got=facts["got"])


def range_told(facts: Mapping[str, Any]) -> str:
    """The range of a number in words, with its unit: `lowest`, `highest`, `unit` and which ends are open."""
    low, high = facts["lowest"], facts["highest"]
    unit = labels.unit(str(facts.get("unit", "")))
    if facts.get("open_low") and facts.get("open_high") and not math.isinf(high):
        message = _("more than {low} and less than {high} {unit}")
    elif math.isinf(high):
        message = _("more than {low} {unit}") if facts.get("open_low") else _("{low} {unit} or more")
    elif facts.get("open_low"):
        message = _("more than {low} and at most {high} {unit}")
    elif facts.get("open_high"):
        message = _("from {low} to less than {high} {unit}")
    else:
        message = _("from {low} to {high} {unit}")
    return " ".join(message.format(low=_shown(low), high=_shown(high), unit=unit).split())


def _memory(size: float) -> str:
    return f"{size / 1e9:,.1f} GB"


def from_here(file: str) -> str:
    """The path as a person standing in this folder would write it, as it may be shown."""
    path = Path(file)
    here = path.relative_to(Path.cwd()) if path.is_absolute() and path.is_relative_to(Path.cwd()) else file
    return visible(str(here))


def _shown(value: Any, is_file: bool = False) -> str:
    if isinstance(value, tuple | list):
        return _(", ").join(_shown(one, is_file) for one in value)
    if is_file:
        return from_here(str(value))
    if isinstance(value, Text):
        return text(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, float):
        return f"{value:,.12g}"
    if isinstance(value, int) and abs(value) >= 10_000:
        return f"{value:,}"
    return visible(str(value))
