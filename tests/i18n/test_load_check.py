from types import SimpleNamespace

import pytest

from planner.i18n import load_check, set_language
from planner.load.result import TeamLoad


def team(offered, certified_offered=0.0):
    """A team of a hundred hours, fifty of them with a certificate."""
    return SimpleNamespace(
        offered_hours=offered,
        available_hours=100.0,
        load=offered / 100.0,
        certified_offered_hours=certified_offered,
        certified_available_hours=50.0,
        certified_load=certified_offered / 50.0,
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
