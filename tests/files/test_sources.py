"""Tags belong to the values that stood there when they were written."""

from __future__ import annotations

import pytest

from planner.files import read_scenario, source_finder, source_of
from planner.files.sources import SourceIndex
from planner.files.tree import dotted
from planner.model.scenario import Source

TAGS = """
[sources]
"townships.*.residents" = { tag = "measured", source = "census", note = "2020" }
"townships.b" = { tag = "documented", source = "laiyang" }
"kinds.town.teams" = "statute"
linkage = "derived"
departments.urban.team = { tag = "documented", source = "list" }
"""


def tag(scenario, path):
    source = source_of(scenario, path)
    return source.tag if source else None


def test_the_most_specific_pattern(county):
    scenario = read_scenario(county(more=TAGS))
    assert tag(scenario, "townships.a.residents") == "measured"
    # As long as the other, and without a star.
    assert tag(scenario, "townships.b.residents") == "measured"
    assert tag(scenario, "townships.b.area_km2") == "documented"
    assert tag(scenario, "townships.a.area_km2") is None
    assert tag(scenario, "departments.urban.team.staff.institution") == "documented"
    assert source_of(scenario, "townships.a.residents") == scenario.sources["townships.*.residents"]
    assert scenario.sources["townships.*.residents"].note.zh == "2020"


def test_what_comes_from_the_kind_or_the_county(county):
    scenario = read_scenario(county(("area_km2 = 60", "area_km2 = 60\nlinkage.max_bounces = 2"), more=TAGS))
    assert tag(scenario, "townships.a.teams.window.staff.civil") == "statute"
    assert tag(scenario, "townships.a.linkage.preparation_hours") == "derived"
    # The township states these itself, and nothing is said of them.
    assert tag(scenario, "townships.a.linkage.max_bounces") in (None, "assumption")
    assert tag(scenario, "townships.a.teams.squad.staff.institution") in (None, "assumption")
    assert tag(scenario, "townships.c.teams.hub.handles") is None


def test_an_overlay_that_changes_a_value_loses_its_source(county, write):
    county(more=TAGS)
    scenario = read_scenario(
        write(
            "x.toml",
            'extends = "county.toml"\n[townships]\na.residents = 31_000\nb.residents = 10_000\nc.residents = 7\n'
            '[sources]\n"townships.c.residents" = "derived"',
        )
    )
    assert tag(scenario, "townships.a.residents") == "assumption"
    assert tag(scenario, "townships.b.residents") == "measured", "the same value again is the same value"
    assert tag(scenario, "townships.c.residents") == "derived"


def test_an_overlay_may_tag_values_of_its_base(county, write):
    county(more=TAGS)
    scenario = read_scenario(
        write("x.toml", 'extends = "county.toml"\n[sources]\n"townships.*.residents" = "derived"\n')
    )
    assert tag(scenario, "townships.a.residents") == "derived"
    assert tag(scenario, "townships.b.area_km2") == "documented"


def test_a_measure_brings_its_sources(county, measure):
    change = 'set = "townships.*.residents"\nvalue = 5'
    plain, tagged = (
        measure(change, name="plain"),
        measure(
            change,
            name="tagged",
            more='[sources]\n"townships.*.residents" = { tag = "documented", source = "chengdu" }',
        ),
    )
    file = county(more=TAGS)
    assert tag(read_scenario(file, [plain]), "townships.a.residents") == "assumption"
    assert source_of(read_scenario(file, [tagged]), "townships.a.residents").source == "chengdu"


def test_own_values_that_win_do_not_take_the_source_of_the_measure(county, write, measure):
    measure('set = "townships.*.residents"\nvalue = 5', more='[sources]\n"townships.*.residents" = "documented"')
    county(more=TAGS)
    scenario = read_scenario(
        write("x.toml", 'extends = "county.toml"\nmeasures = ["trial"]\ntownships.a.residents = 6')
    )
    assert (tag(scenario, "townships.a.residents"), tag(scenario, "townships.b.residents")) == (
        "assumption",
        "documented",
    )


