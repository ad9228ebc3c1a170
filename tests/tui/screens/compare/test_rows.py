"""What stands in the rows of Compare."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve

from planner.metrics import FigureKey
from planner.model.text import joined
from planner.store import Store
from planner.studies.snapshot import Snapshot, snapshot
from planner.tui.screens.compare import levels, rows
from planner.tui.screens.compare.levels import Level
from planner.tui.screens.compare.views.findings import FindingsPage
from planner.wording.cells import width

TIME = FigureKey("resolution_time_mean", "enforcement")
STYLES = {"better": "", "worse": "", "muted": "dim"}


@pytest.fixture
def found(keep: Callable[..., int], store: Path) -> Snapshot:
    study = keep("base", "certified", "whistle")
    with Store.open(store, for_reading=True) as opened:
        return snapshot(study, opened)


def changed(found: Snapshot, scenario: int, number: int, **values: float | None) -> Snapshot:
    """The same, with other figures of the time by case type in one replication; None takes it away."""
    replications = [list(some) for some in found.replications]
    figures = dict(replications[scenario][number].figures)
    for case_type, value in values.items():
        key = FigureKey(*TIME[:2], "case_type", case_type.replace("_", "-"))
        if value is None:
            figures.pop(key)
        else:
            figures[key] = value
    replications[scenario][number] = evolve(replications[scenario][number], figures=figures)
    return evolve(found, replications=tuple(map(tuple, replications)))


def test_the_worst_comes_first(found: Snapshot):
    means = [group.other for group in levels.groups_of(found, TIME, "case_type", 0)]
    assert len(means) > 1
    assert means == sorted(means, reverse=True)  # type: ignore[type-var]
    rate = FigureKey("on_time_rate", "enforcement")
    means = [group.other for group in levels.groups_of(found, rate, "case_type", 0)]
    assert means == sorted(means)  # type: ignore[type-var]


def test_what_is_absent_is_never_zero(found: Snapshot, lang: str):
    some = changed(changed(found, 1, 0, street_order=None), 1, 1, street_order=None)
    none = changed(some, 1, 2, street_order=None)
    level = Level().into_figure(TIME, "case_type")
    for one, seen in ((some, 1), (none, 0)):
        group = next(group for group in levels.groups_of(one, TIME, "case_type", 0) if group.key == "street-order")
        assert (group.seen, group.asked) == (seen, 3)
        line = next(row for row in levels.group_rows(one, level, 0, 100, STYLES) if row.id == "street-order")
        if seen:
            assert {"zh": "1/3 次", "en": "1 of 3"}[lang] in str(line.text)
        else:
            assert group.other is None
            assert rows.ABSENT in str(line.text)
            assert group.paired is None


@pytest.mark.parametrize("cells", [57, 77, 98])
def test_no_line_is_too_wide(found: Snapshot, lang: str, cells: int):
    for row in rows.finding_rows(found, 0, cells, STYLES, {}):
        assert all(width(line) <= cells for line in str(row.text).split("\n")), row.text
    level = Level().into_figure(TIME, "case_type")
    for row in levels.group_rows(found, level, 0, cells, STYLES):
        assert width(str(row.text)) <= cells


def test_a_sentence_keeps_the_lines_it_had(found: Snapshot, lang: str):
    lines: dict[str, int] = {}
    before = evolve(found, replications=tuple(some[:1] for some in found.replications))
    heights = []
    for one in (found, before, found):
        heights.append([str(row.text).count("\n") for row in rows.finding_rows(one, 0, 60, STYLES, lines)])
    assert heights[1] == heights[2]
    assert all(old <= new for old, new in zip(heights[0], heights[1], strict=True))


def test_what_an_alternative_adds_has_the_plus_of_the_language(found: Snapshot, lang: str):
    base, first, _second = found.study.scenarios
    study = evolve(found.study, scenarios=(base, evolve(first, title=joined([base.title, first.title]))))
    added = evolve(found, study=study)
    assert rows.short_titles(added)[1] == ("＋持证" if lang == "zh" else "+ Certified")


def test_alternatives_are_named_by_what_they_add(found: Snapshot, lang: str):
    assert len(rows.short_titles(found)) == 3
    for chosen in (0, 1):
        lines = rows.overview_lines(found, 198, chosen, STYLES)
        assert len(lines) == 1 + len(found.findings[0])
        assert len({line.cell_len for line in lines}) == 1


@pytest.mark.parametrize("level", [Level(), Level().into_figure(TIME, "township"), Level().into_figure(TIME, "")])
def test_pages_for_files(found: Snapshot, lang: str, level: Level):
    page = FindingsPage(snapshot=found, alternative=1, level=level)
    sheet = page.sheet()
    assert all(len(row) == len(sheet.headings) for row in sheet.rows)
    from planner.tui.frame.themes import PLAIN

    assert {strip.cell_length for strip in page.draw(100, 30, PLAIN)} == {100}
    assert page.title
