"""What is made from the model and its words is as it would be made now, and says something of every field."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import attrs
import pytest

from planner.files.schema import Names, Record, Schema, is_staff, is_text, scenario_schema
from planner.metrics.indicators import CAUSES, INDICATORS
from planner.wording import definitions, set_language

ROOT = Path(__file__).parents[2]
MADE = runpy.run_path(str(Path(__file__).with_name("reference.py")))


def test_what_is_made_is_fresh() -> None:
    stale = [str(file) for file, text in MADE["made"]() if file.read_text(encoding="utf-8") != text]
    assert stale == [], "make reference"


def paths_of(shape: Schema, path: str = "") -> list[str]:
    """The path of every field of the model."""
    if isinstance(shape, Names):
        return paths_of(shape.values, f"{path}.*")
    if not isinstance(shape, Record) or (path and is_text(shape)):
        return [path]
    return [
        found for name, inner in shape.fields.items() for found in paths_of(inner, f"{path}.{name}".removeprefix("."))
    ]


def rows_of(page: Path) -> dict[str, list[str]]:
    """The cells of every row by the path of its field."""
    found: dict[str, list[str]] = {}
    places = [""]
    for line in page.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            places = [""]
        elif line.startswith(("Stands at ", "写在 ")):
            places = [f"{place}." for place in re.findall(r"`([^`]+)`", line)]
        elif line.startswith("| `"):
            key, *cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
            found |= {place + key.strip("`"): cells for place in places}
    return found


@pytest.mark.parametrize("page", ["fields.md", "fields.zh.md"])
def test_every_field_of_the_model_is_on_the_page(page: str) -> None:
    rows = rows_of(ROOT / "docs" / page)
    paths = {path.removesuffix(".*") for path in paths_of(scenario_schema())}
    assert len(paths) > 300
    assert sorted(paths - set(rows)) == []
    assert all(rows[path][0] for path in paths)


def test_ranges_and_units_are_those_of_the_model() -> None:
    rows = rows_of(ROOT / "docs/fields.md")
    assert rows["townships.*.teams.*.meetings_share"][1:5] == ["a number", "share", "from 0 to less than 1", "`0`"]
    assert rows["kinds.*.grids.round_hours"][1:5] == ["a number", "hours", "from 0 to 10,000", "`40`"]
    assert rows["linkage.rule"][1] == "one of the words beside"
    assert is_staff(scenario_schema().fields["departments"].values.fields["team"].fields["staff"])  # type: ignore[union-attr]
    assert rows["departments.*.team.staff.civil"][1:5] == ["a whole number", "people", "from 0 to 1,000,000", "`0`"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_indicator_is_defined_and_nothing_else_is(language: str) -> None:
    set_language(language)
    assert set(definitions.INDICATORS) == {id for id in INDICATORS if not id.startswith("time_by_cause.")}
    assert tuple(definitions.CAUSES) == CAUSES
    page = (ROOT / f"docs/indicators{'.zh' if language == 'zh' else ''}.md").read_text(encoding="utf-8")
    for id in INDICATORS:
        assert definitions.definition(id).endswith("。" if language == "zh" else ".")
        assert f"| `{id}` |" in page
        assert f"| {definitions.definition(id)} |" in page


def test_a_default_is_told_as_a_file_would_state_it() -> None:
    rows = rows_of(ROOT / "docs/fields.md")
    shape = scenario_schema().fields["pay"]
    assert isinstance(shape, Record)
    assert {rows[f"pay.{field.name}"][4] for field in attrs.fields(shape.cls)} == {"`0`"}
    assert rows["demand.profiles.*.hour"][4] == "`1 × 24`"
    assert rows["case_types.*.patrol"][4] == "`false`"
