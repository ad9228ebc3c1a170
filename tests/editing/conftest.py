"""A small county in a folder of its own, a what-if on top of it, measures, and a folder for drafts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from planner.editing import Document

COUNTY = """
format = 1
title = { zh = "小县", en = "Small county" }

[time]
start = 2025-01-06
days = 28

[kinds.town]
title = { zh = "镇", en = "Town" }

[kinds.town.teams.window]
name = { zh = "便民大厅", en = "Hall" }
staff = { civil = 1, institution = 2 }
handles = ["service"]
intake = true

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
teams.squad = { name = "执法中队", staff = 4, certified = 1, handles = ["enforcement"] }
quota.institution = 40

[townships.b]
name = "乙镇"
kind = "town"
residents = 10_000
area_km2 = 40.5
teams.squad = { name = "执法中队", staff = 2, handles = ["enforcement"] }

[townships.c]
name = "丙街道"
kind = "street"
residents = 20_000
area_km2 = 10
teams.hub = { name = "综合窗口", staff = 6, certified = 2, handles = ["*"], intake = true }

[sources]
"townships.*.residents" = { tag = "measured", source = "census 2020" }
"linkage.preparation_hours" = "documented"
"""

WHAT_IF = """# 我们的方案 (our what-if)
extends = "county.toml"   # the county
title = "方案一"

[townships.a]   # the large one
residents = 31_000  # asked in May
teams.squad = { staff = 5, certified = 2 }   # two more in June

# the small one
[townships.b]
road_km = 12.5
"""

MEASURES = {
    "whistle": """
title = { zh = "吹哨报到", en = "Whistle" }
group = "linkage"
done = "done"
needs = ["platform"]
[[changes]]
set = "townships.*.linkage.rule"
value = "whistle"
""",
    "platform": """
title = { zh = "指挥平台", en = "Platform" }
group = "platform"
done = "done"
[[changes]]
set = "townships.*.platform.dispatch_hours"
value = 0.5
""",
    "officers-down": """
title = { zh = "执法力量下沉", en = "Officers down" }
group = "staffing"
done = "done"
[[changes]]
move = 4
from = "departments.urban.team.staff"
to = "townships.*.teams.squad.staff"
""",
    "squad": """
title = { zh = "片区中队", en = "Area squad" }
group = "structure"
done = "proposal"
[[changes]]
add = "shared_teams.squad"
value = { serves = ["a", "b"], team = { staff = 3, handles = ["enforcement"] } }
""",
}

PACKAGES = {
    "call": """
title = { zh = "乡呼县应", en = "Town calls" }
measures = ["whistle", "platform"]
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A scenario folder with `county.toml`, `own.toml` on top of it, four measures and a package."""
    root = tmp_path / "scenarios"
    for name in ("base", "measures", "packages"):
        (root / name).mkdir(parents=True)
    for kind, files in (("measures", MEASURES), ("packages", PACKAGES)):
        for name, text in files.items():
            (root / kind / f"{name}.toml").write_text(text, encoding="utf-8")
    (root / "county.toml").write_text(COUNTY, encoding="utf-8")
    (root / "own.toml").write_text(WHAT_IF, encoding="utf-8")
    return root


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    """The folder of drafts."""
    return tmp_path / "drafts"


Open = Callable[..., Document]


@pytest.fixture
def opened(folder: Path, drafts: Path) -> Open:
    """Open a file of the folder, `own.toml` unless another is named."""
    return lambda name="own.toml": Document.open(folder / name, drafts=drafts)


@pytest.fixture
def own(opened: Open) -> Document:
    """The what-if, opened."""
    return opened()


@pytest.fixture
def county(opened: Open) -> Document:
    """The county itself, opened: a file without a base."""
    return opened("county.toml")


@pytest.fixture
def new(folder: Path, drafts: Path) -> Document:
    """A new what-if on top of the county."""
    return Document.what_if(folder / "county.toml", drafts=drafts)
