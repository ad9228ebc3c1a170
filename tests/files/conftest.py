"""A small county in a folder of its own, and short ways to write files there and to see what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from planner.errors import Problem, ScenarioError
from planner.files import read_scenario
from planner.model.scenario import Scenario

COUNTY = """
format = 1
title = { zh = "小县", en = "Small county" }

[time]
start = 2025-01-06
days = 28

[kinds.town]
title = { zh = "镇", en = "Town" }
teams.window = { staff = { civil = 1, institution = 2 }, handles = ["service"], intake = true }

[kinds.street]
title = "街道"

[linkage]
preparation_hours = 4

[case_types.certificate]
name = { zh = "证明", en = "Certificate" }
family = "service"
per_1000_residents_year = 100
channels.window = 1.0
deadline_days = 1
fact.hours = 0.5

[case_types.street-order]
name = "市容秩序"
family = "enforcement"
per_1000_residents_year = 20
channels = { online = 0.25, hotline = 0.75 }
deadline_days = 5
formal = 0.5
responsible = "urban"
fact = { hours = 2.0, on_site = true }
decision = { hours = 6.0, crew = 2, certified = 2 }
partners.ecology = {}

[departments.urban]
name = "综合执法局"
team.staff = 10
quota.institution = 12

[departments.ecology]
name = "生态环境局"
team.staff = { civil = 3, institution = 2 }

[townships.a]
name = "甲镇"
kind = "town"
residents = 30_000
area_km2 = 60
teams.squad = { staff = 4, certified = 1, handles = ["enforcement"] }
quota.institution = 40

[townships.b]
name = "乙镇"
kind = "town"
residents = 10_000
area_km2 = 40.5
teams.squad = { staff = 2, handles = ["enforcement"] }

[townships.c]
name = "丙街道"
kind = "street"
residents = 20_000
area_km2 = 10
teams.hub = { staff = 6, certified = 2, handles = ["*"], intake = true }
"""

MEASURE = """
title = "试验"
group = "structure"
done = "proposal"
"""

Write = Callable[[str, str], Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A scenario folder with `county.toml` and room for measures and packages."""
    for name in ("base", "measures", "packages"):
        (tmp_path / name).mkdir()
    (tmp_path / "county.toml").write_text(COUNTY, encoding="utf-8")
    return tmp_path


@pytest.fixture
def write(folder: Path) -> Write:
    """Write a file below the scenario folder."""

    def write(name: str, text: str) -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def county(write: Write) -> Callable[..., Path]:
    """Write the county with some text in it replaced, or added at its end."""

    def county(*replacements: tuple[str, str], more: str = "") -> Path:
        text = COUNTY
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new, 1)
        return write("county.toml", text + more)

    return county


@pytest.fixture
def measure(write: Write) -> Callable[..., str]:
    """Write a measure with the given changes, and more; gives its id."""

    def measure(*changes: str, name: str = "trial", more: str = "") -> str:
        text = MEASURE + "".join(f"[[changes]]\n{change}\n" for change in changes)
        write(f"measures/{name}.toml", text + more)
        return name

    return measure


@pytest.fixture
def changed(folder: Path, measure: Callable[..., str]) -> Callable[..., Scenario]:
    """The county with some changes applied."""
    return lambda *changes: read_scenario(folder / "county.toml", [measure(*changes)])


@pytest.fixture
def refused(folder: Path, measure: Callable[..., str]) -> Callable[..., Problem]:
    """The one problem that some changes meet; it names the measure's file."""

    def refused(*changes: str) -> Problem:
        name = measure(*changes)
        (problem,) = problems_of(folder / "county.toml", name)
        assert problem.file == str(folder / "measures" / "trial.toml")
        return problem

    return refused


def problems_of(path: Path, *measures: str) -> tuple[Problem, ...]:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path, measures)
    return caught.value.problems


@pytest.fixture
def problems() -> Callable[..., tuple[Problem, ...]]:
    """Every problem of a file."""
    return problems_of
