"""Scenarios compared on the same draws."""

from datetime import date

import pytest
from attrs import evolve

from planner.errors import RequestError
from planner.experiments.comparison import compare, finding, judged
from planner.experiments.goal import Goal, PrecisionRule
from planner.experiments.headlines import Amount, Name
from planner.experiments.question import question
from planner.experiments.run import run
from planner.metrics.indicators import FigureKey
from planner.model.scenario import Phase

TIME = FigureKey("resolution_time_mean", "enforcement")
BACKLOG = FigureKey("backlog_mean", "enforcement")
OVERDUE = FigureKey("overdue_end", "enforcement")


def by_figure(alternative):
    return {found.figure: found for found in alternative.findings}


def test_a_scenario_compared_with_itself_does_not_differ(slow_county):
    found = compare(slow_county, [evolve(slow_county, name="again")], replications=3, jobs=1).alternatives[0]
    for one in found.findings:
        assert one.paired is not None
        assert (one.paired.lower, one.paired.higher, one.verdict) == (0, 0, "no-difference")
    assert (found.changed, found.posts.units, found.transitions, found.assumptions) == ((), (), (), 0)


def test_more_staff_is_found_to_be_better(slow_county, quick_county):
    found = compare(slow_county, [quick_county], replications=6, jobs=1)
    findings = by_figure(found.alternatives[0])
    for figure in (TIME, BACKLOG):
        assert findings[figure].verdict == "better"
        assert findings[figure].paired.lower == 6
    assert findings[FigureKey("on_time_rate", "enforcement")].verdict == "better"
    assert findings[FigureKey("on_time_rate", "enforcement")].paired.higher == 6
    assert found.alternatives[0].why[0].whole.mean == findings[TIME].paired.difference.mean
    assert (found.replications, found.interrupted, found.ended) == (6, False, None)


def test_pairing_narrows_the_intervals_of_a_staffing_what_if(two_towns):
    def staffed(people):
        townships = {
            name: evolve(town, teams={"office": evolve(town.teams["office"], staff=people)})
            for name, town in two_towns.townships.items()
        }
        return evolve(two_towns, name=str(people), townships=townships)

    staff = two_towns.townships["east"].teams["office"].staff
    fewer, more = staffed(evolve(staff, institution=4)), staffed(evolve(staff, institution=5))
    found = by_figure(compare(fewer, [more], replications=10, jobs=1).alternatives[0])[BACKLOG].paired
    assert found.unpaired.half_width > 1.5 * found.difference.half_width


def test_processes_and_order_make_no_difference(slow_county, quick_county):
    serial = compare(slow_county, [quick_county], replications=3, jobs=1)
    parallel = compare(slow_county, [quick_county], replications=3, jobs=2)
    for one, two in zip(serial.alternatives, parallel.alternatives, strict=True):
        assert (one.findings, one.why, one.transitions) == (two.findings, two.why, two.transitions)


def test_every_interval_that_is_shown_widens_the_others(slow_county, quick_county):
    one = question(slow_county, [quick_county])
    two = question(slow_county, [quick_county, evolve(slow_county, name="again")])
    assert (one.comparisons, two.comparisons) == (5, 10)
    assert two.single_confidence == pytest.approx(1.0 - 0.05 / 10)
    result = run([slow_county, quick_county], replications=4, jobs=1)
    base, other = (part.values(TIME) for part in result.runs)
    narrow, wide = (finding(asked, TIME, base, other).paired.difference for asked in (one, two))
    assert narrow.mean == wide.mean
    assert narrow.half_width < wide.half_width


def test_what_matters_decides_the_verdict(slow_county, quick_county):
    result = run([slow_county, quick_county], replications=5, jobs=1)

    def verdict(matters):
        asked = question(slow_county, [quick_county], matters=matters)
        return by_figure(judged(asked, result).alternatives[0])[TIME]

    by_default = verdict({})
    assert (by_default.verdict, by_default.matters, by_default.matters_stated) == ("better", 0.5, False)
    large = abs(by_default.paired.difference.mean)
    around = verdict({Name("resolution_time_mean"): Amount(large, "d")})
    assert (around.verdict, around.matters, around.matters_stated) == ("not-yet-known", large, True)
    assert verdict({Name("resolution_time_mean"): Amount(10 * large, "d")}).verdict == "no-difference"
    # What is said of one family counts more than what is said of all.
    both = {Name("resolution_time_mean", "enforcement"): Amount(10 * large), Name("resolution_time_mean"): Amount(0.01)}
    assert verdict(both).verdict == "no-difference"


