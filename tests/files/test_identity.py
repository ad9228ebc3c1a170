"""Two files with the same content for a run have the same hash; any other value makes another."""

from __future__ import annotations

import re

import pytest

from planner.files import differences, read_scenario, scenario_hash


def test_form(county):
    assert re.fullmatch("[0-9a-f]{32}", scenario_hash(read_scenario(county())))


def test_the_same_however_it_is_written(county, write):
    first = scenario_hash(read_scenario(county()))
    over = write(
        "x.toml", 'extends = "county.toml"\ntitle = "别的"\ntownships.a.name = "别名"\ntownships.a.residents = 30_000\n'
    )
    assert scenario_hash(read_scenario(over)) == first
    words = (
        ("staff = 4, certified = 1", "staff.institution = 4, certified = 1, pace = 1.0"),
        ("area_km2 = 60", "area_km2 = 60.0"),
    )
    assert scenario_hash(read_scenario(county(*words, more="[sources]\ntownships = 'statute'\n"))) == first


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("staff = 4,", "staff = 5,"),
        ("days = 28", "days = 29"),
        ("formal = 0.5", "formal = 0.500001"),
        ("preparation_hours = 4", "preparation_hours = 5"),
        ("[townships.b]", "[townships.d]"),
    ],
)
def test_another_value_another_hash(county, old, new):
    first = scenario_hash(read_scenario(county()))
    assert scenario_hash(read_scenario(county((old, new)))) != first


def test_phases_count(county):
    first = scenario_hash(read_scenario(county()))
    timeline = '\n[[timeline]]\nfrom = 2025-01-10\nchanges = [{ set = "townships.a.residents", value = 4 }]\n'
    assert scenario_hash(read_scenario(county(more=timeline))) != first


def test_costs_count(county, measure):
    file = county()
    change = 'set = "time.days"\nvalue = 20'
    hashes = {
        scenario_hash(read_scenario(file, [measure(change, more=f"[cost]\nyearly = {cost}\n")])) for cost in (1, 2)
    }
    assert len(hashes) == 2


class TestDifferences:
    def test_value_by_value(self, county, write, measure):
        base = read_scenario(county())
        measure('set = "townships.a.linkage.rule"\nvalue = "whistle"')
        file = write(
            "x.toml",
            'extends = "county.toml"\nmeasures = ["trial"]\n[townships]\n'
            'a.teams.squad.staff = 6\na.powers.street-order = "agency"\n'
            'b.teams.extra.staff = 1\nc.name = "丙"\n',
        )
        found = differences(base, read_scenario(file))
        extra = found.pop("townships.b.teams.extra")
        words = ("title", "townships.c.name")
        assert extra[0] is None and extra[1].staff.institution == 1
        assert {path: (one, other) for path, (one, other) in found.items() if path not in words} == {
            "townships.a.teams.squad.staff.institution": (4, 6),
            "townships.a.powers.street-order": (None, "agency"),
            "townships.a.linkage.rule": ("referral", "whistle"),
            "measures": ((), ("trial",)),
        }
        assert found["townships.c.name"][1].zh == "丙"

    def test_none(self, county):
        file = county()
        assert differences(read_scenario(file), read_scenario(file)) == {}

    def test_something_gone(self, changed, folder):
        base = read_scenario(folder / "county.toml")
        merged = changed('merge = ["townships.a", "townships.c"]\ninto = "a"')
        gone = differences(base, merged)["townships.c"]
        assert gone == (base.townships["c"], None)
