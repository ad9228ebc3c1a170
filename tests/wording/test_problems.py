import ast
from datetime import date
from pathlib import Path

import pytest

import planner
from planner.errors import Problem
from planner.wording import set_language
from planner.wording.problems import KINDS, nearest, sentence

PACKAGE = Path(planner.__file__).parent
MAKERS = {
    "Problem": None,
    "Finding": None,
    "Misfit": 0,
    "complain": 0,
    "_refuse": 0,
    "complain_of_column": 0,
    "Refused": 1,
    "Fault": 1,
    "_refusal": 1,
    "refuse": 1,
}
"""What makes problems, with the place of the kind among its arguments; None: given by name."""


def kinds_in_the_code() -> dict[str, str]:
    """Every kind of problem that is made anywhere below the words, with the file that makes it."""
    found = {}
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in MAKERS:
                continue
            named = [keyword.value for keyword in node.keywords if keyword.arg == "kind"]
            place = MAKERS[name]
            given = named if place is None else node.args[: place + 1][-1:]
            found |= {one.value: file.name for one in given if isinstance(one, ast.Constant)}
    return found


def test_the_search_finds_kinds_of_every_maker():
    assert {"calendar-year", "unknown-key", "not-enough", "out-of-range", "trace-column"} <= set(kinds_in_the_code())


def test_every_kind_of_problem_has_a_sentence():
    assert {kind: file for kind, file in kinds_in_the_code().items() if kind not in KINDS} == {}


@pytest.mark.parametrize(
    ("facts", "english", "chinese"),
    [
        ({"lowest": 0, "highest": float("inf"), "unit": "people", "got": "-4"}, "0 people or more", "不小于 0 人"),
        ({"lowest": 0, "highest": 1.0, "unit": "share", "got": "1.4"}, "from 0 to 1", "在 0 至 1 之间"),
        (
            {"lowest": 0, "highest": 10.0, "unit": "factor", "got": "0", "open_low": True, "open_high": False},
            "more than 0 and at most 10",
            "大于 0、不大于 10",
        ),
        (
            {"lowest": 0, "highest": 1.0, "unit": "share", "got": "1", "open_low": False, "open_high": True},
            "from 0 to less than 1",
            "不小于 0、小于 1",
        ),
    ],
)
def test_ranges_in_words(facts, english, chinese):
    problem = Problem(kind="out-of-range", facts=facts)
    set_language("en")
    assert sentence(problem) == f"must be {english} (got {facts['got']})."
    set_language("zh")
    assert sentence(problem) == f"须{chinese}（现为 {facts['got']}）。"


def test_lists_and_dates_are_told_in_the_language():
    problem = Problem(
        kind="outside-horizon", facts={"got": date(2027, 1, 1), "start": date(2025, 1, 1), "end": date(2026, 1, 1)}
    )
    set_language("zh")
    assert sentence(problem) == "2027年1月1日 不在模拟期内（2025年1月1日 至 2026年1月1日）。"
    set_language("en")
    assert sentence(problem) == "1 January 2027 lies outside the horizon (1 January 2025 to 1 January 2026)."
    assert "a, b" in sentence(Problem(kind="one-of", facts={"keys": ("a", "b")}))


def test_an_unknown_kind_is_told_with_its_facts():
    assert sentence(Problem(kind="brand-new", facts={"n": 3})) == "brand-new n=3"


def test_the_nearest_name_is_asked_for():
    set_language("en")
    assert nearest(Problem(kind="unknown-key", nearest="staff")) == " Did you mean staff?"
    assert nearest(Problem(kind="unknown-key")) == ""
