import pytest

from planner.files import list_measures, read_measure
from planner.model.scenario import Cost
from planner.wording import measures, set_language
from planner.wording.measures import change_in_words


@pytest.mark.parametrize(
    ("measure", "told"),
    [
        ("whistle", "townships.*.linkage.rule = whistle"),
        ("entry-rule", "reviews.entry_rule = { on = true, day = 0, load_limit = 1 }"),
        ("duty-lists", "case_types.*.unclear × 0.7"),
        ("village-agents", "townships.*.agents.points +786 in all, in proportion to residents"),
        ("staffing-ceiling", "townships.*.other_staff.contract -61 in all"),
        (
            "joint-team",
            "townships.*.teams.enforcement.posted with urban-management, market-supervision, natural-resources",
        ),
        (
            "joint-pool",
            "6 people from departments.urban-management.team.staff.civil to shared_teams.joint-pool.team.staff.civil, "
            "6 of them certified",
        ),
        (
            "emergency-plans",
            "1 person from townships.*.teams.approvals.staff.institution to "
            "townships.*.teams.emergency.staff.institution, in each township by itself, while a surge lasts "
            "(Emergencies)",
        ),
        ("area-squads", "townships.*.teams.enforcement become one in groups of 3 → shared_teams.squad"),
        (
            "merge-townships",
            "townships.* become one in groups of 2, the least populous 0.608 of them, "
            "7 leadership posts saved with each",
        ),
        ("zone-union", "townships.@strong-town, townships.@zone become one"),
        ("turnover-pool", "townships.*.quota.turnover +2, for 1,826 days"),
        ("broad-offices", "townships.*.platform.accuracy +0.05, up to 1"),
        (
            "certify",
            "townships.*.teams.enforcement.certified +1, up to 0.5 of staff, after 182 days, again every 182 days",
        ),
        (
            "staff-by-load",
            "computed when it is applied: moves of people between teams, in proportion to their work",
        ),
        ("talent-pool", "townships.*.teams.affairs.pace × 1.05, after 90 days"),
    ],
)
def test_changes_in_words(measure, told):
    set_language("en")
    assert told in [change_in_words(change) for change in read_measure(measure).changes]


def test_changes_in_chinese():
    set_language("zh")
    (change,) = read_measure("certify").changes
    assert change_in_words(change) == (
        "townships.*.teams.enforcement.certified +1，至多为 staff 的 0.5，182 天后，每 182 天一次"
    )


def test_every_group_document_and_computation_has_a_name():
    for measure in list_measures():
        assert measure.group in measures.GROUPS
        assert measure.done in measures.DONE
        assert measure.origin.document in measures.DOCUMENTS
        assert {getattr(change, "compute", "staff-by-load") for change in measure.changes} <= set(measures.COMPUTATIONS)


def test_costs():
    set_language("en")
    assert measures.cost(Cost(one_off=1_000_000, yearly=50_000)) == "1,000,000 yuan once, 50,000 yuan a year"
    assert measures.cost(Cost(yearly=50_000)) == "50,000 yuan a year"
    assert measures.cost(None) == ""
