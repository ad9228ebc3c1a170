import json
import math
import os
import tomllib
from datetime import date

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from planner.files.measure import KINDS, Entry, Head, Measure, Package
from planner.files.places import ID, shipped
from planner.files.schema import Names, Record, Single, scenario_schema
from planner.files.session import converter
from planner.files.structuring import KEYS, structured
from planner.model.fields import outside
from planner.wording import file_words, set_language
from planner.wording.json_schema import ID_PATTERN, WHAT, json_schema

FILES = sorted(shipped().rglob("*.toml"))
SORTS = {"measures": "measure", "packages": "package"}


@pytest.fixture(scope="module")
def validators():
    set_language("en")
    return {what: Draft202012Validator(json_schema(what), format_checker=FormatChecker()) for what in WHAT}


def as_json(tables):
    """As an editor sees a TOML file: dates are words."""
    return json.loads(json.dumps(tables, default=date.isoformat))


def at(path, value):
    """Tables around a value."""
    for key in reversed(path):
        value = {key: value}
    return value


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("what", WHAT)
def test_a_schema_is_one(what, language):
    set_language(language)
    found = json_schema(what)
    Draft202012Validator.check_schema(found)
    assert found["$schema"].endswith("2020-12/schema")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(shipped()).as_posix())
def test_shipped_files_are_valid_and_name_their_schema(file, validators):
    text = file.read_text(encoding="utf-8")
    what = SORTS.get(file.parent.name, "scenario")
    first = text.partition("\n")[0]
    assert first == f"#:schema {os.path.relpath(shipped() / f'schema/{what}.schema.json', file.parent)}"
    assert list(validators[what].iter_errors(as_json(tomllib.loads(text)))) == []


def leaves(shape, path=()):
    """Every single value of the model: its path, the shape of its table, its name, its own shape."""
    if isinstance(shape, Names):
        yield from leaves(shape.values, (*path, "some"))
    elif isinstance(shape, Record):
        for name, inner in shape.fields.items():
            if isinstance(inner, Single):
                yield (*path, name), shape, name, inner
            else:
                yield from leaves(inner, (*path, name))


LEAVES = {path: (record, name, shape) for path, record, name, shape in leaves(scenario_schema())}
NUMBERS = {path: found for path, found in LEAVES.items() if "lowest" in found[0].metadata.get(found[1], {})}


def test_numbers_are_held_to_the_range_of_their_field(validators):
    wrong = []
    for path, (record, name, shape) in NUMBERS.items():
        metadata = record.metadata[name]
        low, high = metadata["lowest"], metadata["highest"]
        ends = [low - 1, low, low + 1, *(() if math.isinf(high) else (high - 1, high, high + 1))]
        for value in map(int, ends) if shape.whole else ends:
            valid = validators["scenario"].is_valid(at(path, value))
            if valid == outside(value, metadata):
                wrong.append((path, value, valid))
    assert len(NUMBERS) > 100
    assert wrong == []


def test_values_of_another_kind_are_refused(validators):
    strange = {"x": ["no such choice"]}
    assert [path for path in LEAVES if validators["scenario"].is_valid(at(path, strange))] == []
    assert [path for path in NUMBERS if validators["scenario"].is_valid(at(path, True))] == []
    assert [path for path in NUMBERS if validators["scenario"].is_valid(at(path, "3"))] == []


def test_defaults_are_what_a_file_may_state(validators):
    for path, (record, name, _shape) in LEAVES.items():
        default = record.defaults.get(name)
        if isinstance(default, bool | int | float | str) and default != "":
            assert validators["scenario"].is_valid(at(path, default)), path


@pytest.mark.parametrize(
    "text",
    [
        "townships.a.teams.b.staff = 3",
        'townships.a.name = "A"',
        'kinds.town = "镇"',
        'townships."城厢".name = { zh = "城厢" }',
        "calendar.holidays = [2027-02-05]",
        'calendar.office_hours = [["08:30", "12:00"]]',
        'townships.a.powers.noise = "county"',
        '[sources]\ntownships = "assumption"\n"a.*.b" = { tag = "derived", note = "n" }\nkinds.town.pace = "statute"',
        '[[timeline]]\nfrom = 2025-07-01\nchanges = [{ scale = "case_types.a.per_township_week", by = 0.5 }]',
    ],
)
def test_short_forms_and_the_head_are_known(validators, text):
    assert validators["scenario"].is_valid(as_json(tomllib.loads(text)))


@pytest.mark.parametrize(
    "text",
    [
        "townships.a.teams.b.staf = 3",
        "townships.a.teams.b.staff = -3",
        "townships.a.teams.b.staff = 1.5",
        '[townships."*"]\nresidents = 1',
        '[townships."@town"]\nresidents = 1',
        'townships.a.powers.noise = "asigned"',
        'calendar.holidays = ["soon"]',
        "calendar.holidays = [3]",
        "demand.profiles.p.weekday = [1, 2, 3]",
        'demand.surges.s.families = ["all"]',
        '[sources]\ntownships = "assumed"',
        "format = 2",
        'name = "x"',
        '[[timeline]]\nmeasures = ["whistle"]',
        '[[timeline]]\nfrom = 2025-07-01\nchanges = [{ scale = "a.b" }]',
        '[[timeline]]\nfrom = 2025-07-01\nchanges = [{ scale = "a.b", by = 2, set = "a.b", value = 2 }]',
    ],
)
def test_what_no_file_may_state_is_refused(validators, text):
    assert not validators["scenario"].is_valid(as_json(tomllib.loads(text)))


@pytest.mark.parametrize(
    "key", ["城厢", "a", "A-1", "9_b", "a.b", "*", "@town", "-a", "_a", "a b", "a/b", "a^b", "", "é"]
)
def test_an_id_is_what_the_reader_takes_for_one(validators, key):
    assert validators["scenario"].is_valid({"townships": {key: {}}}) == bool(ID.fullmatch(key))
    assert "\\w" not in ID_PATTERN


def test_a_measure_without_what_it_needs_is_refused_as_the_reader_does(validators):
    whole = {"title": "T", "group": "linkage", "done": "done", "changes": []}
    for key in (None, *whole):
        tables = {name: value for name, value in whole.items() if name != key}
        read, _faults = structured(tables, Measure, converter())
        assert validators["measure"].is_valid(tables) == (read is not None), key


def test_every_field_of_files_has_words_and_nothing_else_has():
    import attrs

    from planner.files.measure import Citation, Timed
    from planner.files.structuring import NOT_IN_FILES
    from planner.model.scenario import Cost, Source

    timed = {field.name for field in attrs.fields(Timed)}
    classes = (Source, Entry, Timed, Citation, Cost, Measure, Package, *KINDS.values())
    expected = {
        cls.__name__: {field.name for field in attrs.fields(cls)}
        - set(NOT_IN_FILES.get(cls, ()))
        - (timed if cls in KINDS.values() else set())
        for cls in classes
    }
    expected["Head"] = {field.name for field in attrs.fields(Head)} | {"format", "sources"}
    assert {name: set(of) for name, of in file_words.LABELS.items()} == expected
    ids = {f"{name}.{field}" for name, of in expected.items() for field in of}
    assert set(file_words.SENTENCES) <= ids
    assert set(file_words.CHOICES) <= ids
    assert KEYS == {"from_": "from"}
