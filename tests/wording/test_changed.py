"""What changed, by the names of what is changed."""

from __future__ import annotations

import re

import pytest

from planner.experiments.changed import changed_inputs
from planner.files.places import shipped
from planner.wording import changed, set_language
from planner.workload.reading import read_scenario

ID = re.compile(r"[a-z_]{3,}|\*")
"""An id or a path among Chinese words; units such as km are shorter."""


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


@pytest.mark.parametrize(
    ("path", "what", "told"),
    [
        ("townships.chengxiang.powers.noise", "assigned", "赋权"),
        ("townships.chengxiang.powers.noise", "county", "不下放（县级行使）"),
        ("townships.chengxiang.kind", "street", "街道"),
        (
            "townships.chengxiang.teams.enforcement.posted",
            ("urban-management", "ecology"),
            "综合行政执法局（城市管理局）、生态环境分局",
        ),
        ("townships.chengxiang.teams.hall.handles", ("service", "noise"), "服务类、噪声扰民"),
        ("townships.chengxiang.teams.hall.handles", (), "–"),
        ("case_types.noise.responsible", "", "无"),
        ("case_types.noise.profile", "window", "窗口办件时段"),
        ("case_types.noise.profile", "our-own", "our-own"),
        ("linkage.rule", "whistle", "吹哨报到"),
    ],
)
def test_choices_and_lists_of_ids_are_told_by_name(path: str, what: object, told: str):
    scenario = read_scenario(shipped() / "laiyang/current.toml")
    set_language("zh")
    assert changed.value_at(path, what, "", scenario, scenario) == told


@pytest.mark.parametrize(
    ("base", "other", "measure"),
    [
        ("laiyang/before.toml", "laiyang/current.toml", ""),
        ("laiyang/before.toml", "laiyang/before.toml", "merge-townships"),
        ("chengdu/before.toml", "chengdu/after.toml", ""),
        ("sichuan/huayuan-before.toml", "sichuan/huayuan-after.toml", ""),
        ("weifang/before.toml", "weifang/after.toml", ""),
        ("zhangjiagang/before.toml", "zhangjiagang/after.toml", ""),
        ("tutorial.toml", "laiyang/current.toml", ""),
    ],
)
def test_nothing_that_changed_is_told_by_a_path_or_an_id(base: str, other: str, measure: str):
    before = read_scenario(shipped() / base)
    after = read_scenario(shipped() / other)
    if measure:
        after = after.with_measures([measure])
    set_language("zh")
    found = changed_inputs(before, after)
    told = [
        words
        for change in found
        for words in (
            changed.in_words(change, before, after),
            *changed.before_and_after(change, before, after),
            *(changed.place(value.path, before, after) for value in change.values),
        )
    ]
    assert found
    assert [words for words in told if not words or ID.search(words)] == []