def test_an_unknown_verdict_says_how_many_replications_would_tell(slow_county, quick_county):
    result = run([slow_county, quick_county], replications=5, jobs=1)
    mean = abs(
        by_figure(judged(question(slow_county, [quick_county]), result).alternatives[0])[TIME].paired.difference.mean
    )
    asked = question(slow_county, [quick_county], matters={Name("resolution_time_mean"): Amount(0.9 * mean)})
    found = by_figure(judged(asked, result).alternatives[0])[TIME]
    assert found.verdict == "not-yet-known"
    shrunk = found.paired.difference.half_width * (5 / found.needed) ** 0.5
    before = found.paired.difference.half_width * (5 / (found.needed - 1)) ** 0.5
    assert shrunk <= 0.1 * mean < before


def test_a_figure_that_is_in_no_replication_has_no_verdict(slow_county, quick_county):
    asked = question(slow_county, [quick_county])
    found = finding(asked, TIME, {}, {0: 1.0})
    assert (found.paired, found.verdict, found.needed) == (None, None, None)


def test_what_cannot_be_compared_is_refused(slow_county, quick_county):
    with pytest.raises(RequestError) as caught:
        compare(slow_county, [])
    assert caught.value.problems[0].kind == "nothing-to-compare"
    longer = evolve(quick_county, time=evolve(quick_county.time, days=56))
    with pytest.raises(RequestError) as caught:
        compare(slow_county, [quick_county, longer])
    assert (caught.value.problems[0].kind, caught.value.problems[0].file) == ("other-horizon", "quick")


def test_a_goal_ends_the_run_when_it_is_reached(slow_county, quick_county):
    goal = Goal(most=60, amounts={Name("resolution_time_mean"): Amount(15.0, "%"), Name("overdue_end"): Amount(20.0)})
    for jobs in (1, 2):
        found = compare(slow_county, [quick_county], goal=goal, jobs=jobs)
        assert found.ended is not None
        assert (found.ended.by, found.ended.unmet) == ("precision", ())
        assert found.ended.replications == found.replications == found.planned < 60
        assert len(found.base.replications) == found.replications
        for part in (found.base, found.alternatives[0].run):
            assert part.intervals()[TIME].relative_half_width <= 0.15
        # An absolute size is asked of the difference as it is shown.
        assert by_figure(found.alternatives[0])[OVERDUE].paired.difference.half_width <= 20.0


def test_the_most_ends_a_run_that_does_not_get_there(slow_county, quick_county):
    goal = Goal(most=4, everywhere=Amount(0.1, "%"), amounts={})
    found = compare(slow_county, [quick_county], goal=goal, jobs=1)
    assert found.ended is not None
    assert (found.ended.by, found.replications) == ("cap", 4)
    assert {aim.figure for aim in found.ended.unmet} >= {TIME, BACKLOG}
    # Of a mean near 0 no part is asked for.
    assert OVERDUE not in {aim.figure for aim in found.ended.unmet}


def test_a_goal_does_not_depend_on_the_order_of_arrival(slow_county, quick_county):
    asked = question(slow_county, [quick_county])
    goal = Goal(most=12, everywhere=Amount(30.0, "%"), amounts={})
    replications = [
        one for part in run([slow_county, quick_county], replications=12, jobs=1).runs for one in part.replications
    ]
    ends = set()
    for order in (replications, replications[::-1], replications[::2] + replications[1::2]):
        rule = PrecisionRule(asked, goal)
        for one in order:
            rule(one)
        ends.add(rule.ended.replications)
        assert rule.widest()[1] > 0
    assert len(ends) == 1


def test_a_goal_without_a_figure_is_refused(slow_county, quick_county):
    with pytest.raises(ValueError):
        PrecisionRule(question(slow_county, [quick_county]), Goal(most=10, amounts={}))


def test_a_change_on_a_date_is_followed(slow_county, quick_county):
    later = Phase(start=date(2025, 3, 17), scenario=evolve(quick_county, name="later"))
    found = compare(slow_county, [evolve(slow_county, name="later", phases=(later,))], replications=4, jobs=1)
    (transition,) = found.alternatives[0].transitions
    assert (transition.since, transition.dated, transition.course) == (date(2025, 3, 17), True, "no-dip")
    assert transition.base[:14] == transition.other[:14]
    assert transition.before == transition.base[13]
    assert transition.after < transition.after_in_base
    (staff,) = found.alternatives[0].changed
    assert (staff.pattern, staff.since) == ("townships.*.teams.office.staff.institution", date(2025, 3, 17))
