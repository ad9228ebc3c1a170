"""The line that says where a study stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from planner.store import Store
from planner.studies.snapshot import Snapshot, snapshot
from planner.tui.screens.compare.standing import told
from planner.tui.studies.status import StudyStatus
from planner.wording import _


@pytest.fixture
def partly(keep: Callable[..., int], store: Path) -> Snapshot:
    study = keep("base", "certified", replications=30, finished=2)
    with Store.open(store, for_reading=True) as opened:
        return snapshot(study, opened)


def status(**facts: Any) -> StudyStatus:
    given: dict[str, Any] = {"state": "running", "finished": 4, "total": 60, **facts}
    return StudyStatus(study_id=1, titles=(), **given)


def test_how_far_and_how_long_yet(partly: Snapshot, lang: str):
    assert told(partly, status(seconds_left=240.0)) == _("{state}: {done}, about {left} left").format(
        state=_("Simulating"),
        done=_("{done} of {total} simulated").format(done="4", total="60"),
        left={"zh": "4 分钟", "en": "4 minutes"}[lang],
    )


def test_no_figures_yet(partly: Snapshot, lang: str):
    nothing = evolve(partly, replications=((), ()))
    line = told(nothing, status(finished=0), passed=7.0)
    assert {"zh": "7 秒", "en": "7 seconds"}[lang] in line


def test_a_precision_does_not_promise_a_number_before_it_can(partly: Snapshot, lang: str):
    request = evolve(partly.study.request, precision=("5%",))
    study = evolve(partly.study, request=request)
    aimed = evolve(partly, study=study)
    assert "60" not in told(aimed, status(total=60, seconds_left=1000.0))
    assert "44" in told(aimed, status(total=44, seconds_left=1000.0))


def test_never_more_are_simulated_than_it_takes(partly: Snapshot, lang: str):
    """An estimate may be older than the last replications."""
    assert _("{done} of {total} simulated").format(done="52", total="52") in told(partly, status(finished=52, total=34))


@pytest.mark.parametrize("before", [0, 1, 3])
def test_its_turn(partly: Snapshot, lang: str, before: int):
    line = told(partly, status(state="waiting"), before)
    assert str(before) in line if before else _("its turn is next") in line


@pytest.mark.parametrize("state", ["stopped", "failed"])
def test_at_rest_it_says_what_is_kept(partly: Snapshot, lang: str, state: str):
    line = told(partly, status(state=state, problem="no room on the disk"))
    assert _("{done} of {total} simulated").format(done="4", total="60") in line
    assert ("no room on the disk" in line) == (state == "failed")


def test_of_another_version(partly: Snapshot, lang: str):
    older = evolve(partly, study=evolve(partly.study, results_version="older", database=None, names=None))
    assert told(older, None).startswith(
        _("Made by another version of this program: it can be seen, but not go on; {done}").partition("{")[0]
    )
