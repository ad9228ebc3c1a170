"""The effective tables keep up with what is written."""

from __future__ import annotations

import tomllib
from contextlib import suppress

import pytest

from planner.files.changes import apply
from planner.files.draft import Draft, Reason, Refused
from planner.files.measure import KINDS
from planner.files.schema import grown, scenario_schema
from planner.files.session import converter
from planner.files.tree import Origin, expanded, plain

CHANGES = [
    {"set": "linkage.rule", "value": "whistle"},
    {"set": "townships.a.linkage.max_bounces", "value": 2},
    {"set": "kinds.town.linkage.max_bounces", "value": 4},
    {"set": "townships.c.kind", "value": "town"},
    {"set": "townships.c.residents", "value": 4},
    {"set": "townships.d", "value": {"name": "丁", "kind": "town", "residents": 3, "area_km2": 1}},
    {"set": "platform", "value": {"accuracy": 0.5}},
    {"scale": "townships.*.teams.*.staff.*", "by": 2.5},
    {"scale": "departments.*.team.staff.civil", "by": 0.5},
    {"add": "townships.*.teams.new", "value": {"staff": 3}},
    {"move": 3, "from": "departments.urban.team.staff", "to": "townships.*.teams.window.staff"},
    {"merge": ["townships.*.teams.window", "townships.*.teams.squad"], "into": "one"},
    {"merge": ["townships.a", "townships.d"], "into": "d"},
]


@pytest.mark.parametrize("turned", [False, True])
def test_as_if_expanded_anew(county, turned):
    county_tables = tomllib.loads(county().read_text(encoding="utf-8"))
    origin = Origin("county.toml", (), (), 0)
    draft = Draft(grown(county_tables, origin, scenario_schema()))
    for change in reversed(CHANGES) if turned else CHANGES:
        (kind,) = change.keys() & KINDS.keys()
        with suppress(Refused):  # the other way round not everything is there yet
            apply(draft, converter().structure(change, KINDS[kind]), Reason("m.toml", ("changes[1]",), 1))
        assert plain(draft.effective) == plain(expanded(draft.raw))
        assert list(plain(draft.effective)["townships"]) == list(plain(draft.raw)["townships"])
