"""Whatever stands in a file, it is read or refused with problems that name a file; nothing else happens."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time

import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.errors import ScenarioError
from planner.files import read_scenario

JUNK = st.recursive(
    st.one_of(
        st.booleans(),
        st.sampled_from([0, 1, -1, 2, 10**6, 10**18, 0.5, -0.5, float("nan"), float("inf"), 1e300]),
        st.sampled_from(["", "*", "a", "a.b", "town", "urban", "township", "even", "\n", "镇", "townships.a"]),
        st.sampled_from([date(2025, 1, 7), datetime(2025, 1, 7), time(8), date(1, 1, 1), date(9999, 12, 31)]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["a", "tag", "staff", "civil", "zh", "*", "a.b", "title", "set", "value"]),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=5,
)


def places(tables, path=()):
    for key, value in tables.items():
        yield (*path, key)
        if isinstance(value, dict):
            yield from places(value, (*path, key))


def put(tables, path, value):
    *above, last = path
    for key in above:
        if not isinstance(tables.get(key), dict):
            tables[key] = {}
        tables = tables[key]
    tables[last] = value


def read_or_refused(path, *measures):
    try:
        read_scenario(path, measures)
    except ScenarioError as error:
        assert error.problems
        for problem in error.problems:
            assert problem.kind and problem.file.endswith(".toml")


QUIET = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}


@settings(max_examples=40, **QUIET)
@given(data=st.data())
def test_junk_in_a_scenario(county, write, data):
    tables = tomllib.loads(county().read_text(encoding="utf-8"))
    known = [*places(tables), ("sources",), ("timeline",), ("extends",), ("measures",), ("shared_teams",), ("demand",)]
    for path in data.draw(st.lists(st.sampled_from(known), min_size=1, max_size=3)):
        put(tables, path, data.draw(JUNK))
    read_or_refused(write("junk.toml", tomli_w.dumps(tables)))
    overlay = {"extends": "county.toml"}
    for path in data.draw(st.lists(st.sampled_from(known), max_size=3)):
        put(overlay, path, data.draw(JUNK))
    read_or_refused(write("overlay.toml", tomli_w.dumps(overlay)))


PATHS = st.one_of(
    st.sampled_from(
        [
            "townships.*",
            "townships.a",
            "townships.*.teams.*",
            "townships.*.teams.*.staff",
            "townships.a.teams.window.staff.civil",
            "townships.*.linkage",
            "townships.*.quota.civil",
            "departments.*.team",
            "departments.*.team.staff.*",
            "case_types.*.channels",
            "case_types.*.deadline_days",
            "kinds.*",
            "kinds.town.teams.window",
            "*.*",
            "*",
            "time.start",
            "title",
            "shared_teams.x",
            "demand.profiles.x.hour",
            "calendar.office_hours",
            "nowhere",
            "",
            ".",
        ]
    ),
    JUNK,
)
CHANGES = st.one_of(
    st.fixed_dictionaries({"set": PATHS, "value": JUNK}),
    st.fixed_dictionaries({"scale": PATHS, "by": st.one_of(st.sampled_from([0, 0.3, 2, 1000]), JUNK)}),
    st.fixed_dictionaries(
        {"add": PATHS}, optional={"value": JUNK, "total": st.integers(-5, 5), "in_proportion_to": PATHS}
    ),
    st.fixed_dictionaries(
        {"move": st.integers(0, 9), "from": PATHS, "to": PATHS}, optional={"certified": st.integers(0, 3)}
    ),
    st.fixed_dictionaries({"merge": st.lists(PATHS, max_size=3), "into": PATHS}, optional={"title": JUNK}),
)


@settings(max_examples=60, **QUIET)
@given(changes=st.lists(CHANGES, min_size=1, max_size=4), later=st.booleans())
def test_junk_in_changes(county, write, changes, later):
    path = county()
    if later:
        more = {"extends": "county.toml", "timeline": [{"from": date(2025, 1, 10), "changes": changes}]}
        read_or_refused(write("junk.toml", tomli_w.dumps(more)))
    else:
        measure = {"title": "x", "group": "linkage", "done": "done", "changes": changes}
        write("measures/junk.toml", tomli_w.dumps(measure))
        read_or_refused(path, "junk")
