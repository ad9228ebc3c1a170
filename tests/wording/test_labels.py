import pytest

from planner.engine.rows import Channel, Level, Mode, Step
from planner.metrics.indicators import ALL, CAUSES, GROUPINGS, INDICATORS, REPORTING_FAMILIES, unit_of
from planner.model.casetype import FAMILIES
from planner.model.team import POST_TYPES
from planner.wording import labels, set_language


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_with_an_id_has_a_name(language):
    set_language(language)
    for names, ids in (
        (labels.FAMILIES, (*FAMILIES, *REPORTING_FAMILIES, ALL)),
        (labels.CAUSES, CAUSES),
        (labels.DIMENSIONS, GROUPINGS),
        (labels.POST_TYPES, POST_TYPES),
        (labels.STEPS, [step.name.lower() for step in Step]),
        (labels.LEVELS, [level.name.lower() for level in Level]),
        (labels.MODES, [mode.name.lower() for mode in Mode]),
        (labels.CHANNELS, [channel.name.lower() for channel in Channel]),
    ):
        assert [id for id in ids if id not in names] == []
    for indicator in INDICATORS:
        assert labels.indicator(indicator) != indicator
        assert {unit_of(indicator, family) for family in REPORTING_FAMILIES} <= set(labels.UNITS)


def test_terms_are_those_of_organisation_offices():
    set_language("zh")
    assert labels.indicator("on_time_rate") == "按时办结率"
    assert labels.indicator("backlog_end") == "期末在办存量"
    assert labels.label(labels.VERDICTS, "later") == "缓放"
    assert labels.label(labels.MODES, "entrusted") == "委托"


def test_an_unknown_id_is_shown_as_it_is():
    assert labels.indicator("brand_new") == "brand_new"
    assert labels.family("brand_new") == "brand_new"
