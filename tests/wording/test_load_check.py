from types import SimpleNamespace

import pytest

from planner.wording import load_check, set_language
from planner.workload.verdicts import Headline, TeamLoad


def team(offered, certified_offered=0.0):
    """A team of a hundred hours, fifty of them with a certificate."""
    return SimpleNamespace(
        offered_hours=offered,
        available_hours=100.0,
        load=offered / 100.0,
        certified_offered_hours=certified_offered,
        certified_available_hours=50.0,
        certified_load=certified_offered / 50.0,
        short=1,
        certified_short=0,
        is_above=lambda limit: offered > limit * 100.0 or certified_offered > limit * 50.0,
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (team(80.0), "城关镇负荷 80%"),
        (team(99.0), "城关镇负荷 99%，接近饱和"),
        (team(101.0), "城关镇负荷 101%，接不住"),
        (team(80.0, 48.0), "城关镇持证人员负荷 96%，接近饱和"),
        (team(80.0, 60.0), "城关镇持证人员负荷 120%，接不住"),
    ],
)
def test_only_more_work_than_hours_is_too_much(given: TeamLoad, said: str):
    set_language("zh")
    assert load_check.team_load("城关镇", given, 0.9) == said


@pytest.mark.parametrize(
    ("teams", "zh", "en"),
    [
        ([], "没有机构超负荷", "no team is overloaded"),
        ([team(101.0)], "1 个机构超负荷，缺 1 人", "1 team overloaded, 1 person short"),
        ([team(99.0), team(80.0, 48.0)], "2 个机构接近饱和，缺 2 人", "2 teams almost full, 2 people short"),
        (
            [team(101.0), team(80.0, 60.0), team(99.0)],
            "2 个机构超负荷，1 个接近饱和，缺 3 人",
            "2 teams overloaded, 1 almost full, 3 people short",
        ),
    ],
)
def test_the_count_of_teams_says_the_same(teams, zh, en):
    for language, said in (("zh", zh), ("en", en)):
        set_language(language)
        assert load_check.too_much(SimpleNamespace(overloaded=teams)) == said


@pytest.mark.parametrize(
    ("holding", "held", "zh", "en"),
    [
        (3, 3 * 35, "35 项权力已下放；持证", "35 powers are delegated; "),
        (
            2,
            2 * 35,
            "35 项权力已下放，但并非各地都有（3 个乡镇（街道）中 2 个有，平均各 35 项）；持证",
            "35 powers are delegated, but not everywhere: 2 of 3 townships hold 35 each on average; ",
        ),
        (
            3,
            30,
            "35 项权力已下放，但并非各地都有（3 个乡镇（街道）中 3 个有，平均各 10 项）；持证",
            "35 powers are delegated, but not everywhere: 3 of 3 townships hold 10 each on average; ",
        ),
    ],
)
def test_what_is_taken_back_somewhere_is_not_told_as_delegated_everywhere(holding, held, zh, en):
    found = Headline(
        items=35,
        other_items=0,
        items_held=held,
        certified_officers=6,
        crew=2,
        townships=3,
        townships_holding=holding,
        townships_able=2,
        townships_able_at_most=2,
    )
    for language, said in (("zh", zh), ("en", en)):
        set_language(language)
        assert load_check.headline(found).startswith(said)