def test_what_a_date_changes(county):
    more = '\n[[timeline]]\nfrom = 2025-01-10\nchanges = [{ set = "townships.a.residents", value = 4 }]\n' + TAGS
    scenario = read_scenario(county(more=more))
    assert tag(scenario, "townships.a.residents") == "measured"
    assert tag(scenario.phases[0].scenario, "townships.a.residents") == "assumption"
    assert tag(scenario.phases[0].scenario, "townships.c.residents") == "measured"


def test_a_tag_for_what_only_the_timeline_changes(county, write):
    county(more=TAGS)
    more = """extends = "county.toml"
[[timeline]]
from = 2025-01-10
changes = [{ set = "townships.a.residents", value = 4 }]
[sources]
"townships.a.residents" = { tag = "documented", source = "chengdu" }
"""
    scenario = read_scenario(write("x.toml", more))
    assert source_of(scenario.phases[0].scenario, "townships.a.residents").source == "chengdu"
    assert tag(scenario.phases[0].scenario, "townships.c.residents") == "measured"


def test_a_township_made_by_merging(county, measure):
    name = measure('merge = ["townships.a", "townships.c"]\ninto = "a"')
    scenario = read_scenario(county(more=TAGS + '"townships.c.teams.hub" = "documented"\n'), [name])
    assert tag(scenario, "townships.a.residents") == "assumption"
    assert tag(scenario, "townships.a.teams.hub.staff.institution") == "documented", "that team came as it was"


@pytest.mark.parametrize(
    ("text", "kind", "path", "near"),
    [
        ('"townships.a" = "documnted"', "not-one-of", "sources.townships.a.tag", "documented"),
        ('"townships.a" = { tag = "statute", url = "x" }', "unknown-key", "sources.townships.a.url", ""),
        ('"townships.a" = 3', "wrong-type", "sources.townships.a", ""),
        ('"townships.*.resident" = "statute"', "no-match", "sources.townships.*.resident", "residents"),
        ('"township.a" = "statute"', "no-match", "sources.township.a", "townships"),
        ("townships.a.tag = 3", "wrong-type", "sources.townships.a.tag", ""),
    ],
)
def test_refused(county, problems, text, kind, path, near):
    file = county(more=f"[sources]\n{text}\n")
    (problem,) = problems(file)
    assert (problem.kind, problem.path, problem.file, problem.nearest) == (kind, path, str(file), near)


def test_finder_and_function_agree(county):
    scenario = read_scenario(county(more=TAGS))
    find = source_finder(scenario)
    for path in ("townships.a.residents", "townships.b.name.zh", "linkage.rule", "time.days", "place"):
        assert find(path) == source_of(scenario, path)


def test_specificity():
    sources = {
        pattern: Source(tag="statute", source=pattern) for pattern in ("a", "a.*.c", "a.b.*", "a.b.c.d", "*.b.c", "*")
    }
    index = SourceIndex((tuple(pattern.split(".")), 0, source) for pattern, source in sources.items())
    best = {
        dotted(path): index.best([path]).source
        for path in [("a",), ("a", "b", "c"), ("a", "x"), ("z",), ("a", "x", "c", "d")]
    }
    assert best == {"a": "a", "a.b.c": "a.b.*", "a.x": "a", "z": "*", "a.x.c.d": "a.*.c"}
    assert index.best([("a", "b", "c", "d", "e")]).source == "a.b.c.d"
    assert SourceIndex([]).best([("a",)]) is None


@pytest.mark.parametrize("pattern", ["case_types.*.decision.crew", "case_types.*", "*", "case_types.certificate"])
def test_a_default_takes_no_source_from_values_around_it(county, pattern):
    scenario = read_scenario(county(more=f'\n[sources]\n"{pattern}" = "statute"\n'))
    default = source_of(scenario, "case_types.certificate.decision.crew")
    assert default is not None and default.tag == "assumption"
    if pattern != "case_types.certificate":
        stated = source_of(scenario, "case_types.street-order.decision.crew")
        assert stated is not None and stated.tag == "statute"


def test_a_default_that_is_tagged_itself_has_that_source(county):
    scenario = read_scenario(county(more='\n[sources]\n"case_types.certificate.decision.crew" = "statute"\n'))
    found = source_of(scenario, "case_types.certificate.decision.crew")
    assert found is not None and found.tag == "statute"
