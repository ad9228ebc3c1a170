"""Changes of measures in words: places and choices as a scenario names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.editing.evaluation import Evaluator
from planner.files import list_measures
from planner.files.measure import MoveChange, SetChange
from planner.wording import set_language
from planner.wording.changes import change_told, place_told

FILE = Path(__file__).parents[2] / "scenarios" / "laiyang" / "current.toml"


@pytest.fixture(scope="module")
def tree():
    return Evaluator(FILE, "before.toml").evaluate({"extends": "before.toml"}).tree


@pytest.fixture(params=["zh", "en"])
def lang(request):
    set_language(request.param)
    yield request.param
    set_language("en")


@pytest.mark.parametrize(
    ("pattern", "zh", "en"),
    [
        ("townships.*.linkage.rule", "所有", "all townships"),
        ("townships.@street.residents", "全部街道", "all of kind Street"),
        (
            "townships.@zone.residents",
            "本方案没有的一类乡镇（街道）（zone）",
            "all of a kind of township that is not here (zone)",
        ),
        ("townships.*.teams.*.pace", "各承办机构", "all teams"),
        ("case_types.*.unclear", "各类事项", "all case types"),
        ("departments.ecology.team.staff.civil", "生态环境分局", "Ecology"),
        # A kind that the scenario does not have: the measure is one of another place.
        ("townships.@port.powers.street-order", "权力事项 › 市容占道", "Powers › Street order"),
    ],
)
def test_places(tree, lang, pattern, zh, en):
    told = place_told(tree, pattern)
    assert (zh if lang == "zh" else en) in told
    assert pattern not in told


@pytest.mark.parametrize("pattern", ["nowhere.at_all", "townships.*.no_such_field"])
def test_what_leads_nowhere_stays(tree, pattern):
    assert place_told(tree, pattern) == pattern


def test_choices_are_named(tree):
    set_language("zh")
    try:
        assert change_told(tree, SetChange(set="linkage.rule", value="whistle")).endswith("= 吹哨报到")
        assert change_told(tree, SetChange(set="townships.@port.powers.noise", value="assigned")).endswith("= 赋权")
    finally:
        set_language("en")


def test_both_ends_of_a_move(tree):
    move = MoveChange(
        move=3, from_="departments.ecology.team.staff.civil", to="townships.guliu.teams.enforcement.staff.civil"
    )
    told = change_told(tree, move)
    assert "Ecology" in told and "Guliu Street" in told and "departments." not in told


def test_every_shipped_measure(tree, lang):
    for measure in list_measures(FILE):
        for change in measure.changes:
            assert change_told(tree, change), measure.id


@pytest.mark.parametrize(
    ("measure", "zh", "en"),
    [
        (
            "joint-pool",
            "联合执法队 增加 服务的乡镇（街道） 全部；可作决定的事项 执法类",
            "Joint pool with Townships served",
        ),
        ("whistle", "报到用时 1 小时；答复比例 93.2%", "Until sign-in 1 hours; Answered, share 93.2%"),
        ("certify", "至多为 在岗人员 的 50%", "up to 50% of Staff"),
        ("five-powers", "启用 = 是", "= yes"),
        ("posted-under-town", "+40 个百分点，至多 90%", "+40 points, up to 90%"),
        ("village-agents", "按 常住人口 分配", "in proportion to Residents"),
        (
            "one-window",
            "所有乡镇（街道） › 便民服务中心、所有乡镇（街道） › 审批服务岗 合并为一个 → 综合窗口",
            "→ One window",
        ),
        ("joint-pool", "划转到 联合执法队 › ", "to Joint pool › "),
        ("joint-team", "自然资源和规划局", "Natural resources"),
    ],
)
def test_what_a_measure_puts_is_told_in_words_not_as_in_a_file(tree, lang, measure, zh, en):
    found = next(one for one in list_measures() if one.id == measure)
    told = "\n".join(change_told(tree, change, found.changes) for change in found.changes)
    assert (zh if lang == "zh" else en) in told
    assert "{" not in told
