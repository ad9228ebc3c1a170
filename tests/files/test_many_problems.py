"""A file that is wrong in thousands of places: what is of one kind is told so often, and counted."""

from __future__ import annotations

import pytest

from planner.files import read
from planner.files.session import Session

EXTENDS = 'format = 1\nextends = "county.toml"\n'


def lines(number: int, text: str) -> str:
    return "\n".join(text.replace("N", str(n)) for n in range(number)) + "\n"


@pytest.mark.parametrize(
    ("more", "number", "kind"),
    [
        (lines(30_000, "key-N = 1"), 30_000, "unknown-key"),
        ("[linkage]\n" + lines(30_000, "key-N = 1"), 30_000, "unknown-key"),
        ("[townships.a.teams.hall]\n" + lines(30_000, "key-N = 1"), 30_000, "unknown-key"),
        (
            "timeline = [{ from = 2025-01-06, " + ", ".join(f"key-{n} = 1" for n in range(3_000)) + "}]",
            3_000,
            "unknown-key",
        ),
        ("[case_types.street-order.partners]\n" + lines(3_000, "bureau-N = {}"), 3_000, "unknown-name"),
        ("[townships.a.rates]\n" + lines(30_000, "type-N = 1.0"), 30_000, "unknown-name"),
        ("[townships.a.powers]\n" + lines(3_000, 'type-N = "assigned"'), 3_000, "unknown-name"),
        ("[sources]\n" + lines(30_000, 'key-N = "statute"'), 30_000, "no-match"),
        ("measures = [" + lines(30_000, '"m-N",') + "]", 30_000, "unknown-name"),
        (lines(3_000, "[townships.t-N]\nkind = 1\n"), 3_000 * 4, "missing"),
        ("[kinds]\n" + lines(30_000, "kind-N = N"), 30_000, "wrong-type"),
        ("[kinds]\n" + lines(3_000, '"kind.N" = {}'), 3_000, "bad-id"),
        ("[case_types]\n" + lines(30_000, "type-N = N"), 30_000, "wrong-type"),
    ],
    ids=[
        "top",
        "table",
        "team",
        "timeline",
        "partners",
        "rates",
        "powers",
        "sources",
        "measures",
        "townships",
        "kinds",
        "kinds-ids",
        "types",
    ],
)
def test_thousands_of_problems_of_a_kind_are_counted(county, write, problems, more, number, kind):
    county()
    *told, last = problems(write("one.toml", EXTENDS + more))
    assert [problem.kind for problem in told].count(kind) == 100
    assert last.kind == "more-problems"
    assert last.facts["n"] + len(told) == number


@pytest.mark.parametrize(
    "more", ["[linkage]\n" + lines(20_000, "key-N = 1"), "[kinds]\n" + lines(20_000, "kind-N = N")]
)
def test_of_very_many_keys_only_some_are_looked_at_one_by_one(county, write, problems, monkeypatch, more):
    """Linkage is one table in the file, and one in every town of the model; kinds are a table of names."""
    county()
    report, looked_at = Session.report, []

    def counted(self, problem, suggest=None):
        looked_at.append(problem.path)
        report(self, problem, suggest)

    monkeypatch.setattr(Session, "report", counted)
    *told, last = problems(write("one.toml", EXTENDS + more))
    assert (len(told), last.facts["n"]) == (100, 19_900)
    assert len(looked_at) < 1_000


def test_problems_of_other_kinds_are_told_beside_them(county, write, problems):
    county()
    text = EXTENDS + 'title = 3\nlinkage.return_agan = 0.1\ntime.days = "many"\n' + lines(1_000, "key-N = 1")
    told = {(problem.kind, problem.path, problem.nearest) for problem in problems(write("one.toml", text))}
    assert ("wrong-type", "title", "") in told and ("wrong-type", "time.days", "") in told


def test_fewer_problems_are_all_told(county, write, problems):
    county()
    told = problems(write("one.toml", EXTENDS + lines(100, "key-N = 1") + "linkge.return_again = 0.1\n"))
    assert [problem.kind for problem in told] == ["unknown-key"] * 100 + ["more-problems"]
    told = problems(write("one.toml", EXTENDS + lines(99, "key-N = 1") + "linkge.return_again = 0.1\n"))
    assert [problem.kind for problem in told] == ["unknown-key"] * 100
    assert told[-1].nearest == "linkage"


def repeating(changes: int, every: str) -> str:
    return "[[timeline]]\nfrom = 2025-01-06\nchanges = [\n" + lines(changes, f"{{ {every} }},") + "]\n"


class TestChangesThatComeAndGo:
    """Each day of change makes a scenario of its own."""

    def test_on_more_days_than_can_be_followed(self, county, problems):
        every = 'set = "linkage.return_days", value = 2, after_days = N, for_days = 5, every_days = 28'
        path = county(("days = 28", "days = 36_500"), more='\n[calendar]\nkind = "five-day"\n' + repeating(27, every))
        told = problems(path)
        assert [(problem.kind, problem.path) for problem in told] == [("too-many-states", "timeline[1].changes[1]")]
        assert told[0].facts["times"] > told[0].facts["limit"] > 300

    def test_more_of_them_on_the_same_days(self, county, problems):
        every = 'set = "linkage.return_days", value = 2, for_days = 1, every_days = 28'
        path = county(("days = 28", "days = 4_000"), more='\n[calendar]\nkind = "five-day"\n' + repeating(200, every))
        assert [problem.kind for problem in problems(path)] == ["too-many-states"]

    def test_a_year_with_a_change_for_every_week_is_read(self, county):
        every = 'set = "linkage.return_days", value = 2, after_days = N, for_days = 1, every_days = 28'
        path = county(("days = 28", "days = 364"), more=repeating(4, every))
        assert len(read(path).scenario.phases) == 64
