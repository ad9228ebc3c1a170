"""What changed, by the names of what is changed."""

from __future__ import annotations

import pytest

from planner.files.places import shipped
from planner.i18n import changed, set_language
from planner.load.reading import read_scenario


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("townships.*.teams.enforcement.certified", "综合行政执法队 › 持证执法人员"),
        ("townships.chengxiang.teams.enforcement.certified", "城厢街道 › 综合行政执法队 › 持证执法人员"),
        ("townships.*.teams.nobody.certified", "nobody › 持证执法人员"),
    ],
)
def test_teams_are_named_also_where_many_change(path: str, told: str):
    scenario = read_scenario(shipped() / "laiyang/current.toml")
    set_language("zh")
    assert changed.place(path, scenario, scenario) == told
